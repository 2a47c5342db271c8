//! What is wrong, what FaaSO does there, and a fix where one is certain: a group a file.
//!
//! Of very many only the first are drawn, until the author wants more or goes to one: the browser takes seconds to lay
//! thousands out, and every key of an editor waits for that.

use super::{
    bench,
    coded::Coded,
    count,
    editors::Editors,
    icon::{Icon, Sign},
    maximise::Maximise,
    reason::{place_name, said},
};
use crate::{
    platform::dom,
    state::{
        Workbench,
        view::{Dialog, Pane},
        workspace::EngineState,
    },
};
use faaso::{
    diagnostic::{Diagnostic, Place, Severity},
    project::FileId,
};
use leptos::prelude::*;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// So many are drawn at first, and with each *Show more*.
const SOME: usize = 200;

#[component]
pub fn ProblemsPane() -> impl IntoView {
    let bench = bench();
    let w = bench.workspace;
    let groups = Memo::new(move |_| w.with_problems(grouped));
    let all = Memo::new(move |_| w.with_problems(<[Diagnostic]>::len));
    let wanted = RwSignal::new(SOME);
    let drawn = Memo::new(move |_| {
        let gone_to = bench.view.problem.get().and_then(|at| groups.with(|groups| position(groups, at)));
        wanted.get().max(gone_to.map_or(0, |at| (at + 1).next_multiple_of(SOME)))
    });
    // copied are those that are drawn
    let first = Memo::new(move |_| {
        let wanted = drawn.get();
        groups.with(|groups| w.with_problems(|problems| first(groups, problems, wanted)))
    });
    // each file is drawn for itself: what is typed into one moves its own problems
    let files =
        Memo::new(move |_| first.with(|all| all.iter().map(|it| it.file.clone()).collect::<Vec<_>>()));
    let none = Memo::new(move |_| files.with(Vec::is_empty));
    // files whose problems are folded away
    let folded = RwSignal::new(BTreeSet::<Option<FileId>>::new());
    view! {
        <section class="pane problems" role="region" aria-label="Problems" data-pane="problems">
            <div class="bar">
                <span class="title" tabindex="-1" data-first="">
                    "Problems"
                    {move || {
                        let counts = w.counts();
                        let class = if counts.errors > 0 { "badge err" } else { "badge warn" };
                        let all = counts.errors + counts.warnings;
                        (all > 0).then(|| view! { <span class=class>{all}</span> })
                    }}
                </span>
                <span class="counts" role="status">{move || words(bench)}</span>
                <span class="right">
                    <Maximise pane=Pane::Problems name="Problems" />
                    <button
                        type="button"
                        class="quiet square"
                        aria-label="Hide problems"
                        title="Hide problems"
                        on:click=move |_| bench.view.toggle_problems()
                    >
                        <Icon sign=Sign::Close />
                    </button>
                </span>
            </div>
            {move || {
                if none.get() {
                    // the bar says the rest
                    let failed = matches!(w.engine(), EngineState::Failed(_));
                    return failed.then(|| view! { <p class="fine">"Not checked"</p> }).into_any();
                }
                let left = move || all.get().saturating_sub(drawn.get());
                let more = move |_| {
                    let drawn = drawn.get_untracked();
                    let next = groups.with_untracked(|groups| {
                        groups.iter().flat_map(|group| &group.numbers).nth(drawn).copied()
                    });
                    wanted.set(drawn + SOME);
                    if let Some(next) = next {
                        dom::focus(format!("[data-problem=\"{next}\"] .place"));
                    }
                };
                view! {
                    <ul class="problem-files" aria-label="Problems">
                        <For each=move || files.get() key=Clone::clone let:file>
                            {
                                let group = Memo::new(move |_| {
                                    first.with(|all| all.iter().find(|it| it.file == file).cloned())
                                });
                                move || group.get().map(|group| view! { <FileProblems group folded /> })
                            }
                        </For>
                        {move || (left() > 0).then(|| view! {
                            <li class="more">
                                {format!("The first {} are shown. ", drawn.get())}
                                <button type="button" class="small" on:click=more>
                                    {format!("Show {} more", left().min(SOME))}
                                </button>
                            </li>
                        })}
                    </ul>
                }
                .into_any()
            }}
        </section>
    }
}

/// How many there are, in the status bar: shows the list and hides it.
#[component]
pub fn ProblemsCount() -> impl IntoView {
    let bench = bench();
    let text = move || match words(bench) {
        words if words.is_empty() => "Problems".to_owned(),
        words => words,
    };
    let class = move || {
        let counts = bench.workspace.counts();
        match (counts.errors, counts.warnings) {
            (0, 0) => "link",
            (0, _) => "link warn",
            _ => "link err",
        }
    };
    let shut = bench.view.problems_shut;
    view! {
        <button
            type="button"
            class=class
            title=move || if shut.get() { "Show problems" } else { "Hide problems" }
            aria-expanded=move || (!shut.get()).to_string()
            on:click=move |_| bench.view.toggle_problems()
        >
            {text}
        </button>
    }
}

