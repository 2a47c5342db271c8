use crate::checks::{Facts, Report, Rule};
use crate::diagnostic::Severity;

pub static RULE: Rule = Rule {
    id: "name-proxy",
    severity: Severity::Warning,
    title: "A funko named `proxy` can't be reached",
    what: "FaaSO's proxy has that name itself, and ignores a funko with the same name.",
    why: "The funko starts, but nobody can reach it.",
    instead: "Use another name.",
    fires: &[("funko/funko.yml", "name: proxy\n")],
    quiet: &[("funko/funko.yml", "name: myproxy\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading)) = facts.yml() else { return };
    let (Ok(funko), Some(entry)) = (&reading.funko, reading.places.top("name")) else { return };
    if funko.name.trim_end() == "proxy" {
        report.at(&file, entry.value.span, "FaaSO's proxy ignores a funko named `proxy`.");
    }
}
