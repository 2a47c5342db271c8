//! Ctrl+P: a file by a part of its path.

use super::{bench, dialog::Modal, editors::Editors, name::Name};
use crate::state::node::title;
use faaso::project::FileId;
use leptos::{ev, prelude::*};

/// Rows shown at once.
const SHOWN: usize = 12;

#[component]
pub fn GoToFile() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let asked = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        let asked = asked.get().to_lowercase();
        let fits = |id: &FileId| {
            let path = id.path.as_str().to_lowercase();
            asked.split_whitespace().all(|part| path.contains(part))
        };
        let there = |id: &FileId| bench.workspace.file(id).is_some();
        bench.files().into_iter().filter(|id| fits(id) && there(id)).take(SHOWN).collect::<Vec<_>>()
    });
    let go = move |id: &FileId| {
        bench.view.dialog.set(None);
        bench.view.open(id.clone());
        editors.reveal(id, None);
    };
    let key = move |event: ev::KeyboardEvent| {
        let last = found.with_untracked(Vec::len).max(1) - 1;
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                if let Some(id) = found.with_untracked(|found| found.get(at.get_untracked()).cloned()) {
                    go(&id);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let rows = move || {
        let all = found.get().into_iter().enumerate();
        all.map(|(place, id)| {
            let shown = id.shown().to_owned();
            let group = title(id.group());
            view! {
                <li
                    role="option"
                    id=format!("file-{place}")
                    aria-selected=move || (at.get() == place).to_string()
                    on:click=move |_| go(&id)
                >
                    <span><Name name=shown /></span>
                    <small>{group}</small>
                </li>
            }
        })
        .collect_view()
    };
    view! {
        <Modal title="Go to file" class="narrow">
            <input
                type="text"
                class="code wide"
                role="combobox"
                aria-label="Part of a path"
                aria-expanded="true"
                aria-controls="files-found"
                aria-activedescendant=move || format!("file-{}", at.get())
                placeholder="Part of a path"
                autocomplete="off"
                spellcheck="false"
                autofocus
                prop:value=asked
                on:input=move |event| {
                    asked.set(event_target_value(&event));
                    at.set(0);
                }
                on:keydown=key
            />
            <ul class="found" role="listbox" id="files-found" aria-label="Files">{rows}</ul>
        </Modal>
    }
}
