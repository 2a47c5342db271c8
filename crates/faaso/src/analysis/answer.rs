//! What the engine answers, and what became different since the answer before.

use crate::{
    bundle::File,
    checks::{PlaceKey, place_of},
    diagnostic::Diagnostic,
    fate::Fate,
    path::BundlePath,
    project::{FileId, Group},
};
use crinja::Rendered;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// So many places whose problems change are changed one by one; more are sorted in together.
const FEW: usize = 16;

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
    pub new_funko: TreeDelta,
    pub build_context: TreeDelta,
    /// All problems at a place where they are others than before.
    pub problems: BTreeMap<PlaceKey, Vec<Diagnostic>>,
    pub options_set: Option<Vec<String>>,
    pub options_used: Option<Vec<String>>,
    pub options_unused: usize,
    pub options_missing: usize,
}

/// What became different of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeDelta {
    /// Changed and new entries; none for one that is gone.
    pub entries: BTreeMap<BundlePath, Option<What>>,
    pub failure: Option<Option<Diagnostic>>,
    pub as_new: Option<bool>,
}

impl Tree {
    /// What is made at a path.
    pub fn entry(&self, path: &BundlePath) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
        self.entries.get(at)
    }

    fn since(&self, before: &Tree) -> TreeDelta {
        let gone = before.entries.iter().filter(|entry| self.entry(&entry.path).is_none());
        let gone = gone.map(|entry| (entry.path.clone(), None));
        let new = self.entries.iter().filter(|entry| before.entry(&entry.path) != Some(entry));
        TreeDelta {
            entries: gone.chain(new.map(|entry| (entry.path.clone(), Some(entry.what.clone())))).collect(),
            failure: changed(&before.failure, &self.failure),
            as_new: changed(&before.as_new, &self.as_new),
        }
    }

    fn apply(&mut self, delta: TreeDelta) {
        replace(&mut self.failure, delta.failure);
        replace(&mut self.as_new, delta.as_new);
        let (mut others, at) = (BTreeMap::new(), |tree: &Tree, path: &BundlePath| {
            tree.entries.binary_search_by(|entry| entry.path.cmp(path))
        });
        for (path, what) in delta.entries {
            match (at(self, &path), what) {
                (Ok(at), Some(what)) => self.entries[at].what = what,
                (_, what) => drop(others.insert(path, what)),
            }
        }
        // many may come or go at once
        if !others.is_empty() {
            self.entries.retain(|entry| !others.contains_key(&entry.path));
            let new = others.into_iter().filter_map(|(path, what)| Some(Entry { path, what: what? }));
            self.entries.extend(new);
            self.entries.sort_by(|a, b| a.path.cmp(&b.path));
        }
    }
}

impl Analysis {
    /// The problems at a place.
    pub fn problems_at(&self, place: &PlaceKey) -> &[Diagnostic] {
        &self.problems[self.range(place)]
    }

    fn range(&self, place: &PlaceKey) -> Range<usize> {
        let start = self.problems.partition_point(|problem| place_of(problem) < *place);
        let end = self.problems[start..].iter().take_while(|problem| place_of(problem) == *place).count();
        start..start + end
    }

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
        self.new_funko.apply(delta.new_funko);
        self.build_context.apply(delta.build_context);
        self.apply_problems(delta.problems);
        replace(&mut self.options_set, delta.options_set);
        replace(&mut self.options_used, delta.options_used);
        self.options_unused = delta.options_unused;
        self.options_missing = delta.options_missing;
    }

    fn apply_problems(&mut self, changes: BTreeMap<PlaceKey, Vec<Diagnostic>>) {
        if changes.len() <= FEW {
            for (place, problems) in changes {
                let range = self.range(&place);
                self.problems.splice(range, problems);
            }
            return;
        }
        let before = std::mem::take(&mut self.problems);
        let mut all: BTreeMap<PlaceKey, Vec<Diagnostic>> = BTreeMap::new();
        for problem in before {
            all.entry(place_of(&problem)).or_default().push(problem);
        }
        all.extend(changes);
        self.problems = all.into_values().flatten().collect();
    }

    /// What leads from `before` to this: `before.apply(self.since(&before))` equals `self`.
    pub fn since(&self, before: &Analysis) -> Delta {
        Delta {
            revision: self.revision,
            fresh: false,
            renderings: changes(&before.renderings, &self.renderings),
            live: changes(&before.live, &self.live),
            new_funko: self.new_funko.since(&before.new_funko),
            build_context: self.build_context.since(&before.build_context),
            problems: problems_since(&self.problems, &before.problems),
            options_set: changed(&before.options_set, &self.options_set),
            options_used: changed(&before.options_used, &self.options_used),
            options_unused: self.options_unused,
            options_missing: self.options_missing,
        }
    }
}

fn problems_since(now: &[Diagnostic], before: &[Diagnostic]) -> BTreeMap<PlaceKey, Vec<Diagnostic>> {
    let by_place = |problems: &[Diagnostic]| {
        let mut all: BTreeMap<PlaceKey, Vec<Diagnostic>> = BTreeMap::new();
        for problem in problems {
            all.entry(place_of(problem)).or_default().push(problem.clone());
        }
        all
    };
    let (now, before) = (by_place(now), by_place(before));
    let gone =
        before.keys().filter(|place| !now.contains_key(*place)).map(|place| (place.clone(), Vec::new()));
    let mut changes: BTreeMap<PlaceKey, Vec<Diagnostic>> = gone.collect();
    changes.extend(now.into_iter().filter(|(place, problems)| before.get(place) != Some(problems)));
    changes
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
