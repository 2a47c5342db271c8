//! What the page and the engine say to each other. Plain serde, sent as postcard bytes.

use super::jobs::{Question, Reply};
use faaso::{
    analysis::{Analysis, Delta},
    bundle::File,
    path::BundlePath,
    project::{FileId, FunkoEntry, Project, Side},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// From the page to the engine.
#[allow(clippy::large_enum_variant, reason = "one is under way at a time")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// The whole document: first of all, where another one is opened, and after every restart.
    Open {
        revision: u64,
        project: Project,
        /// Not rendered until they change: an engine before this one hung on them.
        guilty: BTreeSet<FileId>,
        /// What the page knows of it from the engine before: last good outputs live on, and the answer is the
        /// difference from this. None for a document that was not there before.
        known: Option<Analysis>,
    },
    /// What changed since the last message. Answered by `Answer::Analysis`.
    Change { revision: u64, changes: Changes },
    /// Render a file that an engine before this one hung on: the machine may only have been slow. Answered by
    /// `Answer::Analysis`.
    Retry { revision: u64, file: FileId },
    /// Anything else. Answered by `Answer::Reply` with the same ticket.
    Ask { ticket: u64, question: Question },
}

/// The document's difference, file by file, newest content only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    pub runtime_name: Option<String>,
    pub funko_name: Option<String>,
    /// None: the file is gone.
    pub runtime: BTreeMap<BundlePath, Option<File>>,
    /// None: live again.
    pub own: BTreeMap<BundlePath, Option<FunkoEntry>>,
}

/// From the engine to the page.
#[allow(clippy::large_enum_variant, reason = "one is under way at a time")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The engine runs and can take requests.
    Ready,
    /// A sign of life: what it is at, and how much it goes through before the next one, in bytes of files.
    Busy {
        stage: Stage,
        ahead: u64,
    },
    Analysis(Delta),
    Reply {
        ticket: u64,
        reply: Reply,
    },
}

/// What the engine is at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// It parses or renders this file: if nothing follows, that is the guilty one.
    File(FileId),
    /// It is still at that file, and has gone on.
    SameFile,
    /// Anything that no file is to blame for.
    NoFile,
}

impl Request {
    /// About what the engine goes through before its first word, in bytes of files.
    pub fn weight(&self) -> u64 {
        let files = |files: &mut dyn Iterator<Item = &File>| files.map(|file| weight(file.bytes.len())).sum();
        let own = |own: &FunkoEntry| match own {
            FunkoEntry::File(file) => weight(file.bytes.len()),
            FunkoEntry::Removed => weight(0),
        };
        match self {
            Request::Open { project, .. } => {
                let runtime: u64 = files(&mut project.runtime.files().map(|(_, file)| file));
                runtime + project.own.values().map(own).sum::<u64>()
            }
            Request::Change { changes, .. } => {
                let runtime: u64 = files(&mut changes.runtime.values().flatten());
                runtime + changes.own.values().flatten().map(own).sum::<u64>()
            }
            Request::Retry { .. } => weight(0),
            Request::Ask { question, .. } => weight(question.weight()),
        }
    }
}

/// A file costs something, however small it is.
fn weight(bytes: usize) -> u64 {
    bytes as u64 + 500
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }

    /// The file's own text, or anything that every rendering depends on, is among the changes.
    pub fn touches(&self, file: &FileId) -> bool {
        let context =
            self.runtime_name.is_some() || self.funko_name.is_some() || self.own.contains_key("funko.yml");
        context
            || match file.side {
                Side::Runtime => self.runtime.contains_key(&file.path),
                Side::Funko => self.own.contains_key(&file.path),
            }
    }

    /// What leads from one document to another. Files are compared by their shared bytes first, so this is
    /// cheap where little changed.
    pub fn between(before: &Project, now: &Project) -> Changes {
        let mut changes = Changes {
            runtime_name: (before.runtime_name != now.runtime_name).then(|| now.runtime_name.clone()),
            funko_name: (before.funko_name != now.funko_name).then(|| now.funko_name.clone()),
            ..Changes::default()
        };
        for (path, _) in before.runtime.files() {
            if now.runtime.get(path.as_str()).is_none() {
                changes.runtime.insert(path.clone(), None);
            }
        }
        for (path, file) in now.runtime.files() {
            if before.runtime.get(path.as_str()).is_none_or(|old| !same(old, file)) {
                changes.runtime.insert(path.clone(), Some(file.clone()));
            }
        }
        for path in before.own.keys() {
            if !now.own.contains_key(path) {
                changes.own.insert(path.clone(), None);
            }
        }
        for (path, own) in &now.own {
            let unchanged = match (before.own.get(path), own) {
                (Some(FunkoEntry::File(old)), FunkoEntry::File(new)) => same(old, new),
                (Some(old), new) => old == new,
                (None, _) => false,
            };
            if !unchanged {
                changes.own.insert(path.clone(), Some(own.clone()));
            }
        }
        changes
    }

    /// Makes the changes in a document that was as `between`'s first. Removals come first, so a file may
    /// take the place of a folder.
    pub fn apply(self, project: &mut Project) {
        if let Some(name) = self.runtime_name {
            project.runtime_name = name;
        }
        if let Some(name) = self.funko_name {
            project.funko_name = name;
        }
        for (path, _) in self.runtime.iter().filter(|(_, file)| file.is_none()) {
            project.runtime.remove(path.as_str());
        }
        for (path, file) in self.runtime {
            if let Some(file) = file {
                project.runtime.put(path, file).expect("the document it was taken from is well formed");
            }
        }
        for (path, own) in self.own {
            match own {
                Some(own) => project.own.insert(path, own),
                None => project.own.remove(&path),
            };
        }
    }
}

fn same(a: &File, b: &File) -> bool {
    a.mode == b.mode && (std::sync::Arc::ptr_eq(&a.bytes, &b.bytes) || a.bytes == b.bytes)
}
