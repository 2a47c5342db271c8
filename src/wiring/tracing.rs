//! The file in view is traced while its output is shown, once for each document and not before a pause: what is typed is
//! rendered first.

use super::Wiring;
use crate::{
    engine::jobs::TraceOf,
    state::{output::Output, traced::Traced, view::OutputTab},
};
use gloo::timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

/// From the last change to the trace, in ms.
const PAUSE: u32 = 120;

pub(super) fn trace(wiring: Wiring) {
    let bench = wiring.bench;
    let clock = StoredValue::new_local(None::<Timeout>);
    let wanted = Memo::new(move |_| {
        let shown = bench.view.output.get() == OutputTab::Rendered && bench.workspace.is_fresh();
        let file = bench.view.active().filter(|_| shown)?;
        let renders = match bench.workspace.output(&file) {
            Output::Rendered(rendering) => rendering.error.is_none() && rendering.good.is_some(),
            _ => false,
        };
        renders.then(|| (file, bench.workspace.revision()))
    });
    Effect::new(move |_| {
        let wanted = wanted.get();
        clock.set_value(wanted.map(|(file, revision)| {
            Timeout::new(PAUSE, move || {
                let answer = wiring.ask(TraceOf(file.clone()));
                spawn_local(async move {
                    let trace = answer.await.ok().flatten();
                    bench.take_trace(trace.map(|trace| Traced { file, revision, trace }));
                });
            })
        }));
    });
}
