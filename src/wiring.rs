//! All app-level effects: what the state's changes set off in the engine, the storage and the page.

mod backup;
pub mod keeping;
mod tabs;

use crate::{
    engine::{
        client::{Engine, Event, Refusal},
        messages::{Export, Exported, Imported, Rule},
    },
    platform::{dom, settings},
    state::Workbench,
};
use gloo::timers::callback::Timeout;
use keeping::Keeper;
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};

/// From the last change of the view to its write, in ms.
const REST: u32 = 150;
/// How long a notice stays, in ms.
const NOTICE: u32 = 7_000;

/// The engine, for what is asked of it by a click.
#[derive(Clone, Copy)]
pub struct Wiring {
    bench: Workbench,
    engine: StoredValue<Engine, LocalStorage>,
    keeper: StoredValue<Keeper, LocalStorage>,
    /// What was kept is there, or is known not to be: edits are safe from now on.
    pub ready: RwSignal<bool>,
}

impl Wiring {
    /// Makes a zip of the document as it is now.
    pub fn export(&self, what: Export, reply: impl FnOnce(Result<Exported, Refusal>) + 'static) {
        let bench = self.bench;
        self.engine.with_value(|engine| {
            engine.update(bench.workspace.revision_now(), bench.workspace.project_now());
            engine.export(what, reply);
        });
    }

    /// What is to be said about a rule.
    pub fn explain(&self, rule: String, reply: impl FnOnce(Result<Option<Rule>, Refusal>) + 'static) {
        self.engine.with_value(|engine| engine.explain(rule, reply));
    }

    /// What keeps the projects.
    pub fn keeper(&self) -> Keeper {
        self.keeper.get_value()
    }

    /// Reads a zip.
    pub fn import(
        &self,
        name: String,
        bytes: Vec<u8>,
        reply: impl FnOnce(Result<Imported, Refusal>) + 'static,
    ) {
        self.engine.with_value(|engine| engine.import(name, bytes, reply));
    }
}

/// Sets everything going. Call it once.
pub fn start(bench: Workbench) -> Wiring {
    let engine = Engine::start(move |event| hear(bench, event));
    let ready = RwSignal::new(false);
    let keeper = Keeper::start(bench, ready);
    let wiring = Wiring {
        bench,
        engine: StoredValue::new_local(engine),
        keeper: StoredValue::new_local(keeper),
        ready,
    };
    if let Some(settings) = settings::load() {
        bench.view.restore(settings);
    }
    keep_settings(bench);
    analyse(wiring);
    compare(wiring);
    hide_notices(bench);
    Effect::new(move |_| dom::set_theme(bench.view.theme.get()));
    Effect::new(move |_| {
        bench.view.active();
        dom::bring_into_view("#open-files [aria-selected=true]");
    });
    wiring
}

fn hear(bench: Workbench, event: Event) {
    match event {
        Event::Ready => bench.engine_ready(),
        Event::Analysis(delta) => bench.take_in(delta),
        Event::Restarted { guilty } => bench.engine_restarted(guilty),
        Event::Failed(why) => bench.engine_failed(why),
    }
}

/// The newest document goes to the engine, once a frame at most.
fn analyse(wiring: Wiring) {
    let bench = wiring.bench;
    let waiting = Rc::new(Cell::new(false));
    Effect::new(move |_| {
        bench.workspace.revision();
        if !wiring.ready.get() || waiting.replace(true) {
            return;
        }
        let waiting = waiting.clone();
        request_animation_frame(move || {
            waiting.set(false);
            let (revision, project) = (bench.workspace.revision_now(), bench.workspace.project_now());
            wiring.engine.with_value(|engine| engine.update(revision, project));
        });
    });
}

/// The lens follows the active file and what FaaSO makes of it.
fn compare(wiring: Wiring) {
    let bench = wiring.bench;
    let shown = Memo::new(move |_| {
        let file = bench.view.active().filter(|_| bench.view.lens.get())?;
        Some((bench.workspace.output(&file), file))
    });
    Effect::new(move |_| {
        let Some((_, file)) = shown.get() else { return };
        wiring.engine.with_value(|engine| {
            engine.compare(file.clone(), move |result| {
                let comparison = result.ok().flatten().map(|comparison| (file, comparison));
                bench.take_comparison(comparison);
            });
        });
    });
}

fn keep_settings(bench: Workbench) {
    let clock = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let settings = bench.view.settings();
        clock.set_value(Some(Timeout::new(REST, move || settings::store(&settings))));
    });
}

fn hide_notices(bench: Workbench) {
    let clock = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        if bench.view.notice.get().is_some() {
            clock.set_value(Some(Timeout::new(NOTICE, move || bench.view.notice.set(None))));
        }
    });
}
