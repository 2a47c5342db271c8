//! What the Worker does with a request. Pure, so that it is tested without one.

use super::{
    jobs::{Export, Exported, Ground, Job, Pack, Question, Refusal, Reply},
    messages::{Answer, Request, Stage},
};
use faaso::analysis::{Analysis, Analyzer, Delta, Sign};
use std::rc::Rc;

/// The engine answers the workshop's questions too: not where it is shipped, since every visit fetches it.
const HAS_WORKSHOP: bool = cfg!(any(debug_assertions, not(target_arch = "wasm32")));

/// The engine's state between requests.
#[derive(Default)]
pub struct Service {
    analyzer: Analyzer,
    pulse: Option<Rc<dyn Fn()>>,
}

impl Service {
    /// One that says so, by `pulse`, while a long rendering goes on.
    pub fn watched(pulse: Rc<dyn Fn()>) -> Service {
        Service { analyzer: Analyzer::watched(pulse.clone()), pulse: Some(pulse) }
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
                Answer::Reply { ticket, reply: question.run::<false>(&mut self.analyzer) }
            }
            Request::Errand { ticket, ground, question } => {
                let reply = match HAS_WORKSHOP {
                    true => errand(ground, question, self.pulse.clone()),
                    false => Reply::elsewhere(),
                };
                Answer::Reply { ticket, reply }
            }
        }
    }

    /// A question by its type, with its answer.
    pub fn ask<J: Job>(&mut self, job: J) -> Result<J::Answer, Refusal> {
        job.run(&mut self.analyzer)
    }

    /// An archive of the document as it is: what both Workers make of it, one after the other.
    pub fn export(&mut self, what: Export) -> Result<Exported, Refusal> {
        let listed = self.ask(what)?;
        self.ask(Pack(listed))
    }

    fn analysis(&mut self, revision: u64, post: &mut dyn FnMut(&Answer)) -> Delta {
        self.analyzer.analyse(revision, &mut |sign| post(&busy(sign)))
    }
}

/// What the workshop does with a request; none for what it is never asked.
pub fn run_errand(request: Request, pulse: Rc<dyn Fn()>) -> Option<Answer> {
    match request {
        Request::Errand { ticket, ground, question } => {
            Some(Answer::Reply { ticket, reply: errand(ground, question, Some(pulse)) })
        }
        _ => None,
    }
}

fn errand(ground: Ground, question: Question, pulse: Option<Rc<dyn Fn()>>) -> Reply {
    let mut analyzer = pulse.map_or_else(Analyzer::default, Analyzer::watched);
    analyzer.open(ground.project, ground.guilty, Analysis::default());
    question.run::<true>(&mut analyzer)
}

fn busy(sign: Sign<'_>) -> Answer {
    match sign {
        Sign::File(file, ahead) => Answer::Busy { stage: Stage::File(file.clone()), ahead: ahead as u64 },
        Sign::Work(ahead) => Answer::Busy { stage: Stage::NoFile, ahead: ahead as u64 },
    }
}
