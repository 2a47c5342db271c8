//! The tree of files and what is done with them.
//!
//! Long because pointer, keyboard, dragging and menu do the same things to the same rows.

use super::{
    bench,
    editors::Editors,
    icon::{Icon, Sign},
    menu::{Item, MenuButton, MenuList},
};
use crate::{
    core::project::{FileId, Group, Side},
    platform::{dom, files},
    state::{
        Workbench,
        files::{GROUPS, Node, Row, in_group, title},
        view::Dialog,
        workspace::{Counts, Origin},
    },
};
use leptos::{ev, prelude::*};

#[component]
pub fn FilesPane() -> impl IntoView {
    let bench = bench();
    let upload = NodeRef::<leptos::html::Input>::new();
    let choose = move || {
        if let Some(input) = upload.get_untracked() {
            input.click();
        }
    };
    let taken = move |event: ev::Event| {
        let (group, folder) = here(bench);
        let incoming = files::chosen(&event);
        leptos::task::spawn_local(put_uploads(bench, group, folder, incoming));
    };
    view! {
        <nav class="pane files" aria-label="Files" data-pane="files">
            <div class="bar">
                <span class="title">"Files"</span>
                <span class="right">
                    <button
                        type="button"
                        class="quiet square"
                        aria-label="New file"
                        title="New file"
                        on:click=move |_| new_file(bench)
                    >
                        <Icon sign=Sign::Plus />
                    </button>
                    <button
                        type="button"
                        class="quiet square"
                        aria-label="Upload files"
                        title="Upload files"
                        on:click=move |_| choose()
                    >
                        <Icon sign=Sign::Upload />
                    </button>
                    <MenuButton label="File actions" sign=Sign::Dots class="quiet square" items=items(bench) />
                </span>
            </div>
            <input
                class="unseen"
                type="file"
                multiple
                aria-label="Upload"
                tabindex="-1"
                node_ref=upload
                on:change=taken
            />
            <Tree />
        </nav>
    }
}

/// What can be done with the row that has the focus.
fn items(bench: Workbench) -> Vec<Item> {
    let with = move |run: fn(Workbench, Node)| {
        move || {
            if let Some(node) = bench.view.focused.get_untracked() {
                run(bench, node);
            }
        }
    };
    let no_group = Signal::derive(move || {
        bench.view.focused.with(|node| node.as_ref().is_none_or(|node| matches!(node, Node::Group(_))))
    });
    let no_file = Signal::derive(move || {
        bench.view.focused.with(|node| match node {
            Some(Node::File(id)) => bench.workspace.file(id).is_none(),
            _ => true,
        })
    });
    let gone = Signal::derive(move || {
        no_group.get()
            || bench.view.focused.with(|node| match node {
                Some(Node::File(id)) => bench.workspace.file(id).is_none(),
                _ => false,
            })
    });
    let as_template = Signal::derive(move || {
        bench.view.focused.with(|node| match node {
            Some(Node::File(id)) => {
                !matches!(bench.workspace.origin(id), Some(Origin::Edited | Origin::Removed))
            }
            _ => true,
        })
    });
    vec![
        Item::new("New file", "", move || new_file(bench)),
        Item::new(
            "Rename or move",
            "F2",
            with(|bench, node| bench.view.dialog.set(Some(Dialog::Move(node)))),
        )
        .off(gone),
        Item::new("Delete", "Del", with(|bench, node| bench.view.dialog.set(Some(Dialog::Delete(node)))))
            .off(gone),
        Item::new("Toggle executable", "", with(toggle_executable)).off(no_file),
        Item::new("Download", "", with(download)).off(no_file),
        Item::new("Reset to template", "", with(reset)).off(as_template),
    ]
}

fn new_file(bench: Workbench) {
    let (group, folder) = here(bench);
    bench.view.dialog.set(Some(Dialog::NewFile(group, folder)));
}

/// Where a new file would go: beside or below the row with the focus.
fn here(bench: Workbench) -> (Group, String) {
    match bench.view.focused.get_untracked() {
        Some(node) => (node.group(), node.folder()),
        None => (Group::Runtime, String::new()),
    }
}

fn toggle_executable(bench: Workbench, node: Node) {
    if let Node::File(id) = node
        && let Err(refused) = bench.toggle_executable(&id)
    {
        bench.view.complain(format!("That could not be changed: {refused}."));
    }
}

fn reset(bench: Workbench, node: Node) {
    if let Node::File(id) = node {
        reset_file(bench, &id);
    }
}

/// Back to what the template makes; says that undo brings the author's back.
pub fn reset_file(bench: Workbench, id: &FileId) {
    match bench.reset_to_template(id) {
        Ok(()) => {
            bench.view.say(format!("“{}” is as the template makes it. Undo brings yours back.", id.shown()))
        }
        Err(refused) => bench.view.complain(format!("That could not be reset: {refused}.")),
    }
}

