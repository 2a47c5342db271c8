//! The editor as the page uses it.

use super::{Cursor, Document, EditorHandle, Mark, OptionName, TextChange};
use leptos::prelude::*;
use std::sync::Arc;

/// A code editor over one document of the project.
///
/// * `label`: its accessible name (role `textbox`): `Template editor`, `funko.yml editor`, `Rendered output`.
/// * `document`: what it shows. None leaves it empty and read-only. A new key shows another document with the
///   selection and scroll it had; a new text under the same key is spliced in and is not reported back.
/// * `read_only`: it can be selected, searched and copied from, not changed.
/// * `marks`: what is wrong with the text shown.
/// * `options`: what completion offers after `options.` in Jinja places.
/// * `on_change`: the author changed the text. The callback must apply the change to the document before it
///   returns: where `document` does not hold the new text then, the editor puts the document's text back.
/// * `on_undo`, `on_redo`: Mod-z, Mod-y and Mod-Shift-z. What the document does then comes in through `document`,
///   and the cursor goes where it changed.
/// * `on_cursor`: the cursor or selection moved, at most once a frame.
/// * `handle`: for what is an event and no state: `reveal`, `focus`, `search`, `forget`.
///
/// The editor fills its parent's height; it brings no frame of its own.
#[component]
pub fn CodeEditor(
    label: &'static str,
    #[prop(into)] document: Signal<Option<Document>>,
    #[prop(optional)] read_only: bool,
    #[prop(optional, into)] marks: Signal<Arc<[Mark]>>,
    #[prop(optional, into)] options: Signal<Arc<[OptionName]>>,
    #[prop(optional, into)] on_change: Option<Callback<TextChange>>,
    #[prop(optional, into)] on_undo: Option<Callback<()>>,
    #[prop(optional, into)] on_redo: Option<Callback<()>>,
    #[prop(optional, into)] on_cursor: Option<Callback<Cursor>>,
    #[prop(optional)] handle: Option<EditorHandle>,
) -> impl IntoView {
    let _ = (document, read_only, marks, options, on_change, on_undo, on_redo, on_cursor, handle);
    view! { <div class="editor" aria-label=label></div> }
}
