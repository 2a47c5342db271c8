//! What holds others, and text: lists, maps, and the value that is not there.

use super::equality::same_key;
use super::{List, Map, Text, Undefined, Value, let_go};
use crate::OptionRef;
use crate::budget::Ring;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

impl Undefined {
    /// An undefined value of that name.
    pub fn new(name: impl Into<Rc<str>>) -> Self {
        Undefined { name: RefCell::new(name.into()), strict: false }
    }

    /// One that fails even when it is printed or compared.
    pub fn strict(name: impl Into<Rc<str>>) -> Self {
        Undefined { name: RefCell::new(name.into()), strict: true }
    }

    /// Whether it fails even when it is printed or compared.
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// What messages call it.
    pub fn name(&self) -> Rc<str> {
        self.name.borrow().clone()
    }

    /// Gives it another name, for all who share it.
    pub fn rename(&self, name: impl Into<Rc<str>>) {
        *self.name.borrow_mut() = name.into();
    }
}

impl Text {
    /// Text that was there at once.
    pub fn new(text: impl Into<Box<str>>, origin: Option<OptionRef>) -> Self {
        Text { text: text.into(), is_built: false, origin: origin.map(Box::new) }
    }

    /// Text that was put together piece by piece.
    pub fn built(text: impl Into<Box<str>>) -> Self {
        Text { is_built: true, ..Text::new(text, None) }
    }

    /// The empty text that is only there once.
    pub fn is_the_empty_one(&self) -> bool {
        self.text.is_empty() && !self.is_built
    }

    /// Its characters.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The option it was read from.
    pub fn origin(&self) -> Option<&OptionRef> {
        self.origin.as_deref()
    }
}

impl List {
    /// A list of these items.
    pub fn new(items: Vec<Value>, origin: Option<OptionRef>) -> Self {
        List { items: RefCell::new(items), origin }
    }

    /// The option it was read from.
    pub fn origin(&self) -> Option<&OptionRef> {
        self.origin.as_ref()
    }

    /// How many items it has.
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether it has none.
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

impl Ring for List {
    fn clear(&self) {
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

    /// The value of a text key. Other keys cannot be looked up (docs/dialect.md §7).
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.places.get(key).and_then(|&place| self.entries.get(place)).map(|(_, value)| value)
    }

    /// Whether it has an entry of that key.
    pub fn contains_key(&self, key: &Value) -> bool {
        self.entries.iter().any(|(other, _)| same_key(other, key))
    }

    /// Its entries, in order.
    pub fn entries(&self) -> &[(Value, Value)] {
        &self.entries
    }
}

#[cfg(test)]
mod checks {
    use crate::testing::check_all;

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
