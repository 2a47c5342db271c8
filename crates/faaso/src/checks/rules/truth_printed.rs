use crate::checks::{Facts, Report, Rule, meaning::Meaning, report::fix};
use crate::diagnostic::Severity;
use crinja::{
    ast::{BinaryOp, ExprId, ExprKind},
    visit::{Place, Role},
};

pub static RULE: Rule = Rule {
    id: "truth-printed",
    severity: Severity::Warning,
    title: "`and` and `or` give true or false, not a value",
    what: "In Jinja2 `a or b` is one of the two values. In FaaSO it's `true` or `false`.",
    why: "`{{ options.tag or \"latest\" }}` prints `true`.",
    instead: "For a default, write `options.tag | default(\"latest\")`. For a choice between two values, use \
              `{% if … %}…{% else %}…{% endif %}`.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine:{{ options.tag or \"latest\" }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  tag: \"3.22\"\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine:{{ options.tag | default(\"latest\") }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  tag: \"3.22\"\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in &meaning.places {
            let ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), left, right) = &place.expr.kind else {
                continue;
            };
            if !is_value(meaning, place) || !report.wants(&source.id) {
                continue;
            }
            let written = meaning.written(place.id);
            let message = format!("`{written}` gives `true` or `false`, not one of its values.");
            let other = (*op == BinaryOp::Or).then(|| with_default(meaning, place, *left, *right)).flatten();
            let title = other.as_deref().map(|other| format!("Change to `{other}`")).unwrap_or_default();
            let edit = other.and_then(|other| facts.splice(&source.id, place.expr.span, other));
            report.at(&source.id, place.expr.span, message).fix = fix(title, edit);
        }
    }
}

/// It is printed, compared, filtered or joined: as a value, and its sides aren't questions themselves.
fn is_value(meaning: &Meaning<'_>, place: &Place<'_>) -> bool {
    let ExprKind::Binary(_, left, right) = &place.expr.kind else { return false };
    let used = match meaning.parent(place).map(|parent| &parent.expr.kind) {
        None => place.role == Role::Printed || (place.role == Role::Value && is_string(meaning, *right)),
        // told of as a whole
        Some(ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..)) => false,
        Some(ExprKind::Binary(..) | ExprKind::Filter { .. }) => place.role == Role::Printed,
        Some(_) => false,
    };
    let asks =
        |id: ExprId| meaning.kind(id) == crate::checks::meaning::Kind::Truth && !is_choice(meaning, id);
    used && !(asks(*left) && asks(*right))
}

/// `a and b`, whose values are no questions.
fn is_choice(meaning: &Meaning<'_>, id: ExprId) -> bool {
    match &meaning.template.expr(id).kind {
        ExprKind::Binary(BinaryOp::And | BinaryOp::Or, _, right) => {
            meaning.kind(*right) != crate::checks::meaning::Kind::Truth
        }
        _ => false,
    }
}

fn is_string(meaning: &Meaning<'_>, id: ExprId) -> bool {
    matches!(&meaning.template.expr(id).kind, ExprKind::Literal(value) if value.is_text())
}

/// `option or "other"` as a default.
fn with_default(meaning: &Meaning<'_>, place: &Place<'_>, left: ExprId, right: ExprId) -> Option<String> {
    let ExprKind::Member { .. } = &meaning.template.expr(left).kind else { return None };
    meaning.option(left)?;
    let plain = is_string(meaning, right) && place.parent.is_none();
    plain.then(|| format!("{} | default({})", meaning.written(left), meaning.written(right)))
}
