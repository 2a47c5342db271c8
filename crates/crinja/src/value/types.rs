//! The types: a value and what it holds, declared together, as each is made of the other.

use crate::OptionRef;
use crate::failure::Failure;
use crate::signature::Signature;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

/// A value. Cloning shares: text, lists, maps, pairs and objects keep their identity (`sameas`, docs/dialect.md §11).
#[derive(Clone)]
pub enum Value {
    /// Nothing is there.
    Undefined(Rc<Undefined>),
    /// `none`
    None,
    /// `true` or `false`.
    Bool(bool),
    /// Loop counters, `range`, `length`, `int`.
    Int32(i32),
    /// Integer literals and all arithmetic with them.
    Int64(i64),
    /// A number with decimals.
    Float(f64),
    /// A string.
    Text(Rc<Text>),
    /// Text that `e` and autoescape leave alone (docs/dialect.md §12).
    Safe(Rc<Text>),
    /// A list.
    List(Rc<List>),
    /// A map.
    Map(Rc<Map>),
    /// A map's entry, as iteration gives it. Prints in round brackets.
    Pair(Rc<Pair>),
    /// One of the functions, not called.
    Function(&'static Signature),
    /// What `cycler(…)` gives.
    Cycler(Rc<Cycler>),
    /// What `joiner(…)` gives.
    Joiner(Rc<Joiner>),
    /// Something of the evaluator's own: a macro, a loop, a caller.
    Object(Rc<dyn Object>),
}

/// A value that is not there. The name is what messages report; looking an attribute up sets it on the very
/// object found, shared or not.
pub struct Undefined {
    pub(super) name: RefCell<Rc<str>>,
    /// Fails when it is printed or compared: `loop` while a loop's filter is asked.
    pub(super) strict: bool,
}

/// Text, safe or not.
pub struct Text {
    pub(super) text: Box<str>,
    /// Put together piece by piece. Of other empty texts Crystal has only one.
    pub(super) is_built: bool,
    /// Boxed: there are many texts, and few come straight from an option.
    pub(super) origin: Option<Box<OptionRef>>,
}

/// A list that everyone who shares it can make longer (docs/dialect.md §11).
pub struct List {
    pub(super) items: RefCell<Vec<Value>>,
    pub(super) origin: Option<OptionRef>,
}

/// A map in insertion order. Never changed after it is made.
pub struct Map {
    pub(super) entries: Vec<(Value, Value)>,
    /// Where text keys are; the only keys a template can look up.
    pub(super) places: HashMap<Box<str>, usize>,
}

/// A map's entry.
pub struct Pair {
    /// Its key.
    pub key: Value,
    /// Its value.
    pub value: Value,
}

/// What `cycler(…)` gives: its values round and round.
pub struct Cycler {
    pub(super) values: Vec<Value>,
    /// Rounds begun; 0 before the first `next()`.
    pub(super) taken: Cell<usize>,
}

/// What `joiner(…)` gives: nothing the first time, its separator from then on.
pub struct Joiner {
    pub(super) separator: Value,
    pub(super) called: Cell<bool>,
}

/// What the evaluator hangs into values. The library treats it by these answers alone.
pub trait Object {
    /// The Crystal class, for messages.
    fn class(&self) -> &'static str;
    /// How it prints.
    fn print(&self) -> String;
    /// Whether `x()` works.
    fn is_callable(&self) -> bool;
    /// An attribute; none where there is none of that name.
    fn attribute(&self, name: &str) -> Option<Value>;
    /// For the evaluator to get its own type back.
    fn as_any(&self) -> &dyn Any;
}

impl Value {
    /// An undefined value of that name.
    pub fn undefined(name: impl Into<Rc<str>>) -> Value {
        Value::Undefined(Undefined::new(name).into())
    }

    /// An undefined value that cannot even be printed or compared.
    pub fn strict_undefined(name: impl Into<Rc<str>>) -> Value {
        Value::Undefined(Undefined::strict(name).into())
    }

    /// A string.
    pub fn text(text: impl Into<Box<str>>) -> Value {
        Value::text_from(text, None)
    }

    /// Text that an option of `funko.yml` holds.
    pub fn text_from(text: impl Into<Box<str>>, origin: Option<OptionRef>) -> Value {
        Value::Text(Text::new(text, origin).into())
    }

    /// Text that Crystal puts together piece by piece, and so as an object of its own even where it is empty.
    pub fn built(text: impl Into<Box<str>>) -> Value {
        Value::Text(Text::built(text).into())
    }

    /// A string that is not escaped.
    pub fn safe(text: impl Into<Box<str>>) -> Value {
        Value::Safe(Text::new(text, None).into())
    }

    /// A list of these items.
    pub fn list(items: Vec<Value>) -> Value {
        Value::list_from(items, None)
    }

    /// A list that an option of `funko.yml` holds.
    pub fn list_from(items: Vec<Value>, origin: Option<OptionRef>) -> Value {
        Value::List(List::new(items, origin).into())
    }

    /// Of entries with equal keys the last gives the value, the first the place.
    pub fn map(entries: impl IntoIterator<Item = (Value, Value)>) -> Value {
        Value::Map(Map::new(entries).into())
    }

    /// A map's entry.
    pub fn pair(key: Value, value: Value) -> Value {
        Value::Pair(Pair { key, value }.into())
    }

    /// The option of `funko.yml` this very value was read from, where it was.
    pub fn origin(&self) -> Option<&OptionRef> {
        match self {
            Value::Text(it) => it.origin(),
            Value::List(it) => it.origin(),
            _ => None,
        }
    }

    /// False are only false, none, undefined and zero (docs/dialect.md §8).
    pub fn is_true(&self) -> bool {
        match self {
            Value::Undefined(_) | Value::None | Value::Bool(false) | Value::Int32(0) | Value::Int64(0) => {
                false
            }
            Value::Float(it) => *it != 0.0,
            _ => true,
        }
    }

