//! Whether the project is saved: in the top bar, and as a notice with what to do where it is not.

use super::{bench, coded::Coded, folder::state_of_folder, wired};
use crate::state::workspace::Saving;
use leptos::prelude::*;

#[component]
pub fn SaveState() -> impl IntoView {
    let bench = bench();
    let saving = move || bench.workspace.saving();
    let words = move || match saving() {
        Saving::Saved => match state_of_folder(bench) {
            Some((folder, _)) => format!("Saved · {folder}"),
            None => "Saved".to_owned(),
        },
        Saving::Saving => "Saving…".to_owned(),
        Saving::NotSaved(why) => format!("Not saved: {why}"),
    };
    let class = move || match saving() {
        Saving::Saved if state_of_folder(bench).is_some_and(|(_, well)| !well) => "state",
        Saving::Saved => "state saved",
        Saving::Saving => "state",
        Saving::NotSaved(_) => "state bad",
    };
    view! {
        <span class=class role="status" aria-label="Save state" title=words>
            <span class="words">{words}</span>
        </span>
    }
}

/// Says that nothing can be saved, and offers a backup.
#[component]
pub fn NotSavedNotice() -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    move || {
        let Saving::NotSaved(why) = bench.workspace.saving() else { return None };
        let said = format!("Not saved: {why}. Keep this page open; saving is retried automatically.");
        Some(view! {
            <div class="bar-notice bad" role="alert" aria-label="Not saved">
                <p><Coded text=said /></p>
                <button type="button" class="primary" on:click=move |_| wiring.keeper().download_everything()>
                    "Back up all projects"
                </button>
            </div>
        })
    }
}
