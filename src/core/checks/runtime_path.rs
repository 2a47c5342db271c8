//! Three accidents of FaaSO, which takes the first eight characters off the path of each of a runtime's files to look
//! it up among its built-in files, and uses the runtime's path as a pattern (SEMANTICS §5).

use super::{Facts, Report, Rule, runtime_built_in::BUILT_IN};
use crate::core::diagnostic::Severity;

const TAKEN_OFF: usize = 8;

pub static RULE: Rule = Rule {
    id: "runtime-path",
    severity: Severity::Warning,
    title: "FaaSO stumbles over where the runtime lies",
    what: "FaaSO looks for each file of a runtime in its own files first, under the path without its first \
           eight characters, and it uses the runtime's path as a pattern.",
    why: "With a shorter path FaaSO stops with “Index out of bounds”; a runtime at “vendored/flask” gets \
          the built-in files in place of its own; with “*”, “?” or “{” in the path other files are taken, \
          or none.",
    instead: "Keep the runtime in a folder with a plain, longer name that is not a built-in runtime's.",
    fires: &[("runtime", "rt"), ("runtime/a.py", "")],
    quiet: &[("runtime", "runtimes/example"), ("runtime/a.py", "")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let name = facts.project.runtime_name.as_str();
    if name.is_empty() || BUILT_IN.contains(&name) {
        return;
    }
    let path = name.trim_start_matches("./").trim_end_matches('/');
    let length = |file: &str| path.chars().count() + 1 + file.chars().count();
    let shortest =
        facts.project.runtime.files().map(|(file, _)| file.as_str()).min_by_key(|file| length(file));
    if let Some(sign) = path.chars().find(|c| matches!(c, '*' | '?' | '{' | '}' | '[' | ']')) {
        report
            .project(format!("FaaSO takes the runtime's path “{name}” for a pattern, because of “{sign}”."));
    } else if let Some(file) = shortest.filter(|file| length(file) < TAKEN_OFF) {
        report.project(format!(
            "The path “{path}/{file}” has fewer than {TAKEN_OFF} characters: FaaSO stops with “Index \
                 out of bounds”."
        ));
    }
    let rest: String = path.chars().skip(TAKEN_OFF).collect();
    if let Some(built_in) = rest.strip_prefix('/').filter(|rest| BUILT_IN.contains(rest)) {
        report.project(format!(
            "At “{name}” FaaSO takes the files of its built-in “{built_in}” in place of those with the \
                 same names here."
        ));
    }
}
