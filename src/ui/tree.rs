//! The tree of files: one stop for Tab, arrow keys within, as the ARIA practices have it.
//!
//! Of a group with very many rows only those near the view are drawn: thousands would stop the page when a large zip is
//! opened. Each says its place among its siblings, so nothing is lost to assistive technology.

use super::{
    bench,
    commands::{Desk, FILE_ACTIONS, items},
    editors::Editors,
    file_actions::{delete_node, mark},
    menu::MenuList,
    tree_row::{GroupRow, TreeRow},
};
use crate::{
    platform::dom,
    state::{
        Workbench,
        files::Row,
        node::{GROUPS, Node, title},
    },
};
use leptos::{ev, prelude::*};
use std::ops::Range;

/// A group with more rows than this is drawn in part.
const MANY: usize = 300;
/// Rows that are drawn above and below the view.
const AROUND: usize = 60;
/// Height of a row, in px, until one was drawn.
const ROW: f64 = 26.0;
/// Height of a group's own row, in px of 16 px text (`.row.group` with its margin).
const GROUP_ROW: f64 = 34.0;
/// A view as high as any screen, until the tree was scrolled.
const ANY_SCREEN: f64 = 1_400.0;

#[component]
pub fn Tree() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let desk = Desk::here();
    // where the context menu stands, in px
    let menu = RwSignal::new(None::<(i32, i32)>);
    let close = Callback::new(move |()| {
        menu.set(None);
        dom::focus("[data-pane=files] [role=treeitem][tabindex='0']");
    });
    let rows = GROUPS.map(|group| Memo::new(move |_| bench.rows_of(group)));
    let heights = Heights::new();
    request_animation_frame(move || heights.look());
    // top and height of what is in view, in px
    let seen = RwSignal::new((0.0, ANY_SCREEN));
    let groups = GROUPS.into_iter().enumerate().map(|(at, group)| {
        let above = move || {
            let rows = rows[..at].iter().map(|rows| rows.with(Vec::len)).sum::<usize>();
            rows as f64 * heights.row.get() + (at + 1) as f64 * heights.group.get()
        };
        let drawn = Memo::new(move |_| {
            let (top, height) = seen.get();
            part(rows[at].with(Vec::len), top - above(), height, heights.row.get())
        });
        let padding = move |rows: usize| format!("{:.0}px", rows as f64 * heights.row.get());
        let below = move || rows[at].with(Vec::len) - drawn.with(|drawn| drawn.end);
        view! {
            <GroupRow group />
            <div
                role="group"
                aria-label=title(group)
                style=("padding-top", move || padding(drawn.with(|drawn| drawn.start)))
                style=("padding-bottom", move || padding(below()))
            >
                <For each=move || rows[at].with(|rows| rows[drawn.get()].to_vec()) key=|row| row.clone() let:row>
                    <TreeRow row menu />
                </For>
            </div>
        }
    });
    view! {
        <div
            class="tree"
            role="tree"
            aria-label="Files"
            aria-multiselectable="true"
            on:keydown=move |event| on_key(bench, editors, menu, heights, &event)
            on:scroll=move |event| {
                heights.look();
                seen.set(dom::scrolled(&event).unwrap_or((0.0, ANY_SCREEN)));
            }
        >
            {groups.collect::<Vec<_>>()}
        </div>
        {move || {
            menu.get().map(|(x, y)| view! {
                <div
                    class="menu-at"
                    style=("--x", format!("{x}px"))
                    style=("--y", format!("{y}px"))
                    style=("--rows", FILE_ACTIONS.len().to_string())
                    on:focusout=move |event: ev::FocusEvent| {
                        if dom::left(&event) {
                            menu.set(None);
                        }
                    }
                >
                    <MenuList label="File actions" items=items(desk, FILE_ACTIONS) close />
                </div>
            })
        }}
    }
}

