//! What many components ask for.

use crate::{state::Workbench, wiring::Wiring};
use leptos::prelude::*;

pub fn bench() -> Workbench {
    expect_context()
}

pub fn wired() -> Wiring {
    expect_context()
}

/// Bytes as people say them.
pub fn size(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".into(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A number with its noun.
pub fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
