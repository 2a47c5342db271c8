//! The whole page: where the panes stand, keys that work everywhere, files dropped anywhere.

use super::{
    bench, commands,
    deeds::{Deed, carry_out, take_drop},
    dialogs::dialog,
    editors::Editors,
    files_pane::FilesPane,
    folder_notice::FolderNotice,
    funko_pane::FunkoPane,
    new_version::NewVersion,
    notice::NoticeBox,
    open::{As, Taken},
    output_pane::OutputPane,
    panels::LessonPanel,
    panes::{PANES, pane_id},
    problems_pane::ProblemsPane,
    projects::SecondTab,
    save_state::NotSavedNotice,
    splitter::Splitter,
    status_bar::StatusBar,
    tab_row::Tabs,
    template_pane::TemplatePane,
    top_bar::TopBar,
    wired,
};
use crate::{
    platform::{dom, files, launch},
    state::{
        Workbench,
        view::{Dialog, Divider},
    },
};
use leptos::{ev, prelude::*};

/// How much more room two editors side by side have than one.
const TWO_EDITORS: f64 = 1.6;

#[component]
pub fn Desk() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let wiring = wired();
    let desk = commands::Desk::here();
    let dragged = RwSignal::new(false);
    let keys = window_event_listener(ev::keydown, move |event| on_key(desk, &event));
    let over = window_event_listener(ev::dragover, move |event| {
        if files::brings_files(&event) {
            event.prevent_default();
            dragged.set(true);
            wiring.expect_errand();
        }
    });
    let left = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            dragged.set(false);
        }
    });
    launch::on_launch(move |files| carry_out(bench, wiring, Deed::Take(Taken::Files(files), As::Project)));
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
            bench.view.revealed();
            editors.put_cursor(&file, at);
        }
    });
    let sizes = move || bench.view.sizes.get();
    // a dialog that takes another's place is an element of its own: the other's end must not close it
    let number = StoredValue::new(0u64);
    let dialogs = move || {
        bench.view.dialog.get().map(|dialog| {
            number.update_value(|number| *number += 1);
            (number.get_value(), dialog)
        })
    };
    view! {
        <div
            class="desk"
            data-shown=move || pane_id(bench.view.pane.get())
            data-maximised=move || bench.view.maximised.get().map(pane_id)
            data-problems=move || problems_room(bench)
            style=("--files", move || format!("{:.3}rem", sizes().files / 16.0))
            style=("--problems", move || format!("{:.3}rem", sizes().problems / 16.0))
            data-beside=move || bench.view.second().map(|_| "")
            style=("--template", move || format!("{:.2}fr", sizes().shares[0]))
            style=("--two", move || format!("{:.2}fr", sizes().shares[0] * TWO_EDITORS))
            style=("--funko", move || format!("{:.2}fr", sizes().shares[1]))
            style=("--output", move || format!("{:.2}fr", sizes().shares[2]))
        >
            <TopBar />
            <div class="bar-notices">
                <SecondTab />
                <NewVersion />
                <FolderNotice />
                <NotSavedNotice />
            </div>
            <nav class="switch" aria-label="Panes">
                <Tabs label="Panes" id="panes" tabs=PANES chosen=move || bench.view.pane.get() choose=move |tab| bench.view.go_to_pane(tab) />
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
            <LessonPanel />
            <StatusBar />
            <NoticeBox />
        </div>
        {move || dragged.get().then(|| view! { <div class="drop"><p>"Drop a folder, zip or tar.gz to open it. Drop other files on a folder in Files."</p></div> })}
        <For each=dialogs key=|(number, _)| *number children=|(_, shown)| dialog(shown) />
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

/// A dialog has the keys for itself, but for the one that every author's hand knows.
fn on_key(desk: commands::Desk, event: &ev::KeyboardEvent) {
    let view = desk.bench.view;
    // the browser's own dialog would only confuse, whatever is open here
    let saves = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s");
    if saves && view.dialog.with_untracked(Option::is_some) {
        event.prevent_default();
        return carry_out(desk.bench, desk.wiring, Deed::SaveToFolder);
    }
    if view.dialog.with_untracked(Option::is_some) || commands::on_key(desk, event) {
        return;
    }
    let command = event.ctrl_key() || event.meta_key();
    match (event.key().as_str(), command) {
        ("?", false) if !dom::in_text(event) => {
            event.prevent_default();
            view.show(Dialog::Help);
        }
        // the other key for it
        ("y", true) if !dom::in_text(event) => {
            event.prevent_default();
            desk.bench.redo();
        }
        _ => {}
    }
}
