//! What FaaSO does that an author hardly wants (SEMANTICS §8): one rule a file, each with its documentation.
//!
//! A [`Check`] is its own documentation: the page shows its texts and its two small projects, the tests run it
//! on both. [`errors`] documents what FaaSO itself refuses, in the same form. To add a rule: a file with a
//! `CHECK`, and its line in [`ALL`].

mod errors;
mod facts;
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
mod not_rendered;
mod nul_in_template;
mod null_option;
mod option_not_set;
mod options_in_template;
mod overlay_into_folder;
mod overlay_replaces;
mod runtime_built_in;
mod runtime_path;
mod stray_trim;
mod template_prefix;
mod template_yml;
mod text_for_list;
mod unknown_key;

pub use errors::ERRORS;
pub use facts::{Facts, Source, Templates};
pub use report::Report;

use super::diagnostic::{Diagnostic, Severity};

/// A rule: how it is found, and all that the page says about it. The texts are plain; names stand in “ ”.
pub struct Check {
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
    /// None: FaaSO itself says it, while it reads and renders.
    pub find: Option<fn(&Facts<'_>, &mut Report<'_>)>,
}

/// A small project, each file with its text. `runtime/a` lies in the runtime, `template/a` below its
/// `template/`, `funko/a` is the funko author's own. A path that ends in `*` is executable, in `/` a folder.
/// `name` and `runtime` are what `faaso new` is given, if it matters. U+FFFD stands for a byte that is no text.
pub type Files = &'static [(&'static str, &'static str)];

/// Every check, in the order of their ids.
pub static ALL: &[&Check] = &[
    &bare_if::CHECK,
    &compare_literal::CHECK,
    &copy_from_build::CHECK,
    &duplicate_key::CHECK,
    &empty_folder::CHECK,
    &executable_in_funko::CHECK,
    &executable_in_runtime::CHECK,
    &final_newline::CHECK,
    &folder_name::CHECK,
    &funko_j2::CHECK,
    &hidden_file::CHECK,
    &hidden_in_folder::CHECK,
    &include::CHECK,
    &invalid_utf8::CHECK,
    &line_ends::CHECK,
    &merge_over_key::CHECK,
    &name_capitals::CHECK,
    &name_final_newline::CHECK,
    &name_long::CHECK,
    &name_looks_typed::CHECK,
    &name_proxy::CHECK,
    &no_dockerfile::CHECK,
    &no_ping::CHECK,
    &no_port::CHECK,
    &no_template::CHECK,
    &not_rendered::CHECK,
    &nul_in_template::CHECK,
    &null_option::CHECK,
    &option_not_set::CHECK,
    &options_in_template::CHECK,
    &overlay_into_folder::CHECK,
    &overlay_replaces::CHECK,
    &runtime_built_in::CHECK,
    &runtime_path::CHECK,
    &stray_trim::CHECK,
    &template_prefix::CHECK,
    &template_yml::CHECK,
    &text_for_list::CHECK,
    &unknown_key::CHECK,
];

/// The documentation of a rule, be it a check's or one of FaaSO's own errors.
pub fn find(id: &str) -> Option<&'static Check> {
    ALL.iter().chain(ERRORS).copied().find(|check| check.id == id)
}

/// Everything the checks find, in no order.
pub fn run(facts: &Facts<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for check in ALL {
        if let Some(find) = check.find {
            find(facts, &mut Report::new(facts, check, &mut found));
        }
    }
    found
}
