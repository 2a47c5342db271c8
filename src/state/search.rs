//! The search in all files: what is looked for, and what was found.

use super::seen::Seen;
use faaso::search::{Found, Query};
use std::sync::Arc;

/// What was found in which revision of the document, or why nothing was, in the engine's words.
pub type FoundIn = (u64, Result<Arc<Found>, String>);

#[derive(Clone, Copy)]
pub struct Searching {
    /// The results have their place.
    pub shown: Seen<bool>,
    pub query: Seen<Query>,
    pub replacement: Seen<String>,
    pub found: Seen<Option<FoundIn>>,
}

impl Searching {
    pub(super) fn new() -> Self {
        Searching {
            shown: Seen::default(),
            query: Seen::default(),
            replacement: Seen::default(),
            found: Seen::default(),
        }
    }

    pub fn close(&self) {
        self.shown.set(false);
        self.found.set(None);
    }

    /// Changes what is looked for.
    pub fn look_for(&self, change: impl FnOnce(&mut Query)) {
        self.query.update(change);
    }

    pub fn replace_with(&self, text: String) {
        self.replacement.set(text);
    }

    pub fn take_found(&self, revision: u64, found: Result<Found, String>) {
        self.found.set(Some((revision, found.map(Arc::new))));
    }
}
