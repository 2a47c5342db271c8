//! The border between the page and the Worker that holds the engine.

pub mod changes;
pub mod conversion;
pub mod jobs;
pub mod messages;
pub mod service;
pub mod talk;
mod watch;

#[cfg(target_arch = "wasm32")]
pub mod at_once;
#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod worker;
