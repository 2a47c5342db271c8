//! The patterns in `${X#pattern}` and its like.

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Part {
    Any,
    One,
    Char(char),
}

/// A pattern's parts; none if it is wrong.
pub(crate) fn pattern_parts(pattern: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        parts.push(match c {
            '*' => Part::Any,
            '?' => Part::One,
            '\\' => match chars.peek() {
                Some('}' | '/') => continue,
                Some(&c @ ('*' | '?' | '\\')) => {
                    chars.next();
                    Part::Char(c)
                }
                _ => return None,
            },
            c => Part::Char(c),
        });
    }
    Some(parts)
}

/// The length of the longest start of a text that a pattern takes.
pub(crate) fn longest(pattern: &[Part], text: &[char]) -> Option<usize> {
    (0..=text.len()).rev().find(|&end| takes(pattern, &text[..end]))
}

fn takes(pattern: &[Part], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((Part::Any, rest)) => (0..=text.len()).any(|skip| takes(rest, &text[skip..])),
        Some((Part::One, rest)) => !text.is_empty() && takes(rest, &text[1..]),
        Some((Part::Char(c), rest)) => text.first() == Some(c) && takes(rest, &text[1..]),
    }
}

/// Cuts what a pattern takes from the start or end of a text.
pub(crate) fn cut(pattern: &str, text: &str, greedy: bool, from_end: bool) -> Option<String> {
    let mut parts = pattern_parts(pattern)?;
    let mut chars: Vec<char> = text.chars().collect();
    if from_end {
        parts.reverse();
        chars.reverse();
    }
    let taken = match greedy {
        true => longest(&parts, &chars),
        false => (0..=chars.len()).find(|&end| takes(&parts, &chars[..end])),
    };
    let mut left = chars.split_off(taken.unwrap_or(0));
    if from_end {
        left.reverse();
    }
    Some(left.into_iter().collect())
}
