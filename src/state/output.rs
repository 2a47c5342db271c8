//! What FaaSO makes of one file, as the page shows it: an output, or the reason why there is none.

use super::workspace::{EngineState, Workspace};
use faaso::{
    analysis::{Rendering, What},
    bundle::File,
    diagnostic::{Diagnostic, Severity},
    project::{FileId, Side},
    trees,
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
    /// Not part of any result; why.
    Nowhere(&'static str),
    /// The engine has not answered yet.
    Waiting,
}

impl Workspace {
    /// What FaaSO makes of a file.
    pub fn output(&self, id: &FileId) -> Output {
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
            return Output::Rendered(rendering);
        }
        let Some(file) = self.file(id) else { return Output::Waiting };
        if id.side == Side::Runtime {
            if id.path.is_hidden() {
                return Output::Nowhere("FaaSO ignores files and folders whose names start with a dot.");
            }
            if trees::is_lost(&id.path) {
                return Output::Nowhere(
                    "FaaSO ignores top-level paths in a runtime that start with `template`.",
                );
            }
            if let Some(winner) = self.winner(id) {
                return Output::Replaced(winner);
            }
            if id.path.as_str().ends_with(".j2") {
                // a file that the engine has not seen yet; it answers of every one that it has
                return Output::Waiting;
            }
        } else if id.path.as_str().starts_with('.') {
            return Output::Nowhere(
                "FaaSO ignores top-level files and folders of a funko that start with a dot.",
            );
        }
        Output::Copied(file)
    }

    /// The file that is laid over this one of the runtime.
    fn winner(&self, id: &FileId) -> Option<FileId> {
        self.analysis.with(|analysis| {
            analysis.build_context.entries.iter().find_map(|entry| match &entry.what {
                What::File { from, replaces: Some(replaced), .. } if replaced == id => Some(from.clone()),
                _ => None,
            })
        })
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
