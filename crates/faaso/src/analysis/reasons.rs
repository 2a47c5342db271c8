//! Why a template has no output now, where FaaSO does not come to it: each is said, so that no file is without an
//! output and without a reason.

use super::made::Made;
use crate::{
    diagnostic::{Diagnostic, Place, Severity},
    fate::Fate,
    funko,
    path::BundlePath,
    project::{FileId, Group, Project},
    trees::{Content, Failure, Tree},
};
use std::{borrow::Cow, collections::BTreeSet};

/// Files of the runtime that FaaSO would render, had nothing stopped it, with the path each is written to. Those in
/// `trees`, and those whose place another file takes there, are not among them.
pub fn unreached<'a>(
    project: &'a Project,
    trees: [&'a Tree; 2],
) -> impl Iterator<Item = (FileId, BundlePath)> + 'a {
    let mut reached = BTreeSet::new();
    for output in trees.into_iter().flat_map(|tree| tree.files.values()) {
        reached.insert(&output.origin);
        reached.extend(&output.replaced);
    }
    project.runtime.files().filter_map(move |(path, _)| {
        let file = FileId::runtime(path.clone());
        match Fate::by_name(&file) {
            Fate::Rendered(output) if !reached.contains(&file) => Some((file, output)),
            _ => None,
        }
    })
}

/// Why FaaSO does not render a file that is one of the `unreached`. `problems` are all there are.
pub fn reason(file: &FileId, made: &Made, problems: &[Diagnostic]) -> Diagnostic {
    let by_rule = |rule: &str| problems.iter().find(|problem| problem.rule == rule).cloned();
    let tree = match file.group() {
        Group::Template => &made.new_funko,
        _ => &made.build_context,
    };
    let conflict = tree.failures.iter().any(|failure| match failure {
        Failure::Conflict { file: one, below, .. } => one == file || below.as_ref() == Some(file),
        _ => false,
    });
    let stopped = tree.failures.iter().find_map(|failure| match failure {
        Failure::YmlMissing => broken_template_yml(made, problems).or_else(|| by_rule(failure.code())),
        Failure::Yml(_) | Failure::RuntimeNotFound { .. } => by_rule(failure.code()),
        _ => None,
    });
    match stopped {
        _ if conflict => by_rule("overlay-conflict").unwrap_or_else(|| not_written(file)),
        Some(problem) => problem,
        None if file.group() == Group::Runtime => no_runtime(),
        None => not_written(file),
    }
}

/// Without a `funko.yml`: the template has one, but it does not render.
fn broken_template_yml(made: &Made, problems: &[Diagnostic]) -> Option<Diagnostic> {
    let output = made.new_funko.files.get(funko::FILE)?;
    let Content::Rendered(Err(_)) = &output.content else { return None };
    let here = |problem: &&Diagnostic| {
        problem.rule == "template-error" && problem.place.as_ref().is_some_and(|at| at.file == output.origin)
    };
    problems.iter().find(here).cloned()
}

fn no_runtime() -> Diagnostic {
    let yml = BundlePath::new(funko::FILE).ok().map(FileId::funko);
    Diagnostic {
        severity: Severity::Warning,
        rule: Cow::Borrowed("runtime-other"),
        place: yml.map(|file| Place { file, at: None }),
        message: "This funko has no runtime: funko.yml has no `runtime`.".to_owned(),
        said: None,
        help: Some(
            "FaaSO builds only the funko's own files. Add `runtime: NAME` to use this runtime.".to_owned(),
        ),
        fix: None,
    }
}

fn not_written(file: &FileId) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        rule: Cow::Borrowed("overlay-conflict"),
        place: Some(Place { file: file.clone(), at: None }),
        message: "FaaSO doesn't write this file.".to_owned(),
        said: None,
        help: None,
        fix: None,
    }
}
