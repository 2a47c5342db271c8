//! What FaaSO makes of one file, as the page shows it: an output, or the reason why there is none.

use super::workspace::{EngineState, Workspace};
use faaso::{
    analysis::Rendering,
    bundle::File,
    diagnostic::{Diagnostic, Severity},
    fate::{Fate, LeftOut},
    project::FileId,
};
use reactive_graph::traits::*;

/// What FaaSO makes of one file, as the Rendered view shows it.
#[allow(clippy::large_enum_variant, reason = "one is shown at a time")]
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    Rendered(Rendering),
    /// Copied byte for byte.
    Copied(File),
    /// Another file takes its place in a build.
    Replaced(FileId),
    /// FaaSO ignores it; why.
    LeftOut(LeftOut),
    /// The engine has not answered yet.
    Waiting,
}

impl Workspace {
    /// What FaaSO makes of a file.
    pub fn output(&self, id: &FileId) -> Output {
        if let Some(early) = self.early_of(id) {
            return Output::Rendered(early);
        }
        if !self.is_of_this_project() {
            // a file of the same path in the project that was open before
            return Output::Waiting;
        }
        if let Some(mut rendering) = self.analysis.with(|analysis| analysis.renderings.get(id).cloned()) {
            if let EngineState::Failed(why) = self.engine.get()
                && !self.is_fresh()
            {
                rendering.error = Some(no_engine(&why));
            }
            if rendering.error.is_none()
                && let Some(typed) = self.drafted(id)
            {
                rendering.good = Some(typed);
            }
            return Output::Rendered(rendering);
        }
        let Some(file) = self.file(id) else { return Output::Waiting };
        match self.analysis.with(|analysis| analysis.fate(id)) {
            Fate::LeftOut(why) => Output::LeftOut(why),
            Fate::Overlaid(by) => Output::Replaced(by),
            // a file that the engine has not seen yet; it answers of every one that it has
            Fate::Rendered(_) => Output::Waiting,
            Fate::NotReached if Fate::by_name(id).is_rendered() => Output::Waiting,
            Fate::Copied(_) | Fate::NotReached => Output::Copied(file),
        }
    }
}

/// Why nothing new is shown.
fn no_engine(why: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        rule: "engine".into(),
        place: None,
        message: format!("Rendering stopped working: {why}"),
        said: None,
        help: Some("Reload the page to try again.".to_owned()),
        fix: None,
    }
}
