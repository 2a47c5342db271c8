//! The site's service worker: what keeps the designer for visits without a network, and offers a newer version.

use super::{BrowserError, dom};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

#[wasm_bindgen]
extern "C" {
    /// `web-sys` takes it for one that never throws.
    #[wasm_bindgen(extends = ServiceWorkerContainer)]
    type Container;
    #[wasm_bindgen(method, catch)]
    fn register(this: &Container, script: &str) -> Result<JsValue, JsValue>;
}

/// What is to be known of the kept site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Everything works without a network from now on.
    Whole,
    /// A newer version is there too, and waits.
    Newer,
}

/// The site's registration with the browser. Clones are the same.
#[derive(Clone)]
pub struct Offline(ServiceWorkerRegistration);

impl Offline {
    /// None where the site has no service worker (a development build) or the browser takes none (no https).
    pub async fn register(tell: impl Fn(Kept) + 'static) -> Result<Option<Offline>, BrowserError> {
        let (Some(script), Some(container)) = (dom::meta("service-worker"), container()) else {
            return Ok(None);
        };
        let answer = container.unchecked_ref::<Container>().register(&script)?;
        let registered = JsFuture::from(Promise::resolve(&answer)).await?;
        let Ok(registration) = registered.dyn_into::<ServiceWorkerRegistration>() else { return Ok(None) };
        let tell: Rc<dyn Fn(Kept)> = Rc::new(tell);
        if registration.active().is_some() {
            tell(Kept::Whole);
        }
        if registration.waiting().is_some() {
            tell(Kept::Newer);
        }
        if let Some(worker) = registration.installing() {
            watch(worker, &registration, &tell);
        }
        let found = Closure::<dyn Fn()>::new({
            let registration = registration.clone();
            move || {
                if let Some(worker) = registration.installing() {
                    watch(worker, &registration, &tell);
                }
            }
        });
        registration.set_onupdatefound(Some(found.into_js_value().unchecked_ref()));
        Ok(Some(Offline(registration)))
    }

    /// Looks whether there is a newer version. Without a network there is none.
    pub fn look(&self) {
        if let Ok(update) = self.0.update() {
            spawn_local(async move {
                // no network, or a site in the middle of a change: the next look will tell
                let _ = JsFuture::from(update).await;
            });
        }
    }

    /// Lets the newer version take over, and loads the page anew with it. Call it when all work is kept.
    pub fn take_over(&self) {
        let (Some(worker), Some(container)) = (self.0.waiting(), container()) else { return dom::reload() };
        let taken = Closure::once_into_js(dom::reload);
        container.set_oncontrollerchange(Some(taken.unchecked_ref()));
        // fails only for what cannot be copied
        let _ = worker.post_message(&"take over".into());
    }
}

/// Tells when this version is kept whole.
fn watch(worker: ServiceWorker, registration: &ServiceWorkerRegistration, tell: &Rc<dyn Fn(Kept)>) {
    let (registration, tell) = (registration.clone(), tell.clone());
    let changed = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        let Some(worker) = event.target().and_then(|target| target.dyn_into::<ServiceWorker>().ok()) else {
            return;
        };
        match worker.state() {
            ServiceWorkerState::Installed if registration.active().is_some() => tell(Kept::Newer),
            ServiceWorkerState::Activated => tell(Kept::Whole),
            _ => {}
        }
    });
    worker.set_onstatechange(Some(changed.into_js_value().unchecked_ref()));
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window().expect("the page runs in a window").navigator();
    // the property may be there and hold nothing
    let container = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}
