//! What trimming leaves of a text between two tags (docs/dialect.md §2).

use super::letters::is_blank;
use crate::place::Span;

/// How a text is trimmed, and by what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trim {
    pub left: bool,
    /// A tag or a comment stands on the left, not an expression: then its line's end goes too.
    pub after_block: bool,
    pub right: bool,
}

/// The stretches of `text` that are left of `span`, in order. `-` works on the line it touches: on the left
/// the blanks up to the first LF, on the right those of the last line.
pub fn kept(text: &str, span: Span, trim: Trim) -> [Span; 2] {
    let mut first = Span::at(span.start);
    let mut rest = span;
    if trim.left {
        let whole = span.of(text);
        match whole.find('\n') {
            None => rest.start = span.end - whole.trim_start_matches(is_blank).len(),
            Some(at) => {
                let line_end = span.start + at;
                let line = &whole[..at];
                first = Span::new(line_end - line.trim_start_matches(is_blank).len(), line_end);
                first.end += usize::from(!trim.after_block);
                rest.start = line_end + 1;
            }
        }
    }
    if trim.right {
        let last_line = rest.of(text).rfind('\n').map_or(rest.start, |at| rest.start + at + 1);
        rest.end = last_line + text[last_line..rest.end].trim_end_matches(is_blank).len();
    }
    if first.end == rest.start {
        [Span::new(first.start, rest.end), Span::at(rest.end)]
    } else {
        [first, rest]
    }
}
