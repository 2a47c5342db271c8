//! What templates compute with, and the questions Crinja asks of any value.

use super::OptionRef;
use super::budget::Meter;
use super::call::Failure;
use super::functions::{Cycler, Function, Joiner};
use super::numbers;
use std::any::Any;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

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
    Safe(Rc<Safe>),
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

/// A value that is not there. The name is what messages report; looking an attribute up sets it on the very
/// object found, shared or not.
pub struct Undefined {
    name: RefCell<Rc<str>>,
}

pub struct Text {
    text: Box<str>,
    origin: Option<OptionRef>,
}

pub struct Safe {
    text: Box<str>,
    /// Made of a number or none: inspected without quotes.
    plain: bool,
}

pub struct List {
    items: RefCell<Vec<Value>>,
    origin: Option<OptionRef>,
}

/// A map in insertion order. Never changed after it is made.
pub struct Map {
    entries: Vec<(Value, Value)>,
    /// Where text keys are; the only keys a template can look up.
    places: HashMap<Box<str>, usize>,
}

pub struct Pair {
    pub key: Value,
    pub value: Value,
}

impl Value {
    pub fn undefined(name: impl Into<Rc<str>>) -> Value {
        Value::Undefined(Rc::new(Undefined { name: RefCell::new(name.into()) }))
    }

    pub fn text(text: impl Into<Box<str>>) -> Value {
        Value::Text(Rc::new(Text { text: text.into(), origin: None }))
    }

    /// Text that an option of `funko.yml` holds.
    pub fn text_from(text: impl Into<Box<str>>, origin: Option<OptionRef>) -> Value {
        Value::Text(Rc::new(Text { text: text.into(), origin }))
    }

    pub fn safe(text: impl Into<Box<str>>) -> Value {
        Value::Safe(Rc::new(Safe { text: text.into(), plain: false }))
    }

    /// A safe string made of a number or none.
    pub fn plain(text: impl Into<Box<str>>) -> Value {
        Value::Safe(Rc::new(Safe { text: text.into(), plain: true }))
    }

    pub fn list(items: Vec<Value>) -> Value {
        Value::list_from(items, None)
    }

    /// A list that an option of `funko.yml` holds.
    pub fn list_from(items: Vec<Value>, origin: Option<OptionRef>) -> Value {
        Value::List(Rc::new(List { items: RefCell::new(items), origin }))
    }

    /// Of entries with equal keys the last gives the value, the first the place.
    pub fn map(entries: impl IntoIterator<Item = (Value, Value)>) -> Value {
        Value::Map(Rc::new(Map::new(entries)))
    }

    pub fn pair(key: Value, value: Value) -> Value {
        Value::Pair(Rc::new(Pair { key, value }))
    }

    /// The option of `funko.yml` this very value was read from, where it was.
    pub fn origin(&self) -> Option<&OptionRef> {
        match self {
            Value::Text(it) => it.origin.as_ref(),
            Value::List(it) => it.origin.as_ref(),
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

    /// Can be gone through, as Crinja's test `sequence` has it: text too, though safe text then fails.
    pub fn is_sequence(&self) -> bool {
        self.is_iterable() || self.is_text() || matches!(self, Value::Cycler(_))
    }

    /// A list, map or pair.
    pub fn is_iterable(&self) -> bool {
        matches!(self, Value::List(_) | Value::Map(_) | Value::Pair(_))
    }

    /// Falls together with another value as the key of a map.
    pub fn is_same_key(&self, other: &Value) -> bool {
        same_key(self, other)
    }

    /// The characters of text or safe text; none of anything else.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(it) => Some(&it.text),
            Value::Safe(it) => Some(&it.text),
            _ => None,
        }
    }

    /// What an undefined value reports itself as.
    pub fn undefined_name(&self) -> Option<Rc<str>> {
        match self {
            Value::Undefined(it) => Some(it.name.borrow().clone()),
            _ => None,
        }
    }

    /// Gives an undefined value the name of the expression that found it; others stay as they are.
    pub fn name_undefined(&self, name: impl Into<Rc<str>>) {
        if let Value::Undefined(it) = self {
            *it.name.borrow_mut() = name.into();
        }
    }

