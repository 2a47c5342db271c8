//! Which lesson is open, and which are done. A lesson is a project like any other, kept and undone like any other; what is
//! remembered beside it is which project it is.

use super::{Refused, Workbench, progress::Met};
use faaso::{
    project::{FileId, Project},
    records::ProjectId,
};

impl Workbench {
    /// The lesson that the open project is of, by id.
    pub fn lesson(&self) -> Option<String> {
        let open = self.projects.tracked_open();
        self.view.lessons.with(|lessons| {
            lessons.projects.iter().find(|(_, project)| **project == open).map(|(id, _)| id.clone())
        })
    }

    /// As [`Workbench::lesson`], without being told of the next one.
    pub fn lesson_now(&self) -> Option<String> {
        let open = self.projects.open();
        self.view.lessons.with_untracked(|lessons| {
            lessons.projects.iter().find(|(_, project)| **project == open).map(|(id, _)| id.clone())
        })
    }

    /// The project in which a lesson was begun, where it is still there and isn't open.
    pub fn lesson_project(&self, id: &str) -> Option<ProjectId> {
        let project = self.view.lessons.with_untracked(|lessons| lessons.projects.get(id).copied())?;
        let head = self.projects.head(project)?;
        (head.deleted.is_none() && project != self.projects.open()).then_some(project)
    }

    /// Begins a lesson, in a project of its own.
    pub fn begin_lesson(&self, id: &str, title: &str, start: Project, shown: FileId) -> Result<(), Refused> {
        self.open(start)?;
        let project = self.projects.open();
        self.projects.rename(project, &format!("Lesson: {title}"));
        self.view.lessons.update(|lessons| {
            lessons.projects.insert(id.to_owned(), project);
        });
        self.view.met.set(Met::default());
        self.show_lesson();
        self.view.open(shown);
        Ok(())
    }

    /// The panel is open.
    pub fn show_lesson(&self) {
        if self.view.lessons.with_untracked(|lessons| lessons.shut) {
            self.view.lessons.update(|lessons| lessons.shut = false);
        }
    }

    pub fn toggle_lesson(&self) {
        self.view.lessons.update(|lessons| lessons.shut = !lessons.shut);
    }

    pub fn close_lesson(&self) {
        self.view.lessons.update(|lessons| lessons.shut = true);
    }

    /// A lesson that is done stays done, whatever becomes of its project.
    pub fn take_met(&self, id: &str, checks: Vec<bool>) {
        let done = checks.iter().all(|met| *met);
        let met = Met::new(id, checks);
        if self.view.met.with_untracked(|before| *before != met) {
            self.view.met.set(met);
        }
        if done && !self.view.lessons.with_untracked(|lessons| lessons.done.contains(id)) {
            self.view.lessons.update(|lessons| {
                lessons.done.insert(id.to_owned());
            });
        }
    }
}
