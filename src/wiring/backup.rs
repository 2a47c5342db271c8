//! Projects as files and copies: a way out where nothing can be kept, and a way back in.

use super::keeping::Keeper;
use crate::{platform::files, state::projects::Role};
use faaso::{
    journal,
    records::{Aside, Backup, Head, ProjectId},
};
use leptos::task::spawn_local;

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
                bench.view.complain(format!("The download did not start: {error}"));
            }
        });
    }

    /// Takes in the projects of such a file.
    pub fn open_backup(&self, bytes: &[u8]) {
        let bench = self.0.bench;
        match journal::unseal::<Backup>(bytes) {
            Ok(backup) => {
                let count = backup.projects.len();
                for (head, snapshot, pins) in backup.projects {
                    bench.take_backup(head, snapshot, pins);
                }
                bench.view.say(format!("Projects taken in: {count}."));
            }
            Err(why) => bench.view.complain(format!("This backup cannot be read: {why}.")),
        }
    }

    /// Records that were set aside, as they were found.
    pub fn download_aside(&self, id: ProjectId, aside: &Aside) {
        let name = format!("{}-{}.damaged", id.0, aside.made);
        if let Err(error) = files::download(&name, "application/octet-stream", &journal::seal(aside)) {
            self.0.bench.view.complain(format!("The download did not start: {error}"));
        }
    }
}
