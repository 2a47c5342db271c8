//! What FaaSO makes: of the active file, of a build, of a new funko.

use super::{
    bench,
    binary::BinaryView,
    coded::Coded,
    count,
    deeds::{Deed, carry_out},
    editors::{self, Editors},
    icon::{Icon, Sign},
    lens::LensButton,
    made_by::{self, MadeByStrip},
    maximise::Maximise,
    options,
    panels::{Panel, panel},
    reason::{Reason, place_name},
    size,
    tab_row::Tabs,
    wired,
};
use crate::{
    editor::{CodeEditor, Cursor, Document, Language, Notes},
    platform::clipboard,
    state::{
        Workbench,
        last_edit::Also,
        output::Output,
        view::{OutputTab, Pane, is_funko_yml},
        workspace::EngineState,
    },
};
use faaso::{
    diagnostic::Place,
    fate::LeftOut,
    project::{FileId, Group},
};
use leptos::prelude::*;

const TABS: &[(OutputTab, &str)] = &[
    (OutputTab::Rendered, "Rendered"),
    (OutputTab::BuildContext, "Build context"),
    (OutputTab::NewFunko, "New funko"),
    (OutputTab::Changes, "Changes"),
    (OutputTab::Picture, "Build picture"),
    (OutputTab::Scenarios, "Scenarios"),
    (OutputTab::Options, "Options"),
    (OutputTab::Conversion, "Conversion"),
];

#[component]
pub fn OutputPane() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let rendered = move || bench.view.output.get() == OutputTab::Rendered;
    let copy = move |_| {
        let Some(text) = bench.view.active().and_then(|id| text_of(bench, &id)) else { return };
        leptos::task::spawn_local(async move {
            match clipboard::copy(&text).await {
                Ok(()) => bench.view.say("Output copied"),
                Err(error) => bench.view.complain(format!("Couldn't copy: {error}")),
            }
        });
    };
    let lists_uses = Memo::new(move |_| editors.uses.with(Option::is_some));
    let searches = Memo::new(move |_| bench.search.shown.get());
    let nothing = move || bench.view.active().and_then(|id| text_of(bench, &id)).is_none();
    view! {
        <section class="pane output" aria-label="Output" data-pane="output">
            <div class="bar">
                <Tabs label="Output view" id="output-view" tabs=TABS chosen=move || bench.view.output.get() choose=move |tab| bench.view.show_output(tab) />
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
                    <Maximise pane=Pane::Output name="Output" />
                </span>
            </div>
            <Rendered />
            {move || match bench.view.output.get() {
                OutputTab::Rendered => None,
                tab => Some(panel(Panel::Output(tab))),
            }}
            {move || lists_uses.get().then(|| panel(Panel::Uses))}
            {move || searches.get().then(|| panel(Panel::Search))}
        </section>
    }
}

/// The whole text, which an editor draws in part only.
fn text_of(bench: Workbench, id: &FileId) -> Option<String> {
    match bench.workspace.output(id) {
        Output::Rendered(rendering) => rendering.good.map(|good| good.text.clone()),
        Output::Copied(file) => file.as_text().map(str::to_owned),
        Output::Replaced(_) | Output::LeftOut(_) | Output::Waiting => None,
    }
}

