use crate::checks::{Facts, Report, Rule, likely::is_like, report::fix};
use crate::{
    diagnostic::Severity,
    funko::{Entry, Reading},
    text::Span,
};

pub static RULE: Rule = Rule {
    id: "unknown-key",
    severity: Severity::Warning,
    title: "FaaSO doesn't know this key",
    what: "FaaSO reads `name`, `runtime` and `options` from funko.yml, and ignores every other key and its \
           value.",
    why: "Usually a typo: with `option:` a funko has no options at all.",
    instead: "Write `name`, `runtime` or `options`, in lower case. Put values for templates below `options`.",
    fires: &[("funko/funko.yml", "name: hello\noption:\n  ship_packages: [curl]\n")],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  ship_packages: [curl]\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading)) = facts.yml() else { return };
    for entry in reading.places.unknown().filter(|entry| !keeps_anchors(entry, reading)) {
        if !report.wants(&file) {
            return;
        }
        let key = &entry.key;
        let meant = ["name", "runtime", "options"]
            .into_iter()
            .find(|known| reading.places.top(known).is_none() && is_like(key, known));
        let message = format!("FaaSO ignores `{key}` and its value.");
        let finding = report.at(&file, entry.key_span, message);
        if let Some(meant) = meant {
            finding.fix = fix(format!("Change to `{meant}`"), facts.splice(&file, entry.key_span, meant));
        }
    }
}

/// A key that is there only to hold what aliases or merge keys name, as “x-common: &common”.
fn keeps_anchors(entry: &Entry, reading: &Reading) -> bool {
    let before = Span::new(entry.key_span.end.min(entry.value.span.start), entry.value.span.start);
    entry.key.starts_with("x-") || entry.merge.is_some() || before.of(&reading.text).contains('&')
}
