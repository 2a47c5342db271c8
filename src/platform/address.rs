//! The page's own address and what stands behind its `#`.

use super::{BrowserError, dom};
use wasm_bindgen::JsValue;

/// The whole of it.
pub fn page() -> String {
    dom::document().location().and_then(|location| location.href().ok()).unwrap_or_default()
}

/// What stands behind its `#`, that included; empty where nothing does.
pub fn fragment() -> String {
    dom::document().location().and_then(|location| location.hash().ok()).unwrap_or_default()
}

/// The page's address with this fragment, which has no `#`.
pub fn with_fragment(fragment: &str) -> String {
    let href = page();
    let page = href.split('#').next().unwrap_or_default();
    format!("{page}#{fragment}")
}

/// Takes a link out of the address, so that a reload does not open it again.
pub fn forget_fragment() -> Result<(), BrowserError> {
    let location =
        dom::document().location().ok_or_else(|| BrowserError("the page has no address".into()))?;
    let page = location.pathname()? + &location.search()?;
    let history = web_sys::window().expect("the page runs in a window").history()?;
    history.replace_state_with_url(&JsValue::NULL, "", Some(&page))?;
    Ok(())
}
