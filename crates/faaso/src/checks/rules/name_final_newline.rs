use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, funko};

pub static RULE: Rule = Rule {
    id: "name-final-newline",
    severity: Severity::Warning,
    title: "A funko's name ends in a newline",
    what: "FaaSO accepts one newline at the end of a name, and keeps it as part of the name.",
    why: "`{{ name }}` breaks the line in every rendered file, and no image can have that name.",
    instead: "Write the name on the same line as its key: `name: hello`.",
    fires: &[("funko/funko.yml", "name: |\n  hello\n")],
    quiet: &[("funko/funko.yml", "name: hello\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading)) = facts.yml() else { return };
    let (Ok(funko), Some(entry)) = (&reading.funko, reading.places.top("name")) else { return };
    let taken = funko::check_name(&funko.name).is_ok();
    if let Some(name) = funko.name.strip_suffix('\n').filter(|_| taken) {
        let message = format!("The name `{name}` ends in a newline, which FaaSO keeps as part of it.");
        report.at(&file, entry.value.span, message).fix = facts.rename_funko(name);
    }
}
