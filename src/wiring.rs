//! All app-level effects: what the state's changes set off in the engine, the storage and the page.

use crate::{
    engine::{
        client::{Engine, Event, Refusal},
        messages::{Export, Exported, Imported, Rule},
    },
    platform::{BrowserError, dom, settings, storage},
    state::{Workbench, saved::Saved, workspace::Saving},
};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};

/// From the last edit to the write, in ms.
const REST: u32 = 150;
/// How long the page waits for what was kept before it shows itself without, in ms.
const PATIENCE: u32 = 3_000;
/// How long a notice stays, in ms.
const NOTICE: u32 = 7_000;

/// The engine, for what is asked of it by a click.
#[derive(Clone, Copy)]
pub struct Wiring {
    bench: Workbench,
    engine: StoredValue<Engine, LocalStorage>,
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
    let wiring = Wiring { bench, engine: StoredValue::new_local(engine), ready: RwSignal::new(false) };
    if let Some(settings) = settings::load() {
        bench.view.restore(settings);
    }
    restore(wiring);
    keep_settings(bench);
    analyse(wiring);
    autosave(wiring);
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

/// What was kept comes back before the page is shown, so nothing typed can be lost to it.
fn restore(wiring: Wiring) {
    let bench = wiring.bench;
    leptos::task::spawn_local(async move {
        match storage::load().await {
            Ok(Some(bytes)) => match Saved::from_bytes(&bytes) {
                Ok(saved) => bench.restore(saved),
                Err(error) => {
                    let aside = storage::set_aside(&bytes).await;
                    let kept = if aside.is_ok() { " It is kept aside." } else { "" };
                    bench.view.complain(format!("Your work could not be opened: {error}.{kept}"));
                }
            },
            Ok(None) => {}
            Err(error) => bench.set_saving(Saving::NotSaved(error.to_string())),
        }
        wiring.ready.set(true);
    });
    Timeout::new(PATIENCE, move || {
        if !wiring.ready.get_untracked() {
            bench.set_saving(Saving::NotSaved("the browser's storage does not answer".into()));
            wiring.ready.set(true);
        }
    })
    .forget();
}

/// Writes after each edit, a moment later, and again when it failed.
fn autosave(wiring: Wiring) {
    let bench = wiring.bench;
    let clock = StoredValue::new_local(None::<Timeout>);
    let writing = Rc::new(Cell::new(false));
    let kept = Rc::new(Cell::new(None::<u64>));
    let write = {
        let (writing, kept) = (writing.clone(), kept.clone());
        move || write_down(bench, writing.clone(), kept.clone())
    };
    Effect::new({
        let write = write.clone();
        move |before: Option<(u64, usize)>| {
            let now = (bench.workspace.revision(), bench.workspace.shelf().len());
            if !wiring.ready.get() {
                return now;
            }
            if before.is_some_and(|before| before != now) {
                bench.set_saving(Saving::Saving);
                let write = write.clone();
                clock.set_value(Some(Timeout::new(REST, write)));
            }
            now
        }
    });
    let hidden = window_event_listener_untyped("pagehide", {
        let write = write.clone();
        move |_| write()
    });
    let switched = window_event_listener_untyped("visibilitychange", move |_| {
        if dom::is_hidden() {
            write();
        }
    });
    on_cleanup(move || {
        hidden.remove();
        switched.remove();
    });
}

fn write_down(bench: Workbench, writing: Rc<Cell<bool>>, kept: Rc<Cell<Option<u64>>>) {
    if writing.replace(true) {
        // the write under way looks again when it is done
        return;
    }
    leptos::task::spawn_local(async move {
        loop {
            let revision = bench.workspace.revision_now();
            if kept.get() == Some(revision) {
                bench.set_saving(Saving::Saved);
                break;
            }
            let written: Result<(), BrowserError> = storage::store(&bench.saved().to_bytes()).await;
            match written {
                Ok(()) => kept.set(Some(revision)),
                Err(error) => {
                    bench.set_saving(Saving::NotSaved(error.to_string()));
                    gloo::timers::future::TimeoutFuture::new(2_000).await;
                }
            }
        }
        writing.set(false);
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
