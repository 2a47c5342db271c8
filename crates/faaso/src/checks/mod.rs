//! What FaaSO does that an author hardly wants (docs/semantics.md §8): one rule a file, each with its documentation.
//!
//! A [`Rule`] is its own documentation: the page shows its texts and its two small projects, the tests run it
//! on both. [`errors`] documents what FaaSO itself refuses, in the same form. To add a check: a file in
//! `rules/` with its `RULE` and what `find`s it, and its name in the table of `rules/mod.rs`. What is found is kept in
//! [`Cells`] until something changes that it was read from.

mod cared_for;
mod cells;
mod characters;
mod docker;
mod errors;
mod example;
mod facts;
mod fixes;
mod known;
mod likely;
mod meaning;
mod new_yml;
mod others;
mod reads;
mod report;
mod rule;
mod rules;
mod source;
mod sums;
mod templates;
mod uses;
mod writing;

pub use cells::{Cells, PlaceKey, place_of};
pub(crate) use docker::{Docker, Kept};
pub use docker::{blame::blame, picture::draw};
pub use errors::ERRORS;
pub use example::{add_to_example, example};
pub use facts::Facts;
pub use known::Known;
pub use likely::likely;
pub use reads::Read;
pub use report::Report;
pub use rule::{Brief, Files, Rule};
pub use rules::RULES;
pub use source::Source;
pub use templates::{Templates, Variable, differing};
pub use uses::in_file as option_uses;

/// A rule by its id, be it a check's or one of FaaSO's own errors.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().chain(ERRORS).copied().find(|rule| rule.id == id)
}
pub(crate) use writing::before_rendering;
