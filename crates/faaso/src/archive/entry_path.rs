//! Which names of a zip are taken, and what the rest is.

use super::{MAX_PARTS, Skip};
use crate::path::{BundlePath, PathError};

/// The path of an entry, whose name is as the zip has it (a folder's without its last slash).
pub fn path(name: &str) -> Result<BundlePath, Skip> {
    if name.contains('\\') {
        return Err(Skip::Backslash);
    }
    if name.chars().any(char::is_control) {
        return Err(Skip::Control);
    }
    if name.split('/').count() > MAX_PARTS {
        return Err(Skip::TooDeep);
    }
    // In any part: the folder above it may be taken away.
    if name.split('/').any(begins_with_drive) {
        return Err(Skip::DriveLetter);
    }
    BundlePath::new(name).map_err(|error| match error {
        PathError::Absolute => Skip::Absolute,
        PathError::Dots => Skip::Dots,
        error => Skip::Path(error),
    })
}

fn begins_with_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}
