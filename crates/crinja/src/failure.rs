//! What failing means, to the library and to all below it.

use super::error::Class;

/// Why an operation failed. The evaluator adds the place, where Crinja reports one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which of the errors it is.
    pub class: Class,
    /// In Crinja's words.
    pub message: String,
}

impl Failure {
    /// An error of that class.
    pub fn new(class: Class, message: impl Into<String>) -> Self {
        Failure { class, message: message.into() }
    }

    /// A `Crinja::TypeError`.
    pub fn type_error(message: impl Into<String>) -> Self {
        Failure::new(Class::TypeError, message)
    }

    /// What Crinja says when an undefined value is looked into.
    pub fn undefined(name: &str) -> Self {
        Failure::new(Class::UndefinedError, format!("{name} is undefined."))
    }

    /// `kind` is `filter`, `test` or `tag`; names are reported as they are looked up, in lower case.
    pub fn unknown_feature(kind: &str, name: &str) -> Self {
        Failure::new(Class::UnknownFeatureError, format!("no {kind} with name \"{name}\" registered"))
    }

    /// A number that is too large for its type.
    pub fn overflow() -> Self {
        Failure::new(Class::OverflowError, "Arithmetic overflow")
    }

    /// A place past the end.
    pub fn index() -> Self {
        Failure::new(Class::IndexError, "Index out of bounds")
    }
}
