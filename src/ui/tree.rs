//! The tree of files: one stop for Tab, arrow keys within, as the ARIA practices have it.

use super::{
    bench,
    editors::Editors,
    files_pane::items,
    menu::MenuList,
    tree_row::{GroupRow, TreeRow, mark},
};
use crate::{
    platform::dom,
    state::{
        Workbench,
        files::{GROUPS, Node, Row, title},
        view::Dialog,
    },
};
use leptos::{ev, prelude::*};

#[component]
pub fn Tree() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    // where the context menu stands, in px
    let menu = RwSignal::new(None::<(i32, i32)>);
    let close = Callback::new(move |()| {
        menu.set(None);
        dom::focus("[data-pane=files] [role=treeitem][tabindex='0']");
    });
    let groups = GROUPS.map(|group| {
        let rows = Memo::new(move |_| bench.rows_of(group));
        view! {
            <GroupRow group />
            <div role="group" aria-label=title(group)>
                <For each=move || rows.get() key=|row| row.clone() let:row>
                    <TreeRow row menu />
                </For>
            </div>
        }
    });
    view! {
        <div class="tree" role="tree" aria-label="Files" on:keydown=move |event| on_key(bench, editors, menu, &event)>
            {groups.collect_view()}
        </div>
        {move || {
            menu.get().map(|(x, y)| view! {
                <div
                    class="menu-at"
                    style=("left", format!("{x}px"))
                    style=("top", format!("{y}px"))
                    on:focusout=move |event: ev::FocusEvent| {
                        if dom::left(&event) {
                            menu.set(None);
                        }
                    }
                >
                    <MenuList label="File actions" items=items(bench) close />
                </div>
            })
        }}
    }
}

fn on_key(bench: Workbench, editors: Editors, menu: RwSignal<Option<(i32, i32)>>, event: &ev::KeyboardEvent) {
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
        "Enter" | " " => {
            match &node {
                Node::File(id) => {
                    bench.view.open(id.clone());
                    if event.key() == "Enter" {
                        editors.reveal(id, None);
                    }
                }
                folder => bench.set_open(folder, !open.unwrap_or(true)),
            }
            None
        }
        "F2" if !matches!(node, Node::Group(_)) => {
            bench.view.dialog.set(Some(Dialog::Move(node)));
            None
        }
        "Delete" if !matches!(node, Node::Group(_)) => {
            bench.view.dialog.set(Some(Dialog::Delete(node)));
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
    if let Some(to) = to {
        let node = rows[to].node.clone();
        let selector = format!("[data-node=\"{}\"]", dom::quoted(&mark(&node)));
        bench.view.focused.set(Some(node));
        dom::focus(selector);
    }
}
