//! The pane around the tree: its buttons, and what is done with a file.
//!
//! Long because pointer, keyboard, dragging and menu do the same things to the same rows.

use super::{
    bench,
    file_actions::{delete_node, duplicate_node, move_node},
    icon::{Icon, Sign},
    menu::{Item, MenuButton},
    tree::Tree,
};
use crate::{
    platform::files,
    state::{
        Workbench,
        node::{Node, in_group, title},
        view::Dialog,
        workspace::Origin,
    },
};
use faaso::{
    archive::MAX_FILE_BYTES,
    bundle::{File, PLAIN},
    project::{FileId, Group},
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
pub fn items(bench: Workbench) -> Vec<Item> {
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
    // what moves to a group is there, and somewhere else
    let not_from = move |group: Group| {
        Signal::derive(move || {
            gone.get()
                || bench.view.focused.with(|node| node.as_ref().is_none_or(|node| node.group() == group))
        })
    };
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
        Item::new("Duplicate", "", with(|bench, node| duplicate_node(bench, &node))).off(gone),
        Item::new("Move to Runtime", "", with(|bench, node| to_group(bench, &node, Group::Runtime)))
            .off(not_from(Group::Runtime)),
        Item::new("Move to Template", "", with(|bench, node| to_group(bench, &node, Group::Template)))
            .off(not_from(Group::Template)),
        Item::new("Move to Funko", "", with(|bench, node| to_group(bench, &node, Group::Funko)))
            .off(not_from(Group::Funko)),
        Item::new("Delete", "Del", with(|bench, node| delete_node(bench, &node))).off(gone),
        Item::new("Make executable or not", "", with(toggle_executable)).off(no_file),
        Item::new("Download", "", with(download)).off(no_file),
        Item::new("Reset to template", "", with(reset)).off(as_template),
    ]
}

/// With its whole path.
fn to_group(bench: Workbench, node: &Node, group: Group) {
    move_node(bench, node, group, node.shown());
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
        bench.view.complain(format!("Couldn't change it: {refused}."));
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
        Ok(()) => bench
            .view
            .say_done(format!("Reset `{}` to the template. Undo to get your version back.", id.shown())),
        Err(refused) => bench.view.complain(format!("Couldn't reset it: {refused}.")),
    }
}

fn download(bench: Workbench, node: Node) {
    if let Node::File(id) = node
        && let Some(file) = bench.workspace.file(&id)
        && let Err(error) = files::download(id.path.name(), "application/octet-stream", &file.bytes)
    {
        bench.view.complain(format!("The browser blocked the download: {error}"));
    }
}

/// Puts files from outside into a folder of the tree.
pub async fn put_uploads(bench: Workbench, group: Group, folder: String, incoming: Vec<files::Incoming>) {
    let mut put = Vec::new();
    for file in incoming {
        let refuse = |why: String| bench.view.complain(format!("Couldn't add `{}`: {why}.", file.path));
        if file.size > MAX_FILE_BYTES as f64 {
            return refuse("it's larger than 16 MiB".to_owned());
        }
        match (in_group(group, &format!("{folder}{}", file.path)), file.read().await) {
            (Ok(id), Ok(bytes)) => put.push((id, File::new(bytes, PLAIN))),
            (Err(error), _) => return refuse(error.to_string()),
            // the browser's own words are no help
            (_, Err(_)) => {
                return refuse(
                    "the browser couldn't read it. Check that it still exists, then try again".to_owned(),
                );
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
            bench.view.say_done(format!("Added {said} to {}.", title(group)));
        }
        Err(refused) => bench.view.complain(format!("Couldn't add the files: {refused}.")),
    }
}
