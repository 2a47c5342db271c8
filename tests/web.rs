//! What only a browser can show, without a site around it. Natively there is nothing to test.
#![cfg(target_arch = "wasm32")]

use faaso::{
    records::{LAST, ProjectId, Store, Write},
    text::Span,
};
use faaso_designer::{
    editor::{CodeEditor, DocKey, Document, Language, TextChange},
    platform::storage::{Storage, StorageError},
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
    assert!(
        alert.contains("Couldn't load the code editor: index.html doesn't name its file.")
            && !alert.contains("JsValue"),
        "{alert}"
    );
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

/// A database of this test alone.
fn storage() -> Storage {
    Storage::new(&format!("test {}", js_sys::Math::random()), || {})
}

const ID: ProjectId = ProjectId(1 << 40);

#[wasm_bindgen_test]
async fn the_storage_gives_back_what_it_took() {
    let storage = storage();
    let add = |number: u64| Write::Add(Store::Steps, ID, number, vec![number as u8, 0, 255]);
    storage
        .write(&[Write::Put(Store::Snapshots, ID, 0, vec![9]), add(2), add(10), add(1)], None)
        .await
        .expect("kept");
    storage.write(&[Write::Add(Store::Steps, ProjectId(3), 0, vec![])], None).await.expect("kept");
    let found = storage.find(ID).await.expect("read");
    assert_eq!(found.snapshot, Some(vec![9]));
    assert_eq!(found.steps, [1u8, 2, 10].map(|n| (u64::from(n), vec![n, 0, 255])));
    assert_eq!(storage.projects().await, Ok(vec![ID]));

    storage.write(&[Write::Remove(Store::Steps, ID, 2, LAST)], None).await.expect("kept");
    assert_eq!(storage.find(ID).await.expect("read").steps.len(), 1);
    assert_eq!(
        storage.read(Store::Steps, None).await.expect("read").len(),
        2,
        "other projects are not touched"
    );
}

#[wasm_bindgen_test]
async fn a_refused_write_changes_nothing_and_is_named() {
    let storage = storage();
    let other = storage.clone();
    let step = |text: &[u8]| Write::Add(Store::Steps, ID, 0, text.to_vec());
    storage.write(&[step(b"first")], None).await.expect("kept");
    let both = [Write::Put(Store::Heads, ID, 0, vec![1]), step(b"second")];
    for _ in 0..50 {
        assert_eq!(other.write(&both, None).await, Err(StorageError::Conflict));
    }
    assert_eq!(storage.find(ID).await.expect("read").steps, [(0, b"first".to_vec())]);
    assert_eq!(storage.read(Store::Heads, None).await, Ok(vec![]), "wholly or not at all");
    storage.write(&[Write::Put(Store::Heads, ID, 0, vec![1])], None).await.expect("it goes on");
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
