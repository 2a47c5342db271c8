//! The lines of a comparison side by side, with the words that changed in each.

use crate::{changes::Row, text::Span};
use imara_diff::{Algorithm, Diff, InternedInput};

/// A line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// In both; its numbers before and after, from 1.
    Same(usize, usize, String),
    /// Before and after: what became of a line, or only one of the two.
    Changed(Option<Half>, Option<Half>),
    /// So many unchanged lines that are not shown.
    Skipped(usize),
}

/// A line at one of the two times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Half {
    /// From 1.
    pub number: usize,
    pub text: String,
    /// The bytes that the other one lacks; none where the two have too little in common.
    pub words: Vec<Span>,
}

/// Longer lines are not compared word by word.
const MOST_BYTES: usize = 4_000;
/// More pairs of lines are not looked at to find out which became which.
const MOST_PAIRS: usize = 2_500;
/// How much of the longer line has to be in both, in hundredths.
const ALIKE: usize = 30;

/// What was removed beside what took its place.
pub fn side_by_side(rows: Vec<Row>) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for row in rows {
        match row {
            Row::Gone(number, text) => {
                // what was removed comes first, so this is another change
                if !new.is_empty() {
                    pair(&mut lines, std::mem::take(&mut gone), std::mem::take(&mut new));
                }
                gone.push((number, text));
            }
            Row::New(number, text) => new.push((number, text)),
            Row::Same(..) | Row::Skipped(_) => {
                pair(&mut lines, std::mem::take(&mut gone), std::mem::take(&mut new));
                lines.push(match row {
                    Row::Same(old, new, text) => Line::Same(old, new, text),
                    Row::Skipped(count) => Line::Skipped(count),
                    Row::Gone(..) | Row::New(..) => continue,
                });
            }
        }
    }
    pair(&mut lines, gone, new);
    lines
}

/// The bytes of each text that the other one lacks, word by word; none where they have too little in common.
pub fn words(old: &str, new: &str) -> Option<(Vec<Span>, Vec<Span>)> {
    if old.len().max(new.len()) > MOST_BYTES {
        return None;
    }
    let mut input = InternedInput::<&str>::default();
    input.update_before(tokens(old));
    input.update_after(tokens(new));
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let (mut gone, mut come) = (vec![false; input.before.len()], vec![false; input.after.len()]);
    for hunk in diff.hunks() {
        gone[hunk.before.start as usize..hunk.before.end as usize].fill(true);
        come[hunk.after.start as usize..hunk.after.end as usize].fill(true);
    }
    let marked = |text: &str, differs: &[bool]| {
        let (mut spans, mut at, mut same) = (Vec::<Span>::new(), 0, 0);
        for (token, &differs) in tokens(text).zip(differs) {
            let span = Span::new(at, at + token.len());
            at = span.end;
            match spans.last_mut() {
                _ if !differs => same += token.trim().len(),
                Some(last) if last.end == span.start => last.end = span.end,
                _ => spans.push(span),
            }
        }
        (spans, same)
    };
    let (old_words, same) = marked(old, &gone);
    let (new_words, _) = marked(new, &come);
    let longest = letters(old).max(letters(new));
    (same * 100 >= longest * ALIKE && same > 0).then_some((old_words, new_words))
}

/// Letters and digits that belong together, blanks that do, and any other character by itself.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let kind = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' => 0,
        c if c.is_whitespace() => 1,
        _ => 2,
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match kind(first) {
            2 => first.len_utf8(),
            one => rest.find(|c| kind(c) != one).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(token)
    })
}

fn letters(text: &str) -> usize {
    tokens(text).map(|token| token.trim().len()).sum()
}

type Numbered = (usize, String);

