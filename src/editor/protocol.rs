//! What the page and an editor tell each other. Offsets are bytes here; `session` turns them to UTF-16.

use super::language::Language;
use crate::core::{
    diagnostic::Severity,
    text::{LineColumn, Span},
};
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
