//! One command a file.

pub mod check;
pub mod completions;
pub mod export;
pub mod new;
mod rendering;
pub mod runtimes;
