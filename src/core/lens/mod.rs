//! The Jinja2 lens: the same template as standard Jinja2 would render it, beside what FaaSO makes of it.
//!
//! [`jinja2`] is MiniJinja with its default settings; `habits` names the constructs that mean something else
//! in FaaSO, so that a difference can be laid at a construct's door.

mod jinja2;

pub use jinja2::{Jinja2, render};
