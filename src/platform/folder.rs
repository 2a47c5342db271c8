//! A folder on this computer: asked for with the browser's own dialog, looked at and written through it.
//!
//! `web-sys` has what this needs behind a flag, so the browser's objects are described here.

use super::BrowserError;
use faaso::{
    archive::{ImportError, MAX_LISTED, is_litter},
    folder::{Disk, Listed, Listing, Stamp, Trouble},
};
use futures_util::future::{Either, select};
use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, AsyncIterator, Function, Object, Promise, Reflect, Uint8Array};
use std::{cell::Cell, pin::pin, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, File};

#[wasm_bindgen]
extern "C" {
    /// `FileSystemDirectoryHandle`, and of a file what both have.
    #[derive(Clone)]
    pub type Handle;
    #[wasm_bindgen(method, getter)]
    fn kind(this: &Handle) -> String;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Handle) -> String;
    #[wasm_bindgen(method, catch, js_name = isSameEntry)]
    async fn is_same_entry(this: &Handle, other: &Handle) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn values(this: &Handle) -> Result<AsyncIterator, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getDirectoryHandle)]
    async fn folder(this: &Handle, name: &str, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getFileHandle)]
    async fn file(this: &Handle, name: &str, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEntry)]
    async fn remove(this: &Handle, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getFile)]
    async fn read(this: &Handle) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getFile)]
    fn read_soon(this: &Handle) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch, js_name = createWritable)]
    async fn writable(this: &Handle) -> Result<JsValue, JsValue>;

    /// `FileSystemWritableFileStream`: what is written takes the file's place when it is closed.
    type Writable;
    #[wasm_bindgen(method, catch)]
    async fn write(this: &Writable, bytes: &Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn close(this: &Writable) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn abort(this: &Writable) -> Result<JsValue, JsValue>;
}

const PICK: &str = "showDirectoryPicker";

/// This browser lets a page edit a folder.
pub fn is_supported() -> bool {
    picker().is_some()
}