    /// Fails for an undefined value, as most of the library does before it looks at a value.
    pub fn defined(&self) -> Result<&Value, Failure> {
        match self {
            Value::Undefined(it) => Err(Failure::undefined(&it.name.borrow())),
            _ => Ok(self),
        }
    }

    /// The Crystal class, for messages.
    pub fn type_name(&self) -> &'static str {
        match self {
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
            Value::Joiner(_) => "Crinja::Function::Joiner",
            Value::Object(it) => it.class(),
        }
    }

    /// The number of items or characters; fails for what has none.
    pub fn size(&self) -> Result<usize, Failure> {
        match self {
            Value::Undefined(_) => Ok(0),
            Value::Text(it) => Ok(it.text.chars().count()),
            Value::Safe(it) => Ok(it.text.chars().count()),
            Value::List(it) => Ok(it.len()),
            Value::Map(it) => Ok(it.entries.len()),
            Value::Pair(_) => Ok(2),
            _ => Err(Failure::type_error(format!("{} does not respond to #size", self.type_name()))),
        }
    }

    /// The items a loop would see: of a map its pairs, of text its characters, of undefined none.
    pub fn items(&self) -> Result<Items, Failure> {
        match self {
            Value::List(list) => Ok(Items(Source::List(list.clone(), 0))),
            Value::Map(map) => Ok(Items(Source::Map(map.clone(), 0))),
            Value::Text(text) => Ok(Items(Source::Text(text.clone(), 0))),
            Value::Pair(pair) => Ok(Items(Source::Pair(pair.clone(), 0))),
            Value::Cycler(cycler) => Ok(Items(Source::Cycler(cycler.clone()))),
            Value::Undefined(_) => Ok(Items(Source::Nothing)),
            _ => Err(Failure::type_error(format!("{} is not iterable", self.type_name()))),
        }
    }

    /// All the items at once.
    pub fn collect(&self, meter: &Meter) -> Result<Vec<Value>, Failure> {
        let mut all = Vec::new();
        for item in self.items()? {
            meter.step(1)?;
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
            Value::Cycler(cycler) => cycler.attribute(&key.to_text(meter)?),
            Value::Object(object) => object.attribute(&key.to_text(meter)?),
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
            (Value::Text(a), Value::Text(b)) => Rc::ptr_eq(a, b),
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
            (Value::Undefined(a), Value::Undefined(b)) => *a.name.borrow() == *b.name.borrow(),
            (Value::Text(a), Value::Text(b)) => a.text == b.text,
            (Value::Safe(a), Value::Text(b)) => a.text == b.text,
            (Value::List(a), Value::List(b)) => Rc::ptr_eq(a, b) || all_equal(&a.items(), &b.items(), meter)?,
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
        super::printing::print(self, false, meter)
    }

    /// Crystal's `to_s`: what `~`, `+` and the filters on text see.
    pub fn to_text(&self, meter: &Meter) -> Result<String, Failure> {
        Ok(self.to_text_ref(meter)?.into_owned())
    }

    /// [`Value::to_text`], without a copy where it is text already.
    pub fn to_text_ref(&self, meter: &Meter) -> Result<Cow<'_, str>, Failure> {
        match self.as_text() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => super::printing::to_text(self, meter).map(Cow::Owned),
        }
    }

    /// Crystal's `inspect` of the value inside: text in double quotes and escaped.
    pub fn inspect(&self, meter: &Meter) -> Result<String, Failure> {
        super::printing::inspect(self, meter)
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

impl Text {
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Safe {
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_plain(&self) -> bool {
        self.plain
    }
}

impl List {
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// An item; a negative index counts from the end.
    pub fn get(&self, index: i64) -> Option<Value> {
        let items = self.items.borrow();
        let index = if index < 0 { index.checked_add(items.len() as i64)? } else { index };
        items.get(usize::try_from(index).ok()?).cloned()
    }

    /// A copy of the items as they are now.
    pub fn items(&self) -> Vec<Value> {
        self.items.borrow().clone()
    }

    /// Changes the list for everyone who shares it.
    pub fn push(&self, item: Value) {
        self.items.borrow_mut().push(item);
    }
}

impl Map {
    fn new(entries: impl IntoIterator<Item = (Value, Value)>) -> Self {
        let mut map = Map { entries: Vec::new(), places: HashMap::new() };
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }

    fn insert(&mut self, key: Value, value: Value) {
        let place = match &key {
            Value::Text(text) => self.places.get(&text.text).copied(),
            other => self.entries.iter().position(|(key, _)| same_key(key, other)),
        };
        match place.and_then(|place| self.entries.get_mut(place)) {
            Some(entry) => entry.1 = value,
            None => {
                if let Value::Text(text) = &key {
                    self.places.insert(text.text.clone(), self.entries.len());
                }
                self.entries.push((key, value));
            }
        }
    }

    /// The value of a text key. Other keys cannot be looked up (DIFFERENCES §7).
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.places.get(key).and_then(|&place| self.entries.get(place)).map(|(_, value)| value)
    }

    pub fn contains_key(&self, key: &Value) -> bool {
        self.entries.iter().any(|(other, _)| same_key(other, key))
    }

    pub fn entries(&self) -> &[(Value, Value)] {
        &self.entries
    }

    fn equals(&self, other: &Map, meter: &Meter) -> Result<bool, Failure> {
        let _level = meter.enter()?;
        if self.entries.len() != other.entries.len() {
            return Ok(false);
        }
        for (key, value) in &self.entries {
            meter.step(1)?;
            let found = match key {
                Value::Text(text) => other.get(&text.text),
                _ => other.entries.iter().find(|(it, _)| same_key(it, key)).map(|(_, value)| value),
            };
            match found {
                Some(found) if value.equals(found, meter)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }
}

/// Keys that fall together in a map. Lists and maps as keys stay apart unless they are the same object: no
/// template can look them up.
fn same_key(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::None, Value::None) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (a, b) if a.is_number() && b.is_number() => numbers::equal(a, b),
        (Value::Undefined(a), Value::Undefined(b)) => *a.name.borrow() == *b.name.borrow(),
        (Value::Text(a), Value::Text(b)) => a.text == b.text,
        (Value::List(a), Value::List(b)) => Rc::ptr_eq(a, b),
        (Value::Map(a), Value::Map(b)) => Rc::ptr_eq(a, b),
        (Value::Pair(a), Value::Pair(b)) => Rc::ptr_eq(a, b),
        _ => false,
    }
}

fn all_equal(a: &[Value], b: &[Value], meter: &Meter) -> Result<bool, Failure> {
    let _level = meter.enter()?;
    if a.len() != b.len() {
        return Ok(false);
    }
    for (a, b) in a.iter().zip(b) {
        if !a.equals(b, meter)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The items of a value, one by one. A list is read as it is at that moment: what a loop appends to the list
/// it runs over, it will see.
pub struct Items(Source);

enum Source {
    Nothing,
    List(Rc<List>, usize),
    Map(Rc<Map>, usize),
    Pair(Rc<Pair>, usize),
    /// Byte offset of the next character.
    Text(Rc<Text>, usize),
    /// Never ends.
    Cycler(Rc<Cycler>),
}

impl Iterator for Items {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        match &mut self.0 {
            Source::Nothing => None,
            Source::List(list, at) => {
                let item = list.items.borrow().get(*at).cloned()?;
                *at += 1;
                Some(item)
            }
            Source::Map(map, at) => {
                let (key, value) = map.entries.get(*at)?;
                *at += 1;
                Some(Value::pair(key.clone(), value.clone()))
            }
            Source::Pair(pair, at) => {
                let item = [&pair.key, &pair.value].get(*at).copied()?.clone();
                *at += 1;
                Some(item)
            }
            Source::Text(text, at) => {
                let character = text.text.get(*at..)?.chars().next()?;
                *at += character.len_utf8();
                Some(Value::text(character.to_string()))
            }
            Source::Cycler(cycler) => cycler.next(),
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
fn let_go(values: impl IntoIterator<Item = Value>) {
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

fn is_container(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Map(_) | Value::Pair(_))
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::None => write!(f, "none"),
            Value::Bool(it) => write!(f, "{it}"),
            Value::Int32(it) => write!(f, "{it}i32"),
            Value::Int64(it) => write!(f, "{it}"),
            Value::Float(it) => write!(f, "{it:?}"),
            Value::Text(it) => write!(f, "{:?}", it.text),
            Value::Safe(it) => write!(f, "safe {:?}", it.text),
            other => write!(f, "<{}>", other.type_name()),
        }
    }
}
