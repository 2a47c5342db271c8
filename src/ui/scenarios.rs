//! The *Scenarios* view: what became of each, file by file, and values at which the runtime breaks.

use super::{
    bench, coded::Coded, count, editors::Editors, line_table::line_table, name::Name, reason::place_name,
    wired,
};
use crate::{
    engine::jobs::{MakeScenario, TryEdges},
    state::{
        Refused, Workbench, prose,
        scenario_actions::yml_of,
        scenarios::{Counted, Tried},
        view::funko_yml,
    },
    wiring::Wiring,
};
use faaso::{
    diagnostic::{Diagnostic, Place},
    scenarios::{Difference, Edge, Part, Ran, Verdict},
};
use leptos::{ev, prelude::*, task::spawn_local};

#[component]
pub fn Scenarios() -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let names = Memo::new(move |_| bench.scenario_names());
    let fresh = Memo::new(move |_| bench.scenarios.are_about(bench.workspace.revision()));
    let several = move || {
        let Counted { differ, new, .. } = bench.scenarios.counted();
        differ + new > 1
    };
    let accept_all = move |_| {
        told(bench, bench.accept_all_scenarios(), "Accepted what every scenario builds.", "accept them");
    };
    let trying = move || bench.scenarios.is_trying();
    view! {
        <div class="outcome changes scenarios" role="tabpanel" aria-label="Scenarios" aria-busy=move || (!fresh.get()).to_string()>
            <div class="against">
                <NewScenario />
                <button type="button" disabled=trying on:click=move |_| try_edges(bench, wiring)>"Try the edges"</button>
                {move || several().then(|| view! {
                    <button type="button" title="Expect what FaaSO builds now" on:click=accept_all>"Accept all"</button>
                })}
            </div>
            <p class="none" role="status" aria-label="Scenario results">
                {move || summary(names.with(Vec::len), bench.scenarios.counted(), fresh.get())}
            </p>
            <ul aria-label="Scenarios" class:stale=move || !fresh.get()>
                <For each=move || names.get() key=|name| name.clone() let:name>
                    <OneScenario name />
                </For>
            </ul>
            <Edges />
        </div>
    }
}

fn summary(all: usize, counted: Counted, fresh: bool) -> String {
    if all == 0 {
        return "No scenarios. A scenario keeps a funko.yml and what FaaSO builds with it, so you see when that changes."
            .to_owned();
    }
    if !fresh {
        return format!("Building {}…", count(all, "scenario"));
    }
    let Counted { pass, differ, new, fail } = counted;
    let words = [(pass, "passed"), (differ, "different"), (new, "new"), (fail, "failed")];
    let said = words.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    said.collect::<Vec<_>>().join(", ")
}

/// A name, and a scenario of what the funko.yml says now.
#[component]
fn NewScenario() -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let name = RwSignal::new(String::new());
    let make = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let wanted = name.get_untracked().trim().to_owned();
        let Some(yml) = bench.workspace.file(&funko_yml()) else {
            return bench.view.complain("Couldn't create a scenario: this funko has no funko.yml.");
        };
        let made = wiring.ask(MakeScenario { name: wanted.clone(), yml: yml.bytes.to_vec() });
        spawn_local(async move {
            let made = made.await.map_err(Refused::Said).and_then(|edit| bench.edit(edit));
            let said = format!("Created the scenario {wanted}.");
            if told(bench, made, &said, "create a scenario") {
                name.set(String::new());
            }
        });
    };
    view! {
        <form on:submit=make>
            <input
                type="text"
                aria-label="Scenario name"
                placeholder="Scenario name"
                autocomplete="off"
                prop:value=name
                on:input=move |event| name.set(event_target_value(&event))
            />
            <button type="submit">"New from the current funko.yml"</button>
        </form>
    }
}

/// Says what was done, with a way back, or why it wasn't.
fn told(bench: Workbench, done: Result<(), Refused>, said: &str, what: &str) -> bool {
    match done {
        Ok(()) => bench.view.say_done(said),
        Err(ref refused) => bench.view.complain(format!("Couldn't {what}: {refused}.")),
    }
    done.is_ok()
}

