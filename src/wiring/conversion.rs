//! The conversion is asked for while its tab is shown, once for each document that the engine has.

use super::Wiring;
use crate::{engine::jobs::ConversionNow, state::view::OutputTab};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

pub(super) fn show(wiring: Wiring) {
    let bench = wiring.bench;
    let asked = StoredValue::new(0u64);
    // after the engine's answer: typing would queue one conversion a key
    let wanted = Memo::new(move |_| {
        let shown = bench.view.output.get() == OutputTab::Conversion && wiring.ready.get();
        shown.then(|| (bench.workspace.with_analysis(|analysis| analysis.revision), bench.workspace.opened()))
    });
    Effect::new(move |_| {
        let Some((revision, _)) = wanted.get() else { return };
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let answer = wiring.ask(ConversionNow);
        spawn_local(async move {
            let now = answer.await;
            // what was asked for later is newer
            if asked.get_value() == number {
                bench.view.take_conversion(revision, now.map(|now| now.map(Arc::new)));
            }
        });
    });
}
