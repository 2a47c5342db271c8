//! The *Options* view: which file reads which option, and what `funko.yml` makes of it.

use super::{bench, coded::Coded, count, editors::Editors};
use crate::{
    platform::dom,
    state::{
        form::{OptionRow, Part},
        view::{FunkoTab, Pane},
    },
};
use faaso::{funko::OptionValue, option_uses::OptionUse, project::FileId};
use leptos::prelude::*;
use std::collections::HashMap;

/// So many files have a column.
const MOST_FILES: usize = 200;

#[component]
pub fn OptionsMatrix() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let rows = Memo::new(move |_| bench.option_rows());
    let uses = Memo::new(move |_| bench.workspace.with_option_uses(<[OptionUse]>::to_vec));
    view! {
        <div class="outcome options-matrix" role="tabpanel" aria-label="Options">
            {move || {
                let uses = uses.get();
                let rows = match rows.get() {
                    Err(why) => return view! { <p class="none"><Coded text=why /></p> }.into_any(),
                    Ok(rows) if rows.is_empty() => {
                        let none = "This funko sets no options, and the runtime's templates use none.";
                        return view! { <p class="none">{none}</p> }.into_any();
                    }
                    Ok(rows) => rows,
                };
                let mut files: Vec<FileId> = uses.iter().map(|found| found.place.file.clone()).collect();
                files.dedup();
                let more = files.len().saturating_sub(MOST_FILES);
                files.truncate(MOST_FILES);
                let mut found: Found = HashMap::new();
                for one in &uses {
                    found.entry(&one.option).or_default().entry(&one.place.file).or_default().push(one);
                }
                let heads = files.iter().map(|file| view! { <th scope="col">{file.path.to_string()}</th> });
                let heads = heads.collect_view();
                let lines = rows.into_iter().map(|row| line(editors, &files, &found, row)).collect_view();
                view! {
                    <table>
                        <caption class="unseen">"Which file uses which option"</caption>
                        <thead>
                            <tr><th scope="col">"Option"</th><th scope="col">"funko.yml"</th>{heads}</tr>
                        </thead>
                        <tbody>{lines}</tbody>
                    </table>
                    {(more > 0).then(|| view! { <p class="none">{format!("{} not shown", count(more, "more file"))}</p> })}
                }
                .into_any()
            }}
        </div>
    }
}

/// The uses of each option, by file.
type Found<'a> = HashMap<&'a str, HashMap<&'a FileId, Vec<&'a OptionUse>>>;

fn line(editors: Editors, files: &[FileId], found: &Found<'_>, row: OptionRow) -> impl IntoView + use<> {
    let bench = bench();
    let name = row.name.clone();
    let uses = found.get(row.name.as_str());
    let cells = files.iter().map(|file| {
        let here = uses.and_then(|uses| uses.get(file)).map_or(&[][..], Vec::as_slice);
        let cell = here.first().map(|first| {
            let reads = match here.len() {
                1 => "read".to_owned(),
                times => format!("read {times} times"),
            };
            let bare = row.value.is_none() && here.iter().any(|found| !found.optional);
            let words = match (row.value.is_none(), bare) {
                (true, true) => format!("{reads}, not set"),
                (true, false) => format!("{reads}, default"),
                (false, _) => reads,
            };
            let place = first.place.clone();
            let label = format!("{} in {}: {words}", row.name, file.path);
            let title = format!("Go to {}", super::reason::place_name(&place));
            view! {
                <button
                    type="button"
                    class="link"
                    class:warn=bare
                    aria-label=label
                    title=title
                    on:click=move |_| editors.go_to(&place)
                >
                    {words}
                </button>
            }
        });
        view! { <td>{cell}</td> }
    });
    let cells = cells.collect_view();
    let value = match &row.value {
        None => "not set".to_owned(),
        Some(OptionValue::Text(text)) if text.is_empty() => "empty text".to_owned(),
        Some(OptionValue::Text(_)) => "text".to_owned(),
        Some(OptionValue::List(items)) if items.is_empty() => "empty list".to_owned(),
        Some(OptionValue::List(items)) => format!("list of {}", items.len()),
    };
    let value = match row.part {
        Part::Unused => format!("{value}, not used"),
        Part::Set | Part::Unset => value,
    };
    let label = format!("{name} in funko.yml: {value}");
    let unused = row.part == Part::Unused;
    let to_form = move |_| {
        bench.view.show_funko(FunkoTab::Form);
        bench.view.go_to_pane(Pane::Funko);
        let name = dom::quoted(&name);
        dom::focus(format!("[data-option=\"{name}\"] :is(input, textarea, .add, select)"));
    };
    let total = uses.map_or(0, |uses| uses.values().map(Vec::len).sum());
    let about = match total {
        0 => "No use".to_owned(),
        total => count(total, "use"),
    };
    view! {
        <tr>
            <th scope="row" title=about><code>{row.name}</code></th>
            <td>
                <button
                    type="button"
                    class="link"
                    class:warn=unused
                    aria-label=label
                    title="Edit it in the form"
                    on:click=to_form
                >
                    {value}
                </button>
            </td>
            {cells}
        </tr>
    }
}
