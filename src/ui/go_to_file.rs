//! Ctrl+P: a file by a part of its path, and the line. What begins with `>` is a command: Ctrl+K begins with that.

use super::{
    commands::{COMMANDS, Command, Desk, shown_key},
    dialog::Modal,
    editors::Editors,
    name::Name,
};
use crate::{
    platform::dom,
    state::{
        Workbench,
        file_match::{before, fit, with_line},
        node::title,
    },
};
use faaso::{project::FileId, text::LineColumn};
use leptos::{ev, prelude::*};

/// Files shown at once.
const SHOWN: usize = 12;

/// What a row stands for.
#[derive(Clone)]
enum Found {
    File(FileId, Option<usize>),
    Command(&'static Command),
}

#[component]
pub fn GoToFile(
    /// What stands in the box at first.
    begin: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    let bench = desk.bench;
    let asked = RwSignal::new(begin.to_owned());
    let at = RwSignal::new(0_usize);
    let is_command = Memo::new(move |_| asked.with(|asked| asked.trim_start().starts_with('>')));
    let found = Signal::derive(move || asked.with(|asked| find(bench, asked)));
    let run = move |found: &Found| {
        bench.view.close_dialog();
        match found {
            Found::File(id, line) => go(bench, desk.editors, id, *line),
            // once the dialog has given the focus back: some commands are about the pane that has it
            Found::Command(command) => {
                let run = command.run;
                request_animation_frame(move || run(desk));
            }
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let last = found.with_untracked(Vec::len).max(1) - 1;
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                if let Some(found) = found.with_untracked(|found| found.get(at.get_untracked()).cloned()) {
                    run(&found);
                }
            }
            _ => return,
        }
        event.prevent_default();
        request_animation_frame(|| dom::bring_into_view("#found [aria-selected=true]"));
    };
    let rows = move || {
        let all = found.get().into_iter().enumerate();
        all.map(|(place, found)| {
            let (name, beside) = match &found {
                Found::File(id, _) => (id.shown().to_owned(), title(id.group()).to_owned()),
                Found::Command(command) => (command.title.to_owned(), shown_key(command.key)),
            };
            view! {
                <li
                    role="option"
                    id=format!("found-{place}")
                    aria-selected=move || (at.get() == place).to_string()
                    on:click=move |_| run(&found)
                >
                    <span><Name name /></span>
                    <small>{beside}</small>
                </li>
            }
        })
        .collect_view()
    };
    let heading = Signal::derive(move || if is_command.get() { "Commands" } else { "Go to file" }.to_owned());
    let label = move || if is_command.get() { "Part of a command" } else { "Part of a path" };
    view! {
        <Modal title=heading class="narrow">
            <input
                type="text"
                class="code wide"
                role="combobox"
                aria-label=label
                aria-expanded="true"
                aria-controls="found"
                aria-activedescendant=move || format!("found-{}", at.get())
                placeholder="Part of a path, or > for commands"
                autocomplete="off"
                spellcheck="false"
                autofocus
                prop:value=asked
                on:input=move |event| {
                    asked.set(event_target_value(&event));
                    at.set(0);
                }
                on:keydown=key
            />
            <ul class="found" role="listbox" id="found" aria-label=move || if is_command.get() { "Commands" } else { "Files" }>
                {rows}
            </ul>
            {move || found.with(Vec::is_empty).then(|| view! { <p class="hint" role="status">"No matches"</p> })}
        </Modal>
    }
}

fn find(bench: Workbench, asked: &str) -> Vec<Found> {
    match asked.trim_start().strip_prefix('>') {
        Some(asked) => commands(bench, asked),
        None => files(bench, asked),
    }
}

/// As they stand in the table, the likeliest first.
fn commands(bench: Workbench, asked: &str) -> Vec<Found> {
    let possible = COMMANDS.iter().filter(|command| (command.when)(bench));
    let mut found: Vec<_> = possible.filter_map(|it| Some((fit(it.title, asked)?, it))).collect();
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, command)| Found::Command(command)).collect()
}

/// The likeliest first; of those that are as likely the last gone to, then the ones with a tab.
fn files(bench: Workbench, asked: &str) -> Vec<Found> {
    let (asked, line) = with_line(asked);
    let tabs = bench.view.tabs.get();
    let recent = bench.view.recent.get();
    let used = |id: &FileId| recent.iter().position(|file| file == id).unwrap_or(usize::MAX);
    let tab = |id: &FileId| tabs.iter().rev().position(|tab| tab == id).unwrap_or(usize::MAX);
    let mut found: Vec<_> = bench
        .files()
        .into_iter()
        .filter(|id| bench.workspace.file(id).is_some())
        .filter_map(|id| Some((fit(id.shown(), asked)?, id)))
        .collect();
    found.sort_by(|(one_fit, one), (other_fit, other)| {
        one_fit
            .cmp(other_fit)
            .then_with(|| used(one).cmp(&used(other)))
            .then_with(|| tab(one).cmp(&tab(other)))
            .then_with(|| if asked.is_empty() { one.cmp(other) } else { before(one.shown(), other.shown()) })
    });
    found.into_iter().take(SHOWN).map(|(_, id)| Found::File(id, line)).collect()
}

fn go(bench: Workbench, editors: Editors, id: &FileId, line: Option<usize>) {
    bench.view.open(id.clone());
    match line {
        Some(line) => editors.put_cursor(id, LineColumn { line, column: 1 }),
        None => editors.reveal(id, None),
    }
}
