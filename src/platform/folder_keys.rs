//! The browser's keys to folders on this computer, kept from one visit to the next in a database of their own: a key is no bytes.

use super::{BrowserError, folder::Handle};
use faaso::records::ProjectId;
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode};

const NAME: &str = "faaso-designer-folders";
const STORE: &str = "folders";

/// Remembers the folder of a project, with a record of what was seen in it.
pub async fn put(id: ProjectId, folder: &Handle, record: &[u8]) -> Result<(), BrowserError> {
    let value = Array::of2(folder, &Uint8Array::from(record));
    let database = open().await?;
    let put = answer(&store(&database, IdbTransactionMode::Readwrite)?.put_with_key(&value, &key(id))?).await;
    database.close();
    put.map(drop)
}

pub async fn get(id: ProjectId) -> Result<Option<(Handle, Vec<u8>)>, BrowserError> {
    let database = open().await?;
    let got = answer(&store(&database, IdbTransactionMode::Readonly)?.get(&key(id))?).await;
    database.close();
    let Ok(pair) = got?.dyn_into::<Array>() else { return Ok(None) };
    let record = pair.get(1).dyn_into::<Uint8Array>().map(|record| record.to_vec()).unwrap_or_default();
    Ok(Some((pair.get(0).unchecked_into(), record)))
}

/// The projects that have a folder.
pub async fn all() -> Result<Vec<ProjectId>, BrowserError> {
    let database = open().await?;
    let keys = answer(&store(&database, IdbTransactionMode::Readonly)?.get_all_keys()?).await;
    database.close();
    let keys: Array = keys?.unchecked_into();
    Ok(keys.iter().filter_map(|key| Some(ProjectId(key.as_f64()? as u64))).collect())
}

pub async fn remove(id: ProjectId) -> Result<(), BrowserError> {
    let database = open().await?;
    let removed = answer(&store(&database, IdbTransactionMode::Readwrite)?.delete(&key(id))?).await;
    database.close();
    removed.map(drop)
}

async fn open() -> Result<IdbDatabase, BrowserError> {
    let window = super::dom::window();
    let missing = || BrowserError("this browser has no storage for this site (IndexedDB)".into());
    let request = window.indexed_db()?.ok_or_else(missing)?.open_with_u32(NAME, 1)?;
    let upgrade = Closure::once_into_js({
        let request: IdbOpenDbRequest = request.clone();
        move || {
            if let Ok(database) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) {
                // its failure makes the opening fail
                let _ = database.create_object_store(STORE);
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    Ok(answer(&request).await?.unchecked_into())
}

fn store(database: &IdbDatabase, mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    database.transaction_with_str_and_mode(STORE, mode)?.object_store(STORE)
}

async fn answer(request: &IdbRequest) -> Result<JsValue, BrowserError> {
    let settled = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(settled).await {
        Ok(_) => Ok(request.result()?),
        Err(_) => Err(match request.error() {
            Ok(Some(error)) => BrowserError(error.message()),
            _ => BrowserError("browser storage failed".into()),
        }),
    }
}

fn key(id: ProjectId) -> JsValue {
    (id.0 as f64).into()
}
