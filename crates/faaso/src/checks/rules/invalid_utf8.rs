use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, text::Span};

pub static RULE: Rule = Rule {
    id: "invalid-utf8",
    severity: Severity::Warning,
    title: "A template isn't UTF-8",
    what: "FaaSO reads templates as UTF-8. It replaces each byte that isn't part of a character with \
           `\u{FFFD}`.",
    why: "The output differs from the file, and the original can't be recovered from it.",
    instead: "Save the file as UTF-8. For a binary file, remove `.j2` from its name so that FaaSO copies it.",
    fires: &[("runtime/greeting.txt.j2", "Espa\u{FFFD}a, {{ name }}\n")],
    quiet: &[("runtime/greeting.txt.j2", "España, {{ name }}\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.sources().filter(|source| source.rendered) {
        let bad: usize = source.file.bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
        if bad > 0 {
            let first = source.file.bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
            let span = Span::new(first, first + char::REPLACEMENT_CHARACTER.len_utf8());
            let how_many =
                if bad == 1 { "a byte that isn't".to_owned() } else { format!("{bad} bytes that aren't") };
            let message =
                format!("`{}` has {how_many} UTF-8. FaaSO writes `\u{FFFD}` for each.", source.id.shown());
            report.at(&source.id, span, message);
        }
    }
}