/// The author chooses a folder and allows this page to change it. None: they chose none. Call it right after a click.
pub async fn pick() -> Result<Option<Handle>, BrowserError> {
    let picker = picker().ok_or_else(|| BrowserError("this browser can't edit a folder".into()))?;
    let options = object(&[("mode", "readwrite".into()), ("id", "runtime".into())]);
    let asked = picker.call1(&super::dom::window(), &options)?;
    match JsFuture::from(Promise::resolve(&asked)).await {
        Ok(handle) => Ok(Some(handle.unchecked_into())),
        Err(error) if name_of(&error) == "AbortError" => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The browser lets this page change the folder; `ask`: after asking the author, which takes a click before.
pub async fn is_allowed(folder: &Handle, ask: bool) -> bool {
    let method = if ask { "requestPermission" } else { "queryPermission" };
    let Some(method) = method_of(folder, method) else { return true };
    let Ok(asked) = method.call1(folder, &object(&[("mode", "readwrite".into())])) else { return false };
    let answer = JsFuture::from(Promise::resolve(&asked)).await;
    answer.is_ok_and(|answer| answer.as_string().as_deref() == Some("granted"))
}

/// How long one call of the browser may take, in ms. A network drive that is gone never answers.
const LIMIT: u32 = 15_000;
/// What a folder of many files gets on top for each of them, in ms.
const EACH: u32 = 20;
/// How long a file that is missed is waited for, in ms: some programs save by deleting it and making it anew.
const PAUSE: u32 = 500;

/// Both are one folder.
pub async fn is_same(one: &Handle, other: &Handle) -> bool {
    one.is_same_entry(other).await.is_ok_and(|same| same.is_truthy())
}

/// A folder that the author allowed this page to change.
#[derive(Clone)]
pub struct FolderDisk {
    root: Handle,
    top: String,
    left: Rc<Cell<bool>>,
    paused: Rc<Cell<u32>>,
}

impl FolderDisk {
    pub fn new(root: Handle) -> Self {
        // the folder of a whole disk, and the browser's own for a site, have no name for a path
        let top = Some(root.name()).filter(|name| !name.is_empty() && !name.contains(['/', '\\']));
        FolderDisk {
            root,
            top: top.unwrap_or_else(|| "folder".to_owned()),
            left: Rc::default(),
            paused: Rc::default(),
        }
    }

    pub fn name(&self) -> &str {
        &self.top
    }

    pub fn handle(&self) -> &Handle {
        &self.root
    }

    /// Nothing is written there any more, not even what has begun.
    pub fn leave(&self) {
        self.left.set(true);
    }

    pub fn is_left(&self) -> bool {
        self.left.get()
    }

    /// How long it was merely waited since this was asked last, in ms.
    pub fn paused(&self) -> u32 {
        self.paused.take()
    }

    /// The folder of that path, which begins with the folder's own name.
    async fn folder(&self, path: &str, create: bool) -> Result<Handle, JsValue> {
        let mut folder = self.root.clone();
        for part in path.split('/').skip(1) {
            folder = in_time(folder.folder(part, &created(create))).await?.unchecked_into();
        }
        Ok(folder)
    }

    /// What is the matter with one file: where the folder may be changed, it is the file's alone.
    async fn trouble_with(&self, error: JsValue) -> Trouble {
        match trouble(error) {
            Trouble::NotAllowed if is_allowed(&self.root, false).await => Trouble::Protected,
            trouble => trouble,
        }
    }

    async fn file(&self, path: &str) -> Result<File, JsValue> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = self.folder(folder, false).await?;
        let file: Handle = in_time(folder.file(name, &created(false))).await?.unchecked_into();
        Ok(in_time(file.read()).await?.unchecked_into())
    }

    async fn put(&self, path: &str, seen: Option<&[u8]>, bytes: &[u8]) -> Result<(), Trouble> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let handle = async {
            let folder = self.folder(folder, true).await?;
            let file: Handle = in_time(folder.file(name, &created(true))).await?.unchecked_into();
            in_time(file.writable()).await
        };
        let to: Writable = match handle.await {
            Ok(to) => to.unchecked_into(),
            Err(error) => return Err(self.trouble_with(error).await),
        };
        let mut written = match in_time(to.write(&Uint8Array::from(bytes))).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.trouble_with(error).await),
        };
        if written.is_ok() {
            // another program may have been quicker: what lies there now is what closing replaces
            written = match self.read(path).await {
                Ok(now) if now.as_deref() == Some(seen.unwrap_or_default()) => Ok(()),
                Ok(_) => Err(Trouble::Changed),
                Err(trouble) => Err(trouble),
            };
        }
        if written.is_ok() && self.is_left() {
            written = Err(Trouble::Left);
        }
        if written.is_err() {
            // the file is as it was
            let _ = in_time(to.abort()).await;
            return written;
        }
        match in_time(to.close()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.trouble_with(error).await),
        }
    }

    /// Takes a file away, and the folders that held nothing else.
    async fn take(&self, path: &str) -> Result<(), JsValue> {
        let (mut folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let inside = self.folder(folder, false).await?;
        in_time(inside.remove(name)).await?;
        while let Some((above, name)) = folder.rsplit_once('/') {
            let removed = match self.folder(above, false).await {
                Ok(above) => in_time(above.remove(name)).await,
                Err(error) => Err(error),
            };
            // the browser removes only an empty one
            if removed.is_err() {
                break;
            }
            folder = above;
        }
        Ok(())
    }
}

impl Disk for FolderDisk {
    async fn list(&self, folders: &[&str]) -> Result<Listing, Trouble> {
        let mut listing = Listing::default();
        let mut waiting = Vec::new();
        for folder in folders {
            let path = if folder.is_empty() { self.top.as_str() } else { folder };
            waiting.push((path.to_owned(), self.folder(path, false).await.map_err(trouble)?, true));
        }
        while let Some((path, folder, must)) = waiting.pop() {
            match self.list_one(&path, &folder, &mut listing).await {
                Ok(inside) => waiting.extend(inside.into_iter().map(|(path, folder)| (path, folder, false))),
                Err(error) if must => return Err(trouble(error)),
                Err(error) if name_of(&error) == SILENT => return Err(Trouble::Silent),
                // gone meanwhile: the next look tells
                Err(_) => listing.unread.push(path),
            }
            if listing.files.len() > MAX_LISTED {
                return Err(Trouble::TooMuch(ImportError::TooManyEntries(None)));
            }
        }
        Ok(listing)
    }

