use crate::checks::{Facts, Report, Rule, characters, report::fix};
use crate::{diagnostic::Severity, text::Span};

pub static RULE: Rule = Rule {
    id: "curly-quotes",
    severity: Severity::Warning,
    title: "Curly quotes in an expression",
    what: "FaaSO's templates know straight quotes only, `\"` and `'`. Word processors and web pages turn \
           them into curly ones.",
    why: "FaaSO fails at the first one.",
    instead: "Use straight quotes.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine:{{ options.tag | default(“latest”) }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine:{{ options.tag | default(\"latest\") }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.sources().filter(|source| source.rendered) {
        let Some(text) = source.text.as_deref().filter(|text| !text.is_ascii()) else { continue };
        for inside in characters::insides(text) {
            let (curly, straight) = straightened(inside.of(text));
            let Some(first) = curly else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let span = Span::new(inside.start + first.start, inside.start + first.end);
            let message = format!("`{}` is a curly quote, which FaaSO can't read here.", span.of(text));
            let edit = facts.splice(&source.id, inside, straight);
            report.at(&source.id, span, message).fix = fix("Change to straight quotes", edit);
        }
    }
}

/// The first curly quote outside of a string, and the expression with straight ones.
fn straightened(inside: &str) -> (Option<Span>, String) {
    let mut first = None;
    let mut open: Option<char> = None;
    let mut made = String::with_capacity(inside.len());
    for (at, c) in inside.char_indices() {
        let straight = match c {
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => Some('"'),
            '‘' | '’' | '‚' | '‛' | '′' => Some('\''),
            _ => None,
        };
        match (straight, open) {
            (Some(straight), None) => {
                first.get_or_insert(Span::new(at, at + c.len_utf8()));
                made.push(straight);
            }
            (_, Some(quote)) => {
                if c == quote {
                    open = None;
                }
                made.push(c);
            }
            (None, None) => {
                if matches!(c, '"' | '\'') {
                    open = Some(c);
                }
                made.push(c);
            }
        }
    }
    (first, made)
}
