//! What Crinja says of a value of the wrong type.

use super::Value;
use crate::error::Class;
use crate::failure::Failure;

impl Failure {
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

    /// A value that has no first and second item.
    pub fn no_place(value: &Value) -> Self {
        Failure::type_error(format!("expected Array for #[](index : Int), not {}", value.type_name()))
    }
}

fn cast_failed(from: &Value, to: &str, place: &str) -> String {
    format!("cast from {} to {to} failed, at <crinja>/src/{place}", from.type_name())
}
