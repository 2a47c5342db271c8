//! The Workers' end: one request in, one answer out.

use super::{
    messages::{Answer, Request, Stage},
    service::{Service, run_errand},
};
use std::rc::Rc;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The engine: answers requests until the page ends the Worker.
pub fn run() {
    let mut service = None;
    serve(move |request, pulse, post| {
        let service = service.get_or_insert_with(|| Service::watched(pulse.clone()));
        Some(service.answer(request, post))
    });
}

/// The workshop: the same for what is asked now and then.
pub fn run_workshop() {
    serve(|request, pulse, _| run_errand(request, pulse.clone()));
}

/// Hears what is posted besides the answer.
type Post<'a> = &'a mut dyn FnMut(&Answer);

fn serve(mut answer: impl FnMut(Request, &Rc<dyn Fn()>, Post<'_>) -> Option<Answer> + 'static) {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let pulse: Rc<dyn Fn()> = {
        let scope = scope.clone();
        Rc::new(move || send(&scope, &Answer::Busy { stage: Stage::SameFile, ahead: 0 }))
    };
    let mut post = {
        let scope = scope.clone();
        move |answer: &Answer| send(&scope, answer)
    };
    post(&Answer::Ready);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        // A message that cannot be read is a fault of ours: no answer, and the page starts a fresh engine.
        if let Ok(request) = postcard::from_bytes(&bytes)
            && let Some(answer) = answer(request, &pulse, &mut post)
        {
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
