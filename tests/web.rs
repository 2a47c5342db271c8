//! What only a browser can show, without a site around it. Natively there is nothing to test.
#![cfg(target_arch = "wasm32")]

use faaso_designer::{
    core::text::Span,
    editor::{CodeEditor, DocKey, Document, Language, TextChange},
};
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, Event, HtmlTextAreaElement};

wasm_bindgen_test_configure!(run_in_browser);

/// The page of this test names no editor bundle, as a damaged site would.
#[wasm_bindgen_test]
async fn without_its_bundle_the_editor_is_a_text_field_that_works() {
    let text = RwSignal::new("FROM alpine\n".to_owned());
    let changes = RwSignal::new(Vec::<TextChange>::new());
    let document = Signal::derive(move || {
        let text = text.get().as_str().into();
        Some(Document { key: DocKey::new("d"), text, language: Language::of("Dockerfile.j2") })
    });
    let on_change = Callback::new(move |change: TextChange| {
        let splice = &change.splices[0];
        text.update(|text| text.replace_range(splice.span.start..splice.span.end, &splice.text));
        changes.update(|changes| changes.push(change));
    });
    let _mounted = leptos::mount::mount_to(body(), move || {
        view! { <CodeEditor label="Template editor" document on_change /> }
    });

    let field: HtmlTextAreaElement = there("textarea[aria-label='Template editor']").await.unchecked_into();
    let alert = there("[role=alert]").await.text_content().unwrap_or_default();
    assert!(alert.contains("could not be fetched"), "{alert}");
    assert_eq!(field.value(), "FROM alpine\n");

    field.set_value("FROM debian\n");
    field.dispatch_event(&Event::new("input").expect("an event")).expect("it is there");
    assert_eq!(text.get_untracked(), "FROM debian\n");
    changes.with_untracked(|changes| {
        assert_eq!(changes.len(), 1);
        assert_eq!(
            (changes[0].splices[0].span, changes[0].splices[0].text.as_str()),
            (Span::new(5, 11), "debian")
        );
    });
}

fn body() -> web_sys::HtmlElement {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.body())
        .expect("a page")
}

/// Waits a second for an element.
async fn there(selector: &str) -> Element {
    for _ in 0..50 {
        if let Some(element) = body().query_selector(selector).expect("a selector") {
            return element;
        }
        TimeoutFuture::new(20).await;
    }
    panic!("no {selector} in {}", body().inner_html());
}