#[component]
fn OneScenario(name: String) -> impl IntoView {
    let bench = bench();
    let ran = {
        let name = name.clone();
        Memo::new(move |_| bench.scenarios.of(&name))
    };
    let renaming = RwSignal::new(false);
    let name = StoredValue::new(name);
    let word = move || {
        ran.with(|ran| match ran.as_ref().map(|ran| ran.as_ref().map(|ran| &ran.verdict)) {
            None => ("became", "building"),
            Some(Ok(Verdict::Passes)) => ("became good", "passes"),
            Some(Ok(Verdict::New)) => ("became warn", "new"),
            Some(Ok(Verdict::Differs(_))) => ("became warn", "differs"),
            Some(Ok(Verdict::Fails(_)) | Err(_)) => ("became err", "fails"),
        })
    };
    let unaccepted = move || ran.with(|ran| matches!(ran, Some(Ok(ran)) if ran.verdict != Verdict::Passes));
    let accept = move |_| {
        let done = name.with_value(|name| bench.accept_scenario(name));
        told(bench, done, &name.with_value(|name| format!("Accepted {name}.")), "accept it");
    };
    let use_it = move |_| {
        let done = name.with_value(|name| bench.use_scenario(name));
        let said =
            name.with_value(|name| format!("funko.yml is now that of {name}. Undo brings yours back."));
        told(bench, done, &said, "open it");
    };
    let delete = move |_| {
        let done = name.with_value(|name| bench.delete_scenario(name));
        told(bench, done, &name.with_value(|name| format!("Deleted {name}.")), "delete it");
    };
    let open = move |_| {
        if let Some(file) = name.with_value(|name| yml_of(name)) {
            bench.view.open(file);
        }
    };
    view! {
        <li aria-label=name.get_value()>
            <div class="head">
                <span class=move || word().0>{move || word().1}</span>
                {move || match renaming.get() {
                    true => view! { <Rename name=name.get_value() renaming /> }.into_any(),
                    false => view! {
                        <button type="button" class="link path" title="Edit its funko.yml" on:click=open>
                            <Name name=name.get_value() />
                        </button>
                    }
                    .into_any(),
                }}
                <span class="deeds">
                {move || unaccepted().then(|| view! {
                    <button type="button" class="small" on:click=accept title="Expect what FaaSO builds now">"Accept"</button>
                })}
                <button type="button" class="quiet small" title="Put it in place of the funko's funko.yml" on:click=use_it>
                    "Open"
                </button>
                <button
                    type="button"
                    class="quiet small"
                    aria-pressed=move || renaming.get().to_string()
                    on:click=move |_| renaming.update(|on| *on = !*on)
                >
                    "Rename"
                </button>
                <button type="button" class="quiet small" on:click=delete>"Delete"</button>
                </span>
            </div>
            {move || ran.get().map(became)}
        </li>
    }
}

#[component]
fn Rename(name: String, renaming: RwSignal<bool>) -> impl IntoView {
    let bench = bench();
    let new = RwSignal::new(name.clone());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let wanted = new.get_untracked().trim().to_owned();
        let done = match wanted == name {
            true => Ok(()),
            false => bench.rename_scenario(&name, &wanted),
        };
        if told(bench, done, &format!("Renamed {name} to {wanted}."), "rename it") {
            // the row may be gone with its name
            let _ = renaming.try_set(false);
        }
    };
    view! {
        <form on:submit=submit>
            <input
                type="text"
                aria-label="New name"
                autocomplete="off"
                autofocus
                prop:value=new
                on:input=move |event| new.set(event_target_value(&event))
            />
            <button type="submit">"Save name"</button>
        </form>
    }
}

/// What is to be said of a scenario that doesn't pass.
fn became(ran: Result<Ran, String>) -> AnyView {
    match ran.map(|ran| ran.verdict) {
        Err(why) => view! { <p class="none"><Coded text=why /></p> }.into_any(),
        Ok(Verdict::Passes) => ().into_any(),
        Ok(Verdict::New) => {
            view! { <p class="none">"Nothing is expected yet. Accept what FaaSO builds now."</p> }.into_any()
        }
        Ok(Verdict::Fails(problem)) => failure(*problem),
        Ok(Verdict::Differs(differences)) => {
            let all = differences.into_iter().map(one_file);
            view! { <ul aria-label="Differences">{all.collect_view()}</ul> }.into_any()
        }
    }
}

fn failure(problem: Diagnostic) -> AnyView {
    view! {
        <p class="none">
            {problem.place.map(|place| view! { <PlaceLink place /> " " })}
            "FaaSO would fail: " <Coded text=problem.message />
        </p>
    }
    .into_any()
}

#[component]
fn PlaceLink(place: Place) -> impl IntoView {
    let editors = expect_context::<Editors>();
    let shown = place_name(&place);
    view! { <button type="button" class="link path" on:click=move |_| editors.go_to(&place)><Name name=shown /></button> }
}

