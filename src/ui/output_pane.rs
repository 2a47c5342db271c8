//! What FaaSO makes: of the active file, of a build, of a new funko.

use super::{
    bench,
    binary::BinaryView,
    changes::Changes,
    editors::{self, Editors},
    icon::{Icon, Sign},
    lens::{LensButton, LensPanel},
    output_tree::{OutputTree, Which},
    size,
    tabs::Tabs,
};
use crate::{
    editor::{CodeEditor, DocKey, Document, Language},
    platform::clipboard,
    state::{
        Workbench,
        view::{OutputTab, Pane},
        workspace::{EngineState, Output},
    },
};
use faaso::{
    diagnostic::Place,
    project::{FileId, Group},
};
use leptos::prelude::*;

const TABS: &[(OutputTab, &str)] = &[
    (OutputTab::Rendered, "Rendered"),
    (OutputTab::BuildContext, "Build context"),
    (OutputTab::NewFunko, "New funko"),
    (OutputTab::Changes, "Changes"),
];

#[component]
pub fn OutputPane() -> impl IntoView {
    let bench = bench();
    let rendered = move || bench.view.output.get() == OutputTab::Rendered;
    let copy = move |_| {
        let Some(text) = bench.view.active().and_then(|id| text_of(bench, &id)) else { return };
        leptos::task::spawn_local(async move {
            match clipboard::copy(&text).await {
                Ok(()) => bench.view.say("The output is in the clipboard."),
                Err(error) => bench.view.complain(format!("It could not be copied: {error}")),
            }
        });
    };
    let nothing = move || bench.view.active().and_then(|id| text_of(bench, &id)).is_none();
    view! {
        <section class="pane output" aria-label="Output" data-pane="output">
            <div class="bar">
                <Tabs label="Output view" id="output-view" tabs=TABS chosen=bench.view.output />
                <span class="right">
                    {move || rendered().then(|| view! {
                        <LensButton />
                        <button
                            type="button"
                            class="quiet square"
                            aria-label="Copy output"
                            title="Copy output"
                            disabled=nothing
                            on:click=copy
                        >
                            <Icon sign=Sign::Copy />
                        </button>
                    })}
                </span>
            </div>
            <Rendered />
            {move || match bench.view.output.get() {
                OutputTab::Rendered => None,
                OutputTab::BuildContext => Some(view! { <OutputTree which=Which::BuildContext /> }.into_any()),
                OutputTab::NewFunko => Some(view! { <OutputTree which=Which::NewFunko /> }.into_any()),
                OutputTab::Changes => Some(view! { <Changes /> }.into_any()),
            }}
        </section>
    }
}

/// The whole text, which an editor draws in part only.
fn text_of(bench: Workbench, id: &FileId) -> Option<String> {
    match bench.workspace.output(id) {
        Output::Rendered(rendering) => rendering.good.map(|good| good.text.clone()),
        Output::Copied(file) => file.as_text().map(str::to_owned),
        Output::Replaced(_) | Output::Nowhere(_) | Output::Waiting => None,
    }
}

/// Stands on while another view is shown: its editor keeps selection and scroll.
#[component]
fn Rendered() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let active = Memo::new(move |_| bench.view.active());
    let output = Memo::new(move |_| active.get().map(|id| bench.workspace.output(&id)));
    let document = Memo::new(move |_| {
        let id = active.get()?;
        let key = DocKey::new(format!("output {}", editors::key(bench, &id).as_str()));
        match output.get()? {
            Output::Rendered(rendering) => Some(Document {
                key,
                text: rendering.good?.text.as_str().into(),
                language: Language::of(rendering.output.as_str()),
            }),
            Output::Copied(file) => {
                let language = Language::of(id.path.as_str()).rendered();
                Some(Document { key, text: file.as_text()?.into(), language })
            }
            Output::Replaced(_) | Output::Nowhere(_) | Output::Waiting => None,
        }
    });
    let stale = Memo::new(move |_| match output.get() {
        Some(Output::Rendered(rendering)) => rendering.error.is_some(),
        _ => false,
    });
    let binary = Memo::new(move |_| match (active.get(), output.get()) {
        (Some(id), Some(Output::Copied(file))) if file.as_text().is_none() => {
            Some((id.path.to_string(), file))
        }
        _ => None,
    });
    let away = move || bench.view.output.get() != OutputTab::Rendered;
    view! {
        <div class="rendered" class:away=away>
            <div class="body" class:stale=stale class:away=move || document.with(Option::is_none)>
                <CodeEditor
                    label="Rendered output"
                    document=document
                    wrap=editors::wrap(bench, Pane::Output)
                    read_only=true
                    handle=editors.output
                />
            </div>
            {move || binary.get().map(|(path, file)| view! { <BinaryView path file /> })}
            {move || {
                let empty = document.with(Option::is_none) && binary.with(Option::is_none);
                empty.then(|| nothing(bench, output.get()))
            }}
            {move || bench.view.lens.get().then(|| view! { <LensPanel /> })}
            <div class="foot">{move || foot(bench, editors, active.get(), output.get())}</div>
        </div>
    }
}

