//! The trace of the file in view, as the engine made it.

use crinja::Trace;
use faaso::project::FileId;

/// A trace and what it is of.
pub struct Traced {
    pub file: FileId,
    /// The document it was made of.
    pub revision: u64,
    pub trace: Trace,
}
