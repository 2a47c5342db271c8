//! Every browser effect that is neither the editor's nor the engine's, a file each, returning `Result`.

pub mod address;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod dom;
pub mod files;
pub mod folder;
pub mod folder_keys;
pub mod launch;
pub mod locks;
pub mod offline;
pub mod server;
pub mod settings;
pub mod stop;
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
        let word =
            |key: &str| js_sys::Reflect::get(&value, &key.into()).ok().and_then(|text| text.as_string());
        let message = word("message").or(value.as_string()).filter(|message| !message.is_empty());
        BrowserError(message.or(word("name")).unwrap_or_else(|| "the browser gave no reason".into()))
    }
}