/// Stands on while another view is shown: its editor keeps selection and scroll.
#[component]
fn Rendered() -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let editors = expect_context::<Editors>();
    let active = Memo::new(move |_| bench.view.active());
    let output = Memo::new(move |_| active.get().map(|id| bench.workspace.output(&id)));
    let document = Memo::new(move |_| {
        let id = active.get()?;
        let key = editors::output_key(bench, &id);
        match output.get()? {
            Output::Rendered(rendering) => Some(Document {
                key,
                text: rendering.good?.text.as_str().into(),
                language: editors::coloured(bench, Language::of(rendering.output.as_str())),
            }),
            Output::Copied(file) => {
                let language = editors::coloured(bench, Language::of(id.path.as_str()).rendered());
                Some(Document { key, text: file.as_text()?.into(), language })
            }
            Output::Replaced(_) | Output::LeftOut(_) | Output::Waiting => None,
        }
    });
    let stale = Memo::new(move |_| match output.get() {
        Some(Output::Rendered(rendering)) => rendering.error.is_some() || bench.workspace.is_late(),
        _ => false,
    });
    let binary = Memo::new(move |_| match (active.get(), output.get()) {
        (Some(id), Some(Output::Copied(file))) if file.as_text().is_none() => {
            Some((id.path.to_string(), file))
        }
        _ => None,
    });
    let notes = Memo::new(move |before: Option<&Notes>| editors::output_notes(bench, active.get(), before));
    let away = move || bench.view.output.get() != OutputTab::Rendered;
    view! {
        <div class="rendered" class:away=away>
            <div class="body" class:stale=stale class:away=move || document.with(Option::is_none)>
                <CodeEditor
                    label="Rendered output"
                    document=document
                    wrap=editors::wrap(bench, Pane::Output)
                    still=true
                    on_change=Callback::new(move |change| carry_out(bench, wiring, Deed::ChangeOutput(change)))
                    landed=Callback::new(move |()| bench.workspace.typed_to(&active.get_untracked()?))
                    on_undo=editors::on_undo(bench)
                    on_redo=editors::on_redo(bench)
                    on_cursor=Callback::new(move |cursor: Cursor| {
                        options::select(bench, cursor.selected, convert::options::Within::Output);
                        editors.cursor.set(Some(cursor));
                    })
                    lit=Signal::derive(move || editors.lit.with(|lit| match lit.file == active.get() {
                        true => lit.output.clone(),
                        false => Default::default(),
                    }))
                    notes=notes
                    on_point=editors.on_point()
                    on_follow=made_by::on_follow(bench, editors)
                    handle=editors.output
                />
            </div>
            {move || binary.get().map(|(path, file)| view! { <BinaryView path file /> })}
            {move || {
                let empty = document.with(Option::is_none) && binary.with(Option::is_none);
                empty.then(|| nothing(bench, output.get()))
            }}
            {move || bench.view.lens.get().then(|| panel(Panel::Lens))}
            <MadeByStrip file=active />
            <div class="foot">
                {move || foot(bench, editors, active.get(), output.get())}
                <AlsoChanges file=active />
            </div>
        </div>
    }
}

/// What else the last edit changes in what FaaSO makes.
#[component]
fn AlsoChanges(#[prop(into)] file: Signal<Option<FileId>>) -> impl IntoView {
    let bench = bench();
    let also = Memo::new(move |_| {
        let also = bench.workspace.also()?;
        (is_funko_yml(&also.file) || file.get().as_ref() == Some(&also.file)).then_some(also)
    });
    let words = move || {
        also.with(|also| {
            let Some(Also { built, new_funko, .. }) = also else { return String::new() };
            let of_build =
                (!built.is_empty()).then(|| format!("{} of the build", count(built.len(), "file")));
            let of_new =
                (!new_funko.is_empty()).then(|| format!("{} of new funkos", count(new_funko.len(), "file")));
            let which: Vec<_> = of_build.into_iter().chain(of_new).collect();
            format!("also changes {}", which.join(" and "))
        })
    };
    let names = move || {
        also.with(|also| {
            let all = also.iter().flat_map(|also| also.built.iter().chain(&also.new_funko));
            all.take(20).cloned().collect::<Vec<_>>().join(", ")
        })
    };
    let go = move |_| bench.view.show_output(OutputTab::Changes);
    view! {
        <span role="status" aria-label="Also changes">
            {move || also.with(Option::is_some).then(|| view! {
                <button type="button" class="link" title=names on:click=go>{words}</button>
            })}
        </span>
    }
}

fn ignored(why: LeftOut) -> &'static str {
    match why {
        LeftOut::Hidden => "FaaSO ignores files and folders whose names start with a dot.",
        LeftOut::Scenario => "Part of a scenario. FaaSO ignores it, as it ignores every hidden file.",
        LeftOut::Conversion => "Part of the conversion. FaaSO ignores it, as it ignores every hidden file.",
        LeftOut::HiddenAtTop => "FaaSO ignores top-level files and folders of a funko that start with a dot.",
        LeftOut::TemplatePrefix => "FaaSO ignores top-level paths in a runtime that start with `template`.",
    }
}

