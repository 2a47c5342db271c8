//! Every place that names the option at the cursor.

use super::{
    editors::Editors,
    icon::{Icon, Sign},
    made_by::line_of,
};
use crate::{
    engine::jobs::UsesOf,
    platform::dom,
    state::{Workbench, tracing::Uses, view::Pane},
    wiring::Wiring,
};
use faaso::{
    diagnostic::{At, Place},
    project::FileId,
    text::Span,
};
use leptos::{prelude::*, task::spawn_local};

/// Characters of a line that are shown.
const MOST_SHOWN: usize = 120;

/// Lists the uses of the option at the cursor, and goes there.
pub fn show_uses(bench: Workbench, editors: Editors, wiring: Wiring) {
    let option = untrack(|| editors.pointed().and_then(|at| bench.workspace.option_at(&at)));
    let Some(option) = option else {
        bench.view.say("Put the cursor on an option, or on output that an option made");
        return;
    };
    spawn_local(async move {
        let found = loop {
            let revision = bench.workspace.revision_now();
            let found = wiring.ask(UsesOf(option.clone())).await;
            // spans in an older text point elsewhere in a newer one
            if bench.workspace.revision_now() == revision {
                break found;
            }
        };
        let found = match found {
            Ok(found) => found,
            Err(why) => return bench.view.complain(why),
        };
        let place = |(file, span): (FileId, Span)| {
            let content = untrack(|| bench.workspace.file(&file))?;
            let text = content.as_text()?;
            let at = At::new(text, span);
            let line = text.split('\n').nth(at.from.line.saturating_sub(1)).unwrap_or_default();
            let line = line.trim().chars().take(MOST_SHOWN).collect();
            Some((Place { file, at: Some(at) }, line))
        };
        let places = found.into_iter().filter_map(place).collect();
        editors.uses.set(Some(Uses { option, places }));
        bench.view.go_to_pane(Pane::Output);
        request_animation_frame(|| dom::focus("[aria-label=Uses] button"));
    });
}

/// Stands below the output while it is open.
#[component]
pub fn UsesPanel() -> impl IntoView {
    let editors = expect_context::<Editors>();
    let close = move || {
        editors.uses.set(None);
        editors.output.focus();
    };
    let listed = move |Uses { option, places }: Uses| {
        let title = match places.len() {
            0 => format!("No file names options.{option}"),
            1 => format!("1 use of options.{option}"),
            many => format!("{many} uses of options.{option}"),
        };
        let rows = places.into_iter().map(|(place, line)| {
            let name = line_of(&place);
            view! {
                <li>
                    <button type="button" class="link" on:click=move |_| editors.go_to(&place)>{name}</button>
                    <code>{line}</code>
                </li>
            }
        });
        let rows = rows.collect_view();
        let key = move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                close();
            }
        };
        view! {
            <section class="uses" aria-label="Uses" on:keydown=key>
                <div class="bar">
                    <span class="title" role="status">{title}</span>
                    <span class="right">
                        <button
                            type="button"
                            class="quiet square"
                            aria-label="Close uses"
                            title="Close"
                            on:click=move |_| close()
                        >
                            <Icon sign=Sign::Close />
                        </button>
                    </span>
                </div>
                <ul>{rows}</ul>
            </section>
        }
    };
    move || editors.uses.get().map(listed)
}
