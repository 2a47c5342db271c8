//! One command a file.

pub mod check;
pub mod completions;
pub mod convert;
pub mod export;
pub mod new;
pub mod patch;
pub mod rename_option;
mod rendering;
pub mod runtimes;
pub mod test;
