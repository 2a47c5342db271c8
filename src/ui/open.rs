//! What comes in: zips, folders, a blank runtime, a copy of a bundled one.

use super::{
    bench, count,
    dialog::Modal,
    menu::{Item, MenuButton},
    wired,
};
use crate::{
    engine::messages::{ImportKind, Imported},
    platform::files::{self, Incoming},
    state::{
        Workbench,
        actions::Refused,
        view::{Dialog, Import},
    },
    wiring::Wiring,
};
use faaso::{
    archive::{self, Kind},
    bundle::{Bundle, File, PLAIN},
    path::BundlePath,
};
use leptos::{ev, prelude::*};

#[component]
pub fn OpenMenu() -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    let zip = NodeRef::<leptos::html::Input>::new();
    let folder = NodeRef::<leptos::html::Input>::new();
    let click = |input: NodeRef<leptos::html::Input>| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let items = vec![
        Item::new("Zip…", "a runtime or a funko", move || click(zip)),
        Item::new("Folder…", "of this computer, without modes", move || click(folder)),
        Item::new("Blank runtime", "a small one that answers", move || {
            done(bench, bench.open_blank(), "A blank runtime is open.")
        }),
        Item::new("Copy of a bundled runtime", "under another name", move || {
            bench.view.dialog.set(Some(Dialog::CopyRuntime))
        }),
    ];
    view! {
        <MenuButton label="Open" class="quiet" items />
        <input
            class="unseen"
            type="file"
            accept=".zip,application/zip"
            aria-label="Open zip"
            tabindex="-1"
            node_ref=zip
            on:change=move |event: ev::Event| take_in(bench, wiring, files::chosen(&event))
        />
        <input
            class="unseen"
            type="file"
            prop:webkitdirectory=true
            aria-label="Open folder"
            tabindex="-1"
            node_ref=folder
            on:change=move |event: ev::Event| {
                let incoming = files::chosen(&event);
                leptos::task::spawn_local(open_folder(bench, incoming));
            }
        />
    }
}

fn done(bench: Workbench, result: Result<(), Refused>, said: &str) {
    match result {
        Ok(()) => bench.view.say(format!("{said} What was open is under Projects.")),
        Err(refused) => bench.view.complain(format!("It could not be opened: {refused}.")),
    }
}

/// Opens the first zip of what was chosen or dropped.
pub fn take_in(bench: Workbench, wiring: Wiring, incoming: Vec<Incoming>) {
    let Some(file) = incoming.into_iter().next() else { return };
    if !file.is_zip() {
        bench.view.complain(format!(
            "“{}” is no zip. Drop single files on a folder of the tree, or use “Upload files” over it.",
            file.path
        ));
        return;
    }
    leptos::task::spawn_local(async move {
        let name = file.path.clone();
        match file.read().await {
            Ok(bytes) => wiring.import(name.clone(), bytes, move |result| match result {
                Ok(imported) => open_imported(bench, imported),
                Err(why) => report(bench, Err(format!("“{name}” was not opened. {why}")), Vec::new()),
            }),
            Err(error) => report(bench, Err(format!("“{name}” could not be read: {error}")), Vec::new()),
        }
    });
}

fn open_imported(bench: Workbench, imported: Imported) {
    let Imported { kind, name, bundle, skipped } = imported;
    let files = count(bundle.len(), "file");
    let (opened, said) = match kind {
        ImportKind::Runtime => {
            (bench.open_runtime(&name, bundle), format!("The runtime “{name}” is open: {files}."))
        }
        ImportKind::FunkoSource => {
            (bench.open_funko(&name, &bundle), format!("The funko “{name}” is open: {files}."))
        }
        ImportKind::BuildContext => (
            bench.open_funko(&name, &bundle),
            format!("“{name}” is open as a funko: {files}, ready made, laid over the runtime."),
        ),
        ImportKind::Unknown => {
            let why = format!("“{name}” was not opened: it holds neither a Dockerfile nor a “funko.yml”.");
            return report(bench, Err(why), skipped);
        }
    };
    let result = match opened {
        Ok(()) => Ok(format!("{said} What was open is under Projects.")),
        Err(refused) => Err(format!("“{name}” was not opened: {refused}.")),
    };
    report(bench, result, skipped);
}

