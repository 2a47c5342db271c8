use crate::checks::{
    Facts, Report, Rule,
    meaning::{Kind, Meaning},
    report::fix,
};
use crate::diagnostic::Severity;
use crinja::{
    ast::{BinaryOp, ExprId, ExprKind},
    ops::{Binary, Unary},
    visit::{Place, Role},
};

pub static RULE: Rule = Rule {
    id: "always-true",
    severity: Severity::Warning,
    title: "A string in a condition is always true",
    what: "`x == \"a\" or \"b\"` asks whether `x` is `a`, or whether `b` is true. Every string is.",
    why: "The branch is always taken.",
    instead: "Compare twice, `x == \"a\" or x == \"b\"`, or write `x is in [\"a\", \"b\"]`.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.mode == \"dev\" or \"test\" %}\nRUN apk add curl\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: dev\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.mode == \"dev\" or options.mode == \"test\" %}\nRUN apk add curl\n\
             {% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: dev\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in meaning.places.iter().filter(|place| place.role == Role::Condition) {
            let ExprKind::Binary(BinaryOp::Or | BinaryOp::And, left, right) = &place.expr.kind else {
                continue;
            };
            if !decides(meaning, place) {
                continue;
            }
            let Some(string) = [*right, *left].into_iter().find(|id| is_string(meaning, *id)) else {
                continue;
            };
            if !report.wants(&source.id) {
                break;
            }
            let written = meaning.written(string);
            let message = format!("The string `{written}` is always true.");
            let asked = compared(meaning, *left).filter(|_| string == *right);
            let title =
                asked.as_deref().map(|asked| format!("Change to `{asked}{written}`")).unwrap_or_default();
            let span = meaning.template.expr(string).span;
            let edit = asked.and_then(|asked| facts.splice(&source.id, span, format!("{asked}{written}")));
            report.at(&source.id, span, message).fix = fix(title, edit);
        }
    }
}

/// Its truth is what is asked for: it's no argument of a test.
fn decides(meaning: &Meaning<'_>, place: &Place<'_>) -> bool {
    let mut outer = place;
    while let Some(parent) = meaning.parent(outer) {
        if !matches!(
            parent.expr.kind,
            ExprKind::Binary(BinaryOp::Or | BinaryOp::And, ..) | ExprKind::Unary(Unary::Not, _)
        ) {
            return false;
        }
        outer = parent;
    }
    true
}

/// A string itself, not what an operator or filter makes of it.
fn is_string(meaning: &Meaning<'_>, id: ExprId) -> bool {
    matches!(meaning.template.expr(id).kind, ExprKind::Literal(_)) && meaning.kind(id) == Kind::Text
}

/// `x == ` of the comparison to the left.
fn compared(meaning: &Meaning<'_>, left: ExprId) -> Option<String> {
    match &meaning.template.expr(left).kind {
        ExprKind::Binary(BinaryOp::Value(Binary::Equal), left, _) => {
            Some(format!("{} == ", meaning.written(*left)))
        }
        ExprKind::Binary(BinaryOp::Or, _, right) => compared(meaning, *right),
        _ => None,
    }
}
