//! What FaaSO makes otherwise than of a snapshot is asked for while that is shown, once for each document.

use super::Wiring;
use crate::{
    engine::{changes::Changes, jobs::RemadeSince},
    state::view::{ChangesOf, OutputTab},
};
use leptos::{prelude::*, task::spawn_local};

pub(super) fn follow(wiring: Wiring) {
    let bench = wiring.bench;
    let asked = StoredValue::new(0u64);
    // the engine has answered for a newer document, or another state is compared
    let wanted = Memo::new(move |_| {
        let shown =
            bench.view.output.get() == OutputTab::Changes && bench.view.changes_of.get() == ChangesOf::Made;
        shown.then(|| {
            let revision = bench.workspace.with_analysis(|analysis| analysis.revision);
            let pin = bench.projects.pin_of(bench.view.against.get());
            (revision, bench.workspace.opened(), pin.map(|pin| pin.number))
        })
    });
    Effect::new(move |_| {
        if wanted.with(Option::is_none) {
            return;
        }
        let Some(pin) = untrack(|| bench.projects.pin_of(bench.view.against.get())) else { return };
        let back = Changes::between(&bench.workspace.project_now(), &pin.project);
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let answer = wiring.ask(RemadeSince { back });
        spawn_local(async move {
            let answer = answer.await;
            // what was asked for later is newer
            if asked.get_value() == number {
                bench.view.take_remade(answer);
            }
        });
    });
}
