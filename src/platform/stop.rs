//! The page's end. What is said then stands in `js/start.js`, which needs nothing of this program.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The page cannot go on: that is said over everything, and nothing on it can be used any more.
pub fn stop() {
    let Some(window) = web_sys::window() else { return };
    let stop = Reflect::get(&window, &"designerStop".into()).ok();
    if let Some(stop) = stop.as_ref().and_then(|stop| stop.dyn_ref::<Function>()) {
        // nothing is left to be done where even this fails
        let _ = stop.call0(&JsValue::NULL);
    }
}

/// The page has stopped, and what still runs of it counts for nothing.
pub fn is_stopped() -> bool {
    let stopped = web_sys::window().map(|window| Reflect::get(&window, &"designerStopped".into()));
    stopped.is_some_and(|stopped| stopped.is_ok_and(|stopped| stopped.is_truthy()))
}

/// The page stands: what was shown until then goes.
pub fn started() {
    if let Some(start) = super::dom::find("#start") {
        start.remove();
    }
}
