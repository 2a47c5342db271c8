//! The output of the file in view before the engine's answer about everything.

use super::{last_edit::Early, view::OutputTab, workbench::Workbench, workspace::Workspace};
use crinja::Rendered;
use faaso::{analysis::Rendering, at_once::AtOnce, path::BundlePath, project::FileId};
use reactive_graph::{graph::untrack, traits::*};
use std::sync::Arc;

impl Workspace {
    /// What a file makes now, where that is known before the engine has answered.
    pub(super) fn early_of(&self, id: &FileId) -> Option<Rendering> {
        let revision = self.revision.get();
        let is_now = |early: &&Early| early.file == *id && early.revision == revision;
        let Early { target, rendered, .. } =
            self.early.with(|early| early.as_ref().filter(is_now).cloned())?;
        (!self.is_fresh()).then_some(Rendering {
            output: target,
            good: Some(rendered),
            good_revision: revision,
            error: None,
            as_new: false,
        })
    }
}

impl Workbench {
    /// What is to be rendered at once: the file in view, where nothing but itself and `funko.yml` has a say in its output.
    pub fn wanted_at_once(&self) -> Option<(FileId, AtOnce)> {
        untrack(|| {
            let w = self.workspace;
            let shown = self.view.output.get() == OutputTab::Rendered && !w.is_fresh();
            let file = self.view.active().filter(|_| shown)?;
            let asked = w.with_project(|project| AtOnce::of(project, &file))?;
            Some((file, asked))
        })
    }

    /// What the file makes of the document as it is now.
    pub fn take_at_once(&self, file: FileId, target: BundlePath, rendered: Arc<Rendered>) {
        let revision = self.workspace.revision_now();
        self.workspace.early.set(Some(Early { file, revision, target, rendered }));
    }
}
