//! All app-level effects: what the state's changes set off in the engine, the storage and the page.

mod asking;
mod at_once;
mod backup;
mod browser_tabs;
mod conversion;
mod drawing;
mod folder;
pub mod folders;
pub mod keeper;
mod keeping;
mod later;
mod lessons;
mod loss;
mod opening;
mod option_uses;
mod remade;
pub mod remote_build;
mod scenarios;
mod search;
mod site;
mod tracing;

use crate::{
    engine::{
        client::{Engine, Event},
        jobs::{Compare, OpenLink, SeenByLens},
    },
    platform::{address, dom, settings, stop},
    state::{
        Workbench,
        view::{Dialog, Theme},
    },
};
pub use asking::Wiring;
use at_once::AtOnce;
use faaso::links::{self, Asked};
use gloo::timers::callback::Timeout;
use keeper::Keeper;
use leptos::{prelude::*, task::spawn_local};
use std::{cell::Cell, rc::Rc};

/// From the last change of the view to its write, in ms.
const REST: u32 = 150;
/// From when on an answer that has not come is said to be late, in ms.
const LATE: u32 = 700;
/// How long the list of problems keeps its room when there is none left, in ms.
const ROOM: u32 = 4_000;
/// How long a notice stays, in ms.
const NOTICE: u32 = 7_000;

/// Sets everything going. Call it once.
pub fn start(bench: Workbench) -> Wiring {
    // a page without it is not ours: its Worker does not start, and that is said
    let script = dom::meta("engine").unwrap_or_default();
    let at_once = AtOnce::new(bench);
    let engine = Engine::start_after(at_once.load(), script, move |event| hear(bench, event));
    let ready = RwSignal::new(false);
    let keeper = Keeper::start(bench, ready);
    let wiring = Wiring {
        bench,
        engine: StoredValue::new_local(engine),
        workshop: StoredValue::new_local(None),
        keeper: StoredValue::new_local(keeper),
        folders: StoredValue::new_local(folders::Folders::new(bench)),
        offline: StoredValue::new_local(None),
        later: StoredValue::new(Owner::current()),
        ready,
    };
    if let Some(settings) = settings::load() {
        bench.view.restore(settings);
    }
    Effect::new(move |_| {
        if ready.get() {
            stop::started();
        }
    });
    keep_settings(bench);
    analyse(wiring, at_once);
    open_links(wiring);
    site::keep(wiring);
    tracing::trace(wiring);
    tell_of_late_answers(bench);
    hide_notices(bench);
    room_for_problems(bench);
    Effect::new(move |_| {
        dom::set_theme(match bench.view.theme.get() {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
            Theme::HighContrast => Some("contrast"),
        });
    });
    Effect::new(move |_| dom::set_code_size(bench.view.font_size.get().px()));
    Effect::new(move |_| {
        let name = bench.workspace.with_project(|project| match project.runtime_name.as_str() {
            "" => project.funko_name.clone(),
            runtime => format!("{} · {runtime}", project.funko_name),
        });
        document_title(&name);
    });
    Effect::new(move |_| {
        bench.view.active();
        dom::bring_into_view("#open-files [aria-selected=true]");
    });
    wiring
}

fn hear(bench: Workbench, event: Event) {
    match event {
        Event::Analysis(delta) => bench.take_in(delta),
        Event::Restarted { guilty } => bench.engine_restarted(guilty),
        Event::Failed(why) => bench.engine_failed(why),
    }
}

/// The tab of the browser says which project it has.
fn document_title(project: &str) {
    const PRODUCT: &str = "FaaSO Runtime Designer";
    dom::set_title(&if project.is_empty() { PRODUCT.to_owned() } else { format!("{project} – {PRODUCT}") });
}

/// The newest document goes to the engine, once a frame at most: right behind the frame where that shows the output already, else
/// before it.
fn analyse(wiring: Wiring, at_once: AtOnce) {
    let bench = wiring.bench;
    let waiting = Rc::new(Cell::new(false));
    Effect::new(move |_| {
        bench.workspace.revision();
        if !wiring.ready.get() {
            return;
        }
        let is_shown = at_once.render();
        if waiting.replace(true) {
            return;
        }
        let waiting = waiting.clone();
        let update = move || {
            waiting.set(false);
            wiring.update();
        };
        request_animation_frame(move || match is_shown {
            true => drop(Timeout::new(0, update).forget()),
            false => update(),
        });
    });
}

