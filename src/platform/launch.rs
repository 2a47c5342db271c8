//! What the installed designer was opened with: a zip that the system hands to it.

use super::files::{Incoming, incoming};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Hears of the files that the installed designer was opened with, by the system. Never where it isn't installed.
pub fn on_launch(take: impl Fn(Vec<Incoming>) + Clone + 'static) {
    let window = web_sys::window().expect("the page runs in a window");
    let get = |of: &JsValue, key: &str| Reflect::get(of, &key.into()).ok().filter(|it| !it.is_undefined());
    let Some(queue) = get(&window, "launchQueue") else { return };
    let Some(Ok(listen)) = get(&queue, "setConsumer").map(|it| it.dyn_into::<Function>()) else { return };
    let launched = Closure::<dyn Fn(JsValue)>::new(move |launch: JsValue| {
        let handles = Reflect::get(&launch, &"files".into()).ok().and_then(|it| it.dyn_into::<Array>().ok());
        let handles = handles.unwrap_or_default();
        let take = take.clone();
        spawn_local(async move {
            let mut files = Vec::new();
            for handle in handles.iter() {
                files.extend(launched_file(&handle).await);
            }
            if !files.is_empty() {
                take(files);
            }
        });
    });
    // it hears of launches as long as the page stands
    let _ = listen.call1(&queue, launched.into_js_value().as_ref());
}

/// The file behind a handle of the system's.
async fn launched_file(handle: &JsValue) -> Option<Incoming> {
    let get: Function = Reflect::get(handle, &"getFile".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = get.call0(handle).ok()?.dyn_into().ok()?;
    Some(incoming(JsFuture::from(promise).await.ok()?.dyn_into().ok()?))
}
