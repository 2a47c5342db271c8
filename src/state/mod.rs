//! Reactive state, without a DOM: what is saved and exported, and how it is looked at.
//!
//! [`workspace`] holds the document and what the engine makes of it, [`view`] the panes, tabs and dialogs,
//! [`files`] derives the tree of files. [`actions`] holds the only writers of the workspace.

pub mod actions;
pub mod files;
pub mod saved;
pub mod view;
pub mod workspace;

pub use view::View;
pub use workspace::{Bundled, Workspace};

/// Everything the page shows, cheap to copy.
#[derive(Clone, Copy)]
pub struct Workbench {
    pub workspace: Workspace,
    pub view: View,
}

impl Workbench {
    /// A workbench with this one of the bundled runtimes open, or with an empty project.
    pub fn new(bundled: Vec<Bundled>, open: &str) -> Self {
        let workspace = Workspace::new(bundled, open);
        let view = View::new(workspace);
        view.start_with(workspace.with_project(actions::first_file));
        Workbench { workspace, view }
    }
}
