//! What a newcomer sees first: what this is, and three ways to begin. Once something was opened it never comes back; Help
//! says the same.

use super::{
    bench,
    icon::{Icon, Sign},
};
use crate::{platform::dom, state::view::Dialog};
use leptos::prelude::*;

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
    let example = move |_| {
        close();
        dom::focus("[role=combobox][aria-label=Runtime], select[aria-label=Runtime]");
    };
    let open = |selector: &'static str| {
        move |_| {
            if let Some(input) = dom::find(selector) {
                dom::click(&input);
            }
        }
    };
    let convert = move |_| bench.view.show(Dialog::Application);
    let dismiss = move |_| {
        close();
        dom::focus(
            "[data-pane=files] [role=treeitem][tabindex='0'], [data-pane] [role=tab][aria-selected=true]",
        );
    };
    move || {
        (!bench.view.welcomed.get()).then(|| view! {
            <section class="welcome" aria-label="Welcome">
                <p>
                    "FaaSO turns a small function (a " <i>"funko"</i> ") into a container. A " <i>"runtime"</i>
                    " is the reusable part: Dockerfile, server, defaults. Edit both here, see the result as you type, then export."
                </p>
                <div class="ways">
                    <button type="button" on:click=example>"Try an example"</button>
                    <button type="button" on:click=open("[aria-label='Open zip']")>"Open my runtime or funko"</button>
                    <button type="button" on:click=convert>"Convert my application"</button>
                    <button type="button" class="quiet square" aria-label="Close the introduction" title="Close" on:click=dismiss>
                        <Icon sign=Sign::Close />
                    </button>
                </div>
            </section>
        })
    }
}
