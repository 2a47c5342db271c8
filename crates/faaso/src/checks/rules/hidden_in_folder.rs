use crate::checks::{Facts, Report, Rule};
use crate::{
    diagnostic::Severity,
    project::{FileId, Group},
};

pub static RULE: Rule = Rule {
    id: "hidden-in-folder",
    severity: Severity::Warning,
    title: "A hidden file in a funko's folder isn't in the image",
    what: "`faaso export` keeps hidden files in the folders of a funko. `faaso build` doesn't send them to \
           Docker.",
    why: "The file is there when you build an export with `docker build`, and missing when FaaSO builds it.",
    instead: "Remove the leading dot and rename the file in the Dockerfile.",
    fires: &[("funko/src/.eslintrc", "{}\n")],
    quiet: &[("funko/src/eslintrc", "{}\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (_, hidden, files) in facts.by_folder(hidden_part) {
        let what = match files.len() {
            1 if files[0].shown() == hidden => format!("`{hidden}` is hidden. It's"),
            _ => format!("The folder `{hidden}` is hidden. Its files are"),
        };
        report.file(&files[0], format!("{what} in an export, but not in the image."));
    }
}

/// The path up to its first hidden part, when that is not at the funko's top.
fn hidden_part(file: &FileId) -> Option<String> {
    let path = file.path.as_str();
    let at = path.find("/.")? + 1;
    let end = path[at..].find('/').map_or(path.len(), |end| at + end);
    (file.group() == Group::Funko && !path.starts_with('.')).then(|| path[..end].to_owned())
}