    async fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let file = match self.file(path).await {
            Ok(file) => file,
            Err(error) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(self.trouble_with(error).await),
        };
        match in_time(JsFuture::from(file.array_buffer())).await {
            Ok(buffer) => Ok(Some(Uint8Array::new(&buffer).to_vec())),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(self.trouble_with(error).await),
        }
    }

    async fn write(&self, path: &str, seen: Option<&[u8]>, bytes: Option<&[u8]>) -> Result<(), Trouble> {
        if self.is_left() {
            return Err(Trouble::Left);
        }
        // a name that is another's to this disk is there too
        if self.read(path).await?.as_deref() != seen {
            return Err(Trouble::Changed);
        }
        let Some(bytes) = bytes else {
            return match self.take(path).await {
                Ok(()) => Ok(()),
                Err(error) => Err(self.trouble_with(error).await),
            };
        };
        let put = self.put(path, seen, bytes).await;
        if put.is_err()
            && seen.is_none()
            && self.read(path).await.is_ok_and(|left| left.is_some_and(|it| it.is_empty()))
        {
            // a new file that got no bytes must not look like somebody's
            let _ = self.take(path).await;
        }
        put
    }

    fn now(&self) -> u64 {
        super::clock::now()
    }

    async fn pause(&self) {
        TimeoutFuture::new(PAUSE).await;
        self.paused.set(self.paused.get() + PAUSE);
    }
}

impl FolderDisk {
    /// The files of one folder. Gives the folders in it.
    async fn list_one(
        &self,
        path: &str,
        folder: &Handle,
        listing: &mut Listing,
    ) -> Result<Vec<(String, Handle)>, JsValue> {
        let entries = folder.values()?;
        let (mut folders, mut paths, files) = (Vec::new(), Vec::new(), Array::new());
        loop {
            let next = in_time(JsFuture::from(entries.next()?)).await?;
            if Reflect::get(&next, &"done".into())?.is_truthy() {
                break;
            }
            let entry: Handle = Reflect::get(&next, &"value".into())?.unchecked_into();
            let path = format!("{path}/{}", entry.name());
            if entry.kind() != "directory" {
                paths.push(path);
                files.push(&entry.read_soon()?.into());
            } else if !is_litter(&path) {
                folders.push((path, entry));
            }
        }
        // all at once: one after the other takes ten times as long
        let limit = LIMIT.saturating_add(EACH.saturating_mul(files.length()));
        let all = JsFuture::from(Promise::all_settled(&files));
        let settled: Array = within(limit, all).await?.unchecked_into();
        for (path, settled) in paths.into_iter().zip(settled.iter()) {
            let stamp = match Reflect::get(&settled, &"value".into())?.dyn_into::<File>() {
                Ok(file) => Some(Stamp { size: file.size() as u64, modified: file.last_modified() as u64 }),
                // it may be there again in a moment
                Err(_) if is_missing(&Reflect::get(&settled, &"reason".into())?) => continue,
                Err(_) => None,
            };
            listing.files.push(Listed { path, stamp });
        }
        Ok(folders)
    }
}

/// The browser's name for what took too long.
const SILENT: &str = "TimeoutError";

async fn in_time(answer: impl Future<Output = Result<JsValue, JsValue>>) -> Result<JsValue, JsValue> {
    within(LIMIT, answer).await
}

async fn within(
    limit: u32,
    answer: impl Future<Output = Result<JsValue, JsValue>>,
) -> Result<JsValue, JsValue> {
    match select(pin!(answer), TimeoutFuture::new(limit)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => {
            let error = js_sys::Error::new("the folder doesn't answer");
            error.set_name(SILENT);
            Err(error.into())
        }
    }
}

fn picker() -> Option<Function> {
    method_of(&super::dom::window(), PICK)
}

fn method_of(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

fn created(create: bool) -> JsValue {
    object(&[("create", create.into())])
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let entries: Array = entries.iter().map(|(key, value)| Array::of2(&(*key).into(), value)).collect();
    Object::from_entries(&entries).map_or(JsValue::UNDEFINED, Into::into)
}

fn name_of(error: &JsValue) -> String {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    name.unwrap_or_default()
}

/// There is no such file, or a folder stands there.
fn is_missing(error: &JsValue) -> bool {
    matches!(name_of(error).as_str(), "NotFoundError" | "TypeMismatchError")
}

fn trouble(error: JsValue) -> Trouble {
    match name_of(&error).as_str() {
        "NotFoundError" => Trouble::Gone,
        "NotAllowedError" | "SecurityError" => Trouble::NotAllowed,
        "NoModificationAllowedError" => Trouble::Locked,
        "QuotaExceededError" => Trouble::Full,
        SILENT => Trouble::Silent,
        "InvalidStateError" | "NotReadableError" => Trouble::Changed,
        "TypeMismatchError" => Trouble::Other("a file and a folder have the same name".into()),
        "TypeError" if error.dyn_ref::<DomException>().is_none() => Trouble::Name,
        _ => Trouble::Other(BrowserError::from(error).0),
    }
}
