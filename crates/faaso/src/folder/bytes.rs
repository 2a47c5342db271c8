//! Files on a disk, and which of them are there for a moment only.

use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};
use unicode_normalization::UnicodeNormalization;

/// A file's bytes, shared.
pub type Bytes = Arc<[u8]>;
/// By their paths on the disk, which begin with the folder's own name.
pub type Files = BTreeMap<String, Bytes>;

/// Files as both sides had them last.
pub type Marks = BTreeMap<String, Mark>;

/// What both sides had last of a file: its bytes, or of an earlier visit only their SHA-256.
#[derive(Clone, Debug)]
pub struct Mark {
    bytes: Option<Bytes>,
    hash: OnceLock<Hash>,
}

pub type Hash = [u8; 32];

impl From<Bytes> for Mark {
    fn from(bytes: Bytes) -> Self {
        Mark { bytes: Some(bytes), hash: OnceLock::new() }
    }
}

impl Mark {
    /// `here`: the project's file, whose bytes they mostly are.
    pub fn remembered(hash: Hash, here: Option<&Bytes>) -> Self {
        let bytes = here.filter(|bytes| hash_of(bytes) == hash).cloned();
        Mark { bytes, hash: hash.into() }
    }

    /// None where only their hash is known.
    pub fn bytes(&self) -> Option<&Bytes> {
        self.bytes.as_ref()
    }

    pub fn hash(&self) -> Hash {
        let bytes = || self.bytes.as_ref().map(hash_of).unwrap_or_default();
        *self.hash.get_or_init(bytes)
    }

    pub fn is_of(&self, bytes: &Bytes) -> bool {
        match &self.bytes {
            Some(mine) => Arc::ptr_eq(mine, bytes) || mine == bytes,
            None => self.hash() == hash_of(bytes),
        }
    }
}

fn hash_of(bytes: &Bytes) -> Hash {
    Sha256::digest(bytes).into()
}

/// The file is as it was seen.
pub fn is_as_seen(seen: Option<&Mark>, bytes: Option<&Bytes>) -> bool {
    match (seen, bytes) {
        (Some(seen), Some(bytes)) => seen.is_of(bytes),
        (None, None) => true,
        _ => false,
    }
}

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

/// The new file can't be written before the other one is gone.
pub(super) fn clears(gone: &str, new: &str) -> bool {
    let is_below =
        |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    is_below(gone, new) || is_below(new, gone) || is_twin(gone, new)
}

/// To some disks it is the same name.
pub(super) fn is_twin(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one != other && one.eq_ignore_ascii_case(other);
    }
    let folded = |path: &str| path.nfc().collect::<String>().to_lowercase();
    one != other && folded(one) == folded(other)
}
