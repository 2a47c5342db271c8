//! Which steps of a build the classic builder takes from its cache, after another build of the same file before.
//!
//! A step is found again by the image below it, its own words, the build arguments it sees, and what is in the files that
//! it copies. So every step has a key that goes on from the one below it, and a build leaves all of its keys behind.
//! What a command makes of a stage isn't known; a second key leaves out what is copied from other stages, and tells what
//! is lost for certain.

use crate::{
    build::{Base, Build, Read, Source, Step},
    context::Context,
};
use std::{
    collections::{BTreeMap, HashMap, HashSet, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
    rc::Rc,
};

/// A build with the files beside it.
pub struct Side<'a> {
    /// The build.
    pub build: &'a Build,
    /// The files.
    pub context: &'a Context,
    /// Tells the content and permission bits of a file of the context apart from others, by its path.
    pub digest: &'a dyn Fn(&str) -> u64,
}

/// What becomes of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cached {
    /// It is taken from the cache.
    Kept,
    /// It is run again.
    Lost(Cause),
    /// It is run again if what it copies from another stage came out otherwise.
    Unsure(Cause),
    /// The builder stops before it, or at it.
    NotReached,
}

/// Why a step is run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It is new, or says something else.
    Words,
    /// A build argument has another value.
    Argument(String),
    /// A file that it copies is another one.
    File {
        /// The first of them.
        path: String,
        /// What happened to it.
        how: How,
        /// How many others there are.
        more: usize,
    },
    /// It copies from this stage, of which a step is run again.
    Stage(usize),
    /// A step below it, by stage and its number there from 0.
    Below(usize, usize),
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum How {
    Changed,
    Added,
    Removed,
}

/// What becomes of each step of each stage; `before` is the build that filled the cache.
pub fn compare(now: &Side<'_>, before: &Side<'_>) -> Vec<Vec<Cached>> {
    let left = Keys::of(before);
    let keys = Keys::of(now);
    let mut here: HashMap<u64, Vec<&Keyed>> = HashMap::new();
    let (mut whole, mut likely) = (HashSet::new(), HashSet::new());
    for keyed in left.stages.iter().flatten().filter(|keyed| keyed.reached) {
        here.entry(keyed.below).or_default().push(keyed);
        whole.insert(keyed.whole);
        likely.insert(keyed.likely);
    }
    let mut all: Vec<Vec<Cached>> = Vec::new();
    // of each stage the step that lost the cache first, in whichever stage that is
    let mut first: Vec<Option<(usize, usize)>> = Vec::new();
    for (stage, steps) in keys.stages.iter().enumerate() {
        let mut lost = match now.build.stages[stage].base {
            Base::Stage(base) => first[base],
            Base::Scratch | Base::Image(_) => None,
        };
        let mut fates = Vec::new();
        for (at, keyed) in steps.iter().enumerate() {
            fates.push(match keyed {
                keyed if !keyed.reached => Cached::NotReached,
                keyed if whole.contains(&keyed.whole) => Cached::Kept,
                keyed => {
                    let cause = match lost {
                        Some((stage, at)) => Cause::Below(stage, at),
                        None => keyed.cause(here.get(&keyed.below).map_or(&[], Vec::as_slice)),
                    };
                    lost = lost.or(Some((stage, at)));
                    if likely.contains(&keyed.likely) { Cached::Unsure(cause) } else { Cached::Lost(cause) }
                }
            });
        }
        first.push(lost);
        all.push(fates);
    }
    all
}

/// What a build leaves in the cache.
struct Keys<'a> {
    stages: Vec<Vec<Keyed<'a>>>,
}

struct Keyed<'a> {
    step: &'a Step,
    /// The key of what is below.
    below: u64,
    whole: u64,
    /// Without what is copied from other stages.
    likely: u64,
    files: Files<'a>,
    /// The stages that it copies from: number and key.
    stages: Vec<(usize, u64)>,
    reached: bool,
}

/// Files that a step copies, with what tells their content apart; shared by all steps that copy the same.
type Files<'a> = Rc<(u64, BTreeMap<&'a str, u64>)>;

