use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, text::Span};

pub static RULE: Rule = Rule {
    id: "nul-in-template",
    severity: Severity::Warning,
    title: "A NUL ends the template",
    what: "FaaSO takes a NUL byte for the end of a template: all that follows is dropped, without notice.",
    why: "The file is cut off. A binary file is destroyed.",
    instead: "Take “.j2” off a binary file's name, so that it is copied.",
    fires: &[("runtime/logo.png.j2", "\u{1}PNG\0\0\0")],
    quiet: &[("runtime/logo.png", "\u{1}PNG\0\0\0")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.sources.iter().filter(|source| source.rendered) {
        let Some(text) = source.text.as_deref() else { continue };
        if let Some(at) = text.find('\0') {
            let lost = source.file.bytes.iter().skip_while(|byte| **byte != 0).count();
            let message = format!(
                "“{}” has a NUL byte: FaaSO drops the last {lost} of its {} bytes.",
                source.id.shown(),
                source.file.bytes.len()
            );
            report.at(&source.id, Span::new(at, at + 1), message);
        }
    }
}
