//! Where the document is kept between visits: one record of bytes in IndexedDB.
//!
//! `load` and `store` are all that the rest knows of it.

use super::BrowserError;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode};

const DATABASE: &str = "faaso-designer";
const STORE: &str = "workspace";
const RECORD: &str = "current";

/// What was stored last; none on a first visit.
pub async fn load() -> Result<Option<Vec<u8>>, BrowserError> {
    let store = open().await?.transaction_with_str(STORE)?.object_store(STORE)?;
    let value = answer(&store.get(&RECORD.into())?).await?;
    Ok(value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec))
}

/// Comes back when the browser has confirmed that the bytes are kept.
pub async fn store(bytes: &[u8]) -> Result<(), BrowserError> {
    let transaction = open().await?.transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite)?;
    transaction.object_store(STORE)?.put_with_key(&Uint8Array::from(bytes), &RECORD.into())?;
    completed(&transaction).await
}

/// Puts what cannot be read aside, so that the next `store` does not write over it.
pub async fn set_aside(bytes: &[u8]) -> Result<(), BrowserError> {
    let transaction = open().await?.transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite)?;
    let key = format!("unreadable {}", js_sys::Date::new_0().to_iso_string());
    transaction.object_store(STORE)?.put_with_key(&Uint8Array::from(bytes), &key.into())?;
    completed(&transaction).await
}

async fn open() -> Result<IdbDatabase, BrowserError> {
    let window = web_sys::window().expect("the page runs in a window");
    let factory = window.indexed_db()?.ok_or_else(|| BrowserError("this browser has no IndexedDB".into()))?;
    let request: IdbOpenDbRequest = factory.open_with_u32(DATABASE, 1)?;
    let upgrade = Closure::once_into_js({
        let request = request.clone();
        move || {
            if let Ok(database) = request.result() {
                // it is there already only when two pages open at once; then all is well
                let _ = database.unchecked_into::<IdbDatabase>().create_object_store(STORE);
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    Ok(answer(&request).await?.unchecked_into())
}

/// What a request brings.
async fn answer(request: &IdbRequest) -> Result<JsValue, BrowserError> {
    let settled = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(settled).await {
        Ok(_) => Ok(request.result()?),
        Err(_) => {
            let error = request.error()?.map(|error| error.message());
            Err(BrowserError(error.unwrap_or_else(|| "the browser's storage did not answer".into())))
        }
    }
}

async fn completed(transaction: &IdbTransaction) -> Result<(), BrowserError> {
    let settled = Promise::new(&mut |resolve: Function, reject: Function| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(settled).await {
        Ok(_) => Ok(()),
        Err(_) => {
            let error = transaction.error().map(|error| error.message());
            Err(BrowserError(error.unwrap_or_else(|| "the browser's storage refused".into())))
        }
    }
}
