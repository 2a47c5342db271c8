//! Puts a text into the clipboard and says so, as long as it is that text.

use super::{
    bench,
    icon::{Icon, Sign},
};
use crate::platform::clipboard;
use leptos::prelude::*;

#[component]
pub fn CopyButton(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let bench = bench();
    let copied = RwSignal::new(None::<String>);
    let copy = move |_| {
        let text = text.get_untracked();
        leptos::task::spawn_local(async move {
            match clipboard::copy(&text).await {
                Ok(()) => copied.set(Some(text)),
                Err(error) => bench.view.complain(format!("Couldn't copy: {error}")),
            }
        });
    };
    let is_there = move || copied.with(|copied| copied.as_ref() == Some(&text.get()));
    view! {
        <span class="right">
            <span class="said" role="status">{move || is_there().then_some("in the clipboard")}</span>
            <button type="button" class="small" on:click=copy><Icon sign=Sign::Copy /> "Copy"</button>
        </span>
    }
}
