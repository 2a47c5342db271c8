//! Files on a disk, and which of them are there for a moment only.

use std::{collections::BTreeMap, sync::Arc};

/// A file's bytes, shared.
pub type Bytes = Arc<[u8]>;
/// By their paths on the disk, which begin with the folder's own name.
pub type Files = BTreeMap<String, Bytes>;

/// What an editor or the browser puts beside a file for a moment.
pub fn is_passing(path: &str) -> bool {
    let name = crate::path::last_part(path);
    let swap = name.starts_with('.') && [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end));
    swap || name.starts_with(".#") || name.ends_with('~') || name.ends_with(".crswap") || name == "4913"
}

/// The same bytes, mostly shared ones.
pub fn same(one: Option<&Bytes>, other: Option<&Bytes>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other) || one == other,
        (None, None) => true,
        _ => false,
    }
}
