//! The one thing the engine answers: what FaaSO would make of the project, and what is wrong with it.

mod analyzer;
mod answer;
mod made;
mod reasons;

pub use analyzer::Analyzer;
pub use answer::{Analysis, Delta, Entry, Rendering, Sign, Tree, What};
