//! What changes with the folder on this computer: what comes in from it, and what was written there.

use super::{
    Refused, Workbench,
    folder::{Joined, Kept, Link, here, remembered},
    workspace::Origin,
};
use faaso::{
    archive::{Arrival, ImportError},
    folder::{Bytes, Conflict, Mark, OnDisk, Places, Plan, Write, plan, take_in},
    project::{FileId, Project, Side},
};
use reactive_graph::{graph::untrack, traits::*};

impl Workbench {
    /// The project that was opened just now is edited where it came from; `places` are paths in what came.
    pub(super) fn join(&self, arrival: &Arrival, places: Places) {
        let Some(top) = &arrival.in_place else { return };
        let inside = |path: &str| match (top.as_str(), path) {
            ("", path) => path.to_owned(),
            (top, "") => top.to_owned(),
            (top, path) => format!("{top}/{path}"),
        };
        let on_disk = |folder: Option<String>| folder.map(|folder| inside(&folder));
        let places = Places { runtime: on_disk(places.runtime), funko: on_disk(places.funko) };
        let files = arrival
            .bundle
            .files()
            .map(|(path, file)| (inside(path.as_str()), Mark::from(file.bytes.clone())));
        self.folder.modes.set_value(Default::default());
        self.folder.seen.set(files.filter(|(path, _)| places.file(path).is_some()).collect());
        self.settled(Vec::new(), &Plan::default());
        let name = if top.is_empty() { arrival.name.clone() } else { top.clone() };
        self.folder.joined.set(Some(Joined {
            project: self.projects.open(),
            name,
            places,
            link: Link::Joined,
        }));
    }

    /// The open project was edited in a folder at an earlier visit.
    /// False: the project is older than what was seen, which is forgotten. Whatever is not the same is then a conflict.
    pub fn remember_folder(&self, kept: Kept) -> bool {
        let Kept { name, places, steps, seen, modes } = kept;
        let is_older = self.projects.is_older_than(steps);
        let seen = if is_older { Vec::new() } else { seen };
        self.folder.seen.set(remembered(seen, &here(self.workspace, &places)));
        self.folder.modes.set_value(modes);
        self.settled(Vec::new(), &Plan::default());
        self.folder.joined.set(Some(Joined {
            project: self.projects.open(),
            name,
            places,
            link: Link::Apart,
        }));
        !is_older
    }

    /// What is to be remembered of the folder from one visit to the next.
    pub fn kept_folder(&self) -> Option<Kept> {
        let Joined { name, places, .. } = self.folder.joined.get_untracked()?;
        let seen = self
            .folder
            .seen
            .with_untracked(|seen| seen.iter().map(|(path, mark)| (path.clone(), mark.hash())).collect());
        let modes = self.folder.modes.get_value();
        Some(Kept { name, places, steps: self.projects.steps(), seen, modes })
    }

    /// The project is edited in the browser alone from now on.
    pub fn leave_folder(&self) {
        self.folder.joined.set(None);
        self.folder.seen.set(Default::default());
        self.folder.modes.set_value(Default::default());
        self.settled(Vec::new(), &Plan::default());
    }

    pub fn set_folder_link(&self, link: Link) {
        if self.folder.joined.with_untracked(|joined| joined.as_ref().is_some_and(|it| it.link != link)) {
            self.folder.joined.update(|joined| joined.iter_mut().for_each(|it| it.link = link.clone()));
        }
    }

    /// What is to be done so that the project and its folder agree.
    pub fn plan_folder(&self, disk: &OnDisk) -> Result<Plan, ImportError> {
        let Some(Joined { places, .. }) = self.folder.joined.get_untracked() else {
            return Ok(Plan::default());
        };
        let here = here(self.workspace, &places);
        self.folder.modes.update_value(|modes| here.remember_modes(modes));
        self.folder.seen.with_untracked(|seen| plan(&places, seen, &here, disk))
    }

