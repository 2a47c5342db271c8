//! A problem as it is told beside what it stops: where it is, with the way there, what is wrong in plain words, and
//! FaaSO's own words second.

use super::{bench, coded::Coded, editors::Editors};
use faaso::{
    diagnostic::{Diagnostic, Place},
    project::Group,
};
use leptos::prelude::*;

/// What is wrong and where. A click on the place goes there; a dialog that is open is closed by it.
#[component]
pub fn Reason(problem: Diagnostic) -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let place = problem.place.clone().map(|place| {
        let name = place_name(&place);
        let go = move |_| {
            bench.view.close_dialog();
            editors.go_to(&place);
        };
        view! { <button type="button" class="link place" title="Go to this problem" on:click=go>{name}</button> " " }
    });
    view! {
        <span class="reason">
            {place}
            <span><Coded text=problem.message /></span>
            {problem.help.map(|help| view! { " " <small><Coded text=help /></small> })}
            {said(&problem.rule, problem.said)}
        </span>
    }
}

/// The own words of FaaSO, or of Docker where a rule is Docker's, second and as code.
pub fn said(rule: &str, said: Option<String>) -> impl IntoView + use<> {
    let who = match rule {
        "docker-check" | "docker-exec-form" => "Docker says: ",
        _ => "FaaSO says: ",
    };
    said.map(|said| view! { " " <small class="said">{who}<code>{said}</code></small> })
}

/// `template/run.sh:3:1`; a funko's files say so.
pub fn place_name(place: &Place) -> String {
    let path = match place.file.group() {
        Group::Funko if place.file.path.as_str() != faaso::funko::FILE => {
            format!("funko: {}", place.file.path)
        }
        _ => place.file.path.to_string(),
    };
    match place.at {
        Some(at) => format!("{path}:{}:{}", at.from.line, at.from.column),
        None => path,
    }
}
