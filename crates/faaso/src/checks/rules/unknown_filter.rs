use crate::checks::{Facts, Report, Rule, likely, meaning::Meaning, report::fix};
use crate::{diagnostic::Severity, text::Span};
use crinja::{
    ast::{ExprKind, Name},
    filters, tests,
    value::Value,
};

pub static RULE: Rule = Rule {
    id: "unknown-filter",
    severity: Severity::Warning,
    title: "FaaSO has no such filter or test",
    what: "FaaSO looks for a filter or test only when it gets there. In a branch that isn't taken now, an \
           unknown one goes unnoticed.",
    why: "FaaSO fails as soon as an option selects that branch.",
    instead: "Check the spelling, or use one of FaaSO's own filters and tests.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.packages is defined %}\n\
             RUN apk add {{ options.packages | joim(\" \") }}\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.packages is defined %}\n\
             RUN apk add {{ options.packages | join(\" \") }}\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in &meaning.places {
            let Some(unknown) = unknown(meaning, &place.expr.kind) else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let Unknown { name, span, what } = &unknown;
            let message = format!("FaaSO has no {what} `{name}`, so it fails when it gets here.");
            let other = unknown.other();
            let edit = other.and_then(|other| facts.splice(&source.id, *span, other));
            let title = format!("Change to `{}`", other.unwrap_or_default());
            report.at(&source.id, *span, message).fix = fix(title, edit);
        }
    }
}

struct Unknown {
    name: String,
    span: Span,
    what: &'static str,
}

fn unknown(meaning: &Meaning<'_>, kind: &ExprKind) -> Option<Unknown> {
    let of = |name: &Name, what| Unknown { name: name.text.to_string(), span: name.span, what };
    match kind {
        ExprKind::Filter { name, .. } if filters::find(&name.text).is_err() => Some(of(name, FILTER)),
        ExprKind::Test { name, .. } if tests::find(&name.text).is_err() => Some(of(name, TEST)),
        // the name of another one, as a string
        ExprKind::Filter { name, arguments, .. } => {
            let (at, known): (usize, fn(&str) -> bool) = match &*name.text.to_lowercase() {
                "map" => (0, |name| filters::find(name).is_ok()),
                "select" | "reject" => (0, |name| tests::find(name).is_ok()),
                "selectattr" | "rejectattr" => (1, |name| tests::find(name).is_ok()),
                _ => return None,
            };
            let given = meaning.template.expr(*arguments.positional.get(at)?);
            let ExprKind::Literal(Value::Text(text)) = &given.kind else { return None };
            let what = if *name.text == *"map" { FILTER } else { TEST };
            let inside = Span::new(given.span.start + 1, given.span.end - 1);
            (!known(text.as_str())).then(|| Unknown { name: text.as_str().to_owned(), span: inside, what })
        }
        _ => None,
    }
}

const FILTER: &str = "filter";
const TEST: &str = "test";

impl Unknown {
    /// The one that is meant.
    fn other(&self) -> Option<&'static str> {
        let others: &[(&str, &str)] = if self.what == FILTER { &FILTERS } else { &TESTS };
        let name = self.name.to_lowercase();
        if let Some((_, other)) = others.iter().find(|(theirs, _)| *theirs == name) {
            return Some(other);
        }
        let long_enough = |known: &&str| known.len() > 2;
        match self.what {
            FILTER => likely::likely(&name, filters::names().filter(long_enough)),
            _ => likely::likely(&name, tests::names().filter(long_enough)),
        }
    }
}

/// What other languages call a filter that does the same.
const FILTERS: [(&str, &str); 12] = [
    ("uppercase", "upper"),
    ("upcase", "upper"),
    ("lowercase", "lower"),
    ("downcase", "lower"),
    ("strip", "trim"),
    ("size", "length"),
    ("len", "length"),
    ("to_json", "tojson"),
    ("json", "tojson"),
    ("str", "string"),
    ("escape_html", "e"),
    ("tostring", "string"),
];

const TESTS: [(&str, &str); 10] = [
    ("eq", "equalto"),
    ("equal", "equalto"),
    ("equal_to", "equalto"),
    ("gt", "greaterthan"),
    ("lt", "lessthan"),
    ("divisible_by", "divisibleby"),
    ("greater_than", "greaterthan"),
    ("less_than", "lessthan"),
    ("null", "none"),
    ("list", "sequence"),
];
