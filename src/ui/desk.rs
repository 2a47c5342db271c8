//! The whole page: where the panes stand, keys that work everywhere, files dropped anywhere.

use super::{
    arrival::{ChooseDialog, ImportDialog},
    bench,
    editors::Editors,
    export::ExportDialog,
    file_dialogs::{MoveDialog, NewFileDialog},
    files_pane::FilesPane,
    funko_pane::FunkoPane,
    go_to_file::GoToFile,
    help::HelpDialog,
    new_version::NewVersion,
    notice::NoticeBox,
    open::{CopyDialog, take_drop},
    output_pane::OutputPane,
    problems_pane::{ProblemsPane, go_to_problem},
    projects::{HeldDialog, ProjectsDialog, SecondTab, WayOut},
    rule_dialog::RuleDialog,
    share::{ShareDialog, SharedDialog},
    splitter::Splitter,
    status_bar::StatusBar,
    tabs::Tabs,
    template_pane::TemplatePane,
    top_bar::TopBar,
    wired,
};
use crate::{
    platform::{dom, files},
    state::{
        Workbench,
        view::{Dialog, Divider, Pane},
    },
};
use leptos::{ev, prelude::*};

/// Those of which one is shown where there is no room for all.
const PANES: &[(Pane, &str)] = &[
    (Pane::Files, "Files"),
    (Pane::Template, "Template"),
    (Pane::Funko, "funko.yml"),
    (Pane::Output, "Output"),
];

#[component]
pub fn Desk() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let wiring = wired();
    let dragged = RwSignal::new(false);
    let keys = window_event_listener(ev::keydown, move |event| on_key(bench, editors, &event));
    let over = window_event_listener(ev::dragover, move |event| {
        if files::brings_files(&event) {
            event.prevent_default();
            dragged.set(true);
        }
    });
    let left = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            dragged.set(false);
        }
    });
    let drop = files::on_drop(move |event| {
        dragged.set(false);
        let dropped = files::dropped(event);
        // plain files are a matter of the row in the tree that they are dropped on
        let in_tree = dropped.is_plain() && dom::around(event, "[role=treeitem]").is_some();
        if files::brings_files(event) && !in_tree {
            event.prevent_default();
            if dom::in_text(event) {
                // an editor would type what it gets
                event.stop_propagation();
            }
            take_drop(bench, wiring, dropped);
        }
    });
    // as long as the page is there
    StoredValue::new_local(drop);
    on_cleanup(move || {
        keys.remove();
        over.remove();
        left.remove();
    });
    // the focus is where it was when the project was left
    Effect::new(move |_| {
        if let Some((file, at)) = bench.view.revealed.get() {
            bench.view.revealed.set(None);
            editors.put_cursor(&file, at);
        }
    });
    let sizes = move || bench.view.sizes.get();
    view! {
        <div
            class="desk"
            data-shown=move || pane_id(bench.view.pane.get())
            data-maximised=move || bench.view.maximised.get().map(pane_id)
            data-problems=move || problems_room(bench)
            style=("--files", move || format!("{:.3}rem", sizes().files / 16.0))
            style=("--problems", move || format!("{:.3}rem", sizes().problems / 16.0))
            style=("--template", move || format!("{:.2}fr", sizes().shares[0]))
            style=("--funko", move || format!("{:.2}fr", sizes().shares[1]))
            style=("--output", move || format!("{:.2}fr", sizes().shares[2]))
        >
            <TopBar />
            <div class="bar-notices">
                <SecondTab />
                <NewVersion />
                <WayOut />
            </div>
            <nav class="switch" aria-label="Panes">
                <Tabs label="Panes" id="panes" tabs=PANES chosen=bench.view.pane />
            </nav>
            <main>
                <FilesPane />
                <Splitter divider=Divider::Files label="Width of Files" />
                <TemplatePane />
                <Splitter divider=Divider::Template label="Between Template and funko.yml" />
                <FunkoPane />
                <Splitter divider=Divider::Funko label="Between funko.yml and Output" />
                <OutputPane />
                <Splitter divider=Divider::Problems label="Height of Problems" />
                <ProblemsPane />
            </main>
            <StatusBar />
            <NoticeBox />
        </div>
        {move || dragged.get().then(|| view! { <div class="drop"><p>"Drop a folder or zip to open it. Drop other files on a folder in Files."</p></div> })}
        {move || bench.view.dialog.get().map(dialog)}
    }
}

fn dialog(dialog: Dialog) -> AnyView {
    match dialog {
        Dialog::Help => view! { <HelpDialog /> }.into_any(),
        Dialog::GoToFile => view! { <GoToFile /> }.into_any(),
        Dialog::Export => view! { <ExportDialog /> }.into_any(),
        Dialog::Share => view! { <ShareDialog /> }.into_any(),
        Dialog::Shared(shared) => view! { <SharedDialog shared /> }.into_any(),
        Dialog::Import(import) => view! { <ImportDialog import /> }.into_any(),
        Dialog::Choose(arrival) => view! { <ChooseDialog arrival=*arrival /> }.into_any(),
        Dialog::Rule(rule) => view! { <RuleDialog rule /> }.into_any(),
        Dialog::Projects => view! { <ProjectsDialog /> }.into_any(),
        Dialog::Held(id) => view! { <HeldDialog id /> }.into_any(),
        Dialog::CopyRuntime => view! { <CopyDialog /> }.into_any(),
        Dialog::NewFile(group, folder) => view! { <NewFileDialog group folder /> }.into_any(),
        Dialog::Move(node) => view! { <MoveDialog node /> }.into_any(),
    }
}

