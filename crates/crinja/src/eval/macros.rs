//! Macros and callers: what defines them and what calling them does (docs/dialect.md §15).

use super::super::ast::{self, ExprId, NodeId, Parameter, Tag};
use super::super::call::Args;
use super::super::fault::Fallible;
use super::super::value::Value;
use super::Machine;
use super::labels::Labels;
use super::output::Output;
use super::scope::{Macro, Scope};
use super::tracer::Given;
use crate::place::Span;
use crate::trace::FrameKind;
use std::rc::Rc;

/// Names with the values of a call that gives none.
type Parameters = Vec<(Rc<str>, Value)>;

impl<'a> Machine<'a> {
    pub fn macro_tag(&mut self, id: NodeId, form: &'a ast::Macro) -> Fallible<()> {
        let (parameters, labels) =
            self.parameters(&form.parameters, |name| Value::undefined(name.clone()))?;
        self.define(&form.name.text, Macro { tag: id, parameters, labels });
        Ok(())
    }

    /// Defines `caller` in this scope, where it stays, and makes the call.
    pub fn call_tag(
        &mut self,
        id: NodeId,
        parameters: &'a [Parameter],
        call: ExprId,
        tag: &'a Tag,
        out: &mut Output,
    ) -> Fallible<()> {
        let (parameters, labels) = self.parameters(parameters, |_| Value::None)?;
        self.define(&Rc::from("caller"), Macro { tag: id, parameters, labels });
        let value = self.eval(call)?;
        self.push_text(&value, tag, out)
    }

    fn define(&mut self, name: &Rc<str>, makro: Macro) {
        if self.tracer.is_some() {
            self.scope.decide_anew(name);
            self.scope.decide(name, &self.here());
        }
        self.scope.define(name, Rc::new(makro));
    }

    fn parameters(
        &mut self,
        parameters: &'a [Parameter],
        missing: impl Fn(&Rc<str>) -> Value,
    ) -> Fallible<(Parameters, Vec<Labels>)> {
        let mut known = Vec::with_capacity(parameters.len());
        let mut labels = Vec::new();
        for Parameter { name, default } in parameters {
            let value = match default {
                Some(expr) => self.eval(*expr)?,
                None => missing(&name.text),
            };
            if self.tracer.is_some() {
                let flow = self.take_flow();
                labels.push(if default.is_some() { flow } else { None });
            }
            known.push((name.text.clone(), value));
        }
        Ok((known, labels))
    }

    /// Prints a macro's body in a scope inside the caller's. All keyword arguments become variables.
    pub fn call_macro(
        &mut self,
        makro: &Macro,
        args: Args,
        given: &Given,
        call: Span,
        why: &Labels,
    ) -> Fallible<Value> {
        let meter = self.meter;
        let _level = meter.enter()?;
        let scope = Scope::inside(&self.scope);
        for (place, (name, value)) in args.keyword.iter().enumerate() {
            scope.set(name, value.clone(), None, given.keyword.get(place).cloned().flatten());
        }
        for (place, (name, default)) in makro.parameters.iter().enumerate() {
            if args.keyword(name).is_none() {
                let value = args.positional().get(place);
                let labels = if value.is_some() { &given.positional } else { &makro.labels };
                let labels = labels.get(place).cloned().flatten();
                scope.set(name, value.unwrap_or(default).clone(), None, labels);
            }
        }
        let varargs = args.positional().to_vec();
        let keyword = args.keyword.into_iter().map(|(name, value)| (Value::text(&*name), value));
        scope.set(&Rc::from("varargs"), Value::list(varargs), None, given.all.clone());
        scope.set(&Rc::from("kwargs"), Value::map(keyword), None, given.all.clone());
        let ast::Node::Tag(tag) = self.template.node(makro.tag) else { return Ok(Value::None) };
        let blocks = std::mem::take(&mut self.blocks);
        let kind = || {
            let name = match &tag.form {
                Ok(ast::Form::Macro(form)) => &*form.name.text,
                _ => "caller",
            };
            FrameKind::Macro(name.to_owned())
        };
        let value = self.on_way(kind, call, why, |machine| {
            machine.within(scope, |machine| machine.value_of(&tag.body, Value::safe))
        });
        self.blocks = blocks;
        value
    }
}
