//! Where options are used is asked for while that is shown, once for each document.

use super::Wiring;
use crate::{
    engine::jobs::OptionUses,
    state::view::{FunkoTab, OutputTab},
};
use leptos::{prelude::*, task::spawn_local};

pub(super) fn follow(wiring: Wiring) {
    let bench = wiring.bench;
    let asked = StoredValue::new(0u64);
    // the engine has answered for a newer document
    let wanted = Memo::new(move |_| {
        let shown = bench.view.output.get() == OutputTab::Options || bench.view.funko.get() == FunkoTab::Form;
        shown.then(|| (bench.workspace.with_analysis(|analysis| analysis.revision), bench.workspace.opened()))
    });
    Effect::new(move |_| {
        let Some((_, opened)) = wanted.get() else { return };
        let number = asked.get_value() + 1;
        asked.set_value(number);
        let answer = wiring.ask(OptionUses);
        spawn_local(async move {
            // a refusal is said where the engine's state is
            let Ok(uses) = answer.await else { return };
            // what was asked for later is newer
            if asked.get_value() == number {
                bench.take_option_uses(opened, uses);
            }
        });
    });
}
