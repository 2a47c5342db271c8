use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, text::Span};

pub static RULE: Rule = Rule {
    id: "nul-in-template",
    severity: Severity::Warning,
    title: "A NUL character ends the template",
    what: "FaaSO ends a template at the first NUL byte and drops everything after it, without an error.",
    why: "The output is cut off, and a binary file is destroyed.",
    instead: "For a binary file, remove `.j2` from its name so that FaaSO copies it.",
    fires: &[("runtime/logo.png.j2", "\u{1}PNG\0\0\0")],
    quiet: &[("runtime/logo.png", "\u{1}PNG\0\0\0")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.sources().filter(|source| source.rendered) {
        let Some(text) = source.text.as_deref() else { continue };
        if let Some(at) = text.find('\0') {
            let lost = source.file.bytes.iter().skip_while(|byte| **byte != 0).count();
            let message = format!(
                "`{}` has a NUL byte. FaaSO drops the last {lost} of its {} bytes.",
                source.id.shown(),
                source.file.bytes.len()
            );
            report.at(&source.id, Span::new(at, at + 1), message);
        }
    }
}
