//! What the page and an editor tell each other. Offsets are bytes here; `session` turns them to UTF-16.

use super::language::Language;
use faaso::{
    diagnostic::Severity,
    text::{LineColumn, Span, floor_boundary},
};
use serde::Serialize;
use std::sync::Arc;

/// Which document an editor shows. Selection and scroll are kept for each key until it is forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocKey(Arc<str>);

impl DocKey {
    pub fn new(key: impl Into<Arc<str>>) -> Self {
        DocKey(key.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an editor shows: all of it in one value, so that it never shows one file's text as another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub key: DocKey,
    pub text: Arc<str>,
    pub language: Language,
}

/// Part of a text replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// Bytes of the text before the change.
    pub span: Span,
    pub text: String,
}

/// What the author did to a text in one go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// The document that was changed.
    pub key: DocKey,
    /// One splice, or several for several cursors or *replace all*. The last place in the text comes first,
    /// so they can be made one after the other and each span still fits.
    pub splices: Vec<Splice>,
    /// It goes on where the change before it ended, a moment later: one undo should take back both.
    pub typing: bool,
}

/// Where the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub key: DocKey,
    /// Bytes of the text.
    pub offset: usize,
    pub place: LineColumn,
    /// How much is selected, in bytes; empty at the cursor when nothing is.
    pub selected: Span,
}

/// A squiggle under a part of the text, with a mark in the gutter and the words on hovering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the text. What lies outside it is cut; an empty span marks the character after it.
    pub span: Span,
    pub severity: Severity,
    pub message: String,
}

/// An option that completion offers after `options.`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionName {
    pub name: String,
    /// Said beside it, such as its value in this funko.
    pub detail: String,
}

/// What is shown of a rendering in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Which rendering. Those of another one are drawn anew, also where they are the same: what is typed has moved what is drawn.
    pub of: Option<u64>,
    /// Stretches in order, with their class in `theme.js`.
    pub marks: Vec<(Span, &'static str)>,
    /// Newlines that are not written, by byte.
    pub ghosts: Vec<usize>,
    /// Beside the line of this byte: a sign, and what it means.
    pub beside: Vec<(usize, String, String)>,
}

/// What can be written into a `funko.yml`, for completion where the text shown is one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct YmlWords {
    pub options: Vec<YmlOption>,
    pub runtimes: Vec<String>,
}

/// An option that completion offers as a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YmlOption {
    pub name: String,
    /// Said beside it.
    pub detail: String,
    /// Written behind it, as YAML.
    pub value: Option<String>,
}

/// The smallest single splice that makes `new` of `old`; none when they are the same.
pub fn difference(old: &str, new: &str) -> Option<Splice> {
    if old == new {
        return None;
    }
    let head = floor_boundary(old, common_start(old.as_bytes(), new.as_bytes()));
    let mut tail = common_end(&old.as_bytes()[head..], &new.as_bytes()[head..]);
    while !old.is_char_boundary(old.len() - tail) {
        tail -= 1;
    }
    let text = new[head..new.len() - tail].to_owned();
    Some(Splice { span: Span::new(head, old.len() - tail), text })
}

/// How many bytes are the same at the start. By pieces first: texts of megabytes come through here at each key.
fn common_start(a: &[u8], b: &[u8]) -> usize {
    let pieces: usize =
        a.chunks(PIECE).zip(b.chunks(PIECE)).take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum();
    pieces + a[pieces..].iter().zip(&b[pieces..]).take_while(|(a, b)| a == b).count()
}

/// The same at the end.
fn common_end(a: &[u8], b: &[u8]) -> usize {
    let pieces: usize =
        a.rchunks(PIECE).zip(b.rchunks(PIECE)).take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum();
    let (a, b) = (&a[..a.len() - pieces], &b[..b.len() - pieces]);
    pieces + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

const PIECE: usize = 256;

/// Whether `new` is `old` with these splices (last place first) made, found without making it.
pub fn becomes(old: &str, splices: &[Splice], new: &str) -> bool {
    let (mut old_end, mut rest) = (old.len(), new);
    for splice in splices {
        let Some(after) = old.get(splice.span.end..old_end) else { return false };
        let Some(before) = rest.strip_suffix(after).and_then(|rest| rest.strip_suffix(splice.text.as_str()))
        else {
            return false;
        };
        (old_end, rest) = (splice.span.start, before);
    }
    old.get(..old_end) == Some(rest)
}

/// `old` with these splices (last place first) made.
pub fn spliced(old: &str, splices: &[Splice]) -> String {
    let mut text = old.to_owned();
    for splice in splices {
        text.replace_range(splice.span.start..splice.span.end, &splice.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_small_and_makes_the_new_text() {
        for (old, new, span, text) in [
            ("", "a", (0, 0), "a"),
            ("abc", "abXc", (2, 2), "X"),
            ("aaa", "aa", (2, 3), ""),
            ("aa", "aaa", (2, 2), "a"),
            ("é", "è", (0, 2), "è"),
            ("x🎉y", "x🎊y", (1, 5), "🎊"),
            ("ñ", "ñ\u{331}", (2, 2), "\u{331}"),
            ("a\u{e9}", "a\u{129}", (1, 3), "\u{129}"),
        ] {
            let splice = Splice { span: Span::new(span.0, span.1), text: text.to_owned() };
            assert_eq!(difference(old, new).as_ref(), Some(&splice), "{old:?} to {new:?}");
            assert_eq!(spliced(old, std::slice::from_ref(&splice)), new);
            assert!(becomes(old, &[splice], new));
        }
        assert_eq!(difference("ñ", "ñ"), None);
        for length in PIECE - 2..PIECE + 3 {
            let (old, new) = (format!("{0}ñ{0}", "x".repeat(length)), format!("{0}é{0}", "x".repeat(length)));
            let splice = Splice { span: Span::new(length, length + 2), text: "é".to_owned() };
            assert_eq!(difference(&old, &new), Some(splice), "{length}");
        }
    }

    #[test]
    fn several_splices_are_followed() {
        let splice = |start, end, text: &str| Splice { span: Span::new(start, end), text: text.to_owned() };
        let splices = [splice(6, 7, "zz"), splice(3, 3, "y"), splice(0, 1, "")];
        assert_eq!(spliced("abcdefgh", &splices), "bcydefzzh");
        assert!(becomes("abcdefgh", &splices, "bcydefzzh"));
        for other in ["bcydefzz", "bcydefzzH", "xbcydefzzh", "abcdefgh", ""] {
            assert!(!becomes("abcdefgh", &splices, other), "{other}");
        }
    }
}
