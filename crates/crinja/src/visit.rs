//! Walks over a parsed template without rendering it, for checks and completion: every expression with what
//! it is part of, and the uses of `options` among them. What lies in branches that no rendering takes counts
//! as well; tag arguments that do not parse are passed over.

use super::ast::{Arguments, Expr, ExprId, ExprKind, Form, Name, Node, NodeId, Set, Tag, Template};
use super::value::Value;
use crate::place::Span;
use std::rc::Rc;

/// A tag or expression of a template, in the order they are written.
#[derive(Clone, Copy)]
pub enum Visited<'a> {
    /// A tag, before its arguments and its body.
    Tag(NodeId, &'a Tag),
    /// An expression.
    Expr(Place<'a>),
}

/// An expression and where it stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Its name.
    pub id: ExprId,
    /// The expression.
    pub expr: &'a Expr,
    /// The expression it is a part of; none for a whole one.
    pub parent: Option<ExprId>,
    /// What the whole expression is for.
    pub role: Role,
    /// The `{{ }}` or tag the whole expression belongs to.
    pub node: NodeId,
}

/// What a whole expression is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `{{ … }}`.
    Printed,
    /// Of `if`, `elif`, or behind the `if` of a `for`.
    Condition,
    /// What a `for` runs over.
    Items,
    /// What `set` or `with` gives a name.
    Value,
    /// The name of a template to load, for which FaaSO never finds a file.
    Source,
    /// All others: filters and calls of tags, defaults of macros, `do`, `autoescape`.
    Other,
}

/// A use of an entry of `options`, as `options.key` or `options["key"]`.
#[derive(Clone)]
pub struct OptionUse<'a> {
    /// Its key in `options`.
    pub key: Rc<str>,
    /// The key, without dot or brackets but with its quotes.
    pub key_span: Span,
    /// Where it is used.
    pub place: Place<'a>,
}

/// Everything in a template, in the order it is written.
pub fn walk<'a>(template: &'a Template, visit: impl FnMut(Visited<'a>)) {
    walk_from(template, &template.root, visit);
}

/// Everything in these nodes, in the order it is written.
pub fn walk_from<'a>(template: &'a Template, nodes: &[NodeId], mut visit: impl FnMut(Visited<'a>)) {
    // What is still to be visited, the next one last.
    let mut ahead: Vec<Step> = nodes.iter().rev().map(|&id| Step::Node(id)).collect();
    while let Some(step) = ahead.pop() {
        let before = ahead.len();
        match step {
            Step::Node(id) => match template.node(id) {
                Node::Print(print) => {
                    ahead.push(Step::Expr { id: print.expr, parent: None, role: Role::Printed, node: id })
                }
                Node::Tag(tag) => {
                    visit(Visited::Tag(id, tag));
                    if let Ok(form) = &tag.form {
                        whole(tag, form, |expr, role| {
                            ahead.push(Step::Expr { id: expr, parent: None, role, node: id });
                        });
                    }
                    ahead.extend(tag.body.iter().map(|&id| Step::Node(id)));
                }
                Node::Text(_) | Node::Comment(_) => {}
            },
            Step::Expr { id, parent, role, node } => {
                let expr = template.expr(id);
                visit(Visited::Expr(Place { id, expr, parent, role, node }));
                parts(expr, |part| ahead.push(Step::Expr { id: part, parent: Some(id), role, node }));
            }
        }
        ahead[before..].reverse();
    }
}

/// All expressions, outer ones before their parts.
pub fn expressions(template: &Template) -> Vec<Place<'_>> {
    let mut found = Vec::new();
    walk(template, |visited| {
        if let Visited::Expr(place) = visited {
            found.push(place);
        }
    });
    found
}

/// All tags, outer ones before those inside them.
pub fn tags(template: &Template) -> Vec<&Tag> {
    let mut found = Vec::new();
    walk(template, |visited| {
        if let Visited::Tag(_, tag) = visited {
            found.push(tag);
        }
    });
    found
}

/// All uses of `options`, whether or not a template gave that name to something else.
pub fn options(template: &Template) -> Vec<OptionUse<'_>> {
    let used = |place: Place<'_>| -> Option<(Rc<str>, Span)> {
        let (object, key, key_span) = match &place.expr.kind {
            ExprKind::Member { object, name } => (*object, name.text.clone(), name.span),
            ExprKind::Index { object, index } => match &template.expr(*index).kind {
                ExprKind::Literal(Value::Text(key)) => {
                    (*object, key.as_str().into(), template.expr(*index).span)
                }
                _ => return None,
            },
            _ => return None,
        };
        is_name(template, object, "options").then_some((key, key_span))
    };
    let found = expressions(template);
    found
        .into_iter()
        .filter_map(|place| used(place).map(|(key, key_span)| OptionUse { key, key_span, place }))
        .collect()
}

/// What an expression is directly made of, as written.
pub fn parts_of(expr: &Expr) -> Vec<ExprId> {
    let mut found = Vec::new();
    parts(expr, |part| found.push(part));
    found
}

