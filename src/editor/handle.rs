//! What the page asks of an editor now and then.

use super::{DocKey, ffi::report, session::Session};
use faaso::text::Span;
use leptos::prelude::*;
use std::rc::Rc;

/// Cheap to copy; made by the page, given to one `CodeEditor`. Before the editor stands, the last wish is kept
/// and done then; after it is gone, wishes do nothing.
#[derive(Clone, Copy)]
pub struct EditorHandle(StoredValue<Inner, LocalStorage>);

#[derive(Default)]
struct Inner {
    session: Option<Rc<Session>>,
    wish: Option<Wish>,
}

enum Wish {
    Reveal(DocKey, Span),
    Focus,
    Search,
}

impl EditorHandle {
    pub fn new() -> Self {
        EditorHandle(StoredValue::new_local(Inner::default()))
    }

    /// Selects the span (bytes) of this document, scrolls there and takes the focus. The document may be one
    /// that the editor is only about to show.
    pub fn reveal(self, key: DocKey, span: Span) {
        self.want(Wish::Reveal(key, span));
    }

    pub fn focus(self) {
        self.want(Wish::Focus);
    }

    /// Opens the search panel.
    pub fn search(self) {
        self.want(Wish::Search);
    }

    /// Says where the cursor is, though it did not move.
    pub fn tell_cursor(self) {
        if let Some(session) = self.session() {
            report(session.tell_cursor());
        }
    }

    /// Drops what is kept of a document: it is gone.
    pub fn forget(self, key: &DocKey) {
        if let Some(session) = self.session() {
            report(session.forget(key));
        }
    }

    /// The editor stands.
    pub(super) fn attach(self, session: Rc<Session>) {
        self.0.try_update_value(|inner| inner.session = Some(session));
    }

    pub(super) fn detach(self) {
        self.0.try_update_value(|inner| *inner = Inner::default());
    }

    /// Does the wish that is waiting, if it can be done by now.
    pub(super) fn settle(self) {
        let Some(session) = self.session() else { return };
        let wish = self.0.try_update_value(|inner| match &inner.wish {
            Some(Wish::Reveal(key, _)) if !session.shows(key) => None,
            _ => inner.wish.take(),
        });
        report(match wish.flatten() {
            Some(Wish::Reveal(_, span)) => session.reveal(span),
            Some(Wish::Focus) => session.focus(),
            Some(Wish::Search) => session.search(),
            None => Ok(()),
        });
    }

    fn want(self, wish: Wish) {
        self.0.try_update_value(|inner| inner.wish = Some(wish));
        self.settle();
    }

    fn session(self) -> Option<Rc<Session>> {
        self.0.try_with_value(|inner| inner.session.clone()).flatten()
    }
}

impl Default for EditorHandle {
    fn default() -> Self {
        EditorHandle::new()
    }
}
