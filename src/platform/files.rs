//! Files that come in from the author's machine and go out to it.

use super::BrowserError;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, DragEvent, Event, FileList, HtmlAnchorElement, HtmlInputElement, Url};

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
    pub fn is_zip(&self) -> bool {
        self.path.to_lowercase().ends_with(".zip")
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

/// What was dropped.
pub fn dropped(event: &DragEvent) -> Vec<Incoming> {
    list(event.data_transfer().and_then(|data| data.files()))
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

fn incoming(file: web_sys::File) -> Incoming {
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
