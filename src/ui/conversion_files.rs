//! Where each file of the application goes: by click, or by one key on its row; several at once where they are selected.

use super::{
    bench,
    coded::Coded,
    conversion_parts::{Shown, decide},
    count,
    name::Name,
    size, wired,
};
use convert::{
    decisions::Decision,
    plan::{Goes, Placement},
};
use leptos::{ev, prelude::*};
use std::collections::BTreeSet;

/// Rows that are selected: what is done to one is done to all of them.
type Picked = RwSignal<BTreeSet<String>>;

/// So many rows are drawn; the others are found by their path.
const ROWS: usize = 300;

const PLACES: [(Goes, &str, &str); 3] =
    [(Goes::Template, "Template", "T"), (Goes::Runtime, "Runtime", "R"), (Goes::Out, "Left out", "L")];

#[component]
pub fn Files(shown: Shown) -> impl IntoView {
    let asked = RwSignal::new(String::new());
    let picked: Picked = RwSignal::default();
    // a folder, by the `/` at its end, stands before what lies in it
    let rows = Memo::new(move |_| {
        let asked = asked.get().to_lowercase();
        let mut rows = BTreeSet::<String>::new();
        shown.with(|now| {
            let files = now.iter().flat_map(|now| &now.plan.files);
            for file in files.filter(|file| file.path.as_str().to_lowercase().contains(&asked)) {
                let path = file.path.as_str();
                rows.extend(path.match_indices('/').map(|(at, _)| path[..=at].to_owned()));
                rows.insert(path.to_owned());
            }
        });
        rows.into_iter().collect::<Vec<_>>()
    });
    let said = move || {
        shown.with(|now| {
            let of = |goes| {
                let files = now.iter().flat_map(|now| &now.plan.files);
                files.filter(|file| file.goes == goes).count()
            };
            let [template, runtime, out] = [Goes::Template, Goes::Runtime, Goes::Out].map(of);
            format!("{} in the template, {runtime} in the runtime, {out} left out", count(template, "file"))
        })
    };
    let more = move || rows.with(Vec::len).saturating_sub(ROWS);
    view! {
        <section aria-label="Files to convert">
            <h2>"Files"</h2>
            <p class="none" role="status" aria-label="Places of files">{said}</p>
            <div class="against">
                <input
                    type="search"
                    aria-label="Filter files"
                    placeholder="Filter files"
                    autocomplete="off"
                    prop:value=asked
                    on:input=move |event| asked.set(event_target_value(&event))
                />
                <span class="what">"Keys on a row: T, R, L. Select several to place them together."</span>
            </div>
            {move || picked.with(|picked| !picked.is_empty()).then(|| view! {
                <p class="none" role="status" aria-label="Selected files">
                    {move || picked.with(|picked| format!("{} selected ", picked.len()))}
                    <button type="button" class="small" on:click=move |_| picked.set(BTreeSet::new())>
                        "Clear selection"
                    </button>
                </p>
            })}
            <ul aria-label="Files of the application">
                <For
                    each=move || rows.with(|rows| rows.iter().take(ROWS).cloned().collect::<Vec<_>>())
                    key=|path| path.clone()
                    let:path
                >
                    <OneRow path shown picked />
                </For>
            </ul>
            {move || (more() > 0).then(|| view! {
                <p class="none">{format!("{} more. Filter to see them.", more())}</p>
            })}
        </section>
    }
}

