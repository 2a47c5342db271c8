//! From an application to a runtime, pure: where each file goes, what becomes an option, what has to change for FaaSO,
//! and the proof that nothing else did.
//!
//! The promise: with the defaults, a new funko of the runtime builds the application it was made from, byte for byte,
//! but for `README.md`, `funko.yml` and what is listed as left out.

#[allow(dead_code, reason = "the rules come next")]
mod app;
pub mod apply;
pub mod conversion;
pub mod decisions;
#[allow(dead_code, reason = "the rules come next")]
mod docker;
#[allow(dead_code, reason = "the rules come next")]
mod fixing;
mod globs;
mod ignored;
pub mod options;
pub mod patch;
mod place_rules;
pub mod places;
pub mod plan;
mod proposals;
pub mod readme_table;
pub mod template_text;
