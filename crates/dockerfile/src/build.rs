//! A build as the classic builder goes through it: its stages, their steps, and what each step reads.

use std::collections::BTreeSet;

/// The stages of a file, in their order. The last one is the image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Build {
    /// None where the builder stops before it runs anything.
    pub stages: Vec<Stage>,
    /// The first instruction at which the builder stops, by its number in the file from 0.
    pub stops: Option<usize>,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// In small letters; empty where it has none.
    pub name: String,
    /// What it is made from.
    pub base: Base,
    /// `FROM` first, then what a base waits to run, then the rest.
    pub steps: Vec<Step>,
}

/// What a stage is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// Nothing at all.
    Scratch,
    /// An earlier stage.
    Stage(usize),
    /// An image, variables filled in as far as they are known.
    Image(String),
}

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its instruction's number in the file, from 0. What a base waited to run has that of `FROM`.
    pub instruction: usize,
    /// A base waited to run it: `ONBUILD`.
    pub triggered: bool,
    /// What it reads besides the stage itself.
    pub reads: Vec<Read>,
    /// What the builder compares to find the step in its cache, besides files: the words, variables filled in.
    pub words: String,
    /// Build arguments that the command sees: the builder compares these, too.
    pub arguments: Vec<(String, String)>,
}

/// Something that a step reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// From where.
    pub from: Source,
    /// What of it: a path, pattern or address, variables filled in; as it is written where one of them isn't known.
    pub path: String,
    /// All variables of the path are known.
    pub certain: bool,
}

/// From where a step reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The build context.
    Context,
    /// An earlier stage.
    Stage(usize),
    /// An image, by its name.
    Image(String),
    /// The network.
    Address,
}

/// What becomes of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shipped {
    /// It is the image.
    Whole,
    /// The image is made from it, or something is copied out of it.
    InPart,
    /// The builder builds it, and nothing uses it.
    Not,
}

/// What was gone through so far.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) stages: Vec<Stage>,
    /// What the base of the stage that begins waited to run.
    pub(crate) triggered: Vec<Step>,
}

impl Build {
    /// What becomes of each stage.
    pub fn shipped(&self) -> Vec<Shipped> {
        let mut used = BTreeSet::new();
        let last = self.stages.len().wrapping_sub(1);
        for (at, stage) in self.stages.iter().enumerate().rev() {
            if at == last || used.contains(&at) {
                used.extend(stage.uses());
            }
        }
        let all = 0..self.stages.len();
        all.map(|at| match (at == last, used.contains(&at)) {
            (true, _) => Shipped::Whole,
            (false, true) => Shipped::InPart,
            (false, false) => Shipped::Not,
        })
        .collect()
    }
}

impl Stage {
    /// The stages that it is made from or reads, by number.
    pub fn uses(&self) -> BTreeSet<usize> {
        let base = match self.base {
            Base::Stage(at) => Some(at),
            Base::Scratch | Base::Image(_) => None,
        };
        let reads = self.steps.iter().flat_map(|step| &step.reads).filter_map(|read| match read.from {
            Source::Stage(at) => Some(at),
            Source::Context | Source::Image(_) | Source::Address => None,
        });
        base.into_iter().chain(reads).collect()
    }
}
