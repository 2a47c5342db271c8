//! All scenarios are built after each change, one question at a time: the file in view goes first, always.

use super::Wiring;
use crate::{engine::jobs::RunScenario, state::view::OutputTab};
use gloo::timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

/// From the last change to the first scenario, in ms.
const REST: u32 = 150;

/// As long as their tab is shown.
pub fn run(wiring: Wiring) {
    let bench = wiring.bench;
    let clock = StoredValue::new_local(None::<Timeout>);
    let shown = Memo::new(move |_| bench.view.output.get() == OutputTab::Scenarios);
    Effect::new(move |_| {
        let revision = bench.workspace.revision();
        if !shown.get() || !wiring.ready.get() {
            return clock.set_value(None);
        }
        clock.set_value(Some(Timeout::new(REST, move || spawn_local(run_all(wiring, revision)))));
    });
}

async fn run_all(wiring: Wiring, revision: u64) {
    let bench = wiring.bench;
    let names = untrack(|| bench.scenario_names());
    bench.scenarios.begin(&names);
    for name in &names {
        let ran = wiring.ask(RunScenario(name.clone())).await;
        if bench.workspace.revision_now() != revision {
            return;
        }
        if let Some(ran) = ran.transpose() {
            bench.scenarios.take_in(name, ran);
        }
    }
    bench.scenarios.end(revision);
}
