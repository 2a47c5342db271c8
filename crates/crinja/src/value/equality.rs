//! Which values are equal, the same, and one key.

use super::{List, Map, Value};
use crate::budget::Meter;
use crate::failure::Failure;
use crate::numbers;
use std::rc::Rc;

impl Value {
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

    /// `==`: across types without error. Safe text equals plain text only from the left (docs/dialect.md §10).
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
}

impl List {
    /// What `==` says of the two.
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
}

impl Map {
    /// What `==` says of the two.
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
