//! The *Changes* view: what is not as it was in a pinned state, line by line, and the way back.

use super::{
    against::CompareWith,
    bench, count,
    line_table::{SideBySide, line_table},
    name::Name,
    remade::MadeChanges,
    size,
    tab_row::Tabs,
};
use crate::state::{Workbench, node::title, view::ChangesOf};
use faaso::{
    changes::{Change, State, between},
    fate::is_of_conversion,
    project::{FileId, Group},
};
use leptos::{ev, prelude::*};

const OF: &[(ChangesOf, &str)] = &[(ChangesOf::Sources, "Sources"), (ChangesOf::Made, "What FaaSO makes")];

#[component]
pub fn Changes() -> impl IntoView {
    let bench = bench();
    let against = bench.view.against;
    let changes = Memo::new(move |_| {
        let pin = bench.projects.pin_of(against.get())?;
        let mut changes = bench.workspace.with_project(|now| between(&pin.project, now));
        // what was decided is shown in Conversion
        changes.retain(|change| !is_of_conversion(change.file.path.as_str()));
        Some(changes)
    });
    let name = RwSignal::new(String::new());
    let keep = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match bench.projects.pin(&name.get_untracked()) {
            Ok(()) => {
                name.set(String::new());
                bench.view.say("Snapshot saved. Select it above to compare.");
            }
            Err(refused) => bench.view.complain(format!("Couldn't take a snapshot: {refused}.")),
        }
    };
    let remove = move |_| {
        bench.projects.unpin(against.get_untracked());
        bench.view.compare_with(0);
    };
    view! {
        <div class="outcome changes" role="tabpanel" aria-label="Changes">
            <div class="against">
                <CompareWith />
                {move || (against.get() > 0).then(|| view! {
                    <button type="button" class="quiet" on:click=remove>"Remove snapshot"</button>
                })}
                <form on:submit=keep>
                    <input
                        type="text"
                        aria-label="Snapshot name"
                        placeholder="Snapshot name"
                        autocomplete="off"
                        prop:value=name
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                    <button type="submit">"Take snapshot"</button>
                </form>
            </div>
            <div class="bar">
                <Tabs
                    label="Changes of"
                    id="changes-of"
                    tabs=OF
                    chosen=move || bench.view.changes_of.get()
                    choose=move |what| bench.view.show_changes_of(what)
                />
                <span class="right"><SideBySide /></span>
            </div>
            {move || (bench.view.changes_of.get() == ChangesOf::Made).then(|| view! { <MadeChanges /> })}
            {move || match changes.get().filter(|_| bench.view.changes_of.get() == ChangesOf::Sources) {
                Some(changes) if changes.is_empty() => {
                    view! { <p class="none">"No changes"</p> }.into_any()
                }
                Some(changes) => view! {
                    <p class="none">{count(changes.len(), "file")} " changed"</p>
                    <ul aria-label="Changed files">
                        {changes.into_iter().map(|change| view! { <OneChange change /> }).collect_view()}
                    </ul>
                }
                .into_any(),
                None => ().into_any(),
            }}
        </div>
    }
}

#[component]
fn OneChange(change: Change) -> impl IntoView {
    let bench = bench();
    let (what, back) = words(&change);
    let id = change.file.clone();
    let shown = id.shown().to_owned();
    let label = shown.clone();
    let rows = rows(bench, &change);
    let open = {
        let id = id.clone();
        move |_| bench.view.look_at(id.clone())
    };
    let there = bench.workspace.file(&id).is_some();
    let undo = move |_| {
        if let Err(refused) = bench.take_back(&change) {
            bench.view.complain(format!("Couldn't revert it: {refused}."));
        }
    };
    view! {
        <li aria-label=label>
            <header>
                {match there {
                    true => view! { <button type="button" class="link path" on:click=open><Name name=shown /></button> }.into_any(),
                    false => view! { <span class="path"><Name name=shown /></span> }.into_any(),
                }}
                <small>{title(id.group())}</small>
                <span class="what">{what}</span>
                <span class="grow"></span>
                <button type="button" class="quiet" on:click=undo>{back}</button>
            </header>
            {rows}
        </li>
    }
}

/// What happened to a file, and what takes it back.
fn words(change: &Change) -> (&'static str, &'static str) {
    match (&change.before, &change.after) {
        (State::File(before), State::File(after)) if before.bytes == after.bytes => {
            ("permissions changed", "Revert")
        }
        (State::File(_), State::File(_)) => ("changed", "Revert"),
        (State::Missing, State::File(_)) => ("added", "Remove"),
        (State::Live, State::File(_)) if change.file.group() == Group::Funko => ("edited", "Revert"),
        (_, State::Missing) => ("removed", "Restore"),
        (_, State::Live) => ("generated from template", "Revert"),
        (State::Live, State::File(_)) => ("added", "Remove"),
    }
}

fn rows(bench: Workbench, change: &Change) -> AnyView {
    let before = content(bench, &change.file, &change.before);
    let after = content(bench, &change.file, &change.after);
    let (Some(before), Some(after)) = (before, after) else {
        let bytes = |state: &State| match state {
            State::File(file) => size(file.bytes.len()),
            State::Live | State::Missing => "nothing".to_owned(),
        };
        let text = format!("Binary file: was {}, now {}.", bytes(&change.before), bytes(&change.after));
        return view! { <p class="none">{text}</p> }.into_any();
    };
    line_table(&before, &after).into_any()
}

/// What the file says at one of the two times; none when it is no text.
fn content(bench: Workbench, id: &FileId, state: &State) -> Option<String> {
    match state {
        State::File(file) => file.as_text().map(str::to_owned),
        State::Missing => Some(String::new()),
        // as the template makes it now: how it was made then is not known
        State::Live => {
            let live = bench.workspace.with_analysis(|analysis| analysis.live.get(&id.path).cloned());
            Some(live.and_then(|file| file.as_text().map(str::to_owned)).unwrap_or_default())
        }
    }
}
