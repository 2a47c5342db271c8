//! What a call needs: arguments, the surroundings it happens in, and what failing means.

use super::budget::Meter;
use super::error::Class;
use super::value::Value;
use std::cell::Cell;
use std::rc::Rc;

/// Why an operation failed. The evaluator adds the place, where Crinja reports one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub class: Class,
    pub message: String,
}

impl Failure {
    pub fn new(class: Class, message: impl Into<String>) -> Self {
        Failure { class, message: message.into() }
    }

    pub fn type_error(message: impl Into<String>) -> Self {
        Failure::new(Class::TypeError, message)
    }

    /// What Crinja says when an undefined value is looked into.
    pub fn undefined(name: &str) -> Self {
        Failure::new(Class::UndefinedError, format!("{name} is undefined."))
    }

    /// A value of the wrong type where Crinja expects another. The cause is Crystal's own text.
    pub fn cast(from: &Value, to: &str) -> Self {
        let cause = cast_failed(from, to, "runtime/value.cr:386:7:386");
        Failure::new(Class::CrinjaError, format!("Unexpected type in Crinja value\ncause: {cause}"))
    }

    /// The same where Crinja does not look after the error, and Crystal's own comes through. `line` is where
    /// Crinja's value class does the cast.
    pub fn bare_cast(from: &Value, to: &str, line: u32) -> Self {
        let place = format!("runtime/value.cr:{line}:5:{line}");
        Failure::new(Class::TypeCastError, cast_failed(from, to, &place))
    }

    /// The same where a filter for HTML does the cast.
    pub fn html_cast(from: &Value, to: &str, place: &str) -> Self {
        Failure::new(Class::TypeCastError, cast_failed(from, to, &format!("lib/filter/html.cr:{place}")))
    }

    /// `kind` is `filter`, `test` or `tag`; names are reported as they are looked up, in lower case.
    pub fn unknown_feature(kind: &str, name: &str) -> Self {
        Failure::new(Class::UnknownFeatureError, format!("no {kind} with name \"{name}\" registered"))
    }

    /// A value that has no first and second item.
    pub fn no_place(value: &Value) -> Self {
        Failure::type_error(format!("expected Array for #[](index : Int), not {}", value.type_name()))
    }

    pub fn overflow() -> Self {
        Failure::new(Class::OverflowError, "Arithmetic overflow")
    }

    pub fn index() -> Self {
        Failure::new(Class::IndexError, "Index out of bounds")
    }
}

fn cast_failed(from: &Value, to: &str, place: &str) -> String {
    format!("cast from {} to {to} failed, at <crinja>/src/{place}", from.type_name())
}

/// What the library sees of the rendering it is called from.
#[derive(Clone, Copy)]
pub struct Env<'a> {
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
    pub fn new(positional: Vec<Value>, keyword: Vec<(Rc<str>, Value)>) -> Self {
        Args { positional, taken: Cell::new(0), keyword }
    }

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

    pub fn keyword(&self, name: &str) -> Option<&Value> {
        self.keyword.iter().rev().find(|(key, _)| &**key == name).map(|(_, value)| value)
    }
}

/// A parameter of a library function: its name and what it is when the call does not say.
pub type Param = (&'static str, Preset);

/// A default that can stand in a table.
#[derive(Clone, Copy, Debug)]
pub enum Preset {
    /// Crinja's constant, which reports itself as `UNDEFINED`.
    Undefined,
    None,
    Bool(bool),
    Int(i32),
    Float(f64),
    Text(&'static str),
    EmptyList,
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

/// A call of a filter or test (with a target) or of a function (the target is undefined).
pub struct Call<'a> {
    pub target: &'a Value,
    pub args: &'a Args,
    pub params: &'static [Param],
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

    pub fn is_set(&self, name: &str) -> bool {
        self.args.keyword(name).is_some()
            || self
                .params
                .iter()
                .position(|(param, _)| *param == name)
                .is_some_and(|at| self.args.positional().len() > at)
    }
}
