use crate::checks::{Facts, Report, Rule};
use crate::{
    diagnostic::Severity,
    fate::{Fate, LeftOut},
    project::{FileId, Group},
};

pub static RULE: Rule = Rule {
    id: "hidden-file",
    severity: Severity::Warning,
    title: "FaaSO ignores a hidden file",
    what: "FaaSO ignores every file of a runtime or template with a path part that starts with a dot, and \
           every such file and folder at a funko's top. It doesn't say so.",
    why: "A `.dockerignore` never has any effect; a `.npmrc` or `.env` isn't in the image.",
    instead: "Remove the leading dot and rename the file in the Dockerfile: `COPY npmrc .npmrc`. If only \
              you need it, ignore this.",
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
        let ignored = match files.len() {
            1 if files[0].shown() == hidden => format!("`{hidden}`"),
            1 => format!("the file in `{hidden}`"),
            many => format!("the {many} files in `{hidden}`"),
        };
        let verb = if files.len() == 1 { "isn't" } else { "aren't" };
        let place = match group {
            Group::Template => "a new funko",
            Group::Runtime | Group::Funko => "the build",
        };
        let message = format!("FaaSO ignores hidden files, so {ignored} {verb} in {place}.");
        report.file(&files[0], message);
    }
}

/// The path up to its first hidden part, if that makes FaaSO leave it out. Of a funko only the top counts.
fn hidden_part(file: &FileId) -> Option<String> {
    let path = file.shown();
    let at = match Fate::by_name(file) {
        Fate::LeftOut(LeftOut::Hidden | LeftOut::HiddenAtTop) if path.starts_with('.') => 0,
        Fate::LeftOut(LeftOut::Hidden) => path.find("/.")? + 1,
        _ => return None,
    };
    let end = path[at..].find('/').map_or(path.len(), |end| at + end);
    Some(path[..end].to_owned())
}
