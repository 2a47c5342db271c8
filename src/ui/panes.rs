//! The panes by name, and what is done with the one that has the focus.

use super::editors::Editors;
use crate::{
    platform::dom,
    state::{Workbench, view::Pane},
};
use leptos::prelude::untrack;

/// Those of which one is shown where there is no room for all.
pub const PANES: &[(Pane, &str)] = &[
    (Pane::Files, "Files"),
    (Pane::Template, "Template"),
    (Pane::Funko, "funko.yml"),
    (Pane::Output, "Output"),
];

pub fn pane_id(pane: Pane) -> &'static str {
    match pane {
        Pane::Files => "files",
        Pane::Template => "template",
        Pane::Funko => "funko",
        Pane::Output => "output",
        Pane::Problems => "problems",
    }
}

/// Gives the pane with the focus all the room, or shares it out again; the Template pane where none has it.
pub fn maximise_focused(bench: Workbench) {
    let focused = dom::focused_pane();
    let mut panes = PANES.iter().map(|(pane, _)| *pane).chain([Pane::Problems]);
    let pane = panes.find(|&pane| focused.as_deref() == Some(pane_id(pane)));
    bench.view.toggle_maximised(pane.unwrap_or(Pane::Template));
}

/// Of the editor with the focus; of the Template pane's where none has it.
pub fn toggle_wrap(bench: Workbench) {
    let focused = dom::focused_pane();
    let pane =
        [Pane::Funko, Pane::Output].into_iter().find(|&pane| focused.as_deref() == Some(pane_id(pane)));
    let pane = pane.unwrap_or(Pane::Template);
    bench.view.toggle_wrap(pane);
    let name = PANES.iter().find(|(it, _)| *it == pane).map_or("", |(_, name)| name);
    let on = bench.view.wrap.with_untracked(|wrap| wrap.of(pane));
    bench.view.say(format!("Word wrap in {name}: {}", if on { "on" } else { "off" }));
}

pub fn next_pane(bench: Workbench, editors: Editors, back: bool) {
    // the second editor is a stop of its own
    if dom::focused_pane().as_deref() == Some(pane_id(Pane::Template))
        && untrack(|| bench.view.second()).is_some()
        && untrack(|| bench.view.uses_second()) == back
    {
        editors.used(!back);
        return editors.active().focus();
    }
    const ORDER: [Pane; 5] = [Pane::Files, Pane::Template, Pane::Funko, Pane::Output, Pane::Problems];
    let now = dom::focused_pane().and_then(|id| ORDER.iter().position(|&pane| pane_id(pane) == id));
    let next = match (now, back) {
        (Some(at), false) => (at + 1) % ORDER.len(),
        (Some(at), true) => (at + ORDER.len() - 1) % ORDER.len(),
        (None, false) => 0,
        (None, true) => ORDER.len() - 1,
    };
    let pane = ORDER[next];
    bench.view.go_to_pane(pane);
    match pane {
        Pane::Template if bench.view.active().is_some() => {
            editors.used(back);
            editors.active().focus();
        }
        Pane::Funko => editors.funko.focus(),
        Pane::Files => dom::focus("[data-pane=files] [role=treeitem][tabindex='0']"),
        Pane::Template => dom::focus("[data-pane=template] button"),
        Pane::Output => dom::focus("[data-pane=output] [role=tab][aria-selected=true]"),
        Pane::Problems => dom::focus("[data-pane=problems] [data-first]"),
    }
}
