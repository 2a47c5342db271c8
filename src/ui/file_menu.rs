//! The menu of a file or folder, on its row and over the tree.

use super::{
    file_actions::{
        delete_node, download, duplicate_node, move_node, new_file, reset_file, toggle_executable,
    },
    menu::Item,
};
use crate::state::{Workbench, node::Node, view::Dialog, workspace::Origin};
use faaso::project::Group;
use leptos::prelude::*;

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
    move_node(bench, node, group, |node| node.shown().to_owned());
}

fn reset(bench: Workbench, node: Node) {
    if let Node::File(id) = node {
        reset_file(bench, &id);
    }
}