fn nothing(bench: Workbench, output: Option<Output>) -> impl IntoView {
    let text = match output {
        None => "No file is open.".to_owned(),
        Some(Output::Nowhere(why)) => why.to_owned(),
        Some(Output::Replaced(by)) => format!("In a build the funko's own “{}” takes its place.", by.path),
        Some(Output::Rendered(rendering)) => match rendering.error {
            Some(error) => format!("FaaSO cannot render it: {}", error.message),
            None => String::new(),
        },
        Some(Output::Waiting | Output::Copied(_)) => match bench.workspace.engine() {
            EngineState::Failed(why) => format!("Nothing is rendered: {why} Reload the page to try again."),
            _ => "Rendering…".to_owned(),
        },
    };
    view! { <div class="nothing"><p>{text}</p></div> }
}

fn foot(bench: Workbench, editors: Editors, id: Option<FileId>, output: Option<Output>) -> AnyView {
    let (Some(id), Some(output)) = (id, output) else { return ().into_any() };
    match output {
        Output::Rendered(rendering) => match (rendering.error, rendering.good) {
            (Some(error), good) => {
                let at = error.place.as_ref().map_or(String::new(), |place| where_is(place, &id));
                let text = match good {
                    Some(_) => format!("last good output, from before the error{at}"),
                    None => format!("no output yet: there is an error{at}"),
                };
                let place = error.place.unwrap_or(Place { file: id, at: None });
                view! {
                    <span class="err">{text}</span>
                    <button type="button" class="link" on:click=move |_| editors.go_to(&place)>"Go to it"</button>
                }
                .into_any()
            }
            (None, Some(good)) => view! {
                <span class="path">{rendering.output.to_string()}</span>
                <span>{match bench.workspace.has_other_runtime(&id) {
                    true => "FaaSO uses another runtime, see Problems",
                    false => "exactly what FaaSO writes",
                }}</span>
                <span>{size(good.text.len())}</span>
            }
            .into_any(),
            (None, None) => ().into_any(),
        },
        Output::Copied(file) => {
            let how = match id.group() {
                Group::Funko if bench.workspace.is_live(&id) => "as the template makes it",
                Group::Funko => "copied byte for byte over the runtime",
                Group::Runtime | Group::Template => "copied byte for byte",
            };
            view! {
                <span class="path">{id.shown().to_owned()}</span>
                <span>{how}</span>
                <span>{size(file.bytes.len())}</span>
            }
            .into_any()
        }
        Output::Replaced(by) => view! {
            <span>"replaced"</span>
            <button
                type="button"
                class="link"
                on:click=move |_| editors.go_to(&Place { file: by.clone(), at: None })
            >
                "Go to the funko's file"
            </button>
        }
        .into_any(),
        Output::Nowhere(_) => view! { <span>"in no result"</span> }.into_any(),
        Output::Waiting => ().into_any(),
    }
}

/// ` at line 3`, or ` in funko.yml at line 3` where the error is in another file.
fn where_is(place: &Place, shown: &FileId) -> String {
    let file = if place.file == *shown { String::new() } else { format!(" in {}", place.file.path) };
    match place.at {
        Some(at) => format!("{file} at line {}", at.from.line),
        None => file,
    }
}
