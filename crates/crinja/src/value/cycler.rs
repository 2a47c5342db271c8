//! What cyclers and joiners do.

use super::{Cycler, Joiner, Value};
use crate::error::Class;
use crate::failure::Failure;
use std::cell::Cell;

impl Cycler {
    /// A cycler before its first round.
    pub fn new(values: Vec<Value>) -> Self {
        Cycler { values, taken: Cell::new(0) }
    }

    /// `c.next()` and its kin. None where there is no such method.
    pub fn call_method(&self, name: &str) -> Option<Result<Value, Failure>> {
        match name {
            "next" => Some(self.step()),
            "reset" | "rewind" => {
                self.taken.set(0);
                Some(Ok(Value::text("")))
            }
            _ => None,
        }
    }

    /// Whether `c.name()` means something.
    pub fn has_method(&self, name: &str) -> bool {
        matches!(name, "next" | "reset" | "rewind")
    }

    /// `c.current`; the methods work without brackets too.
    pub fn attribute(&self, name: &str) -> Result<Option<Value>, Failure> {
        match name {
            "current" => Ok(Some(self.current())),
            _ => self.call_method(name).transpose(),
        }
    }

    /// All values, and the place of the current one.
    pub fn inner(&self) -> (&[Value], i64) {
        (&self.values, self.taken.get() as i64 - 1)
    }

    /// The next value; none when there are no values at all.
    pub fn next(&self) -> Option<Value> {
        self.step().ok()
    }

    /// A step of a cycler without values divides by their number.
    pub fn check_not_empty(&self) -> Result<(), Failure> {
        if self.values.is_empty() {
            return Err(Failure::new(Class::DivisionByZeroError, "Division by 0"));
        }
        Ok(())
    }

    fn step(&self) -> Result<Value, Failure> {
        self.check_not_empty()?;
        self.taken.set(self.taken.get() % self.values.len() + 1);
        Ok(self.current())
    }

    fn current(&self) -> Value {
        match self.taken.get().checked_sub(1).and_then(|at| self.values.get(at)) {
            Some(value) => value.clone(),
            None => Value::undefined(""),
        }
    }
}

impl Joiner {
    /// A joiner that was not called yet.
    pub fn new(separator: Value) -> Self {
        Joiner { separator, called: Cell::new(false) }
    }

    /// Nothing the first time, then the separator.
    pub fn call(&self) -> Value {
        if self.called.replace(true) { self.separator.clone() } else { Value::text("") }
    }
}