/// A plain success is said in passing; anything to read gets a dialog.
fn report(bench: Workbench, result: Result<String, String>, skipped: Vec<(String, String)>) {
    match result {
        Ok(said) if skipped.is_empty() => bench.view.say(said),
        result => bench.view.dialog.set(Some(Dialog::Import(Import { result, skipped }))),
    }
}

/// A folder as the browser hands it over: every file with its path, without modes.
async fn open_folder(bench: Workbench, incoming: Vec<Incoming>) {
    if incoming.is_empty() {
        return;
    }
    let top = incoming[0].path.split('/').next().unwrap_or_default().to_owned();
    let total: f64 = incoming.iter().map(|file| file.size).sum();
    if incoming.len() > archive::MAX_ENTRIES || total > archive::MAX_TOTAL_BYTES as f64 {
        let files = count(incoming.len(), "file");
        let size = super::size(total as usize);
        let why = format!(
            "“{top}” was not opened: {files} with {size} are too much. The limits are {}.",
            archive::LIMITS
        );
        return report(bench, Err(why), Vec::new());
    }
    let mut bundle = Bundle::new();
    let mut skipped = Vec::new();
    for file in incoming {
        let inside = file.path.split_once('/').map_or(file.path.as_str(), |(_, inside)| inside);
        if inside.split('/').any(|part| part == ".git" || part == "node_modules") {
            continue;
        }
        let put = match (BundlePath::new(inside), file.read().await) {
            (Ok(path), Ok(bytes)) => {
                bundle.put(path, File::new(bytes, PLAIN)).map(|_| ()).map_err(|e| e.to_string())
            }
            (Err(error), _) => Err(error.to_string()),
            (_, Err(error)) => Err(error.to_string()),
        };
        if let Err(why) = put {
            skipped.push((file.path, why));
        }
    }
    let kind = match archive::recognise(&bundle) {
        Kind::Runtime => ImportKind::Runtime,
        Kind::Funko => ImportKind::FunkoSource,
        Kind::BuildContext => ImportKind::BuildContext,
        Kind::Unknown => ImportKind::Unknown,
    };
    open_imported(bench, Imported { kind, name: top, bundle, skipped });
}

#[component]
pub fn ImportDialog(import: Import) -> impl IntoView {
    let bench = bench();
    let (said, class) = match import.result {
        Ok(said) => (said, ""),
        Err(why) => (why, "wrong"),
    };
    let skipped = (!import.skipped.is_empty()).then(|| {
        let rows = import.skipped.into_iter().map(|(path, why)| {
            view! { <li><code>{path}</code> " " <span>{why}</span></li> }
        });
        view! {
            <h3>"Left out"</h3>
            <ul class="skipped">{rows.collect_view()}</ul>
        }
    });
    view! {
        <Modal title="Open">
            <p class=class>{said}</p>
            {skipped}
            <p class="hint">
                {format!("Limits of a zip: {}. ", archive::LIMITS)}
                "Links, encrypted entries and paths that lead out of it are left out."
            </p>
            <footer>
                <button type="button" class="primary" autofocus on:click=move |_| bench.view.dialog.set(None)>"OK"</button>
            </footer>
        </Modal>
    }
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
        match bench.open_copy(&chosen.get_untracked(), name.get_untracked().trim()) {
            Ok(()) => {
                bench.view.dialog.set(None);
                done(bench, Ok(()), "The copy is open.");
            }
            Err(refused) => wrong.set(Some(format!("That does not work: {refused}."))),
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
                <p class="hint">"The name is what FaaSO is given after “-r”, and the folder of the exported runtime."</p>
                <p class="wrong" role="alert">{wrong}</p>
                <footer>
                    <button type="button" on:click=move |_| bench.view.dialog.set(None)>"Cancel"</button>
                    <button type="submit" class="primary">"Open the copy"</button>
                </footer>
            </form>
        </Modal>
    }
}
