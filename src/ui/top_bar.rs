//! Product, runtime, funko, save state, and what is done with the whole.

use super::{
    arrival::said,
    bench,
    commands::{aria_key, hint},
    folder::state_of_folder,
    icon::{Icon, Sign},
    menus::{ExportMenu, OpenMenu},
    share::ShareButton,
    welcome::Welcome,
    wired,
};
use crate::{
    platform::clock,
    state::{
        Workbench, prose,
        view::{Dialog, Theme},
        workspace::{Choice, Saving},
    },
};
use faaso::{funko, records::ProjectId};
use leptos::prelude::*;

#[component]
pub fn TopBar() -> impl IntoView {
    let bench = bench();
    let w = bench.workspace;
    view! {
        <header class="top">
            <h1><span class="mark" aria-hidden="true"></span><span>"FaaSO Runtime Designer"</span></h1>
            <RuntimePicker />
            <RuntimeName />
            <FunkoName />
            <OpenMenu />
            <button type="button" class="quiet" on:click=move |_| bench.view.show(Dialog::Projects)>
                "Projects"
            </button>
            <span class="grow"></span>
            <SaveState />
            <div class="cluster">
                <button
                    type="button"
                    class="quiet square"
                    aria-label="Undo"
                    title=hint("undo")
                    aria-keyshortcuts=aria_key("undo")
                    disabled=move || !w.can_undo()
                    on:click=move |_| bench.undo()
                >
                    <Icon sign=Sign::Undo />
                </button>
                <button
                    type="button"
                    class="quiet square"
                    aria-label="Redo"
                    title=hint("redo")
                    aria-keyshortcuts=aria_key("redo")
                    disabled=move || !w.can_redo()
                    on:click=move |_| bench.redo()
                >
                    <Icon sign=Sign::Redo />
                </button>
                <button
                    type="button"
                    class="quiet square"
                    aria-label="Theme"
                    aria-description=move || theme_title(bench.view.theme.get())
                    title=move || theme_title(bench.view.theme.get())
                    on:click=move |_| bench.view.next_theme()
                >
                    {move || {
                        let sign = match bench.view.theme.get() {
                            Theme::System => Sign::Screen,
                            Theme::Light => Sign::Sun,
                            Theme::Dark => Sign::Moon,
                            Theme::HighContrast => Sign::Contrast,
                        };
                        view! { <Icon sign /> }
                    }}
                </button>
                <button
                    type="button"
                    class="quiet square"
                    aria-label="Help"
                    title=hint("help")
                    aria-keyshortcuts=aria_key("help")
                    on:click=move |_| bench.view.show(Dialog::Help)
                >
                    <Icon sign=Sign::Help />
                </button>
            </div>
            <ShareButton />
            <ExportMenu />
            <Welcome />
        </header>
    }
}

fn theme_title(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "Theme: system",
        Theme::Light => "Theme: light",
        Theme::Dark => "Theme: dark",
        Theme::HighContrast => "Theme: high contrast",
    }
}

#[component]
fn RuntimePicker() -> impl IntoView {
    let bench = bench();
    let w = bench.workspace;
    let wiring = wired();
    let change = move |event| {
        let choice = read(&event_target_value(&event));
        if let Some(Choice::Project(id)) = choice {
            let keeper = wiring.keeper();
            leptos::task::spawn_local(async move { keeper.open(id).await });
        } else if let Some(Choice::Bundled(name)) = choice {
            let kept = bench.is_kept();
            match bench.choose(&Choice::Bundled(name.clone())) {
                // the box says what was opened
                Ok(()) if kept => bench.view.say(said(&format!("Opened `{name}`."), kept)),
                Ok(()) => {}
                Err(refused) => bench.view.complain(format!("Couldn't open it: {refused}.")),
            }
        }
    };
    let option = move |choice: Choice, title: String| {
        let chosen = {
            let choice = choice.clone();
            move || w.choice() == choice
        };
        view! { <option value=write(&choice) prop:selected=chosen.clone() selected=chosen>{title}</option> }
    };
    let bundled = move || {
        let all = w.bundled();
        all.iter()
            .map(|runtime| {
                let title = format!("{} — {} · {}", runtime.name, runtime.about, runtime.facts[1]);
                option(Choice::Bundled(runtime.name.clone()), title)
            })
            .collect_view()
    };
    let others = Memo::new(move |_| {
        let open = bench.projects.tracked_open();
        let all = bench.projects.all().into_iter();
        let others = all.filter(|head| head.id != open && head.deleted.is_none());
        others.map(|head| (head.id, head.name, head.changed)).collect::<Vec<_>>()
    });
    let here = Memo::new(move |_| (w.choice() == Choice::FunkoEntry).then(|| own_title(bench)));
    let own = move || {
        let here = here.get().map(|title| (Choice::FunkoEntry, title));
        let all: Vec<_> = here.into_iter().chain(told_apart(others.get())).collect();
        (!all.is_empty()).then(|| {
            let options = all.into_iter().map(|(choice, title)| option(choice, title)).collect_view();
            view! { <optgroup label="Projects">{options}</optgroup> }
        })
    };
    view! {
        <label class="field runtime">
            <span>"Runtime"</span>
            <select aria-label="Runtime" aria-describedby="runtime-facts" on:change=change>
                <optgroup label="Bundled">{bundled}</optgroup>
                {own}
            </select>
            <div class="facts-card" id="runtime-facts">{move || facts(bench)}</div>
        </label>
    }
}

