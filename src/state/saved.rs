//! What the storage keeps of the workspace, as bytes with a version in front.

use crate::core::project::Project;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The first byte of what is kept. A new shape gets a new number, and the old one is still read.
const VERSION: u8 = 1;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub project: Project,
    /// Own projects that are not open.
    pub shelf: Vec<Project>,
}

/// Why what was kept cannot be read. It is left where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedError {
    /// Written by a newer designer: reload to get that one.
    Newer(u8),
    /// Cut short or overwritten by something else.
    Damaged,
}

impl fmt::Display for SavedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SavedError::Newer(version) => {
                write!(
                    f,
                    "what was saved is of version {version}, newer than this page; reload to get the newer page"
                )
            }
            SavedError::Damaged => f.write_str("what was saved is damaged"),
        }
    }
}

impl std::error::Error for SavedError {}

impl Saved {
    pub fn to_bytes(&self) -> Vec<u8> {
        let bytes = vec![VERSION];
        postcard::to_extend(self, bytes).expect("projects hold nothing that postcard cannot write")
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Saved, SavedError> {
        match bytes.split_first() {
            Some((&VERSION, rest)) => postcard::from_bytes(rest).map_err(|_| SavedError::Damaged),
            Some((&version, _)) if version > VERSION => Err(SavedError::Newer(version)),
            _ => Err(SavedError::Damaged),
        }
    }
}
