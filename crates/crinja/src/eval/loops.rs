//! `for` (docs/dialect.md §13). Crinja takes the next item before it runs the body of this one; a filtered
//! loop therefore looks one item ahead, sets its variables in the scope around it and learns its length last.

use super::super::ast::{ExprId, For, Form, Name, Node, NodeId, Tag};
use super::super::call::Args;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::fault::Fallible;
use super::super::printing;
use super::super::value::{Items, Object, Value};
use super::Machine;
use super::labels::{Labels, union};
use super::output::Output;
use super::scope::Scope;
use super::tracer::Given;
use crate::trace::FrameKind;
use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

/// What `loop` knows.
pub struct Loop {
    length: Cell<i32>,
    /// Counts from 0; -1 before the first round.
    index: Cell<i32>,
    /// Rounds still to come.
    left: Cell<i32>,
    first: Cell<bool>,
    last: Cell<bool>,
    /// Of a recursive loop: how deep it is, from 0, and the tag it runs.
    recursion: Option<(i32, NodeId)>,
}

/// What a loop runs over.
struct Rounds<'a> {
    items: Items,
    variables: &'a [Name],
    condition: Option<ExprId>,
    /// While tracing: what decides over the rounds, and what the condition has asked besides.
    labels: Labels,
    asked: Labels,
}

const LOOP: &str = "loop";

/// What Crinja says of a number it does not know yet.
const UNKNOWN: i32 = i32::MIN;

impl Loop {
    /// Without a length for a filtered loop.
    fn new(length: Option<usize>, recursion: Option<(i32, NodeId)>) -> Self {
        let length = length.map(|length| i32::try_from(length).unwrap_or(i32::MAX));
        Loop {
            length: Cell::new(length.unwrap_or(UNKNOWN)),
            index: Cell::new(-1),
            left: Cell::new(length.map_or(UNKNOWN, |length| length.max(1))),
            first: Cell::new(true),
            last: Cell::new(length.is_some_and(|length| length < 2)),
            recursion,
        }
    }

    fn begin_round(&self, is_last: bool) {
        self.index.set(self.index.get() + 1);
        if self.length.get() != UNKNOWN {
            self.left.set(self.left.get().wrapping_sub(1));
        }
        if is_last {
            self.last.set(true);
            self.length.set(self.index.get() + 1);
            self.left.set(0);
        }
    }
}

/// `loop`, as a value.
pub struct LoopObject(pub Rc<Loop>);

/// `loop.cycle`, as a value.
pub struct CycleMethod(pub Rc<Loop>);

