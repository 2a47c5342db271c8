//! A row of the tree: its name, what its file is, and what can be dropped on it.

use super::{
    bench,
    editors::Editors,
    file_actions::{mark, move_node, put_uploads},
    icon::{Icon, Sign},
    name::Name,
    rename_in_row::NewName,
};
use crate::{
    platform::files,
    state::{
        Workbench,
        files::{Row, Traits},
        node::{GROUPS, Node, title},
        workspace::{Counts, Origin},
    },
};
use faaso::project::Group;
use leptos::{ev, prelude::*};

/// One row is a stop for Tab: the one with the focus, or the file that is open, or the first.
fn is_stop(bench: Workbench, node: &Node) -> bool {
    match bench.view.focused.get() {
        Some(focused) => focused == *node,
        None => *node == Node::Group(Group::Runtime),
    }
}

#[component]
pub fn GroupRow(group: Group) -> impl IntoView {
    let bench = bench();
    let node = Node::Group(group);
    let hint = move || match group {
        Group::Runtime => "used by faaso build".to_owned(),
        Group::Template => "used by faaso new".to_owned(),
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
        move |_| bench.view.focus_row(node.clone())
    };
    let drop = Dropping::on(bench, node.clone());
    view! {
        <div
            class="row group"
            class:over=drop.over
            role="treeitem"
            aria-label=title(group)
            aria-description=hint
            prop:ariaLevel="1"
            aria-setsize=GROUPS.len()
            aria-posinset=place
            aria-expanded=move || open().to_string()
            tabindex=stop
            data-node=mark(&node)
            on:click=click
            on:focus=focus
            on:dragover=move |event| drop.allow(&event)
            on:dragleave=move |_| drop.over.set(false)
            on:drop=move |event| drop.take(&event)
        >
            <Icon sign=Sign::Chevron />
            <span>{title(group)}</span>
            <small data-hint=hint></small>
        </div>
    }
}

#[component]
pub fn TreeRow(row: Row, menu: RwSignal<Option<(i32, i32)>>) -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let node = row.node.clone();
    let file = match &node {
        Node::File(id) => Some(id.clone()),
        _ => None,
    };
    let traits = file.clone().map(|id| bench.traits_of(id));
    let selected = {
        let node = node.clone();
        Memo::new(move |_| bench.is_selected(&node))
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
        move |event: ev::MouseEvent| {
            bench.view.focus_row(node.clone());
            if event.ctrl_key() || event.meta_key() {
                return bench.pick_too(&node);
            }
            if event.shift_key() {
                return bench.pick_to(&node);
            }
            bench.pick_none(&node);
            match &node {
                Node::File(id) => bench.view.look_at(id.clone()),
                folder => bench.set_open(folder, !bench.is_open(folder).unwrap_or(true)),
            }
        }
    };
    let enter = {
        let file = file.clone();
        move |_: ev::MouseEvent| {
            if let Some(id) = &file {
                bench.view.open(id.clone());
                editors.reveal(id, None);
            }
        }
    };
    let context = {
        let node = node.clone();
        move |event: ev::MouseEvent| {
            event.prevent_default();
            bench.view.focus_row(node.clone());
            if bench.picked_with(&node).len() < 2 {
                bench.pick_none(&node);
            }
            menu.set(Some((event.client_x(), event.client_y())));
        }
    };
    let focus = {
        let node = node.clone();
        move |_| bench.view.focus_row(node.clone())
    };
    let drag = {
        let node = node.clone();
        move |event: ev::DragEvent| {
            bench.view.drag(Some(node.clone()));
            files::begin_drag(&event, node.shown());
        }
    };
    let drop = Dropping::on(bench, node.clone());
    let name = {
        let node = node.clone();
        let renamed = {
            let node = node.clone();
            Memo::new(move |_| bench.view.renaming.with(|it| it.as_ref() == Some(&node)))
        };
        move || match renamed.get() {
            true => view! { <NewName node=node.clone() /> }.into_any(),
            false => view! { <span class="name"><Name name=row.name.clone() /></span> }.into_any(),
        }
    };
    let said = move || traits.map(|traits| spoken(&traits.get()));
    view! {
        <div
            class="row"
            class:on=selected
            class:over=drop.over
            class:gone=move || traits.is_some_and(|it| it.get().origin == Some(Origin::Removed))
            role="treeitem"
            aria-label=node.shown().to_owned()
            aria-description=said
            prop:ariaLevel=row.level.to_string()
            aria-setsize=row.place.1
            aria-posinset=row.place.0
            aria-selected=move || selected.get().to_string()
            aria-expanded=move || expanded().map(|open| open.to_string())
            tabindex=stop
            draggable="true"
            title=node.shown().to_owned()
            data-node=mark(&node)
            data-level=row.level
            on:click=click
            on:dblclick=enter
            on:contextmenu=context
            on:focus=focus
            on:dragstart=drag
            on:dragend=move |_| bench.view.drag(None)
            on:dragover=move |event| drop.allow(&event)
            on:dragleave=move |_| drop.over.set(false)
            on:drop=move |event| drop.take(&event)
        >
            {file.is_none().then(|| view! { <Icon sign=Sign::Chevron /> })}
            {name}
            {traits.map(|traits| view! { <span class="badges">{move || badges(traits.get())}</span> })}
        </div>
    }
}

