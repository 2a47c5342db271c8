use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, project::FileId};

pub static RULE: Rule = Rule {
    id: "no-template",
    severity: Severity::Warning,
    title: "The runtime has no template",
    what: "Without a folder `template` in the runtime, `faaso new` creates an empty folder, without an \
           error. A file of that name changes nothing.",
    why: "New funkos made with this runtime will be empty and can't be built.",
    instead: "Add at least a `funko.yml.j2` to the runtime's folder `template`.",
    fires: &[("runtime/Dockerfile.j2", "FROM alpine\n")],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let runtime = &facts.shape().project.runtime;
    if let Some((path, _)) = runtime.files().find(|(path, _)| path.as_str() == "template") {
        let message =
            "The runtime's `template` is a file, not a folder, so `faaso new` creates an empty folder.";
        report.file(&FileId::runtime(path.clone()), message);
    } else if !runtime.is_empty() && facts.shape().new_funko.files.is_empty() {
        report.project("The runtime has no template, so `faaso new` creates an empty folder.");
    }
}
