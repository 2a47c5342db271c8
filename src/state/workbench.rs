//! The whole state in one hand.

use super::{Bundled, Projects, Scenarios, View, Workspace, folder::Folder, listing, search::Searching};
use faaso::project::{FileId, Group};
use reactive_graph::computed::Memo;
use std::collections::BTreeSet;

/// Everything the page shows, cheap to copy.
#[derive(Clone, Copy)]
pub struct Workbench {
    pub workspace: Workspace,
    pub view: View,
    pub projects: Projects,
    pub scenarios: Scenarios,
    pub search: Searching,
    pub folder: Folder,
    /// What [`Workbench::files`] gives, made once for all who ask.
    pub(super) files: Memo<BTreeSet<FileId>>,
    /// The rows of folders of the runtime that were made on their own.
    pub(super) folders: Memo<BTreeSet<(Group, String)>>,
}

impl Workbench {
    /// A workbench with this one of the bundled runtimes open, or with an empty project.
    pub fn new(bundled: Vec<Bundled>, open: &str) -> Self {
        let workspace = Workspace::new(bundled, open);
        let view = View::new(workspace);
        let projects = Projects::new(workspace);
        view.start_with(workspace.with_project(listing::first_file));
        let files = Memo::new(move |_| listing::all(workspace));
        let folders = Memo::new(move |_| listing::folders(workspace));
        let (scenarios, search) = (Scenarios::new(), Searching::new());
        let folder = Folder::new(workspace);
        Workbench { folder, workspace, view, projects, scenarios, search, files, folders }
    }
}
