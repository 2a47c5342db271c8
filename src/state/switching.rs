//! Another project takes the open one's place: from the storage, from another tab, as a copy, after a deletion.

use super::{
    Workbench,
    listing::first_file,
    projects::{Role, StepCounts},
    refused::Refused,
    workspace::{fresh, pristine},
};
use faaso::{
    changes::Change,
    journal::{Entry, Snapshot},
    records::{DamagedProject, Head, Job, LAST, Opened, Pin, ProjectId, Tail, Write},
};
use reactive_graph::traits::*;

impl Workbench {
    /// The open project stays among the projects when another takes its place. A runtime as it comes need not.
    pub fn is_kept(&self) -> bool {
        let (w, projects) = (self.workspace, self.projects);
        let id = projects.open();
        let plain = w.document.with_untracked(|project| pristine(&w.bundled(), project).is_some());
        let listed = projects.heads.with_untracked(|heads| heads.get(&id).cloned());
        let named = listed.is_some_and(|head| head.named || head.deleted.is_some());
        let untouched = projects.steps() == 0 && projects.pins.with_untracked(|pins| pins.len() < 2);
        let begun = projects.counts.with_value(|counts| counts.begun);
        !(begun && plain && untouched && !named && !projects.follows())
    }

    /// Before another project takes the place of the open one.
    pub(super) fn leave(&self) {
        if !self.is_kept() {
            self.projects.forget(self.projects.open());
        } else if self.projects.is_begun() && !self.projects.follows() && !self.projects.is_quiet() {
            // what is still to be written of it must be whole, whatever becomes of the storage until then
            self.projects.compact();
        }
    }

    /// A project comes from the storage.
    pub fn show(&self, id: ProjectId, opened: Opened, role: Role) {
        if id != self.projects.open() {
            self.leave();
        }
        let projects = self.projects;
        let Snapshot { project, history, steps } = opened.snapshot;
        let from = opened.from;
        let first = first_file(&project);
        self.set_document(project, history);
        projects.pins.set(opened.pins);
        projects.take_role(role);
        let went_back = opened.trouble.is_some();
        projects.counts.set_value(StepCounts {
            begun: true,
            steps,
            from,
            first: steps,
            went_back,
            since: (0, 0),
        });
        if projects.open() != id {
            projects.open.set(id);
            self.view.start_with(first);
        }
        if opened.trouble.is_some() && role == Role::Writer {
            // what was replayed is the project now
            projects.compact();
            projects.put_pins();
        }
    }

    /// A step that another tab made. False when it does not fit: then the project is to be read anew.
    #[must_use]
    pub fn follow(&self, entry: Entry) -> bool {
        let (w, projects) = (self.workspace, self.projects);
        if entry.number < projects.steps() {
            return true;
        }
        let mut snapshot = projects.snapshot();
        if entry.number != snapshot.steps || snapshot.take(entry.step).is_none() {
            return false;
        }
        projects.counts.update_value(|counts| counts.steps = snapshot.steps);
        w.document.set(snapshot.project);
        w.history.set(snapshot.history);
        self.reshaped();
        w.revision.update(|revision| *revision += 1);
        true
    }

    /// Another tab wrote on in this project, so these jobs are refused: what is here becomes a project of its own,
    /// and neither is lost.
    pub fn branch_off(&self, refused: &[Job]) {
        let projects = self.projects;
        let open = projects.open();
        for id in refused.iter().filter_map(Job::steps_of) {
            if id != open {
                // it was left just now: its last steps are kept as they are
                let mine = refused.iter().filter(|job| job.steps_of() == Some(id));
                let records = mine.flat_map(Job::writes).filter_map(|write| match write {
                    Write::Add(store, _, number, record) => Some((store, number, record)),
                    _ => None,
                });
                let name = projects.head(id).map_or_else(String::new, |head| head.name);
                let why = "it was changed in another tab".to_owned();
                let damaged = DamagedProject { name, made: projects.now(), why, records: records.collect() };
                projects.drop_steps(id);
                projects.keep_damaged(id, damaged);
            }
        }
        if refused.iter().any(|job| job.steps_of() == Some(open)) {
            let name = projects.head(open).map(|head| head.name);
            projects.drop_steps(open);
            self.duplicate(projects.snapshot(), &name.unwrap_or_default());
        }
    }

    /// Makes a copy with its history, and opens it.
    pub fn duplicate(&self, of: Snapshot, name: &str) {
        let first = first_file(&of.project);
        self.leave();
        let keep = self.workspace.document.with_untracked(|project| *project == of.project);
        self.set_document(of.project, of.history);
        self.projects.start(Some(format!("{name} (copy)")));
        if !keep {
            self.view.start_with(first);
        }
    }

    /// Takes in projects of a backup, under new identities. The open one stays open.
    pub fn take_backup(&self, taken: impl IntoIterator<Item = (Head, Snapshot, Vec<Pin>)>) {
        let projects = self.projects;
        let mut heads = projects.heads.get_untracked();
        let mut id = projects.fresh_id();
        for (head, snapshot, pins) in taken {
            let tail = Tail { steps: snapshot.steps, pins: pins.iter().map(|pin| pin.number).collect() };
            let head = Head { id, deleted: None, ..head };
            projects.put(Job::Begin(id, Box::new(snapshot)));
            for pin in pins {
                projects.put(Job::Pin(id, Box::new(pin)));
            }
            projects.put(Job::Tail(id, tail));
            projects.put(Job::Head(head.clone()));
            heads.insert(id, head);
            while heads.contains_key(&id) {
                id = ProjectId((id.0 + 1) % LAST);
            }
        }
        projects.heads.set(heads);
    }

    /// Deletes a project; it can be had back. Gives the one to open in its place when it was the open one.
    pub fn delete_project(&self, id: ProjectId) -> Option<ProjectId> {
        let projects = self.projects;
        projects.mark_deleted(id, Some(projects.now()));
        if projects.open() != id {
            return None;
        }
        let next = projects.all().into_iter().find(|head| head.deleted.is_none()).map(|head| head.id);
        if next.is_none()
            && let Some(first) = self.workspace.bundled().first()
        {
            let project = fresh(first, "hello");
            let first = first_file(&project);
            self.set_document(project, Default::default());
            projects.reset();
            self.view.start_with(first);
        }
        next
    }

    /// A file is as it was in an earlier state.
    pub fn take_back(&self, change: &Change) -> Result<(), Refused> {
        self.edit(change.back())
    }
}
