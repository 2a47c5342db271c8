//! What is kept: the queue of jobs goes to the storage, projects come from it, and tabs tell each other.
//!
//! One tab writes a project, by a lock that the browser keeps; every other one follows what it says on the channel. Should
//! two write all the same, the storage refuses the second one's step, and that tab goes on in a copy.

use super::{
    browser_tabs::TabMessage,
    folders,
    keeper::{Inner, Keeper},
    loss::look_soon,
};
use crate::{
    platform::{
        channel::Channel,
        clock, dom, settings,
        storage::{self, Storage, StorageError},
    },
    state::{Workbench, projects::Role, view::Dialog, workspace::Saving},
};
use faaso::{
    journal,
    records::{DamagedProject, Found, Job, OPENING, Opened, ProjectId, Store, Write, heads},
};
use gloo::timers::{callback::Timeout, future::TimeoutFuture};
use leptos::{prelude::*, task::spawn_local};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

/// From a step to its write, in ms. Steps that come meanwhile go with it; the wait is not begun anew.
const GATHER: u32 = 60;
/// So long at most the write of a project that was just opened waits for its first output, in ms: a large one takes the page a
/// while.
const SHOWN_FIRST: u32 = 1_500;
/// From a failed write to the next, in ms.
const AGAIN: u32 = 2_000;
/// How long the page waits for what was kept before it shows itself without, in ms.
const PATIENCE: u32 = 3_000;
const SILENT: &str = "browser storage doesn't respond";
/// So many times in a row a project is written anew that is not there afterwards.
const REPAIRS: u32 = 2;

impl Keeper {
    pub fn start(bench: Workbench, ready: RwSignal<bool>) -> Self {
        let keeper = Keeper(Rc::new_cyclic(|me: &Weak<Inner>| Inner {
            bench,
            storage: Storage::new(storage::NAME, {
                let me = me.clone();
                move || look_soon(&me)
            }),
            channel: RefCell::default(),
            lock: RefCell::default(),
            writing: Cell::default(),
            waiting: Cell::default(),
            asked: Cell::default(),
            repairs: Cell::default(),
            opening: Cell::default(),
            marked: RefCell::default(),
        }));
        bench.projects.set_clock(clock::now);
        *keeper.0.channel.borrow_mut() = Some(Channel::open({
            let keeper = Rc::downgrade(&keeper.0);
            move |bytes| {
                if let (Some(inner), Ok(word)) = (keeper.upgrade(), journal::unseal(&bytes)) {
                    Keeper(inner).hear(word);
                }
            }
        }));
        keeper.restore(ready);
        keeper.write_what_comes(ready);
        keeper.remember_looks(ready);
        keeper.look_now_and_then();
        keeper
    }

    /// What was kept comes back before the page is shown, so nothing typed can be lost to it. Where the storage
    /// does not answer the page starts all the same, with a project of its own.
    fn restore(&self, ready: RwSignal<bool>) {
        let keeper = self.clone();
        // read now: whatever is open in the meantime becomes the last one
        let last = settings::last_project();
        spawn_local(async move {
            let result = keeper.read_all().await;
            if ready.get_untracked() {
                // too late to show anything else; the projects are in the list
                return;
            }
            let bench = keeper.0.bench;
            match result {
                Ok(()) => {
                    let all = bench.projects.all();
                    if let Some(lost) = last.filter(|last| all.iter().all(|head| head.id != *last)) {
                        settings::forget_project(lost);
                        bench.view.complain(
                            "The project you had open is no longer in this browser's storage. It may have been cleared.",
                        );
                    }
                    let last =
                        last.filter(|last| all.iter().any(|head| head.id == *last && head.deleted.is_none()));
                    let newest = all.iter().find(|head| head.deleted.is_none()).map(|head| head.id);
                    match last.or(newest) {
                        Some(id) if keeper.is_held(id) => bench.view.show(Dialog::Held(id)),
                        Some(id) => keeper.open_unless(id, ready).await,
                        None => {}
                    }
                    bench.projects.sweep();
                }
                Err(error) => bench.set_saving(Saving::NotSaved(error.to_string())),
            }
            ready.set(true);
        });
        let bench = self.0.bench;
        Timeout::new(PATIENCE, move || {
            if !ready.get_untracked() {
                bench.set_saving(Saving::NotSaved(SILENT.into()));
                ready.set(true);
            }
        })
        .forget();
    }

    /// The list of projects, and what was set aside.
    pub(super) async fn read_all(&self) -> Result<(), StorageError> {
        let Inner { storage, bench, .. } = &*self.0;
        let (marks, records): (Vec<_>, Vec<_>) = storage
            .read(Store::Heads, None)
            .await?
            .into_iter()
            .partition(|(_, number, _)| *number == OPENING);
        *self.0.marked.borrow_mut() = marks.into_iter().map(|(id, ..)| id).collect();
        let records: Vec<_> = records.into_iter().map(|(id, _, record)| (id, record)).collect();
        bench.projects.set_heads(heads(&records, storage.projects().await?));
        let unsealed = |(id, _, record): (ProjectId, u64, Vec<u8>)| {
            journal::unseal::<DamagedProject>(&record).ok().map(|damaged| (id, damaged))
        };
        let damaged = storage.read(Store::Damaged, None).await?;
        bench.projects.set_damaged(damaged.into_iter().filter_map(unsealed).collect());
        Ok(())
    }

