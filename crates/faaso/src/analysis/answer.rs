//! What the engine answers, and what became different since the answer before.

use crate::{
    bundle::File,
    diagnostic::Diagnostic,
    fate::Fate,
    path::BundlePath,
    project::{FileId, Group},
};
use crinja::Rendered;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// A sign of life, before a stretch of work: how many bytes of files it goes through, about.
#[derive(Clone, Copy, Debug)]
pub enum Sign<'a> {
    /// This file is parsed or rendered.
    File(&'a FileId, usize),
    /// Anything else.
    Work(usize),
}

/// What FaaSO would make of the project at one revision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// The project's revision that this is about.
    pub revision: u64,
    /// Every file that FaaSO renders: runtime files for a build, template files for a new funko.
    pub renderings: BTreeMap<FileId, Rendering>,
    /// The whole tree of `faaso new`.
    pub new_funko: Tree,
    /// The whole tree of `faaso export`: what a build hands to Docker.
    pub build_context: Tree,
    /// The funko's files that come live from the template, as `faaso new` makes them.
    pub live: BTreeMap<BundlePath, File>,
    /// Errors first, then by file and place.
    pub problems: Vec<Diagnostic>,
    /// Options that `funko.yml` sets, in its order.
    pub options_set: Vec<String>,
    /// Options that the runtime's templates use, by name.
    pub options_used: Vec<String>,
    /// How many of the options that are set no template uses, and how many that templates need are not set: as
    /// many as the problems say.
    pub options_unused: usize,
    pub options_missing: usize,
}

/// A rendered file as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendering {
    /// Where FaaSO writes it.
    pub output: BundlePath,
    /// The last output that went well; none when there never was one.
    pub good: Option<Arc<Rendered>>,
    /// The revision `good` was made at.
    pub good_revision: u64,
    /// Why it does not render now; then `good` is old, and the page says so. There is always one or the other.
    pub error: Option<Diagnostic>,
    /// FaaSO does not come to it, since there is no `funko.yml`: this is what a new funko would get.
    pub as_new: bool,
}

/// A folder that FaaSO would make.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    /// In the order of their paths.
    pub entries: Vec<Entry>,
    /// Why FaaSO cannot make the whole of it; none when it can.
    pub failure: Option<Diagnostic>,
    /// There is no `funko.yml`: the entries are those of a new funko's.
    pub as_new: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub path: BundlePath,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    EmptyFolder,
    File {
        /// The file that made it.
        from: FileId,
        /// Rendered, or copied byte for byte.
        rendered: bool,
        /// The file whose place it takes: the funko is laid over the runtime.
        replaces: Option<FileId>,
        /// Bytes; of the last good output when the file does not render now.
        size: usize,
        /// Permission bits.
        mode: u16,
        /// It does not render now.
        broken: bool,
    },
}

/// What became different since the answer before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Delta {
    pub revision: u64,
    /// The document is another than before: nothing that was known is about it.
    pub fresh: bool,
    /// Changed and new renderings; none for one that is gone.
    pub renderings: BTreeMap<FileId, Option<Rendering>>,
    pub live: BTreeMap<BundlePath, Option<File>>,
    pub new_funko: Option<Tree>,
    pub build_context: Option<Tree>,
    pub problems: Option<Vec<Diagnostic>>,
    pub options_set: Option<Vec<String>>,
    pub options_used: Option<Vec<String>>,
    pub options_unused: usize,
    pub options_missing: usize,
}

impl Analysis {
    /// What becomes of a file, given all the others. One that is newer than this is not reached yet.
    pub fn fate(&self, file: &FileId) -> Fate {
        let by_name = Fate::by_name(file);
        if by_name.is_left_out() {
            return by_name;
        }
        let tree = match file.group() {
            Group::Template => &self.new_funko,
            Group::Runtime | Group::Funko => &self.build_context,
        };
        let made = |tree: &Tree, wanted: &dyn Fn(&What) -> Option<FileId>| {
            tree.entries.iter().find_map(|entry| wanted(&entry.what))
        };
        let written = |what: &What| match what {
            What::File { from, .. } if from == file => Some(from.clone()),
            _ => None,
        };
        let over_it = |what: &What| match what {
            What::File { from, replaces: Some(replaced), .. } if replaced == file => Some(from.clone()),
            _ => None,
        };
        match made(&self.build_context, &over_it) {
            Some(by) => Fate::Overlaid(by),
            None if made(tree, &written).is_some() => by_name,
            None => Fate::NotReached,
        }
    }

    /// Takes in what became different.
    pub fn apply(&mut self, delta: Delta) {
        if delta.fresh {
            *self = Analysis::default();
        }
        self.revision = delta.revision;
        take_in(&mut self.renderings, delta.renderings);
        take_in(&mut self.live, delta.live);
        replace(&mut self.new_funko, delta.new_funko);
        replace(&mut self.build_context, delta.build_context);
        replace(&mut self.problems, delta.problems);
        replace(&mut self.options_set, delta.options_set);
        replace(&mut self.options_used, delta.options_used);
        self.options_unused = delta.options_unused;
        self.options_missing = delta.options_missing;
    }

    /// What leads from `before` to this: `before.apply(self.since(&before))` equals `self`.
    pub fn since(&self, before: &Analysis) -> Delta {
        Delta {
            revision: self.revision,
            fresh: false,
            renderings: changes(&before.renderings, &self.renderings),
            live: changes(&before.live, &self.live),
            new_funko: changed(&before.new_funko, &self.new_funko),
            build_context: changed(&before.build_context, &self.build_context),
            problems: changed(&before.problems, &self.problems),
            options_set: changed(&before.options_set, &self.options_set),
            options_used: changed(&before.options_used, &self.options_used),
            options_unused: self.options_unused,
            options_missing: self.options_missing,
        }
    }
}

fn replace<T>(into: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *into = new;
    }
}

fn take_in<K: Ord, V>(into: &mut BTreeMap<K, V>, changes: BTreeMap<K, Option<V>>) {
    for (key, value) in changes {
        match value {
            Some(value) => into.insert(key, value),
            None => into.remove(&key),
        };
    }
}

fn changed<T: PartialEq + Clone>(before: &T, now: &T) -> Option<T> {
    (before != now).then(|| now.clone())
}

fn changes<K: Ord + Clone, V: PartialEq + Clone>(
    before: &BTreeMap<K, V>,
    now: &BTreeMap<K, V>,
) -> BTreeMap<K, Option<V>> {
    let gone = before.keys().filter(|key| !now.contains_key(*key)).map(|key| (key.clone(), None));
    let new = now.iter().filter(|(key, value)| before.get(*key) != Some(*value));
    gone.chain(new.map(|(key, value)| (key.clone(), Some(value.clone())))).collect()
}
