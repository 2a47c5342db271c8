//! What templates compute with, and the questions Crinja asks of any value.

use super::OptionRef;
use super::budget::Meter;
use super::call::Failure;
use super::error::Class;
use super::functions::{Cycler, Function, Joiner};
use super::numbers;
use super::printing;
use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

pub use super::containers::{Items, List, Map, Pair, Text, Undefined, same_key};

/// A value. Cloning shares: text, lists, maps, pairs and objects keep their identity (`sameas`, DIFFERENCES §11).
#[derive(Clone)]
pub enum Value {
    Undefined(Rc<Undefined>),
    None,
    Bool(bool),
    /// Loop counters, `range`, `length`, `int`.
    Int32(i32),
    /// Integer literals and all arithmetic with them.
    Int64(i64),
    Float(f64),
    Text(Rc<Text>),
    /// Text that `e` and autoescape leave alone (DIFFERENCES §12).
    Safe(Rc<Text>),
    List(Rc<List>),
    Map(Rc<Map>),
    /// A map's entry, as iteration gives it. Prints in round brackets.
    Pair(Rc<Pair>),
    Function(&'static Function),
    Cycler(Rc<Cycler>),
    Joiner(Rc<Joiner>),
    /// Something of the evaluator's own: a macro, a loop, a caller.
    Object(Rc<dyn Object>),
}

/// What the evaluator hangs into values. The library treats it by these answers alone.
pub trait Object {
    /// The Crystal class, for messages.
    fn class(&self) -> &'static str;
    /// How it prints.
    fn print(&self) -> String;
    fn is_callable(&self) -> bool;
    /// An attribute; none where there is none of that name.
    fn attribute(&self, name: &str) -> Option<Value>;
    /// For the evaluator to get its own type back.
    fn as_any(&self) -> &dyn Any;
}

impl Value {
    pub fn undefined(name: impl Into<Rc<str>>) -> Value {
        Value::Undefined(Undefined::new(name).into())
    }

    /// An undefined value that cannot even be printed or compared.
    pub fn strict_undefined(name: impl Into<Rc<str>>) -> Value {
        Value::Undefined(Undefined::strict(name).into())
    }

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

    pub fn safe(text: impl Into<Box<str>>) -> Value {
        Value::Safe(Text::new(text, None).into())
    }

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

    /// False are only false, none, undefined and zero (DIFFERENCES §8).
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

    pub fn is_undefined(&self) -> bool {
        matches!(self, Value::Undefined(_))
    }

    pub fn is_number(&self) -> bool {
        matches!(self, Value::Int32(_) | Value::Int64(_) | Value::Float(_))
    }

    /// Text or safe text.
    pub fn is_text(&self) -> bool {
        matches!(self, Value::Text(_) | Value::Safe(_))
    }

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

    /// The number of items or characters; fails for what has none.
    pub fn size(&self) -> Result<usize, Failure> {
        match self {
            Value::Undefined(_) => Ok(0),
            Value::Text(it) | Value::Safe(it) => Ok(it.as_str().chars().count()),
            Value::List(it) => Ok(it.len()),
            Value::Map(it) => Ok(it.entries().len()),
            Value::Pair(_) => Ok(2),
            Value::Cycler(it) => Err(it.check_not_empty().err().unwrap_or_else(|| {
                Failure::new(Class::Budget, "Rendering was stopped: FaaSO counts a cycler's items for ever")
            })),
            _ => Err(Failure::type_error(format!("{} does not respond to #size", self.type_name()))),
        }
    }

    /// The items a loop would see: of a map its pairs, of text its characters, of undefined none.
    pub fn items(&self) -> Result<Items, Failure> {
        match self {
            Value::Undefined(it) if it.is_strict() => {
                Err(Failure::type_error("can't iterate over undefined"))
            }
            Value::Cycler(it) => it.check_not_empty().map(|()| Items::of(self)),
            _ => Ok(Items::of(self)),
        }?
        .ok_or_else(|| Failure::type_error(format!("{} is not iterable", self.type_name())))
    }

    /// All the items at once.
    pub fn collect(&self, meter: &Meter) -> Result<Vec<Value>, Failure> {
        let mut all = Vec::new();
        for item in self.items()? {
            // An item may be made for this: a character, a pair.
            meter.bytes(ITEM_BYTES)?;
            all.push(item);
        }
        Ok(all)
    }