fn on_key(
    bench: Workbench,
    editors: Editors,
    menu: RwSignal<Option<(i32, i32)>>,
    heights: Heights,
    event: &ev::KeyboardEvent,
) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let rows = bench.rows();
    let focused = bench.view.focused.get_untracked();
    let Some(now) = rows.iter().position(|row| Some(&row.node) == focused.as_ref()) else { return };
    let node = rows[now].node.clone();
    let open = bench.is_open(&node);
    let to = match event.key().as_str() {
        "ArrowDown" => Some((now + 1).min(rows.len() - 1)),
        "ArrowUp" => Some(now.saturating_sub(1)),
        "Home" => Some(0),
        "End" => Some(rows.len() - 1),
        "ArrowRight" => match open {
            Some(false) => {
                bench.set_open(&node, true);
                None
            }
            Some(true) => rows.get(now + 1).filter(|row| row.level > rows[now].level).map(|_| now + 1),
            None => None,
        },
        "ArrowLeft" => match open {
            Some(true) => {
                bench.set_open(&node, false);
                None
            }
            _ => rows[..now].iter().rposition(|row| row.level < rows[now].level),
        },
        " " if !matches!(node, Node::Group(_)) => {
            bench.pick_too(&node);
            None
        }
        "Escape" => {
            bench.pick_none(&node);
            None
        }
        "Enter" | " " => {
            match &node {
                Node::File(id) => {
                    bench.view.open(id.clone());
                    editors.reveal(id, None);
                }
                folder => bench.set_open(folder, !open.unwrap_or(true)),
            }
            None
        }
        "F2" if !matches!(node, Node::Group(_)) => {
            bench.view.rename(Some(node));
            None
        }
        "Delete" if !matches!(node, Node::Group(_)) => {
            delete_node(bench, &node);
            None
        }
        "ContextMenu" => {
            menu.set(Some((120, 120)));
            None
        }
        "F10" if event.shift_key() => {
            menu.set(Some((120, 120)));
            None
        }
        letter if letter.chars().count() == 1 && letter != "?" => {
            let starts = |row: &Row| row.name.to_lowercase().starts_with(&letter.to_lowercase());
            (1..=rows.len()).map(|step| (now + step) % rows.len()).find(|&at| starts(&rows[at]))
        }
        _ => return,
    };
    event.prevent_default();
    // F2 renames an option everywhere else
    event.stop_propagation();
    if let Some(to) = to {
        let node = rows[to].node.clone();
        let selector = format!("[data-node=\"{}\"]", dom::quoted(&mark(&node)));
        match event.shift_key() && event.key().starts_with("Arrow") {
            true => bench.pick_to(&node),
            // those picked one by one stay
            false if bench.view.picked.with_untracked(Vec::is_empty) => bench.pick_none(&node),
            false => {}
        }
        bench.view.focus_row(node);
        if rows.len() > MANY {
            heights.look();
            dom::scroll_into(".tree", heights.above(&rows, to), heights.row.get_untracked());
        }
        dom::focus(selector);
    }
}

/// Which of so many rows are drawn, where the view begins `top` px below the first and is so high.
fn part(rows: usize, top: f64, height: f64, row_height: f64) -> Range<usize> {
    if rows <= MANY {
        return 0..rows;
    }
    let row = |px: f64| (px / row_height).max(0.0) as usize;
    // in steps, so that not every bit of scrolling draws
    let step = |row: usize| row / AROUND * AROUND;
    let start = step(row(top).saturating_sub(AROUND)).min(rows);
    start..(step(row(top + height)) + 2 * AROUND).clamp(start, rows)
}

/// How high rows are, in px: that grows with the text's size, and where fingers press them. It is looked at once they are drawn and when
/// one moves among them: who asks while they are being made has the browser lay out everything once more.
#[derive(Clone, Copy)]
struct Heights {
    row: RwSignal<f64>,
    group: RwSignal<f64>,
}

impl Heights {
    fn new() -> Heights {
        Heights { row: RwSignal::new(ROW), group: RwSignal::new(GROUP_ROW) }
    }

    fn look(&self) {
        let drawn = dom::size_of(".tree .row[data-level]").map(|(_, height)| height);
        let group = Some(GROUP_ROW * dom::rem() / 16.0);
        for (height, now) in [(self.row, drawn), (self.group, group)] {
            if let Some(now) = now.filter(|now| *now > 0.0 && *now != height.get_untracked()) {
                height.set(now);
            }
        }
    }

    /// How far below the tree's top a row begins.
    fn above(&self, rows: &[Row], at: usize) -> f64 {
        let height = |row: &Row| if matches!(row.node, Node::Group(_)) { self.group } else { self.row };
        rows[..at].iter().map(|row| height(row).get_untracked()).sum()
    }
}