impl Object for LoopObject {
    fn class(&self) -> &'static str {
        match self.0.recursion {
            None => "Crinja::Tag::For::ForLoop",
            Some(_) => "Crinja::Tag::For::ForLoop::Recursive",
        }
    }

    fn print(&self) -> String {
        printing::object(self.class(), self.is_callable())
    }

    fn is_callable(&self) -> bool {
        self.0.recursion.is_some()
    }

    fn attribute(&self, name: &str) -> Option<Value> {
        let it = &*self.0;
        Some(match (name, it.recursion) {
            ("length", _) => Value::Int32(it.length.get()),
            ("index", _) => Value::Int32(it.index.get() + 1),
            ("index0", _) => Value::Int32(it.index.get()),
            ("revindex", _) if it.left.get() == UNKNOWN => Value::Int32(UNKNOWN),
            ("revindex", _) => Value::Int32(it.left.get() + 1),
            ("revindex0", _) => Value::Int32(it.left.get()),
            ("first", _) => Value::Bool(it.first.get()),
            ("last", _) => Value::Bool(it.last.get()),
            ("cycle", _) => Value::Object(Rc::new(CycleMethod(self.0.clone()))),
            ("depth", Some((depth, _))) => Value::Int32(depth + 1),
            ("depth0", Some((depth, _))) => Value::Int32(depth),
            _ => return None,
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Object for CycleMethod {
    fn class(&self) -> &'static str {
        "Crinja::Tag::For::ForLoop::CycleMethod"
    }

    fn print(&self) -> String {
        printing::object(self.class(), self.is_callable())
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn attribute(&self, _: &str) -> Option<Value> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CycleMethod {
    pub fn call(&self, args: &Args) -> Result<Value, Failure> {
        let place = usize::try_from(self.0.index.get()).unwrap_or(0);
        match place.checked_rem(args.positional().len()) {
            Some(place) => Ok(args.positional()[place].clone()),
            None => Err(Failure::new(Class::DivisionByZeroError, "Division by 0")),
        }
    }
}

impl<'a> Machine<'a> {
    pub fn for_tag(&mut self, id: NodeId, form: &'a For, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let collection = self.eval(form.items)?;
        let labels = self.labels_of_items(&collection);
        let items = collection.items()?;
        // Crystal mixes its types up when it goes through a cycler: what happens depends on what the memory holds. An
        // error of the body has been seen to end in the `else` branch; without one FaaSO hangs or crashes.
        let is_cycler = matches!(collection, Value::Cycler(_)) && form.condition.is_none() && !form.recursive;
        let length = if form.condition.is_some() { None } else { length(&collection)? };
        let state = Rc::new(Loop::new(length, form.recursive.then_some((0, id))));
        let (variables, condition) = (&form.variables, form.condition);
        let mut rounds = Rounds { items, variables, condition, labels, asked: None };
        let before = out.mark();
        let result = self.in_list(|machine| machine.rounds(&mut rounds, tag, &state, out));
        let lost = match result {
            Err(fault) if is_cycler && fault.class.is_crinjas() => true,
            other => other.map(|()| false)?,
        };
        if lost {
            out.back_to(&before);
        }
        let decided = union(&rounds.labels, &rounds.asked);
        if state.index.get() < 0 || lost {
            self.on_way(
                || FrameKind::NoRounds,
                tag.span,
                &decided,
                |machine| machine.in_list(|machine| machine.else_branch(tag, out)),
            )?;
        }
        self.decided(id, tag, &decided);
        if form.condition.is_some() && self.tracer.is_some() {
            let names = form.variables.iter().map(|name| name.text.clone());
            for name in names.chain([Rc::from(LOOP)]) {
                self.scope.decide(&name, &decided);
            }
        }
        Ok(())
    }

    /// What decides over how many rounds there are.
    fn labels_of_items(&mut self, collection: &Value) -> Labels {
        let tracer = self.tracer.as_mut()?;
        let flow = tracer.flow.take();
        tracer.shallow(collection, &flow)
    }

    /// `loop(items)` of a recursive loop. The condition is not asked again on the way down.
    pub fn recurse(&mut self, state: &Loop, args: &Args, given: &Given) -> Fallible<Value> {
        let Some(collection) = args.positional().first() else {
            return Err(Failure::new(Class::EmptyError, "Empty enumerable").into());
        };
        let Some((depth, id)) = state.recursion else { return Ok(Value::None) };
        let Node::Tag(tag) = self.template.node(id) else { return Ok(Value::None) };
        let Ok(Form::For(form)) = &tag.form else { return Ok(Value::None) };
        self.flow(|_| given.positional.first().cloned().flatten());
        let labels = self.labels_of_items(collection);
        let items = collection.items()?;
        let mut rounds = Rounds { items, variables: &form.variables, condition: None, labels, asked: None };
        let inner = Rc::new(Loop::new(length(collection)?, Some((depth + 1, id))));
        let meter = self.meter;
        let _level = meter.enter()?;
        self.gathered(Value::safe, |machine, out| {
            machine.in_list(|machine| machine.rounds(&mut rounds, tag, &inner, out))?;
            let decided = union(&rounds.labels, &rounds.asked);
            machine.decided(id, tag, &decided);
            Ok(())
        })
    }

    fn rounds(
        &mut self,
        rounds: &mut Rounds<'a>,
        tag: &'a Tag,
        state: &Rc<Loop>,
        out: &mut Output,
    ) -> Fallible<()> {
        let this = Value::Object(Rc::new(LoopObject(state.clone())));
        let loop_name: Rc<str> = Rc::from(LOOP);
        let mut spare: Option<Rc<Scope>> = None;
        let mut frames = Vec::new();
        let mut current = self.next_item(rounds)?;
        while let Some((item, asked)) = current {
            let following = self.next_item(rounds)?;
            state.begin_round(following.is_none());
            let scope = spare.take().unwrap_or_else(|| Scope::inside(&self.scope));
            scope.set(&loop_name, this.clone(), None, union(&rounds.labels, &rounds.asked));
            unpack(&scope, rounds.variables, &item, &rounds.labels)?;
            let before = self.tracer.as_mut().map(|tracer| {
                let kind = FrameKind::Round { index: frames.len() as u32, of: 0 };
                let before = tracer.enter(kind, tag.span, union(&rounds.labels, &asked));
                frames.push(tracer.frame);
                before
            });
            let result = self
                .within(scope.clone(), |machine| machine.in_list(|machine| machine.main_branch(tag, out)));
            self.leave(before);
            result?;
            if Rc::strong_count(&scope) == 1 {
                scope.clear();
                spare = Some(scope);
            }
            state.first.set(false);
            current = following;
        }
        if let Some(tracer) = &mut self.tracer {
            tracer.count_rounds(&frames);
        }
        Ok(())
    }

    /// With what the condition asked of it, while tracing.
    fn next_item(&mut self, rounds: &mut Rounds<'a>) -> Fallible<Option<(Value, Labels)>> {
        loop {
            self.meter.step(1)?;
            let (Some(item), condition) = (rounds.items.next(), rounds.condition) else { return Ok(None) };
            let Some(condition) = condition else { return Ok(Some((item, None))) };
            self.scope.set(&Rc::from(LOOP), Value::strict_undefined(LOOP), None, None);
            unpack(&self.scope, rounds.variables, &item, &rounds.labels)?;
            let value = self.eval(condition)?;
            let asked = self.labels_of_items(&value);
            rounds.asked = union(&rounds.asked, &asked);
            if value.truth()? {
                return Ok(Some((item, asked)));
            }
        }
    }

    fn main_branch(&mut self, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let end = tag.body.iter().position(|&id| self.is_else(id)).unwrap_or(tag.body.len());
        self.nodes(&tag.body[..end], out)
    }

    fn else_branch(&mut self, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        match tag.body.iter().position(|&id| self.is_else(id)) {
            Some(place) => {
                let rest = &tag.body[place + 1..];
                let end = rest.iter().position(|&id| self.is_else(id)).unwrap_or(rest.len());
                self.nodes(&rest[..end], out)
            }
            None => Ok(()),
        }
    }

    fn is_else(&self, id: NodeId) -> bool {
        matches!(self.template.node(id), Node::Tag(tag) if &*tag.name == "else")
    }
}

/// A cycler never ends and has no length.
fn length(collection: &Value) -> Result<Option<usize>, Failure> {
    match collection {
        Value::Cycler(_) => Ok(None),
        other => other.size().map(Some),
    }
}

/// One name takes the item whole, several take its parts; parts left over are let go.
fn unpack(scope: &Scope, variables: &[Name], item: &Value, labels: &Labels) -> Result<(), Failure> {
    if let [variable] = variables {
        scope.set(&variable.text, item.clone(), None, labels.clone());
        return Ok(());
    }
    let fail = |message: &str| Failure::new(Class::RuntimeError, message);
    if !matches!(item, Value::List(_) | Value::Map(_) | Value::Pair(_)) {
        return Err(fail("cannot unpack multiple values of type Crinja::Value"));
    }
    let mut parts = item.items()?;
    for variable in variables {
        let part = parts.next().ok_or_else(|| fail("Missing value for unpack"))?;
        scope.set(&variable.text, part, None, labels.clone());
    }
    Ok(())
}
