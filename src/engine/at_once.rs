//! A small program of its own in the page, for what is to be seen at once: the first output of a visit, and the one of the frame of a
//! key. It renders one template under a small budget ([`AtOnce`]). The engine is three times as large and comes later, and a Worker's answer
//! is a frame later, however quick it is. The program shares no memory with the page, and one that breaks is let go.

use crinja::Rendered;
use faaso::at_once::AtOnce;
use js_sys::{Function, Promise, Reflect, Uint8Array};
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// Where the program puts its function, and the script the promise of it.
const FUNCTION: &str = "renderAtOnce";
const STARTED: &str = "atOnceStarted";

/// The program, running in the page.
#[derive(Clone, Debug)]
pub struct Program(Function);

impl Program {
    /// Waits for the program of the script that was just loaded; none where it doesn't run.
    pub async fn started() -> Option<Program> {
        let global = js_sys::global();
        let started: Promise = Reflect::get(&global, &STARTED.into()).ok()?.dyn_into().ok()?;
        JsFuture::from(started).await.ok()?;
        Some(Program(Reflect::get(&global, &FUNCTION.into()).ok()?.dyn_into().ok()?))
    }

    /// The output, if there is one. An error: the program is broken and not to be asked again.
    pub fn output(&self, asked: &AtOnce) -> Result<Option<Arc<Rendered>>, Broken> {
        let asked = postcard::to_stdvec(asked).expect("questions hold nothing that postcard cannot write");
        let asked = Uint8Array::from(asked.as_slice());
        let answer: Uint8Array = self.0.call1(&JsValue::NULL, &asked).map_err(|_| Broken)?.unchecked_into();
        postcard::from_bytes(&answer.to_vec()).map_err(|_| Broken)
    }
}

/// It trapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// The program's end.
pub fn serve() {
    let output = Closure::<dyn Fn(Uint8Array) -> Uint8Array>::new(|asked: Uint8Array| {
        let asked = postcard::from_bytes::<AtOnce>(&asked.to_vec());
        let output = asked.ok().and_then(|asked| asked.output());
        let answer = postcard::to_stdvec(&output).expect("outputs hold nothing that postcard cannot write");
        Uint8Array::from(answer.as_slice())
    });
    // a page that doesn't take it renders in the Worker alone
    let _ = Reflect::set(&js_sys::global(), &FUNCTION.into(), output.as_ref());
    // it is needed as long as the page lives
    output.forget();
}
