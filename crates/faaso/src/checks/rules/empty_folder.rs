use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, path::BundlePath};

pub static RULE: Rule = Rule {
    id: "empty-folder",
    severity: Severity::Warning,
    title: "FaaSO doesn't create empty folders",
    what: "FaaSO creates folders only for files. An empty folder of a runtime or template is never \
           created; one of a funko is in an export, but not in the image.",
    why: "A program that writes to the folder fails.",
    instead: "Add a file to the folder, or create it in the Dockerfile: `RUN mkdir uploads`.",
    fires: &[("runtime/Dockerfile.j2", "FROM alpine\n"), ("runtime/uploads/", "")],
    quiet: &[("runtime/Dockerfile.j2", "FROM alpine\nRUN mkdir uploads\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let runtime = &facts.shape().project.runtime;
    for folder in runtime.folders().filter(|folder| !runtime.has_files_in(folder) && !folder.is_hidden()) {
        let made_for = if folder.as_str().starts_with("template/") { "new funko" } else { "build" };
        report.project(format!(
            "The runtime's folder `{folder}` is empty, so FaaSO doesn't create it in a {made_for}."
        ));
    }
    // what is hidden at the funko's top is not in an export either
    let exported = |folder: &&BundlePath| !folder.as_str().starts_with('.');
    for folder in facts
        .shape()
        .funko
        .folders()
        .filter(exported)
        .filter(|folder| !facts.shape().funko.has_files_in(folder))
    {
        report.project(format!(
            "The funko's folder `{folder}` is empty. It's in an export, but not in the image."
        ));
    }
}