fn download(bench: Workbench, node: Node) {
    if let Node::File(id) = node
        && let Some(file) = bench.workspace.file(&id)
        && let Err(error) = files::download(id.path.name(), "application/octet-stream", &file.bytes)
    {
        bench.view.complain(format!("The browser refused the download: {error}"));
    }
}

async fn put_uploads(bench: Workbench, group: Group, folder: String, incoming: Vec<files::Incoming>) {
    let mut put = Vec::new();
    for file in incoming {
        let id = in_group(group, &format!("{folder}{}", file.path));
        match (id, file.read().await) {
            (Ok(id), Ok(bytes)) => {
                put.push((id, crate::core::bundle::File::new(bytes, crate::core::bundle::PLAIN)))
            }
            (Err(error), _) => {
                return bench.view.complain(format!("“{}” was not taken: {error}.", file.path));
            }
            (_, Err(error)) => {
                return bench.view.complain(format!("“{}” could not be read: {error}", file.path));
            }
        }
    }
    let first = put.first().map(|(id, _)| id.clone());
    let said = super::count(put.len(), "file");
    match bench.put_files(put) {
        Ok(()) => {
            if let Some(first) = first {
                bench.view.open(first);
            }
            bench.view.say(format!("{said} put into {}.", title(group)));
        }
        Err(refused) => bench.view.complain(format!("Nothing was uploaded: {refused}.")),
    }
}

#[component]
fn Tree() -> impl IntoView {
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

/// One row is a stop for Tab: the one with the focus, or the file that is open, or the first.
fn is_stop(bench: Workbench, node: &Node) -> bool {
    match bench.view.focused.get() {
        Some(focused) => focused == *node,
        None => *node == Node::Group(Group::Runtime),
    }
}

#[component]
fn GroupRow(group: Group) -> impl IntoView {
    let bench = bench();
    let node = Node::Group(group);
    let hint = move || match group {
        Group::Runtime => "rendered by build".to_owned(),
        Group::Template => "copied by new".to_owned(),
        Group::Funko => bench.workspace.funko_name(),
    };
    let stop = {
        let node = node.clone();
        move || if is_stop(bench, &node) { "0" } else { "-1" }
    };
    let open = {
        let node = node.clone();
        move || bench.is_open(&node).unwrap_or(true)
    };
    let place = GROUPS.iter().position(|&it| it == group).map_or(1, |at| at + 1);
    let click = {
        let (node, open) = (node.clone(), open.clone());
        move |_| bench.set_open(&node, !open())
    };
    let focus = {
        let node = node.clone();
        move |_| bench.view.focused.set(Some(node.clone()))
    };
    let drop = Dropping::on(bench, node.clone());
    view! {
        <div
            class="row group"
            class:over=drop.over
            role="treeitem"
            aria-label=title(group)
            prop:ariaLevel="1"
            aria-setsize=GROUPS.len()
            aria-posinset=place
            aria-expanded=move || open().to_string()
            tabindex=stop
            data-node=data(&node)
            on:click=click
            on:focus=focus
            on:dragover=move |event| drop.allow(&event)
            on:dragleave=move |_| drop.over.set(false)
            on:drop=move |event| drop.take(&event)
        >
            <Icon sign=Sign::Chevron />
            <span>{title(group)}</span>
            <small>{hint}</small>
        </div>
    }
}

#[component]
fn TreeRow(row: Row, menu: RwSignal<Option<(i32, i32)>>) -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let node = row.node.clone();
    let file = match &node {
        Node::File(id) => Some(id.clone()),
        _ => None,
    };
    let traits = file.clone().map(|id| Memo::new(move |_| bench.traits_of(&id)));
    let selected = {
        let file = file.clone();
        move || file.is_some() && bench.view.active() == file
    };
    let stop = {
        let node = node.clone();
        move || if is_stop(bench, &node) { "0" } else { "-1" }
    };
    let expanded = {
        let node = node.clone();
        move || bench.is_open(&node)
    };
    let click = {
        let node = node.clone();
        move |_: ev::MouseEvent| {
            bench.view.focused.set(Some(node.clone()));
            match &node {
                Node::File(id) => bench.view.open(id.clone()),
                folder => bench.set_open(folder, !bench.is_open(folder).unwrap_or(true)),
            }
        }
    };
    let enter = {
        let file = file.clone();
        move |_: ev::MouseEvent| {
            if let Some(id) = &file {
                editors.reveal(id, None);
            }
        }
    };
    let context = {
        let node = node.clone();
        move |event: ev::MouseEvent| {
            event.prevent_default();
            bench.view.focused.set(Some(node.clone()));
            menu.set(Some((event.client_x(), event.client_y())));
        }
    };
    let focus = {
        let node = node.clone();
        move |_| bench.view.focused.set(Some(node.clone()))
    };
    let drag = {
        let node = node.clone();
        move |event: ev::DragEvent| {
            bench.view.dragged.set(Some(node.clone()));
            files::begin_drag(&event, node.shown());
        }
    };
    let drop = Dropping::on(bench, node.clone());
    let said = move || traits.map(|traits| spoken(&traits.get()));
    view! {
        <div
            class="row"
            class:on=selected.clone()
            class:over=drop.over
            class:gone=move || traits.is_some_and(|it| it.get().origin == Some(Origin::Removed))
            role="treeitem"
            aria-label=node.shown().to_owned()
            aria-description=said
            prop:ariaLevel=row.level.to_string()
            aria-setsize=row.place.1
            aria-posinset=row.place.0
            aria-selected=move || selected().to_string()
            aria-expanded=move || expanded().map(|open| open.to_string())
            tabindex=stop
            draggable="true"
            title=node.shown().to_owned()
            data-node=data(&node)
            data-level=row.level
            on:click=click
            on:dblclick=enter
            on:contextmenu=context
            on:focus=focus
            on:dragstart=drag
            on:dragend=move |_| bench.view.dragged.set(None)
            on:dragover=move |event| drop.allow(&event)
            on:dragleave=move |_| drop.over.set(false)
            on:drop=move |event| drop.take(&event)
        >
            {file.is_none().then(|| view! { <Icon sign=Sign::Chevron /> })}
            <span class="name">{row.name}</span>
            {traits.map(|traits| view! { <span class="badges">{move || badges(traits.get())}</span> })}
        </div>
    }
}

