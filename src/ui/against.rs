//! Chooses the pinned state that the document is compared with.

use super::bench;
use crate::platform::clock;
use faaso::records::Pin;
use leptos::prelude::*;

#[component]
pub fn CompareWith() -> impl IntoView {
    let bench = bench();
    let against = bench.view.against;
    let options = move || {
        let option = |pin: &Pin| {
            let number = pin.number;
            let title = match number {
                0 => pin.name.clone(),
                _ => format!("{}, {}", pin.name, clock::written(pin.made)),
            };
            view! {
                <option value=number.to_string() prop:selected=move || against.get() == number>{title}</option>
            }
        };
        bench.projects.pins().iter().map(option).collect_view()
    };
    let choose = move |event| bench.view.compare_with(event_target_value(&event).parse().unwrap_or_default());
    view! {
        <label class="field">
            <span>"Compare with"</span>
            <select aria-label="Compare with" on:change=choose>{options}</select>
        </label>
    }
}
