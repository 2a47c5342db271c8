//! What comes in: zips, tars, folders, drops, a blank runtime, a copy of a bundled one.

use super::{
    arrival::{arrived, failed, opened, report, said},
    bench,
    conversion_parts::step,
    dialog::Modal,
};
use crate::{
    engine::jobs::{BeginConversion, Import, SetSecond},
    platform::{
        dom,
        files::{Dropped, Incoming},
    },
    state::{
        Refused, Workbench,
        view::{Dialog, OutputTab, Pane},
    },
    wiring::Wiring,
};
use convert::two::Second;
use faaso::archive::{self, Arrival, ImportError, Imported};
use leptos::{ev, prelude::*, task::spawn_local};

pub fn open_blank(bench: Workbench) {
    opened(bench, "Opened a blank runtime.", || bench.open_blank());
}

/// What is to become of what comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum As {
    /// A runtime or funko, opened as it is.
    Project,
    /// An application that becomes a runtime.
    Application,
    /// A second one, whose differences become options.
    Second,
}

/// What an application becomes, by what is asked for.
pub fn application(bench: Workbench) -> As {
    match bench.view.dialog.get_untracked() {
        Some(Dialog::Second) => As::Second,
        _ => As::Application,
    }
}

/// What comes in, as the browser hands it over.
pub enum Taken {
    /// The first archive is opened.
    Files(Vec<Incoming>),
    /// Every file of a folder, each with its path.
    Folder(Vec<Incoming>),
    /// Folders, and files beside them.
    Dropped(Dropped),
}

/// Opens it.
pub fn take(bench: Workbench, wiring: Wiring, taken: Taken, what: As) {
    match taken {
        Taken::Files(files) => take_in(bench, wiring, files, what),
        Taken::Folder(files) => spawn_local(open_folder(bench, wiring, files, Vec::new(), what)),
        Taken::Dropped(dropped) => spawn_local(open_dropped(bench, wiring, dropped, what)),
    }
}

async fn landed(bench: Workbench, wiring: Wiring, arrival: Arrival, what: As) {
    match what {
        As::Project => arrived(bench, arrival),
        As::Application => convert(bench, wiring, arrival).await,
        As::Second => compare(bench, wiring, arrival).await,
    }
}

/// The application becomes a runtime as proposed, in a project of its own.
async fn convert(bench: Workbench, wiring: Wiring, arrival: Arrival) {
    if arrival.bundle.is_empty() {
        return failed(bench, &arrival.name, "it contains no files that can be opened", arrival.skipped);
    }
    let name = archive::folder_name(&arrival.name);
    let asked = wiring.ask(BeginConversion { application: arrival.bundle.clone(), name: name.clone() });
    let runtime = asked.await.map_err(Refused::Said);
    let kept = bench.is_kept();
    let result = runtime.and_then(|runtime| bench.open_runtime(&name, runtime));
    if result.is_ok() {
        bench.view.show_output(OutputTab::Conversion);
        bench.view.go_to_pane(Pane::Output);
    }
    let sentence = format!("Made the runtime `{name}` from your application.");
    report(bench, &arrival, &name, result, said(&sentence, kept));
}

/// What differs in the second application becomes options of the runtime.
async fn compare(bench: Workbench, wiring: Wiring, arrival: Arrival) {
    if arrival.bundle.is_empty() {
        return failed(bench, &arrival.name, "it contains no files that can be opened", arrival.skipped);
    }
    let name = archive::folder_name(&arrival.name);
    let second = Second { name: name.clone(), files: arrival.bundle.clone() };
    let Some(result) = step(bench, wiring, SetSecond(Some(second))).await else { return };
    if result.is_ok() {
        bench.view.show_output(OutputTab::Conversion);
        bench.view.go_to_pane(Pane::Output);
    }
    report(bench, &arrival, &name, result, format!("Added `{name}` as the second application."));
}

/// Opens the first archive of what was chosen or dropped.
fn take_in(bench: Workbench, wiring: Wiring, incoming: Vec<Incoming>, what: As) {
    let Some(first) = incoming.first().map(|file| file.path.clone()) else { return };
    let others = incoming.len() - 1;
    let Some(file) = incoming.into_iter().find(Incoming::is_archive) else {
        bench.view.complain(format!(
            "`{first}` isn't a zip or tar.gz file. To add single files, drop them on a folder in Files or select Upload files."
        ));
        return;
    };
    let name = file.path.clone();
    if file.size > archive::MAX_UNREAD_BYTES as f64 {
        let why = "it's larger than 128 MiB. If it contains dependencies such as node_modules, use Open, then \
                   Folder…, which skips them";
        return failed(bench, &name, why, Vec::new());
    }
    spawn_local(async move {
        let Ok(bytes) = file.read().await else {
            return failed(bench, &name, UNREADABLE, Vec::new());
        };
        match wiring.ask(Import { name: name.clone(), bytes }).await {
            Ok(mut arrival) => {
                if others > 0 {
                    arrival.notes.push(format!("Only `{name}` was opened. Open other files one at a time."));
                }
                landed(bench, wiring, arrival, what).await;
            }
            Err(why) => failed(bench, &name, &why, Vec::new()),
        }
    });
}

