use crate::checks::{Facts, Report, Rule, Source};
use crate::{diagnostic::Severity, project::Group};

pub static RULE: Rule = Rule {
    id: "hidden-file",
    severity: Severity::Warning,
    title: "A hidden file is left out",
    what: "FaaSO leaves out every file of a runtime or template whose path has a part that begins with a \
           dot, and every file and folder at a funko's top whose name does. It does not say so.",
    why: "What the file was meant to do does not happen: a “.dockerignore” never has any effect, a “.npmrc” \
          or “.env” is not in the image.",
    instead: "Give the file a name without a dot in front, and let the Dockerfile rename it: “COPY npmrc \
              .npmrc”. Leave it if it is meant for you alone, as “.env” may be.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM node:22-slim\nCOPY . .\n"),
        ("runtime/.npmrc", "fund=false\n"),
        ("funko/.env", "TOKEN=1\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM node:22-slim\nCOPY . .\nCOPY npmrc .npmrc\n"),
        ("runtime/npmrc", "fund=false\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (group, hidden, files) in facts.by_folder(hidden_part) {
        let what = match files.len() {
            _ if hidden == ".dockerignore" && group == Group::Funko => {
                "“.dockerignore” never has any effect".to_owned()
            }
            1 if files[0].id.shown() == hidden => format!("“{hidden}” is hidden"),
            1 => format!("The folder “{hidden}” is hidden, and so is the file in it"),
            many => format!("The folder “{hidden}” is hidden, and so are the {many} files in it"),
        };
        let fate = match group {
            Group::Template => "does not put it into a new funko",
            Group::Runtime | Group::Funko => "leaves it out of every build",
        };
        report.file(&files[0].id, format!("{what}: FaaSO {fate}."));
    }
}

/// The path up to its first hidden part, if that makes FaaSO leave it out. Of a funko only the top counts.
fn hidden_part(source: &Source<'_>) -> Option<String> {
    let path = source.id.shown();
    // what begins with “template” is lost for that reason, hidden or not
    let lost_anyway = source.id.group() == Group::Runtime && path.starts_with("template");
    let at = match source.id.group() {
        _ if path.starts_with('.') => 0,
        Group::Funko => return None,
        Group::Runtime | Group::Template => path.find("/.")? + 1,
    };
    let end = path[at..].find('/').map_or(path.len(), |end| at + end);
    (!lost_anyway).then(|| path[..end].to_owned())
}
