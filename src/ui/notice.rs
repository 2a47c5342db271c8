//! Something said in passing.

use super::{
    bench,
    coded::Coded,
    file_actions::focus_on,
    icon::{Icon, Sign},
};
use crate::{platform::dom, state::node::Node};
use leptos::prelude::*;

#[component]
pub fn NoticeBox() -> impl IntoView {
    let bench = bench();
    view! {
        <div class="notice-place" role="status" aria-label="Notice">
            {move || {
                bench.view.notice.get().map(|notice| view! {
                    <div class=if notice.bad { "notice bad" } else { "notice" }>
                        <p><Coded text=notice.text /></p>
                        {notice.undo.then(|| view! {
                            <button
                                type="button"
                                class="small"
                                // the bar above has an Undo as well
                                aria-label="Undo this"
                                on:click=move |_| {
                                    bench.view.close_notice();
                                    bench.undo();
                                    focus_on(bench, untrack(|| bench.view.active()).map(Node::File));
                                    give_back();
                                }
                            >
                                "Undo"
                            </button>
                        })}
                        <button
                            type="button"
                            class="quiet square"
                            aria-label="Dismiss"
                            on:click=move |_| {
                                bench.view.close_notice();
                                give_back();
                            }
                        >
                            <Icon sign=Sign::Close />
                        </button>
                    </div>
                })
            }}
        </div>
    }
}

/// The notice goes with the focus in it: the row of the tree takes it, or what is to be seen of the panes where the tree
/// is not.
fn give_back() {
    const PLACES: [&str; 2] =
        ["[data-pane=files] [role=treeitem][tabindex='0']", "[data-pane] [role=tab][aria-selected=true]"];
    request_animation_frame(|| {
        if !dom::has_focus() {
            let _ = PLACES.iter().any(|place| dom::focus_now(place));
        }
    });
}
