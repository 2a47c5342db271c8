//! The folder on this computer that the open project is edited in: read and written.

use crate::{
    platform::{
        BrowserError,
        folder::{self, FolderDisk, Handle},
        folder_keys, settings,
    },
    state::{
        Workbench,
        folder::{Kept, Link},
    },
};
use faaso::{
    archive::Arrival,
    folder::{Looked, Trouble},
    records::ProjectId,
};
use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// What waits for another to be done looks again after this, in ms.
const SHORT: u32 = 25;
/// So often what is saved waits for what the template makes of it.
const PATIENCE: u32 = 40;
/// What was seen in a larger folder is not remembered, in bytes: it is then compared anew.
const MOST: usize = 8 << 20;

/// What of the project's changes is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Save {
    Nothing,
    /// The file of that path on the disk.
    File(String),
    All,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many files were written or deleted.
    pub written: usize,
    /// The first that could not be, and why.
    pub failed: Option<(String, Trouble)>,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Folders(Rc<Inner>);

struct Inner {
    bench: Workbench,
    /// Chosen, and not yet opened.
    picked: RefCell<Option<(FolderDisk, Looked)>>,
    /// The open project's.
    disk: RefCell<Option<(ProjectId, FolderDisk)>>,
    /// The same, where the author has to be asked anew.
    apart: RefCell<Option<(ProjectId, Handle)>>,
    looked: RefCell<Looked>,
    busy: Cell<bool>,
    /// What was said last of a write.
    told: RefCell<Option<(String, Trouble)>>,
    /// The project whose folder was looked for last.
    asked: Cell<Option<ProjectId>>,
}

impl Folders {
    pub(super) fn new(bench: Workbench) -> Self {
        Folders(Rc::new(Inner {
            bench,
            picked: RefCell::default(),
            disk: RefCell::default(),
            apart: RefCell::default(),
            looked: RefCell::default(),
            busy: Cell::default(),
            told: RefCell::default(),
            asked: Cell::default(),
        }))
    }

    /// The author chooses a folder, and it is read. None: they chose none. Call it right after a click. On an error its name is told
    /// where it is known.
    pub async fn pick(&self) -> Result<Option<Arrival>, (Option<String>, String)> {
        let picked = folder::pick().await.map_err(|BrowserError(why)| (None, why))?;
        let Some(handle) = picked else { return Ok(None) };
        let disk = FolderDisk::new(handle);
        let mut looked = Looked::default();
        let name = disk.name().to_owned();
        looked.look(&disk, &[""]).await.map_err(|trouble| (Some(name.clone()), trouble.to_string()))?;
        let arrival = looked.arrival(&name);
        *self.0.picked.borrow_mut() = Some((disk, looked));
        Ok(Some(arrival))
    }

    /// Asks the author for the folder of the open project once more. Call it right after a click.
    pub async fn join_again(&self) -> Result<(), Trouble> {
        let apart = self.0.apart.borrow().clone();
        let Some((id, handle)) = apart else { return Err(Trouble::Gone) };
        match folder::is_allowed(&handle, true).await {
            true => self.link(id, handle).await,
            false => Err(Trouble::NotAllowed),
        }
    }

    /// The project is edited in the browser alone from now on. What lies in the folder stays there.
    pub fn leave(&self) {
        let id = self.0.bench.projects.open();
        self.drop_disk();
        self.0.bench.leave_folder();
        spawn_local(async move {
            // at the worst it is offered once more
            let _ = folder_keys::remove(id).await;
        });
    }

    /// Looks at the folder, takes in what was changed there, and writes. A mere look is left where something is under way.
    pub async fn sync(&self, save: Save) -> Outcome {
        while self.0.busy.get() {
            if save == Save::Nothing {
                return Outcome::default();
            }
            TimeoutFuture::new(SHORT).await;
        }
        self.0.busy.set(true);
        let mut outcome = self.try_sync(&save).await;
        if let Some((path, trouble @ Trouble::Changed)) = &mut outcome.failed {
            // it was changed in the last moment: that comes in, or is a conflict
            self.try_sync(&Save::Nothing).await;
            match self.0.looked.borrow().disk.files.contains_key(path) {
                true => outcome.failed = None,
                // nobody sees it there, and yet it is
                false => *trouble = Trouble::Twin,
            }
        }
        self.0.busy.set(false);
        outcome
    }

