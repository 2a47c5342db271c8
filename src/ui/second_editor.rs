//! The second editor of the Template pane: one file, beside the first editor or below it where that is narrow.

use super::{
    bench,
    editors::Editors,
    file_editor::FileEditor,
    icon::{Icon, Sign},
    name::Name,
};
use crate::state::node::title;
use faaso::project::Group;
use leptos::prelude::*;

#[component]
pub fn SecondEditor() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let file = Memo::new(move |_| bench.view.second());
    let name = move || {
        file.get().map(|id| {
            let shown = id.shown().to_owned();
            let whole = format!("{}: {shown}", title(id.group()));
            let group = match id.group() {
                Group::Runtime => None,
                other => Some(view! { <small>{title(other).to_lowercase()}</small> }),
            };
            view! {
                <span class="title" title=whole>
                    <span class="name"><Name name=shown /></span>
                    {group}
                </span>
            }
        })
    };
    view! {
        <div
            class="side second"
            class:used=move || bench.view.uses_second()
            role="group"
            aria-label="Second editor"
            on:focusin=move |_| editors.used(true)
        >
            <div class="bar">
                {name}
                <span class="right">
                    <button
                        type="button"
                        class="quiet square"
                        aria-label="Close the second editor"
                        title="Close the second editor"
                        on:click=move |_| editors.close_second()
                    >
                        <Icon sign=Sign::Close />
                    </button>
                </span>
            </div>
            <FileEditor label="Second editor" file second=true handle=editors.second />
        </div>
    }
}
