//! Macros and callers: what defines them and what calling them does (docs/dialect.md §15).

use super::super::ast::{self, ExprId, NodeId, Parameter, Tag};
use super::super::call::Args;
use super::super::fault::Fallible;
use super::super::value::Value;
use super::Machine;
use super::output::Output;
use super::scope::{Macro, Scope};
use std::rc::Rc;

impl<'a> Machine<'a> {
    pub fn macro_tag(&mut self, id: NodeId, form: &'a ast::Macro) -> Fallible<()> {
        let parameters = self.parameters(&form.parameters, |name| Value::undefined(name.clone()))?;
        self.scope.define(&form.name.text, Rc::new(Macro { tag: id, parameters }));
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
        let parameters = self.parameters(parameters, |_| Value::None)?;
        self.scope.define(&Rc::from("caller"), Rc::new(Macro { tag: id, parameters }));
        let value = self.eval(call)?;
        self.push_text(&value, tag, out)
    }

    fn parameters(
        &mut self,
        parameters: &'a [Parameter],
        missing: impl Fn(&Rc<str>) -> Value,
    ) -> Fallible<Vec<(Rc<str>, Value)>> {
        let mut known = Vec::with_capacity(parameters.len());
        for Parameter { name, default } in parameters {
            let value = match default {
                Some(expr) => self.eval(*expr)?,
                None => missing(&name.text),
            };
            known.push((name.text.clone(), value));
        }
        Ok(known)
    }

    /// Prints a macro's body in a scope inside the caller's. All keyword arguments become variables.
    pub fn call_macro(&mut self, makro: &Macro, args: Args) -> Fallible<Value> {
        let meter = self.meter;
        let _level = meter.enter()?;
        let scope = Scope::inside(&self.scope);
        for (name, value) in &args.keyword {
            scope.set(name, value.clone(), None);
        }
        for (place, (name, default)) in makro.parameters.iter().enumerate() {
            if args.keyword(name).is_none() {
                let value = args.positional().get(place).unwrap_or(default);
                scope.set(name, value.clone(), None);
            }
        }
        let varargs = args.positional().to_vec();
        let keyword = args.keyword.into_iter().map(|(name, value)| (Value::text(&*name), value));
        scope.set(&Rc::from("varargs"), Value::list(varargs), None);
        scope.set(&Rc::from("kwargs"), Value::map(keyword), None);
        let ast::Node::Tag(tag) = self.template.node(makro.tag) else { return Ok(Value::None) };
        let blocks = std::mem::take(&mut self.blocks);
        let text = self.within(scope, |machine| machine.text_of(&tag.body));
        self.blocks = blocks;
        Ok(Value::safe(text?))
    }
}
