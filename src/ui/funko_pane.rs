//! `funko.yml`, side by side with the templates that read it.

use super::{
    bench,
    coded::Coded,
    editors::{self, Editors},
    file_actions::reset_file,
    made_by,
    maximise::Maximise,
    panels::{Panel, panel},
    tab_row::Tabs,
};
use crate::{
    editor::{CodeEditor, Cursor, Document, Language},
    state::{
        Workbench,
        actions::utf16_text,
        projects::Role,
        view::{FunkoTab, Pane, funko_yml},
        workspace::Origin,
    },
};
use faaso::{funko, project::FileId};
use leptos::prelude::*;

const TABS: &[(FunkoTab, &str)] = &[(FunkoTab::Yaml, "YAML"), (FunkoTab::Form, "Form")];

#[component]
pub fn FunkoPane() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let id = StoredValue::new(funko_yml());
    // in UTF-16 FaaSO reads it, too: it is shown, and kept as it is until its author converts it
    let unread = Memo::new(move |_| id.with_value(|id| unread(bench, id)));
    let document = Memo::new(move |_| {
        unread.get().map_or_else(|| id.with_value(|id| editors::document(bench, id)), |it| Some(it.0))
    });
    let marks = Memo::new(move |_| id.with_value(|id| editors::marks(bench, id)));
    let yml = Memo::new(move |_| id.with_value(|id| editors::yml(bench, id)));
    let origin = Memo::new(move |_| id.with_value(|id| bench.workspace.origin(id)));
    let missing = move || document.with(Option::is_none) && bench.workspace.is_fresh();
    let form = move || bench.view.funko.get() == FunkoTab::Form;
    // the form stands as long as it is shown: what is typed into must not be made anew
    let form_shown = Memo::new(move |_| form() && !missing());
    let convert = move |_| match id.with_value(|id| bench.convert_to_utf8(id)) {
        Ok(()) => bench.view.say("Converted funko.yml to UTF-8. You can undo this."),
        Err(refused) => bench.view.complain(format!("Couldn't convert funko.yml: {refused}.")),
    };
    view! {
           <section class="pane funko" aria-label="funko.yml" data-pane="funko">
               <div class="bar">
                   <span class="title">"funko.yml"</span>
                   <Tabs label="funko.yml view" id="funko-view" tabs=TABS chosen=move || bench.view.funko.get() choose=move |tab| bench.view.show_funko(tab) />
                   <span class="right">
                       <Maximise pane=Pane::Funko name="funko.yml" />
                   </span>
               </div>
               <div class="body" class:away=move || missing() || form()>
                   {move || view! {
                       <CodeEditor
                           label="funko.yml editor"
                           document=document
                           marks=marks
                           yml=yml
                           wrap=editors::wrap(bench, Pane::Funko)
                           on_change=editors::on_change(bench)
                           on_undo=editors::on_undo(bench)
                           on_redo=editors::on_redo(bench)
                           on_cursor=Callback::new(move |cursor: Cursor| editors.cursor.set(Some(cursor)))
                           read_only=bench.projects.role() == Role::Follower || unread.with(Option::is_some)
                           lit=Signal::derive(move || editors.lit.with(|lit| lit.funko.clone()))
                           on_point=editors.on_point()
                           on_follow=made_by::on_follow(bench, editors)
                           on_option=Callback::new(move |name: String| bench.said_of_option(&name))
    on_rename=editors::on_rename(bench)
                           handle=editors.funko
                       />
                   }}
               </div>
               {move || form_shown.get().then(|| panel(Panel::Form))}
               {move || missing().then(|| missing_yml(bench))}
               <div class="foot">
                   {move || unread.get().map(|(_, why)| match why {
                       Unread::Utf16 => view! {
                           <span class="warn">"UTF-16, read-only here. FaaSO reads it."</span>
                           <button type="button" class="link" on:click=convert>"Convert to UTF-8"</button>
                       }.into_any(),
                       Unread::NoText => view! {
                           <span class="err">"Not plain UTF-8 text, read-only here. � stands for bytes that aren't text."</span>
                       }.into_any(),
                   })}
                   <span>{move || options(bench)}</span>
                   <span class="right">
                       {move || match origin.get() {
                           Some(Origin::Live) => {
                               view! { <span class="badge live" title="Generated from the template. Editing it creates your own copy.">"from template"</span> }.into_any()
                           }
                           Some(Origin::Edited) => view! {
                               <button
                                   type="button"
                                   class="quiet small"
                                   title="Reset funko.yml to the template"
                                   on:click=move |_| reset_file(bench, &funko_yml())
                               >
                                   "Reset"
                               </button>
                               <span class="badge">"edited"</span>
                           }.into_any(),
                           Some(Origin::FunkoEntry) => view! { <span class="badge">"own"</span> }.into_any(),
                           _ => ().into_any(),
                       }}
                   </span>
               </div>
           </section>
       }
}

/// Why the editor cannot take the file as it is.
#[derive(Clone, Copy, PartialEq)]
enum Unread {
    Utf16,
    NoText,
}

/// A `funko.yml` that is not UTF-8, as FaaSO reads it.
fn unread(bench: Workbench, id: &FileId) -> Option<(Document, Unread)> {
    let file = bench.workspace.file(id).filter(|file| file.as_text().is_none())?;
    let (text, why) = match utf16_text(&file) {
        Some(text) => (text, Unread::Utf16),
        None => (funko::read(&file.bytes).text, Unread::NoText),
    };
    let key = editors::key(bench, id);
    Some((
        Document { key, text: text.as_str().into(), language: Language::of(id.path.as_str()).rendered() },
        why,
    ))
}

/// Where there is no `funko.yml`: what is offered among the problems.
fn missing_yml(bench: Workbench) -> impl IntoView {
    let problem = bench.workspace.problems().into_iter().find(|problem| problem.rule == "funko-yml-missing");
    let fix = problem.and_then(|problem| problem.fix).map(|fix| {
        let title = fix.title.clone();
        let run = move |_| {
            if let Err(refused) = bench.apply_fix(&fix) {
                bench.view.complain(format!("Couldn't create it: {refused}."));
            }
        };
        view! { <p><button type="button" on:click=run><Coded text=title /></button></p> }
    });
    view! {
        <div class="nothing">
            <p>"This funko has no funko.yml. FaaSO needs one to build it."</p>
            {fix}
        </div>
    }
}

/// How many options there are, and what the problems say of them; nothing while they cannot be read.
fn options(bench: Workbench) -> String {
    bench.workspace.with_analysis(|analysis| {
        let set = analysis.options_set.len();
        let mut said = Vec::new();
        if set > 0 {
            said.push(super::count(set, "option"));
        }
        if analysis.options_unused > 0 {
            said.push(format!("{} unused", analysis.options_unused));
        }
        if analysis.options_missing > 0 {
            said.push(format!("{} missing", analysis.options_missing));
        }
        said.join(" · ")
    })
}