    /// `value.key` and `value[key]`. Undefined when there is none; the caller names it (`name_undefined`).
    /// A list wants a number and fails for a word (DIFFERENCES §7).
    pub fn attribute(&self, key: &Value, meter: &Meter) -> Result<Value, Failure> {
        let found = match self {
            Value::Undefined(_) => return Err(Failure::undefined(&key.to_text(meter)?)),
            Value::List(list) => {
                let index = numbers::to_i32(key, meter)?;
                list.get(i64::from(index))
            }
            Value::Pair(pair) => match numbers::to_i32(key, meter)? {
                0 | -2 => Some(pair.key.clone()),
                1 | -1 => Some(pair.value.clone()),
                _ => None,
            },
            Value::Map(map) => map.get(&key.to_text(meter)?).cloned(),
            Value::Cycler(cycler) => cycler.attribute(&key.defined()?.print(meter)?)?,
            Value::Object(object) => object.attribute(&key.defined()?.print(meter)?),
            _ => None,
        };
        match found {
            Some(value) => Ok(value),
            None => Ok(Value::undefined(key.to_text(meter)?)),
        }
    }

    /// The very same object, or for what has no identity an equal one.
    pub fn is_same(&self, other: &Value, meter: &Meter) -> Result<bool, Failure> {
        Ok(match (self, other) {
            (Value::Undefined(a), Value::Undefined(b)) => Rc::ptr_eq(a, b),
            (Value::Text(a), Value::Text(b)) => {
                Rc::ptr_eq(a, b) || a.is_the_empty_one() && b.is_the_empty_one()
            }
            (Value::List(a), Value::List(b)) => Rc::ptr_eq(a, b),
            (Value::Map(a), Value::Map(b)) => Rc::ptr_eq(a, b),
            (Value::Pair(a), Value::Pair(b)) => Rc::ptr_eq(a, b),
            (Value::Cycler(a), Value::Cycler(b)) => Rc::ptr_eq(a, b),
            (Value::Joiner(a), Value::Joiner(b)) => Rc::ptr_eq(a, b),
            (Value::Function(a), Value::Function(b)) => std::ptr::eq(*a, *b),
            (Value::Object(a), Value::Object(b)) => std::ptr::addr_eq(Rc::as_ptr(a), Rc::as_ptr(b)),
            (a, b) if a.has_identity() || b.has_identity() => false,
            (a, b) => a.equals(b, meter)?,
        })
    }

    fn has_identity(&self) -> bool {
        use Value::*;
        !matches!(self, None | Bool(_) | Int32(_) | Int64(_) | Float(_) | Safe(_))
    }

    /// `==`: across types without error. Safe text equals plain text only from the left (DIFFERENCES §10).
    pub fn equals(&self, other: &Value, meter: &Meter) -> Result<bool, Failure> {
        meter.step(1)?;
        Ok(match (self, other) {
            (Value::None, Value::None) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (a, b) if a.is_number() && b.is_number() => numbers::equal(a, b),
            (Value::Undefined(it), _) if it.is_strict() => return Err(Failure::undefined(&it.name())),
            (Value::Undefined(a), Value::Undefined(b)) => a.name() == b.name(),
            (Value::Text(a), Value::Text(b)) => a.as_str() == b.as_str(),
            (Value::Safe(a), Value::Text(b)) => a.as_str() == b.as_str(),
            (Value::List(a), Value::List(b)) => Rc::ptr_eq(a, b) || a.equals(b, meter)?,
            (Value::Map(a), Value::Map(b)) => Rc::ptr_eq(a, b) || a.equals(b, meter)?,
            (Value::Pair(a), Value::Pair(b)) => {
                let _level = meter.enter()?;
                a.key.equals(&b.key, meter)? && a.value.equals(&b.value, meter)?
            }
            (a, b) if a.has_identity() => a.is_same(b, meter)?,
            _ => false,
        })
    }

    /// As printed between `{{ }}`, without escaping.
    pub fn print(&self, meter: &Meter) -> Result<String, Failure> {
        printing::print(self, false, meter)
    }

    /// Crystal's `to_s`: what `~`, `+` and the filters on text see.
    pub fn to_text(&self, meter: &Meter) -> Result<String, Failure> {
        Ok(self.to_text_ref(meter)?.into_owned())
    }

    /// [`Value::to_text`], without a copy where it is text already.
    pub fn to_text_ref(&self, meter: &Meter) -> Result<Cow<'_, str>, Failure> {
        match self.as_text() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => printing::to_text(self, meter).map(Cow::Owned),
        }
    }

    /// Crystal's `to_s` of the value inside and not of the one around it, as `e` and the order of text see it.
    /// A pair alone looks otherwise.
    pub fn to_bare_text(&self, meter: &Meter) -> Result<Cow<'_, str>, Failure> {
        match self {
            Value::Pair(pair) => {
                let items = Value::list(vec![pair.key.clone(), pair.value.clone()]);
                items.to_text(meter).map(Cow::Owned)
            }
            _ => self.to_text_ref(meter),
        }
    }

    /// Crystal's `inspect` of the value inside: text in double quotes and escaped.
    pub fn inspect(&self, meter: &Meter) -> Result<String, Failure> {
        printing::inspect(self, meter)
    }
}

/// About what a small new value takes.
const ITEM_BYTES: usize = 64;

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
