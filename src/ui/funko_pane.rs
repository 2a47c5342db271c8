//! `funko.yml`, side by side with the templates that read it.

use super::{
    bench,
    editors::{self, Editors},
    files_pane::reset_file,
};
use crate::{
    editor::CodeEditor,
    state::{
        projects::Role,
        view::{Pane, funko_yml},
        workspace::Origin,
    },
};
use leptos::prelude::*;

#[component]
pub fn FunkoPane() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let id = StoredValue::new(funko_yml());
    let document = Memo::new(move |_| id.with_value(|id| editors::document(bench, id)));
    let marks = Memo::new(move |_| id.with_value(|id| editors::marks(bench, id)));
    let yml = Memo::new(move |_| id.with_value(|id| editors::yml(bench, id)));
    let origin = Memo::new(move |_| id.with_value(|id| bench.workspace.origin(id)));
    let missing = move || document.with(Option::is_none) && bench.workspace.is_fresh();
    let add = move |_| {
        let name = bench.workspace.funko_name();
        let runtime = bench.workspace.with_project(|project| project.runtime_name.clone());
        let text = format!("name: {name}\nruntime: {runtime}\n");
        let file = faaso::bundle::File::text(&text);
        if let Err(refused) = bench.put_files(vec![(funko_yml(), file)]) {
            bench.view.complain(format!("It could not be made: {refused}."));
        }
    };
    view! {
        <section class="pane funko" aria-label="funko.yml" data-pane="funko">
            <div class="bar">
                <span class="title">"funko.yml"</span>
                <span class="right">
                    {move || match origin.get() {
                        Some(Origin::Live) => {
                            view! { <span class="badge live" title="As the template makes it; your first edit makes it yours">"live"</span> }.into_any()
                        }
                        Some(Origin::Edited) => view! {
                            <button
                                type="button"
                                class="quiet small"
                                title="Reset funko.yml to what the template makes"
                                on:click=move |_| reset_file(bench, &funko_yml())
                            >
                                "Reset"
                            </button>
                            <span class="badge">"edited"</span>
                        }.into_any(),
                        Some(Origin::Own) => view! { <span class="badge">"own"</span> }.into_any(),
                        _ => ().into_any(),
                    }}
                </span>
            </div>
            <div class="body" class:away=missing>
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
                        read_only=bench.projects.role() == Role::Follower
                        handle=editors.funko
                    />
                }}
            </div>
            {move || missing().then(|| view! {
                <div class="nothing">
                    <p>"The funko has no “funko.yml”, so FaaSO can build nothing of it."</p>
                    <p><button type="button" on:click=add>"Make one"</button></p>
                </div>
            })}
            <div class="foot">
                <span>{move || options(bench)}</span>
            </div>
        </section>
    }
}

/// How many options there are, and what the problems say of them; nothing while they cannot be read.
fn options(bench: crate::state::Workbench) -> String {
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
