//! A row of tabs: one stop for Tab, arrow keys between them.

use crate::platform::dom;
use leptos::{ev, prelude::*};

/// Tabs that are always the same.
#[component]
pub fn Tabs<T>(
    label: &'static str,
    /// Marks the row, so that the arrow keys find their way.
    id: &'static str,
    tabs: &'static [(T, &'static str)],
    #[prop(into)] chosen: Signal<T>,
    choose: impl Fn(T) + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let row = tabs.iter().map(move |&(tab, name)| {
        let on = move || chosen.get() == tab;
        view! {
            <button
                type="button"
                role="tab"
                class="tab"
                aria-selected=move || on().to_string()
                tabindex=move || if on() { "0" } else { "-1" }
                on:click=move |_| choose(tab)
            >
                {name}
            </button>
        }
    });
    view! {
        <div class="tabs" role="tablist" aria-label=label id=id on:keydown=move |event| walk(&event, id)>
            {row.collect_view()}
        </div>
    }
}

/// Arrow keys, Home and End go to another tab of this row and choose it.
pub fn walk(event: &ev::KeyboardEvent, id: &str) {
    let Ok(found) = dom::document().query_selector_all(&format!("#{id} [role=tab]")) else { return };
    let count = found.length() as i32;
    let active = dom::document().active_element();
    let is_active = |at: &i32| {
        let tab = found.get(*at as u32);
        active.as_ref().is_some_and(|active| active.is_same_node(tab.as_ref()))
    };
    let Some(now) = (0..count).find(is_active) else { return };
    let to = match event.key().as_str() {
        "ArrowRight" => (now + 1) % count,
        "ArrowLeft" => (now + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return,
    };
    event.prevent_default();
    if let Some(tab) = found.get(to as u32) {
        dom::click(&tab);
    }
    let id = id.to_owned();
    dom::focus(format!("#{id} [role=tab][aria-selected=true]"));
}
