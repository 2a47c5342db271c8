//! Where a failed build can be changed.

use crate::diagnostic::Place;
use serde::{Deserialize, Serialize};

/// What a failed build means, in the author's own files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blamed {
    /// The instruction, and where it is written.
    pub instruction: Option<Named>,
    /// Files that the output of the failed step names.
    pub files: Vec<Named>,
    /// The Dockerfile is another one by now, so its places aren't known any more.
    pub changed: bool,
}

/// A place, and what the log calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// An instruction's text, or a path with a line as the log has it.
    pub words: String,
    pub place: Place,
}
