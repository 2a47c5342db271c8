//! What a call needs: its arguments, and the surroundings it happens in.

use super::budget::Meter;
use super::signature::{Param, Preset, Signature};
use super::value::Value;
use std::cell::Cell;
use std::rc::Rc;

/// What the library sees of the rendering it is called from.
#[derive(Clone, Copy)]
pub struct Env<'a> {
    /// What counts the work.
    pub meter: &'a Meter,
    /// Inside `{% autoescape true %}`.
    pub autoescape: bool,
}

/// The arguments of a call, as written.
#[derive(Clone, Debug, Default)]
pub struct Args {
    positional: Vec<Value>,
    /// How many of them were taken off the front.
    taken: Cell<usize>,
    /// In the order written; of two with one name the last counts.
    pub keyword: Vec<(Rc<str>, Value)>,
}

impl Args {
    /// Arguments by place and by name.
    pub fn new(positional: Vec<Value>, keyword: Vec<(Rc<str>, Value)>) -> Self {
        Args { positional, taken: Cell::new(0), keyword }
    }

    /// Adds one by place.
    pub fn push(&mut self, value: Value) {
        self.positional.push(value);
    }

    /// Those given by place.
    pub fn positional(&self) -> &[Value] {
        self.positional.get(self.taken.get()..).unwrap_or_default()
    }

    /// Takes the first off, for everyone who has these arguments: a filter that `map` runs on each item finds one less
    /// from item to item.
    pub fn take_first(&self) -> Option<Value> {
        let first = self.positional().first()?.clone();
        self.taken.set(self.taken.get() + 1);
        Some(first)
    }

    /// The one given by that name.
    pub fn keyword(&self, name: &str) -> Option<&Value> {
        self.keyword.iter().rev().find(|(key, _)| &**key == name).map(|(_, value)| value)
    }
}

impl Preset {
    pub fn value(self) -> Value {
        match self {
            Preset::Undefined => Value::undefined("UNDEFINED"),
            Preset::None => Value::None,
            Preset::Bool(it) => Value::Bool(it),
            Preset::Int(it) => Value::Int32(it),
            Preset::Float(it) => Value::Float(it),
            Preset::Text(it) => Value::text(it),
            Preset::EmptyList => Value::list(Vec::new()),
        }
    }
}

impl Signature {
    /// What its parameters are when a call does not say.
    pub fn presets(&self) -> impl Iterator<Item = (&'static str, Value)> {
        self.params.iter().map(|(name, preset)| (*name, preset.value()))
    }
}

/// A call of a filter or test (with a target) or of a function (the target is undefined).
pub struct Call<'a> {
    /// What the filter or test is applied to.
    pub target: &'a Value,
    /// What it is given.
    pub args: &'a Args,
    /// What it can be given.
    pub params: &'static [Param],
    /// What it sees of the rendering.
    pub env: Env<'a>,
}

impl Call<'_> {
    /// The argument of that name: given by keyword, else by place, else the default.
    /// What is given beyond the parameters is not looked at.
    pub fn arg(&self, name: &str) -> Value {
        if let Some(value) = self.args.keyword(name) {
            return value.clone();
        }
        let named = self.params.iter().enumerate().find(|(_, (param, _))| *param == name);
        match named {
            Some((place, (_, preset))) => {
                self.args.positional().get(place).cloned().unwrap_or_else(|| preset.value())
            }
            None => Value::undefined(""),
        }
    }

    /// Whether the call gives that argument.
    pub fn is_set(&self, name: &str) -> bool {
        self.args.keyword(name).is_some()
            || self
                .params
                .iter()
                .position(|(param, _)| *param == name)
                .is_some_and(|at| self.args.positional().len() > at)
    }
}
