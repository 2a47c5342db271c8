//! What a part of a template could change, were it reached: a branch that isn't taken decides over that as well.

use super::super::ast::{BinaryOp, Expr, ExprId, ExprKind, Form, Node, NodeId, Set, Tag, TagKind, Template};
use super::super::ops;
use super::super::value::Value;
use super::super::visit::{self, Visited};
use std::rc::Rc;

#[derive(Default)]
pub struct Effects {
    /// Variables and macros it sets in the scope it stands in.
    pub names: Vec<Rc<str>>,
    /// Blocks it has.
    pub blocks: Vec<Rc<str>>,
    /// Lists, cyclers and joiners it changes in place.
    pub changed: Vec<Changed>,
    /// What it hands to calls, and so to macros that change something.
    handed: Vec<Changed>,
}

#[derive(Clone, PartialEq)]
pub enum Changed {
    /// What a variable holds.
    Variable(Rc<str>),
    /// What an option holds.
    Option(Rc<str>),
}

impl Effects {
    /// Of a tag's body; of what calls change only where `macros` change something.
    pub fn of(template: &Template, tag: &Tag, macros: &Effects) -> Effects {
        let mut effects = Effects { names: set_in(template, tag), ..Effects::default() };
        effects.collect(template, &tag.body);
        if !macros.changed.is_empty() && !effects.handed.is_empty() {
            effects.changed.extend(macros.changed.iter().cloned());
            effects.changed.append(&mut effects.handed);
        }
        effects
    }

    /// Of all macros of a template.
    pub fn of_macros(template: &Template) -> Effects {
        let mut effects = Effects::default();
        let is_macro = |tag: &&Tag| matches!(tag.kind, TagKind::Macro | TagKind::Call);
        for tag in visit::tags(template).into_iter().filter(is_macro) {
            effects.collect(template, &tag.body);
        }
        effects
    }

    fn collect(&mut self, template: &Template, nodes: &[NodeId]) {
        visit::walk_from(template, nodes, |visited| match visited {
            Visited::Tag(_, tag) => {
                if let Ok(Form::Block { name, .. }) = &tag.form {
                    self.blocks.push(name.text.clone());
                }
            }
            Visited::Expr(place) => match &place.expr.kind {
                ExprKind::Binary(BinaryOp::Value(ops::Binary::Add), left, _) => {
                    self.changed.extend(root(template, *left));
                }
                ExprKind::Member { object, name }
                    if matches!(&*name.text, "next" | "reset" | "rewind" | "current") =>
                {
                    self.changed.extend(root(template, *object));
                }
                ExprKind::Call { callee, arguments, .. } => {
                    self.changed.extend(root(template, *callee));
                    let given = arguments.positional.iter().chain(arguments.keyword.iter().map(|(_, id)| id));
                    self.handed.extend(given.filter_map(|&id| root(template, id)));
                    self.handed.push(Changed::Variable(Rc::from("")));
                }
                _ => {}
            },
        });
    }
}

/// The names that a tag's body sets in the scope around the tag.
fn set_in(template: &Template, tag: &Tag) -> Vec<Rc<str>> {
    let mut names = Vec::new();
    let mut ahead = tag.body.clone();
    while let Some(id) = ahead.pop() {
        let Node::Tag(tag) = template.node(id) else { continue };
        match &tag.form {
            Ok(Form::Set(Set::Body(name))) => names.push(name.text.clone()),
            Ok(Form::Set(Set::Values { values, .. })) => {
                names.extend(values.iter().map(|(name, _)| name.text.clone()));
            }
            Ok(Form::Macro(form)) => names.push(form.name.text.clone()),
            Ok(Form::Call(..)) => names.push(Rc::from("caller")),
            Ok(Form::For(form)) if form.condition.is_some() => {
                names.push(Rc::from("loop"));
                names.extend(form.variables.iter().map(|name| name.text.clone()));
            }
            _ => {}
        }
        // A round's scope ends with it, and what stands behind the loop's `else` has none: here all of it counts.
        if !matches!(tag.kind, TagKind::With | TagKind::Macro | TagKind::Call) {
            ahead.extend(&tag.body);
        }
    }
    names
}

/// The variable or option that an expression looks into.
fn root(template: &Template, id: ExprId) -> Option<Changed> {
    let mut expr: &Expr = template.expr(id);
    loop {
        let next = match &expr.kind {
            ExprKind::Name { name, .. } => return Some(Changed::Variable(name.clone())),
            ExprKind::Member { object, name } if visit::is_name(template, *object, "options") => {
                return Some(Changed::Option(name.text.clone()));
            }
            ExprKind::Index { object, index } => match &template.expr(*index).kind {
                ExprKind::Literal(Value::Text(key)) if visit::is_name(template, *object, "options") => {
                    return Some(Changed::Option(key.as_str().into()));
                }
                _ => *object,
            },
            ExprKind::Member { object, .. } => *object,
            ExprKind::Filter { target, .. } => *target,
            ExprKind::Call { callee, .. } => *callee,
            ExprKind::Binary(_, left, _) => *left,
            _ => return None,
        };
        expr = template.expr(next);
    }
}
