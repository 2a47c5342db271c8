//! FaaSO Runtime Designer: edit FaaSO runtimes in a browser and see, byte for byte, what FaaSO would make.
//!
//! ARCHITECTURE.md is the map. Modules in reading order; natively only what needs no browser is built.

pub mod editor;
pub mod engine;
pub mod state;

#[cfg(target_arch = "wasm32")]
pub mod platform;
#[cfg(target_arch = "wasm32")]
pub mod ui;
#[cfg(target_arch = "wasm32")]
pub mod wiring;
