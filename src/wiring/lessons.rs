//! What is done of the lesson that is open, after each answer of the engine.

use super::Wiring;
use leptos::prelude::*;
use lessons::lessons;

/// While the engine is at what was typed, what it said before stands.
pub(super) fn check(wiring: Wiring) {
    let bench = wiring.bench;
    let open = Memo::new(move |_| bench.lesson().and_then(|id| lessons().iter().position(|it| it.id == id)));
    Effect::new(move |_| {
        let Some(lesson) = open.get().and_then(|at| lessons().get(at)) else { return };
        if bench.workspace.is_fresh() && bench.workspace.is_of_this_project() {
            let met = bench.workspace.with_project(|project| {
                bench.workspace.with_analysis(|analysis| lesson.met(project, analysis))
            });
            bench.take_met(lesson.id, met);
        }
    });
}
