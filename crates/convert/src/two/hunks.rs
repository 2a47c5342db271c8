//! Where two texts differ: in whole lines, and within these in whole words.

use faaso::text::Span;
use imara_diff::{Algorithm, Diff, InternedInput};

/// A stretch of the first text and what stands for it in the second. One of them can be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub first: Span,
    pub second: Span,
}

/// Every stretch that differs, in order.
pub fn hunks(first: &str, second: &str) -> Vec<Hunk> {
    let whole = Hunk { first: Span::new(0, first.len()), second: Span::new(0, second.len()) };
    let blocks = diff(first, second, whole, |text| text.split_inclusive('\n').collect());
    blocks.into_iter().flat_map(|block| in_block(first, second, block)).collect()
}

pub fn size(span: Span) -> usize {
    span.end - span.start
}

/// How much of the shorter text stands in the other one, too, from 0 to 1.
pub fn likeness(first: &str, second: &str, hunks: &[Hunk]) -> f64 {
    let differs: usize = hunks.iter().map(|hunk| size(hunk.first)).sum();
    let shorter = first.len().min(second.len());
    if shorter == 0 { 0.0 } else { (first.len() - differs) as f64 / shorter as f64 }
}

/// Lines that stand for each other are compared one by one, others as a whole.
fn in_block(first: &str, second: &str, block: Hunk) -> Vec<Hunk> {
    let (a, b) = (block.first.of(first), block.second.of(second));
    if a.is_empty() || b.is_empty() {
        return vec![block];
    }
    let pairs = match a.lines().count() == b.lines().count() {
        true => paired(first, second, block),
        false => vec![block],
    };
    pairs.into_iter().flat_map(|pair| in_pair(first, second, pair)).collect()
}

fn paired(first: &str, second: &str, block: Hunk) -> Vec<Hunk> {
    let (mut a, mut b) = (block.first.start, block.second.start);
    let lines =
        block.first.of(first).split_inclusive('\n').zip(block.second.of(second).split_inclusive('\n'));
    let pair = |(one, other): (&str, &str)| {
        let pair = Hunk { first: Span::new(a, a + one.len()), second: Span::new(b, b + other.len()) };
        (a, b) = (a + one.len(), b + other.len());
        pair
    };
    lines.map(pair).collect()
}

/// The words that differ, or all of it where hardly a word is the same.
fn in_pair(first: &str, second: &str, pair: Hunk) -> Vec<Hunk> {
    let found = diff(first, second, pair, words);
    let mut joined: Vec<Hunk> = Vec::new();
    for hunk in found {
        match joined.last_mut() {
            Some(last) if is_thin(&first[last.first.end..hunk.first.start]) => {
                last.first.end = hunk.first.end;
                last.second.end = hunk.second.end;
            }
            _ => joined.push(hunk),
        }
    }
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
    let (a, b) = (letters(pair.first.of(first)), letters(pair.second.of(second)));
    let same = a - joined.iter().map(|hunk| letters(hunk.first.of(first))).sum::<usize>();
    match joined.len() > 1 && same * 3 < a.min(b) {
        true => vec![trimmed(first, second, pair)],
        false => joined,
    }
}

/// Without the blanks that both begin and end with.
fn trimmed(first: &str, second: &str, pair: Hunk) -> Hunk {
    let (a, b) = (pair.first.of(first), pair.second.of(second));
    let blank = |(one, other): &(char, char)| one == other && one.is_whitespace();
    let bytes =
        |same: &mut dyn Iterator<Item = (char, char)>| same.map(|(one, _)| one.len_utf8()).sum::<usize>();
    let begin = bytes(&mut a.chars().zip(b.chars()).take_while(blank));
    let (a, b) = (&a[begin..], &b[begin..]);
    let end = bytes(&mut a.chars().rev().zip(b.chars().rev()).take_while(blank));
    let cut = |span: Span| Span::new(span.start + begin, span.end - end);
    Hunk { first: cut(pair.first), second: cut(pair.second) }
}

/// Too little to keep two differences apart.
fn is_thin(between: &str) -> bool {
    !between.contains(|letter: char| letter.is_alphanumeric() || letter == '\n')
}

/// Words (with what names, versions and numbers are made of), blanks, and every other sign alone.
fn words(text: &str) -> Vec<&str> {
    let kind = |letter: char| match letter {
        letter if letter.is_alphanumeric() || "_-.+~".contains(letter) => 0,
        '\n' => 1,
        letter if letter.is_whitespace() => 2,
        _ => 3,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, letter) in text.char_indices() {
        let now = kind(letter);
        if before.is_some_and(|before| before != now || now == 1 || now == 3) {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(now);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

fn diff<'a>(
    first: &'a str,
    second: &'a str,
    within: Hunk,
    parts: impl Fn(&'a str) -> Vec<&'a str>,
) -> Vec<Hunk> {
    let (a, b) = (parts(within.first.of(first)), parts(within.second.of(second)));
    let mut input = InternedInput::default();
    input.update_before(a.iter().copied());
    input.update_after(b.iter().copied());
    let mut found = Diff::compute(Algorithm::Histogram, &input);
    found.postprocess_no_heuristic(&input);
    let (from_a, from_b) = (starts(&a, within.first.start), starts(&b, within.second.start));
    let span = |starts: &[usize], at: std::ops::Range<u32>| {
        Span::new(starts[at.start as usize], starts[at.end as usize])
    };
    found
        .hunks()
        .map(|hunk| Hunk { first: span(&from_a, hunk.before), second: span(&from_b, hunk.after) })
        .collect()
}

/// Where each part starts, and where the last one ends.
fn starts(parts: &[&str], from: usize) -> Vec<usize> {
    let mut at = from;
    let mut starts = vec![at];
    for part in parts {
        at += part.len();
        starts.push(at);
    }
    starts
}
