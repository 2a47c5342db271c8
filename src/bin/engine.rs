#[cfg(target_arch = "wasm32")]
fn main() {
    use wasm_bindgen::{JsCast, closure::Closure};
    let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let echo = Closure::<dyn Fn(web_sys::MessageEvent)>::new({
        let scope = scope.clone();
        move |event: web_sys::MessageEvent| {
            let _ = scope.post_message(&event.data());
        }
    });
    scope.set_onmessage(Some(echo.as_ref().unchecked_ref()));
    echo.forget();
    let _ = scope.post_message(&"ready".into());
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
