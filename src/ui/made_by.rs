//! What made the output at the cursor, or what the cursor's place makes of it, in words and as links; and the way there
//! by key.

use super::{
    bench,
    editors::{self, Editors},
    reason::place_name,
};
use crate::{
    editor::DocKey,
    state::{
        Workbench,
        origin::{Link, MadeBy},
        tracing::{Lit, Pointed},
    },
};
use faaso::{diagnostic::Place, project::FileId};
use leptos::prelude::*;

/// Lines of the output that are named.
const MOST_LINES: usize = 5;

/// The strip below the rendered output.
#[component]
pub fn MadeByStrip(#[prop(into)] file: Signal<Option<FileId>>) -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let made = Memo::new(move |_| match editors.pointed()? {
        Pointed::Output(id, offset) if file.get().as_ref() == Some(&id) => bench.made_by(&id, offset),
        _ => None,
    });
    // of the cursor alone: what the pointer passes on its way here is not meant
    let makes = Memo::new(move |_| match editors.pointed()? {
        Pointed::Output(..) => None,
        at => {
            let lit =
                Some(bench.workspace.lit(&at)).filter(|lit| lit.file.is_some() && lit.file == file.get())?;
            let Pointed::File(id, offset) = at else { return None };
            Some((bench.workspace.words_beside(&id, offset), lit))
        }
    });
    view! {
        <div class="foot made-by" role="status" aria-label="Made by">
            {move || match (made.get(), makes.get()) {
                (Some(made), _) => chain(editors, made),
                (None, Some((words, lit))) => reach(editors, words, lit),
                (None, None) => ().into_any(),
            }}
        </div>
    }
}

/// `Dockerfile.j2:9 · round 2 of 3 of “for p in options.pkgs” · options.pkgs[1] · funko.yml:6`.
fn chain(editors: Editors, made: MadeBy) -> AnyView {
    let links = made.way.into_iter().map(move |step| part(editors, step)).collect_view();
    let options = made.options.into_iter().map(move |option| {
        let value = option.place.clone().map(|place| {
            let name = line_of(&place);
            view! { " · " {link(editors, name, place)} }
        });
        view! { {part(editors, option)} {value} }
    });
    let options = options.collect_view();
    view! { {link(editors, line_of(&made.template), made.template)} {links} {options} }.into_any()
}

fn part(editors: Editors, Link { words, place }: Link) -> impl IntoView {
    let shown = match place {
        Some(place) => link(editors, words, place).into_any(),
        None => view! { <span>{words}</span> }.into_any(),
    };
    view! { " · " {shown} }
}

/// `Makes 3 parts of Dockerfile: line 4 · line 7 · line 9`.
fn reach(editors: Editors, words: Option<String>, lit: Lit) -> AnyView {
    let Some(file) = lit.file else { return ().into_any() };
    let name = lit.name;
    let parts = match lit.output.len() {
        0 => return view! { <span>{format!("Makes nothing in {name}")}</span> }.into_any(),
        1 => format!("Makes 1 part of {name}:"),
        many => format!("Makes {many} parts of {name}:"),
    };
    let lines = lit.lines.len();
    let links = lit.lines.into_iter().take(MOST_LINES).enumerate().map(|(at, (line, span))| {
        let file = file.clone();
        let go = move |_| editors.go_to_output(&file, span);
        let before = if at == 0 { " " } else { " · " };
        view! { {before} <button type="button" class="link" on:click=go>{format!("line {line}")}</button> }
    });
    let links = links.collect_view();
    let more = (lines > MOST_LINES).then_some(" …");
    let words = words.map(|words| view! { <span>{words}</span> " · " });
    view! { {words} <span>{parts}</span> {links} {more} }.into_any()
}

fn link(editors: Editors, name: String, place: Place) -> impl IntoView {
    view! { <button type="button" class="link" on:click=move |_| editors.go_to(&place)>{name}</button> }
}

/// `Dockerfile.j2:9`.
pub fn line_of(place: &Place) -> String {
    let file = place_name(&Place { at: None, ..place.clone() });
    place.at.map_or(file.clone(), |at| format!("{file}:{}", at.from.line))
}

/// From the output to the template, from there to `funko.yml`, from there to its template.
pub fn go_to_source(bench: Workbench, editors: Editors) {
    match untrack(|| editors.pointed()) {
        Some(at) => follow(bench, editors, &at),
        None => bench.view.say("Put the cursor into a text first"),
    }
}

/// Ctrl or ⌘ and a click do the same.
pub fn on_follow(bench: Workbench, editors: Editors) -> Callback<(DocKey, usize)> {
    Callback::new(move |(key, offset): (DocKey, usize)| {
        let at = match editors::output_of(&key) {
            Some(file) => Some(Pointed::Output(file, offset)),
            None => editors::file_of(&key).map(|file| Pointed::File(file, offset)),
        };
        if let Some(at) = at {
            follow(bench, editors, &at);
        }
    })
}

fn follow(bench: Workbench, editors: Editors, at: &Pointed) {
    let place = untrack(|| match at {
        Pointed::Output(id, offset) => {
            let made = bench.made_by(id, *offset).map(|made| made.template);
            made.ok_or_else(|| "This output has no template, or isn't up to date".to_owned())
        }
        Pointed::File(id, offset) => bench.workspace.source_of(id, *offset),
    });
    match place {
        Ok(place) => editors.go_to(&place),
        Err(none) => bench.view.say(none),
    }
}
