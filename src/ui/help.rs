//! What the product is, its keys and its limits.

use super::dialog::Modal;
use faaso::archive;
use leptos::prelude::*;

const KEYS: &[(&str, &str)] = &[
    ("Ctrl P", "go to a file"),
    ("Ctrl Z, Ctrl Shift Z", "undo and redo, in text and in the tree alike"),
    ("Ctrl Shift E", "export"),
    ("F8, Shift F8", "next problem, problem before"),
    ("F6, Shift F6", "next pane, pane before"),
    ("F2, Delete", "in the tree: rename or move, delete"),
    ("Shift F10", "in the tree: all that can be done with a file"),
    ("Delete", "on a tab: close it"),
    ("Ctrl F", "in an editor: search and replace"),
    ("Esc, then Tab", "leave an editor"),
    ("F1", "this help"),
];

#[component]
pub fn HelpDialog() -> impl IntoView {
    let keys = KEYS.iter().map(|&(keys, what)| {
        let keys = keys.split(", ").map(|key| view! { <kbd>{key}</kbd> " " }).collect_view();
        view! { <dt>{keys}</dt><dd>{what}</dd> }
    });
    view! {
        <Modal title="Help" class="wide help">
            <nav aria-label="Sections">
                <a href="#help-what">"What it is"</a>
                <a href="#help-keys">"Keys"</a>
                <a href="#help-files">"Files"</a>
                <a href="#help-limits">"Limits"</a>
            </nav>
            <section id="help-what">
                <h3>"What it is"</h3>
                <p>
                    "FaaSO makes a container of a funko: a few files of yours, laid over a runtime. Here you write both. "
                    "The output on the right is, byte for byte, what FaaSO would write: on every key, without a Run button."
                </p>
                <p>
                    "Choose a runtime, change a template or “funko.yml”, and export “Funko zip (ready to build)”. "
                    "One line in a terminal then builds and starts it, and it answers on port 3000."
                </p>
                <p>"Everything stays in this browser. Nothing is sent anywhere."</p>
            </section>
            <section id="help-keys">
                <h3>"Keys"</h3>
                <dl class="keys">{keys.collect_view()}</dl>
            </section>
            <section id="help-files">
                <h3>"Files"</h3>
                <dl class="facts">
                    <dt>"Runtime"</dt>
                    <dd>"What a build takes: files that end in “.j2” are rendered with the funko's name, runtime and options, the others are copied."</dd>
                    <dt>"Template"</dt>
                    <dd>"What a new funko gets, rendered with its name and runtime only."</dd>
                    <dt>"Funko"</dt>
                    <dd>"The funko itself. A file is "<span class="badge live">"live"</span>" as long as it is what the template makes; your first edit makes it yours, and “Reset to template” takes that back. It is laid over the runtime, and is never rendered."</dd>
                </dl>
            </section>
            <section id="help-limits">
                <h3>"Limits"</h3>
                <ul>
                    <li>
                        {format!("Limits of a zip that is opened: {}, unpacked. ", archive::LIMITS)}
                        "Links, encrypted entries and paths that lead out of it are left out, and listed."
                    </li>
                    <li>"Templates are limited to 5 million steps and 16 MB of output. One that stops making progress is stopped. Your work isn't affected when a limit is reached."</li>
                    <li>"Undo goes back 2,000 steps, over reloads too."</li>
                </ul>
            </section>
        </Modal>
    }
}