    /// Takes in what was changed in the folder, as one step. Gives the files.
    pub fn take_in_folder(&self, plan: &Plan) -> Result<Vec<FileId>, Refused> {
        if self.projects.follows() {
            return Err(Refused::Follows);
        }
        if !plan.come.is_empty() {
            let edit = self.workspace.document.with_untracked(|project| self.edit_of(project, &plan.come));
            self.make_from_outside(edit)?;
        }
        let Some(Joined { places, .. }) = self.folder.joined.get_untracked() else { return Ok(Vec::new()) };
        let come = plan.come.iter().filter_map(|(file, bytes)| Some((places.path(file)?, bytes.clone())));
        self.settled(plan.agreed.iter().cloned().chain(come).collect(), plan);
        Ok(plan.come.iter().map(|(file, _)| file.clone()).collect())
    }

    /// The folder has it now.
    pub fn wrote(&self, write: &Write) {
        self.see(vec![(write.path.clone(), write.bytes.clone())]);
    }

    /// What is here is to be written over what lies in the folder, which undo brings back.
    pub fn keep_mine(&self, conflict: &Conflict) -> Result<(), Refused> {
        let theirs = [(conflict.file.clone(), conflict.theirs.clone())];
        let edit = self.workspace.document.with_untracked(|project| self.edit_of(project, &theirs));
        let back = self.workspace.document.with_untracked(|project| project.clone().apply(edit.clone()));
        // where both don't fit into one project, what lies there can't be had here
        if let Ok(back) = back {
            self.edit(edit)?;
            self.edit(back)?;
        }
        self.see(vec![(conflict.path.clone(), conflict.theirs.clone())]);
        self.resolved(conflict);
        Ok(())
    }

    /// What lies in the folder takes the place of what is here, which undo brings back.
    pub fn take_theirs(&self, conflict: &Conflict) -> Result<(), Refused> {
        let theirs = [(conflict.file.clone(), conflict.theirs.clone())];
        let edit = self.workspace.document.with_untracked(|project| self.edit_of(project, &theirs));
        self.edit(edit)?;
        self.see(vec![(conflict.path.clone(), conflict.theirs.clone())]);
        self.resolved(conflict);
        Ok(())
    }

    fn edit_of(&self, project: &Project, come: &[(FileId, Option<Bytes>)]) -> faaso::project::Edit {
        let w = self.workspace;
        let makes = |id: &FileId| {
            id.side == Side::Funko
                && matches!(w.origin(id), Some(Origin::Live | Origin::Edited | Origin::Removed))
        };
        let remembered = |id: &FileId| {
            let path = self.folder.joined.with_untracked(|it| it.as_ref()?.places.path(id))?;
            self.folder.modes.with_value(|modes| modes.get(&path).copied())
        };
        let mode = |id: &FileId| w.file(id).map(|file| file.mode).or_else(|| remembered(id));
        untrack(|| take_in(project, come, makes, mode))
    }

    fn resolved(&self, conflict: &Conflict) {
        self.folder.conflicts.update(|all| all.retain(|it| it.path != conflict.path));
    }

    fn settled(&self, same: Vec<(String, Option<Bytes>)>, plan: &Plan) {
        let folder = self.folder;
        self.see(same);
        if folder.conflicts.with_untracked(|old| *old != plan.conflicts) {
            folder.conflicts.set(plan.conflicts.clone());
        }
        if folder.blocked.with_untracked(|old| *old != plan.blocked) {
            folder.blocked.set(plan.blocked.clone());
        }
    }

    /// Both sides have these.
    fn see(&self, same: Vec<(String, Option<Bytes>)>) {
        if !same.is_empty() {
            self.folder.seen.update(|seen| {
                for (path, bytes) in same {
                    match bytes {
                        Some(bytes) => seen.insert(path, Mark::from(bytes)),
                        None => seen.remove(&path),
                    };
                }
            });
        }
    }
}
