//! What comes out of a rendering: the text, and what made each piece of it.

use crate::place::Span;
use serde::{Deserialize, Serialize};

/// What rendering gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// All of it.
    pub text: String,
    /// The output in order, without gaps: each piece ends where the next begins.
    pub pieces: Vec<Piece>,
}

/// A stretch of output and what made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Bytes of the output up to and with this piece.
    pub end: usize,
    /// The template's bytes that made it: a text, or a whole `{{ … }}`.
    pub source: Span,
    /// For an expression, the option its value came from, where one is known.
    pub option: Option<OptionRef>,
}

/// An entry of `options` in `funko.yml`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OptionRef {
    /// The option's name.
    pub key: String,
    /// The item, when the value is one item of a list option.
    pub item: Option<usize>,
}