    /// Opens a project of the list. What is open is written first.
    pub async fn open(&self, id: ProjectId) {
        self.flush().await;
        self.open_unless(id, RwSignal::new(false)).await;
    }

    async fn open_unless(&self, id: ProjectId, too_late: RwSignal<bool>) {
        let bench = self.0.bench;
        let held = self.hold(id, false).await;
        let role = if held.is_some() { Role::Writer } else { Role::Follower };
        let read = self.read(id, role).await;
        if too_late.get_untracked() {
            return;
        }
        if let Some(opened) = read {
            self.set_lock(held.map(|held| (id, held)));
            self.watch_opening(id);
            bench.show(id, opened, role);
            if let Some(looks) = settings::looks(id) {
                bench.view.set_looks(looks);
            }
        }
    }

    /// Reads a project. What cannot be read of it is set aside first, and said.
    pub(super) async fn read(&self, id: ProjectId, role: Role) -> Option<Opened> {
        let Inner { storage, bench, .. } = &*self.0;
        let found = match storage.find(id).await {
            Ok(found) => found,
            Err(error) => {
                bench.view.complain(format!("Couldn't open the project: {error}."));
                return None;
            }
        };
        let name = bench.projects.head(id).map_or_else(String::new, |head| head.name);
        match found.open() {
            Ok(opened) => {
                if let (Some(broken), Role::Writer) = (opened.trouble, role) {
                    self.keep_damaged(id, &name, &found, broken.to_string());
                    bench.view.complain(format!(
                        "Part of `{name}` couldn't be read from browser storage: {broken}. The rest is open. \
                         You can download the damaged data in Projects."
                    ));
                }
                Some(opened)
            }
            Err(journal::Unreadable::Damaged) if role == Role::Writer => {
                self.keep_damaged(id, &name, &found, journal::Unreadable::Damaged.to_string());
                bench.projects.forget(id);
                bench.view.complain(format!(
                    "Couldn't open `{name}`: it is damaged. You can download its data in Projects."
                ));
                None
            }
            Err(why) => {
                bench.view.complain(format!("Couldn't open `{name}`: {why}."));
                None
            }
        }
    }

    fn keep_damaged(&self, id: ProjectId, name: &str, found: &Found, why: String) {
        let projects = self.0.bench.projects;
        projects.keep_damaged(id, found.damaged(name.to_owned(), projects.now(), why));
    }

    fn write_what_comes(&self, ready: RwSignal<bool>) {
        let keeper = self.clone();
        let bench = self.0.bench;
        Effect::new(move |_| {
            bench.projects.queued();
            if ready.get() && !bench.projects.is_quiet() {
                keeper.write_soon();
            }
        });
        // a project that is new holds its lock as well
        let keeper = self.clone();
        Effect::new(move |_| keeper.hold_open(bench.projects.tracked_open()));
        Effect::new(move |_| {
            let id = bench.projects.tracked_open();
            bench.projects.queued();
            if bench.projects.is_begun() {
                settings::set_last_project(id);
            }
        });
        let keeper = self.clone();
        Effect::new(move |before: Option<ProjectId>| {
            let id = bench.projects.tracked_open();
            if before.is_some_and(|before| before != id) && bench.projects.is_begun() {
                keeper.watch_opening(id);
            }
            id
        });
        let keeper = self.clone();
        let hidden = window_event_listener_untyped("pagehide", {
            let keeper = keeper.clone();
            move |_| {
                keeper.write_last();
                keeper.withdraw_opening();
                let open = keeper.0.lock.borrow().as_ref().map(|(id, _)| *id);
                if let Some(id) = open {
                    keeper.say(&TabMessage::Free(id));
                }
            }
        });
        let switched = window_event_listener_untyped("visibilitychange", move |_| match dom::is_hidden() {
            true => keeper.write_now(),
            false => keeper.look(),
        });
        on_cleanup(move || {
            hidden.remove();
            switched.remove();
        });
    }

    fn write_soon(&self) {
        self.0.bench.set_saving(match self.0.bench.workspace.saving_now() {
            Saving::NotSaved(why) => Saving::NotSaved(why),
            _ => Saving::Saving,
        });
        if self.0.waiting.replace(true) {
            return;
        }
        self.gather(SHOWN_FIRST);
    }

