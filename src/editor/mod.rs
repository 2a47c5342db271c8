//! The only place that knows CodeMirror.
//!
//! The document is the truth for text. CodeMirror shows it, keeps selection and scroll of each document,
//! and says what the author did as splices; undo and redo are the document's, so there is no history here.
//! `protocol`, `language`, `vocabulary` and `offsets` are plain data and are tested natively, the rest needs a browser.

pub mod language;
pub mod offsets;
pub mod protocol;
pub mod vocabulary;
pub mod word_help;

#[cfg(target_arch = "wasm32")]
mod component;
#[cfg(target_arch = "wasm32")]
mod ffi;
#[cfg(target_arch = "wasm32")]
mod handle;
#[cfg(target_arch = "wasm32")]
mod session;

#[cfg(target_arch = "wasm32")]
pub use component::CodeEditor;
#[cfg(target_arch = "wasm32")]
pub use handle::EditorHandle;
pub use language::Language;
pub use protocol::{
    Cursor, DocKey, Document, Mark, Notes, OptionName, Splice, TextChange, YmlOption, YmlWords,
};
