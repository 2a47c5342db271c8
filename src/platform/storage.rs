//! Projects in IndexedDB: five object stores of byte records under keys `[project, number]`.
//!
//! What is in the records is `faaso::records`' business. A list of writes is one transaction; it is kept when the
//! browser says so, and then wholly.

mod connection;

use super::BrowserError;
use faaso::records::{Found, LAST, ProjectId, Store, Tail, Whole, Write};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    StorageManager,
};

/// The database of the page.
pub const NAME: &str = "faaso-designer";
/// What is said of a database of a newer version.
const NEWER: &str = "this project needs a newer version: reload the page";

#[wasm_bindgen]
extern "C" {
    /// `web-sys` lacks the options, which ask that a record be on the disk before it counts as kept.
    #[wasm_bindgen(extends = IdbDatabase)]
    type Database;
    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn begin(
        this: &Database,
        stores: &JsValue,
        mode: &str,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;

    /// `web-sys` calls its own deprecated; the standard does not.
    #[wasm_bindgen(extends = IdbTransaction)]
    type Transaction;
    #[wasm_bindgen(method, catch)]
    fn commit(this: &Transaction) -> Result<(), JsValue>;
}

/// Why something is not stored. Nothing of it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// A record of that key is there already: another tab wrote on.
    Conflict,
    /// The browser refused; what it said, or what is known of it.
    Refused(BrowserError),
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StorageError::Conflict => f.write_str("this project was changed in another tab"),
            StorageError::Refused(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StorageError {}

impl From<JsValue> for StorageError {
    fn from(error: JsValue) -> Self {
        // what is no answer of the storage's is a script's own, and says nothing to an author
        StorageError::Refused(error.dyn_ref().map_or_else(failed, said))
    }
}

/// A connection that is opened when it is needed, and again when the browser closed it. Cheap to clone.
#[derive(Clone)]
pub struct Storage {
    name: Rc<str>,
    open: Rc<RefCell<Option<IdbDatabase>>>,
    /// The database had to be made, and nobody asked yet.
    made: Rc<Cell<bool>>,
    /// Called when the browser, or another page, closes the database.
    closed: Rc<dyn Fn()>,
}

impl Storage {
    pub fn new(name: &str, closed: impl Fn() + 'static) -> Self {
        Storage { name: name.into(), open: Rc::default(), made: Rc::default(), closed: Rc::new(closed) }
    }

    /// Opens the database where it is not open. True when it had to be made since this was asked last: nothing
    /// of before is in it.
    pub async fn is_made(&self) -> Result<bool, StorageError> {
        self.database().await?;
        Ok(self.made.take())
    }

    /// Comes back when the browser has confirmed that all of it is kept. False when it is, but what it goes on with
    /// is not there.
    pub async fn write(&self, writes: &[Write], whole: Option<&Whole>) -> Result<bool, StorageError> {
        let result = self.try_write(writes, whole).await;
        if matches!(result, Err(StorageError::Refused(_))) {
            self.close();
        }
        result
    }

    async fn try_write(&self, writes: &[Write], whole: Option<&Whole>) -> Result<bool, StorageError> {
        let transaction = self.begin("readwrite").await?;
        let settled = settled(&transaction);
        for write in writes {
            let done = match write {
                Write::Add(store, id, number, record) => at(&transaction, *store)
                    .and_then(|s| s.add_with_key(&Uint8Array::from(record.as_slice()), &key(*id, *number))),
                Write::Put(store, id, number, record) => at(&transaction, *store)
                    .and_then(|s| s.put_with_key(&Uint8Array::from(record.as_slice()), &key(*id, *number))),
                Write::Remove(store, id, from, to) => at(&transaction, *store)
                    .and_then(|s| s.delete(&IdbKeyRange::bound(&key(*id, *from), &key(*id, *to))?.into())),
            };
            if let Err(error) = done {
                // it may have ended already, and then nothing of it is kept either
                let _ = transaction.abort();
                return Err(error.into());
            }
        }
        let check = whole.map(|whole| Check::of(&transaction, whole)).transpose()?;
        // Nothing more comes: the browser can end it without this page, which may be about to go. Where it cannot be told
        // so, it ends by itself a little later.
        let _ = transaction.unchecked_ref::<Transaction>().commit();
        match settled.await {
            Ok(_) => match check {
                Some(check) => check.passes().await,
                None => Ok(true),
            },
            Err(_) => Err(match transaction.error() {
                Some(error) if error.name() == "ConstraintError" => StorageError::Conflict,
                Some(error) => StorageError::Refused(said(&error)),
                None => StorageError::Refused(failed()),
            }),
        }
    }

    /// Everything of that project is there.
    pub async fn holds(&self, whole: &Whole) -> Result<bool, StorageError> {
        let result = match self.begin("readonly").await {
            Ok(transaction) => Check::of(&transaction, whole)?.passes().await,
            Err(error) => Err(error),
        };
        if result.is_err() {
            self.close();
        }
        result
    }

    /// Every record of a store, or of one project in it, by key.
    pub async fn read(
        &self,
        store: Store,
        of: Option<ProjectId>,
    ) -> Result<Vec<(ProjectId, u64, Vec<u8>)>, StorageError> {
        let result = self.try_read(store, of).await;
        if result.is_err() {
            self.close();
        }
        result
    }

    async fn try_read(
        &self,
        store: Store,
        of: Option<ProjectId>,
    ) -> Result<Vec<(ProjectId, u64, Vec<u8>)>, StorageError> {
        let transaction = self.begin("readonly").await?;
        Asked::of(&transaction, store, of)?.records().await
    }

    /// The records of one project, all of the same moment.
    pub async fn find(&self, id: ProjectId) -> Result<Found, StorageError> {
        let transaction = self.begin("readonly").await?;
        let [snapshots, steps, pins] = [Store::Snapshots, Store::Steps, Store::Pins]
            .map(|store| Asked::of(&transaction, store, Some(id)));
        let (snapshots, steps, pins) = (snapshots?, steps?, pins?);
        let numbered = |records: Vec<(ProjectId, u64, Vec<u8>)>| -> Vec<(u64, Vec<u8>)> {
            records.into_iter().map(|(_, number, record)| (number, record)).collect()
        };
        let snapshots = numbered(snapshots.records().await?);
        let of = |number| snapshots.iter().find(|(at, _)| *at == number).map(|(_, record)| record.clone());
        Ok(Found {
            snapshot: of(0),
            tail: of(Tail::NUMBER),
            steps: numbered(steps.records().await?),
            pins: numbered(pins.records().await?),
        })
    }

    /// Every project that has a snapshot, or had one.
    pub async fn projects(&self) -> Result<Vec<ProjectId>, StorageError> {
        let store = at(&self.begin("readonly").await?, Store::Snapshots)?;
        let keys = Array::from(&Pending::of(store.get_all_keys()?).answer().await?);
        let id = |key: JsValue| Some(ProjectId(Array::from(&key).get(0).as_f64()? as u64));
        Ok(keys.iter().filter_map(id).collect())
    }

    /// The next call opens it anew.
    fn close(&self) {
        if let Some(database) = self.open.borrow_mut().take() {
            database.close();
        }
    }

    async fn begin(&self, mode: &str) -> Result<IdbTransaction, StorageError> {
        let database: Database = self.database().await?.unchecked_into();
        let stores: Array = Store::ALL.iter().map(|store| JsValue::from(store.name())).collect();
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        Ok(database.begin(&stores, mode, &options)?)
    }
}

/// Asks the browser not to clear the storage when room gets scarce. It may ask the author, or refuse.
pub async fn persist() {
    let navigator = web_sys::window().expect("the page runs in a window").navigator();
    // a browser without it, or one that was told to hide it
    let Ok(manager) = Reflect::get(&navigator, &"storage".into()) else { return };
    let Some(manager) = manager.dyn_ref::<StorageManager>() else { return };
    if let Ok(asked) = manager.persist() {
        // either answer is well: what is kept stays kept until then
        let _ = JsFuture::from(asked).await;
    }
}

fn key(id: ProjectId, number: u64) -> JsValue {
    Array::of2(&(id.0 as f64).into(), &(number as f64).into()).into()
}

fn at(transaction: &IdbTransaction, store: Store) -> Result<IdbObjectStore, JsValue> {
    transaction.object_store(store.name())
}

/// A request that is listened to from the start: answers come whether they are waited for or not, and one that nobody
/// waits for is no error of the page.
struct Pending {
    request: IdbRequest,
    settled: JsFuture,
}

impl Pending {
    fn of(request: IdbRequest) -> Self {
        let settled = Promise::new(&mut |resolve: Function, reject: Function| {
            request.set_onsuccess(Some(&resolve));
            request.set_onerror(Some(&reject));
            if let Some(open) = request.dyn_ref::<IdbOpenDbRequest>() {
                open.set_onblocked(Some(&reject));
            }
        });
        Pending { request, settled: settled.into() }
    }

    async fn answer(self) -> Result<JsValue, StorageError> {
        match self.settled.await {
            Ok(_) => Ok(self.request.result()?),
            Err(_) => Err(StorageError::Refused(match self.request.error() {
                Ok(Some(error)) => said(&error),
                _ if self.request.dyn_ref::<IdbOpenDbRequest>().is_none() => failed(),
                _ => BrowserError("an older version is open in another tab: reload or close that tab".into()),
            })),
        }
    }
}

/// Whether a project is whole: asked in the transaction that changes it.
struct Check {
    snapshot: Pending,
    head: Pending,
    steps: Pending,
    pins: Pending,
    least: (u64, u64),
}

impl Check {
    fn of(transaction: &IdbTransaction, whole: &Whole) -> Result<Self, StorageError> {
        let Whole { id, from, steps, pins } = *whole;
        let counted = |store, from, to| -> Result<Pending, StorageError> {
            let range = IdbKeyRange::bound(&key(id, from), &key(id, to))?;
            Ok(Pending::of(at(transaction, store)?.count_with_key(&range)?))
        };
        Ok(Check {
            snapshot: counted(Store::Snapshots, 0, 0)?,
            head: counted(Store::Heads, 0, 0)?,
            steps: counted(Store::Steps, from, LAST)?,
            pins: counted(Store::Pins, 0, LAST)?,
            least: (steps, pins),
        })
    }

    async fn passes(self) -> Result<bool, StorageError> {
        let mut passed = true;
        let wanted =
            [(self.snapshot, 1), (self.head, 1), (self.steps, self.least.0), (self.pins, self.least.1)];
        for (counted, least) in wanted {
            let there = counted.answer().await?.as_f64().unwrap_or_default();
            passed &= there >= least as f64;
        }
        Ok(passed)
    }
}

/// Keys and records of a store.
struct Asked {
    keys: Pending,
    records: Pending,
}

impl Asked {
    fn of(transaction: &IdbTransaction, store: Store, of: Option<ProjectId>) -> Result<Self, StorageError> {
        let store = at(transaction, store)?;
        let range: JsValue = match of {
            Some(id) => IdbKeyRange::bound(&key(id, 0), &key(id, LAST))?.into(),
            None => JsValue::UNDEFINED,
        };
        Ok(Asked {
            keys: Pending::of(store.get_all_keys_with_key(&range)?),
            records: Pending::of(store.get_all_with_key(&range)?),
        })
    }

    async fn records(self) -> Result<Vec<(ProjectId, u64, Vec<u8>)>, StorageError> {
        let keys = Array::from(&self.keys.answer().await?);
        let records = Array::from(&self.records.answer().await?);
        let read = |(key, record): (JsValue, JsValue)| {
            let key: Array = key.dyn_into().ok()?;
            // what is no bytes is damaged: an empty record says so too
            let record = record.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default();
            Some((ProjectId(key.get(0).as_f64()? as u64), key.get(1).as_f64()? as u64, record))
        };
        Ok(keys.iter().zip(records.iter()).filter_map(read).collect())
    }
}

/// Listened to from the start, so that the end of a transaction that nobody waits for is no error of the page.
fn settled(transaction: &IdbTransaction) -> JsFuture {
    let settled = Promise::new(&mut |resolve: Function, reject: Function| {
        transaction.set_oncomplete(Some(&resolve));
        // an error of a request is one of the transaction only when that was aborted for it
        transaction.set_onabort(Some(&reject));
    });
    settled.into()
}

fn failed() -> BrowserError {
    BrowserError("browser storage failed".into())
}

/// The browser's own words, said plainly where they are known.
fn said(error: &DomException) -> BrowserError {
    BrowserError(match error.name().as_str() {
        "QuotaExceededError" => "browser storage is full".into(),
        "SecurityError" => "the browser blocks storage for this site".into(),
        "UnknownError" | "InvalidStateError" => {
            format!("browser storage failed ({})", error.message().trim_end_matches('.'))
        }
        "VersionError" => NEWER.into(),
        name => match error.message() {
            message if message.is_empty() => format!("browser storage failed ({name})"),
            message => format!("browser storage failed ({})", message.trim_end_matches('.')),
        },
    })
}
