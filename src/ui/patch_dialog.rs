//! Who sends a patch for FaaSO, and when: asked before it is made.

use super::{bench, dialog::Modal, options, wired};
use crate::platform::clock;
use convert::patch::Sender;
use leptos::{ev, prelude::*};

#[component]
pub fn SenderDialog() -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let name = RwSignal::new(String::new());
    let email = RwSignal::new(String::new());
    let date = RwSignal::new(clock::in_email());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let typed = |text: RwSignal<String>| text.get_untracked().trim().to_owned();
        options::patch(bench, wiring, Sender { name: typed(name), email: typed(email), date: typed(date) });
    };
    let field = |label: &'static str, kind: &'static str, text: RwSignal<String>| {
        view! {
            <label class="stack">
                <span>{label}</span>
                <input
                    type=kind
                    required
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </label>
        }
    };
    view! {
        <Modal title="Author of the patch">
            <form on:submit=submit>
                {field("Name", "text", name)}
                {field("Email", "email", email)}
                {field("Date", "text", date)}
                <p class="hint">"They become the author and date of the commit. Nothing is sent."</p>
                <footer>
                    <button type="button" on:click=move |_| bench.view.close_dialog()>"Cancel"</button>
                    <button type="submit" class="primary">"Download patch"</button>
                </footer>
            </form>
        </Modal>
    }
}
