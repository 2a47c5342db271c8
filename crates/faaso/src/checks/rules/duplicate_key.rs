use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{
    diagnostic::Severity,
    funko::{self, Entry, Places, Reading, Splice},
    text::Span,
};

/// Up to this size of a `funko.yml`, in bytes, a fix is looked for.
const TRIED: usize = 64 << 10;

pub static RULE: Rule = Rule {
    id: "duplicate-key",
    severity: Severity::Warning,
    title: "A key is set twice",
    what: "FaaSO uses the value of the last of two equal keys. Among the options it keeps the place of the \
           first.",
    why: "The first value has no effect.",
    instead: "Keep one of the two and delete the other.",
    fires: &[(
        "funko/funko.yml",
        "name: hello\noptions:\n  workers: \"2\"\n  threads: \"4\"\n  workers: \"8\"\n",
    )],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  threads: \"4\"\n  workers: \"8\"\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading)) = facts.yml() else { return };
    for entries in [&reading.places.top, &reading.places.options] {
        for (first, later) in Places::duplicates(entries) {
            // a merge that brings what is written here as well is another matter: see merge-over-key
            if first.merge.is_some() || later.merge.is_some() {
                continue;
            }
            if !report.wants(&file) {
                return;
            }
            let line = reading.text[..later.key_span.start].matches('\n').count() + 1;
            let key = &first.key;
            let message = format!(
                "`{key}` is set again in line {line}. FaaSO uses that value; this one has no effect."
            );
            let edit =
                without(first, reading).and_then(|splice| facts.splice(&file, splice.span, splice.text));
            report.at(&file, first.key_span, message).fix = fix("Delete this one", edit);
        }
    }
}

/// Takes an entry out, lines and all. None where that would change what FaaSO reads.
fn without(entry: &Entry, reading: &Reading) -> Option<Splice> {
    let text = &reading.text;
    // each is tried by reading the whole
    if text.len() > TRIED {
        return None;
    }
    let start = text[..entry.key_span.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[entry.value.span.end..].find('\n').map_or(text.len(), |at| entry.value.span.end + at + 1);
    let alone = text[start..entry.key_span.start].trim().is_empty() && {
        let rest = text[entry.value.span.end..end].trim();
        rest.is_empty() || rest.starts_with('#')
    };
    let splice = Splice { span: Span::new(start, end), text: String::new() };
    let after = funko::read(splice.apply(text).as_bytes());
    let values = |reading: &Reading| {
        let funko = reading.funko.as_ref().ok()?;
        let mut options = funko.options.clone();
        options.sort_by(|(a, _), (b, _)| a.cmp(b));
        Some((funko.name.clone(), funko.runtime.clone(), options))
    };
    (alone && values(reading).is_some() && values(&after) == values(reading)).then_some(splice)
}