fn one_file(difference: Difference) -> impl IntoView {
    let Difference { path, expected, now, origin, at } = difference;
    let what = match (&path, &expected, &now) {
        (None, _, None) => "FaaSO is expected to fail, but it works",
        (None, ..) => "another error than expected",
        (_, None, _) => "not expected",
        (_, _, None) => "missing",
        (_, Some(Part::Copied), _) => "expected to be a copy",
        (_, _, Some(Part::Copied)) => "is a copy now",
        _ => "different",
    };
    let text = |part: Option<Part>| match part {
        Some(Part::Rendered(text)) => text,
        Some(Part::Copied) | None => String::new(),
    };
    let (expected, now) = (text(expected), text(now));
    let lines = (expected != now).then(|| line_table(&expected, &now));
    let shown = path.unwrap_or_else(|| "FaaSO's error".to_owned());
    let label = shown.clone();
    let name = match origin {
        Some(file) => {
            let place = Place { file, at };
            let editors = expect_context::<Editors>();
            let open = move |_| editors.go_to(&place);
            view! { <button type="button" class="link path" title="Go to what makes it" on:click=open><Name name=shown /></button> }
                .into_any()
        }
        None => view! { <span class="path"><Name name=shown /></span> }.into_any(),
    };
    view! {
        <li aria-label=label>
            <div class="head">{name} <span class="what">{what}</span></div>
            {lines}
        </li>
    }
}

/// Tries every option, one after the other; what is typed meanwhile goes first.
pub fn try_edges(bench: Workbench, wiring: Wiring) {
    let begun = bench.workspace.revision_now();
    if !bench.scenarios.begin_trying(begun) {
        return;
    }
    spawn_local(async move {
        let mut found: Vec<Edge> = Vec::new();
        for at in 0.. {
            match wiring.ask(TryEdges(at)).await {
                Err(why) => {
                    bench.scenarios.take_tried(begun, Tried::Cannot(why));
                    return;
                }
                Ok(tried) => {
                    found.extend(tried.found);
                    if at + 1 >= tried.options {
                        break;
                    }
                    let so_far = Tried::Some(at + 1, tried.options, found.clone());
                    if !bench.scenarios.take_tried(begun, so_far) {
                        return;
                    }
                }
            }
        }
        bench.scenarios.take_tried(begun, Tried::All(found));
    });
}

#[component]
fn Edges() -> impl IntoView {
    let bench = bench();
    let kept = RwSignal::new(Vec::<Edge>::new());
    let keep = Callback::new(move |edge: Edge| match bench.keep_edge(&edge) {
        Ok(name) => {
            bench.view.say_done(format!("Kept as the scenario {name}."));
            kept.update(|kept| kept.push(edge));
        }
        Err(refused) => bench.view.complain(format!("Couldn't keep it: {refused}.")),
    });
    move || {
        let (tried, old) = bench.scenarios.edges(bench.workspace.revision());
        let (said, found) = match tried {
            Tried::Not => return ().into_any(),
            Tried::Cannot(why) => (format!("Couldn't try the edges: {why}"), Vec::new()),
            Tried::Some(_, 0, _) => ("Trying the edges…".to_owned(), Vec::new()),
            Tried::Some(done, all, found) => (format!("Tried {done} of {}…", count(all, "option")), found),
            Tried::All(found) if found.is_empty() => ("Nothing breaks at the edges.".to_owned(), found),
            Tried::All(found) => (found_at_edges(&found), found),
        };
        let said = match old {
            true => format!("{said} Something changed since: try again."),
            false => said,
        };
        let rows = found.into_iter().map(|edge| view! { <OneEdge edge kept keep /> }).collect_view();
        view! {
            <section aria-label="Edges">
                <p class="none" role="status" aria-label="Edge results">{said}</p>
                <ul aria-label="Edges" class:stale=old>{rows}</ul>
            </section>
        }
        .into_any()
    }
}

/// An untouched runtime has such values, too: it is no worse for them.
fn found_at_edges(found: &[Edge]) -> String {
    let stops = found.iter().filter(|edge| edge.kind.stops()).count();
    let parts = [(stops, "stop the build"), (found.len() - stops, "change what is built")];
    let parts: Vec<_> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    format!("{} at the edges, none with the defaults: {}.", count(found.len(), "problem"), parts.join(", "))
}

#[component]
fn OneEdge(edge: Edge, kept: RwSignal<Vec<Edge>>, keep: Callback<Edge>) -> impl IntoView {
    let values = edge.values.join(", ");
    let label = format!("{} {}", edge.option, prose::plain(&values));
    let (class, word) = match edge.kind.stops() {
        true => ("became err", "stops"),
        false => ("became warn", "changes"),
    };
    let (option, breaks, place) = (edge.option.clone(), edge.breaks.clone(), edge.place.clone());
    let edge = StoredValue::new(edge);
    let is_kept = move || edge.with_value(|edge| kept.with(|kept| kept.contains(edge)));
    view! {
        <li aria-label=label class="edge">
            <div class="head">
                <span class=class>{word}</span>
                <span class="path"><Name name=option /></span>
                <span class="what"><Coded text=values /></span>
                <button type="button" class="quiet small" disabled=is_kept on:click=move |_| keep.run(edge.get_value())>
                    "Keep as scenario"
                </button>
            </div>
            <p class="none">{place.map(|place| view! { <PlaceLink place /> " " })} <Coded text=breaks /></p>
        </li>
    }
}
