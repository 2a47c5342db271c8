//! What the Worker does with a request. Pure, so that it is tested without one.

use super::{
    jobs::{Job, Refusal},
    messages::{Answer, Request, Stage},
};
use faaso::analysis::{Analyzer, Delta, Sign};
use std::rc::Rc;

/// The engine's state between requests.
#[derive(Debug, Default)]
pub struct Service {
    analyzer: Analyzer,
}

impl Service {
    /// One that says so, by `pulse`, while a long rendering goes on.
    pub fn watched(pulse: Rc<dyn Fn()>) -> Service {
        Service { analyzer: Analyzer::watched(pulse) }
    }

    /// Answers a request. `post` hears of what goes on meanwhile.
    pub fn answer(&mut self, request: Request, post: &mut dyn FnMut(&Answer)) -> Answer {
        match request {
            Request::Open { revision, project, guilty, known } => {
                let fresh = known.is_none();
                self.analyzer.open(project, guilty, known.unwrap_or_default());
                Answer::Analysis(Delta { fresh, ..self.analysis(revision, post) })
            }
            Request::Change { revision, changes } => {
                let touched = changes.touched();
                self.analyzer.change(|project| changes.apply(project), touched);
                Answer::Analysis(self.analysis(revision, post))
            }
            Request::Retry { revision, file } => {
                self.analyzer.retry(&file);
                Answer::Analysis(self.analysis(revision, post))
            }
            Request::Ask { ticket, question } => {
                Answer::Reply { ticket, reply: question.run(&mut self.analyzer) }
            }
        }
    }

    /// A question by its type, with its answer.
    pub fn ask<J: Job>(&mut self, job: J) -> Result<J::Answer, Refusal> {
        job.run(&mut self.analyzer)
    }

    fn analysis(&mut self, revision: u64, post: &mut dyn FnMut(&Answer)) -> Delta {
        self.analyzer.analyse(revision, &mut |sign| post(&busy(sign)))
    }
}

fn busy(sign: Sign<'_>) -> Answer {
    match sign {
        Sign::File(file, ahead) => Answer::Busy { stage: Stage::File(file.clone()), ahead: ahead as u64 },
        Sign::Work(ahead) => Answer::Busy { stage: Stage::NoFile, ahead: ahead as u64 },
    }
}
