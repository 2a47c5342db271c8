//! What became of an archive or folder that came in: opened, to be chosen from, or not opened and why.

use super::{bench, coded::Coded, count, dialog::Modal};
use crate::{
    platform::dom,
    state::{
        Refused, Workbench, keys,
        view::{Dialog, Import},
    },
};
use faaso::archive::{Arrival, Found, Kind, LIMITS};
use leptos::prelude::*;

/// How many of what was left out are listed.
const LISTED: usize = 200;

/// Opens what came in; asks where there are several things to open.
pub fn arrived(bench: Workbench, arrival: Arrival) {
    match arrival.found.as_slice() {
        [] if arrival.bundle.is_empty() && arrival.in_place.is_none() => {
            let skipped = arrival.skipped.clone();
            failed(bench, &arrival.name, "it contains no files that can be opened", skipped);
        }
        [] => {
            let why = match arrival.bundle.is_empty() {
                true => format!("The folder `{}` has no files that can be opened.", arrival.name),
                false => format!("`{}` has no Dockerfile and no funko.yml.", arrival.name),
            };
            let Arrival { skipped, notes, .. } = arrival.clone();
            let without_dockerfile = Some(Box::new(arrival));
            let import = Import { result: Err(why), skipped, notes, without_dockerfile };
            bench.view.show(Dialog::Import(import));
        }
        [one] => {
            let one = one.clone();
            open(bench, &arrival, &one);
        }
        _ => bench.view.show(Dialog::Choose(Box::new(arrival))),
    }
}

/// Says in passing what was opened, or why it was not.
pub fn opened(bench: Workbench, sentence: &str, open: impl FnOnce() -> Result<(), Refused>) {
    let kept = bench.is_kept();
    match open() {
        Ok(()) => bench.view.say(said(sentence, kept)),
        Err(refused) => bench.view.complain(format!("Couldn't open it: {refused}.")),
    }
}

/// `kept`: what was open before is among the projects.
pub fn said(sentence: &str, kept: bool) -> String {
    if kept { format!("{sentence} Your previous project is in Projects.") } else { sentence.to_owned() }
}

/// `why` begins in lower case and has no full stop.
pub fn failed(bench: Workbench, name: &str, why: &str, skipped: Vec<(String, String)>) {
    let result = Err(format!("Couldn't open `{name}`: {why}."));
    let import = Import { result, skipped, notes: Vec::new(), without_dockerfile: None };
    bench.view.show(Dialog::Import(import));
}

fn open(bench: Workbench, arrival: &Arrival, found: &Found) {
    let Found { kind, name, folder, .. } = found;
    let files = count(arrival.bundle.below(folder).len(), "file");
    let from = match folder.as_str() {
        "" => String::new(),
        folder => format!(" from `{folder}`"),
    };
    let sentence = match kind {
        Kind::Runtime => format!("Opened the runtime `{name}`{from} ({files})."),
        Kind::BuildContext => format!(
            "Opened `{name}`{from} as a funko ({files}). It's an exported build context, so its files replace the \
             runtime's."
        ),
        Kind::Funko | Kind::Unknown => format!("Opened the funko `{name}`{from} ({files})."),
    };
    let sentence = match &arrival.in_place {
        Some(_) => format!("{sentence} {}", in_place(bench, *kind)),
        None => sentence,
    };
    let kept = bench.is_kept();
    let result = bench.open_found(arrival, found);
    report(bench, arrival, name, result, said(&sentence, kept));
}

/// What becomes of changes in a folder on this computer.
fn in_place(bench: Workbench, kind: Kind) -> String {
    let save = keys::shown("Ctrl+S", dom::is_mac());
    let writes = match bench.view.write_at_once.get_untracked() {
        true => "Each change is written to the folder.".to_owned(),
        false => format!("{save} writes changes to the folder."),
    };
    match kind {
        Kind::Runtime => format!("{writes} The funko stays in this browser."),
        _ => writes,
    }
}

/// A plain success is said in passing; anything to read gets a dialog.
pub fn report(
    bench: Workbench,
    arrival: &Arrival,
    name: &str,
    result: Result<(), Refused>,
    sentence: String,
) {
    let result = result.map(|()| sentence).map_err(|refused| format!("Couldn't open `{name}`: {refused}."));
    let Arrival { skipped, notes, .. } = arrival;
    match result {
        Ok(said) if skipped.is_empty() && notes.is_empty() => {
            bench.view.close_dialog();
            bench.view.say(said);
        }
        result => {
            let import =
                Import { result, skipped: skipped.clone(), notes: notes.clone(), without_dockerfile: None };
            bench.view.show(Dialog::Import(import));
        }
    }
}

