//! Going through a value and looking into it.

use super::{Cycler, List, Map, Pair, Text, Value};
use crate::budget::Meter;
use crate::error::Class;
use crate::failure::Failure;
use crate::numbers;
use std::rc::Rc;

impl Value {
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
    /// A list wants a number and fails for a word (docs/dialect.md §7).
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
}

/// About what a small new value takes.
const ITEM_BYTES: usize = 64;

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