fn pair(lines: &mut Vec<Line>, gone: Vec<Numbered>, new: Vec<Numbered>) {
    let half = |(number, text): Numbered, words| Half { number, text, words };
    let mut new = new.into_iter().peekable();
    let even = gone.len() == new.len();
    let looks = !even && gone.len() * new.len() <= MOST_PAIRS;
    for (number, text) in gone {
        if looks {
            // new lines before the one that this became
            let ahead = new.clone().position(|(_, other)| words(&text, &other).is_some());
            match ahead {
                Some(before) => {
                    let alone = new.by_ref().take(before);
                    lines.extend(alone.map(|new| Line::Changed(None, Some(half(new, Vec::new())))));
                }
                None => {
                    lines.push(Line::Changed(Some(half((number, text), Vec::new())), None));
                    continue;
                }
            }
        }
        let Some(other) = new.next() else {
            lines.push(Line::Changed(Some(half((number, text), Vec::new())), None));
            continue;
        };
        let (gone, come) = words(&text, &other.1).unwrap_or_default();
        lines.push(Line::Changed(Some(half((number, text), gone)), Some(half(other, come))));
    }
    lines.extend(new.map(|new| Line::Changed(None, Some(half(new, Vec::new())))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::lines;

    #[track_caller]
    fn check(before: &str, after: &str, expected: &str) {
        let shown = |half: &Option<Half>| match half {
            None => "·".to_owned(),
            Some(Half { number, text, words }) => {
                let mut text = text.clone();
                for span in words.iter().rev() {
                    text.insert(span.end, ']');
                    text.insert(span.start, '[');
                }
                format!("{number} {text}")
            }
        };
        let line = |line: &Line| match line {
            Line::Same(old, new, text) => format!("={old},{new} {text}"),
            Line::Changed(old, new) => format!("{} | {}", shown(old), shown(new)),
            Line::Skipped(count) => format!("~{count}"),
        };
        let made: Vec<_> = side_by_side(lines(before, after)).iter().map(line).collect();
        assert_eq!(made.join("\n"), expected);
    }

    #[test]
    fn changed_words_are_marked() {
        check("EXPOSE 3000\n", "EXPOSE 4000\n", "1 EXPOSE [3000] | 1 EXPOSE [4000]");
        check(
            "RUN apk add curl\n",
            "RUN apk add curl git\n",
            "1 RUN apk add curl | 1 RUN apk add curl[ git]",
        );
        check("a: 'é'\n", "a: \"é\"\n", "1 a: [']é['] | 1 a: [\"]é[\"]");
        // nothing in common: no word is marked
        check("FROM alpine\n", "# no\n", "1 FROM alpine | 1 # no");
    }

    #[test]
    fn a_line_stands_beside_what_became_of_it() {
        check(
            "FROM alpine\nRUN one two\n",
            "# new\nFROM alpine:3\nRUN one three\n",
            "· | 1 # new\n1 FROM alpine | 2 FROM alpine[:3]\n2 RUN one [two] | 3 RUN one [three]",
        );
        check("a\nb\nc\n", "a\nc\n", "=1,1 a\n2 b | ·\n=3,2 c");
        check("same\n", "same\nmore\n", "=1,1 same\n· | 2 more");
        check("", "x\n", "· | 1 x");
    }

    #[test]
    fn every_line_is_there_once() {
        let texts = ["a b\n", "a c\n", "d\n", "FROM x\n", "FROM y z\n", "\n"];
        for seed in 0..5_000_usize {
            let text =
                |seed: usize| (0..seed % 7).map(|at| texts[(seed / 7 + at * at) % 6]).collect::<String>();
            let (before, after) = (text(seed), text(seed * 31 + 5));
            let made = side_by_side(lines(&before, &after));
            let (mut old, mut new) = (Vec::new(), Vec::new());
            for line in &made {
                match line {
                    Line::Same(one, two, _) => {
                        old.push(*one);
                        new.push(*two);
                    }
                    Line::Changed(one, two) => {
                        old.extend(one.as_ref().map(|half| half.number));
                        new.extend(two.as_ref().map(|half| half.number));
                    }
                    Line::Skipped(_) => {}
                }
            }
            assert!(old.windows(2).all(|pair| pair[0] < pair[1]), "{before:?} {after:?}");
            assert!(new.windows(2).all(|pair| pair[0] < pair[1]), "{before:?} {after:?}");
            let skipped: usize =
                made.iter().map(|line| if let Line::Skipped(n) = line { *n } else { 0 }).sum();
            assert_eq!(old.len() + skipped, before.lines().count());
            assert_eq!(new.len() + skipped, after.lines().count());
        }
    }
}