/// What is typed is shown at once, mostly. Where it takes longer, the page says that the output is older.
fn tell_of_late_answers(bench: Workbench) {
    let clock = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let fresh = bench.workspace.is_fresh();
        clock.set_value((!fresh).then(|| Timeout::new(LATE, move || bench.set_late(true))));
        if fresh {
            bench.set_late(false);
        }
    });
}

/// A link that the page is opened with, or that is pasted into its address, is shown before anything is done with it.
fn open_links(wiring: Wiring) {
    let bench = wiring.bench;
    let look = move || {
        let Some(asked) = links::asked(&address::fragment()) else { return };
        // opened or not, a reload is not to ask again; where the address stays, it only asks once more
        let _ = address::forget_fragment();
        // what a link before it had to say is done with
        let said = |dialog: &Option<Dialog>| matches!(dialog, Some(Dialog::Shared(_) | Dialog::NoRuntime(_)));
        if bench.view.dialog.with_untracked(said) {
            bench.view.close_dialog();
        }
        let refuse = move |why: String| bench.view.show(Dialog::Shared(Err(why)));
        match asked {
            Asked::Nothing => {
                refuse("there is nothing after `#share=`. Copy the whole link, up to its end".to_owned())
            }
            Asked::Runtime(name, spot) => {
                let kept = bench.is_kept();
                let opened = bench.open_bundled(&name);
                let missed = spot.filter(|spot| opened == Ok(true) && !bench.go_to_spot(spot));
                match opened {
                    Ok(true) if missed.is_some() => {
                        let file = missed.map(|spot| spot.file).unwrap_or_default();
                        bench.view.complain(format!(
                            "Opened the bundled runtime `{name}`. It has no file `{file}`."
                        ));
                    }
                    Ok(true) if kept => bench.view.say(format!(
                        "Opened the bundled runtime `{name}`. Your previous project is in Projects."
                    )),
                    Ok(true) => bench.view.say(format!("Opened the bundled runtime `{name}`.")),
                    Ok(false) => bench.view.show(Dialog::NoRuntime(name)),
                    Err(refused) => refuse(refused.to_string()),
                }
            }
            Asked::Project(link) => {
                let opened = wiring.ask(OpenLink(link));
                spawn_local(async move {
                    bench.view.show(Dialog::Shared(opened.await.map(Box::new)));
                });
            }
        }
    };
    Effect::new(move |_| {
        if wiring.ready.get() {
            look();
        }
    });
    let changed = window_event_listener_untyped("hashchange", move |_| look());
    on_cleanup(move || changed.remove());
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
        let seen = wiring.engine.with_value(|engine| engine.ask(SeenByLens(file.clone()), None));
        spawn_local(async move {
            let comparison = match seen.await {
                Ok(Some(seen)) => wiring.ask(Compare(seen)).await.ok(),
                _ => None,
            };
            // what was asked for later is newer
            if shown.get_untracked().is_none_or(|(_, now)| now != file) {
                return;
            }
            bench.take_comparison(comparison.map(|comparison| (file, comparison)));
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

/// The list of problems gets its room at once and gives it back only when there has been none for a while: what comes
/// and goes while one types must not move the panes.
fn room_for_problems(bench: Workbench) {
    let clock = StoredValue::new_local(None::<Timeout>);
    let any = Memo::new(move |_| bench.workspace.with_problems(|problems| !problems.is_empty()));
    Effect::new(move |_| {
        if any.get() {
            clock.set_value(None);
            bench.view.set_problems_tall(true);
        } else if bench.view.problems_tall.get_untracked() {
            clock.set_value(Some(Timeout::new(ROOM, move || bench.view.set_problems_tall(false))));
        }
    });
}

fn hide_notices(bench: Workbench) {
    let clock = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        if bench.view.notice.get().is_some() {
            clock.set_value(Some(Timeout::new(NOTICE, move || bench.view.close_notice())));
        }
    });
}