/// Where there is no output, why.
fn nothing(bench: Workbench, output: Option<Output>) -> AnyView {
    let text = match output {
        None => "No file is open.".to_owned(),
        Some(Output::LeftOut(why)) => ignored(why).to_owned(),
        Some(Output::Replaced(by)) => format!("The funko's `{}` replaces this file in the build.", by.path),
        Some(Output::Rendered(rendering)) => match rendering.error {
            Some(problem) => {
                let fix = problem.fix.clone().map(|fix| {
                    let title = fix.title.clone();
                    let run = move |_| {
                        if let Err(refused) = bench.apply_fix(&fix) {
                            bench.view.complain(format!("Couldn't apply the fix: {refused}."));
                        }
                    };
                    view! { <p><button type="button" on:click=run><Coded text=title /></button></p> }
                });
                return view! {
                    <div class="nothing" role="alert">
                        <p>"No output: fix this error first"</p>
                        <p><Reason problem /></p>
                        {fix}
                    </div>
                }
                .into_any();
            }
            None => "The output is empty.".to_owned(),
        },
        Some(Output::Waiting | Output::Copied(_)) => match bench.workspace.engine() {
            EngineState::Failed(why) => {
                format!("Rendering stopped working: {why} Reload the page to try again.")
            }
            EngineState::Starting => "Starting…".to_owned(),
            EngineState::Ready | EngineState::Restarted { .. } => "Rendering…".to_owned(),
        },
    };
    view! { <div class="nothing"><p><Coded text /></p></div> }.into_any()
}

fn foot(bench: Workbench, editors: Editors, id: Option<FileId>, output: Option<Output>) -> AnyView {
    let (Some(id), Some(output)) = (id, output) else { return ().into_any() };
    match output {
        Output::Rendered(rendering) => match (rendering.error, rendering.good) {
            (Some(error), good) => {
                let text = match (good, error.place.as_ref().map(|place| where_is(place, &id))) {
                    (Some(_), Some(at)) => format!("Showing the last valid output. Error {at}."),
                    (Some(_), None) => format!("Showing the last valid output. {}", error.message),
                    (None, Some(at)) => format!("No output: error {at}"),
                    (None, None) => format!("No output: {}", error.message),
                };
                let go = error.place.map(|place| {
                    let go = move |_| editors.go_to(&place);
                    view! { <button type="button" class="link" on:click=go>"Go to error"</button> }
                });
                view! { <span class="err"><Coded text /></span> {go} }.into_any()
            }
            (None, Some(_)) if bench.workspace.is_late() => {
                view! { <span class="warn">"Rendering… This output is from before your last change."</span> }
                    .into_any()
            }
            (None, Some(good)) => view! {
                <span class="path">{rendering.output.to_string()}</span>
                {match (bench.workspace.has_other_runtime(&id), rendering.as_new) {
                    (true, _) => view! { <span class="warn">"FaaSO uses another runtime, see Problems"</span> },
                    (false, true) => view! { <span class="warn">"as a new funko: there is no funko.yml"</span> },
                    (false, false) => view! { <span class="">"identical to FaaSO's output"</span> },
                }}
                <span>{size(good.text.len())}</span>
            }
            .into_any(),
            (None, None) => ().into_any(),
        },
        Output::Copied(file) => {
            let how = match id.group() {
                Group::Funko if bench.workspace.is_live(&id) => "from template",
                Group::Funko => "copied unchanged, replaces the runtime's file",
                Group::Runtime | Group::Template => "copied unchanged",
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
        Output::LeftOut(_) => view! { <span>"not included"</span> }.into_any(),
        Output::Waiting => ().into_any(),
    }
}

/// `at line 3`, or `in funko.yml:3:1` where the error is in another file.
fn where_is(place: &Place, shown: &FileId) -> String {
    match place.at {
        Some(at) if place.file == *shown => format!("at line {}", at.from.line),
        _ => format!("in {}", place_name(place)),
    }
}
