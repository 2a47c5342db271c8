//! Pure: text and bytes in, values out. No leptos, no web, no clock, no chance, no file system.

pub mod analysis;
pub mod archive;
pub mod build_command;
pub mod bundle;
pub mod changes;
pub mod checks;
pub mod diagnostic;
pub mod fate;
mod file_id;
pub mod funko;
pub mod history;
pub mod invisible;
pub mod journal;
pub mod lens;
pub mod links;
pub mod option_uses;
pub mod outside;
pub mod path;
pub mod picture;
pub mod project;
pub mod records;
pub mod runtime_name;
pub mod scenarios;
pub mod share;
pub mod skeleton;
pub mod text;
pub mod trees;
