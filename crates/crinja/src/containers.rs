//! What values hold: text, lists, maps, pairs, and going through them item by item.

use super::OptionRef;
use super::budget::Meter;
use super::call::Failure;
use super::functions::Cycler;
use super::numbers;
use super::value::Value;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// A value that is not there. The name is what messages report; looking an attribute up sets it on the very
/// object found, shared or not.
pub struct Undefined {
    name: RefCell<Rc<str>>,
    /// Fails when it is printed or compared: `loop` while a loop's filter is asked.
    strict: bool,
}

/// Text, safe or not.
pub struct Text {
    text: Box<str>,
    /// Put together piece by piece. Of other empty texts Crystal has only one.
    is_built: bool,
    /// Boxed: there are many texts, and few come straight from an option.
    origin: Option<Box<OptionRef>>,
}

/// A list that everyone who shares it can make longer (DIFFERENCES §11).
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

impl Undefined {
    pub fn new(name: impl Into<Rc<str>>) -> Self {
        Undefined { name: RefCell::new(name.into()), strict: false }
    }

    pub fn strict(name: impl Into<Rc<str>>) -> Self {
        Undefined { name: RefCell::new(name.into()), strict: true }
    }

    pub fn is_strict(&self) -> bool {
        self.strict
    }

    pub fn name(&self) -> Rc<str> {
        self.name.borrow().clone()
    }

    pub fn rename(&self, name: impl Into<Rc<str>>) {
        *self.name.borrow_mut() = name.into();
    }
}

impl Text {
    pub fn new(text: impl Into<Box<str>>, origin: Option<OptionRef>) -> Self {
        Text { text: text.into(), is_built: false, origin: origin.map(Box::new) }
    }

    pub fn built(text: impl Into<Box<str>>) -> Self {
        Text { is_built: true, ..Text::new(text, None) }
    }

    /// The empty text that is only there once.
    pub fn is_the_empty_one(&self) -> bool {
        self.text.is_empty() && !self.is_built
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn origin(&self) -> Option<&OptionRef> {
        self.origin.as_deref()
    }
}

impl List {
    pub fn new(items: Vec<Value>, origin: Option<OptionRef>) -> Self {
        List { items: RefCell::new(items), origin }
    }

    pub fn origin(&self) -> Option<&OptionRef> {
        self.origin.as_ref()
    }

    pub fn equals(&self, other: &List, meter: &Meter) -> Result<bool, Failure> {
        let _level = meter.enter()?;
        let (items, others) = (self.items(), other.items());
        if items.len() != others.len() {
            return Ok(false);
        }
        for (item, other) in items.iter().zip(&others) {
            if !item.equals(other, meter)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

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

    /// Lets go of all items.
    pub fn clear(&self) {
        let items = self.items.take();
        let_go(items);
    }
}

impl Map {
    /// Of entries with equal keys the last gives the value, the first the place.
    pub fn new(entries: impl IntoIterator<Item = (Value, Value)>) -> Self {
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

    pub fn equals(&self, other: &Map, meter: &Meter) -> Result<bool, Failure> {
        let _level = meter.enter()?;
        if self.entries.len() != other.entries.len() {
            return Ok(false);
        }
        for (key, value) in &self.entries {
            meter.step(1)?;
            let found = match key {
                Value::Text(text) => other.get(&text.text),
                _ => {
                    meter.step(other.entries.len())?;
                    other.entries.iter().find(|(it, _)| same_key(it, key)).map(|(_, value)| value)
                }
            };
            match found {
                Some(found) if value.equals(found, meter)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }
}

/// Whether two values fall together as keys of a map: equal ones do, and safe text never with other text.
/// Lists inside lists are compared as far as no template's keys go: nested lists that share their items could
/// take for ever.
pub fn same_key(a: &Value, b: &Value) -> bool {
    same_key_within(a, b, 8, &mut 100)
}

fn same_key_within(a: &Value, b: &Value, depth: usize, left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    match (a, b) {
        _ if *left == 0 => false,
        (Value::None, Value::None) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (a, b) if a.is_number() && b.is_number() => numbers::equal(a, b),
        (Value::Undefined(a), Value::Undefined(b)) => a.name() == b.name(),
        (Value::Text(a), Value::Text(b)) => a.text == b.text,
        (Value::List(a), Value::List(b)) if Rc::ptr_eq(a, b) => true,
        (Value::List(a), Value::List(b)) => {
            let (a, b) = (a.items(), b.items());
            depth > 0
                && a.len() == b.len()
                && a.iter().zip(&b).all(|(a, b)| same_key_within(a, b, depth - 1, left))
        }
        (Value::Map(a), Value::Map(b)) => Rc::ptr_eq(a, b),
        (Value::Pair(a), Value::Pair(b)) => Rc::ptr_eq(a, b),
        _ => false,
    }
}

/// The items of a value, one by one. A list is read as it is at that moment: what a loop appends to the list
/// it runs over, it will see.
pub struct Items(Source);

impl Items {
    /// Of a list, map, pair, text or cycler, or of undefined; none of what has no items.
    pub fn of(value: &Value) -> Option<Items> {
        Some(Items(match value {
            Value::List(list) => Source::List(list.clone(), 0),
            Value::Map(map) => Source::Map(map.clone(), 0),
            Value::Text(text) => Source::Text(text.clone(), 0),
            Value::Pair(pair) => Source::Pair(pair.clone(), 0),
            Value::Cycler(cycler) => Source::Cycler(cycler.clone()),
            Value::Undefined(_) => Source::Nothing,
            _ => return None,
        }))
    }
}

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

pub(super) fn is_container(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Map(_) | Value::Pair(_) | Value::Cycler(_))
}

#[cfg(test)]
mod checks {
    use super::super::testing::check_all;

    use super::*;

    #[test]
    fn sharing() {
        check_all(&[
            (
                "{% set xs = [1, 2] %}{% for x in xs %}{% if xs | length < 4 %}{% do xs + x %}{% endif %}{% endfor %}{{ xs }}",
                "[1, 2, 1, 2]",
            ),
            ("{{ {'a': 1, 'b': 2, 'a': 3} }} {{ {1: 'x', 1.0: 'y'} }}", "{'a' => 3, 'b' => 2} {1 => 'y'}"),
            ("{% set d = {1: 'a', '1': 'b'} %}{{ d[1] }}{{ d.1 }}", "bb"),
        ]);
    }

    #[test]
    fn deep_values_are_let_go_without_the_stack() {
        let mut list = Value::list(Vec::new());
        for _ in 0..100_000 {
            list = Value::list(vec![list]);
        }
        drop(list);
        let mut pair = Value::None;
        for _ in 0..100_000 {
            pair = Value::map([(Value::text("a"), Value::pair(pair, Value::None))]);
        }
        drop(pair);
    }
}
