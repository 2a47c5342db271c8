//! In Crinja “not” binds more tightly than “is”, “|” and comparisons (docs/dialect.md §4). Where the option is not there
//! both readings can agree, so the lens on one funko does not show it.

use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, text::Span};
use crinja::{
    self, Template,
    ast::{BinaryOp, Expr, ExprId, ExprKind},
    ops::{Binary, Unary},
    visit::{self, Place},
};
use std::collections::HashMap;

pub static RULE: Rule = Rule {
    id: "not-first",
    severity: Severity::Warning,
    title: "`not` applies only to the next word",
    what: "FaaSO evaluates `not x` before `is`, a filter or a comparison: `not x is defined` asks whether \
           `not x` is defined.",
    why: "`not x is defined` is always true, and `not x == y` is never what it says. Jinja2 is different.",
    instead: "Write `x is not defined` and `x != y`, or use parentheses: `not (x | length > 0)`.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM {% if not options.base is defined %}alpine{% else %}{{ options.base }}{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  base: debian\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM {% if options.base is not defined %}alpine{% else %}{{ options.base }}{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  base: debian\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        let template = meaning.template;
        for Misread { not, whole } in misread(template, &meaning.places) {
            if !report.wants(&source.id) {
                break;
            }
            let (text, span) = (&*template.text, template.expr(whole).span);
            let negated = template.expr(not).span.of(text);
            let message = format!("In `{}` FaaSO evaluates `{negated}` first.", span.of(text));
            let fixed = fixed(template, not, whole).filter(|fixed| {
                crinja::parse(&format!("{{{{ {fixed} }}}}"))
                    .is_ok_and(|alone| misread(&alone, &visit::expressions(&alone)).is_empty())
            });
            let title = fixed.as_ref().map(|fixed| format!("Change to `{fixed}`")).unwrap_or_default();
            let edit = fixed.and_then(|fixed| facts.splice(&source.id, span, fixed));
            report.at(&source.id, span, message).fix = fix(title, edit);
        }
    }
}

struct Misread {
    /// The `not x`.
    not: ExprId,
    /// What its author means to negate.
    whole: ExprId,
}

fn misread(template: &Template, places: &[Place<'_>]) -> Vec<Misread> {
    let mut found: Vec<Misread> = Vec::new();
    let mut by_first: HashMap<ExprId, usize> = HashMap::new();
    // outer ones come first, so what is wrapped around another is found before it
    for place in places {
        let Some(first) = first_part(place.expr) else { continue };
        let at = by_first.remove(&place.id).unwrap_or(found.len());
        match found.get_mut(at) {
            Some(outer) => outer.not = first,
            None => found.push(Misread { not: first, whole: place.id }),
        }
        by_first.insert(first, at);
    }
    found.retain(|misread| is_bare_not(template, template.expr(misread.not)));
    found
}

/// What a test, filter or comparison is about, which is what Crinja reads first.
fn first_part(expr: &Expr) -> Option<ExprId> {
    match &expr.kind {
        ExprKind::Test { target, .. } | ExprKind::Filter { target, .. } => Some(*target),
        ExprKind::Binary(BinaryOp::Value(_), left, _) => Some(*left),
        _ => None,
    }
}

/// `not x` without brackets around it, nor `x is not y`, which is a `not` as well.
fn is_bare_not(template: &Template, expr: &Expr) -> bool {
    let ExprKind::Unary(Unary::Not, operand) = expr.kind else { return false };
    let (before, after) = (&template.text[..expr.span.start], &template.text[expr.span.end..]);
    let in_brackets = before.trim_end().ends_with('(') && after.trim_start().starts_with(')');
    !in_brackets && template.expr(operand).span != expr.span
}

/// The same as it is meant.
fn fixed(template: &Template, not: ExprId, whole: ExprId) -> Option<String> {
    let ExprKind::Unary(_, operand) = template.expr(not).kind else { return None };
    let text = &*template.text;
    let (not, whole_span) = (template.expr(not).span, template.expr(whole).span);
    let operand = Span::new(template.expr(operand).span.start, not.end).of(text);
    let rest = Span::new(not.end, whole_span.end).of(text);
    let direct = first_part(template.expr(whole)).is_some_and(|first| template.expr(first).span == not);
    let plain = match &template.expr(whole).kind {
        ExprKind::Test { .. } if direct => rest
            .trim_start()
            .strip_prefix("is ")
            .filter(|asked| !asked.trim_start().starts_with("not "))
            .map(|asked| format!("{operand} is not {}", asked.trim_start())),
        ExprKind::Binary(BinaryOp::Value(Binary::Equal), ..) if direct => {
            rest.trim_start().strip_prefix("==").map(|other| format!("{operand} != {}", other.trim_start()))
        }
        _ => None,
    };
    Some(plain.unwrap_or_else(|| format!("not ({operand}{rest})")))
}
