use crate::checks::{Facts, Report, Rule, meaning::Meaning};
use crate::{diagnostic::Severity, funko::OptionValue};
use crinja::{
    ast::{ExprId, ExprKind},
    value::Value,
    visit::Place,
};
use std::rc::Rc;

pub static RULE: Rule = Rule {
    id: "default-empty",
    severity: Severity::Warning,
    title: "`default(…, true)` doesn't replace an empty string or list",
    what: "FaaSO's `default` replaces what isn't set. With `true` it also replaces false and 0, but no empty \
           string and no empty list: these count as true.",
    why: "The output is empty where the default is expected.",
    instead: "Ask for the length: `{% if options.x | length > 0 %}{{ options.x }}{% else %}…{% endif %}`. Or \
              remove the option from funko.yml.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine:{{ options.tag | default(\"latest\", true) }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  tag: \"\"\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine:{{ options.tag | default(\"latest\", true) }}\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  tag: \"3.22\"\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for place in &meaning.places {
            let Some(target) = replaces_false(meaning, place) else { continue };
            let Some(what) = meaning.option(target).and_then(|key| empty(facts, key)) else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let message =
                format!("`{}` is {what}, and `default(…, true)` keeps it.", meaning.written(target));
            report.at(&source.id, place.expr.span, message);
        }
    }
}

/// What is given a default, with the word that it is also to be taken for what is false.
fn replaces_false(meaning: &Meaning<'_>, place: &Place<'_>) -> Option<ExprId> {
    let ExprKind::Filter { target, name, arguments } = &place.expr.kind else { return None };
    let boolean = arguments.keyword.iter().find(|(name, _)| &*name.text == "boolean").map(|(_, value)| value);
    let boolean = boolean.or(arguments.positional.get(1))?;
    let yes = matches!(meaning.template.expr(*boolean).kind, ExprKind::Literal(Value::Bool(true)));
    (yes && matches!(&*name.text.to_lowercase(), "default" | "d")).then_some(*target)
}

fn empty(facts: &Facts<'_>, key: Rc<str>) -> Option<&'static str> {
    match facts.value(&key)? {
        OptionValue::Text(text) => text.is_empty().then_some("an empty string"),
        OptionValue::List(items) => items.is_empty().then_some("an empty list"),
    }
}
