//! What FaaSO does that an author hardly wants (SEMANTICS §8): one rule a file, each with its documentation.
//!
//! A [`Rule`] is its own documentation: the page shows its texts and its two small projects, the tests run it
//! on both. [`errors`] documents what FaaSO itself refuses, in the same form. To add a check: a file with its
//! `RULE` and what `find`s it, and its line in the table below.

mod cared_for;
mod errors;
mod facts;
mod mends;
mod report;
mod uses;

mod bare_if;
mod compare_literal;
mod copy_from_build;
mod duplicate_key;
mod empty_folder;
mod executable_in_funko;
mod executable_in_runtime;
mod final_newline;
mod folder_name;
mod funko_j2;
mod hidden_file;
mod hidden_in_folder;
mod include;
mod invalid_utf8;
mod line_ends;
mod merge_over_key;
mod name_capitals;
mod name_final_newline;
mod name_long;
mod name_looks_typed;
mod name_proxy;
mod no_dockerfile;
mod no_ping;
mod no_port;
mod no_template;
mod not_first;
mod not_rendered;
mod nul_in_template;
mod null_option;
mod option_not_set;
mod option_unused;
mod options_in_template;
mod overlay_into_folder;
mod overlay_replaces;
mod runtime_built_in;
mod runtime_other;
mod runtime_path;
mod stray_trim;
mod template_prefix;
mod template_yml;
mod text_for_list;
mod unknown_key;

pub use errors::ERRORS;
pub use facts::{Facts, Source, Templates};
pub use mends::offer as offer_mends;
pub use report::Report;

use super::diagnostic::{Diagnostic, Severity};

/// What the page says about a rule. The texts are plain; names stand in “ ”.
pub struct Rule {
    /// In kebab case, the name of its file.
    pub id: &'static str,
    pub severity: Severity,
    pub title: &'static str,
    /// What FaaSO does.
    pub what: &'static str,
    /// Why it hurts.
    pub why: &'static str,
    /// What to write instead.
    pub instead: &'static str,
    /// A project that has the problem.
    pub fires: Files,
    /// The same, mended.
    pub quiet: Files,
}

/// A small project, each file with its text. `runtime/a` lies in the runtime, `template/a` below its
/// `template/`, `funko/a` is the funko author's own. A path that ends in `*` is executable, in `/` a folder.
/// `name` and `runtime` are what `faaso new` is given, if it matters. U+FFFD stands for a byte that is no text.
pub type Files = &'static [(&'static str, &'static str)];

/// The table of checks. Rules stand apart from what finds them: a page that only shows rules need not hold the
/// template engine.
macro_rules! checks {
    ($($module:ident,)*) => {
        /// The rule of every check, in the order of their ids.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];

        type Find = fn(&Facts<'_>, &mut Report<'_>);
        static CHECKS: &[(&Rule, Find)] = &[$((&$module::RULE, $module::find)),*];
    };
}

checks! {
    bare_if,
    compare_literal,
    copy_from_build,
    duplicate_key,
    empty_folder,
    executable_in_funko,
    executable_in_runtime,
    final_newline,
    folder_name,
    funko_j2,
    hidden_file,
    hidden_in_folder,
    include,
    invalid_utf8,
    line_ends,
    merge_over_key,
    name_capitals,
    name_final_newline,
    name_long,
    name_looks_typed,
    name_proxy,
    no_dockerfile,
    no_ping,
    no_port,
    no_template,
    not_first,
    not_rendered,
    nul_in_template,
    null_option,
    option_not_set,
    option_unused,
    options_in_template,
    overlay_into_folder,
    overlay_replaces,
    runtime_built_in,
    runtime_other,
    runtime_path,
    stray_trim,
    template_prefix,
    template_yml,
    text_for_list,
    unknown_key,
}

/// A rule by its id, be it a check's or one of FaaSO's own errors.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().chain(ERRORS).copied().find(|rule| rule.id == id)
}

/// Everything the checks find, in no order.
pub fn run(facts: &Facts<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (rule, find) in CHECKS {
        find(facts, &mut Report::new(facts, rule, &mut found));
    }
    found
}