/// A file, or a folder with all that lies in it.
#[component]
fn OneRow(path: String, shown: Shown, picked: Picked) -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let is_folder = path.ends_with('/');
    let (label, named) = (path.clone(), path.clone());
    let path = StoredValue::new(path);
    let files = Memo::new(move |_| path.with_value(|path| files_of(shown, |row| row == path)));
    let is_picked = Memo::new(move |_| picked.with(|picked| path.with_value(|path| picked.contains(path))));
    let pick = move |event: ev::Event| {
        let on = event_target_checked(&event);
        picked.update(|picked| match on {
            true => drop(picked.insert(path.get_value())),
            false => drop(picked.remove(&path.get_value())),
        });
    };
    // where a possible secret is to go, until the author says yes
    let asking = RwSignal::new(None::<Goes>);
    let place = move |goes: Goes, with_secrets: bool| {
        let files = match is_picked.get_untracked() {
            true => untrack(|| picked.with(|picked| files_of(shown, |row| picked.contains(row)))),
            false => files.get_untracked(),
        };
        let alone = !is_folder && files.len() == 1;
        let secret = |file: &Placement| file.secret && file.goes == Goes::Out && goes != Goes::Out;
        if alone && !with_secrets && files.iter().any(secret) {
            return asking.set(Some(goes));
        }
        asking.set(None);
        let moved: Vec<_> =
            files.into_iter().filter(|file| file.goes != goes && (with_secrets || !secret(file))).collect();
        let word = PLACES.iter().find(|(it, ..)| *it == goes).map_or("", |(_, word, _)| word);
        let said = match moved.as_slice() {
            [] => return,
            [one] => format!("{}: {word}", one.path),
            all => format!("{}: {word}", count(all.len(), "file")),
        };
        let decisions = moved
            .into_iter()
            .map(|file| Decision::Place { goes: (file.proposed != goes).then_some(goes), path: file.path });
        decide(bench, wiring, Decision::All(decisions.collect()), said);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let key = event.key().to_uppercase();
        if let Some((goes, ..)) = PLACES.iter().find(|(.., it)| *it == key) {
            event.prevent_default();
            place(*goes, false);
        }
    };
    let buttons = PLACES.map(|(goes, word, key)| {
        let all = move || files.with(|files| !files.is_empty() && files.iter().all(|file| file.goes == goes));
        view! {
            <button
                type="button"
                class="quiet small"
                aria-pressed=move || all().to_string()
                aria-keyshortcuts=key
                on:click=move |_| place(goes, false)
            >
                {word}
            </button>
        }
    });
    let about = move || {
        files.with(|files| match (is_folder, files.as_slice()) {
            (false, [file]) => {
                let sure = if file.sure { "" } else { "Not sure: " };
                let decided =
                    if file.goes == file.proposed { "" } else { "You chose this. The proposal was: " };
                format!("{decided}{sure}{}", file.reason)
            }
            (_, files) => count(files.len(), "file"),
        })
    };
    let bytes = move || files.with(|files| size(files.iter().map(|file| file.size).sum()));
    view! {
        <li aria-label=named.clone() on:keydown=on_key>
            <div class="head">
                <input
                    type="checkbox"
                    aria-label=format!("Select {named}")
                    prop:checked=is_picked
                    on:change=pick
                />
                <span class="path"><Name name=label /></span>
                <span class="what">{bytes}</span>
                <span class="grow"></span>
                <span class="places" role="group" aria-label="Place">{buttons}</span>
            </div>
            <p class="none">{move || view! { <Coded text=about() /> }}</p>
            {move || asking.get().map(|goes| view! {
                <div class="head" role="alert">
                    <span>"This file may contain a secret. Everyone who gets the runtime can read it."</span>
                    <button type="button" class="small" on:click=move |_| place(goes, true)>"Include it"</button>
                    <button type="button" class="quiet small" on:click=move |_| asking.set(None)>"Cancel"</button>
                </div>
            })}
        </li>
    }
}

/// The files of rows: a row that ends in `/` has all that lies in that folder.
fn files_of(shown: Shown, is_row: impl Fn(&str) -> bool) -> Vec<Placement> {
    shown.with(|now| {
        let files = now.iter().flat_map(|now| &now.plan.files);
        let of_a_row = |file: &&Placement| {
            let path = file.path.as_str();
            is_row(path) || path.match_indices('/').any(|(at, _)| is_row(&path[..=at]))
        };
        files.filter(of_a_row).cloned().collect()
    })
}
