//! What is done with a row of the tree, and where the focus goes then: never to nowhere.

use crate::{
    platform::{dom, files},
    state::{
        Workbench,
        node::{Node, in_group, title},
        view::Dialog,
    },
};
use faaso::{
    archive::MAX_FILE_BYTES,
    bundle::{File, PLAIN},
    project::{FileId, Group, Side},
};
use leptos::prelude::*;

/// Gives a row, and those picked with it, other paths; says so when it went wrong, and follows with the focus.
pub fn move_node(bench: Workbench, node: &Node, group: Group, path: impl Fn(&Node) -> String) {
    let nodes: Vec<_> = bench.picked_with(node).into_iter().map(|it| (it.clone(), path(&it))).collect();
    match bench.move_all(&nodes, group) {
        Ok(()) => {
            let to = node.moved(group, &path(node));
            bench.pick_none(to.as_ref().unwrap_or(node));
            focus_on(bench, to);
        }
        Err(refused) => bench.view.complain(format!("Couldn't move it: {refused}.")),
    }
}

/// Takes a row, and those picked with it, out at once: the notice has the way back.
pub fn delete_node(bench: Workbench, node: &Node) {
    let there = |id: &FileId| bench.workspace.file(id).is_some();
    let nodes = bench.picked_with(node);
    let files = nodes.iter().flat_map(|node| bench.files_of(node)).filter(there).count();
    let next = bench.beside(node, &nodes);
    match bench.delete_all(&nodes) {
        Ok(()) => {
            bench.view.say_done(match nodes.as_slice() {
                [Node::File(id)] => format!("Deleted `{}`", id.shown()),
                [folder] if files == 0 => format!("Deleted `{}`", folder.shown()),
                [folder] => format!("Deleted `{}` with {}", folder.shown(), super::count(files, "file")),
                _ => format!("Deleted {}", super::count(files, "file")),
            });
            // what the template makes stays in the tree, as deleted
            let stays = bench.rows().iter().any(|row| row.node == *node);
            let next = if stays { Some(node.clone()) } else { next };
            bench.pick_none(next.as_ref().unwrap_or(&Node::Group(node.group())));
            focus_on(bench, next.or(Some(Node::Group(node.group()))));
        }
        Err(refused) => bench.view.complain(format!("Couldn't delete: {refused}.")),
    }
}

pub fn duplicate_node(bench: Workbench, node: &Node) {
    match bench.duplicate_node(node) {
        Ok(copy) => {
            if let Some(Node::File(id)) = &copy {
                bench.view.open(id.clone());
            }
            focus_on(bench, copy);
        }
        Err(refused) => bench.view.complain(format!("Couldn't duplicate it: {refused}.")),
    }
}

pub fn new_folder(bench: Workbench) {
    let (group, folder) = here(bench);
    bench.view.show(Dialog::NewFolder(group, folder));
}

pub fn new_file(bench: Workbench) {
    let (group, folder) = here(bench);
    bench.view.show(Dialog::NewFile(group, folder));
}

/// Where a new file would go: beside or below the row with the focus.
pub fn here(bench: Workbench) -> (Group, String) {
    match bench.view.focused.get_untracked() {
        Some(node) => (node.group(), node.folder()),
        None => (Group::Runtime, String::new()),
    }
}

pub fn toggle_executable(bench: Workbench, node: &Node) {
    if let Node::File(id) = node
        && let Err(refused) = bench.toggle_executable(id)
    {
        bench.view.complain(format!("Couldn't change it: {refused}."));
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

pub fn download(bench: Workbench, node: &Node) {
    if let Node::File(id) = node
        && let Some(file) = bench.workspace.file(id)
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

/// The row has the focus, once it is drawn and a dialog that was open has given the focus back.
pub fn focus_on(bench: Workbench, node: Option<Node>) {
    let Some(node) = node else { return };
    bench.view.unfold_to(&node);
    let selector = format!("[data-node=\"{}\"]", dom::quoted(&mark(&node)));
    bench.view.focus_row(node);
    dom::focus(selector.clone());
    // a dialog that closes gives the focus to what had it before, a moment later
    request_animation_frame(move || dom::focus(selector));
}

/// Finds the row of a node again.
pub fn mark(node: &Node) -> String {
    let kind = match node {
        Node::File(id) if id.side == Side::Funko => "f",
        Node::File(_) => "r",
        _ => "d",
    };
    format!("{kind}:{}:{}", title(node.group()), node.shown())
}
