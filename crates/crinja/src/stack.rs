//! Room on the stack for everything that the budget lets nest.
//!
//! In WebAssembly, optimised, the deepest template takes less than 600 KiB of a browser's stack and less than the 1 MiB
//! of its own. Natively a caller's thread may have little left, and without optimisation it takes much more: there a
//! rendering gets a stack of its own when the caller's may not do.

/// Runs with room enough.
#[cfg(target_arch = "wasm32")]
pub fn with_room<T>(run: impl FnOnce() -> T) -> T {
    run()
}

/// Runs with room enough.
#[cfg(not(target_arch = "wasm32"))]
pub fn with_room<T>(run: impl FnOnce() -> T) -> T {
    const ROOM: usize = if cfg!(debug_assertions) { 32 << 20 } else { 4 << 20 };
    stacker::maybe_grow(ROOM, ROOM + ROOM / 2, run)
}
