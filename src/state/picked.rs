//! Several rows of the tree at once: what is done with one of them is done with all.

use super::{Workbench, files::Row, node::Node};
use reactive_graph::graph::untrack;
use std::collections::BTreeSet;

impl Workbench {
    /// What an action on this row is about: all rows that were picked when it is one of them, else it alone. What lies in a
    /// folder that was picked goes with it.
    pub fn picked_with(&self, node: &Node) -> Vec<Node> {
        let picked = self.view.picked.get_untracked();
        if !picked.contains(node) {
            return vec![node.clone()];
        }
        let inside = |node: &Node| picked.iter().any(|folder| is_below(node, folder));
        picked.iter().filter(|node| !inside(node)).cloned().collect()
    }

    /// Adds a row to those that are picked, or takes it out again. The row before it is the first of several.
    pub fn pick_too(&self, node: &Node) {
        let first = self.view.anchor.get_untracked().filter(|first| self.can_be_picked(first));
        self.view.picked.update(|picked| {
            if picked.is_empty() {
                picked.extend(first.filter(|first| first != node));
            }
            match picked.iter().position(|it| it == node) {
                Some(at) => drop(picked.remove(at)),
                None if self.can_be_picked(node) => picked.push(node.clone()),
                None => {}
            }
        });
        self.view.anchor.set(Some(node.clone()));
    }

    /// Picks all rows from the one that was gone to last up to this one.
    pub fn pick_to(&self, node: &Node) {
        let rows = untrack(|| self.rows());
        let place = |node: &Node| rows.iter().position(|row| row.node == *node);
        let Some(to) = place(node) else { return };
        let from = self.view.anchor.get_untracked().as_ref().and_then(place).unwrap_or(to);
        let range = rows[from.min(to)..=from.max(to)].iter().map(|row| row.node.clone());
        self.view.picked.set(range.filter(|node| self.can_be_picked(node)).collect());
    }

    /// Picks none; a range begins here.
    pub fn pick_none(&self, node: &Node) {
        if !self.view.picked.with_untracked(Vec::is_empty) {
            self.view.picked.set(Vec::new());
        }
        self.view.anchor.set(Some(node.clone()));
    }

    /// The row that takes the focus when these are gone, this one among them: the next that stays, else the one before.
    pub fn beside(&self, node: &Node, gone: &[Node]) -> Option<Node> {
        let rows = self.rows();
        let at = rows.iter().position(|row| row.node == *node)?;
        let folders: BTreeSet<_> = gone.iter().flat_map(|node| self.folders_of(node)).collect();
        let gone: BTreeSet<_> = gone.iter().flat_map(|node| self.files_of(node)).collect();
        // a folder goes with its last file, unless it was made on its own
        let stays = |row: &&Row| {
            matches!(row.node, Node::Group(_))
                || self.files_of(&row.node).iter().any(|file| !gone.contains(file))
                || self.folders_of(&row.node).iter().any(|folder| !folders.contains(folder))
        };
        let next = rows[at + 1..].iter().find(stays).filter(|row| !matches!(row.node, Node::Group(_)));
        next.or_else(|| rows[..at].iter().rev().find(stays)).map(|row| row.node.clone())
    }

    /// A row as assistive technology and the eye have it: picked, or where none is, the file that is open.
    pub fn is_selected(&self, node: &Node) -> bool {
        match self.view.picked.with(|picked| (!picked.is_empty()).then(|| picked.contains(node))) {
            Some(picked) => picked,
            None => matches!(node, Node::File(id) if self.view.active().as_ref() == Some(id)),
        }
    }

    fn can_be_picked(&self, node: &Node) -> bool {
        match node {
            Node::Group(_) => false,
            Node::Folder(..) => true,
            Node::File(id) => untrack(|| self.workspace.file(id).is_some()),
        }
    }
}

fn is_below(node: &Node, folder: &Node) -> bool {
    match folder {
        Node::Folder(group, path) => {
            node.group() == *group
                && node.shown().strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
        }
        _ => false,
    }
}
