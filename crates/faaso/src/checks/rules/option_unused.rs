use crate::checks::{Facts, Report, Rule, likely::is_like, report::fix};
use crate::diagnostic::Severity;

pub static RULE: Rule = Rule {
    id: "option-unused",
    severity: Severity::Warning,
    title: "No template uses this option",
    what: "FaaSO accepts any option, whether or not a template of the runtime uses it.",
    why: "A typo in the name has no effect, and the option that was meant keeps its default.",
    instead: "Check the spelling, or remove the option.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nRUN apk add git {{ options.packages | default([]) | join(\" \") }}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  package: [curl]\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nRUN apk add git {{ options.packages | default([]) | join(\" \") }}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: [curl]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading, _)) = facts.built() else { return };
    // of a template that cannot be parsed nobody knows what it uses
    if !facts.sums().all_uses_are_known() {
        return;
    }
    let unused = reading.places.options.iter().filter(|it| it.merge.is_none() && !facts.is_used(&it.key));
    for entry in unused {
        if !report.wants(&file) {
            return;
        }
        let key = &entry.key;
        let used = facts.options_used();
        let meant = used.iter().find(|used| facts.option(used).is_none() && is_like(key, used));
        let finding = report.at(
            &file,
            entry.key_span,
            format!("No template uses option `{key}`, so it has no effect."),
        );
        if let Some(meant) = meant {
            finding.fix =
                fix(format!("Change to `{meant}`"), facts.splice(&file, entry.key_span, meant.as_str()));
        }
    }
}
