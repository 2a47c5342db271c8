use crate::checks::{Facts, Report, Rule, Source};
use crate::{diagnostic::Severity, project::Group};

pub static RULE: Rule = Rule {
    id: "hidden-in-folder",
    severity: Severity::Warning,
    title: "A hidden file in a funko's folder is lost on the way to the image",
    what: "“faaso export” keeps hidden files in the folders of a funko; “faaso build” does not hand them to \
           Docker.",
    why: "What works with “docker build” on an export lacks the file when FaaSO builds it.",
    instead: "Give the file a name without a dot in front, and let the Dockerfile rename it.",
    fires: &[("funko/src/.eslintrc", "{}\n")],
    quiet: &[("funko/src/eslintrc", "{}\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (_, hidden, files) in facts.by_folder(hidden_part) {
        let what = match files.len() {
            1 if files[0].id.shown() == hidden => format!("“{hidden}” is hidden: it is"),
            _ => format!("The folder “{hidden}” is hidden: what is in it is"),
        };
        report.file(&files[0].id, format!("{what} in an export, but not in the image FaaSO builds."));
    }
}

/// The path up to its first hidden part, when that is not at the funko's top.
fn hidden_part(source: &Source<'_>) -> Option<String> {
    let path = source.id.path.as_str();
    let at = path.find("/.")? + 1;
    let end = path[at..].find('/').map_or(path.len(), |end| at + end);
    (source.id.group() == Group::Funko && !path.starts_with('.')).then(|| path[..end].to_owned())
}
