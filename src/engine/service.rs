//! What the Worker does with a request. Pure, so that it is tested without one.

use super::messages::{Answer, Commands, Export, Exported, Lines, Request, Rule, Stage};
use faaso::{
    analysis::{Analyzer, Delta, Sign},
    archive,
    build_command::{BuildCommand, Builder, build_command},
    checks, funko, share, trees,
};
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
                let touches = changes.clone();
                self.analyzer.change(|project| changes.apply(project), |file| touches.touches(file));
                Answer::Analysis(self.analysis(revision, post))
            }
            Request::Retry { revision, file } => {
                self.analyzer.retry(&file);
                Answer::Analysis(self.analysis(revision, post))
            }
            Request::Export { ticket, what } => Answer::Exported { ticket, result: self.export(what) },
            Request::Explain { ticket, rule } => Answer::Explained { ticket, rule: explain(&rule) },
            Request::Compare { ticket, file } => {
                Answer::Compared { ticket, comparison: self.analyzer.compare(&file) }
            }
            Request::Import { ticket, name, bytes } => {
                let result = archive::read(&bytes).map(|imported| imported.arrive(&name));
                Answer::Imported { ticket, result: result.map_err(|error| error.to_string()) }
            }
            Request::Share { ticket } => {
                let result = share::link(self.analyzer.project()).map_err(|error| error.to_string());
                Answer::Shared { ticket, result }
            }
            Request::OpenLink { ticket, link } => {
                let result = share::open(&link).map_err(|error| error.to_string());
                Answer::LinkOpened { ticket, result }
            }
        }
    }

    fn analysis(&mut self, revision: u64, post: &mut dyn FnMut(&Answer)) -> Delta {
        self.analyzer.analyse(revision, &mut |sign| post(&busy(sign)))
    }

    fn export(&mut self, what: Export) -> Result<Exported, String> {
        let made = self.analyzer.make(&mut |_| {});
        let project = self.analyzer.project();
        // FaaSO names the image by what the funko's own `funko.yml` says
        let name = match made.funko.get(funko::FILE).and_then(|yml| funko::name_in(&yml.bytes)) {
            Some(name) => name.trim_end_matches('\n').to_owned(),
            None => trees::funko_name(&project.funko_name).to_owned(),
        };
        let (stem, zip) = match what {
            Export::FunkoReady => {
                let zip =
                    archive::ready_zip(&made.build_context, &name).map_err(|error| error.to_string())?;
                (archive::folder_name(&name), zip)
            }
            Export::FunkoSource => {
                let zip = archive::funko_zip(&made.funko, &name).map_err(|error| error.to_string())?;
                (format!("{}-source", archive::folder_name(&name)), zip)
            }
            Export::Runtime => {
                let runtime = &project.runtime_name;
                let zip =
                    archive::runtime_zip(&project.runtime, runtime).map_err(|error| error.to_string())?;
                (format!("{}-runtime", archive::folder_name(runtime)), zip)
            }
        };
        let file_name = format!("{stem}.zip");
        let commands = (what == Export::FunkoReady).then(|| {
            let lines = |builder| {
                let BuildCommand { sh, powershell, cmd } = build_command(&file_name, &name, builder);
                Lines { sh, powershell, cmd }
            };
            Commands { buildkit: lines(Builder::Buildkit), faaso: lines(Builder::Faaso) }
        });
        Ok(Exported { file_name, zip, commands })
    }
}

fn busy(sign: Sign<'_>) -> Answer {
    match sign {
        Sign::File(file, ahead) => Answer::Busy { stage: Stage::File(file.clone()), ahead: ahead as u64 },
        Sign::Work(ahead) => Answer::Busy { stage: Stage::NoFile, ahead: ahead as u64 },
    }
}

fn explain(rule: &str) -> Option<Rule> {
    let check = checks::find(rule)?;
    let owned = |files: checks::Files| files.iter().map(|&(path, text)| (path.into(), text.into())).collect();
    Some(Rule {
        id: check.id.into(),
        severity: check.severity,
        title: check.title.into(),
        what: check.what.into(),
        why: check.why.into(),
        instead: check.instead.into(),
        fires: owned(check.fires),
        quiet: owned(check.quiet),
    })
}
