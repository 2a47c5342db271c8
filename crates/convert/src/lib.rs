//! From an application to a runtime, pure: where each file goes, what becomes an option, what has to change for FaaSO,
//! and the proof that nothing else did.
//!
//! The promise: with the defaults, a new funko of the runtime builds the application it was made from, byte for byte,
//! but for `README.md`, `funko.yml` and what is listed as left out.

mod app;
pub mod apply;
pub mod conversion;
pub mod decisions;
mod docker;
pub mod fit;
mod fixing;
mod globs;
mod ignore_files;
mod languages;
mod option_proposals;
pub mod options;
pub mod patch;
mod pattern;
pub mod places;
pub mod plan;
pub mod readme_table;
pub mod template_text;
pub mod two;
mod where_files_go;