impl<'a> Keys<'a> {
    fn of(side: &'a Side<'a>) -> Keys<'a> {
        let mut copied: HashMap<Vec<&str>, Files<'a>> = HashMap::new();
        let mut stages: Vec<Vec<Keyed<'a>>> = Vec::new();
        for stage in &side.build.stages {
            let (mut whole, mut likely) = match &stage.base {
                Base::Stage(at) => stages[*at].last().map_or((0, 0), |last| (last.whole, last.likely)),
                Base::Scratch => (hash(&"scratch"), hash(&"scratch")),
                Base::Image(name) => (hash(&name), hash(&name)),
            };
            let mut keyed = Vec::new();
            for (at, step) in stage.steps.iter().enumerate() {
                let of_context = |read: &&Read| read.certain && read.from == Source::Context;
                let path = |read: &'a Read| read.path.as_str();
                let ours: Vec<&str> = step.reads.iter().filter(of_context).map(path).collect();
                let files = copied.entry(ours).or_insert_with_key(|ours| {
                    if ours.is_empty() {
                        return Files::default();
                    }
                    let seen = &side.context.views().faaso;
                    let all = ours.iter().flat_map(|path| seen.copied(path));
                    let files = all.filter(|path| side.context.file(path).is_some());
                    let files: BTreeMap<&str, u64> = files.map(|path| (path, (side.digest)(path))).collect();
                    Files::new((hash(&files), files))
                });
                let elsewhere = step.reads.iter().filter(|read| !of_context(read)).map(path);
                let elsewhere: Vec<&str> = elsewhere.collect();
                let images = step.reads.iter().filter_map(|read| match &read.from {
                    Source::Image(name) => Some(name.as_str()),
                    Source::Context | Source::Stage(_) | Source::Address => None,
                });
                let images: Vec<&str> = images.collect();
                let from = step.reads.iter().filter_map(|read| match read.from {
                    Source::Stage(at) => Some((at, stages[at].last().map_or(0, |last| last.whole))),
                    Source::Context | Source::Image(_) | Source::Address => None,
                });
                let from: Vec<(usize, u64)> = from.collect();
                let keys: Vec<u64> = from.iter().map(|(_, key)| *key).collect();
                let below = whole;
                if at > 0 {
                    // `FROM` is what it names
                    let own = (&step.words, &step.arguments, files.0, elsewhere, images);
                    whole = hash(&(whole, &own, keys));
                    likely = hash(&(likely, &own));
                }
                let reached = side.build.stops.is_none_or(|stops| step.instruction < stops);
                let files = files.clone();
                keyed.push(Keyed { step, below, whole, likely, files, stages: from, reached });
            }
            stages.push(keyed);
        }
        Keys { stages }
    }
}

impl Keyed<'_> {
    /// Why a step is not found, though what is below it is; `others` are those that stood there.
    fn cause(&self, others: &[&Keyed<'_>]) -> Cause {
        let same = others.iter().filter(|other| other.step.words == self.step.words);
        let mut as_given = same.clone().filter(|other| other.step.arguments == self.step.arguments);
        if let (None, Some(other)) = (as_given.next(), same.clone().next()) {
            let (ours, theirs) = (&self.step.arguments, &other.step.arguments);
            let differs = |one: &[(String, String)], two: &[(String, String)]| {
                one.iter().find(|argument| !two.contains(argument)).map(|(name, _)| name.clone())
            };
            let name = differs(ours, theirs).or_else(|| differs(theirs, ours));
            return name.map_or(Cause::Words, Cause::Argument);
        }
        let paths = |step: &Step| step.reads.iter().map(|read| read.path.clone()).collect::<Vec<_>>();
        let Some(other) = same.clone().find(|other| paths(other.step) == paths(self.step)) else {
            return Cause::Words;
        };
        if other.files.0 != self.files.0 {
            return files(&other.files.1, &self.files.1);
        }
        let lost = self.stages.iter().zip(&other.stages).find(|((_, ours), (_, theirs))| ours != theirs);
        lost.map_or(Cause::Words, |((at, _), _)| Cause::Stage(*at))
    }
}

fn files(before: &BTreeMap<&str, u64>, now: &BTreeMap<&str, u64>) -> Cause {
    let changed = now.iter().filter_map(|(path, digest)| match before.get(path) {
        Some(other) if other == digest => None,
        Some(_) => Some((*path, How::Changed)),
        None => Some((*path, How::Added)),
    });
    let removed = before.keys().filter(|path| !now.contains_key(*path)).map(|path| (*path, How::Removed));
    let mut all: Vec<(&str, How)> = changed.chain(removed).collect();
    all.sort_by_key(|(path, _)| *path);
    match all.first() {
        Some(&(path, how)) => Cause::File { path: path.to_owned(), how, more: all.len() - 1 },
        None => Cause::Words,
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
