//! The file in view is rendered in the frame of the key, where that is quickly done; the engine's answer about everything comes a
//! frame or more later and says the same.

use crate::{
    engine::here::Here,
    platform::{clock, dom},
    state::{Workbench, workspace::EngineState},
};
use faaso::project::FileId;
use gloo::timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

/// From the first output to the second start of the engine's program, in ms: what the author waits for comes first.
const PAUSE: u32 = 1_000;
/// What takes longer holds up the key, in ms: such a file is left to the Worker for a while.
const QUICK: f64 = 8.0;
/// So many edits.
const WHILE: u64 = 30;

/// Renders what is wanted at once.
#[derive(Clone, Copy)]
pub(super) struct AtOnce {
    bench: Workbench,
    here: StoredValue<Option<Here>, LocalStorage>,
    /// A file that took long, and up to which revision it is left alone.
    slow: StoredValue<Option<(FileId, u64)>, LocalStorage>,
}

impl AtOnce {
    /// Nothing is rendered before the program has started, and nothing where it doesn't.
    pub fn start(bench: Workbench) -> AtOnce {
        let here = StoredValue::new_local(None::<Here>);
        let clock = StoredValue::new_local(None::<Timeout>);
        let load = move || {
            spawn_local(async move {
                let Some(script) = dom::meta("engine-here") else { return };
                // without it the output comes a frame later
                if dom::run_module(&script).await.is_ok() {
                    here.set_value(Here::started().await);
                }
            });
        };
        let answers = Memo::new(move |_| bench.workspace.engine() == EngineState::Ready);
        Effect::new(move |begun: Option<bool>| {
            let begun = begun.unwrap_or_default();
            if answers.get() && !begun {
                clock.set_value(Some(Timeout::new(PAUSE, load)));
            }
            begun || answers.get()
        });
        AtOnce { bench, here, slow: StoredValue::new_local(None) }
    }

    /// Shows what the file in view makes now. False: that is left to the Worker.
    pub fn render(&self) -> bool {
        let Some(program) = self.here.get_value() else { return false };
        let Some((file, asked)) = self.bench.wanted_at_once() else { return false };
        let revision = self.bench.workspace.revision_now();
        let is_slow = |(slow, until): &(FileId, u64)| *slow == file && revision < *until;
        if self.slow.with_value(|slow| slow.as_ref().is_some_and(is_slow)) {
            return false;
        }
        let begun = clock::exact();
        let output = program.output(&asked);
        if clock::exact() - begun > QUICK {
            self.slow.set_value(Some((file.clone(), revision + WHILE)));
        }
        match output {
            Ok(Some(rendered)) => {
                self.bench.take_at_once(file, asked.target, rendered);
                true
            }
            Ok(None) => false,
            Err(_) => {
                self.here.set_value(None);
                false
            }
        }
    }
}
