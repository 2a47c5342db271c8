use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, path::BundlePath, project::Group};

pub static RULE: Rule = Rule {
    id: "funko-j2",
    severity: Severity::Warning,
    title: "A funko's “.j2” file is not rendered",
    what: "FaaSO renders the files of a runtime and of its template. A funko's files are copied as they \
           are, and keep the “.j2” in their names.",
    why: "The image has a template where a file is meant, and no file of the name without “.j2”.",
    instead: "Write what should be in the file and take “.j2” off its name, or move the template to the \
              runtime.",
    fires: &[("funko/config.ini.j2", "name = {{ name }}\n")],
    quiet: &[("funko/config.ini", "name = hello\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.group(Group::Funko) {
        let path = source.id.path.as_str();
        if let Some(target) = path.strip_suffix(".j2")
            && !path.starts_with('.')
        {
            let message =
                format!("“{path}” is a funko's file: FaaSO copies it under that name and renders nothing.");
            let edit = BundlePath::new(target).ok().and_then(|target| facts.rename(&source.id, target));
            report.file(&source.id, message).fix = fix(format!("Rename it to “{target}”"), edit);
        }
    }
}
