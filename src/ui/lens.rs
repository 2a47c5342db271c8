//! The Jinja2 lens: what standard Jinja2 would make of the active template, and what is to blame where that is
//! something else. Off until asked for.

use super::{bench, coded::Coded, editors::Editors};
use crate::state::Workbench;
use faaso::{
    diagnostic::{At, Place},
    lens::{Comparison, Difference, Jinja2},
    project::FileId,
    text,
};
use leptos::prelude::*;

/// How much of Jinja2's output is drawn, in characters.
const SHOWN: usize = 20_000;

/// Switches the lens on and off.
#[component]
pub fn LensButton() -> impl IntoView {
    let bench = bench();
    let on = bench.view.lens;
    view! {
        <button
            type="button"
            class="quiet small"
            aria-label="Compare with Jinja2"
            aria-pressed=move || on.get().to_string()
            title="Compare with standard Jinja2"
            on:click=move |_| bench.view.toggle_lens()
        >
            "Jinja2"
        </button>
    }
}

/// Stands below the rendered output while the lens is on.
#[component]
pub fn LensPanel() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    view! {
        <section class="lens" aria-label="Jinja2 lens">
            {move || match bench.workspace.comparison() {
                None => view! { <p class="soft">"FaaSO doesn't render this file, so there's nothing to compare."</p> }.into_any(),
                Some((file, comparison)) => compared(text_of(bench, &file), editors, file, comparison).into_any(),
            }}
        </section>
    }
}

fn compared(
    template: Option<String>,
    editors: Editors,
    file: FileId,
    comparison: Comparison,
) -> impl IntoView {
    let verdict = match (&comparison.jinja2, comparison.same) {
        (Jinja2::Text(_), true) => "Standard Jinja2 gives the same output.",
        (_, true) => "Standard Jinja2 rejects this template, too.",
        (Jinja2::Text(_), false) => "Standard Jinja2 gives different output:",
        (Jinja2::Failure { .. }, false) => "Standard Jinja2 rejects this template:",
        (Jinja2::Lacking { .. }, false) => "This comparison can't run the template:",
    };
    let template = template.unwrap_or_default();
    let rows = comparison.differences.into_iter().map(|difference| {
        let at = At::new(&template, difference.span);
        row(editors, Place { file: file.clone(), at: Some(at) }, difference)
    });
    let output = match comparison.jinja2 {
        Jinja2::Text(text) if !comparison.same => Some(text.chars().take(SHOWN).collect::<String>()),
        Jinja2::Text(_) | Jinja2::Failure { .. } | Jinja2::Lacking { .. } => None,
    };
    view! {
        <p class="verdict">{verdict}</p>
        <ul aria-label="Differences">{rows.collect_view()}</ul>
        {output.map(|text| view! {
            <details>
                <summary>"Jinja2's output"</summary>
                <pre>{text}</pre>
            </details>
        })}
    }
}

fn row(editors: Editors, place: Place, difference: Difference) -> impl IntoView {
    let line = place.at.map_or(String::new(), |at| format!("{}:{}", at.from.line, at.from.column));
    view! {
        <li>
            <button type="button" class="place" on:click=move |_| editors.go_to(&place)>{line}</button>
            <div>
                <p><Coded text=difference.message /></p>
                <dl>
                    <dt>"FaaSO"</dt><dd><code>{difference.faaso}</code></dd>
                    <dt>"Jinja2"</dt><dd><code>{difference.jinja2}</code></dd>
                </dl>
            </div>
        </li>
    }
}

/// Without tracking: the lens speaks of the template that it saw.
fn text_of(bench: Workbench, file: &FileId) -> Option<String> {
    untrack(|| bench.workspace.file(file)).map(|file| text::decode(&file.bytes).into_owned())
}
