//! Who of several tabs may write: Web Locks. The browser gives a lock back when its tab is gone, however it went.

use js_sys::{Function, Object, Promise, Reflect};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        granted: &Function,
    ) -> Result<JsValue, JsValue>;
}

/// A lock, held as long as this lives.
pub struct Held {
    release: Option<Function>,
    given_up: Rc<Cell<bool>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.given_up.set(true);
        if let Some(release) = &self.release {
            // resolving a promise does not fail
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Asks for a lock without waiting for it. None when another tab holds it, unless it is to be taken from that one.
/// `lost` is called when another tab takes it from this one. Where the browser has no locks it is always given.
pub async fn hold(name: &str, take: bool, lost: impl FnOnce() + 'static) -> Option<Held> {
    let given_up = Rc::new(Cell::new(false));
    let free = || Some(Held { release: None, given_up: given_up.clone() });
    let navigator = web_sys::window().expect("the page runs in a window").navigator();
    let manager = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object);
    let Some(manager) = manager.map(JsCast::unchecked_into::<LockManager>) else { return free() };

    let (released, release) = promise();
    let (answered, answer) = promise();
    let granted = Closure::once_into_js({
        let answer = answer.clone();
        move |lock: JsValue| -> JsValue {
            let granted = lock.is_object();
            let _ = answer.call1(&JsValue::NULL, &granted.into());
            if granted { released.into() } else { JsValue::UNDEFINED }
        }
    });
    let options = Object::new();
    let key = if take { "steal" } else { "ifAvailable" };
    let _ = Reflect::set(&options, &key.into(), &true.into());
    let Ok(request) = manager.request(name, &options, granted.unchecked_ref()) else { return free() };
    spawn_local({
        let given_up = given_up.clone();
        async move {
            let ended = JsFuture::from(Promise::resolve(&request)).await;
            // a refusal before there was an answer: this browser gives no locks here
            let _ = answer.call1(&JsValue::NULL, &true.into());
            if ended.is_err() && !given_up.get() {
                lost();
            }
        }
    });
    let granted = JsFuture::from(answered).await.is_ok_and(|granted| granted.is_truthy());
    granted.then(|| Held { release: Some(release), given_up })
}

/// A promise, and what resolves it.
fn promise() -> (Promise, Function) {
    let mut resolve = None;
    let promise = Promise::new(&mut |fulfil, _| resolve = Some(fulfil));
    (promise, resolve.expect("a promise calls its function at once"))
}
