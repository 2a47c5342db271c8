//! Every check, a file each: its `RULE`, which the page shows, and `find`, which reports what it finds.
//!
//! `cargo fmt` does not follow modules that a macro declares: `rustfmt crates/faaso/src/checks/rules/*.rs` formats
//! them, and `./designer test` asks for that.

use super::{Brief, Facts, Report, Rule};

pub type Find = fn(&Facts<'_>, &mut Report<'_>);

/// A check, and how its findings are kept.
pub struct Check {
    pub rule: Brief,
    /// It says of a file only what it finds in going through the `sources`, `templates`, `uses` or `outputs`, one file
    /// after the other. So it is asked of each file by itself, and of few after an edit. All others look at the whole
    /// project again once something is different that they asked for: see `known`.
    pub of_files: bool,
    pub find: Find,
}

macro_rules! of_files {
    () => {
        false
    };
    (file) => {
        true
    };
}

/// Declares the module of every check and lists it, `: file` behind a check of files. Rules stand apart from what finds
/// them: a page that only shows rules need not hold the template engine.
macro_rules! rules {
    ($($module:ident $(: $file:ident)?,)*) => {
        $(pub mod $module;)*

        /// The rule of every check, in the order of their ids.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];

        pub static CHECKS: &[Check] = &[$(Check {
            rule: $module::RULE.brief(),
            of_files: of_files!($($file)?),
            find: $module::find,
        }),*];
    };
}

rules! {
    always_true: file,
    argument_takes_rest: file,
    bare_if: file,
    broken_tag: file,
    compare_literal: file,
    copy_from_build,
    curly_quotes: file,
    default_empty: file,
    docker_check,
    docker_copy,
    docker_differs,
    docker_exec_form,
    docker_healthcheck,
    docker_heredoc,
    docker_needs_buildkit,
    docker_not_executable,
    docker_refused,
    docker_start,
    docker_unused_stage,
    duplicate_key,
    empty_folder,
    executable_in_funko: file,
    executable_in_runtime: file,
    final_newline: file,
    folder_name,
    funko_j2: file,
    hidden_file,
    hidden_in_folder,
    include: file,
    index_of_text: file,
    invalid_utf8: file,
    invisible_character: file,
    junk_in_tag: file,
    line_ends: file,
    list_as_text: file,
    list_printed: file,
    merge_over_key,
    name_capitals,
    name_final_newline,
    name_long,
    name_looks_typed,
    name_proxy,
    no_dockerfile,
    no_method: file,
    no_ping,
    no_port,
    no_template,
    not_first: file,
    not_rendered: file,
    nul_in_template: file,
    null_option,
    option_not_set: file,
    option_unused,
    options_in_template: file,
    overlay_into_folder,
    overlay_replaces,
    runtime_built_in,
    runtime_other,
    runtime_path,
    stray_trim: file,
    swallowed_comment: file,
    template_in_name: file,
    template_prefix,
    template_yml,
    text_for_list,
    text_plus_number: file,
    tojson_escaped: file,
    truth_printed: file,
    unknown_filter: file,
    unknown_key,
    unknown_variable: file,
    windows_name,
}
