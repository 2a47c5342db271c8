//! What FaaSO does that an author hardly wants (SEMANTICS §8): one rule a file, each with its documentation.
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
mod rules;
mod templates;
mod uses;

pub use errors::ERRORS;
pub use facts::{Facts, Source};
pub use fixes::offer as offer_fixes;
pub use report::Report;
pub use rules::RULES;
pub use templates::Templates;

use super::diagnostic::{Diagnostic, Severity};

/// What the page says about a rule. The texts are plain; code stands in backticks.
pub struct Rule {
    /// In kebab case, the name of its file.
    pub id: &'static str,
    pub severity: Severity,
    pub title: &'static str,
    /// What FaaSO does.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do about it.
    pub instead: &'static str,
    /// A project that has the problem.
    pub fires: Files,
    /// The same, fixed.
    pub quiet: Files,
}

/// A small project, each file with its text. `runtime/a` lies in the runtime, `template/a` below its
/// `template/`, `funko/a` is the funko author's own. A path that ends in `*` is executable, in `/` a folder.
/// `name` and `runtime` are what `faaso new` is given, if it matters. U+FFFD stands for a byte that is no text.
pub type Files = &'static [(&'static str, &'static str)];

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
