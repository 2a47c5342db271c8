//! What is done with a row of the tree, and where the focus goes then: never to nowhere.

use super::tree_row::mark;
use crate::{
    platform::dom,
    state::{Workbench, node::Node},
};
use faaso::project::Group;
use leptos::prelude::*;

/// Gives a file or folder another path, says so when it went wrong, and follows it with the focus.
pub fn move_node(bench: Workbench, node: &Node, group: Group, shown: &str) {
    match bench.move_to(node, group, shown) {
        Ok(()) => focus_on(bench, node.moved(group, shown)),
        Err(refused) => bench.view.complain(format!("Couldn't move it: {refused}.")),
    }
}

/// Takes it out at once: the notice has the way back.
pub fn delete_node(bench: Workbench, node: &Node) {
    let there = |id: &faaso::project::FileId| bench.workspace.file(id).is_some();
    let files = bench.files_of(node).iter().filter(|id| there(id)).count();
    let next = bench.beside(node);
    match bench.delete(node) {
        Ok(()) => {
            bench.view.say_done(match node {
                Node::File(_) => format!("Deleted `{}`", node.shown()),
                _ => format!("Deleted `{}` with {}", node.shown(), super::count(files, "file")),
            });
            // what the template makes stays in the tree, as deleted
            let stays = bench.rows().iter().any(|row| row.node == *node);
            focus_on(bench, if stays { Some(node.clone()) } else { next });
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

/// The row has the focus, once it is drawn and a dialog that was open has given the focus back.
pub fn focus_on(bench: Workbench, node: Option<Node>) {
    let Some(node) = node else { return };
    bench.view.unfold_to(&node);
    let selector = format!("[data-node=\"{}\"]", dom::quoted(&mark(&node)));
    bench.view.focused.set(Some(node));
    dom::focus(selector.clone());
    // a dialog that closes gives the focus to what had it before, a moment later
    request_animation_frame(move || dom::focus(selector));
}
