//! A search is made again after each change of what is looked for, and of the document. One is under way at a time.

use super::Wiring;
use crate::engine::jobs::Search;
use leptos::{prelude::*, task::spawn_local};

pub(super) fn follow(wiring: Wiring) {
    let search = wiring.bench.search;
    let workspace = wiring.bench.workspace;
    let (busy, again) = (StoredValue::new(false), StoredValue::new(false));
    // the engine has answered for a newer document
    let wanted = Memo::new(move |_| {
        let shown = search.shown.get() && wiring.ready.get();
        shown.then(|| {
            let revision = workspace.with_analysis(|analysis| analysis.revision);
            (search.query.get(), search.replacement.get(), revision, workspace.opened())
        })
    });
    Effect::new(move |_| {
        if wanted.with(Option::is_none) {
            return;
        }
        again.set_value(true);
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        spawn_local(async move {
            while again.get_value() {
                again.set_value(false);
                let Some((query, replacement, ..)) = wanted.get_untracked() else { break };
                let revision = workspace.revision_now();
                let found = wiring.ask(Search { query, replacement }).await;
                if search.shown.get_untracked() {
                    search.take_found(revision, found);
                }
            }
            busy.set_value(false);
        });
    });
}
