//! What tells values apart, and what they hold.

use super::super::value::Value;
use std::rc::Rc;

/// Where a value lies; none of one that is copied.
pub fn address(value: &Value) -> Option<usize> {
    Some(match value {
        Value::Text(it) | Value::Safe(it) => Rc::as_ptr(it) as usize,
        Value::List(it) => Rc::as_ptr(it) as usize,
        Value::Map(it) => Rc::as_ptr(it) as usize,
        Value::Pair(it) => Rc::as_ptr(it) as usize,
        Value::Cycler(it) => Rc::as_ptr(it) as usize,
        Value::Joiner(it) => Rc::as_ptr(it) as usize,
        Value::Undefined(it) => Rc::as_ptr(it) as usize,
        _ => return None,
    })
}

/// Puts what a value holds into a list.
pub fn contents(value: &Value, into: &mut Vec<Value>) {
    match value {
        Value::List(it) => into.extend(it.items()),
        Value::Map(it) => {
            it.entries().iter().for_each(|(key, value)| into.extend([key.clone(), value.clone()]))
        }
        Value::Pair(it) => into.extend([it.key.clone(), it.value.clone()]),
        Value::Cycler(it) => into.extend(it.inner().0.iter().cloned()),
        _ => {}
    }
}
