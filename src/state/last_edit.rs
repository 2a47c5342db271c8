//! What is kept of the last edit: what else it changes, and what the output that was typed into will be.

use crinja::Rendered;
use faaso::{output_edit::Of, path::BundlePath, project::FileId};
use std::{collections::BTreeSet, sync::Arc};

/// Output that changed with a file, since the author began to edit it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also {
    pub file: FileId,
    /// Files of the build context.
    pub built: BTreeSet<String>,
    /// Files of a new funko.
    pub new_funko: BTreeSet<String>,
}

/// What a file's output is, before the engine has said it.
#[derive(Clone, Debug)]
pub struct Early {
    pub file: FileId,
    /// Of the document that it is of.
    pub revision: u64,
    /// Where FaaSO writes it.
    pub target: BundlePath,
    pub rendered: Arc<Rendered>,
}

/// What the output will be, until the engine has made it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub file: FileId,
    /// Of the document that it is of.
    pub revision: u64,
    pub rendered: Arc<Rendered>,
    /// What was changed for it.
    pub of: Of,
    /// Where in the output the typed text ends.
    pub end: usize,
}
