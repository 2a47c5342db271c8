//! Uses of options in a parsed template, with what they are a part of.

use crinja::{
    Template,
    ast::{ExprId, ExprKind, Node, Print},
    token::Kind,
    visit::{self, OptionUse, Place},
};
use faaso::text::Span;
use std::collections::HashMap;

/// Every use of one option, as written.
pub fn of<'a>(template: &'a Template, key: &str) -> Vec<OptionUse<'a>> {
    visit::options(template).into_iter().filter(|found| &*found.key == key).collect()
}

/// Every option that a template names.
pub fn keys(template: &Template) -> Vec<String> {
    visit::options(template).iter().map(|found| found.key.to_string()).collect()
}

/// A `{{ }}` that prints nothing but text that is known: no name stands in it.
pub fn is_literal(template: &Template, expr: ExprId) -> bool {
    let expr = template.expr(expr);
    match &expr.kind {
        ExprKind::Literal(_) => true,
        ExprKind::Name { .. } | ExprKind::Body | ExprKind::Empty => false,
        ExprKind::Binary(..) => visit::parts_of(expr).into_iter().all(|part| is_literal(template, part)),
        _ => false,
    }
}

/// The `{{ }}` around a use, where it depends on this one option alone.
pub fn printed_alone<'a>(template: &'a Template, found: &OptionUse<'a>) -> Option<&'a Print> {
    let Node::Print(print) = template.node(found.place.node) else { return None };
    let others = visit::expressions(template).into_iter().filter(|place| place.node == found.place.node);
    let mut names = others.filter_map(|place| match &place.expr.kind {
        ExprKind::Name { name, .. } => Some(name.clone()),
        ExprKind::Body => Some("".into()),
        _ => None,
    });
    let every = visit::options(template);
    let mut here = every.iter().filter(|other| other.place.node == found.place.node);
    (names.all(|name| &*name == "options") && here.all(|other| other.key == found.key)).then_some(print)
}

/// The use, with the default that it has.
pub fn with_default(template: &Template, found: &OptionUse<'_>) -> Span {
    let places: HashMap<_, _> =
        visit::expressions(template).into_iter().map(|place: Place<'_>| (place.id, place)).collect();
    let parent = found.place.parent.and_then(|id| places.get(&id));
    match parent.map(|place| (place, &place.expr.kind)) {
        Some((place, ExprKind::Filter { target, name, .. }))
            if *target == found.place.id && matches!(name.text.to_lowercase().as_str(), "default" | "d") =>
        {
            place.expr.span
        }
        _ => found.place.expr.span,
    }
}

/// The names behind `options.` and in `options[…]` of tags that can't be read: key, and its place with its quotes.
pub fn in_broken_tags(template: &Template) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for tag in visit::tags(template).into_iter().filter(|tag| tag.form.is_err()) {
        for three in template.arguments(tag).windows(3) {
            let [object, between, key] = three else { continue };
            let opens = matches!(between.kind, Kind::Point | Kind::LeftBracket);
            if opens && object.value(&template.text) == "options" {
                found.push((key.value(&template.text).to_owned(), key.span));
            }
        }
    }
    found
}