    async fn try_sync(&self, save: &Save) -> Outcome {
        let bench = self.0.bench;
        let mut outcome = Outcome::default();
        let joined = self.0.disk.borrow().clone();
        let Some((id, disk)) = joined.filter(|_| !bench.projects.follows()) else { return outcome };
        if *save != Save::Nothing {
            for _ in 0..PATIENCE {
                if untrack(|| bench.workspace.is_fresh()) {
                    break;
                }
                TimeoutFuture::new(SHORT).await;
            }
        }
        let places = bench.folder.joined.with_untracked(|it| it.as_ref().map(|it| it.places.clone()));
        let places = places.unwrap_or_default();
        let folders: Vec<&str> = places.folders().collect();
        let mut looked = self.0.looked.take();
        let result = looked.look(&disk, &folders).await;
        if !self.is_at(id) {
            return outcome;
        }
        let planned = result.and_then(|()| bench.plan_folder(&looked.disk).map_err(Trouble::TooMuch));
        self.0.looked.replace(looked);
        let plan = match planned {
            Ok(plan) => plan,
            Err(trouble) => {
                self.meet(&trouble);
                outcome.failed = (*save != Save::Nothing).then(|| (disk.name().to_owned(), trouble));
                return outcome;
            }
        };
        let come = match bench.take_in_folder(&plan) {
            Ok(come) => come,
            Err(refused) => {
                bench.set_folder_link(Link::Trouble(refused.to_string()));
                return outcome;
            }
        };
        bench.set_folder_link(Link::Joined);
        let name = disk.name();
        match come.as_slice() {
            [] => {}
            [file] if bench.workspace.project_now().file(file).is_none() => {
                bench.view.say_done(format!("Deleted `{}`, as in the folder `{name}`.", file.path));
            }
            [file] => {
                bench.view.say_done(format!("Updated `{}` from the folder `{}`.", file.path, disk.name()))
            }
            files => bench.view.say_done(format!(
                "Updated {} files from the folder `{}`.",
                files.len(),
                disk.name()
            )),
        }
        let wanted = |path: &str| match save {
            Save::Nothing => false,
            Save::File(only) => only == path,
            Save::All => true,
        };
        let writes: Vec<_> = plan.write.into_iter().filter(|write| wanted(&write.path)).collect();
        let mut looked = self.0.looked.take();
        let failed = looked.write(&disk, writes, |write| {
            outcome.written += 1;
            if self.is_at(id) {
                bench.wrote(write);
            }
        });
        outcome.failed = failed.await.into_iter().next();
        if self.is_at(id) {
            self.0.looked.replace(looked);
        }
        if let Some((_, trouble @ (Trouble::NotAllowed | Trouble::Gone))) = &outcome.failed {
            self.meet(trouble);
        }
        if self.is_at(id) && (outcome.written > 0 || !come.is_empty() || !plan.agreed.is_empty()) {
            self.remember(id, disk.handle().clone());
        }
        outcome
    }

    /// Says once what of a write nobody asked for did not go well.
    pub(super) fn tell(&self, outcome: Outcome) {
        let Outcome { failed, .. } = outcome;
        if let Some((path, why)) = failed.as_ref().filter(|_| *self.0.told.borrow() != failed) {
            self.0.bench.view.complain(not_written(path, why));
        }
        self.0.told.replace(failed);
    }

    /// What is in the way of everything is said as long as it is.
    fn meet(&self, trouble: &Trouble) {
        let bench = self.0.bench;
        match trouble {
            Trouble::NotAllowed => {
                if let Some((id, disk)) = self.0.disk.borrow_mut().take() {
                    *self.0.apart.borrow_mut() = Some((id, disk.handle().clone()));
                }
                bench.set_folder_link(Link::Apart);
            }
            trouble => bench.set_folder_link(Link::Trouble(trouble.to_string())),
        }
    }

