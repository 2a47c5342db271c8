//! The Jinja2 lens: the same template as standard Jinja2 would render it, beside what FaaSO makes of it, and which
//! constructs are to blame for the difference.
//!
//! How blame is found: [`translation`] writes the template once more so that Jinja2 does what FaaSO does, each
//! construct that means something else put into words that Jinja2 takes as they are meant ([`library`]). Then one
//! construct after the other is left as it was ([`comparison`]): where that changes the result, it is to blame.
//! [`habits`] has what to say about each.

mod comparison;
mod habits;
mod jinja2;
mod library;
mod standard;
mod supported;
mod translation;

pub use comparison::{Comparison, Difference, Seen, compare};
pub use jinja2::{Jinja2, render};
