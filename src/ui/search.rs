//! Find and replace in all files: what is looked for, and the results by file, each with its replacement.

use super::{
    bench,
    coded::Coded,
    count,
    editors::Editors,
    icon::{Icon, Sign},
    name::Name,
    wired,
};
use crate::{
    engine::jobs::Replace,
    platform::dom,
    state::{Refused, Workbench},
    wiring::Wiring,
};
use faaso::{
    project::{FileId, Group},
    search::{Found, Hit, MOST_LISTED, Query, Scope},
};
use leptos::{ev, prelude::*, task::spawn_local};
use std::sync::Arc;

/// So many results are drawn, and so many more each time.
const DRAWN: usize = 200;

/// Opens the search, with the cursor in it.
pub fn find_in_files(bench: Workbench) {
    bench.open_search();
    dom::focus("#search-text");
}

/// Stands below the output while it is open.
#[component]
pub fn SearchPanel() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let close = move || {
        bench.search.close();
        editors.active().focus();
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            close();
        }
    };
    let panel = move || {
        view! {
            <section class="uses search" aria-label="Search results" on:keydown=key>
                <Fields close=Callback::new(move |()| close()) />
                <Results />
            </section>
        }
    };
    let shown = Memo::new(move |_| bench.search.shown.get());
    move || shown.get().then(panel)
}

#[component]
fn Fields(close: Callback<()>) -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    let search = bench.search;
    let switch = move |name: &'static str, sign: &'static str, of: fn(&mut Query) -> &mut bool| {
        let on = move || *of(&mut search.query.get());
        view! {
            <button
                type="button"
                class="quiet small"
                aria-label=name
                title=name
                aria-pressed=move || on().to_string()
                on:click=move |_| search.look_for(|query| *of(query) = !*of(query))
            >
                {sign}
            </button>
        }
    };
    let why = move || {
        let found = search.found.get();
        found.and_then(|(_, found)| found.err()).filter(|_| search.query.with(|query| query.regex))
    };
    let none = move || total(search.found.get().map(|(_, found)| found)) == 0;
    let to_first = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            dom::focus("[aria-label='Search results'] li button.link");
        }
    };
    view! {
        <div class="bar">
            <input
                type="text"
                id="search-text"
                class="code"
                aria-label="Search"
                placeholder="Search in all files"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                aria-invalid=move || why().map(|_| "true")
                prop:value=move || search.query.with(|query| query.text.clone())
                on:input=move |event| search.look_for(|query| query.text = event_target_value(&event))
                on:focus=move |event| dom::select(&event, 0, u32::MAX)
                on:keydown=to_first
            />
            {switch("Match case", "Aa", |query| &mut query.case)}
            {switch("Whole word", "W", |query| &mut query.word)}
            {switch("Regular expression", ".*", |query| &mut query.regex)}
            <button
                type="button"
                class="quiet square"
                aria-label="Close search"
                title="Close"
                on:click=move |_| close.run(())
            >
                <Icon sign=Sign::Close />
            </button>
        </div>
        <div class="bar">
            <input
                type="text"
                class="code"
                aria-label="Replace"
                placeholder="Replace with"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                prop:value=move || search.replacement.get()
                on:input=move |event| search.replace_with(event_target_value(&event))
            />
            <button
                type="button"
                class="small"
                disabled=none
                on:click=move |_| replace(bench, wiring, Scope::All)
            >
                "Replace all"
            </button>
        </div>
        {move || why().map(|why| view! { <p class="wrong" role="alert"><Coded text=why /></p> })}
    }
}

fn total(found: Option<Result<Arc<Found>, String>>) -> usize {
    found.and_then(Result::ok).map_or(0, |found| found.total())
}

#[component]
fn Results() -> impl IntoView {
    let bench = bench();
    let drawn = RwSignal::new(DRAWN);
    let found = Memo::new(move |_| bench.search.found.get().and_then(|(_, found)| found.ok()));
    let said = move || {
        let asked = bench.search.query.with(|query| !query.text.is_empty());
        found.get().filter(|_| asked).map(|found| {
            let skipped = match found.skipped {
                0 => String::new(),
                skipped => format!(" {} isn't searched: no text.", count(skipped, "file")),
            };
            match found.total() {
                0 => format!("No results.{skipped}"),
                total => {
                    format!("{} in {}.{skipped}", count(total, "result"), count(found.files.len(), "file"))
                }
            }
        })
    };
    let more = move || {
        found.with(|found| found.as_ref().map_or(0, |found| found.hits.len())).saturating_sub(drawn.get())
    };
    let unlisted =
        move || found.with(|found| found.as_ref().is_some_and(|found| found.total() > MOST_LISTED));
    view! {
        <p class="none" role="status" aria-label="Results">{said}</p>
        <ul aria-label="Files with results">
            {move || found.get().map(|found| by_file(&found, drawn.get()))}
        </ul>
        {move || (more() > 0).then(|| view! {
            <p class="none">
                <button type="button" class="small" on:click=move |_| drawn.update(|drawn| *drawn += DRAWN)>
                    {format!("Show {} more", more().min(DRAWN))}
                </button>
            </p>
        })}
        {move || unlisted().then(|| view! {
            <p class="none">{format!("Only the first {MOST_LISTED} are listed. Replace all replaces every result.")}</p>
        })}
    }
}

