//! Writing to the clipboard.

use super::BrowserError;
use wasm_bindgen_futures::JsFuture;

/// Needs the author's click or key just before, and a secure context (https or localhost).
pub async fn copy(text: &str) -> Result<(), BrowserError> {
    let window = web_sys::window().expect("the page runs in a window");
    if !window.is_secure_context() {
        return Err(BrowserError("Copying needs an HTTPS page.".into()));
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await?;
    Ok(())
}
