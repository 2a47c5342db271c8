//! Several tabs of one browser: who writes the open project, and what they tell each other.

use super::keeper::Keeper;
use crate::{
    platform::locks::{self, Held},
    state::projects::Role,
};
use faaso::{
    journal::{self, Entry},
    records::{Job, ProjectId},
};
use gloo::timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

/// How long a tab that is asked for a project has to write its last steps, in ms.
const HANDOVER: u32 = 600;

/// What tabs tell each other.
#[derive(Serialize, Deserialize)]
pub(super) enum TabMessage {
    /// These steps are kept.
    Steps(ProjectId, Vec<Entry>),
    /// The list of projects, or a pinned state, is not as it was.
    Changed,
    /// Another tab is about to take this project: write what is not written.
    Give(ProjectId),
    /// Nobody writes this project any more.
    Free(ProjectId),
}

impl Keeper {
    pub(super) async fn hold(&self, id: ProjectId, take: bool) -> Option<Held> {
        let keeper = self.clone();
        let lost = move || {
            let projects = keeper.0.bench.projects;
            if keeper.0.lock.borrow_mut().take_if(|(held, _)| *held == id).is_some() {
                spawn_local(async move {
                    keeper.flush().await;
                    if projects.open().0 == id.0 {
                        projects.set_role(Role::Follower);
                    }
                });
            }
        };
        locks::hold(&format!("faaso-designer {}", id.0), take, lost).await
    }

    /// This tab edits from now on; the one that did follows. `force` when the author wants it so: else only where
    /// nobody holds the project.
    pub fn take_over(&self, force: bool) {
        let keeper = self.clone();
        spawn_local(async move {
            let bench = keeper.0.bench;
            let id = bench.projects.open();
            if force {
                keeper.say(&TabMessage::Give(id));
            }
            let mut held = None;
            // given freely when the other one is there and well, taken when not
            for _ in 0..6 {
                TimeoutFuture::new(HANDOVER / 6).await;
                held = keeper.hold(id, false).await;
                if held.is_some() {
                    break;
                }
            }
            if held.is_none() && force {
                held = keeper.hold(id, true).await;
            }
            if let Some(held) = held
                && bench.projects.open() == id
                && let Some(opened) = keeper.read(id, Role::Writer).await
            {
                keeper.set_lock(Some((id, held)));
                bench.show(id, opened, Role::Writer);
            }
        });
    }

    pub(super) fn say(&self, word: &TabMessage) {
        if let Some(channel) = &*self.0.channel.borrow() {
            channel.say(&journal::seal(word));
        }
    }

    pub(super) fn hear(&self, word: TabMessage) {
        let bench = self.0.bench;
        let (open, follows) = (bench.projects.open(), bench.projects.follows());
        match word {
            TabMessage::Steps(id, entries) if id == open && follows => {
                let taken = entries.into_iter().all(|entry| bench.follow(entry));
                if !taken {
                    self.read_anew(id);
                }
            }
            TabMessage::Changed => {
                let keeper = self.clone();
                spawn_local(async move {
                    // the next word, or the next visit, tries again
                    let _ = keeper.read_all().await;
                });
            }
            TabMessage::Give(id) if id == open && !follows => {
                let keeper = self.clone();
                spawn_local(async move {
                    bench.projects.set_role(Role::Follower);
                    keeper.flush().await;
                    keeper.set_lock(None);
                });
            }
            TabMessage::Free(id) if id == open && follows => self.take_over(false),
            _ => {}
        }
    }

    pub(super) fn read_anew(&self, id: ProjectId) {
        let keeper = self.clone();
        spawn_local(async move {
            if let Some(opened) = keeper.read(id, Role::Follower).await
                && keeper.0.bench.projects.follows()
            {
                keeper.0.bench.show(id, opened, Role::Follower);
            }
        });
    }

    /// The lock goes with the open project.
    pub(super) fn hold_open(&self, id: ProjectId) {
        if self.0.lock.borrow().as_ref().is_some_and(|(held, _)| *held == id) {
            return;
        }
        self.set_lock(None);
        if self.0.bench.projects.follows() {
            return;
        }
        let keeper = self.clone();
        spawn_local(async move {
            if let Some(held) = keeper.hold(id, false).await
                && keeper.0.bench.projects.open() == id
                && keeper.0.lock.borrow().is_none()
            {
                keeper.set_lock(Some((id, held)));
            }
        });
    }

    /// Tabs that follow the project that was held before may have it.
    pub(super) fn set_lock(&self, lock: Option<(ProjectId, Held)>) {
        let before = self.0.lock.replace(lock);
        if let Some((before, held)) = before {
            drop(held);
            if self.0.lock.borrow().as_ref().is_none_or(|(now, _)| *now != before) {
                self.say(&TabMessage::Free(before));
            }
        }
    }

    /// Other tabs hear what is kept, and nothing else.
    pub(super) fn tell(&self, jobs: &[Job]) {
        let open = self.0.bench.projects.open();
        let steps: Vec<Entry> = jobs
            .iter()
            .filter_map(|job| match job {
                Job::Step(id, entry) if *id == open => Some(entry.clone()),
                _ => None,
            })
            .collect();
        if !steps.is_empty() {
            self.say(&TabMessage::Steps(open, steps));
        }
        let other = |job: &Job| !matches!(job, Job::Step(..) | Job::Compact { .. });
        let only_head =
            jobs.iter().filter(|job| other(job)).all(|job| matches!(job, Job::Head(head) if head.id == open));
        if !only_head {
            self.say(&TabMessage::Changed);
        }
    }
}
