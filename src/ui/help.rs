//! What the product is, its keys and its limits.

use super::{
    commands::{COMMANDS, shown_key},
    dialog::Modal,
    welcome::{WHAT, Ways},
};
use faaso::archive;
use leptos::prelude::*;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Set by build.rs; empty in a build for development, or without Git.
const COMMIT: &str = env!("DESIGNER_COMMIT");
/// Empty where it isn't known, as in a build for development.
const REPOSITORY: &str = env!("DESIGNER_REPOSITORY");

/// Keys that only work somewhere; those of the commands stand before them.
const PLACES: &[(&str, &str)] = &[
    ("F2, Delete", "In Files: rename, delete"),
    ("Space, Shift+↓", "In Files: select several"),
    ("Alt+F1", "In an editor: help for the option, filter or tag at the cursor"),
    ("Shift+F10", "In Files: open the context menu"),
    ("Delete", "On a tab: close it"),
    ("Ctrl+F", "In an editor: find and replace"),
    ("Ctrl+G", "In an editor: go to a line"),
    ("Esc, Tab", "Leave an editor (Tab alone indents)"),
];

#[component]
pub fn HelpDialog() -> impl IntoView {
    let commands = COMMANDS.iter().filter(|command| !command.key.is_empty());
    let keys = commands.map(|command| (command.key, command.title)).chain(PLACES.iter().copied());
    let keys = keys.map(|(keys, what)| {
        let keys = keys.split(", ").map(|key| view! { <kbd>{shown_key(key)}</kbd> " " }).collect_view();
        view! { <dt>{keys}</dt><dd>{what}</dd> }
    });
    view! {
        <Modal title="Help" class="wide help">
            <nav aria-label="Sections">
                <a href="#help-what">"What it is"</a>
                <a href="#help-keys">"Keys"</a>
                <a href="#help-files">"Files"</a>
                <a href="#help-limits">"Limits"</a>
                <a href="#help-about">"About"</a>
            </nav>
            <section id="help-what">
                <h3>"What it is"</h3>
                <p>{WHAT} " The output is identical to what FaaSO writes."</p>
                <div class="ways"><Ways /></div>
                <p>
                    "Lessons are short tasks on the real workbench; the page checks your changes. A problem's rule has an example "
                    "that opens as a project: select the rule's name in Problems, then Try it."
                </p>
                <p>
                    "Select a runtime, edit a template or funko.yml, and export “Funko zip (ready to build)”. "
                    "One command then builds and starts it. It answers on port 3000."
                </p>
                <p>
                    "A scenario is a funko.yml with a name, and what FaaSO builds with it. The tab Scenarios says which of them your change "
                    "affects, and “Try the edges” finds values that break the runtime."
                </p>
                <p>
                    "To make a runtime of an application, select Open, then Application to convert. The tab Conversion proposes "
                    "a place for each file: T puts it in the template, R in the runtime, L leaves it out. It also lists what FaaSO "
                    "needs, with fixes, and shows whether a new funko builds the same files. A second application of the same kind "
                    "shows what should be an option: what differs between the two."
                </p>
                <p>
                    "Everything stays in this browser. Nothing is uploaded, unless you switch on “Build on a FaaSO” in Settings: then Export "
                    "offers to send the funko to your FaaSO server, which builds it. It asks each time and leads from a failed step to its line."
                </p>
                <p>
                    "To edit a folder on this computer in place, select Open, then Folder on this computer. Ctrl+S writes your changes to it; "
                    "Settings can write each change at once. What other programs change comes in. If both sides changed a file, "
                    "both versions are shown and you choose one. Git's folder is left alone. Chromium browsers can do this."
                </p>
            </section>
            <section id="help-keys">
                <h3>"Keys"</h3>
                <dl class="keys">{keys.collect_view()}</dl>
            </section>
            <section id="help-files">
                <h3>"Files"</h3>
                <dl class="facts">
                    <dt>"Runtime"</dt>
                    <dd>"Files used by faaso build. Files ending in .j2 are rendered with the funko's name, runtime and options. Others are copied."</dd>
                    <dt>"Template"</dt>
                    <dd>"Files copied into each new funko. Only name and runtime are available in them."</dd>
                    <dt>"Funko"</dt>
                    <dd>"The funko itself. Files marked "<span class="badge live">"from template"</span>" are generated; editing one creates your own copy, and “Reset to template” removes it. They replace the runtime's files and are never rendered."</dd>
                    <dt>"Empty folders"</dt>
                    <dd>"New folder makes one in Runtime or Template. FaaSO creates folders only for files, so it's in no build before it has one."</dd>
                </dl>
            </section>
            <section id="help-limits">
                <h3>"Limits"</h3>
                <ul>
                    <li>
                        {format!("Zip and tar.gz files: {}, unpacked. ", archive::LIMITS)}
                        "Links, encrypted files and paths outside the archive are skipped and listed."
                    </li>
                    <li>"Templates are limited to 5 million steps and 16 MB of output. One that stops making progress is stopped. Your work isn't affected when a limit is reached."</li>
                    <li>"You can undo 2,000 steps, even after a reload."</li>
                </ul>
            </section>
            <section id="help-about">
                <h3>"About"</h3>
                <dl class="facts">
                    <dt>"Version"</dt>
                    <dd>{VERSION}</dd>
                    <dt>"Built from"</dt>
                    <dd>{built_from()}</dd>
                    {(!REPOSITORY.is_empty()).then(|| view! {
                        <dt>"Repository"</dt>
                        <dd><a href=REPOSITORY target="_blank" rel="noreferrer">{REPOSITORY.trim_start_matches("https://")}</a></dd>
                    })}
                    <dt>"FaaSO"</dt>
                    <dd><a href="https://github.com/ralsina/faaso" target="_blank" rel="noreferrer">"github.com/ralsina/faaso"</a></dd>
                    <dt>"Licences"</dt>
                    <dd>
                        "MIT. "
                        <a href="licences.txt" target="_blank">"Licences of all that this page is made from"</a>
                    </dd>
                </dl>
            </section>
        </Modal>
    }
}

fn built_from() -> String {
    if COMMIT.is_empty() { "a working copy".to_owned() } else { format!("commit {COMMIT}") }
}