    fn gather(&self, patience: u32) {
        let keeper = self.clone();
        Timeout::new(GATHER, move || {
            if patience > GATHER && keeper.0.bench.workspace.awaits_first_output() {
                return keeper.gather(patience - GATHER);
            }
            keeper.0.waiting.set(false);
            keeper.write_now();
        })
        .forget();
    }

    /// The write under way looks again when it is done.
    fn write_now(&self) {
        if self.0.bench.projects.is_quiet() || self.0.writing.replace(true) {
            return;
        }
        let keeper = self.clone();
        spawn_local(async move {
            while !keeper.0.bench.projects.is_quiet() {
                keeper.write_once().await;
            }
            keeper.0.bench.set_saving(Saving::Saved);
            keeper.0.writing.set(false);
            if !keeper.0.asked.replace(true) {
                storage::persist().await;
            }
        });
    }

    /// The page is about to go, and would not come to what waits behind a write that is under way: so it is handed to the
    /// browser at once. Should the page live on, the next write finds those records there.
    fn write_last(&self) {
        if !self.0.writing.get() {
            return self.write_now();
        }
        let keeper = self.clone();
        let writes: Vec<Write> = self.0.bench.projects.waiting().iter().flat_map(Job::writes).collect();
        spawn_local(async move {
            // nobody is left to be told
            let _ = keeper.0.storage.write(&writes, None).await;
        });
    }

    async fn write_once(&self) {
        let Inner { storage, bench, repairs, .. } = &*self.0;
        let silent = Timeout::new(PATIENCE, {
            let bench = *bench;
            move || bench.set_saving(Saving::NotSaved(SILENT.into()))
        });
        // nothing may go on from what a fresh database does not hold; a refusal comes again with the write
        if storage.is_made().await == Ok(true) {
            bench.projects.put_whole();
        }
        let jobs = bench.projects.take();
        let whole = bench.projects.whole();
        let mut writes: Vec<Write> = jobs.iter().flat_map(Job::writes).collect();
        // the author works on it, so it didn't stop the page
        let works_on = |id: &ProjectId| jobs.iter().any(|job| matches!(job, Job::Step(of, _) if of == id));
        let opened = self.0.opening.get().filter(works_on);
        if opened.is_some() {
            writes.extend(self.opened());
        }
        let written = storage.write(&writes, whole.as_ref()).await;
        if let (Some(id), Err(_)) = (opened, &written) {
            self.still_opening(id);
        }
        drop(silent);
        match written {
            Ok(is_whole) => {
                bench.projects.confirm();
                self.tell(&jobs);
                for job in &jobs {
                    if let Job::Forget(id) = job {
                        settings::forget_project(*id);
                        folders::forget(*id);
                    }
                }
                match (is_whole, repairs.get()) {
                    (true, _) => repairs.set(0),
                    (false, REPAIRS..) => {
                        bench.set_saving(Saving::NotSaved(
                            "browser storage loses what is written to it".into(),
                        ));
                        bench.projects.put_whole();
                        TimeoutFuture::new(AGAIN).await;
                    }
                    (false, times) => {
                        repairs.set(times + 1);
                        self.repair().await;
                    }
                }
            }
            Err(StorageError::Conflict) => {
                if self.is_kept(&jobs).await {
                    bench.projects.confirm();
                } else {
                    bench.branch_off(&jobs);
                    bench.view.complain(
                        "This project was changed in another tab. Your changes here continue in a copy. \
                         Both are in Projects.",
                    );
                }
            }
            Err(StorageError::Refused(why)) => {
                bench.set_saving(Saving::NotSaved(why.to_string()));
                TimeoutFuture::new(AGAIN).await;
            }
        }
    }

    /// The browser said no, but did it: the very records are there.
    async fn is_kept(&self, jobs: &[Job]) -> bool {
        for write in jobs.iter().flat_map(Job::writes) {
            if let Write::Add(store, id, number, record) = write {
                let there = self.0.storage.read(store, Some(id)).await.unwrap_or_default();
                if !there.iter().any(|(_, at, kept)| *at == number && *kept == record) {
                    return false;
                }
            }
        }
        true
    }

    /// Nothing is to be written.
    pub(super) fn is_at_rest(&self) -> bool {
        self.0.bench.projects.is_quiet() && !self.0.writing.get()
    }

    /// Waits until everything is kept, for as long as that takes a healthy storage.
    pub(super) async fn flush(&self) {
        self.write_now();
        for _ in 0..50 {
            if self.0.bench.projects.is_quiet() {
                return;
            }
            TimeoutFuture::new(20).await;
        }
    }

    /// Tabs, cursor and panes of the open project.
    fn remember_looks(&self, ready: RwSignal<bool>) {
        let bench = self.0.bench;
        let clock = StoredValue::new_local(None::<Timeout>);
        Effect::new(move |_| {
            let (id, looks) = (bench.projects.tracked_open(), bench.view.looks());
            if ready.get() {
                let store = move || settings::set_looks(id, &looks);
                clock.set_value(Some(Timeout::new(GATHER, store)));
            }
        });
    }
}