/// What the open runtime is: of one that began as a bundled one, what that is.
fn facts(bench: Workbench) -> Option<impl IntoView> {
    let name = bench.workspace.with_project(|project| project.runtime_name.clone());
    let all = bench.workspace.bundled();
    let bundled = all.iter().find(|bundled| bundled.name == name.trim_start_matches("./"))?;
    let rows = ["Language", "Image", "Options"].into_iter().zip(bundled.facts.clone());
    let rows = rows.map(|(what, fact)| view! { <dt>{what}</dt><dd>{fact}</dd> }).collect_view();
    Some(view! { <p>{bundled.about.clone()}</p><dl class="facts">{rows}</dl> })
}

/// Projects by their names, as *Projects* lists them. Those of the same name are told apart by their last change, and where
/// that is the same minute, by a number.
fn told_apart(projects: Vec<(ProjectId, String, u64)>) -> Vec<(Choice, String)> {
    let names: Vec<String> = projects.iter().map(|(_, name, _)| name.clone()).collect();
    let mut titles: Vec<(Choice, String)> = Vec::new();
    for (id, name, changed) in projects {
        let twice = names.iter().filter(|other| **other == name).count() > 1;
        let dated = if twice { format!("{name} · {}", clock::written(changed)) } else { name };
        let numbered = (2..).map(|number| format!("{dated} ({number})"));
        let taken = |title: &String| titles.iter().any(|(_, other)| other == title);
        let title = std::iter::once(dated.clone()).chain(numbered).find(|title| !taken(title));
        titles.push((Choice::Project(id), title.unwrap_or(dated)));
    }
    titles
}

/// The open project by its name, with its runtime's where that isn't in it.
fn own_title(bench: Workbench) -> String {
    bench.projects.tracked_open();
    let name = bench.projects.open_head().name;
    let runtime = bench.workspace.with_project(|project| project.runtime_name.clone());
    if name.contains(&runtime) { name } else { format!("{name} — {runtime}") }
}

fn write(choice: &Choice) -> String {
    match choice {
        Choice::Bundled(name) => format!("bundled {name}"),
        Choice::Project(id) => format!("project {}", id.0),
        Choice::FunkoEntry => "own".into(),
    }
}

fn read(value: &str) -> Option<Choice> {
    match value.split_once(' ') {
        Some(("bundled", name)) => Some(Choice::Bundled(name.to_owned())),
        Some(("project", id)) => id.parse().ok().map(|id| Choice::Project(ProjectId(id))),
        _ => (value == "own").then_some(Choice::FunkoEntry),
    }
}

/// What `faaso new -r` is given, and the folder of the exported runtime. It is changed when the box is left or with Enter:
/// one step, whatever was typed.
#[component]
fn RuntimeName() -> impl IntoView {
    let bench = bench();
    let name = move || bench.workspace.with_project(|project| project.runtime_name.clone());
    let typed = RwSignal::new(None::<String>);
    let change = move |event| {
        let new = event_target_value(&event);
        if let Err(refused) = bench.set_runtime_name(new.trim()) {
            bench.view.complain(format!("Couldn't rename the runtime: {refused}."));
        }
        typed.set(None);
    };
    view! {
        <label class="field name">
            <span class="unseen">"Runtime name"</span>
            <input
                type="text"
                aria-label="Runtime name"
                title="Name of this runtime. Press Enter to rename it."
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                prop:value=move || typed.get().unwrap_or_else(name)
                on:input=move |event| typed.set(Some(event_target_value(&event)))
                on:change=change
            />
        </label>
    }
}

#[component]
fn FunkoName() -> impl IntoView {
    let bench = bench();
    let name = move || bench.workspace.funko_name();
    // what is typed without leaving the box is one step
    let typing = StoredValue::new(false);
    let input = move |event| {
        if let Err(refused) = bench.set_funko_name(&event_target_value(&event), typing.get_value()) {
            bench.view.complain(format!("Couldn't rename the funko: {refused}."));
        }
        typing.set_value(true);
    };
    let wrong = move || funko::check_name(&name()).err();
    view! {
        <label class="field funko">
            <span>"Funko"</span>
            <input
                type="text"
                aria-label="Funko name"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                prop:value=name
                aria-invalid=move || wrong().map(|_| "true")
                title=move || wrong().map(|error| prose::plain(&format!("Invalid funko name: {error}.")))
                aria-description=move || wrong().map(|error| prose::plain(&format!("Invalid funko name: {error}.")))
                on:focus=move |_| typing.set_value(false)
                on:input=input
            />
        </label>
    }
}

#[component]
fn SaveState() -> impl IntoView {
    let bench = bench();
    let saving = move || bench.workspace.saving();
    let words = move || match saving() {
        Saving::Saved => match state_of_folder(bench) {
            Some((folder, _)) => format!("Saved · {folder}"),
            None => "Saved".to_owned(),
        },
        Saving::Saving => "Saving…".to_owned(),
        Saving::NotSaved(why) => format!("Not saved: {why}"),
    };
    let class = move || match saving() {
        Saving::Saved if state_of_folder(bench).is_some_and(|(_, well)| !well) => "state",
        Saving::Saved => "state saved",
        Saving::Saving => "state",
        Saving::NotSaved(_) => "state bad",
    };
    view! {
        <span class=class role="status" aria-label="Save state" title=words>
            <span class="words">{words}</span>
        </span>
    }
}
