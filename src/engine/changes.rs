//! What leads from one document to another, so that not the whole of it is sent.

use faaso::{
    analysis::Touched,
    bundle::File,
    path::BundlePath,
    project::{FileId, FunkoEntry, Project, Side},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

impl Changes {
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }

    /// How much it brings along, in bytes of files.
    pub fn bytes(&self) -> usize {
        let own = self.own.values().flatten().map(|own| match own {
            FunkoEntry::File(file) => file.bytes.len(),
            FunkoEntry::Removed => 0,
        });
        self.runtime.values().flatten().map(|file| file.bytes.len()).chain(own).sum()
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

    /// What of the document may be another.
    pub fn touched(&self) -> Touched {
        let runtime = self.runtime.keys().map(|path| FileId::runtime(path.clone()));
        let own = self.own.keys().map(|path| FileId::funko(path.clone()));
        let names = self.runtime_name.is_some() || self.funko_name.is_some();
        Touched { names, files: runtime.chain(own).collect() }
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
