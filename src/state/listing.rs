//! Which files a project has, and which comes first.

use super::Workspace;
use faaso::{
    fate::{is_of_conversion, is_of_scenario},
    project::{FileId, Group, Project},
};
use reactive_graph::traits::*;
use std::collections::BTreeSet;

/// Every file: the runtime's, the funko's, and those that come from the template.
pub(super) fn all(workspace: Workspace) -> BTreeSet<FileId> {
    let mut files = workspace.with_files(|project| {
        let paths = project.runtime.files().map(|(path, _)| path);
        // the application is shown in the tab Conversion
        let shown = paths.filter(|path| !is_of_conversion(path.as_str()));
        let runtime = shown.map(|path| FileId::runtime(path.clone()));
        let own = project.own.keys().map(|path| FileId::funko(path.clone()));
        runtime.chain(own).collect::<BTreeSet<_>>()
    });
    workspace.analysis.with_untracked(|analysis| {
        files.extend(analysis.live.keys().map(|path| FileId::funko(path.clone())));
    });
    files
}

/// The folders that may stay empty: each by its group and its path in there.
pub(super) fn folders(workspace: Workspace) -> BTreeSet<(Group, String)> {
    workspace.with_files(|project| {
        let folders = project.runtime.folders().filter(|path| !is_of_conversion(path.as_str()));
        let folders = folders.map(|path| FileId::runtime(path.clone()));
        folders.map(|id| (id.group(), id.shown().to_owned())).collect()
    })
}

/// The file that a newcomer should see first: what makes the image.
pub fn first_file(project: &Project) -> Option<FileId> {
    let named = ["Dockerfile.j2", "Dockerfile"].into_iter().find_map(|name| {
        project.runtime.files().find(|(path, _)| path.as_str() == name).map(|(path, _)| path)
    });
    let is_own = |path: &str| !is_of_scenario(path) && !is_of_conversion(path);
    let any = project.runtime.files().map(|(path, _)| path).find(|path| is_own(path.as_str()));
    named.or(any).map(|path| FileId::runtime(path.clone()))
}
