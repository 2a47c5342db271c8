use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, funko::Shape};

pub static RULE: Rule = Rule {
    id: "null-option",
    severity: Severity::Warning,
    title: "`null` is read as a string",
    what: "To FaaSO every option is a string or a list of strings. `null` and `~` are the strings `null` \
           and `~`.",
    why: "Templates print `null`, and `if` and `default` treat it as a normal value.",
    instead: "Remove the option, or use an empty string: `\"\"`.",
    fires: &[("funko/funko.yml", "name: hello\noptions:\n  healthcheck: null\n")],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  healthcheck: \"\"\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading)) = facts.yml() else { return };
    for entry in &reading.places.options {
        let nulls = match &entry.value.shape {
            Shape::Text { null: true, .. } => vec![entry.value.span],
            Shape::List(items) => items.iter().filter(|item| item.null).map(|item| item.span).collect(),
            _ => Vec::new(),
        };
        // of an empty one FaaSO makes the empty text, which is no surprise
        for span in nulls.into_iter().filter(|span| !span.is_empty()) {
            if !report.wants(&file) {
                return;
            }
            let (key, written) = (&entry.key, span.of(&reading.text));
            let message = format!("FaaSO reads `{written}` in option `{key}` as the string `{written}`.");
            let quoted = facts.splice(&file, span, format!("\"{written}\""));
            report.at(&file, span, message).fix = fix(format!("Quote it: `\"{written}\"`"), quoted);
        }
    }
}
