//! What made the output at the cursor, in words and as links, and the way there by key.

use super::{
    bench,
    editors::{self, Editors},
    reason::place_name,
};
use crate::state::{Workbench, origin::MadeBy};
use faaso::{diagnostic::Place, project::FileId};
use leptos::prelude::*;

/// The strip below the rendered output.
#[component]
pub fn MadeByStrip(#[prop(into)] file: Signal<Option<FileId>>) -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let made = Memo::new(move |_| {
        let id = file.get()?;
        let cursor = editors.cursor.get()?;
        let ours = editors::output_of(&cursor.key).is_some_and(|shown| shown == id);
        ours.then(|| bench.workspace.made_by(&id, cursor.selected.start)).flatten()
    });
    view! {
        <div class="foot made-by" role="status" aria-label="Made by">
            {move || made.get().map_or_else(|| ().into_any(), |made| chain(editors, made))}
        </div>
    }
}

/// `Dockerfile.j2:9 · options.pkgs[1] · funko.yml:6`.
fn chain(editors: Editors, made: MadeBy) -> AnyView {
    let option = made.option.map(|(option, place)| {
        let item = option.item.map(|item| format!("[{item}]")).unwrap_or_default();
        let name = format!("options.{}{item}", option.key);
        let value = place.clone().map(|place| {
            let name = line_of(&place);
            view! { " · " {link(editors, name, place)} }
        });
        let option = match place {
            Some(place) => link(editors, name, place).into_any(),
            None => view! { <span>{name}</span> }.into_any(),
        };
        view! { " · " {option} {value} }
    });
    view! { {link(editors, line_of(&made.template), made.template)} {option} }.into_any()
}

fn link(editors: Editors, name: String, place: Place) -> impl IntoView {
    view! { <button type="button" class="link" on:click=move |_| editors.go_to(&place)>{name}</button> }
}

/// `Dockerfile.j2:9`.
fn line_of(place: &Place) -> String {
    let file = place_name(&Place { at: None, ..place.clone() });
    place.at.map_or(file.clone(), |at| format!("{file}:{}", at.from.line))
}

/// From the output to the template, from there to `funko.yml`, from there to its template.
pub fn go_to_source(bench: Workbench, editors: Editors) {
    let Some(cursor) = editors.cursor.get_untracked() else {
        bench.view.say("Put the cursor into a text first");
        return;
    };
    let (place, none) = match (editors::output_of(&cursor.key), editors::file_of(&cursor.key)) {
        (Some(id), _) => {
            let made = untrack(|| bench.workspace.made_by(&id, cursor.selected.start));
            (made.map(|made| made.template), "This output has no template, or isn't up to date")
        }
        (None, Some(id)) => (
            untrack(|| bench.workspace.source_of(&id, cursor.selected.start)),
            "No option of funko.yml made this",
        ),
        (None, None) => (None, "No option of funko.yml made this"),
    };
    match place {
        Some(place) => editors.go_to(&place),
        None => bench.view.say(none),
    }
}
