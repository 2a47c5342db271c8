//! What the page asks of an editor now and then.

use super::DocKey;
use crate::core::text::Span;

/// Cheap to copy; made by the page, given to one `CodeEditor`. Before the editor stands, the last wish is kept
/// and done then; after it is gone, wishes do nothing.
#[derive(Clone, Copy)]
pub struct EditorHandle {}

impl EditorHandle {
    pub fn new() -> Self {
        EditorHandle {}
    }

    /// Selects the span (bytes) of this document, scrolls there and takes the focus. The document may be one
    /// that the editor is only about to show.
    pub fn reveal(self, key: DocKey, span: Span) {
        let _ = (key, span);
    }

    pub fn focus(self) {}

    /// Opens the search panel.
    pub fn search(self) {}

    /// Drops what is kept of a document: it is gone.
    pub fn forget(self, key: &DocKey) {
        let _ = key;
    }
}

impl Default for EditorHandle {
    fn default() -> Self {
        EditorHandle::new()
    }
}
