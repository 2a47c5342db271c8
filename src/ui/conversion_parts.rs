//! What the sections of *Conversion* share: making a decision, and the way to a place.

use super::{bench, name::Name};
use crate::{
    engine::{
        conversion::Converted,
        jobs::{Decide, Job},
    },
    state::{Refused, Workbench},
    wiring::Wiring,
};
use convert::{decisions::Decision, plan::Spot};
use faaso::{
    path::BundlePath,
    project::{Edit, FileId},
    text::LineColumn,
};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// What the sections show; none while there is no conversion.
pub type Shown = Memo<Option<Arc<Converted>>>;

/// Makes a decision: one step. `said` tells what was done.
pub fn decide(bench: Workbench, wiring: Wiring, decision: Decision, said: String) {
    change(bench, wiring, Decide(decision), said, "change");
}

/// Makes the edit that this question answers with, and tells what was done, or that it couldn't be: `Couldn't VERB it`.
pub fn change(
    bench: Workbench,
    wiring: Wiring,
    question: impl Job<Answer = Edit> + Clone + 'static,
    said: String,
    verb: &'static str,
) {
    spawn_local(async move {
        match step(bench, wiring, question).await {
            Some(Ok(())) => bench.view.say_done(said),
            Some(Err(refused)) => bench.view.complain(format!("Couldn't {verb} it: {refused}.")),
            None => {}
        }
    });
}

/// Makes the edit that this question answers with; none where another project was opened meanwhile.
pub async fn step(
    bench: Workbench,
    wiring: Wiring,
    question: impl Job<Answer = Edit> + Clone,
) -> Option<Result<(), Refused>> {
    let opened = bench.workspace.opened_now();
    loop {
        let revision = bench.workspace.revision_now();
        let edit = wiring.ask(question.clone()).await;
        if bench.workspace.opened_now() != opened {
            return None;
        }
        // worked out of an older document, it could hit what came since
        if bench.workspace.revision_now() == revision {
            return Some(edit.map_err(Refused::Said).and_then(|edit| bench.edit(edit)));
        }
    }
}

/// The file of the runtime that a file of the application became.
pub fn file_in_runtime(bench: Workbench, path: &str) -> Option<FileId> {
    let there = |path: &String| bench.workspace.with_project(|project| project.runtime.get(path).is_some());
    let names =
        [path.to_owned(), format!("{path}.j2"), format!("template/{path}"), format!("template/{path}.j2")];
    let found = untrack(|| names.into_iter().find(there))?;
    Some(FileId::runtime(BundlePath::new(&found).ok()?))
}

/// A place in the application, as a way to it in the runtime.
#[component]
pub fn SpotLink(spot: Spot) -> impl IntoView {
    let bench = bench();
    let shown = format!("{}:{}", spot.file, spot.line);
    let go = move |_| match file_in_runtime(bench, spot.file.as_str()) {
        Some(file) => {
            bench.view.open(file.clone());
            bench.view.reveal(file, LineColumn { line: spot.line, column: 1 });
        }
        None => bench.view.complain(format!("`{}` isn't in the runtime: it's left out.", spot.file)),
    };
    view! { <button type="button" class="link path" on:click=go><Name name=shown /></button> }
}
