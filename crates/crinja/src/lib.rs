//! FaaSO's template dialect: Crinja 0.8.1 as FaaSO calls it, fact by fact (DIFFERENCES).
//!
//! Reading order: [`lexer`] makes [`token`]s, [`parser`] an [`ast`] with exact byte spans ([`whitespace`] says
//! what is left of the text between tags), [`eval`] walks it under a [`budget`]. [`value`] is what it computes
//! with, [`ops`], [`filters`], [`tests`] and [`functions`] are the library, [`call`] is what passes between the
//! two, and a [`signature`] what is known of a call beforehand. [`letters`] is Crystal's idea of letters and blanks.
//! [`fault`] carries a [`failure`] out and finds the place Crinja reports; [`error`] is what comes out, and [`help`]
//! what it means.
//! [`visit`] walks a template without rendering it.
//!
//! ```
//! use crinja::{Budget, Context, ContextValue, render};
//!
//! let context = Context { variables: vec![("name".into(), ContextValue::Text("hello".into()))] };
//! let rendered = render("FROM {{ name }}:{{ tag | default(\"latest\") }}\n", &context, &Budget::default());
//! assert_eq!(rendered.expect("it renders").text, "FROM hello:latest");
//! ```
//!
//! Two rules explain most of the shape. What Crinja does late is late here too: an error waits in the tree
//! until its tag is reached. And nothing trusts the template: nesting, steps and bytes are counted everywhere.

pub mod ast;
pub mod budget;
pub mod call;
pub mod error;
pub mod eval;
pub mod failure;
pub mod fault;
pub mod filters;
pub mod functions;
pub mod help;
mod letters;
pub mod lexer;
mod numbers;
pub mod ops;
pub mod parser;
pub mod place;
mod pretty;
mod printing;
pub mod signature;
mod stack;
#[cfg(test)]
mod testing;
pub mod tests;
pub mod token;
pub mod value;
pub mod visit;
pub mod whitespace;

pub use ast::Template;
pub use error::{Class, Error};
pub use parser::parse;
pub use printing::escape_html;

use crate::place::Span;
use serde::{Deserialize, Serialize};

/// What a template can see, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    pub variables: Vec<(String, ContextValue)>,
}

/// All that FaaSO ever hands to a template (SEMANTICS §3.4, §4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextValue {
    /// `runtime` of a funko that has none.
    None,
    Text(String),
    List(Vec<String>),
    /// `options`: text or lists of texts, in the file's order.
    Map(Vec<(String, ContextValue)>),
}

/// How much a template may use. FaaSO has no such limits; a page that must stay alive has (DIFFERENCES §19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Nodes evaluated, loop rounds, items and characters touched by the library.
    pub steps: u64,
    /// Bytes of output, and of any one value on the way to it.
    pub bytes: usize,
    /// Nesting of tags, expressions and calls.
    pub depth: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { steps: 5_000_000, bytes: 16 << 20, depth: 1000 }
    }
}

/// What rendering gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
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
    pub key: String,
    /// The item, when the value is one item of a list option.
    pub item: Option<usize>,
}

/// Renders a template as `Crinja.render(text, context)` does. The text is whole: the dropped final LF and
/// the end at NUL are this function's business, decoding (SEMANTICS §2.1) is the caller's.
pub fn render(template: &str, context: &Context, budget: &Budget) -> Result<Rendered, Error> {
    eval::render(&parser::parse(template)?, context, budget)
}
