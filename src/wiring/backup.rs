//! Projects as files and copies: a way out where nothing can be kept, and a way back in.

use super::keeper::Keeper;
use crate::{
    platform::{clock, files},
    state::projects::Role,
};
use faaso::{
    journal, outside,
    records::{Backup, DamagedProject, Head, ProjectId},
};
use gloo::timers::future::TimeoutFuture;
use leptos::task::spawn_local;

/// Projects of a backup that are taken in at once.
const AT_ONCE: usize = 50;

impl Keeper {
    /// A copy of a project, with its history.
    pub fn duplicate(&self, head: Head) {
        let keeper = self.clone();
        spawn_local(async move {
            let bench = keeper.0.bench;
            let of = match head.id == bench.projects.open() {
                true => Some(bench.projects.snapshot()),
                false => keeper.read(head.id, Role::Follower).await.map(|opened| opened.snapshot),
            };
            if let Some(of) = of {
                keeper.flush().await;
                bench.duplicate(of, &head.name);
            }
        });
    }

    /// Every project that can be read, as one file; the open one as it is here, kept or not.
    pub fn download_everything(&self) {
        let keeper = self.clone();
        spawn_local(async move {
            let bench = keeper.0.bench;
            let projects = bench.projects;
            let mut backup = Backup::default();
            for head in projects.all() {
                if head.id != projects.open()
                    && let Ok(found) = keeper.0.storage.find(head.id).await
                    && let Ok(opened) = found.open()
                {
                    backup.projects.push((head, opened.snapshot, opened.pins));
                }
            }
            let head = projects.open_head();
            backup.projects.insert(0, (head, projects.snapshot(), projects.pins()));
            let bytes = journal::seal(&backup);
            if let Err(error) = files::download("faaso-designer.backup", "application/octet-stream", &bytes) {
                bench.view.complain(format!("The browser blocked the download: {error}"));
            }
        });
    }

    /// Takes in the projects of such a file, which may be a stranger's: some at a time, so that the page goes on. What
    /// became of it is said to `reply`; an error when not all of it was taken.
    pub fn open_backup(
        &self,
        name: String,
        bytes: &[u8],
        reply: impl FnOnce(Result<String, String>) + 'static,
    ) {
        let bench = self.0.bench;
        let taken = match outside::backup(bytes, clock::now()) {
            Ok(taken) => taken,
            Err(why) => return reply(Err(format!("Couldn't restore `{name}`: {why}."))),
        };
        spawn_local(async move {
            let count = taken.projects.len();
            let mut projects = taken.projects.into_iter().peekable();
            while projects.peek().is_some() {
                bench.take_backup(projects.by_ref().take(AT_ONCE));
                TimeoutFuture::new(0).await;
            }
            let restored = match count {
                1 => "Restored 1 project.".to_owned(),
                count => format!("Restored {count} projects."),
            };
            reply(match (&taken.skipped[..], taken.beyond) {
                ([], 0) => Ok(restored),
                ([], beyond) => Err(format!(
                    "{restored} Skipped {beyond} more: a backup can hold {} projects.",
                    outside::MAX_PROJECTS
                )),
                ([(first, why), rest @ ..], _) => {
                    let more = match rest.len() + taken.beyond {
                        0 => String::new(),
                        more => format!(" Skipped {more} more."),
                    };
                    Err(format!("{restored} Skipped `{first}`: {why}.{more}"))
                }
            });
        });
    }

    /// Records that were set aside, as they were found.
    pub fn download_damaged(&self, id: ProjectId, damaged: &DamagedProject) {
        let name = format!("{}-{}.damaged", id.0, damaged.made);
        if let Err(error) = files::download(&name, "application/octet-stream", &journal::seal(damaged)) {
            self.0.bench.view.complain(format!("The browser blocked the download: {error}"));
        }
    }
}
