//! What is wrong, what FaaSO does there, and a fix where one is sure.

use super::{
    bench, count,
    editors::Editors,
    icon::{Icon, Sign},
    reason::{place_name, said},
};
use crate::state::{Workbench, view::Dialog, workspace::EngineState};
use faaso::diagnostic::{Diagnostic, Severity};
use leptos::prelude::*;

#[component]
pub fn ProblemsPane() -> impl IntoView {
    let bench = bench();
    let w = bench.workspace;
    let problems = Memo::new(move |_| w.problems());
    let counts = Memo::new(move |_| w.counts());
    let words = move || {
        let counts = counts.get();
        let engine = match w.engine() {
            EngineState::Failed(why) => return format!("Rendering stopped working: {why}"),
            EngineState::Starting => return "Starting…".into(),
            _ => String::new(),
        };
        match (counts.errors, counts.warnings) {
            (0, 0) => engine,
            (0, warnings) => count(warnings, "warning"),
            (errors, 0) => count(errors, "error"),
            (errors, warnings) => format!("{}, {}", count(errors, "error"), count(warnings, "warning")),
        }
    };
    view! {
        <section class="pane problems" role="region" aria-label="Problems" data-pane="problems">
            <div class="bar">
                <span class="title" tabindex="-1" data-first="">
                    "Problems"
                    {move || {
                        let counts = counts.get();
                        let class = if counts.errors > 0 { "badge err" } else { "badge warn" };
                        let all = counts.errors + counts.warnings;
                        (all > 0).then(|| view! { <span class=class>{all}</span> })
                    }}
                </span>
                <span class="counts" role="status">{words}</span>
            </div>
            {move || {
                let problems = problems.get();
                if problems.is_empty() {
                    // nothing is said to be well that nobody has looked at
                    let said = match w.engine() {
                        EngineState::Ready if w.is_of_this_project() => Some("No problems"),
                        EngineState::Failed(_) => Some("Not checked"),
                        _ => None,
                    };
                    return said.map(|said| view! { <p class="fine">{said}</p> }).into_any();
                }
                let rows = problems.into_iter().enumerate().map(|(at, problem)| row(bench, at, problem));
                view! { <ul aria-label="Problems">{rows.collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}

fn row(bench: Workbench, at: usize, problem: Diagnostic) -> impl IntoView {
    let editors = expect_context::<Editors>();
    let (class, sign, kind) = match problem.severity {
        Severity::Error => ("err", Sign::Cross, "Error"),
        Severity::Warning => ("warn", Sign::Bang, "Warning"),
    };
    let here = problem.place.as_ref().map(place_name).unwrap_or_else(|| "Project".into());
    let place = problem.place.clone();
    let go = move |_| {
        bench.view.problem.set(Some(at));
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
        view! { <button type="button" class="small" on:click=run>{title}</button> }
    });
    let id = problem.rule.to_string();
    let about = id.clone();
    let rule = view! {
        <button
            type="button"
            class="rule"
            title="About this rule"
            on:click=move |_| bench.view.dialog.set(Some(Dialog::Rule(about.clone())))
        >
            {id}
        </button>
    };
    view! {
        <li class:now=move || bench.view.problem.get() == Some(at)>
            <span class=class title=kind><Icon sign /><span class="unseen">{kind}</span></span>
            <button type="button" class="place" on:click=go.clone()>{here}</button>
            <span class="words" on:click=go>
                {problem.message}
                {problem.help.map(|help| view! { <small>{help}</small> })}
                {said(problem.said)}
            </span>
            <span class="mend">{fix}{rule}</span>
        </li>
    }
}

/// The next problem (or, with −1, the one before) and its place.
pub fn go_to_problem(bench: Workbench, editors: Editors, step: isize) {
    let problems = bench.workspace.problems();
    if problems.is_empty() {
        bench.view.say("No problems");
        return;
    }
    let count = problems.len() as isize;
    let next = match bench.view.problem.get_untracked() {
        Some(at) => (at as isize + step).rem_euclid(count),
        None if step > 0 => 0,
        None => count - 1,
    };
    bench.view.problem.set(Some(next as usize));
    if let Some(place) = &problems[next as usize].place {
        editors.go_to(place);
    }
}