fn badges(traits: Traits) -> impl IntoView {
    let Counts { errors, warnings } = traits.problems;
    let problems = match (errors, warnings) {
        (0, 0) => None,
        (0, warnings) => Some(("badge warn", warnings)),
        (errors, _) => Some(("badge err", errors)),
    };
    let origin = match traits.origin {
        Some(Origin::Live) => Some(("badge live", "from template")),
        Some(Origin::Edited) => Some(("badge", "edited")),
        Some(Origin::FunkoEntry) => Some(("badge", "own")),
        Some(Origin::Removed) => Some(("badge", "deleted")),
        None => None,
    };
    view! {
        {traits.binary.then(|| view! { <span class="badge" data-hint="binary"></span> })}
        {traits.executable.then(|| view! { <span class="badge" title="Executable" data-hint="+x"></span> })}
        {traits.templated.then(|| view! { <span class="badge j2" title="Rendered by FaaSO" data-hint="{ }"></span> })}
        {problems.map(|(class, number)| view! { <span class=class data-hint=number.to_string()></span> })}
        {origin.map(|(class, word)| view! { <span class=class data-hint=word></span> })}
    }
}

fn spoken(traits: &Traits) -> String {
    let mut words = Vec::new();
    if traits.templated {
        words.push("template".to_owned());
    }
    if traits.binary {
        words.push("binary".to_owned());
    }
    if traits.executable {
        words.push("executable".to_owned());
    }
    match traits.origin {
        Some(Origin::Live) => words.push("from template".to_owned()),
        Some(Origin::Edited) => words.push("edited".to_owned()),
        Some(Origin::FunkoEntry) => words.push("own".to_owned()),
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

/// Rows take what is dragged from elsewhere in the tree, and files from outside: it goes into their folder.
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
        if files::brings_files(event) {
            self.over.set(true);
        }
        if self.bench.view.dragged.with_untracked(Option::is_some) {
            event.prevent_default();
            event.stop_propagation();
            self.over.set(true);
        }
    }

    fn take(self, event: &ev::DragEvent) {
        self.over.set(false);
        if event.default_prevented() {
            // a folder or zip, which is opened wherever it is dropped
            return;
        }
        let dropped = files::dropped(event);
        if dropped.is_plain() {
            event.prevent_default();
            let (group, folder) = self.node.with_value(|node| (node.group(), node.folder()));
            leptos::task::spawn_local(put_uploads(self.bench, group, folder, dropped.files()));
            return;
        }
        let Some(moved) = self.bench.view.dragged.get_untracked() else { return };
        event.prevent_default();
        event.stop_propagation();
        self.bench.view.drag(None);
        let target = self.node.get_value();
        move_node(self.bench, &moved, target.group(), |moved| moved.dropped_on(&target));
    }
}
