//! What FaaSO makes otherwise than of a snapshot.

use super::{bench, coded::Coded, count, line_table::row_table, name::Name, size};
use faaso::remade::{Folder, Part, Remade};
use leptos::prelude::*;

#[component]
pub fn MadeChanges() -> impl IntoView {
    let bench = bench();
    move || match bench.view.remade.get() {
        None => view! { <p class="none">"Building both…"</p> }.into_any(),
        Some(Err(why)) => view! { <p class="none" role="alert"><Coded text=why /></p> }.into_any(),
        Some(Ok(all)) if all.is_empty() => {
            view! { <p class="none">"FaaSO makes the same files."</p> }.into_any()
        }
        Some(Ok(all)) => {
            let of = |folder| all.iter().filter(|one| one.folder == folder).count();
            let said = format!(
                "{} of the build context and {} of a new funko changed",
                count(of(Folder::BuildContext), "file"),
                count(of(Folder::NewFunko), "file"),
            );
            view! {
                <p class="none" role="status" aria-label="Made changes">{said}</p>
                <ul aria-label="Changed output files">{all.into_iter().map(one).collect_view()}</ul>
            }
            .into_any()
        }
    }
}

fn one(file: Remade) -> impl IntoView {
    let Remade { folder, path, before, after, rows, left } = file;
    let folder = match folder {
        Folder::BuildContext => "Build context",
        Folder::NewFunko => "New funko",
    };
    let name = path.to_string();
    let label = format!("{folder}: {name}");
    let bytes = |part: Part| match part {
        Part::Missing => "nothing".to_owned(),
        Part::Failed => "an error".to_owned(),
        Part::File(bytes) => size(bytes),
    };
    let what = match (before, after) {
        (Part::Missing, _) => "added",
        (_, Part::Missing) => "removed",
        (_, Part::Failed) => "fails now",
        (Part::Failed, _) => "works now",
        (Part::File(_), Part::File(_)) => "changed",
    };
    let lines = match rows {
        Some(rows) => row_table(rows, left).into_any(),
        None => {
            let text = format!("Binary file: was {}, now {}.", bytes(before), bytes(after));
            view! { <p class="none">{text}</p> }.into_any()
        }
    };
    view! {
        <li aria-label=label>
            <div class="head">
                <span class="path"><Name name /></span>
                <small>{folder}</small>
                <span class="what">{what}</span>
            </div>
            {lines}
        </li>
    }
}
