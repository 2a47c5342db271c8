//! What is shown as saved is there: the storage can be cleared, by the author, another page or the browser, while a page
//! goes on that builds on what was in it.
//!
//! Each write looks in its own transaction (`keeping`), and now and then the page looks without one. What is missing of
//! the open project is written anew from here; other projects are gone, and that is said.

use super::keeper::{Inner, Keeper};
use crate::{
    platform::{dom, storage::StorageError},
    state::workspace::Saving,
};
use faaso::records::{Head, Store};
use gloo::timers::callback::{Interval, Timeout};
use leptos::task::spawn_local;
use std::{collections::BTreeSet, rc::Weak};

/// From one look whether all that is shown as saved is there to the next, in ms.
const LOOK: u32 = 5_000;
/// From the storage's end to that look, in ms: whoever clears it is then done.
const SETTLE: u32 = 300;
/// How many of the projects that are gone are named.
const NAMED: usize = 3;

/// The database was closed on the page, as when a site's data is cleared.
pub(super) fn look_soon(keeper: &Weak<Inner>) {
    let keeper = keeper.clone();
    Timeout::new(SETTLE, move || {
        if let Some(inner) = keeper.upgrade() {
            Keeper(inner).look();
        }
    })
    .forget();
}

impl Keeper {
    pub(super) fn look_now_and_then(&self) {
        let keeper = self.clone();
        Interval::new(LOOK, move || {
            if !dom::is_hidden() {
                keeper.look();
            }
        })
        .forget();
    }

    /// Looks whether all of the open project is there, unless a write is about to.
    pub(super) fn look(&self) {
        let projects = self.0.bench.projects;
        let (Some(whole), true) = (projects.whole(), self.is_at_rest()) else { return };
        let keeper = self.clone();
        spawn_local(async move {
            let holds = keeper.0.storage.holds(&whole).await;
            // what was written meanwhile was looked after there
            if projects.whole() != Some(whole) || !keeper.is_at_rest() {
                return;
            }
            match holds {
                Ok(true) => {}
                Ok(false) => keeper.repair().await,
                // nothing of it can be read back: the next write tells more
                Err(why) => {
                    keeper.0.bench.set_saving(Saving::NotSaved(why.to_string()));
                    projects.put_whole();
                }
            }
        });
    }

    /// The open project is kept anew, and what is lost of the others is said.
    pub(super) async fn repair(&self) {
        let bench = self.0.bench;
        bench.projects.put_whole();
        let name = bench.projects.open_head().name;
        let mut said =
            format!("Browser storage was cleared while this page was open. `{name}` is being saved again.");
        if let Ok(lost) = self.lost().await
            && !lost.is_empty()
        {
            said.push_str(&format!(" Lost: {}.", named(&lost)));
            bench.projects.drop_lost(&lost);
        }
        bench.view.complain(said);
    }

    /// Projects of the list that are not in the storage any more. Heads that are not are put there again.
    async fn lost(&self) -> Result<Vec<Head>, StorageError> {
        let Inner { bench, storage, .. } = &*self.0;
        let kept = storage.projects().await?;
        let heads: BTreeSet<_> = storage
            .read(Store::Heads, None)
            .await?
            .into_iter()
            .filter(|(_, n, _)| *n == 0)
            .map(|(id, ..)| id)
            .collect();
        let lost = bench.projects.lost(&kept);
        bench.projects.put_heads(|id| heads.contains(&id) || !kept.contains(&id));
        Ok(lost)
    }
}

fn named(lost: &[Head]) -> String {
    let mut names: Vec<_> = lost.iter().take(NAMED).map(|head| format!("`{}`", head.name)).collect();
    if lost.len() > NAMED {
        names.push(format!("{} more", lost.len() - NAMED));
    }
    names.join(", ")
}
