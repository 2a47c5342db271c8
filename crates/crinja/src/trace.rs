//! What a traced rendering tells of every stretch of its output: the template's text, the way there (loop rounds,
//! branches, macros, blocks) and all that its value was made of.

use crate::OptionRef;
use crate::place::Span;
use serde::{Deserialize, Serialize};

/// A rendering that knows where each of its bytes comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The same bytes as [`crate::Rendered::text`].
    pub text: String,
    /// The output in order, without gaps: each part ends where the next begins. Some are empty: what was eaten, and
    /// what printed nothing.
    pub parts: Vec<Part>,
    /// The ways to the parts. The first is the template itself.
    pub frames: Vec<Frame>,
    /// All that values were made of.
    pub sources: Vec<Source>,
    /// Sets of `sources`, by number. The first is empty.
    pub sets: Vec<Vec<u32>>,
    /// False where there was too much to trace: then some parts know too little.
    pub is_whole: bool,
}

/// A stretch of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Bytes of the output up to and with this part.
    pub end: usize,
    /// The template's bytes that made it: a text, or a whole `{{ … }}`; what stands in a macro, there.
    pub source: Span,
    /// The template's bytes that put it here: the `{{ … }}` that calls the macro.
    pub at: Span,
    /// The innermost of the ways it came.
    pub frame: u32,
    /// The set of what its value was made of.
    pub sources: u32,
    /// The template's text that a `-` took away: it made nothing.
    pub is_eaten: bool,
}

/// A step on the way to a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The step before; none for the template itself.
    pub parent: Option<u32>,
    /// What it is.
    pub kind: FrameKind,
    /// The tag, or of a macro the call.
    pub span: Span,
    /// The set of what decided that this way was taken.
    pub sources: u32,
}

/// The kinds of steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FrameKind {
    /// The whole template.
    Template,
    /// A round of a loop, from 0, and how many there were.
    Round {
        /// Which, from 0.
        index: u32,
        /// Of how many.
        of: u32,
    },
    /// The `else` of a loop without rounds.
    NoRounds,
    /// The branch of an `if` that was taken: its `if`, `elif` or `else`.
    Branch,
    /// A call of a macro of that name.
    Macro(String),
    /// A block of that name.
    Block(String),
    /// The body of a `filter` tag.
    Filter,
    /// The body of a `set` of that name.
    Set(String),
    /// `autoescape`.
    Autoescape,
}

/// Something outside of the template that a value was made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// What it is.
    pub of: SourceOf,
    /// Whether it was there.
    pub state: State,
}

/// What a template can be given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SourceOf {
    /// An option, or an item of it. A list without an item stands for how many items it has, and in which order.
    Option(OptionRef),
    /// Which options are set, where a template looks at all of them.
    Options,
    /// Another variable: the funko's name or runtime.
    Variable(String),
}

/// Whether a source was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum State {
    /// It has a value.
    Given,
    /// It isn't set.
    Unset,
    /// It isn't set, and a `default` stood in.
    Default,
}

impl Trace {
    /// The part that made the byte at `offset`, with where it starts; at the end of the output the last one.
    pub fn part_at(&self, offset: usize) -> Option<(usize, &Part)> {
        let first = self.parts.partition_point(|part| part.end <= offset);
        let last = || self.parts.iter().rposition(|part| !part.is_eaten);
        let at = if first < self.parts.len() { first } else { last()? };
        Some((self.start(at), &self.parts[at]))
    }

    /// Where a part starts.
    pub fn start(&self, part: usize) -> usize {
        part.checked_sub(1).map_or(0, |before| self.parts[before].end)
    }

    /// The steps to a frame, outermost first, without the template itself.
    pub fn way(&self, frame: u32) -> Vec<&Frame> {
        let of = |at: u32| self.frames.get(at as usize);
        let steps = std::iter::successors(of(frame), |step| of(step.parent?));
        let mut way: Vec<_> = steps.filter(|step| step.parent.is_some()).collect();
        way.reverse();
        way
    }

    /// A set of sources.
    pub fn set(&self, set: u32) -> impl Iterator<Item = &Source> {
        self.sets.get(set as usize).into_iter().flatten().filter_map(|&at| self.sources.get(at as usize))
    }

    /// All that can change a part: what its value was made of, and what decided that it is there.
    pub fn reaching(&self, part: &Part) -> impl Iterator<Item = &Source> {
        let ways = self.way(part.frame).into_iter().map(|frame| frame.sources);
        std::iter::once(part.sources).chain(ways).flat_map(|set| self.set(set))
    }
}
