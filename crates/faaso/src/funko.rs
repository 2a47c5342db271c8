//! `funko.yml`, read and typed exactly as FaaSO does (docs/semantics.md §6).
//!
//! Three steps: [`libyaml`] gives events, [`nodes`] a tree with places, [`typing`] the [`Funko`] and all that
//! is worth saying about how it is written. [`edit`] changes a value in its place, comments kept.

mod edit;
mod form;
mod help;
mod libyaml;
mod name;
mod nodes;
mod plain;
mod read;
mod reading;
mod typing;

pub use edit::{Splice, key_spelled, option_to_list, set_name, set_runtime, whole, written};
pub use form::{CannotChange, Change, add_option, apply, change};
pub use name::{NameError, check_name};
pub use nodes::MAX_DEPTH;
pub use read::{MAX_BYTES, MAX_DIRECTIVES, name_in, read};
pub use reading::{
    Code, Entry, FILE, Funko, Item, Merge, OptionValue, Places, Problem, Reading, Shape, Value, new_context,
};