fn words(bench: Workbench) -> String {
    let counts = bench.workspace.counts();
    match (bench.workspace.engine(), counts.errors, counts.warnings) {
        (EngineState::Failed(why), ..) => format!("Rendering stopped working: {why}"),
        (EngineState::Starting, ..) => "Starting…".into(),
        (EngineState::Ready, 0, 0) if bench.workspace.is_of_this_project() => "No problems".into(),
        // nothing is said to be well that nobody has looked at
        (_, 0, 0) => String::new(),
        (_, 0, warnings) => count(warnings, "warning"),
        (_, errors, 0) => count(errors, "error"),
        (_, errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
    }
}

/// The problems of one file, or of the project as a whole, by their numbers in the whole list.
#[derive(Clone, PartialEq)]
struct Group {
    file: Option<FileId>,
    numbers: Vec<usize>,
}

/// The same with the problems, each with its number.
#[derive(PartialEq, Eq)]
struct OfFile {
    file: Option<FileId>,
    problems: Vec<(usize, Diagnostic)>,
    /// How many problems the file has; perhaps not all are here.
    count: usize,
}

/// In the order of the first problem of each file: so the worst still comes first.
fn grouped(problems: &[Diagnostic]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_file = HashMap::new();
    for (at, problem) in problems.iter().enumerate() {
        let file = problem.place.as_ref().map(|place| &place.file);
        let group = *of_file.entry(file).or_insert_with(|| {
            groups.push(Group { file: file.cloned(), numbers: Vec::new() });
            groups.len() - 1
        });
        groups[group].numbers.push(at);
    }
    groups
}

/// The first so many problems, the last file perhaps in part.
fn first(groups: &[Group], problems: &[Diagnostic], mut left: usize) -> Vec<Arc<OfFile>> {
    let part = |Group { file, numbers }: &Group| {
        let some = &numbers[..left.min(numbers.len())];
        left -= some.len();
        let of_file = some.iter().filter_map(|&at| Some((at, problems.get(at)?.clone()))).collect();
        let of_file = OfFile { file: file.clone(), problems: of_file, count: numbers.len() };
        (!some.is_empty()).then(|| Arc::new(of_file))
    };
    groups.iter().map_while(part).collect()
}

/// Where a problem stands in the list, by its number in the whole.
fn position(groups: &[Group], number: usize) -> Option<usize> {
    groups.iter().flat_map(|group| &group.numbers).position(|at| *at == number)
}

#[component]
fn FileProblems(group: Arc<OfFile>, folded: RwSignal<BTreeSet<Option<FileId>>>) -> impl IntoView {
    let bench = bench();
    let file = StoredValue::new(group.file.clone());
    let open = move || file.with_value(|file| folded.with(|folded| !folded.contains(file)));
    let toggle = move |_| {
        folded.update(|folded| {
            let file = file.get_value();
            if !folded.remove(&file) {
                folded.insert(file);
            }
        });
    };
    let name = group.file.as_ref().map_or_else(|| "Project".to_owned(), file_name);
    let said = super::count(group.count, "problem");
    let rows = move || {
        let problems = if open() { group.problems.as_slice() } else { &[] };
        problems.iter().cloned().map(|(at, problem)| row(bench, at, problem)).collect_view()
    };
    view! {
        <li>
            <button
                type="button"
                class="file"
                aria-expanded=move || open().to_string()
                on:click=toggle
            >
                <Icon sign=Sign::Chevron />
                <span class="name">{name.clone()}</span>
                <small>{said}</small>
            </button>
            <ul aria-label=format!("Problems of {name}")>{rows}</ul>
        </li>
    }
}

fn row(bench: Workbench, at: usize, problem: Diagnostic) -> impl IntoView {
    let editors = expect_context::<Editors>();
    let (class, sign, kind) = match problem.severity {
        Severity::Error => ("err", Sign::Cross, "Error"),
        Severity::Warning => ("warn", Sign::Bang, "Warning"),
    };
    // whole, though the file's name stands above: it can be copied, and found
    let shown = problem.place.as_ref().map_or_else(|| "Project".to_owned(), place_name);
    let place = problem.place.clone();
    let go = move |_| {
        bench.view.mark_problem(at);
        if let Some(place) = &place {
            editors.go_to(place);
        }
    };
    let fix = problem.fix.map(|fix| {
        let title = fix.title.clone();
        let run = move |_| {
            if let Err(refused) = bench.apply_fix(&fix) {
                bench.view.complain(format!("Couldn't apply the fix: {refused}."));
            }
        };
        view! { <button type="button" class="small" on:click=run><Coded text=title /></button> }
    });
    let id = problem.rule.to_string();
    let about = id.clone();
    let rule = view! {
        <button
            type="button"
            class="rule"
            title="About this rule"
            on:click=move |_| bench.view.show(Dialog::Rule(about.clone()))
        >
            {id}
        </button>
    };
    view! {
        <li class="problem" data-problem=at class:now=move || bench.view.problem.get() == Some(at)>
            <span class=class title=kind><Icon sign /><span class="unseen">{kind}</span></span>
            <button type="button" class="place" on:click=go.clone()>{shown}</button>
            <span class="words" on:click=go>
                <Coded text=problem.message />
                {problem.help.map(|help| view! { <small><Coded text=help /></small> })}
                {said(&problem.rule, problem.said)}
            </span>
            <span class="fix">{fix}{rule}</span>
        </li>
    }
}

/// A funko's files say so.
fn file_name(file: &FileId) -> String {
    place_name(&Place { file: file.clone(), at: None })
}

/// The next problem (or, with −1, the one before), as they stand in the list, and its place.
pub fn go_to_problem(bench: Workbench, editors: Editors, step: isize) {
    let problems = bench.workspace.problems();
    let all: Vec<usize> = grouped(&problems).into_iter().flat_map(|group| group.numbers).collect();
    if all.is_empty() {
        bench.view.say("No problems");
        return;
    }
    let count = all.len() as isize;
    let now = bench.view.problem.get_untracked();
    let now = now.and_then(|now| all.iter().position(|at| *at == now));
    let next = match now {
        Some(at) => (at as isize + step).rem_euclid(count),
        None if step > 0 => 0,
        None => count - 1,
    };
    let at = all[next as usize];
    let problem = &problems[at];
    bench.view.mark_problem(at);
    if let Some(place) = &problem.place {
        editors.go_to(place);
    }
}
