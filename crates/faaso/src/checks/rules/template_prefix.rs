use crate::checks::{Facts, Report, Rule, Source, report::fix};
use crate::{
    diagnostic::Severity,
    project::{Edit, Group},
};

pub static RULE: Rule = Rule {
    id: "template-prefix",
    severity: Severity::Warning,
    title: "A runtime file whose path begins with “template” is left out",
    what: "FaaSO takes every path of a runtime that begins with the eight letters “template” for a part of \
           its template: “templates/page.html”, “template.txt”. None of them is in a build, and only what \
           lies in the folder “template” is in a new funko.",
    why: "“templates” is an ordinary folder name for Flask, Django or Go. Its files are lost in silence.",
    instead: "Use another name, such as “views”, and tell the program so.",
    fires: &[("runtime/templates/page.html", "<p>Hello</p>\n")],
    quiet: &[("runtime/views/page.html", "<p>Hello</p>\n"), ("template/funko.py", "")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (_, top, files) in facts.by_folder(lost_top) {
        let what = match files.len() {
            _ if files[0].id.path.as_str() == top => {
                format!("The path “{top}” begins with “template”: FaaSO leaves it")
            }
            1 => format!("The folder “{top}” begins with “template”: FaaSO leaves the file in it"),
            many => {
                format!("The folder “{top}” begins with “template”: FaaSO leaves the {many} files in it")
            }
        };
        let finding = report.file(&files[0].id, format!("{what} out of every build."));
        if top == "templates" {
            // only the path is mended: what reads the files must be told by its author
            let moved = files.iter().map(|source| {
                let below = source.id.path.below("templates")?;
                facts.rename(&source.id, below.inside("views").ok()?)
            });
            let edit = moved.collect::<Option<Vec<_>>>().map(Edit::All);
            finding.fix = fix("Move “templates” to “views”", edit);
        }
    }
}

/// The first part of a runtime file's path that loses the file. A file “template” is another matter: see
/// no-template.
fn lost_top(source: &Source<'_>) -> Option<String> {
    let path = source.id.path.as_str();
    let top = path.split('/').next().unwrap_or(path);
    (source.id.group() == Group::Runtime && top.starts_with("template") && top != "template")
        .then(|| top.to_owned())
}