/// How much room the list of problems has: its own, a line, or none.
fn problems_room(bench: Workbench) -> &'static str {
    match (bench.view.problems_shut.get(), bench.view.problems_tall.get()) {
        (true, _) => "shut",
        (false, true) => "open",
        (false, false) => "line",
    }
}

fn pane_id(pane: Pane) -> &'static str {
    match pane {
        Pane::Files => "files",
        Pane::Template => "template",
        Pane::Funko => "funko",
        Pane::Output => "output",
        Pane::Problems => "problems",
    }
}

fn on_key(bench: Workbench, editors: Editors, event: &ev::KeyboardEvent) {
    let command = event.ctrl_key() || event.meta_key();
    let open = |dialog| {
        event.prevent_default();
        bench.view.dialog.set(Some(dialog));
    };
    let modal = bench.view.dialog.with_untracked(Option::is_some);
    // by the key's place: Alt writes another sign with it on some systems
    if event.alt_key() && !command && !modal {
        match event.code().as_str() {
            "KeyZ" => toggle_wrap(bench),
            "KeyM" => {
                let focused = dom::focused_pane();
                let pane = PANES.iter().map(|(pane, _)| *pane).chain([Pane::Problems]);
                let pane = pane.into_iter().find(|&pane| focused.as_deref() == Some(pane_id(pane)));
                bench.view.toggle_maximised(pane.unwrap_or(Pane::Template));
            }
            _ => return,
        }
        event.prevent_default();
        return;
    }
    match (event.key().to_lowercase().as_str(), command, event.shift_key()) {
        // what is typed is saved as it is typed; the browser's own dialog would only confuse
        ("s", true, _) => {
            event.prevent_default();
            bench.view.say("Saved automatically. Use Export to download a zip.");
        }
        _ if modal => {}
        ("f6", false, back) => {
            event.prevent_default();
            next_pane(bench, editors, back);
        }
        ("f8", false, back) => {
            event.prevent_default();
            go_to_problem(bench, editors, if back { -1 } else { 1 });
        }
        ("f1", false, _) => open(Dialog::Help),
        ("?", false, _) if !dom::in_text(event) => open(Dialog::Help),
        ("p", true, false) => open(Dialog::GoToFile),
        ("e", true, true) => {
            event.prevent_default();
            dom::focus_now("[aria-label=Export]");
            if let Some(button) = dom::find("[aria-label=Export]") {
                dom::click(&button);
            }
        }
        // in a text field of ours undo is the document's all the same; the editors ask for it themselves
        ("z", true, back) if !dom::in_text(event) => {
            event.prevent_default();
            if back { bench.redo() } else { bench.undo() }
        }
        ("y", true, false) if !dom::in_text(event) => {
            event.prevent_default();
            bench.redo();
        }
        _ => {}
    }
}

/// Of the editor with the focus; of the Template pane's where none has it.
fn toggle_wrap(bench: Workbench) {
    let focused = dom::focused_pane();
    let pane =
        [Pane::Funko, Pane::Output].into_iter().find(|&pane| focused.as_deref() == Some(pane_id(pane)));
    let pane = pane.unwrap_or(Pane::Template);
    bench.view.wrap.update(|wrap| wrap.toggle(pane));
    let name = PANES.iter().find(|(it, _)| *it == pane).map_or("", |(_, name)| name);
    let on = bench.view.wrap.with_untracked(|wrap| wrap.of(pane));
    bench.view.say(format!("Word wrap in {name}: {}", if on { "on" } else { "off" }));
}

fn next_pane(bench: Workbench, editors: Editors, back: bool) {
    const ORDER: [Pane; 5] = [Pane::Files, Pane::Template, Pane::Funko, Pane::Output, Pane::Problems];
    let now = dom::focused_pane().and_then(|id| ORDER.iter().position(|&pane| pane_id(pane) == id));
    let next = match (now, back) {
        (Some(at), false) => (at + 1) % ORDER.len(),
        (Some(at), true) => (at + ORDER.len() - 1) % ORDER.len(),
        (None, false) => 0,
        (None, true) => ORDER.len() - 1,
    };
    let pane = ORDER[next];
    bench.view.go_to_pane(pane);
    match pane {
        Pane::Template if bench.view.active().is_some() => editors.template.focus(),
        Pane::Funko => editors.funko.focus(),
        Pane::Files => dom::focus("[data-pane=files] [role=treeitem][tabindex='0']"),
        Pane::Template => dom::focus("[data-pane=template] button"),
        Pane::Output => dom::focus("[data-pane=output] [role=tab][aria-selected=true]"),
        Pane::Problems => dom::focus("[data-pane=problems] [data-first]"),
    }
}
