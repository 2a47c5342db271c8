//! The Worker's end: one request in, one answer out.

use super::{
    messages::{Answer, Stage},
    service::Service,
};
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Answers requests until the page ends the Worker.
pub fn run() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let pulse = {
        let scope = scope.clone();
        move || send(&scope, &Answer::Busy { stage: Stage::SameFile, ahead: 0 })
    };
    let mut service = Service::watched(Rc::new(pulse));
    let mut post = {
        let scope = scope.clone();
        move |answer: &Answer| send(&scope, answer)
    };
    post(&Answer::Ready);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        // A message that cannot be read is a fault of ours: no answer, and the page starts a fresh engine.
        if let Ok(request) = postcard::from_bytes(&bytes) {
            let answer = service.answer(request, &mut post);
            post(&answer);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It is needed as long as the Worker lives.
    on_message.forget();
}

fn send(scope: &DedicatedWorkerGlobalScope, answer: &Answer) {
    let bytes = postcard::to_stdvec(answer).expect("answers hold nothing that postcard cannot write");
    let array = js_sys::Uint8Array::from(bytes.as_slice());
    let transfer = js_sys::Array::of1(&array.buffer());
    scope.post_message_with_transfer(&array, &transfer).expect("a plain buffer can always be posted");
}
