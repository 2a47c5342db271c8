//! The conversion is asked for while its tab is shown, once for each document.

use super::Wiring;
use crate::{engine::jobs::ConversionNow, state::view::OutputTab};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

pub(super) fn show(wiring: Wiring) {
    let bench = wiring.bench;
    let shown = Memo::new(move |_| bench.view.output.get() == OutputTab::Conversion);
    Effect::new(move |_| {
        let revision = bench.workspace.revision();
        if !shown.get() || !wiring.ready.get() {
            return;
        }
        let asked = wiring.ask(ConversionNow);
        spawn_local(async move {
            let now = asked.await;
            // what was asked for later is newer
            if bench.workspace.revision_now() == revision {
                bench.view.conversion.set(Some((revision, now.map(|now| now.map(Arc::new)))));
            }
        });
    });
}
