//! Files that come in from the author's machine and go out to it.

use super::BrowserError;
use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DragEvent, Event, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader,
    FileSystemEntry, FileSystemFileEntry, HtmlAnchorElement, HtmlInputElement, Url,
};

/// A file that the author chose or dropped.
#[derive(Clone)]
pub struct Incoming {
    file: web_sys::File,
    /// Its path as the browser tells it: `FOLDER/…` when a folder was chosen, else the name alone.
    pub path: String,
    /// Bytes.
    pub size: f64,
}

impl Incoming {
    /// By its name.
    pub fn is_archive(&self) -> bool {
        faaso::archive::is_archive(&self.path)
    }

    pub async fn read(&self) -> Result<Vec<u8>, BrowserError> {
        let buffer = JsFuture::from(self.file.array_buffer()).await?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }
}

/// What was chosen in a file input. The input is emptied, so that the same file can be chosen again.
pub fn chosen(event: &Event) -> Vec<Incoming> {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
        return Vec::new();
    };
    let files = list(input.files());
    input.set_value("");
    files
}

/// What was dropped. Taken from the event at once: afterwards the browser has forgotten it.
pub struct Dropped {
    files: Vec<Incoming>,
    folders: Vec<FileSystemDirectoryEntry>,
}

/// Every file of dropped folders, each with its path from the folder on, and the folders that were not looked into.
#[derive(Default)]
pub struct Walked {
    pub files: Vec<Incoming>,
    pub left_out: Vec<String>,
    /// There are more than were asked for.
    pub too_many: bool,
}

pub fn dropped(event: &DragEvent) -> Dropped {
    let mut dropped = Dropped { files: Vec::new(), folders: Vec::new() };
    let Some(data) = event.data_transfer() else { return dropped };
    let items = data.items();
    for at in 0..items.length() {
        let Some(item) = items.get(at).filter(|item| item.kind() == "file") else { continue };
        let folder = item.webkit_get_as_entry().ok().flatten().filter(FileSystemEntry::is_directory);
        match (folder, item.get_as_file()) {
            (Some(folder), _) => dropped.folders.push(folder.unchecked_into()),
            (None, Ok(Some(file))) => dropped.files.push(incoming(file)),
            (None, _) => {}
        }
    }
    if dropped.is_empty() {
        dropped.files = list(data.files());
    }
    dropped
}

impl Dropped {
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }

    /// Neither folders nor archives: files to be put somewhere.
    pub fn is_plain(&self) -> bool {
        !self.is_empty() && self.folders.is_empty() && !self.files.iter().any(Incoming::is_archive)
    }

    pub fn has_folders(&self) -> bool {
        !self.folders.is_empty()
    }

    pub fn files(self) -> Vec<Incoming> {
        self.files
    }

    /// Walks the folders, `most` files at most. `skip` says by its path which folder is not looked into.
    pub async fn walk(self, most: usize, skip: fn(&str) -> bool) -> Result<Walked, BrowserError> {
        let mut walked = Walked::default();
        let mut waiting: Vec<_> = self.folders.into_iter().map(|folder| (folder.name(), folder)).collect();
        while let Some((path, folder)) = waiting.pop() {
            if skip(&path) {
                walked.left_out.push(path);
                continue;
            }
            let reader = folder.create_reader();
            loop {
                // a part of them each time, and none at the end
                let entries = next_entries(&reader).await?;
                if entries.is_empty() {
                    break;
                }
                for entry in entries {
                    let path = format!("{path}/{}", entry.name());
                    if entry.is_directory() {
                        waiting.push((path, entry.unchecked_into()));
                        continue;
                    }
                    // what went away meanwhile, or may not be read, is named when its content is asked for
                    if let Some(file) = file_of(entry.unchecked_into()).await {
                        walked.files.push(Incoming { path, size: file.size(), file });
                    } else {
                        walked.left_out.push(path);
                    }
                }
                if walked.files.len() > most {
                    return Ok(Walked { too_many: true, ..walked });
                }
            }
        }
        // browsers give no order
        walked.files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(walked)
    }
}

async fn next_entries(reader: &FileSystemDirectoryReader) -> Result<Vec<FileSystemEntry>, BrowserError> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        let failed = reader.read_entries_with_callback_and_callback(&resolve, &reject).err();
        if let Some(error) = failed {
            // nothing waits for what it returns
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    let entries: Array = JsFuture::from(promise).await?.unchecked_into();
    Ok(entries.iter().map(JsCast::unchecked_into).collect())
}

async fn file_of(entry: FileSystemFileEntry) -> Option<web_sys::File> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    JsFuture::from(promise).await.ok().map(JsCast::unchecked_into)
}

/// Hears what is dropped anywhere, before any part of the page does: an editor would type it.
pub fn on_drop(heard: impl Fn(&DragEvent) + 'static) -> Option<EventListener> {
    let window = web_sys::window()?;
    let options = EventListenerOptions { passive: false, ..EventListenerOptions::run_in_capture_phase() };
    Some(EventListener::new_with_options(&window, "drop", options, move |event| {
        if let Some(event) = event.dyn_ref::<DragEvent>() {
            heard(event);
        }
    }))
}

/// Files are being dragged, from outside the page.
pub fn brings_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// Hands a file to the browser's downloads.
pub fn download(name: &str, kind: &str, bytes: &[u8]) -> Result<(), BrowserError> {
    let url = ObjectUrl::new(bytes, kind)?;
    let document = super::dom::document();
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(url.as_str());
    link.set_download(name);
    link.click();
    // the download begins after this call: the address has to live a while
    gloo::timers::callback::Timeout::new(60_000, move || drop(url)).forget();
    Ok(())
}

/// An address inside the page for some bytes, as long as this lives.
pub struct ObjectUrl(String);

impl ObjectUrl {
    pub fn new(bytes: &[u8], kind: &str) -> Result<Self, BrowserError> {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let parts = Array::of1(&Uint8Array::from(bytes));
        let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
        Ok(ObjectUrl(Url::create_object_url_with_blob(&blob)?))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        // fails only for what is no address
        let _ = Url::revoke_object_url(&self.0);
    }
}

fn list(files: Option<FileList>) -> Vec<Incoming> {
    let Some(files) = files else { return Vec::new() };
    (0..files.length()).filter_map(|at| files.get(at)).map(incoming).collect()
}

pub(super) fn incoming(file: web_sys::File) -> Incoming {
    let relative = js_sys::Reflect::get(&file, &JsValue::from_str("webkitRelativePath"));
    let relative = relative.ok().and_then(|path| path.as_string()).filter(|path| !path.is_empty());
    Incoming { path: relative.unwrap_or_else(|| file.name()), size: file.size(), file }
}

/// Begins to drag something of the page's own; `what` is what another program would be given.
pub fn begin_drag(event: &DragEvent, what: &str) {
    if let Some(data) = event.data_transfer() {
        // without any data some browsers do not drag at all
        let _ = data.set_data("text/plain", what);
    }
}
