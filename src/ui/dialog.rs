//! A modal dialog over the page.

use super::{
    bench,
    coded::Coded,
    icon::{Icon, Sign},
};
use crate::{platform::dom, state::prose};
use leptos::{ev, prelude::*};

/// Open as long as it is there; Escape, the cross and a click beside it take the view's dialog away.
#[component]
pub fn Modal(
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let bench = bench();
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            // fails only where it is not in the page, and then nobody sees it
            let _ = dialog.show_modal();
        }
    });
    let close = move || bench.view.close_dialog();
    // gives the focus back to where it was
    on_cleanup(move || {
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            dialog.close();
        }
    });
    // closed by the browser (Escape), not by being taken away
    let closed = move |event: ev::Event| {
        if dom::is_there(&event) {
            close();
        }
    };
    let beside = move |event: ev::MouseEvent| {
        if event.target() == event.current_target() {
            close();
        }
    };
    view! {
        <dialog
            class=format!("modal {class}")
            aria-label=move || title.with(|title| prose::plain(title))
            node_ref=dialog
            on:close=closed
            on:mousedown=beside
        >
            <div class="modal-body">
                <header>
                    <h2>{move || view! { <Coded text=title.get() /> }}</h2>
                    <button type="button" class="quiet square" aria-label="Close" on:click=move |_| close()>
                        <Icon sign=Sign::Close />
                    </button>
                </header>
                {children()}
            </div>
        </dialog>
    }
}
