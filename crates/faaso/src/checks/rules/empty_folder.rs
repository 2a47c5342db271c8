use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, path::BundlePath};

pub static RULE: Rule = Rule {
    id: "empty-folder",
    severity: Severity::Warning,
    title: "An empty folder is not made",
    what: "FaaSO makes folders only for the files in them: those of a runtime or template with no file are \
           not made, those of a funko are in an export but not in the image.",
    why: "A program that writes into the folder fails when it is not there.",
    instead: "Put a file into it, or make it in the Dockerfile: “RUN mkdir uploads”.",
    fires: &[("runtime/Dockerfile.j2", "FROM alpine\n"), ("runtime/uploads/", "")],
    quiet: &[("runtime/Dockerfile.j2", "FROM alpine\nRUN mkdir uploads\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let runtime = &facts.project.runtime;
    for folder in runtime.folders().filter(|folder| !runtime.has_files_in(folder) && !folder.is_hidden()) {
        let made_for = if folder.as_str().starts_with("template/") { "new funko" } else { "build" };
        report.project(format!(
            "The folder “{folder}” of the runtime is empty: FaaSO does not make it in a {made_for}."
        ));
    }
    // what is hidden at the funko's top is not in an export either
    let exported = |folder: &&BundlePath| !folder.as_str().starts_with('.');
    for folder in facts.funko.folders().filter(exported).filter(|folder| !facts.funko.has_files_in(folder)) {
        report.project(format!(
            "The folder “{folder}” of the funko is empty: it is in an export, but not in the image \
                 FaaSO builds."
        ));
    }
}
