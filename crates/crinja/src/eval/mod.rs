//! Walks a parsed template and prints it, under a budget.
//!
//! Reading order: `tags` prints nodes, `loops` and `macros` do what needs scopes of its own, `expressions`
//! and `calls` give values, `scope` and `output` hold what is known and what is printed.

mod addresses;
mod calls;
mod effects;
mod expressions;
mod labels;
mod loops;
mod macros;
mod making;
mod output;
mod scope;
mod tags;
#[cfg(test)]
mod tests;
mod tracer;
#[cfg(test)]
mod tracing_tests;

use super::ast::{NodeId, Template};
use super::budget::Meter;
use super::call::Env;
use super::fault::Fallible;
use super::stack::with_room;
use super::trace::FrameKind;
use super::value::Value;
use super::{Budget, Context, ContextValue, Error, OptionRef, Rendered, Trace};
use crate::ast::Tag;
use crate::place::Span;
use effects::{Changed, Effects};
use labels::{Labels, union};
use output::Output;
use scope::Scope;
use std::rc::Rc;
use tracer::Tracer;

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
    let mut machine = Machine::new(template, context, &meter, None);
    let output = with_room(|| machine.template()).map_err(|fault| fault.report(&template.text))?;
    let output = output.masked();
    Ok(Rendered { text: output.text, pieces: output.pieces })
}

/// As [`render_watched`], with where each stretch of the output comes from.
pub fn trace(
    template: &Template,
    context: &Context,
    budget: &Budget,
    pulse: Option<Rc<dyn Fn()>>,
) -> Result<Trace, Error> {
    let meter = Meter::watched(*budget, pulse);
    let mut tracer = Tracer::new();
    tracer.macros = Some(Rc::new(Effects::of_macros(template)));
    let mut machine = Machine::new(template, context, &meter, Some(Box::new(tracer)));
    let output = with_room(|| machine.template()).map_err(|fault| fault.report(&template.text))?;
    let tracer = machine.tracer.take().expect("a tracer that was put in");
    Ok(tracer.finish(output.masked()))
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
    /// What knows where everything comes from, where that is asked for.
    tracer: Option<Box<Tracer>>,
}

impl<'a> Machine<'a> {
    fn new(
        template: &'a Template,
        context: &Context,
        meter: &'a Meter,
        mut tracer: Option<Box<Tracer>>,
    ) -> Self {
        let scope = Scope::inside(&Rc::new(Scope::default()));
        // Crinja says so of the outermost scope, which only `debug()` shows.
        scope.set_autoescape(false);
        for (name, value) in &context.variables {
            let value = context_value(name, value);
            let labels = tracer.as_mut().and_then(|tracer| tracer.variable(name, &value));
            scope.set(&Rc::from(name.as_str()), value, None, labels);
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
            tracer,
        }
    }

    /// Why the value worked out last is this one; nothing while nobody traces.
    fn take_flow(&mut self) -> Labels {
        self.tracer.as_mut().and_then(|tracer| tracer.flow.take())
    }

    /// Says why the value worked out last is this one.
    fn flow(&mut self, labels: impl FnOnce(&mut Tracer) -> Labels) {
        if let Some(tracer) = &mut self.tracer {
            tracer.flow = labels(tracer);
        }
    }

    /// All that decides over what happens now.
    fn here(&self) -> Labels {
        self.tracer.as_ref().and_then(|tracer| tracer.here())
    }

    /// Runs on a way of its own.
    fn on_way<T>(
        &mut self,
        kind: impl FnOnce() -> FrameKind,
        span: Span,
        labels: &Labels,
        run: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.tracer.as_mut().map(|tracer| tracer.enter(kind(), span, labels.clone()));
        let result = run(self);
        self.leave(before);
        result
    }

    fn leave(&mut self, before: Option<u32>) {
        if let (Some(tracer), Some(before)) = (&mut self.tracer, before) {
            tracer.leave(before);
        }
    }

    /// Something decided over a tag's body, and so over all that it does or could have done.
    fn decided(&mut self, id: NodeId, tag: &Tag, labels: &Labels) {
        let Some(tracer) = &mut self.tracer else { return };
        if labels.is_none() {
            return;
        }
        tracer.touch(labels);
        let template = self.template;
        let macros = tracer.macros.clone().unwrap_or_default();
        let effects = tracer.effects_of(id, || Effects::of(template, tag, &macros));
        let labels = &union(labels, &tracer.here());
        for block in &effects.blocks {
            tracer.decide_block(block, labels);
        }
        for name in &effects.names {
            self.scope.decide(name, labels);
        }
        for changed in &effects.changed {
            let value = match changed {
                Changed::Variable(name) => self.scope.get(name).0.map(|binding| binding.value),
                Changed::Option(key) => match self.scope.get("options").0.map(|binding| binding.value) {
                    Some(Value::Map(map)) => map.get(key).cloned(),
                    _ => None,
                },
            };
            // The map of all options is no list that could change.
            if let Some(value) = value.filter(|value| !matches!(value, Value::Map(_))) {
                tracer.may_change(&value, labels);
            }
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
