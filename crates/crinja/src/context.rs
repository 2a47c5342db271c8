//! What goes into a rendering: the variables.

use serde::{Deserialize, Serialize};

/// What a template can see, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Names with their values.
    pub variables: Vec<(String, ContextValue)>,
}

/// All that FaaSO ever hands to a template (docs/semantics.md §3.4, §4.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContextValue {
    /// `runtime` of a funko that has none.
    None,
    /// A string.
    Text(String),
    /// A list of strings.
    List(Vec<String>),
    /// `options`: text or lists of texts, in the file's order.
    Map(Vec<(String, ContextValue)>),
}
