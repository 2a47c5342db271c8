//! Components: they read memos, call actions, render. Names and roles are in the interface's contract: tests and
//! assistive technology find everything by them.

mod arrival;
mod binary;
mod changes;
mod copy_button;
mod desk;
mod dialog;
mod editors;
mod export;
mod file_actions;
mod file_dialogs;
mod file_menu;
mod files_pane;
mod funko_pane;
mod go_to_file;
mod help;
mod icon;
mod lens;
mod maximise;
mod menu;
mod name;
mod new_version;
mod notice;
mod open;
mod output_pane;
mod output_tree;
mod problems_pane;
mod projects;
mod reason;
mod rule_dialog;
mod share;
mod splitter;
mod status_bar;
mod tabs;
mod template_pane;
mod top_bar;
mod tree;
mod tree_row;

use crate::{
    platform::dom,
    state::{Bundled, Workbench},
    wiring::{self, Wiring},
};
use leptos::prelude::*;

/// The runtime that a newcomer sees.
const FIRST: &str = "flask-gunicorn";

#[component]
pub fn App() -> impl IntoView {
    dom::hold_halves();
    let bench = Workbench::new(bundled(), FIRST);
    provide_context(bench);
    provide_context(editors::Editors::new(bench));
    provide_context(export::Exports::new());
    let wiring = wiring::start(bench);
    provide_context(wiring);
    move || wiring.ready.get().then(|| view! { <desk::Desk /> })
}

fn bundled() -> Vec<Bundled> {
    let one = |runtime: &catalog::Bundled| Bundled {
        name: runtime.name.to_owned(),
        about: about(runtime),
        facts: [runtime.language.to_owned(), runtime.base_image.to_owned(), runtime.options.join(", ")],
        files: runtime.files.clone(),
    };
    catalog::bundled().iter().map(one).collect()
}

/// The README's title, without the name that stands before it anyway.
fn about(runtime: &catalog::Bundled) -> String {
    let title = runtime.description;
    match title.split_once(": ") {
        Some((name, rest)) if name.eq_ignore_ascii_case(runtime.name) => rest.to_owned(),
        _ => title.to_owned(),
    }
}

fn bench() -> Workbench {
    expect_context()
}

fn wired() -> Wiring {
    expect_context()
}

/// Bytes as people say them.
fn size(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".into(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A number with its noun.
fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
