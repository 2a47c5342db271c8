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
    folder::{Looked, Plan, Trouble},
    journal::{seal, unseal},
    project::FileId,
    records::ProjectId,
};
use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

/// What waits for another to be done looks again after this, in ms.
const SHORT: u32 = 25;
/// So often what is saved waits for what the template makes of it.
const PATIENCE: u32 = 40;
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
    /// What could not be, and why. Where it is the whole folder, its name.
    pub failed: Vec<(String, Trouble)>,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Folders(Rc<Inner>);

struct Inner {
    bench: Workbench,
    /// Chosen, and not yet opened.
    picked: RefCell<Option<(FolderDisk, Looked)>>,
    /// The open project's.
    disk: RefCell<Option<Rc<Joint>>>,
    /// The same, where the author has to be asked anew.
    apart: RefCell<Option<(ProjectId, Handle)>>,
    /// What was said last of a write.
    told: RefCell<Vec<(String, Trouble)>>,
    /// The project whose folder was looked for last.
    asked: Cell<Option<ProjectId>>,
    /// Folders to be remembered, and with none to be forgotten.
    to_keep: RefCell<BTreeMap<ProjectId, Option<Handle>>>,
    keeping: Cell<bool>,
}

/// A project in its folder, as long as it is edited there: a folder that never answers holds up no other one.
struct Joint {
    id: ProjectId,
    disk: FolderDisk,
    looked: RefCell<Looked>,
    busy: Cell<bool>,
}

