use crate::checks::{
    Facts, Report, Rule,
    meaning::{Kind, Meaning},
    report::fix,
};
use crate::diagnostic::Severity;
use crinja::{
    ast::{ExprId, ExprKind},
    value::Value,
    visit::Place,
};

pub static RULE: Rule = Rule {
    id: "index-of-text",
    severity: Severity::Warning,
    title: "A string has no parts",
    what: "In FaaSO a string can't be indexed: `options.version[0]` and `options.version.major` are nothing. \
           A list has only numbers: `options.list.length` is an error.",
    why: "FaaSO prints nothing, or fails.",
    instead: "Use a filter: `| first`, `| last`, `| length`; or split the value into several options.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM node:{{ options.version[0] }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  version: \"22\"\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM node:{{ options.version }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  version: \"22\"\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in &meaning.places {
            let Some((object, asked)) = parted(meaning, place) else { continue };
            let kind = meaning.kind(object);
            if !(kind == Kind::Text || kind.is_list()) || is_called(meaning, place) {
                continue;
            }
            let written = meaning.written(object);
            let (message, other) = match (kind, &asked) {
                (Kind::Text, asked) => {
                    let message = format!("`{written}` is a string, so nothing is in it to look up.");
                    let first = matches!(asked, Asked::Number(0)).then(|| format!("{written} | first"));
                    (message, first)
                }
                (kind, Asked::Name(word)) if kind.is_list() => {
                    let length = matches!(&**word, "length" | "size" | "count");
                    let ends = matches!(&**word, "first" | "last");
                    let filter = if length { "length" } else { word };
                    let other = (length || ends).then(|| format!("{written} | {filter}"));
                    (format!("`{written}` is a list, so `{word}` isn't in it and FaaSO fails here."), other)
                }
                _ => continue,
            };
            if !report.wants(&source.id) {
                break;
            }
            let other = other.filter(|_| place.parent.is_none());
            let title = other.as_deref().map(|other| format!("Change to `{other}`")).unwrap_or_default();
            let edit = other.and_then(|other| facts.splice(&source.id, place.expr.span, other));
            report.at(&source.id, place.expr.span, message).fix = fix(title, edit);
        }
    }
}

enum Asked {
    Number(i64),
    Name(String),
    Other,
}

/// A method: see no-method.
fn is_called(meaning: &Meaning<'_>, place: &Place<'_>) -> bool {
    meaning.parent(place).is_some_and(
        |parent| matches!(&parent.expr.kind, ExprKind::Call { callee, .. } if *callee == place.id),
    )
}

/// What is looked into, and for what.
fn parted(meaning: &Meaning<'_>, place: &Place<'_>) -> Option<(ExprId, Asked)> {
    let word = |text: &str| match text.parse() {
        Ok(number) => Asked::Number(number),
        Err(_) => Asked::Name(text.to_owned()),
    };
    match &place.expr.kind {
        ExprKind::Member { object, name } => Some((*object, word(&name.text))),
        ExprKind::Index { object, index } => {
            let asked = match &meaning.template.expr(*index).kind {
                ExprKind::Literal(Value::Text(text)) => word(text.as_str()),
                ExprKind::Literal(Value::Int64(number)) => Asked::Number(*number),
                _ => Asked::Other,
            };
            Some((*object, asked))
        }
        _ => None,
    }
}
