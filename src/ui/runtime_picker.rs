//! Which runtime is open: the bundled ones, and the projects of this browser.

use super::{arrival::said, bench, wired};
use crate::{
    platform::clock,
    state::{Workbench, workspace::Choice},
};
use faaso::records::ProjectId;
use leptos::prelude::*;

#[component]
pub fn RuntimePicker() -> impl IntoView {
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
