//! Reactive state, without a DOM: what is saved and exported, and how it is looked at.
//!
//! [`workspace`] holds the document and what the engine makes of it, [`view`] the panes, tabs and dialogs,
//! [`files`] derives the tree of files and [`node`] says what a row of it stands for, [`projects`] holds the list of projects and what of the open one is still to
//! be kept. [`actions`] holds the only writers of the document.

pub mod actions;
pub mod files;
pub mod node;
mod opening;
pub mod order;
pub mod output;
pub mod projects;
mod switching;
pub mod view;
pub mod words;
pub mod workspace;

use faaso::project::FileId;
use reactive_graph::computed::Memo;
use std::collections::BTreeSet;

pub use projects::Projects;
pub use view::View;
pub use workspace::{Bundled, Workspace};

/// Everything the page shows, cheap to copy.
#[derive(Clone, Copy)]
pub struct Workbench {
    pub workspace: Workspace,
    pub view: View,
    pub projects: Projects,
    /// What [`Workbench::files`] gives, made once for all who ask.
    files: Memo<BTreeSet<FileId>>,
}

impl Workbench {
    /// A workbench with this one of the bundled runtimes open, or with an empty project.
    pub fn new(bundled: Vec<Bundled>, open: &str) -> Self {
        let workspace = Workspace::new(bundled, open);
        let view = View::new(workspace);
        let projects = Projects::new(workspace);
        view.start_with(workspace.with_project(actions::first_file));
        let files = Memo::new(move |_| files::all(workspace));
        Workbench { workspace, view, projects, files }
    }
}
