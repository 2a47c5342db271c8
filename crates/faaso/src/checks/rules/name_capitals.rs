use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, funko};

pub static RULE: Rule = Rule {
    id: "name-capitals",
    severity: Severity::Warning,
    title: "A funko's name has capital letters",
    what: "FaaSO accepts the name and calls the image `faaso-` plus the name.",
    why: "Docker accepts only lower-case image names, so the build fails at its end.",
    instead: "Use lower-case letters only.",
    fires: &[("funko/funko.yml", "name: Hello\n")],
    quiet: &[("funko/funko.yml", "name: hello\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading)) = facts.yml() else { return };
    let (Ok(funko), Some(entry)) = (&reading.funko, reading.places.top("name")) else { return };
    if funko.name.contains(|c: char| c.is_ascii_uppercase()) && funko::check_name(&funko.name).is_ok() {
        let name = funko.name.trim_end();
        let message =
            format!("FaaSO calls the image `faaso-{name}`, but Docker accepts only lower-case names.");
        report.at(&file, entry.value.span, message).fix = facts.rename_funko(&name.to_lowercase());
    }
}
