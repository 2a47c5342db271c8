//! What a newcomer sees first: what this is, three ways to begin, and the lessons. Once something was opened it never comes
//! back; Help offers the same.

use super::{
    bench,
    icon::{Icon, Sign},
};
use crate::{platform::dom, state::view::Dialog};
use leptos::prelude::*;

/// What this is.
pub const WHAT: &str = "FaaSO turns a small function (a “funko”) into a container. A “runtime” is the reusable part: \
                        Dockerfile, server, defaults. Edit both here, see the result as you type, then export.";

#[component]
pub fn Welcome() -> impl IntoView {
    let bench = bench();
    let first = bench.workspace.opened_now();
    let close = move || bench.view.welcome();
    Effect::new(move |_| {
        if bench.workspace.opened() != first {
            close();
        }
    });
    let dismiss = move |_| {
        close();
        dom::focus(
            "[data-pane=files] [role=treeitem][tabindex='0'], [data-pane] [role=tab][aria-selected=true]",
        );
    };
    move || {
        (!bench.view.welcomed.get()).then(|| view! {
            <section class="welcome" aria-label="Welcome">
                <p>{WHAT}</p>
                <div class="ways">
                    <Ways />
                    <button type="button" class="quiet square" aria-label="Close the introduction" title="Close" on:click=dismiss>
                        <Icon sign=Sign::Close />
                    </button>
                </div>
            </section>
        })
    }
}

/// The ways to begin, also for who comes back to them in Help.
#[component]
pub fn Ways() -> impl IntoView {
    let bench = bench();
    let example = move |_| {
        bench.view.close_dialog();
        bench.view.welcome();
        dom::focus("[role=combobox][aria-label=Runtime], select[aria-label=Runtime]");
    };
    let open = move |_| {
        bench.view.close_dialog();
        if let Some(input) = dom::find("[aria-label='Open zip']") {
            dom::click(&input);
        }
    };
    let convert = move |_| bench.view.show(Dialog::Application);
    let learn = move |_| bench.view.show(Dialog::Lessons);
    view! {
        <button type="button" on:click=example>"Try an example"</button>
        <button type="button" on:click=open>"Open my runtime or funko"</button>
        <button type="button" on:click=convert>"Convert my application"</button>
        <button type="button" on:click=learn>"Learn with lessons"</button>
    }
}