const UNREADABLE: &str = "the browser couldn't read it. Check that it still exists, then try again";

async fn open_dropped(bench: Workbench, wiring: Wiring, dropped: Dropped, what: As) {
    match dropped.walk(archive::MAX_LISTED, archive::is_litter).await {
        Ok(walked) if walked.too_many => {
            failed(bench, "the folder", &ImportError::TooManyEntries(None).to_string(), Vec::new());
        }
        Ok(walked) => open_folder(bench, wiring, walked.files, walked.left_out, what).await,
        Err(_) => {
            let why = "the browser couldn't read it. Select Open, then Folder… instead";
            failed(bench, "the folder", why, Vec::new());
        }
    }
}

/// A folder as the browser hands it over: every file with its path, without modes.
async fn open_folder(
    bench: Workbench,
    wiring: Wiring,
    incoming: Vec<Incoming>,
    left_out: Vec<String>,
    what: As,
) {
    let Some(top) = incoming.first().map(|file| file.path.split('/').next().unwrap_or_default().to_owned())
    else {
        if let Some(folder) = left_out.first() {
            failed(bench, folder, "it contains only dependencies, caches or system files", Vec::new());
        }
        return;
    };
    let sizes: Vec<_> = incoming.iter().map(|file| (file.path.as_str(), file.size as u64)).collect();
    let (mut imported, take) = match Imported::of_folder(&sizes) {
        Ok(it) => it,
        Err(why) => return failed(bench, &top, &why.to_string(), Vec::new()),
    };
    left_out.iter().for_each(|folder| imported.leave_out(folder));
    for at in take {
        let file = &incoming[at];
        imported.add(&file.path, file.read().await.ok());
    }
    imported.finish();
    landed(bench, wiring, imported.arrive(&top), what).await;
}

#[component]
pub fn CopyDialog() -> impl IntoView {
    let bench = bench();
    let all = bench.workspace.bundled();
    let first = all.first().map(|runtime| runtime.name.clone()).unwrap_or_default();
    let chosen = RwSignal::new(first.clone());
    let name = RwSignal::new(format!("my-{first}"));
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let kept = bench.is_kept();
        match bench.open_copy(&chosen.get_untracked(), name.get_untracked().trim()) {
            Ok(()) => {
                bench.view.close_dialog();
                bench.view.say(said("Opened the copy.", kept));
            }
            Err(refused) => wrong.set(Some(format!("Couldn't create the copy: {refused}."))),
        }
    };
    let choose = move |event| {
        let runtime = event_target_value(&event);
        name.set(format!("my-{runtime}"));
        chosen.set(runtime);
    };
    let options = all.iter().map(|runtime| {
        let title = format!("{} — {}", runtime.name, runtime.about);
        view! { <option value=runtime.name.clone()>{title}</option> }
    });
    let options = options.collect_view();
    view! {
        <Modal title="Copy of a bundled runtime">
            <form on:submit=submit>
                <label class="stack">
                    <span>"Copy of"</span>
                    <select autofocus on:change=choose>{options}</select>
                </label>
                <label class="stack">
                    <span>"Name"</span>
                    <input
                        type="text"
                        class="code"
                        spellcheck="false"
                        autocomplete="off"
                        prop:value=name
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                </label>
                <p class="hint">"Use this name with "<code>"faaso new -r"</code>". It's also the folder name in the exported zip."</p>
                <p class="wrong" role="alert">{wrong}</p>
                <footer>
                    <button type="button" on:click=move |_| bench.view.close_dialog()>"Cancel"</button>
                    <button type="submit" class="primary">"Create copy"</button>
                </footer>
            </form>
        </Modal>
    }
}

/// Asks for the application: a zip, a folder, or either dropped on the page.
#[component]
pub fn ApplicationDialog(what: As) -> impl IntoView {
    let bench = bench();
    let choose = |selector: &'static str| {
        move |_| {
            if let Some(input) = dom::find(selector) {
                dom::click(&input);
            }
        }
    };
    let (title, says) = match what {
        As::Second => (
            "Second application",
            "Choose another application of the same kind. What differs in the runtime's files becomes options, and \
             each of the two applications becomes a scenario.",
        ),
        _ => (
            "Application to convert",
            "Choose an application, with a Dockerfile or without. The designer makes a runtime of it: with the \
             defaults, a new funko builds the same files.",
        ),
    };
    view! {
        <Modal title=title>
            <p>{says}</p>
            <p class="hint">"Or drop a zip, tar.gz or folder on the page. Nothing leaves this browser."</p>
            <footer>
                <button type="button" on:click=move |_| bench.view.close_dialog()>"Cancel"</button>
                <button type="button" on:click=choose("[aria-label='Application folder']")>"Folder…"</button>
                <button type="button" class="primary" autofocus on:click=choose("[aria-label='Application zip']")>
                    "Zip or tar.gz…"
                </button>
            </footer>
        </Modal>
    }
}
