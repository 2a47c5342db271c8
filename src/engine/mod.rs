//! The border between the page and the Worker that holds the engine.

pub mod messages;
pub mod service;

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod jobs;
#[cfg(target_arch = "wasm32")]
pub mod worker;