/// Whether an expression is just that variable.
pub fn is_name(template: &Template, id: ExprId, wanted: &str) -> bool {
    matches!(&template.expr(id).kind, ExprKind::Name { name, .. } if &**name == wanted)
}

enum Step {
    Node(NodeId),
    Expr { id: ExprId, parent: Option<ExprId>, role: Role, node: NodeId },
}

/// The whole expressions of a tag's arguments, as written.
fn whole(tag: &Tag, form: &Form, mut found: impl FnMut(ExprId, Role)) {
    use super::ast::TagKind;
    match form {
        Form::Nothing | Form::Block { .. } | Form::Set(Set::Body(_)) => {}
        Form::Expr(expr) => found(
            *expr,
            match tag.kind {
                TagKind::If | TagKind::Elif => Role::Condition,
                TagKind::Extends => Role::Source,
                _ => Role::Other,
            },
        ),
        Form::For(form) => {
            found(form.items, Role::Items);
            if let Some(condition) = form.condition {
                found(condition, Role::Condition);
            }
        }
        Form::Set(Set::Values { values, .. }) | Form::With(values) => {
            values.iter().for_each(|(_, expr)| found(*expr, Role::Value));
        }
        Form::Filter(chain) => found(*chain, Role::Other),
        Form::Macro(form) => {
            form.parameters.iter().filter_map(|it| it.default).for_each(|it| found(it, Role::Other))
        }
        Form::Call(parameters, call) => {
            parameters.iter().filter_map(|it| it.default).for_each(|it| found(it, Role::Other));
            found(*call, Role::Other);
        }
        Form::Include(include) => found(include.source, Role::Source),
        Form::Import { source, .. } | Form::From { source, .. } => found(*source, Role::Source),
    }
}

/// The parts of an expression, as written.
fn parts(expr: &Expr, mut found: impl FnMut(ExprId)) {
    let arguments = |arguments: &Arguments, found: &mut dyn FnMut(ExprId)| {
        arguments.positional.iter().for_each(|&id| found(id));
        arguments.keyword.iter().for_each(|(_, id): &(Name, ExprId)| found(*id));
    };
    match &expr.kind {
        ExprKind::Empty | ExprKind::Literal(_) | ExprKind::Name { .. } | ExprKind::Body => {}
        ExprKind::Member { object, .. } => found(*object),
        ExprKind::Index { object, index } => {
            found(*object);
            found(*index);
        }
        ExprKind::Call { callee, arguments: given, .. } => {
            found(*callee);
            arguments(given, &mut found);
        }
        ExprKind::Filter { target, arguments: given, .. }
        | ExprKind::Test { target, arguments: given, .. } => {
            found(*target);
            arguments(given, &mut found);
        }
        ExprKind::Unary(_, operand) | ExprKind::Splat(operand) => found(*operand),
        ExprKind::Binary(_, left, right) => {
            found(*left);
            found(*right);
        }
        ExprKind::List { items, .. } => items.iter().for_each(|&id| found(id)),
        ExprKind::Map(entries) => entries.iter().for_each(|&(key, value)| {
            found(key);
            found(value);
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parser::parse;
    use super::*;

    #[track_caller]
    fn check(template: &str, wanted: &[(&str, &str, Role, bool)]) {
        let parsed = parse(template).expect("a template");
        let found: Vec<_> = options(&parsed)
            .iter()
            .map(|found| {
                let Place { expr, role, parent, .. } = found.place;
                (
                    found.key_span.of(template).to_owned(),
                    expr.span.of(template).to_owned(),
                    role,
                    parent.is_none(),
                )
            })
            .collect();
        let wanted: Vec<_> = wanted
            .iter()
            .map(|&(key, expr, role, alone)| (key.to_owned(), expr.to_owned(), role, alone))
            .collect();
        assert_eq!(found, wanted, "{template}");
    }

    #[test]
    fn options_are_found_where_they_stand() {
        check("{{ options.é }}", &[("é", "options.é", Role::Printed, true)]);
        check(
            "{{ options['a-b'] | join(options.s) }}",
            &[("'a-b'", "options['a-b']", Role::Printed, false), ("s", "options.s", Role::Printed, false)],
        );
        check(
            "{% if options.x and 1 %}{% elif options.y %}{% endif %}",
            &[("x", "options.x", Role::Condition, false), ("y", "options.y", Role::Condition, true)],
        );
        check(
            "{% for a in options.l if options.c %}{{ other.x }}{{ options.z.q }}{% endfor %}",
            &[
                ("l", "options.l", Role::Items, true),
                ("c", "options.c", Role::Condition, true),
                ("z", "options.z", Role::Printed, false),
            ],
        );
        check(
            "{% set a = options.a, b = [options.b] %}{% if false %}{% include options.f %}{% endif %}",
            &[
                ("a", "options.a", Role::Value, true),
                ("b", "options.b", Role::Value, false),
                ("f", "options.f", Role::Source, true),
            ],
        );
        check("{% if %}{{ options.a == 1 }}{% endif %}", &[("a", "options.a", Role::Printed, false)]);
    }
}