    /// [`Value::is_true`], where `loop` inside a loop's filter fails: Crinja compares it.
    pub fn truth(&self) -> Result<bool, Failure> {
        match self {
            Value::Undefined(it) if it.is_strict() => Err(Failure::undefined(&it.name())),
            _ => Ok(self.is_true()),
        }
    }

    /// Whether nothing is there.
    pub fn is_undefined(&self) -> bool {
        matches!(self, Value::Undefined(_))
    }

    /// Whether it is an integer or float.
    pub fn is_number(&self) -> bool {
        matches!(self, Value::Int32(_) | Value::Int64(_) | Value::Float(_))
    }

    /// Text or safe text.
    pub fn is_text(&self) -> bool {
        matches!(self, Value::Text(_) | Value::Safe(_))
    }

    /// Whether `x()` works.
    pub fn is_callable(&self) -> bool {
        match self {
            Value::Function(_) | Value::Joiner(_) => true,
            Value::Object(it) => it.is_callable(),
            _ => false,
        }
    }

    /// What the test `callable` says. Crystal cannot tell the objects Crinja itself makes from callable ones: of `loop`,
    /// a pair and a cycler it is true, and calling one crashes FaaSO.
    pub fn seems_callable(&self) -> bool {
        self.is_callable() || matches!(self, Value::Pair(_) | Value::Cycler(_) | Value::Object(_))
    }

    /// Can be gone through, as Crinja's test `sequence` has it: text too, though safe text then fails.
    pub fn is_sequence(&self) -> bool {
        self.is_iterable() || self.is_text() || matches!(self, Value::Cycler(_))
    }

    /// A list, map or pair.
    pub fn is_iterable(&self) -> bool {
        matches!(self, Value::List(_) | Value::Map(_) | Value::Pair(_))
    }

    /// The characters of text or safe text; none of anything else.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(it) | Value::Safe(it) => Some(it.as_str()),
            _ => None,
        }
    }

    /// What an undefined value reports itself as.
    pub fn undefined_name(&self) -> Option<Rc<str>> {
        match self {
            Value::Undefined(it) => Some(it.name()),
            _ => None,
        }
    }

    /// Gives an undefined value the name of the expression that found it; others stay as they are.
    pub fn name_undefined(&self, name: impl Into<Rc<str>>) {
        if let Value::Undefined(it) = self {
            it.rename(name);
        }
    }

    /// Fails for an undefined value, as most of the library does before it looks at a value.
    pub fn defined(&self) -> Result<&Value, Failure> {
        match self {
            Value::Undefined(it) => Err(Failure::undefined(&it.name())),
            _ => Ok(self),
        }
    }

    /// The Crystal class, for messages.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Undefined(it) if it.is_strict() => "Crinja::StrictUndefined",
            Value::Undefined(_) => "Crinja::Undefined",
            Value::None => "Nil",
            Value::Bool(_) => "Bool",
            Value::Int32(_) => "Int32",
            Value::Int64(_) => "Int64",
            Value::Float(_) => "Float64",
            Value::Text(_) => "String",
            Value::Safe(_) => "Crinja::SafeString",
            Value::List(_) => "Array(Crinja::Value)",
            Value::Map(_) => "Hash(Crinja::Value, Crinja::Value)",
            Value::Pair(_) => "Crinja::Tuple",
            Value::Function(_) => "Crinja::Callable::Instance",
            Value::Cycler(_) => "Crinja::Function::Cycler",
            Value::Joiner(_) => "Proc(Crinja::Arguments, Crinja::Value)",
            Value::Object(it) => it.class(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::text(text)
    }
}

impl From<bool> for Value {
    fn from(it: bool) -> Self {
        Value::Bool(it)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::None => write!(f, "none"),
            Value::Bool(it) => write!(f, "{it}"),
            Value::Int32(it) => write!(f, "{it}i32"),
            Value::Int64(it) => write!(f, "{it}"),
            Value::Float(it) => write!(f, "{it:?}"),
            Value::Text(it) => write!(f, "{:?}", it.as_str()),
            Value::Safe(it) => write!(f, "safe {:?}", it.as_str()),
            other => write!(f, "<{}>", other.type_name()),
        }
    }
}

thread_local! {
    /// Values whose containers are being taken apart.
    static LEAVING: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
    static TAKING_APART: Cell<bool> = const { Cell::new(false) };
}

/// Lets go of values one after another and not one inside another: a template can nest lists deeper than
/// the stack is.
pub(super) fn let_go(values: impl IntoIterator<Item = Value>) {
    LEAVING.with_borrow_mut(|leaving| leaving.extend(values));
    if TAKING_APART.replace(true) {
        return;
    }
    while let Some(value) = LEAVING.with_borrow_mut(Vec::pop) {
        drop(value);
    }
    TAKING_APART.set(false);
}

impl Drop for List {
    fn drop(&mut self) {
        let items = std::mem::take(self.items.get_mut());
        if items.iter().any(is_container) {
            let_go(items);
        }
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        if entries.iter().any(|(key, value)| is_container(key) || is_container(value)) {
            let_go(entries.into_iter().flat_map(|(key, value)| [key, value]));
        }
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        if is_container(&self.key) || is_container(&self.value) {
            let_go([
                std::mem::replace(&mut self.key, Value::None),
                std::mem::replace(&mut self.value, Value::None),
            ]);
        }
    }
}

impl Drop for Cycler {
    fn drop(&mut self) {
        let_go(std::mem::take(&mut self.values));
    }
}

pub(crate) fn is_container(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Map(_) | Value::Pair(_) | Value::Cycler(_))
}
