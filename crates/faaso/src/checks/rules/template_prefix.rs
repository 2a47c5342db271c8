use crate::checks::{Facts, Report, Rule, report::fix_by};
use crate::{
    diagnostic::{Remedy, Severity},
    fate::{Fate, LeftOut},
    project::FileId,
};

pub static RULE: Rule = Rule {
    id: "template-prefix",
    severity: Severity::Warning,
    title: "FaaSO ignores paths that start with `template`",
    what: "FaaSO treats every path of a runtime that starts with `template` as part of its template, such \
           as `templates/page.html` or `template.txt`. None of them is in a build, and only the folder \
           `template` is used for new funkos.",
    why: "`templates` is a common folder name in Flask, Django or Go. FaaSO ignores its files without an \
          error.",
    instead: "Use another name, such as `views`, and change it in the program, too.",
    fires: &[("runtime/templates/page.html", "<p>Hello</p>\n")],
    quiet: &[("runtime/views/page.html", "<p>Hello</p>\n"), ("template/funko.py", "")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (_, top, files) in facts.by_folder(lost_top) {
        let what = match files.len() {
            _ if files[0].path.as_str() == top => {
                format!("FaaSO ignores `{top}`")
            }
            1 => format!("FaaSO ignores the file in `{top}`"),
            many => {
                format!("FaaSO ignores the {many} files in `{top}`")
            }
        };
        let finding = report.file(&files[0], format!("{what}, because the path starts with `template`."));
        if top == "templates" {
            // only the path is changed: what reads the files must be told by its author
            let moved = files.iter().map(|file| {
                let below = file.path.below("templates")?;
                facts.rename(file, below.inside("views").ok()?)
            });
            let moved = moved.collect::<Option<Vec<_>>>().map(Remedy::All);
            finding.fix = fix_by("Rename `templates` to `views`", moved);
        }
    }
}

/// The first part of a runtime file's path that loses the file. A file “template” is another matter: see
/// no-template.
fn lost_top(file: &FileId) -> Option<String> {
    let path = file.path.as_str();
    let top = path.split('/').next().unwrap_or(path);
    let lost = Fate::by_name(file) == Fate::LeftOut(LeftOut::TemplatePrefix);
    (lost && top != "template").then(|| top.to_owned())
}
