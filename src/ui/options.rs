//! What is done with options by a command: made of what is selected, taken back, renamed, described.

use crate::{
    engine::jobs::{InlineOption, MakePatch, OptionAt, Rewrite, UpdateReadme},
    platform::files,
    state::{Workbench, node::Node, view::Dialog},
    wiring::Wiring,
};
use convert::{
    options::{Selection, Within},
    patch::Sender,
};
use faaso::{project::Edit, text::Span};
use leptos::{prelude::*, task::spawn_local};

/// Remembers what is selected in an editor.
pub fn select(bench: Workbench, span: Span, within: Within) {
    let file = untrack(|| bench.view.active());
    bench.view.select(file.map(|file| Selection { file, span, within }));
}

/// Opens the dialog for what is selected.
pub fn make(bench: Workbench) {
    match bench.view.selected.get_untracked().filter(|selection| !selection.span.is_empty()) {
        Some(selection) => bench.view.show(Dialog::MakeOption(selection)),
        None => bench.view.complain("Select text in the template or the output first."),
    }
}

/// Puts the default of the option at the cursor in its place everywhere.
pub fn inline(bench: Workbench, wiring: Wiring) {
    at_cursor(bench, wiring, move |name| {
        let asked = wiring.ask(InlineOption(name.clone()));
        spawn_local(async move {
            let made = asked.await.and_then(|inlined| inlined.edit);
            let done = format!("Inlined the option {name}.");
            take(bench, made, done, "Couldn't inline the option. ");
        });
    });
}

/// Opens the dialog for another name of the option at the cursor.
pub fn rename(bench: Workbench, wiring: Wiring) {
    at_cursor(bench, wiring, move |name| bench.view.show(Dialog::RenameOption(name)));
}

pub fn update_readme(bench: Workbench, wiring: Wiring) {
    let asked = wiring.ask(UpdateReadme);
    spawn_local(async move {
        match asked.await {
            Ok(None) => bench.view.say("The table of options is up to date."),
            Ok(Some(edit)) => match bench.edit(edit) {
                Ok(()) => bench.view.say_done("Updated the table of options in README.md."),
                Err(refused) => bench.view.complain(format!("Couldn't update README.md: {refused}.")),
            },
            Err(why) => bench.view.complain(format!("Couldn't update README.md. {why}")),
        }
    });
}

/// Makes a file a template, or a template plain text. Its output stays the same.
pub fn rewrite(bench: Workbench, wiring: Wiring, node: &Node) {
    let Node::File(id) = node else { return };
    let asked = wiring.ask(Rewrite(id.clone()));
    let what = if id.path.as_str().ends_with(".j2") { "plain" } else { "a template" };
    let done = format!("Made {} {what}.", id.shown());
    spawn_local(async move {
        take(bench, asked.await, done, &format!("Couldn't make it {what}: "));
    });
}

/// Downloads a patch that adds the runtime to FaaSO, and shows what is left to do.
pub fn patch(bench: Workbench, wiring: Wiring, sender: Sender) {
    let asked = wiring.ask(MakePatch(sender));
    spawn_local(async move {
        match asked.await {
            Ok(patch) => match files::download(&patch.file_name, "text/x-patch", &patch.bytes) {
                Ok(()) => bench.view.show(Dialog::Patch(Box::new(patch))),
                Err(error) => bench.view.complain(format!("The browser blocked the download: {error}")),
            },
            Err(why) => bench.view.complain(format!("Couldn't create the patch. {why}")),
        }
    });
}

/// Makes the edit, or complains: what didn't work, and why.
fn take(bench: Workbench, made: Result<Edit, String>, done: String, failed: &str) {
    match made.and_then(|edit| bench.edit(edit).map_err(|refused| format!("{refused}."))) {
        Ok(()) => bench.view.say_done(done),
        Err(why) => bench.view.complain(format!("{failed}{why}")),
    }
}

fn at_cursor(bench: Workbench, wiring: Wiring, run: impl FnOnce(String) + 'static) {
    let none = "Put the cursor on an option in the template first.";
    let cursor = bench.view.selected.get_untracked().filter(|selection| selection.within == Within::File);
    let Some(Selection { file, span, .. }) = cursor else { return bench.view.complain(none) };
    let asked = wiring.ask(OptionAt { file, at: span.start });
    spawn_local(async move {
        match asked.await {
            Ok(Some(name)) => run(name),
            Ok(None) => bench.view.complain(none),
            Err(why) => bench.view.complain(why),
        }
    });
}
