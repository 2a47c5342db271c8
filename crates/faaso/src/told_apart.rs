//! Changed lines of a comparison as an eye can tell them apart: what differs may be a line's end, a blank behind it, or a
//! character that nobody sees.

use crate::invisible;
use std::collections::{BTreeMap, BTreeSet};

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    Newline,
    CarriageReturn,
    /// The last line of a text, without a newline.
    Missing,
}

/// The lines of one side, as they are in the text, with what the other side's lines are held against.
pub struct Side<'a> {
    pub lines: &'a [&'a str],
    /// How these lines end; where there are none, how the whole text's do. None for an empty text.
    pub ends: BTreeSet<End>,
}

impl<'a> Side<'a> {
    pub fn new(lines: &'a [&'a str], whole: &[&str]) -> Self {
        let all = if lines.is_empty() { whole } else { lines };
        Side { lines, ends: all.iter().map(|line| split(line).1).collect() }
    }
}

/// One side's lines without their ends. Blanks behind a line are `·` and `→`, other characters that can't be seen have
/// their mark (`<NBSP>`), and an end that the other side doesn't have is named.
pub fn told_apart(side: &Side<'_>, other: &Side<'_>) -> Vec<String> {
    let mut twins: BTreeMap<String, Vec<(&str, End)>> = BTreeMap::new();
    for line in other.lines {
        let (text, end) = split(line);
        twins.entry(letters(text)).or_default().push((text, end));
    }
    let told = |line: &&str| {
        let (text, end) = split(line);
        let alike = twins.get(&letters(text)).map_or(&[][..], Vec::as_slice);
        let is_twin = |(twin, _): &(&str, End)| *twin != text && (twin.contains('\t') || text.contains('\t'));
        let mut told = visible(text, alike.iter().any(is_twin), alike.iter().any(|(twin, _)| *twin != text));
        let is_new = !other.ends.is_empty() && !other.ends.contains(&end);
        if is_new || alike.iter().any(|(_, other)| *other != end) {
            told += match end {
                End::Newline => "",
                End::CarriageReturn => "<CR>",
                End::Missing if told.is_empty() => "<no newline at the end>",
                End::Missing => " <no newline at the end>",
            };
        }
        told
    };
    side.lines.iter().map(told).collect()
}

fn split(line: &str) -> (&str, End) {
    match line.strip_suffix('\n') {
        None => (line, End::Missing),
        Some(text) => match text.strip_suffix('\r') {
            None => (text, End::Newline),
            Some(text) => (text, End::CarriageReturn),
        },
    }
}

/// What is seen of a text wherever it stands in its line.
fn letters(text: &str) -> String {
    text.chars().filter(|&c| !c.is_whitespace() && invisible::of(c).is_none()).collect()
}

/// `blanks`: those before and between the words too; `all`: also what an emoji is made of.
fn visible(text: &str, blanks: bool, all: bool) -> String {
    let behind = text.trim_end_matches([' ', '\t']).len();
    let mut seen = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            ' ' if blanks || at >= behind => seen.push('·'),
            '\t' if blanks || at >= behind => seen.push('→'),
            c => match invisible::of(c).filter(|_| all || !invisible::is_drawn(text, at)) {
                Some(it) => seen.extend(["<", it.mark, ">"]),
                None => seen.push(c),
            },
        }
    }
    seen
}