    /// That project is still open, and this is its folder.
    fn is_at(&self, id: ProjectId) -> bool {
        self.0.bench.projects.open() == id && self.0.disk.borrow().as_ref().is_some_and(|(of, _)| *of == id)
    }

    fn drop_disk(&self) {
        self.0.disk.borrow_mut().take();
        self.0.apart.borrow_mut().take();
        self.0.looked.take();
    }

    /// The folder goes with the project. A tab that only follows another leaves it to that.
    pub(super) fn go_to(&self, open: ProjectId, joined: Option<(ProjectId, Link)>, follows: bool) {
        let bench = self.0.bench;
        if follows {
            self.0.asked.set(None);
            self.drop_disk();
            if joined.is_some() {
                bench.leave_folder();
            }
            return;
        }
        let has_disk = self.0.disk.borrow().as_ref().is_some_and(|(id, _)| *id == open);
        if let Some((_, link)) = joined.as_ref().filter(|(project, _)| *project == open) {
            let is_new = *link == Link::Joined && !has_disk;
            let picked = if is_new { self.0.picked.borrow_mut().take() } else { None };
            if let Some((disk, looked)) = picked {
                self.drop_disk();
                self.0.asked.set(Some(open));
                self.remember(open, disk.handle().clone());
                *self.0.disk.borrow_mut() = Some((open, disk));
                self.0.looked.replace(looked);
            }
            return;
        }
        self.drop_disk();
        if joined.is_some() {
            bench.leave_folder();
        }
        if self.0.asked.replace(Some(open)) != Some(open) && settings::has_folders() {
            let folders = self.clone();
            spawn_local(async move { folders.restore(open).await });
        }
    }

    /// The folder that a project was opened from at an earlier visit.
    async fn restore(&self, id: ProjectId) {
        let bench = self.0.bench;
        let Ok(Some((handle, record))) = folder_keys::get(id).await else { return };
        let Ok(kept) = postcard::from_bytes::<Kept>(&record) else { return };
        if bench.projects.open() != id
            || bench.projects.follows()
            || bench.folder.joined.with_untracked(Option::is_some)
        {
            return;
        }
        bench.remember_folder(kept);
        *self.0.apart.borrow_mut() = Some((id, handle.clone()));
        // some browsers remember what the author allowed
        if folder::is_allowed(&handle, false).await && bench.projects.open() == id {
            // what it meets is said
            let _ = self.link(id, handle).await;
        }
    }

    async fn link(&self, id: ProjectId, handle: Handle) -> Result<(), Trouble> {
        let seen = self.0.bench.folder.seen_now();
        self.drop_disk();
        self.0.looked.replace(Looked::expecting(seen));
        *self.0.disk.borrow_mut() = Some((id, FolderDisk::new(handle)));
        self.0.bench.set_folder_link(Link::Joined);
        self.sync(Save::Nothing).await;
        let joined = self.0.bench.folder.joined.get_untracked();
        match joined.is_some_and(|joined| joined.link == Link::Joined) {
            true => Ok(()),
            false => Err(Trouble::Gone),
        }
    }

    /// Remembers the folder and what was seen in it, once the project is kept that has it: else a project of before would be
    /// taken for a change of it.
    fn remember(&self, id: ProjectId, handle: Handle) {
        let Some(mut kept) = self.0.bench.folder.kept() else { return };
        if kept.seen.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > MOST {
            kept.seen.clear();
        }
        let folders = self.clone();
        spawn_local(async move {
            let projects = folders.0.bench.projects;
            while !projects.is_quiet() {
                TimeoutFuture::new(SHORT * 4).await;
                if projects.open() != id {
                    return;
                }
            }
            if let Ok(record) = postcard::to_stdvec(&kept)
                && folder_keys::put(id, &handle, &record).await.is_ok()
            {
                settings::set_has_folders();
            }
        });
    }
}

/// In words.
pub fn not_written(path: &str, why: &Trouble) -> String {
    format!("Couldn't write `{path}`: {why}. Your work is saved in this browser.")
}

/// The project is gone for good.
pub(super) fn forget(id: ProjectId) {
    if settings::has_folders() {
        spawn_local(async move {
            // what stays is never looked for
            let _ = folder_keys::remove(id).await;
        });
    }
}
