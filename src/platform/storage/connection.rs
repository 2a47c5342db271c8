//! Opens the database, and makes what is missing of it.

use super::{NEWER, Pending, Storage, StorageError, failed};
use crate::platform::BrowserError;
use faaso::records::Store;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbVersionChangeEvent};

const VERSION: u32 = 2;
/// What a version grows by where stores were missing: the shape is the same.
const MENDED: u32 = 1_000;

impl Storage {
    pub(super) async fn database(&self) -> Result<IdbDatabase, StorageError> {
        if let Some(database) = &*self.open.borrow() {
            return Ok(database.clone());
        }
        let window = web_sys::window().expect("the page runs in a window");
        let missing = || BrowserError("this browser has no storage for this site (IndexedDB)".into());
        let factory = window.indexed_db()?.ok_or_else(missing).map_err(StorageError::Refused)?;
        let mut database = self.connected(&factory).await?;
        let there = database.object_store_names();
        if there.length() == 0 {
            // somebody else made it under our name: nothing is in it, and nothing could ever be
            database.close();
            Pending::of(request(factory.delete_database(&self.name)?)?.into()).answer().await?;
            database = self.connect(&factory, Some(VERSION)).await?;
        } else if !Store::ALL.iter().all(|store| there.contains(store.name())) {
            // what is in the others stays
            let mended = database.version() as u32 + MENDED;
            database.close();
            database = self.connect(&factory, Some(mended)).await?;
        }
        // a newer page wants another shape, or the browser clears its storage: let go, and open it when needed
        let forget = Closure::<dyn Fn()>::new({
            let (open, closed) = (self.open.clone(), self.closed.clone());
            move || {
                let database = open.borrow_mut().take();
                if let Some(database) = database {
                    database.close();
                    closed();
                }
            }
        })
        .into_js_value();
        database.set_onversionchange(Some(forget.unchecked_ref()));
        database.set_onclose(Some(forget.unchecked_ref()));
        *self.open.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    /// At our version, or at that of a database of the same shape whose stores were mended.
    async fn connected(&self, factory: &IdbFactory) -> Result<IdbDatabase, StorageError> {
        let refused = match self.connect(factory, Some(VERSION)).await {
            Err(StorageError::Refused(error)) if error.0 == NEWER => error,
            answer => return answer,
        };
        let database = self.connect(factory, None).await?;
        match database.version() as u32 % MENDED {
            VERSION => Ok(database),
            _ => {
                database.close();
                Err(StorageError::Refused(refused))
            }
        }
    }

    async fn connect(&self, factory: &IdbFactory, version: Option<u32>) -> Result<IdbDatabase, StorageError> {
        let request = request(match version {
            Some(version) => factory.open_with_u32(&self.name, version)?,
            None => factory.open(&self.name)?,
        })?;
        let upgrade = Closure::once_into_js({
            let (request, made) = (request.clone(), self.made.clone());
            move |event: IdbVersionChangeEvent| {
                made.set(made.get() || event.old_version() == 0.0);
                make_stores(&request);
            }
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        Ok(Pending::of(request.clone().into()).answer().await?.unchecked_into())
    }
}

/// Where a browser is told to keep a site from its storage, its answer may be none at all.
fn request(answer: IdbOpenDbRequest) -> Result<IdbOpenDbRequest, StorageError> {
    if answer.is_object() { Ok(answer) } else { Err(StorageError::Refused(failed())) }
}

fn make_stores(request: &IdbOpenDbRequest) {
    let Ok(database) = request.result() else { return };
    let database: IdbDatabase = database.unchecked_into();
    let there = database.object_store_names();
    for store in Store::ALL {
        if !there.contains(store.name()) {
            // its failure makes the whole opening fail, and that is reported
            let _ = database.create_object_store(store.name());
        }
    }
}
