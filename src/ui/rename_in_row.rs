//! The name of a row of the tree, while it is changed in its place.

use super::{
    bench,
    file_actions::{focus_on, mark},
    file_dialogs::stem,
};
use crate::{platform::dom, state::node::Node};
use leptos::{ev, prelude::*};

/// Enter takes the name, Escape and going elsewhere leave it as it was. A refusal is said, and the field stays.
#[component]
pub fn NewName(node: Node) -> impl IntoView {
    let bench = bench();
    let shown = node.shown().trim_end_matches('/').to_owned();
    let (folder, old) = match shown.rfind('/') {
        Some(slash) => shown.split_at(slash + 1),
        None => ("", shown.as_str()),
    };
    let (folder, old) = (folder.to_owned(), old.to_owned());
    let name = RwSignal::new(old.clone());
    let wrong = RwSignal::new(false);
    let (from, to) = stem(&old);
    let leave = move |node: Node| {
        bench.view.rename(None);
        dom::focus(format!("[data-node=\"{}\"]", dom::quoted(&mark(&node))));
    };
    let key = {
        let node = node.clone();
        move |event: ev::KeyboardEvent| {
            // the tree has keys of its own
            event.stop_propagation();
            match event.key().as_str() {
                "Enter" if !event.is_composing() => {
                    event.prevent_default();
                    let new = name.get_untracked().trim().to_owned();
                    if new == old {
                        return leave(node.clone());
                    }
                    let path = format!("{folder}{new}");
                    match bench.move_to(&node, node.group(), &path) {
                        Ok(()) => {
                            bench.view.rename(None);
                            focus_on(bench, node.moved(node.group(), &path));
                        }
                        Err(refused) => {
                            wrong.set(true);
                            bench.view.complain(format!("Couldn't rename it: {refused}."));
                        }
                    }
                }
                "Escape" => {
                    event.prevent_default();
                    leave(node.clone());
                }
                _ => {}
            }
        }
    };
    request_animation_frame(|| {
        dom::focus_now(".row input");
    });
    view! {
        <input
            type="text"
            class="code new-name"
            aria-label=format!("New name of {shown}")
            aria-invalid=move || wrong.get().then_some("true")
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            prop:value=name
            on:focus=move |event: ev::FocusEvent| {
                event.stop_propagation();
                dom::select(&event, from, to);
            }
            on:blur=move |_| bench.view.rename(None)
            on:click=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
            on:keydown=key
            on:input=move |event| {
                wrong.set(false);
                name.set(event_target_value(&event));
            }
        />
    }
}
