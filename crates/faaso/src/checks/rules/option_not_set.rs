use crate::checks::{Facts, Report, Rule, likely, report::fix, uses::Use};
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
    title: "A template uses an option that funko.yml doesn't set",
    what: "An unset option prints nothing, is false in an `if`, and its loop is skipped. Joining it, or \
           looking into it (`options.x.y`), is an error.",
    why: "A line of the Dockerfile lacks something, or the build fails.",
    instead: "Check the spelling. Set the option in funko.yml and in the template's `funko.yml.j2`, or give it a default: \
              `options.x | default(\"…\")`.",
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
    if !facts.is_built() {
        return;
    }
    let mut told = BTreeSet::new();
    for found in facts.uses() {
        let key = &*found.key;
        let minds = found.default().is_none()
            && !found.is_asked_for()
            && !found.is_bare_condition()
            && !found.guarded;
        // copy-from-build has more to say about that one
        if key == "copy_from_build" || facts.option(key).is_some() || !minds {
            continue;
        }
        let effect = effect(found);
        // said once a file, and wherever FaaSO would fail
        if !told.insert((&found.file, key)) && !matches!(effect, Effect::Fails(_)) {
            continue;
        }
        if !report.wants(&found.file) {
            continue;
        }
        let message = match &effect {
            Effect::Nothing => format!("Option `{key}` isn't set, so it renders as nothing."),
            Effect::Quiet(what) => format!("Option `{key}` isn't set, so {what}."),
            Effect::Fails(why) => format!("Option `{key}` isn't set. FaaSO fails here: {why}."),
        };
        report.at(&found.file, found.span(), message).fix = offered(facts, found);
    }
}

/// What a missing option does where it's used.
enum Effect {
    /// FaaSO writes nothing in its place.
    Nothing,
    /// Something else happens, without an error.
    Quiet(String),
    Fails(String),
}

fn effect(found: &Use<'_>) -> Effect {
    let quiet = |what: &str| Effect::Quiet(what.to_owned());
    let fails = |why: &str| Effect::Fails(why.to_owned());
    if found.is_looped_over() {
        return quiet("the loop is skipped");
    }
    if let Some(filter) = found.filter() {
        return match needs_value(&filter) {
            true => Effect::Fails(format!("`{filter}` needs a value")),
            false => Effect::Quiet(format!("`{filter}` gets no value")),
        };
    }
    match found.parents.first().map(|parent| &parent.expr.kind) {
        Some(ExprKind::Member { .. } | ExprKind::Call { .. }) => fails("there's nothing to look into"),
        Some(ExprKind::Index { object, .. }) if *object == found.place.id => {
            fails("there's nothing to look into")
        }
        Some(ExprKind::Test { name, .. }) => Effect::Quiet(format!("test `{}` gets no value", name.text)),
        Some(ExprKind::Binary(BinaryOp::And | BinaryOp::Or, ..) | ExprKind::Unary(Unary::Not, _)) => {
            quiet("it counts as false")
        }
        Some(ExprKind::Binary(BinaryOp::Value(op), ..)) => {
            use crinja::ops::Binary::*;
            match op {
                Equal | NotEqual => quiet("it's equal to nothing"),
                Add | Join => Effect::Nothing,
                _ => fails("it can't calculate without a value"),
            }
        }
        _ => Effect::Nothing,
    }
}

/// Filters that fail on a missing option (docs/dialect.md §7).
fn needs_value(filter: &str) -> bool {
    matches!(filter, "join" | "list" | "first" | "last" | "replace" | "trim")
}

/// Takes the name of an option that is meant, sets the option as a new funko has it, or makes a failing filter take an
/// empty value.
fn offered(facts: &Facts<'_>, found: &Use<'_>) -> Option<Fix> {
    let (file, reading, funko) = facts.built()?;
    let key = &*found.key;
    // one that is set, and used under no other name
    let unused = funko.options.iter().map(|(known, _)| known.as_str()).filter(|known| !facts.is_used(known));
    if let Some(meant) = likely::likely(key, unused) {
        let edit = facts.splice(&found.file, found.key_span()?, meant);
        return fix(format!("Change to `{meant}`"), edit);
    }
    if let Some(value) = facts.value(key) {
        let splice = funko::add_option(&reading.text, key, value)?;
        let edit = facts.splice(&file, splice.span, splice.text);
        return fix(format!("Add `{key}` to funko.yml with its default"), edit);
    }
    let empty = match found.filter()?.as_str() {
        "join" | "list" => "default([])",
        "replace" | "trim" | "first" | "last" => "default(\"\")",
        _ => return None,
    };
    let edit = facts.splice(&found.file, Span::at(found.span().end), format!(" | {empty}"));
    fix(format!("Change to `{} | {empty}`", found.written()), edit)
}