impl Folders {
    pub(super) fn new(bench: Workbench) -> Self {
        Folders(Rc::new(Inner {
            bench,
            picked: RefCell::default(),
            disk: RefCell::default(),
            apart: RefCell::default(),
            told: RefCell::default(),
            asked: Cell::default(),
            to_keep: RefCell::default(),
            keeping: Cell::default(),
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
        let mut arrival = looked.arrival(&name);
        for project in self.edited_in(disk.handle()).await {
            arrival.notes.push(format!(
                "Your project `{project}` is edited in this folder, too. To go on with its changes, open it in \
                 Projects."
            ));
        }
        *self.0.picked.borrow_mut() = Some((disk, looked));
        Ok(Some(arrival))
    }

    /// The names of projects that are edited in that folder already.
    async fn edited_in(&self, folder: &Handle) -> Vec<String> {
        let mut names = Vec::new();
        if settings::has_folders() {
            for id in folder_keys::all().await.unwrap_or_default() {
                let head = untrack(|| self.0.bench.projects.head(id)).filter(|head| head.deleted.is_none());
                if let Some(head) = head
                    && let Ok(Some((other, _))) = folder_keys::get(id).await
                    && folder::is_same(folder, &other).await
                {
                    names.push(head.name);
                }
            }
        }
        names
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
        self.keep(id, None);
    }

    /// Looks at the folder, takes in what was changed there, and writes. A mere look is left where something is under way.
    pub async fn sync(&self, save: Save) -> Outcome {
        let joint = self.0.disk.borrow().clone();
        let Some(joint) = joint.filter(|_| !self.0.bench.projects.follows()) else {
            return Outcome::default();
        };
        while joint.busy.get() {
            if save == Save::Nothing {
                return Outcome::default();
            }
            TimeoutFuture::new(SHORT).await;
        }
        joint.busy.set(true);
        let (mut outcome, _) = self.try_sync(&joint, &save).await;
        if outcome.failed.iter().any(|(_, trouble)| *trouble == Trouble::Changed)
            && let (_, Some(plan)) = self.try_sync(&joint, &Save::Nothing).await
        {
            // what was changed in the last moment has come in now, or is a conflict
            outcome.failed = plan.still_failed(outcome.failed, &joint.looked.borrow().disk);
        }
        joint.busy.set(false);
        outcome
    }

    /// Gives also what was planned, where it came to that.
    async fn try_sync(&self, joint: &Rc<Joint>, save: &Save) -> (Outcome, Option<Plan>) {
        let bench = self.0.bench;
        let mut outcome = Outcome::default();
        if *save != Save::Nothing {
            for _ in 0..PATIENCE {
                if untrack(|| bench.workspace.is_fresh()) {
                    break;
                }
                TimeoutFuture::new(SHORT).await;
            }
        }
        if !self.is_at(joint) {
            return (outcome, None);
        }
        let places = bench.folder.joined.with_untracked(|it| it.as_ref().map(|it| it.places.clone()));
        let places = places.unwrap_or_default();
        let folders: Vec<&str> = places.folders().collect();
        let mut looked = joint.looked.take();
        let result = looked.look(&joint.disk, &folders).await;
        if !self.is_at(joint) {
            return (outcome, None);
        }
        let planned = result.and_then(|()| bench.plan_folder(&looked.disk).map_err(Trouble::TooMuch));
        joint.looked.replace(looked);
        let plan = match planned {
            Ok(plan) => plan,
            Err(trouble) => {
                self.meet(&trouble);
                outcome.failed.push((joint.disk.name().to_owned(), trouble));
                return (outcome, None);
            }
        };
        let could_redo = untrack(|| bench.workspace.can_redo());
        let come = match bench.take_in_folder(&plan) {
            Ok(come) => come,
            Err(refused) => {
                bench.set_folder_link(Link::Trouble(format!("{refused}.")));
                return (outcome, None);
            }
        };
        bench.set_folder_link(Link::Joined);
        self.say_what_came(&come, joint.disk.name(), could_redo && !untrack(|| bench.workspace.can_redo()));
        let writes = match save {
            Save::Nothing => Vec::new(),
            Save::File(only) => plan.only(only),
            Save::All => plan.write.clone(),
        };
        let mut looked = joint.looked.take();
        let failed = looked.write(&joint.disk, writes, |write| {
            outcome.written += 1;
            if self.is_at(joint) {
                bench.wrote(write);
            }
        });
        outcome.failed = failed.await;
        joint.looked.replace(looked);
        if !self.is_at(joint) {
            return (Outcome::default(), None);
        }
        let for_all = |(_, trouble): &&(String, Trouble)| {
            matches!(trouble, Trouble::NotAllowed | Trouble::Gone | Trouble::Silent)
        };
        if let Some((_, trouble)) = outcome.failed.iter().find(for_all) {
            self.meet(trouble);
        }
        if outcome.written > 0 || !come.is_empty() || !plan.agreed.is_empty() {
            self.keep(joint.id, Some(joint.disk.handle().clone()));
        }
        (outcome, Some(plan))
    }

    fn say_what_came(&self, come: &[FileId], name: &str, took_redo: bool) {
        let bench = self.0.bench;
        let said = match come {
            [] => return,
            [file] if bench.workspace.project_now().file(file).is_none() => {
                format!("Deleted `{}`, as in the folder `{name}`.", file.path)
            }
            [file] => format!("Updated `{}` from the folder `{name}`.", file.path),
            files => format!("Updated {} files from the folder `{name}`.", files.len()),
        };
        let redo = if took_redo { " Redo isn't possible any more." } else { "" };
        bench.view.say_done(format!("{said}{redo}"));
    }

    /// How long looks at the folder merely waited since this was asked last, in ms.
    pub(super) fn paused(&self) -> u32 {
        self.0.disk.borrow().as_ref().map_or(0, |joint| joint.disk.paused())
    }

    /// Says once what of a write nobody asked for did not go well.
    pub(super) fn tell(&self, outcome: Outcome) {
        let Outcome { failed, .. } = outcome;
        if let Some(said) = not_written(&failed).filter(|_| *self.0.told.borrow() != failed) {
            self.0.bench.view.complain(said);
        }
        self.0.told.replace(failed);
    }

    /// What is in the way of everything is said as long as it is.
    fn meet(&self, trouble: &Trouble) {
        let bench = self.0.bench;
        match trouble {
            Trouble::NotAllowed => {
                if let Some(joint) = self.0.disk.borrow_mut().take() {
                    joint.disk.leave();
                    *self.0.apart.borrow_mut() = Some((joint.id, joint.disk.handle().clone()));
                }
                bench.set_folder_link(Link::Apart);
            }
            trouble => bench.set_folder_link(Link::Trouble(format!("{trouble}. {}", trouble.advice()))),
        }
    }

    /// That project is still open, and this is its folder.
    fn is_at(&self, joint: &Rc<Joint>) -> bool {
        let is_joint = self.0.disk.borrow().as_ref().is_some_and(|it| Rc::ptr_eq(it, joint));
        is_joint && self.0.bench.projects.open() == joint.id
    }

    fn join(&self, id: ProjectId, disk: FolderDisk, looked: Looked) {
        self.drop_disk();
        let (looked, busy) = (RefCell::new(looked), Cell::default());
        *self.0.disk.borrow_mut() = Some(Rc::new(Joint { id, disk, looked, busy }));
    }

    fn drop_disk(&self) {
        if let Some(joint) = self.0.disk.borrow_mut().take() {
            joint.disk.leave();
        }
        self.0.apart.borrow_mut().take();
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
        let has_disk = self.0.disk.borrow().as_ref().is_some_and(|joint| joint.id == open);
        if let Some((_, link)) = joined.as_ref().filter(|(project, _)| *project == open) {
            let is_new = *link == Link::Joined && !has_disk;
            let picked = if is_new { self.0.picked.borrow_mut().take() } else { None };
            if let Some((disk, looked)) = picked {
                self.0.asked.set(Some(open));
                self.keep(open, Some(disk.handle().clone()));
                self.join(open, disk, looked);
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
        let Ok(kept) = unseal::<Kept>(&record) else { return };
        if bench.projects.open() != id
            || bench.projects.follows()
            || bench.folder.joined.with_untracked(Option::is_some)
        {
            return;
        }
        if !bench.remember_folder(kept) {
            // steps to come must not make it look as new as what was seen
            self.keep(id, Some(handle.clone()));
        }
        *self.0.apart.borrow_mut() = Some((id, handle.clone()));
        // some browsers remember what the author allowed
        if folder::is_allowed(&handle, false).await && bench.projects.open() == id {
            // what it meets is said
            let _ = self.link(id, handle).await;
        }
    }

    async fn link(&self, id: ProjectId, handle: Handle) -> Result<(), Trouble> {
        let bench = self.0.bench;
        self.join(id, FolderDisk::new(handle), Looked::expecting(&bench.folder.seen_now()));
        bench.set_folder_link(Link::Joined);
        let Outcome { mut failed, .. } = self.sync(Save::Nothing).await;
        match failed.pop() {
            Some((_, trouble)) => Err(trouble),
            None => Ok(()),
        }
    }

    /// Remembers the folder and what was seen in it, once the project is kept that has it: else a project of before would be
    /// taken for a change of it. With none it is forgotten. One after the other, so that no older word comes last.
    fn keep(&self, id: ProjectId, handle: Option<Handle>) {
        self.0.to_keep.borrow_mut().insert(id, handle);
        if self.0.keeping.replace(true) {
            return;
        }
        let folders = self.clone();
        spawn_local(async move {
            loop {
                let next = folders.0.to_keep.borrow_mut().pop_first();
                match next {
                    // at the worst it is offered once more
                    Some((id, None)) => drop(folder_keys::remove(id).await),
                    Some((id, Some(handle))) => folders.keep_one(id, handle).await,
                    None => break,
                }
            }
            folders.0.keeping.set(false);
        });
    }

    async fn keep_one(&self, id: ProjectId, handle: Handle) {
        let bench = self.0.bench;
        while !bench.projects.is_quiet() && bench.projects.open() == id {
            TimeoutFuture::new(SHORT * 4).await;
        }
        let is_its = bench.folder.joined.with_untracked(|it| it.as_ref().is_some_and(|it| it.project == id));
        if bench.projects.open() != id || !is_its {
            return;
        }
        if let Some(kept) = bench.kept_folder()
            && folder_keys::put(id, &handle, &seal(&kept)).await.is_ok()
        {
            settings::set_has_folders();
        }
    }
}

/// In words; none where everything was written.
pub fn not_written(failed: &[(String, Trouble)]) -> Option<String> {
    let (path, why) = failed.first()?;
    let others = match failed.len() - 1 {
        0 => String::new(),
        1 => " and 1 other file".to_owned(),
        others => format!(" and {others} other files"),
    };
    let advice = why.advice();
    Some(format!("Couldn't write `{path}`{others}: {why}. {advice} Your work is saved in this browser."))
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
