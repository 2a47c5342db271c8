//! What leads from one document to another, so that not the whole of it is sent.

use faaso::{
    analysis::Touched,
    bundle::File,
    path::BundlePath,
    project::{FileId, FunkoEntry, Project, Side},
};
use serde::{Deserialize, Serialize};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// The document's difference, file by file, newest content only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    pub runtime_name: Option<String>,
    pub funko_name: Option<String>,
    /// None: the file is gone.
    pub runtime: BTreeMap<BundlePath, Option<File>>,
    /// None: live again.
    pub own: BTreeMap<BundlePath, Option<FunkoEntry>>,
    /// The folders of the runtime that are named on their own, where these are others.
    pub folders: Option<BTreeSet<BundlePath>>,
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
        let whole = self.runtime_name.is_some() || self.funko_name.is_some() || self.folders.is_some();
        Touched { whole, files: runtime.chain(own).collect() }
    }

    /// What leads from one document to another. Files are compared by their shared bytes first, so this is
    /// cheap where little changed.
    pub fn between<'a>(before: &'a Project, now: &'a Project) -> Changes {
        let mut changes = Changes {
            runtime_name: (before.runtime_name != now.runtime_name).then(|| now.runtime_name.clone()),
            funko_name: (before.funko_name != now.funko_name).then(|| now.funko_name.clone()),
            ..Changes::default()
        };
        if !before.runtime.folders().eq(now.runtime.folders()) {
            changes.folders = Some(now.runtime.folders().cloned().collect());
        }
        let runtime = |project: &'a Project| project.runtime.files();
        differing(runtime(before), runtime(now), same, |path, file| {
            changes.runtime.insert(path.clone(), file.cloned());
        });
        let same_own = |old: &FunkoEntry, new: &FunkoEntry| match (old, new) {
            (FunkoEntry::File(old), FunkoEntry::File(new)) => same(old, new),
            (old, new) => old == new,
        };
        differing(before.own.iter(), now.own.iter(), same_own, |path, own| {
            changes.own.insert(path.clone(), own.cloned());
        });
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
        if let Some(folders) = self.folders {
            let gone: Vec<_> =
                project.runtime.folders().filter(|it| !folders.contains(*it)).cloned().collect();
            for folder in gone {
                project.runtime.remove_folder(folder.as_str());
            }
            for folder in folders {
                project.runtime.put_folder(folder).expect("the document it was taken from is well formed");
            }
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

/// Goes through two ordered lists in step. `tell` hears of what is new, other, or (with none) gone.
fn differing<'a, T: 'a>(
    before: impl Iterator<Item = (&'a BundlePath, &'a T)>,
    now: impl Iterator<Item = (&'a BundlePath, &'a T)>,
    same: impl Fn(&T, &T) -> bool,
    mut tell: impl FnMut(&BundlePath, Option<&T>),
) {
    let (mut before, mut now) = (before.peekable(), now.peekable());
    loop {
        let order = match (before.peek(), now.peek()) {
            (None, None) => return,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            // the same path is mostly the same one in memory, too
            (Some((old, _)), Some((new, _))) => old.cmp(new),
        };
        let old = if order.is_le() { before.next() } else { None };
        let new = if order.is_ge() { now.next() } else { None };
        match (old, new) {
            (Some((path, _)), None) => tell(path, None),
            (Some((_, old)), Some((_, new))) if same(old, new) => {}
            (_, Some((path, new))) => tell(path, Some(new)),
            (None, None) => return,
        }
    }
}
