use crate::checks::{Facts, Report, Rule, likely, meaning::Meaning, report::fix};
use crate::{diagnostic::Severity, project::Group};
use crinja::{ast::ExprKind, visit::Place};
use std::collections::HashSet;

pub static RULE: Rule = Rule {
    id: "unknown-variable",
    severity: Severity::Warning,
    title: "A template uses a variable that doesn't exist",
    what: "A template knows `name`, `runtime` and, in a build, `options`, and what it sets itself. FaaSO \
           prints nothing for any other name, and fails when it looks into one.",
    why: "A typo leaves a gap in the output, without any message.",
    instead: "Check the spelling. A value of funko.yml is `options.x`, not `x`.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nLABEL funko={{ nmae }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine\nLABEL funko={{ name }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        let asked: HashSet<&str> = meaning.places.iter().filter_map(|place| asked(meaning, place)).collect();
        for place in &meaning.places {
            let ExprKind::Name { name, function: None } = &place.expr.kind else { continue };
            if meaning.is_bound(name) || KNOWN.contains(&&**name) || asked.contains(&**name) {
                continue;
            }
            if !report.wants(&source.id) {
                break;
            }
            let message = match meaning.parent(place).map(|parent| &parent.expr.kind) {
                Some(ExprKind::Call { callee, .. }) if *callee == place.id => {
                    format!("FaaSO has no function `{name}`, so it fails here.")
                }
                Some(ExprKind::Member { .. }) => {
                    format!("There's no variable `{name}`, so FaaSO fails here.")
                }
                Some(ExprKind::Index { object, .. }) if *object == place.id => {
                    format!("There's no variable `{name}`, so FaaSO fails here.")
                }
                _ => format!("There's no variable `{name}`, so FaaSO writes nothing here."),
            };
            let meant = meant(facts, meaning, place, name, source.id.group());
            let title = meant.as_deref().map(|meant| format!("Change to `{meant}`")).unwrap_or_default();
            let edit = meant.and_then(|meant| facts.splice(&source.id, place.expr.span, meant));
            report.at(&source.id, place.expr.span, message).fix = fix(title, edit);
        }
    }
}

/// What FaaSO gives, and what the language itself gives in some places. `options` of a new funko is another matter:
/// see options-in-template, and for an `if` see junk-in-tag.
const KNOWN: [&str; 9] = ["name", "runtime", "options", "loop", "self", "caller", "varargs", "kwargs", "if"];

/// The name that a template asks for, or gives a default: it knows that there may be no such variable.
fn asked<'a>(meaning: &Meaning<'a>, place: &Place<'a>) -> Option<&'a str> {
    let (target, name) = match &place.expr.kind {
        ExprKind::Test { target, name, .. } => (target, name),
        ExprKind::Filter { target, name, .. } => (target, name),
        _ => return None,
    };
    let asks = matches!(&*name.text.to_lowercase(), "defined" | "undefined" | "default" | "d");
    match &meaning.template.expr(*target).kind {
        ExprKind::Name { name, .. } if asks => Some(&**name),
        _ => None,
    }
}

fn meant(
    facts: &Facts<'_>,
    meaning: &Meaning<'_>,
    place: &Place<'_>,
    name: &str,
    group: Group,
) -> Option<String> {
    match name {
        "null" | "nil" | "NULL" | "NONE" | "Null" | "undefined" => return Some("none".to_owned()),
        "TRUE" => return Some("true".to_owned()),
        "FALSE" => return Some("false".to_owned()),
        _ => {}
    }
    let in_build = group == Group::Runtime;
    let looked_into = match meaning.parent(place).map(|parent| &parent.expr.kind) {
        Some(ExprKind::Member { name, .. }) => Some(&name.text),
        _ => None,
    };
    if looked_into.is_some_and(|key| in_build && (facts.value(key).is_some() || facts.is_used(key))) {
        return Some("options".to_owned());
    }
    if looked_into.is_none() && in_build && facts.value(name).is_some() {
        return Some(format!("options.{name}"));
    }
    let given = ["name", "runtime", "options"].into_iter().take(if in_build { 3 } else { 2 });
    likely::likely(name, given.chain(meaning.bound_names())).map(str::to_owned)
}
