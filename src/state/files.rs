//! The tree of files: three groups, folders, and what each file is.

use super::{
    Workbench,
    node::{GROUPS, Node, in_group, title},
    order::natural,
    workspace::{Counts, Origin},
};
use faaso::{
    bundle::File,
    fate::{Fate, SCENARIOS},
    path::BundlePath,
    project::{FileId, Group},
};
use reactive_graph::{computed::Memo, traits::*};
use std::collections::{BTreeMap, BTreeSet};

/// A row as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    pub node: Node,
    /// The last part of the path.
    pub name: String,
    /// 1 for groups.
    pub level: usize,
    /// Which of its siblings it is, from 1, and how many they are.
    pub place: (usize, usize),
}

/// What the tree says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// FaaSO renders it.
    pub templated: bool,
    /// No text that an editor could give back unchanged.
    pub binary: bool,
    pub executable: bool,
    /// None for the runtime's files.
    pub origin: Option<Origin>,
    pub problems: Counts,
}

impl Workbench {
    /// Every file of the project, those of the funko that come live or were taken out included.
    pub fn files(&self) -> BTreeSet<FileId> {
        self.files.get()
    }

    /// The files at or below a row.
    pub fn files_of(&self, node: &Node) -> Vec<FileId> {
        let below = format!("{}/", node.shown());
        let inside = |id: &FileId| match node {
            Node::Group(group) => id.group() == *group,
            Node::Folder(group, _) => id.group() == *group && id.shown().starts_with(&below),
            Node::File(file) => id == file,
        };
        self.files().into_iter().filter(inside).collect()
    }

    /// The folders at or below a row that were made on their own.
    pub fn folders_of(&self, node: &Node) -> Vec<BundlePath> {
        let below = format!("{}/", node.shown());
        let inside = |(group, shown): &(Group, String)| match node {
            Node::Folder(of, path) => group == of && (shown == path || shown.starts_with(&below)),
            Node::Group(_) | Node::File(_) => false,
        };
        let folders = self.folders.get().into_iter().filter(inside);
        folders.filter_map(|(group, shown)| Some(in_group(group, &shown).ok()?.path)).collect()
    }

    /// The rows that are to be seen, in order.
    pub fn rows(&self) -> Vec<Row> {
        let groups = GROUPS.into_iter().enumerate();
        groups
            .flat_map(|(place, group)| {
                let row = Row {
                    node: Node::Group(group),
                    name: title(group).to_owned(),
                    level: 1,
                    place: (place + 1, GROUPS.len()),
                };
                std::iter::once(row).chain(self.rows_of(group))
            })
            .collect()
    }

    /// The rows that are to be seen in one group.
    pub fn rows_of(&self, group: Group) -> Vec<Row> {
        let shut = self.view.shut.get();
        let mut rows = Vec::new();
        if !shut.contains(&(group, String::new())) {
            let mut top = Folder::default();
            self.files.with(|files| files.iter().filter(|id| id.group() == group).for_each(|id| top.put(id)));
            self.folders.with(|folders| {
                folders.iter().filter(|(of, _)| *of == group).for_each(|(_, path)| top.put_folder(path));
            });
            top.list(group, "", 2, &shut, &mut rows);
        }
        rows
    }

    /// A folder or group shows what is in it; none for files.
    pub fn is_open(&self, node: &Node) -> Option<bool> {
        let key = match node {
            Node::File(_) => return None,
            folder => (folder.group(), folder.shown().to_owned()),
        };
        Some(self.view.shut.with(|shut| !shut.contains(&key)))
    }

    /// Opens or shuts a folder or group.
    pub fn set_open(&self, node: &Node, open: bool) {
        let key = (node.group(), node.shown().to_owned());
        self.view.shut.update(|shut| {
            if open {
                shut.remove(&key);
            } else {
                shut.insert(key);
            }
        });
    }

    /// What the tree says of a file, as it changes. Its bytes are looked through once they are others.
    pub fn traits_of(&self, id: FileId) -> Memo<Traits> {
        let w = self.workspace;
        let file = {
            let id = id.clone();
            Memo::new(move |_| w.file(&id))
        };
        let looks = Memo::new(move |_| {
            file.with(|file| {
                let binary = file.as_ref().is_some_and(|file| file.as_text().is_none());
                (binary, file.as_ref().is_some_and(File::is_executable))
            })
        });
        let templated = Fate::by_name(&id).is_rendered();
        Memo::new(move |_| {
            let (binary, executable) = looks.get();
            Traits { templated, binary, executable, origin: w.origin(&id), problems: w.counts_of(&id) }
        })
    }
}

/// By name, as people expect it.
fn sorted<T>(map: &BTreeMap<String, T>) -> Vec<(&String, &T)> {
    let mut all: Vec<_> = map.iter().collect();
    all.sort_by(|(a, _), (b, _)| natural(a, b));
    all
}

#[derive(Default)]
struct Folder {
    files: BTreeMap<String, FileId>,
    folders: BTreeMap<String, Folder>,
}

/// What a folder holds.
enum Part<'a> {
    Folder(&'a Folder),
    File(&'a FileId),
}

impl Folder {
    fn list(
        &self,
        group: Group,
        path: &str,
        level: usize,
        shut: &BTreeSet<(Group, String)>,
        rows: &mut Vec<Row>,
    ) {
        // scenarios are no part of a build: they stand behind what is
        let is_last = |name: &str| path.is_empty() && group == Group::Runtime && name == SCENARIOS;
        let folders = sorted(&self.folders).into_iter().map(|(name, inner)| (name, Part::Folder(inner)));
        let files = sorted(&self.files).into_iter().map(|(name, id)| (name, Part::File(id)));
        let mut parts: Vec<_> = folders.chain(files).collect();
        parts.sort_by_key(|(name, _)| is_last(name));
        let count = parts.len();
        for (at, (name, part)) in parts.into_iter().enumerate() {
            let inside = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            let node = match part {
                Part::Folder(_) => Node::Folder(group, inside.clone()),
                Part::File(id) => Node::File(id.clone()),
            };
            rows.push(Row { node, name: name.clone(), level, place: (at + 1, count) });
            if let Part::Folder(inner) = part
                && !shut.contains(&(group, inside.clone()))
            {
                inner.list(group, &inside, level + 1, shut, rows);
            }
        }
    }

    fn put_folder(&mut self, path: &str) {
        path.split('/').fold(self, |folder, part| folder.folders.entry(part.to_owned()).or_default());
    }

    fn put(&mut self, id: &FileId) {
        let mut folder = self;
        let mut parts = id.shown().split('/').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                folder.files.insert(part.to_owned(), id.clone());
                return;
            }
            folder = folder.folders.entry(part.to_owned()).or_default();
        }
    }
}
