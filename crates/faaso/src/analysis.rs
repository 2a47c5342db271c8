//! The one thing the engine answers: what FaaSO would make of the project, and what is wrong with it.

mod analyzer;
mod answer;
mod edited;
mod made;
mod outcomes;
mod reasons;

pub use analyzer::{Analyzer, Touched};
pub use answer::{Analysis, Delta, Entry, Rendering, Sign, Tree, TreeDelta, What};
pub use made::Made;
