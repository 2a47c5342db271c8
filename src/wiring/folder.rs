//! The folder on this computer is looked at now and then, and each change is written where the author wants it so.

use super::{Wiring, folders::Save};
use crate::{
    platform::{clock, dom, folder},
    state::projects::Role,
};
use gloo::timers::{callback::Timeout, future::TimeoutFuture};
use leptos::{prelude::*, task::spawn_local};

/// From one look at the folder to the next, in ms.
const LOOK: u32 = 2_000;
/// A look that takes long leaves the page so many times as long in peace.
const PEACE: u32 = 10;
/// But no longer, in ms: a folder that didn't answer may do so again.
const LONGEST: u32 = 30_000;
/// From the last change to its write, where each is written, in ms.
const REST: u32 = 600;

/// The folder goes with the project, and what is changed in it comes in.
pub(super) fn follow(wiring: Wiring) {
    if !folder::is_supported() {
        return;
    }
    let bench = wiring.bench;
    let folders = wiring.folders();
    Effect::new({
        let folders = folders.clone();
        move |_| {
            let open = bench.projects.tracked_open();
            let joined =
                bench.folder.joined.with(|joined| joined.as_ref().map(|it| (it.project, it.link.clone())));
            let follows = bench.projects.role() == Role::Follower;
            if wiring.ready.get() {
                folders.go_to(open, joined, follows);
            }
        }
    });
    let look = {
        let folders = folders.clone();
        move || {
            let folders = folders.clone();
            if !dom::is_hidden() {
                spawn_local(async move { drop(folders.sync(Save::Nothing).await) });
            }
        }
    };
    let focus = window_event_listener_untyped("focus", {
        let look = look.clone();
        move |_| look()
    });
    let shown = window_event_listener_untyped("visibilitychange", move |_| look());
    on_cleanup(move || {
        focus.remove();
        shown.remove();
    });
    spawn_local({
        let folders = folders.clone();
        async move {
            let mut wait = LOOK;
            loop {
                TimeoutFuture::new(wait).await;
                let began = clock::now();
                if !dom::is_hidden() {
                    // what could not be written at once is tried again
                    let retried = untrack(|| bench.view.write_at_once.get() && bench.folder.to_write() > 0);
                    let outcome = folders.sync(if retried { Save::All } else { Save::Nothing }).await;
                    if retried {
                        folders.tell(outcome);
                    }
                }
                let took = clock::now().saturating_sub(began) as u32;
                let worked = took.saturating_sub(folders.paused());
                wait = worked.saturating_mul(PEACE).clamp(LOOK, LONGEST);
            }
        }
    });
    // each change is written, where the author wants it so
    let resting = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        bench.workspace.revision();
        let wanted = bench.view.write_at_once.get() && bench.folder.to_write() > 0;
        let folders = folders.clone();
        resting.set_value(wanted.then(|| {
            Timeout::new(REST, move || {
                spawn_local(async move {
                    let outcome = folders.sync(Save::All).await;
                    folders.tell(outcome);
                })
            })
        }));
    });
}
