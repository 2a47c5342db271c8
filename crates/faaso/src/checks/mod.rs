//! What FaaSO does that an author hardly wants (docs/semantics.md §8): one rule a file, each with its documentation.
//!
//! A [`Rule`] is its own documentation: the page shows its texts and its two small projects, the tests run it
//! on both. [`errors`] documents what FaaSO itself refuses, in the same form. To add a check: a file in
//! `rules/` with its `RULE` and what `find`s it, and its name in the table of `rules/mod.rs`.

mod cared_for;
mod characters;
mod docker;
mod errors;
mod facts;
mod fixes;
mod likely;
mod meaning;
mod new_yml;
mod others;
mod report;
mod rule;
mod rules;
mod templates;
mod uses;

pub use docker::picture::draw;
pub(crate) use docker::{Docker, Kept};
pub use errors::ERRORS;
pub(crate) use facts::before_rendering;
pub use facts::{Facts, Source};
pub use fixes::offer as offer_fixes;
pub use report::Report;
pub use rule::{Files, Rule};
pub use rules::RULES;
pub use templates::Templates;

use super::diagnostic::Diagnostic;

/// A rule by its id, be it a check's or one of FaaSO's own errors.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().chain(ERRORS).copied().find(|rule| rule.id == id)
}

/// Everything the checks find, in no order. `begins` hears of each check before it looks through the project.
pub fn run(facts: &Facts<'_>, begins: &mut dyn FnMut()) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (rule, find) in rules::CHECKS {
        begins();
        find(facts, &mut Report::new(facts, rule, &mut found));
    }
    found
}
