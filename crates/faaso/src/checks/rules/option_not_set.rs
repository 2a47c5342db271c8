use crate::checks::{Facts, Report, Rule, report::fix, uses::Use};
use crate::{
    diagnostic::{Fix, Severity},
    funko,
    text::Span,
};
use crinja::{
    ast::{BinaryOp, ExprKind},
    ops::Unary,
};
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    id: "option-not-set",
    severity: Severity::Warning,
    title: "A template uses an option that funko.yml does not set",
    what: "A missing option prints nothing, is false in an “if”, and a “for” over it does nothing. But \
           “join” of it, and looking further into it, “options.x.y”, stop FaaSO.",
    why: "A line of the Dockerfile lacks what it needs, or nothing is built at all.",
    instead: "Set the option in funko.yml, and in the template's “funko.yml.j2”; or give it a default where \
              it is used: “options.x | default(\"…\")”.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nRUN apk add {{ options.packages | join(\" \") }}\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  packages: [curl]\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  workers: \"2\"\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nRUN apk add {{ options.packages | join(\" \") }}\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  packages: [curl]\n"),
        (
            "funko/funko.yml",
            "name: hello\nruntime: ./example\noptions:\n  workers: \"2\"\n  packages: [\"curl\"]\n",
        ),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    if facts.built().is_none() {
        return;
    }
    let mut told = BTreeSet::new();
    for found in &facts.uses {
        let key = &*found.key;
        let minds = found.default().is_none()
            && !found.is_asked_for()
            && !found.is_bare_condition()
            && !found.guarded;
        // copy-from-build has more to say about that one
        if key == "copy_from_build" || facts.option(key).is_some() || !minds {
            continue;
        }
        let fate = fate(found);
        // said once a file, and wherever FaaSO would stop
        if !told.insert((&found.file, key)) && !fate.contains("stops") {
            continue;
        }
        if !report.wants(&found.file) {
            continue;
        }
        let message = format!("The option “{key}” is not set: {fate}.");
        report.at(&found.file, found.span(), message).fix = mend(facts, found);
    }
}

/// What FaaSO makes of the missing option there.
fn fate(found: &Use<'_>) -> String {
    if found.is_looped_over() {
        return "the loop has no rounds".to_owned();
    }
    if let Some(filter) = found.filter() {
        return match fails(&filter) {
            true => format!("FaaSO stops here, since “{filter}” does not take what is not there"),
            false => format!("“{filter}” is given nothing"),
        };
    }
    match found.parents.first().map(|parent| &parent.expr.kind) {
        Some(ExprKind::Member { .. } | ExprKind::Call { .. }) => {
            "FaaSO stops here, since nothing is in it".to_owned()
        }
        Some(ExprKind::Index { object, .. }) if *object == found.place.id => {
            "FaaSO stops here, since nothing is in it".to_owned()
        }
        Some(ExprKind::Test { name, .. }) => {
            format!("the test “{}” is asked of what is not there", name.text)
        }
        Some(ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..) | ExprKind::Unary(Unary::Not, _)) => {
            "it counts as false".to_owned()
        }
        Some(ExprKind::Binary(BinaryOp::Value(op), ..)) => {
            use crinja::ops::Binary::*;
            match op {
                Equal | NotEqual => "it equals nothing".to_owned(),
                Add | Join => "FaaSO writes nothing in its place".to_owned(),
                _ => "FaaSO stops here, since it cannot calculate with nothing".to_owned(),
            }
        }
        _ => "FaaSO writes nothing in its place".to_owned(),
    }
}

/// Filters that fail on a missing option (DIFFERENCES §7).
fn fails(filter: &str) -> bool {
    matches!(filter, "join" | "list" | "first" | "last" | "replace" | "trim")
}

/// Sets the option as a new funko has it, or makes a failing filter take an empty value.
fn mend(facts: &Facts<'_>, found: &Use<'_>) -> Option<Fix> {
    let (file, reading, _) = facts.built()?;
    let key = &*found.key;
    if let Some(value) = facts.value(key) {
        let splice = funko::add_option(&reading.text, key, value)?;
        let edit = facts.splice(&file, splice.span, splice.text);
        return fix(format!("Set “{key}” in funko.yml, as a new funko has it"), edit);
    }
    let empty = match found.filter()?.as_str() {
        "join" | "list" => "default([])",
        "replace" | "trim" | "first" | "last" => "default(\"\")",
        _ => return None,
    };
    let edit = facts.splice(&found.file, Span::at(found.span().end), format!(" | {empty}"));
    fix(format!("Write “{} | {empty}”", found.written()), edit)
}
