//! Shows what a decision about a conversion changes, before it is made.

use super::{changed_files::changes, coded::Coded, conversion_parts::Shown, wired};
use crate::engine::{conversion::Converted, jobs::PreviewDecision};
use convert::{decisions::Decision, options::Changed};
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// A button, and below it every line that the decision changes.
#[component]
pub fn Preview(
    /// What it is of, for who doesn't see what stands beside it.
    #[prop(into)]
    of: String,
    #[prop(into)] title: Signal<&'static str>,
    decision: impl Fn() -> Decision + 'static,
    shown: Shown,
) -> impl IntoView {
    let wiring = wired();
    let found = RwSignal::new(None::<(Option<Arc<Converted>>, Result<Vec<Changed>, String>)>);
    let asked = StoredValue::new(0u32);
    // of another state it isn't true any more
    let current = Memo::new(move |_| {
        found.with(|found| {
            let (of, answer) = found.as_ref()?;
            shown.with(|shown| shown == of).then(|| answer.clone())
        })
    });
    let toggle = move |_| {
        asked.update_value(|number| *number += 1);
        if current.with_untracked(Option::is_some) {
            return found.set(None);
        }
        let (number, of) = (asked.get_value(), shown.get_untracked());
        let answer = wiring.ask(PreviewDecision(decision()));
        spawn_local(async move {
            let answer = answer.await;
            // none where the row is gone
            if asked.try_get_value() == Some(number) {
                found.set(Some((of, answer)));
            }
        });
    };
    view! {
        <button
            type="button"
            class="quiet small"
            aria-label=move || format!("{}: {of}", title.get())
            aria-expanded=move || current.with(Option::is_some).to_string()
            on:click=toggle
        >
            {title}
        </button>
        {move || current.get().map(|found| match found {
            Ok(changed) if changed.is_empty() => view! { <p class="none">"Nothing changes."</p> }.into_any(),
            Ok(changed) => changes(&changed),
            Err(why) => view! { <p class="none" role="alert"><Coded text=why /></p> }.into_any(),
        })}
    }
}