#[component]
pub fn ImportDialog(import: Import) -> impl IntoView {
    let bench = bench();
    let Import { result, skipped, notes, without_dockerfile } = import;
    let (said, class) = match result {
        Ok(said) => (said, ""),
        Err(why) => (why, "wrong"),
    };
    let close = move |_| bench.view.close_dialog();
    let footer = match without_dockerfile {
        None => {
            view! { <button type="button" class="primary" autofocus on:click=close>"OK"</button> }.into_any()
        }
        Some(arrival) => {
            let empty = arrival.bundle.is_empty();
            let create = move |_| {
                let kept = bench.is_kept();
                let result = bench.open_with_dockerfile(&arrival);
                let sentence = match empty {
                    true => format!("Created a small runtime for the folder `{}`.", arrival.name),
                    false => {
                        format!("Opened `{}` as a runtime, with a Dockerfile.j2 to start from.", arrival.name)
                    }
                };
                let quiet = Arrival { skipped: Vec::new(), notes: Vec::new(), ..Arrival::default() };
                report(bench, &quiet, &arrival.name, result, self::said(&sentence, kept));
            };
            view! {
                <button type="button" on:click=close>"Cancel"</button>
                <button type="button" class="primary" autofocus on:click=create>
                    {if empty { "Create runtime" } else { "Create Dockerfile" }}
                </button>
            }
            .into_any()
        }
    };
    let hint = (class == "wrong").then(|| {
        format!("Limits: {LIMITS}. Links, encrypted files and paths outside the archive are skipped.")
    });
    view! {
        <Modal title="Open">
            <p class=class><Coded text=said /></p>
            <Details skipped notes />
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            <footer>{footer}</footer>
        </Modal>
    }
}

/// What lies in the archive or folder, to choose from.
#[component]
pub fn ChooseDialog(arrival: Arrival) -> impl IntoView {
    let bench = bench();
    let title =
        format!("`{}` contains {} that can be opened. Choose one.", arrival.name, counted(&arrival.found));
    let (skipped, notes) = (arrival.skipped.clone(), arrival.notes.clone());
    // what was left out is to be read here, not once more
    let arrival = Arrival { skipped: Vec::new(), notes: Vec::new(), ..arrival };
    let found = StoredValue::new(arrival);
    let rows = found.with_value(|arrival| {
        let row = |(at, it): (usize, &Found)| {
            let (name, about) = (it.name.clone(), it.about.clone());
            let place =
                if it.folder.is_empty() { "everything, as one".to_owned() } else { it.folder.clone() };
            let choose = move |_| found.with_value(|arrival| open(bench, arrival, &arrival.found[at]));
            view! {
                <li>
                    <button type="button" class="found" on:click=choose autofocus=at == 0>
                        <span class="found-name"><b>{name}</b>" "<small>{kind_of(it.kind)}</small></span>
                        <span><Coded text=about /></span>
                        <code>{place}</code>
                    </button>
                </li>
            }
        };
        arrival.found.iter().enumerate().map(row).collect_view()
    });
    view! {
        <Modal title="Open">
            <p><Coded text=title /></p>
            <ul class="found-list" aria-label="Found">{rows}</ul>
            <Details skipped notes />
            <footer>
                <button type="button" on:click=move |_| bench.view.close_dialog()>"Cancel"</button>
            </footer>
        </Modal>
    }
}

#[component]
fn Details(skipped: Vec<(String, String)>, notes: Vec<String>) -> impl IntoView {
    let more = skipped.len().saturating_sub(LISTED);
    let rows = skipped.into_iter().take(LISTED).map(|(path, why)| {
        view! { <li><code>{path}</code> " " <span><Coded text=why /></span></li> }
    });
    let rows = rows.collect_view();
    let skipped = (!rows.is_empty()).then(|| {
        view! {
            <h3>"Skipped files"</h3>
            <ul class="skipped">
                {rows}
                {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
            </ul>
        }
    });
    view! {
        {notes.into_iter().map(|note| view! { <p class="hint"><Coded text=note /></p> }).collect_view()}
        {skipped}
    }
}

fn kind_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Runtime => "runtime",
        Kind::Funko => "funko",
        Kind::BuildContext => "funko, exported",
        Kind::Unknown => "",
    }
}

/// `3 runtimes and 1 funko`
fn counted(found: &[Found]) -> String {
    let runtimes = found.iter().filter(|found| found.kind == Kind::Runtime).count();
    let counts = [(runtimes, "runtime"), (found.len() - runtimes, "funko")];
    let counts =
        counts.into_iter().filter(|(number, _)| *number > 0).map(|(number, what)| count(number, what));
    counts.collect::<Vec<_>>().join(" and ")
}
