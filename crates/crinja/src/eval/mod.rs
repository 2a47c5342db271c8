//! Walks a parsed template and prints it, under a budget.
//!
//! Reading order: `tags` prints nodes, `loops` and `macros` do what needs scopes of its own, `expressions`
//! and `calls` give values, `scope` and `output` hold what is known and what is printed.

mod calls;
mod expressions;
mod loops;
mod macros;
mod output;
mod scope;
mod tags;
#[cfg(test)]
mod tests;

use super::ast::{NodeId, Template};
use super::budget::Meter;
use super::call::Env;
use super::fault::Fallible;
use super::stack::with_room;
use super::value::Value;
use super::{Budget, Context, ContextValue, Error, OptionRef, Rendered};
use output::Output;
use scope::Scope;
use std::rc::Rc;

/// Renders a parsed template. Errors are placed in the template's text.
pub fn render(template: &Template, context: &Context, budget: &Budget) -> Result<Rendered, Error> {
    render_watched(template, context, budget, None)
}

/// As [`render`]; `pulse` hears of it every few milliseconds of work.
pub fn render_watched(
    template: &Template,
    context: &Context,
    budget: &Budget,
    pulse: Option<Rc<dyn Fn()>>,
) -> Result<Rendered, Error> {
    let meter = Meter::watched(*budget, pulse);
    let mut machine = Machine::new(template, context, &meter);
    let output = with_room(|| machine.template()).map_err(|fault| fault.report(&template.text))?;
    let output = output.masked();
    Ok(Rendered { text: output.text, pieces: output.pieces })
}

/// The state of a rendering.
struct Machine<'a> {
    template: &'a Template,
    meter: &'a Meter,
    scope: Rc<Scope>,
    /// What every unknown name gives: one object, as in Crinja, whatever name it takes on.
    unknown: Value,
    /// The option of `funko.yml` that the value worked out last was made of, as the value it was then.
    trail: Option<Value>,
    /// The blocks met so far, by name, in order.
    blocks: Vec<(Rc<str>, &'a [NodeId])>,
    /// The names of the blocks being filled: inside itself a block is empty.
    filling: Vec<Rc<str>>,
    /// The lists of output that are open, and how many there have been.
    lists: Vec<u32>,
    list_count: u32,
    /// What the filter tags being worked on filter.
    bodies: Vec<Value>,
}

impl<'a> Machine<'a> {
    fn new(template: &'a Template, context: &Context, meter: &'a Meter) -> Self {
        let scope = Scope::inside(&Rc::new(Scope::default()));
        // Crinja says so of the outermost scope, which only `debug()` shows.
        scope.set_autoescape(false);
        for (name, value) in &context.variables {
            let value = context_value(name, value);
            scope.set(&Rc::from(name.as_str()), value, None);
        }
        Machine {
            template,
            meter,
            scope,
            unknown: Value::undefined(""),
            trail: None,
            blocks: Vec::new(),
            filling: Vec::new(),
            lists: Vec::new(),
            list_count: 0,
            bodies: Vec::new(),
        }
    }

    /// The whole template, blocks last.
    fn template(&mut self) -> Fallible<Output> {
        let mut output = Output::default();
        self.nodes(&self.template.root, &mut output)?;
        self.fill_blocks(output)
    }

    fn env(&self) -> Env<'a> {
        Env { meter: self.meter, autoescape: self.scope.autoescape() }
    }

    /// Runs inside a scope and comes back from it, also with an error.
    fn within<T>(&mut self, scope: Rc<Scope>, run: impl FnOnce(&mut Self) -> Fallible<T>) -> Fallible<T> {
        let outside = std::mem::replace(&mut self.scope, scope);
        let result = run(self);
        self.scope = outside;
        result
    }

    /// Runs with an output list of its own, which matters for the order in which blocks are filled.
    fn in_list<T>(&mut self, run: impl FnOnce(&mut Self) -> Fallible<T>) -> Fallible<T> {
        self.list_count = self.list_count.wrapping_add(1);
        self.lists.push(self.list_count);
        let result = run(self);
        self.lists.pop();
        result
    }
}

/// A context's value; entries of `options` remember where they are from.
fn context_value(name: &str, value: &ContextValue) -> Value {
    match value {
        ContextValue::Map(entries) => {
            let with_origin = |(key, value): &(String, ContextValue)| {
                let origin = (name == "options").then(|| OptionRef { key: key.clone(), item: None });
                (Value::text(key.as_str()), entry_value(value, origin))
            };
            Value::map(entries.iter().map(with_origin))
        }
        other => entry_value(other, None),
    }
}

fn entry_value(value: &ContextValue, origin: Option<OptionRef>) -> Value {
    match value {
        ContextValue::None => Value::None,
        ContextValue::Text(text) => Value::text_from(text.as_str(), origin),
        ContextValue::List(items) => {
            let item = |(item, text): (usize, &String)| {
                let origin = origin.clone().map(|origin| OptionRef { item: Some(item), ..origin });
                Value::text_from(text.as_str(), origin)
            };
            Value::list_from(items.iter().enumerate().map(item).collect(), origin.clone())
        }
        ContextValue::Map(_) => context_value("", value),
    }
}
