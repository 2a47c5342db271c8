//! The page's own address and what stands behind its `#`.

use super::{BrowserError, dom};
use wasm_bindgen::JsValue;

/// What marks a shared project in an address.
const SHARED: &str = "#share=";

/// The link that the page was opened with, if it was.
pub fn shared() -> Option<String> {
    let hash = dom::document().location()?.hash().ok()?;
    hash.strip_prefix(SHARED).map(str::to_owned)
}

/// The page's address with this project behind it.
pub fn with_shared(link: &str) -> String {
    let href = dom::document().location().and_then(|location| location.href().ok()).unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    format!("{page}{SHARED}{link}")
}

/// Takes a link out of the address, so that a reload does not open it again.
pub fn forget_shared() -> Result<(), BrowserError> {
    let location =
        dom::document().location().ok_or_else(|| BrowserError("the page has no address".into()))?;
    let page = location.pathname()? + &location.search()?;
    let history = web_sys::window().expect("the page runs in a window").history()?;
    history.replace_state_with_url(&JsValue::NULL, "", Some(&page))?;
    Ok(())
}