fn by_file(found: &Found, drawn: usize) -> impl IntoView + use<> {
    let (bench, wiring) = (bench(), wired());
    let hits = &found.hits[..found.hits.len().min(drawn)];
    let files = hits.chunk_by(|one, other| one.place.file == other.place.file).map(|hits| {
        let file = hits[0].place.file.clone();
        let all = found.files.iter().find(|(id, _)| *id == file).map_or(0, |(_, all)| *all);
        let name = path_of(&file);
        let label = format!("Replace in {name}");
        let of = name.clone();
        let rows = hits.iter().map(|hit| row(bench, wiring, hit)).collect_view();
        view! {
            <li class="file" aria-label=of>
                <div class="head">
                    <span class="path"><Name name /></span>
                    <span class="what">{count(all, "result")}</span>
                    <button
                        type="button"
                        class="quiet small"
                        aria-label=label
                        on:click=move |_| replace(bench, wiring, Scope::File(file.clone()))
                    >
                        "Replace"
                    </button>
                </div>
                <ul>{rows}</ul>
            </li>
        }
    });
    files.collect_view()
}

fn row(bench: Workbench, wiring: Wiring, hit: &Hit) -> impl IntoView + use<> {
    let editors = expect_context::<Editors>();
    let Hit { place, before, found, after, replacement } = hit.clone();
    let line = place.at.map_or(1, |at| at.from.line);
    let scope = place.at.map(|at| Scope::One(place.file.clone(), at.span));
    let column = place.at.map_or(1, |at| at.from.column);
    let name = format!("{}:{line}:{column}", path_of(&place.file));
    let replacing = move || bench.search.replacement.with(|text| !text.is_empty());
    let found_for_mark = found.clone();
    view! {
        <li>
            <button
                type="button"
                class="link"
                aria-label=format!("Go to {name}")
                on:click=move |_| editors.go_to(&place)
            >
                {line}
            </button>
            <code>
                {before}
                {move || match replacing() {
                    true => view! { <del>{found.clone()}</del><ins>{replacement.clone()}</ins> }.into_any(),
                    false => view! { <mark>{found_for_mark.clone()}</mark> }.into_any(),
                }}
                {after}
            </code>
            <button
                type="button"
                class="quiet small"
                aria-label=format!("Replace at {name}")
                on:click=move |_| {
                    if let Some(scope) = scope.clone() {
                        replace(bench, wiring, scope);
                    }
                }
            >
                "Replace"
            </button>
        </li>
    }
}

/// With the group, where a path could be another file's too.
fn path_of(file: &FileId) -> String {
    match file.group() {
        Group::Funko => format!("{} (funko)", file.path),
        Group::Runtime | Group::Template => file.path.to_string(),
    }
}

/// Replaces, in one step.
fn replace(bench: Workbench, wiring: Wiring, scope: Scope) {
    let search = bench.search;
    let (query, replacement) = (search.query.get_untracked(), search.replacement.get_untracked());
    let seen = search.found.with_untracked(|found| found.as_ref().map(|(revision, _)| *revision));
    let opened = bench.workspace.opened_now();
    spawn_local(async move {
        let done = loop {
            let revision = bench.workspace.revision_now();
            // the place of one result is that in the text in which it was found
            if matches!(scope, Scope::One(..)) && seen != Some(revision) {
                break Err(Refused::Outdated);
            }
            let job =
                Replace { query: query.clone(), replacement: replacement.clone(), scope: scope.clone() };
            let answer = wiring.ask(job).await;
            if bench.workspace.opened_now() != opened {
                return;
            }
            if bench.workspace.revision_now() == revision {
                break answer
                    .map_err(Refused::Said)
                    .and_then(|(edit, count)| bench.edit(edit).map(|()| count));
            }
        };
        match done {
            Ok(replaced) => bench.view.say_done(format!("Replaced {}.", count(replaced, "result"))),
            Err(refused) => bench.view.complain(format!("Couldn't replace it: {refused}.")),
        }
        // the row with the button is another one's now, or gone
        dom::focus("#search-text");
    });
}
