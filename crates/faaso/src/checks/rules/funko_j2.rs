use crate::checks::{Facts, Report, Rule, report::fix_by};
use crate::{diagnostic::Severity, path::BundlePath, project::Group};

pub static RULE: Rule = Rule {
    id: "funko-j2",
    severity: Severity::Warning,
    title: "FaaSO doesn't render a funko's `.j2` file",
    what: "FaaSO renders the files of a runtime and of its template. It copies a funko's files unchanged, \
           with `.j2` in their names.",
    why: "The image has a template, and no file of the name without `.j2`.",
    instead: "Write the final content and remove `.j2` from the name, or move the template to the runtime.",
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
                format!("FaaSO doesn't render a funko's files: it copies `{path}` under that name.");
            let edit = BundlePath::new(target).ok().and_then(|target| facts.rename(&source.id, target));
            report.file(&source.id, message).fix = fix_by(format!("Rename to `{target}`"), edit);
        }
    }
}
