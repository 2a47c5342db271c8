use crate::checks::{
    Facts, Report, Rule,
    meaning::{Kind, Meaning},
    report::fix,
    uses::Use,
};
use crate::{diagnostic::Severity, funko::OptionValue, text::Span};
use crinja::{
    Template,
    ast::{BinaryOp, ExprKind, Form, Node, NodeId, Tag, TagKind},
    ops::Unary,
    visit::{self, Place, Role},
};

pub static RULE: Rule = Rule {
    id: "bare-if",
    severity: Severity::Warning,
    title: "`if options.x` is true for every option that is set",
    what: "In FaaSO's templates only false, 0, none and unset values count as false. Options are strings \
           and lists, so even `false`, `0`, an empty string and an empty list are true.",
    why: "The branch is taken whatever funko.yml says. Jinja2 is different.",
    instead: "Test explicitly, for example: `options.list | length > 0`, `options.flag == \"true\"` or \
              `options.x is defined`.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.packages %}\nRUN apk add {{ options.packages | join(\" \") }}\n\
             {% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: []\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.packages | length > 0 %}\n\
             RUN apk add {{ options.packages | join(\" \") }}\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: []\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for found in facts.uses().filter(|found| found.is_bare_condition() && !is_harmless(facts, found)) {
        if !report.wants(&found.file) {
            continue;
        }
        let value = facts.value(&found.key);
        let (span, negated) = operand(found);
        let message = message(found.written(), value);
        let asked =
            if found.default().is_some() { None } else { Some(question(found.written(), value, negated)) };
        let edit = asked.as_ref().and_then(|asked| facts.splice(&found.file, span, asked.as_str()));
        let title = asked.map(|asked| format!("Change to `{asked}`")).unwrap_or_default();
        report.at(&found.file, found.span(), message).fix = fix(title, edit);
    }
    for (source, meaning) in facts.templates() {
        for place in meaning.places.iter().filter(|place| place.role == Role::Condition) {
            let Some(value) = named(facts, meaning, place) else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let written = meaning.written(place.id);
            let asked = question(written, Some(&value), false);
            let negated = meaning.parent(place).is_some_and(is_not);
            let edit = facts.splice(&source.id, place.expr.span, asked.as_str()).filter(|_| !negated);
            let title = format!("Change to `{asked}`");
            report.at(&source.id, place.expr.span, message(written, Some(&value))).fix = fix(title, edit);
        }
    }
}

fn message(written: &str, value: Option<&OptionValue>) -> String {
    let is = match value {
        Some(OptionValue::List(_)) => "is a list. Lists are always true, even when empty",
        Some(OptionValue::Text(_)) => "is a string. Strings are always true, even `false` and `\"\"`",
        None => "is true as soon as it's set, whatever its value",
    };
    format!("`{written}` {is}.")
}

/// A name that `set` gives an option or its default, with the option's value.
fn named(facts: &Facts<'_>, meaning: &Meaning<'_>, place: &Place<'_>) -> Option<OptionValue> {
    let ExprKind::Name { .. } = place.expr.kind else { return None };
    let mut outer = place;
    while let Some(parent) = meaning.parent(outer) {
        if !is_logic(parent) {
            return None;
        }
        outer = parent;
    }
    let value = meaning.resolved(place.id);
    let (option, has_default) = match &meaning.template.expr(value).kind {
        ExprKind::Filter { target, name, .. } if matches!(&*name.text, "default" | "d") => (*target, true),
        _ => (value, false),
    };
    let key = meaning.option(option).filter(|_| value != place.id)?;
    let kind = meaning.kind(value);
    match facts.value(&key) {
        Some(value) => Some(value.clone()),
        None if has_default && kind.is_list() => Some(OptionValue::List(Vec::new())),
        None if has_default && kind == Kind::Text => Some(OptionValue::Text(String::new())),
        None => None,
    }
}

fn is_logic(place: &Place<'_>) -> bool {
    is_not(place) || matches!(place.expr.kind, ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..))
}

fn is_not(place: &Place<'_>) -> bool {
    matches!(place.expr.kind, ExprKind::Unary(Unary::Not, _))
}

/// It asks only whether the option is set, and what hangs on it does nothing for an empty one: another condition beside
/// it asks for the value, or a loop over the same option is all there is.
fn is_harmless(facts: &Facts<'_>, found: &Use<'_>) -> bool {
    let template = found.template;
    let Some(meaning) = facts.meaning(&found.file) else { return false };
    let same = |id| meaning.option(id).is_some_and(|key| key == found.key);
    let beside = found
        .parents
        .iter()
        .take_while(|parent| matches!(parent.expr.kind, ExprKind::Binary(BinaryOp::And, ..)));
    let asks_again = beside.last().is_some_and(|and| {
        let mut ahead = vec![and.id];
        // long conditions are looked at in part
        for _ in 0..64 {
            let Some(id) = ahead.pop() else { break };
            let expr = template.expr(id);
            let asks = !matches!(
                expr.kind,
                ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..) | ExprKind::Unary(..)
            );
            let parts = visit::parts_of(expr);
            if asks && parts.iter().any(|part| same(*part)) {
                return true;
            }
            ahead.extend(parts);
        }
        false
    });
    if asks_again {
        return true;
    }
    let Node::Tag(tag) = template.node(found.place.node) else { return false };
    match &tag.form {
        Ok(Form::For(form)) => same(form.items),
        Ok(Form::Expr(_)) if tag.kind == TagKind::If && found.parents.is_empty() => {
            let mut loops = 0;
            tag.body.iter().all(|id| match template.node(*id) {
                Node::Text(text) => text.kept.iter().all(|kept| kept.of(&template.text).trim().is_empty()),
                Node::Comment(_) => true,
                Node::Tag(inner) => {
                    loops += 1;
                    matches!(&inner.form, Ok(Form::For(form)) if same(form.items) && !has_else(template, inner))
                }
                Node::Print(_) => false,
            }) && loops > 0
        }
        _ => false,
    }
}

fn has_else(template: &Template, tag: &Tag) -> bool {
    let is_else = |id: &NodeId| matches!(template.node(*id), Node::Tag(tag) if tag.kind == TagKind::Else);
    tag.body.iter().any(is_else)
}

/// What to replace: the option, together with a `not` before it.
fn operand(found: &Use<'_>) -> (Span, bool) {
    match found.value() {
        (_, [parent, ..]) if matches!(parent.expr.kind, ExprKind::Unary(Unary::Not, _)) => {
            (parent.expr.span, true)
        }
        (value, _) => (value.expr.span, false),
    }
}

/// The same question, asked so that FaaSO takes it as it's meant.
fn question(option: &str, value: Option<&OptionValue>, negated: bool) -> String {
    let pick = |plain: &str, not: &str| (if negated { not } else { plain }).to_owned();
    match value {
        Some(OptionValue::List(_)) => format!("{option} | length {}", pick("> 0", "== 0")),
        Some(OptionValue::Text(text)) => match yes(text) {
            Some(yes) => format!("{option} {} \"{yes}\"", pick("==", "!=")),
            None => format!("{option} | default(\"\") {} \"\"", pick("!=", "==")),
        },
        None => format!("{option} {}", pick("is defined", "is not defined")),
    }
}

/// The text for yes, in the style of one for yes or no.
fn yes(text: &str) -> Option<&'static str> {
    match text {
        "true" | "false" => Some("true"),
        "yes" | "no" => Some("yes"),
        "on" | "off" => Some("on"),
        _ => None,
    }
}
