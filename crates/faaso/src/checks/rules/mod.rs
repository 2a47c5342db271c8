//! Every check, a file each: its `RULE`, which the page shows, and `find`, which reports what it finds.
//!
//! `cargo fmt` does not follow modules that a macro declares: `rustfmt crates/faaso/src/checks/rules/*.rs` formats
//! them, and `./designer test` asks for that.

use super::{Facts, Report, Rule};

pub type Find = fn(&Facts<'_>, &mut Report<'_>);

/// Declares the module of every check and lists it. Rules stand apart from what finds them: a page that only shows
/// rules need not hold the template engine.
macro_rules! rules {
    ($($module:ident,)*) => {
        $(pub mod $module;)*

        /// The rule of every check, in the order of their ids.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];

        pub static CHECKS: &[(&Rule, Find)] = &[$((&$module::RULE, $module::find)),*];
    };
}

rules! {
    always_true,
    argument_takes_rest,
    bare_if,
    broken_tag,
    compare_literal,
    copy_from_build,
    curly_quotes,
    default_empty,
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
    executable_in_funko,
    executable_in_runtime,
    final_newline,
    folder_name,
    funko_j2,
    hidden_file,
    hidden_in_folder,
    include,
    index_of_text,
    invalid_utf8,
    invisible_character,
    junk_in_tag,
    line_ends,
    list_as_text,
    list_printed,
    merge_over_key,
    name_capitals,
    name_final_newline,
    name_long,
    name_looks_typed,
    name_proxy,
    no_dockerfile,
    no_method,
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
    swallowed_comment,
    template_in_name,
    template_prefix,
    template_yml,
    text_for_list,
    text_plus_number,
    tojson_escaped,
    truth_printed,
    unknown_filter,
    unknown_key,
    unknown_variable,
    windows_name,
}