fn badges(traits: crate::state::files::Traits) -> impl IntoView {
    let Counts { errors, warnings } = traits.problems;
    let problems = match (errors, warnings) {
        (0, 0) => None,
        (0, warnings) => Some(("badge warn", warnings)),
        (errors, _) => Some(("badge err", errors)),
    };
    let origin = match traits.origin {
        Some(Origin::Live) => Some(("badge live", "live")),
        Some(Origin::Edited) => Some(("badge", "edited")),
        Some(Origin::Own) => Some(("badge", "own")),
        Some(Origin::Removed) => Some(("badge", "deleted")),
        None => None,
    };
    view! {
        {traits.binary.then(|| view! { <span class="badge">"binary"</span> })}
        {traits.executable.then(|| view! { <span class="badge" title="Executable">"+x"</span> })}
        {traits.templated.then(|| view! { <span class="badge j2" title="FaaSO renders it">"{ }"</span> })}
        {problems.map(|(class, number)| view! { <span class=class>{number}</span> })}
        {origin.map(|(class, word)| view! { <span class=class>{word}</span> })}
    }
}

fn spoken(traits: &crate::state::files::Traits) -> String {
    let mut words = Vec::new();
    if traits.templated {
        words.push("templated".to_owned());
    }
    if traits.binary {
        words.push("binary".to_owned());
    }
    if traits.executable {
        words.push("executable".to_owned());
    }
    match traits.origin {
        Some(Origin::Live) => words.push("live from the template".to_owned()),
        Some(Origin::Edited) => words.push("edited".to_owned()),
        Some(Origin::Own) => words.push("own".to_owned()),
        Some(Origin::Removed) => words.push("deleted".to_owned()),
        None => {}
    }
    if traits.problems.errors > 0 {
        words.push(super::count(traits.problems.errors, "error"));
    }
    if traits.problems.warnings > 0 {
        words.push(super::count(traits.problems.warnings, "warning"));
    }
    words.join(", ")
}

/// Finds the row of a node again.
fn data(node: &Node) -> String {
    let kind = match node {
        Node::File(id) if id.side == Side::Funko => "f",
        Node::File(_) => "r",
        _ => "d",
    };
    format!("{kind}:{}:{}", title(node.group()), node.shown())
}

/// Rows take what is dragged from elsewhere in the tree: it goes into their folder.
#[derive(Clone, Copy)]
struct Dropping {
    bench: Workbench,
    node: StoredValue<Node>,
    over: RwSignal<bool>,
}

impl Dropping {
    fn on(bench: Workbench, node: Node) -> Self {
        Dropping { bench, node: StoredValue::new(node), over: RwSignal::new(false) }
    }

    fn allow(self, event: &ev::DragEvent) {
        if self.bench.view.dragged.with_untracked(Option::is_some) {
            event.prevent_default();
            event.stop_propagation();
            self.over.set(true);
        }
    }

    fn take(self, event: &ev::DragEvent) {
        self.over.set(false);
        let Some(moved) = self.bench.view.dragged.get_untracked() else { return };
        event.prevent_default();
        event.stop_propagation();
        self.bench.view.dragged.set(None);
        let target = self.node.get_value();
        let name = moved.shown().rsplit('/').next().unwrap_or_default();
        let to = format!("{}{name}", target.folder());
        if let Err(refused) = self.bench.move_to(&moved, target.group(), &to) {
            self.bench.view.complain(format!("It was not moved: {refused}."));
        }
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
        let selector = format!("[data-node=\"{}\"]", dom::quoted(&data(&node)));
        bench.view.focused.set(Some(node));
        dom::focus(selector);
    }
}
