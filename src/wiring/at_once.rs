//! The file in view is rendered before the engine is there, and then in the frame of the key, where that is quickly done; the engine's
//! answer about everything comes later and says the same.

use crate::{
    engine::at_once::Program,
    platform::{clock, dom},
    state::Workbench,
};
use faaso::project::FileId;
use leptos::prelude::*;

/// What takes longer holds up the key, in ms: such a file is left to the Worker for a while.
const QUICK: f64 = 8.0;
/// So many edits.
const WHILE: u64 = 30;

/// Renders what is wanted at once.
#[derive(Clone, Copy)]
pub(super) struct AtOnce {
    bench: Workbench,
    program: StoredValue<Option<Program>, LocalStorage>,
    /// A file that took long, and up to which revision it is left alone: none the first time, when the program may just have been compiled.
    slow: StoredValue<Option<(FileId, Option<u64>)>, LocalStorage>,
}

impl AtOnce {
    pub fn new(bench: Workbench) -> AtOnce {
        AtOnce { bench, program: StoredValue::new_local(None), slow: StoredValue::new_local(None) }
    }

    /// Fetches the program and shows what it makes of the file that is in view by then. Nothing is rendered before, and nothing where it
    /// doesn't start: the output comes later then.
    pub async fn load(self) {
        let Some(script) = dom::meta("at-once") else { return };
        if dom::run_module(&script).await.is_ok() {
            self.program.set_value(Program::started().await);
            self.render();
        }
    }

    /// Shows what the file in view makes now. False: that is left to the Worker.
    pub fn render(&self) -> bool {
        let Some(program) = self.program.get_value() else { return false };
        let Some((file, asked)) = self.bench.wanted_at_once() else { return false };
        let revision = self.bench.workspace.revision_now();
        let known = self.slow.get_value().filter(|(slow, _)| *slow == file);
        if matches!(known, Some((_, Some(until))) if revision < until) {
            return false;
        }
        let begun = clock::exact();
        let output = program.output(&asked);
        let is_slow = clock::exact() - begun > QUICK;
        self.slow.set_value(is_slow.then(|| (file.clone(), known.map(|_| revision + WHILE))));
        match output {
            Ok(Some(rendered)) => {
                self.bench.take_at_once(file, asked.target, rendered);
                true
            }
            Ok(None) => false,
            Err(_) => {
                self.program.set_value(None);
                false
            }
        }
    }
}
