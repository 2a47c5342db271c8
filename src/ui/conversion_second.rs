//! A second application beside the one that became the runtime: what differs between them, and how it comes out of the
//! runtime.

use super::{
    bench,
    coded::Coded,
    conversion_parts::{Shown, change},
    conversion_proof::OneFile,
    count, wired,
};
use crate::{
    engine::jobs::SetSecond,
    state::view::{Dialog, OutputTab},
};
use convert::two::Outcome;
use faaso::path::BundlePath;
use leptos::prelude::*;

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
        move |_| change(bench, wiring, SetSecond(None), said.clone(), "remove")
    };
    let row = |path: BundlePath, what: String, apart: bool| {
        view! { <OneFile path=path.to_string() what apart /> }
    };
    let all = |paths: Vec<BundlePath>, what: &str, apart: bool| {
        paths.into_iter().map(|path| row(path, what.to_owned(), apart)).collect_view()
    };
    let own = own.into_iter().filter(|path| unlike.iter().all(|(other, _)| other != path)).collect();
    let rows = view! {
        {all(proof.differing, "differs, and no option makes up for it", false)}
        {unlike.into_iter().map(|(path, why)| row(path, format!("No options are proposed for it. {why}"), false)).collect_view()}
        {all(proof.extra, "isn't in this application, and its funko gets it too", false)}
        {all(proof.not_executable, "is executable, and FaaSO makes it 644", false)}
        {all(own, "comes with its funko", true)}
        {left_out.into_iter().map(|it| row(it.path, format!("Left out. {}", it.reason), false)).collect_view()}
    };
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
