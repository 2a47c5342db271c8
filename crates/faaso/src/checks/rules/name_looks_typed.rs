use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, funko::Shape, text::Span};

pub static RULE: Rule = Rule {
    id: "name-looks-typed",
    severity: Severity::Warning,
    title: "A funko's name looks like a number, a boolean or null",
    what: "To FaaSO every name is a string, also `5`, `true` and `null`.",
    why: "Other programs that read the file see something else: 0x1F is 31, `on` is true.",
    instead: "Use a word as the name, or put it in quotes.",
    fires: &[("funko/funko.yml", "name: 0x1F\n")],
    quiet: &[("funko/funko.yml", "name: \"0x1F\"\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading)) = facts.yml() else { return };
    let (Ok(funko), Some(entry)) = (&reading.funko, reading.places.top("name")) else { return };
    if let (Some(kind), Shape::Text { plain: true, .. }) = (kind(&funko.name), &entry.value.shape) {
        let name = &funko.name;
        let message = format!("The name `{name}` is a string to FaaSO, but {kind} to other programs.");
        let Span { start, end } = entry.value.span;
        let quoted = facts.splice(&file, Span::new(start, end), format!("\"{name}\""));
        report.at(&file, entry.value.span, message).fix =
            crate::checks::report::fix("Put it in quotes", quoted);
    }
}

/// What YAML takes a plain scalar of letters and digits for.
fn kind(name: &str) -> Option<&'static str> {
    // “007” is a number to YAML 1.1 alone
    let number = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit())
        || name.starts_with(|c: char| c.is_ascii_digit())
            && serde_yaml::from_str::<serde_yaml::Value>(name).is_ok_and(|value| value.is_number());
    match name.to_ascii_lowercase().as_str() {
        _ if number => Some("a number"),
        "null" => Some("null"),
        "true" | "false" | "yes" | "no" | "on" | "off" => Some("a boolean"),
        _ => None,
    }
}
