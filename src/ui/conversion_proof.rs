//! The proof of a conversion, in one line, and what differs.

use super::{
    bench,
    coded::Coded,
    conversion_parts::{Shown, file_in_runtime},
    count,
    name::Name,
};
use crate::engine::conversion::Converted;
use faaso::path::BundlePath;
use leptos::prelude::*;

#[component]
pub fn Proof(shown: Shown) -> impl IntoView {
    let open = RwSignal::new(false);
    let line = move || {
        shown.with(|now| {
            let Some(now) = now else { return String::new() };
            match &now.proof.failure {
                Some(failure) => format!("With the defaults, FaaSO would fail: {failure}"),
                None => format!(
                    "With the defaults, a new funko has your application's files: {} of {} the same{}",
                    now.proof.same,
                    count(now.proof.of, "file"),
                    match yours(now) {
                        0 => String::new(),
                        changed => format!(", {changed} changed by you"),
                    }
                ),
            }
        })
    };
    let holds = |now: &Converted| {
        let proof = &now.proof;
        proof.failure.is_none() && proof.extra.is_empty() && proof.differing.len() == yours(now)
    };
    let word = move || match shown.with(|now| now.as_ref().is_some_and(|now| holds(now))) {
        true => ("became good", "same"),
        false => ("became err", "differs"),
    };
    let rows = move || {
        let now = shown.get()?;
        let proof = &now.proof;
        let of = |paths: &[BundlePath], what: &str| {
            paths.iter().map(|path| (path.to_string(), what.to_owned())).collect::<Vec<_>>()
        };
        let mut all = of(&proof.differing, "differs or is missing");
        all.extend(of(&proof.extra, "isn't in the application"));
        all.extend(of(&proof.not_executable, "is executable, and FaaSO makes it 644"));
        all.extend(of(&now.edited, "changed by you after the conversion"));
        all.extend(now.refused.iter().map(|(path, why)| (path.to_string(), why.clone())));
        Some(match all.is_empty() {
            true => view! {
                <p class="none">"Nothing differs. README.md and funko.yml describe the runtime, so they aren't compared."</p>
            }
            .into_any(),
            false => {
                let rows = all.into_iter().map(|(path, what)| view! { <OneFile path what /> }).collect_view();
                view! { <ul aria-label="What differs">{rows}</ul> }.into_any()
            }
        })
    };
    view! {
        <section aria-label="Proof">
            <div class="head">
                <p role="status" aria-label="Proof">
                    <span class=move || word().0>{move || word().1}</span>
                    " "
                    {line}
                </p>
                <button
                    type="button"
                    class="small"
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    "Show what differs"
                </button>
            </div>
            {move || open.get().then(rows)}
        </section>
    }
}

/// How many of the files that differ do so because the author changed them.
fn yours(now: &Converted) -> usize {
    let is_edited = |path: &&BundlePath| {
        now.edited.iter().any(|edited| {
            let own = edited.as_str().strip_prefix("template/").unwrap_or(edited.as_str());
            own.strip_suffix(".j2").unwrap_or(own) == path.as_str() || own == path.as_str()
        })
    };
    now.proof.differing.iter().filter(is_edited).count()
}

/// A file of an application, and what is to be said of it.
#[component]
pub fn OneFile(
    path: String,
    what: String,
    /// The runtime's file of that name is another one: no way leads there.
    #[prop(optional)]
    apart: bool,
) -> impl IntoView {
    let bench = bench();
    let label = path.clone();
    let name = match file_in_runtime(bench, &path).filter(|_| !apart) {
        Some(file) => {
            let open = move |_| bench.view.open(file.clone());
            view! { <button type="button" class="link path" on:click=open><Name name=path /></button> }
                .into_any()
        }
        None => view! { <span class="path"><Name name=path /></span> }.into_any(),
    };
    view! { <li aria-label=label><div class="head">{name} <span class="what"><Coded text=what /></span></div></li> }
}
