//! A second application beside the one that became the runtime: what differs between them, and how it comes out of the
//! runtime.

use super::{
    bench,
    coded::Coded,
    conversion_parts::{Shown, file_in_runtime, step},
    count,
    name::Name,
    wired,
};
use crate::{
    engine::jobs::SetSecond,
    state::view::{Dialog, OutputTab},
};
use convert::two::Outcome;
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn SecondApplication(shown: Shown) -> impl IntoView {
    let bench = bench();
    let second = Memo::new(move |_| shown.with(|now| now.as_ref()?.second.clone()));
    let add = move |_| bench.view.show(Dialog::Second);
    view! {
        <section aria-label="Second application">
            <h2>"Second application"</h2>
            {move || match second.get() {
                None => view! {
                    <div class="head">
                        <span>
                            "Add another application of the same kind: what differs becomes options, what is the same stays, and each of \
                             the two becomes a scenario."
                        </span>
                        <button type="button" class="small" on:click=add>"Add a second application…"</button>
                    </div>
                }
                .into_any(),
                Some(outcome) => view! { <Compared outcome /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Compared(outcome: Outcome) -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let Outcome { name, proof, own, unlike, left_out, scenarios } = outcome;
    let holds = proof.failure.is_none() && proof.differing.is_empty();
    let line = match &proof.failure {
        Some(failure) => format!("{name}: FaaSO would fail: {failure}"),
        None => format!(
            "With its options and its own files, a funko builds {name}: {} of {} the same",
            proof.same,
            count(proof.of, "file")
        ),
    };
    let remove = {
        let said = format!("Removed {name}.");
        move |_| {
            let said = said.clone();
            spawn_local(async move {
                match step(bench, wiring, SetSecond(None)).await {
                    Some(Ok(())) => bench.view.say_done(said),
                    Some(Err(refused)) => bench.view.complain(format!("Couldn't remove it: {refused}.")),
                    None => {}
                }
            });
        }
    };
    let mut rows: Vec<(String, String)> = Vec::new();
    let unlike_paths: Vec<_> = unlike.iter().map(|(path, _)| path.clone()).collect();
    let all = |paths: Vec<faaso::path::BundlePath>, what: &str| {
        paths.into_iter().map(|path| (path.to_string(), what.to_owned())).collect::<Vec<_>>()
    };
    rows.extend(all(proof.differing, "differs, and no option makes up for it"));
    rows.extend(
        unlike
            .into_iter()
            .map(|(path, why)| (path.to_string(), format!("No options are proposed for it. {why}"))),
    );
    let own = own.into_iter().filter(|path| !unlike_paths.contains(path)).collect();
    rows.extend(all(proof.extra, "isn't in this application, and its funko gets it too"));
    rows.extend(all(proof.not_executable, "is executable, and FaaSO makes it 644"));
    let own: Vec<String> = all(own, "").into_iter().map(|(path, _)| path).collect();
    rows.extend(own.iter().map(|path| (path.clone(), "comes with its funko".to_owned())));
    rows.extend(left_out.into_iter().map(|it| (it.path.to_string(), format!("Left out. {}", it.reason))));
    let rows = rows.into_iter().map(|(path, what)| {
        let label = path.clone();
        // the runtime's file of that name is the first application's
        let shown = match file_in_runtime(bench, &path).filter(|_| !own.contains(&path)) {
            Some(file) => {
                let open = move |_| bench.view.open(file.clone());
                view! { <button type="button" class="link path" on:click=open><Name name=path /></button> }
                    .into_any()
            }
            None => view! { <span class="path"><Name name=path /></span> }.into_any(),
        };
        view! { <li aria-label=label><div class="head">{shown} <span class="what"><Coded text=what /></span></div></li> }
    });
    let rows = rows.collect_view();
    let scenarios = (!scenarios.is_empty()).then(|| {
        let names = scenarios.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
        let go = move |_| bench.view.show_output(OutputTab::Scenarios);
        view! {
            <p class="none">
                <Coded text=format!("Scenarios: {names}. ") />
                <button type="button" class="link" on:click=go>"Show scenarios"</button>
            </p>
        }
    });
    let replace = move |_| bench.view.show(Dialog::Second);
    view! {
        <div class="head">
            <p role="status" aria-label="Second proof">
                <span class=if holds { "became good" } else { "became err" }>{if holds { "same" } else { "differs" }}</span>
                " "
                {line}
            </p>
            <button type="button" class="small" on:click=replace>"Choose another…"</button>
            <button type="button" class="quiet small" on:click=remove>"Remove second application"</button>
        </div>
        {scenarios}
        <ul aria-label="Files of the second application">{rows}</ul>
    }
}
