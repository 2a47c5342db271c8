//! A line between two panes: dragged, or moved with the arrow keys.

use super::bench;
use crate::{platform::dom, state::view::Divider};
use leptos::{ev, prelude::*};

#[component]
pub fn Splitter(divider: Divider, label: &'static str) -> impl IntoView {
    let bench = bench();
    let from = RwSignal::new(None::<f64>);
    let lies = divider == Divider::Problems;
    let at =
        move |event: &ev::PointerEvent| f64::from(if lies { event.client_y() } else { event.client_x() });
    let grab = move |event: ev::PointerEvent| {
        event.prevent_default();
        dom::capture(&event);
        from.set(Some(at(&event)));
    };
    let drag = move |event: ev::PointerEvent| {
        if let Some(before) = from.get_untracked() {
            let now = at(&event);
            bench.view.resize(divider, (now - before) * unit(divider));
            from.set(Some(now));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => -16.0,
            "ArrowRight" | "ArrowDown" => 16.0,
            "Home" => -10_000.0,
            "End" => 10_000.0,
            "Enter" => {
                event.prevent_default();
                bench.view.reset_size(divider);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        bench.view.resize(divider, by * unit(divider));
    };
    let now = move || {
        let sizes = bench.view.sizes.get();
        match divider {
            Divider::Files => sizes.files,
            Divider::Template => sizes.shares[0],
            Divider::Funko => sizes.shares[0] + sizes.shares[1],
            Divider::Problems => sizes.problems,
        }
    };
    let (least, most) = match divider {
        Divider::Files => (140, 520),
        Divider::Problems => (64, 560),
        Divider::Template | Divider::Funko => (10, 90),
    };
    view! {
        <div
            class=if lies { "splitter lies" } else { "splitter" }
            class:dragged=move || from.get().is_some()
            role="separator"
            tabindex="0"
            aria-label=label
            title="Drag to resize, double-click to reset"
            aria-orientation=if lies { "horizontal" } else { "vertical" }
            aria-valuenow=move || format!("{:.0}", now())
            aria-valuemin=least
            aria-valuemax=most
            on:pointerdown=grab
            on:pointermove=drag
            on:pointerup=move |_| from.set(None)
            on:pointercancel=move |_| from.set(None)
            on:dblclick=move |_| bench.view.reset_size(divider)
            on:keydown=key
        ></div>
    }
}

/// What one px is in the divider's own measure. It is asked for at each move: the text's size can change.
fn unit(divider: Divider) -> f64 {
    match divider {
        Divider::Files | Divider::Problems => 16.0 / dom::rem(),
        Divider::Template | Divider::Funko => {
            let width =
                |pane: &str| dom::size_of(&format!("[data-pane={pane}]")).map_or(0.0, |(width, _)| width);
            100.0 / (width("template") + width("funko") + width("output")).max(1.0)
        }
    }
}
