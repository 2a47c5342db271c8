//! Every browser effect that is neither the editor's nor the engine's, a file each, returning `Result`.

pub mod address;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod dom;
pub mod files;
pub mod locks;
pub mod offline;
pub mod settings;
pub mod storage;

use std::fmt;
use wasm_bindgen::JsValue;

/// The browser refused; what it said. Its own limits or settings are to blame, and the author is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserError(pub String);

impl fmt::Display for BrowserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BrowserError {}

impl From<JsValue> for BrowserError {
    fn from(value: JsValue) -> Self {
        let message = js_sys::Reflect::get(&value, &"message".into()).ok().and_then(|text| text.as_string());
        BrowserError(message.unwrap_or_else(|| format!("{value:?}")))
    }
}
