//! FaaSO's template dialect: Crinja 0.8.1 as FaaSO calls it, fact by fact (docs/dialect.md).
//!
//! Reading order: `lexer` makes [`token`]s, `parser` an [`ast`] with exact byte spans (`whitespace` says
//! what is left of the text between tags), [`eval`] walks it under a [`budget`]. [`value`] is what it computes
//! with, [`ops`], [`filters`], [`tests`] and [`functions`] are the library, [`call`] is what passes between the
//! two, and a `signature` what is known of a call beforehand. `letters` is Crystal's idea of letters and blanks.
//! `fault` carries a [`failure`] out and finds the place Crinja reports; [`error`] is what comes out, and [`help`]
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

#![deny(missing_docs)]

pub mod ast;
pub mod budget;
pub mod call;
mod context;
#[cfg(test)]
mod documented;
pub mod error;
pub mod eval;
pub mod failure;
mod fault;
pub mod filters;
pub mod functions;
pub mod help;
mod letters;
mod lexer;
mod numbers;
pub mod ops;
mod parser;
pub mod place;
mod pretty;
mod printing;
mod rendered;
mod signature;
mod stack;
#[cfg(test)]
mod testing;
pub mod tests;
pub mod token;
pub mod trace;
pub mod value;
pub mod visit;
mod whitespace;

pub use ast::Template;
pub use budget::Budget;
pub use context::{Context, ContextValue};
pub use error::{Class, Error};
pub use parser::{parse, tag_names};
pub use printing::escape_html;
pub use rendered::{OptionRef, Piece, Rendered};
pub use trace::Trace;

/// Renders a template as `Crinja.render(text, context)` does. The text is whole: the dropped final LF and
/// the end at NUL are this function's business, decoding (docs/semantics.md §2.1) is the caller's.
pub fn render(template: &str, context: &Context, budget: &Budget) -> Result<Rendered, Error> {
    eval::render(&parser::parse(template)?, context, budget)
}

/// As [`render`], with where each stretch comes from. It takes several times as long.
pub fn trace(template: &str, context: &Context, budget: &Budget) -> Result<Trace, Error> {
    eval::trace(&parser::parse(template)?, context, budget, None)
}

/// The README's example is run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
