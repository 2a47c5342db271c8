use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, text::Span};

pub static RULE: Rule = Rule {
    id: "invalid-utf8",
    severity: Severity::Warning,
    title: "A template is not UTF-8",
    what: "FaaSO reads templates as UTF-8. Each byte that is part of no character becomes “\u{FFFD}” in the \
           result.",
    why: "The text is not what it was, and cannot be got back from the result.",
    instead: "Save the file as UTF-8. Take “.j2” off a binary file's name, so that it is copied.",
    fires: &[("runtime/greeting.txt.j2", "Espa\u{FFFD}a, {{ name }}\n")],
    quiet: &[("runtime/greeting.txt.j2", "España, {{ name }}\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.sources.iter().filter(|source| source.rendered) {
        let bad: usize = source.file.bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
        if bad > 0 {
            let first = source.file.bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
            let span = Span::new(first, first + char::REPLACEMENT_CHARACTER.len_utf8());
            let how_many =
                if bad == 1 { "a byte that is".to_owned() } else { format!("{bad} bytes that are") };
            let message = format!(
                "“{}” has {how_many} not UTF-8: FaaSO writes “\u{FFFD}” for each.",
                source.id.shown()
            );
            report.at(&source.id, span, message);
        }
    }
}
