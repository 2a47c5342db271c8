//! Three accidents of FaaSO, which takes the first eight characters off the path of each of a runtime's files to look
//! it up among its built-in files, and uses the runtime's path as a pattern (docs/semantics.md §5).

use crate::checks::{Facts, Report, Rule};
use crate::{
    diagnostic::Severity,
    fate::Fate,
    path::BundlePath,
    project::FileId,
    runtime_name::{self, BUILT_IN},
};

const TAKEN_OFF: usize = 8;

pub static RULE: Rule = Rule {
    id: "runtime-path",
    severity: Severity::Warning,
    title: "FaaSO can't use this runtime path",
    what: "FaaSO looks for each file of a runtime in its built-in files first, under the path without its \
           first eight characters. It also uses the runtime's path as a glob pattern.",
    why: "With a shorter path FaaSO fails with `Index out of bounds`. A runtime at `vendored/flask` gets \
          the built-in files. With `*`, `?` or `{` in the path FaaSO uses other files, or none.",
    instead: "Keep the runtime in a folder with a plain, longer name that isn't a built-in runtime's.",
    fires: &[("runtime", "rt"), ("runtime/a.py", "")],
    quiet: &[("runtime", "runtimes/example"), ("runtime/a.py", "")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let name = facts.runtime_name();
    if name.is_empty() || runtime_name::is_built_in(name) {
        return;
    }
    let path = name.trim_start_matches("./").trim_end_matches('/');
    let length = |file: &str| path.chars().count() + 1 + file.chars().count();
    let files: Vec<&str> =
        facts.shape().project.runtime.files().filter_map(|(file, _)| taken(file)).collect();
    let shortest = files.iter().copied().min_by_key(|file| length(file));
    if let Some(sign) = path.chars().find(|c| matches!(c, '*' | '?' | '{')) {
        report.project(format!(
            "FaaSO uses the runtime's path `{name}` as a glob pattern, because of `{sign}`."
        ));
    } else if let Some(file) = shortest.filter(|file| length(file) < TAKEN_OFF) {
        report.project(format!(
            "The path `{path}/{file}` has fewer than {TAKEN_OFF} characters, so FaaSO fails."
        ));
    }
    // Mostly the runtime's own folder has the name, but a folder in it can come to stand there too.
    let built_in = files.iter().find_map(|file| {
        let rest: String = path.chars().chain("/".chars()).chain(file.chars()).skip(TAKEN_OFF).collect();
        let (folder, _) = rest.strip_prefix('/')?.split_once('/')?;
        BUILT_IN.into_iter().find(|name| *name == folder)
    });
    if let Some(built_in) = built_in {
        report.project(format!(
            "At `{name}` FaaSO uses its built-in `{built_in}` files instead of yours with the same names."
        ));
    }
}

/// A file that FaaSO opens, be it for a build or for a new funko.
fn taken(file: &BundlePath) -> Option<&str> {
    let fate = Fate::by_name(&FileId::runtime(file.clone()));
    (!fate.is_left_out()).then_some(file.as_str())
}
