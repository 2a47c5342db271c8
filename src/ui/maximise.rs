//! A button in a pane's bar: gives the pane all the room, and shares it out again.

use super::{
    bench,
    icon::{Icon, Sign},
};
use crate::state::view::Pane;
use leptos::prelude::*;

#[component]
pub fn Maximise(pane: Pane, name: &'static str) -> impl IntoView {
    let bench = bench();
    let on = move || bench.view.maximised.get() == Some(pane);
    let title = move || if on() { "Restore panes (Alt+M)" } else { "Maximize pane (Alt+M)" };
    view! {
        <button
            type="button"
            class="quiet square maximise"
            aria-label=format!("Maximize {name}")
            aria-pressed=move || on().to_string()
            title=title
            on:click=move |_| bench.view.toggle_maximised(pane)
        >
            {move || if on() { view! { <Icon sign=Sign::Restore /> } } else { view! { <Icon sign=Sign::Maximise /> } }}
        </button>
    }
}
