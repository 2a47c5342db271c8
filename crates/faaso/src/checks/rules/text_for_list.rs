use crate::checks::{Facts, Report, Rule, report::fix, sums::Apart};
use crate::{
    diagnostic::Severity,
    funko::{self, OptionValue},
};

pub static RULE: Rule = Rule {
    id: "text-for-list",
    severity: Severity::Warning,
    title: "This option should be a list",
    what: "FaaSO splits a string into characters when a template joins it or loops over it: `packages: \
           curl` joined with spaces becomes `c u r l`.",
    why: "The Dockerfile names packages of one letter each.",
    instead: "Write a list, even for one value: `packages: [curl]`.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nRUN apk add {{ options.packages | join(\" \") }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: curl\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nRUN apk add {{ options.packages | join(\" \") }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: [curl]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading, funko)) = facts.built() else { return };
    for (key, value) in &funko.options {
        let (OptionValue::Text(text), Some(place)) = (value, facts.option_entry(key)) else {
            continue;
        };
        let Some(why) = meant_as_list(facts, key, text).filter(|_| report.wants(&file)) else { continue };
        let splice = funko::option_to_list(&reading.text, key);
        let edit = splice.and_then(|splice| facts.splice(&file, splice.span, splice.text));
        let message = format!("`{key}` is a string, {why}.");
        report.at(&file, place.value.span, message).fix = fix("Change to a list", edit);
    }
}

/// Why it should be a list, if it should.
fn meant_as_list(facts: &Facts<'_>, key: &str, text: &str) -> Option<String> {
    let in_parts = facts.taken_apart(key).map(|apart| match apart {
        Apart::Joined => "joins",
        Apart::LoopedOver => "loops over",
    });
    let first: String = text.chars().take(4).flat_map(|c| [c, ' ']).collect();
    let more = if text.chars().count() > 4 { "…" } else { "" };
    match in_parts {
        // of one letter or none the same is made as of a list
        Some(does) if text.chars().count() > 1 => {
            Some(format!("and a template {does} it character by character: `{}{more}`", first.trim_end()))
        }
        _ if matches!(facts.new_option(key), Some(OptionValue::List(_))) => {
            Some("but a list in a new funko".to_owned())
        }
        _ => None,
    }
}
