//! The one crossing into JavaScript, and everything that can go wrong on it. Offsets are UTF-16 here.

use super::vocabulary;
use js_sys::{Array, Object, Promise, Reflect};
use std::fmt;
use wasm_bindgen::{JsCast, closure::Closure, prelude::*};
use wasm_bindgen_futures::JsFuture;

/// The bundle's other name for what the editor does to its style elements; index.html's policy lets it through.
const NONCE: &str = "code-editor";

/// Why there is no editor, or why it does not do what it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditorError {
    /// The bundle could not be fetched or does not run: the site is damaged, or the network went away.
    Bundle(String),
    /// The browser refused to make the editor.
    Mount(String),
    /// A call into the editor threw: a fault of ours.
    Call { what: &'static str, why: String },
}

impl fmt::Display for EditorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditorError::Bundle(why) => write!(f, "Couldn't load the code editor: {why}."),
            EditorError::Mount(why) => write!(f, "Couldn't start the code editor: {why}."),
            EditorError::Call { what, why } => write!(f, "The code editor failed to {what}: {why}."),
        }
    }
}

/// Logs an error of a call that nobody waits for.
pub fn report(done: Result<(), EditorError>) {
    if let Err(error) = done {
        leptos::logging::error!("{error}");
    }
}

/// A CodeMirror view with the closures it calls; both go together.
pub struct Editor {
    js: JsEditor,
    _listener: Listener,
}

/// What the editor calls.
pub struct Listener {
    /// Starts and ends in the text before the change, what stands there now, whether it goes on with typing.
    pub change: Closure<OnChange>,
    pub undo: Closure<dyn FnMut()>,
    pub redo: Closure<dyn FnMut()>,
    /// Head, start and end of the selection, and the head's line from 1.
    pub cursor: Closure<dyn FnMut(u32, u32, u32, u32)>,
    /// What the pointer is over; -1 for nothing.
    pub point: Closure<dyn FnMut(i32)>,
    /// Ctrl or ⌘ and a click.
    pub follow: Closure<dyn FnMut(u32)>,
    /// What is said of an option; empty where there is none of that name.
    pub option: Closure<dyn FnMut(String) -> String>,
    /// An option is to have another name.
    pub rename: Closure<dyn FnMut(String)>,
}

pub type OnChange = dyn FnMut(Vec<u32>, Vec<u32>, Vec<String>, bool);

/// Marks as parallel lists, the cheapest way across.
#[derive(Default)]
pub struct MarkLists {
    pub froms: Vec<u32>,
    pub tos: Vec<u32>,
    pub severities: Vec<&'static str>,
    pub messages: Vec<String>,
}

/// Fetches the bundle, beside the wasm and not before it: the page starts without waiting for it. A module script
/// runs once however often it is asked for. (A dynamic `import()` needs a JS snippet, which is one more file that
/// the wasm waits for.)
pub async fn load() -> Result<Bundle, EditorError> {
    fetch().await.map_err(|error| EditorError::Bundle(words(&error)))
}

async fn fetch() -> Result<Bundle, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("there is no page")?;
    // scripts/finish-site.mjs puts it into index.html
    let link = document.get_element_by_id("editor-bundle").ok_or("index.html doesn't name its file")?;
    let link: web_sys::HtmlLinkElement = link.unchecked_into();
    let script: web_sys::HtmlScriptElement = document.create_element("script")?.unchecked_into();
    script.set_type("module");
    script.set_src(&link.href());
    let run = Promise::new(&mut |resolve, reject| {
        script.set_onload(Some(&resolve));
        script.set_onerror(Some(&reject));
    });
    document.head().ok_or("the page has no head")?.append_child(&script)?;
    const DAMAGED: &str = "its file is missing or damaged";
    JsFuture::from(run).await.map_err(|_| DAMAGED)?;
    // a file that is no script loads all the same
    let bundle = Reflect::get(&js_sys::global(), &"codeEditor".into())?;
    if bundle.is_object() { Ok(bundle.unchecked_into()) } else { Err(DAMAGED.into()) }
}

impl Editor {
    pub fn mount(
        bundle: &Bundle,
        parent: &web_sys::Element,
        label: &str,
        read_only: bool,
        listener: Listener,
    ) -> Result<Self, EditorError> {
        let js = bundle
            .mount(parent, label, read_only, NONCE, &vocabulary::json(), &listener.object())
            .map_err(|error| EditorError::Mount(words(&error)))?;
        Ok(Editor { js, _listener: listener })
    }

    pub fn open(&self, key: &str, text: &str, base: &str, jinja: bool) -> Result<(), EditorError> {
        self.js.open(key, text, base, jinja).map_err(call("open a file"))
    }

    pub fn show(&self, key: &str) -> Result<(), EditorError> {
        self.js.show(key).map_err(call("show a file"))
    }

    pub fn clear(&self) -> Result<(), EditorError> {
        self.js.clear().map_err(call("clear"))
    }

    pub fn forget(&self, key: &str) -> Result<(), EditorError> {
        self.js.forget(key).map_err(call("forget a file"))
    }

    pub fn splice(&self, from: u32, to: u32, insert: &str, follow: bool) -> Result<(), EditorError> {
        self.js.splice(from, to, insert, follow).map_err(call("change the text"))
    }

    pub fn set_language(&self, base: &str, jinja: bool) -> Result<(), EditorError> {
        self.js.set_language(base, jinja).map_err(call("set the language"))
    }

    pub fn set_plain(&self, plain: bool) -> Result<(), EditorError> {
        self.js.set_plain(plain).map_err(call("switch highlighting"))
    }

    pub fn set_marks(&self, marks: MarkLists) -> Result<(), EditorError> {
        let severities = marks.severities.into_iter().map(JsValue::from).collect();
        self.js.set_marks(&marks.froms, &marks.tos, severities, marks.messages).map_err(call("mark problems"))
    }

    pub fn set_options(&self, names: Vec<String>, details: Vec<String>) -> Result<(), EditorError> {
        self.js.set_options(names, details).map_err(call("take the options"))
    }

    pub fn set_lit(&self, froms: &[u32], tos: &[u32]) -> Result<(), EditorError> {
        self.js.set_lit(froms, tos).map_err(call("light up a place"))
    }

    pub fn set_notes(&self, json: &str) -> Result<(), EditorError> {
        self.js.set_notes(json).map_err(call("show notes"))
    }

    pub fn set_yml(&self, json: &str) -> Result<(), EditorError> {
        self.js.set_yml(json).map_err(call("set yml"))
    }

    pub fn set_wrap(&self, wraps: bool) -> Result<(), EditorError> {
        self.js.set_wrap(wraps).map_err(call("set wrap"))
    }

    pub fn reveal(&self, from: u32, to: u32) -> Result<(), EditorError> {
        self.js.reveal(from, to).map_err(call("go to a place"))
    }

    pub fn carry_on(&self, at: u32) -> Result<(), EditorError> {
        self.js.carry_on(at).map_err(call("put the cursor"))
    }

    pub fn landed(&self, at: u32) -> Result<(), EditorError> {
        self.js.landed(at).map_err(call("put the cursor"))
    }

    pub fn focus(&self) -> Result<(), EditorError> {
        self.js.focus().map_err(call("take the focus"))
    }

    pub fn tell_cursor(&self) -> Result<(), EditorError> {
        self.js.tell_cursor().map_err(call("tell the cursor"))
    }

    pub fn search(&self) -> Result<(), EditorError> {
        self.js.search().map_err(call("search"))
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // Nobody is left to tell; the element goes with the page's own.
        let _ = self.js.destroy();
    }
}

impl Listener {
    fn object(&self) -> Object {
        let object = Object::new();
        for (name, function) in [
            ("change", self.change.as_ref()),
            ("undo", self.undo.as_ref()),
            ("redo", self.redo.as_ref()),
            ("cursor", self.cursor.as_ref()),
            ("point", self.point.as_ref()),
            ("follow", self.follow.as_ref()),
            ("option", self.option.as_ref()),
            ("rename", self.rename.as_ref()),
        ] {
            Reflect::set(&object, &name.into(), function).expect("a fresh object takes any property");
        }
        object
    }
}

fn call(what: &'static str) -> impl Fn(JsValue) -> EditorError {
    move |error| EditorError::Call { what, why: words(&error) }
}

fn words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| "the browser gave no reason".into()),
    }
}

#[wasm_bindgen]
extern "C" {
    /// What `js/editor.js` leaves as `codeEditor`.
    pub type Bundle;
    #[wasm_bindgen(method, catch)]
    fn mount(
        this: &Bundle,
        parent: &web_sys::Element,
        label: &str,
        read_only: bool,
        nonce: &str,
        vocabulary: &str,
        listener: &Object,
    ) -> Result<JsEditor, JsValue>;

    type JsEditor;
    #[wasm_bindgen(method, catch)]
    fn open(this: &JsEditor, key: &str, text: &str, base: &str, jinja: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn show(this: &JsEditor, key: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn clear(this: &JsEditor) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn forget(this: &JsEditor, key: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn splice(this: &JsEditor, from: u32, to: u32, insert: &str, follow: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setLanguage)]
    fn set_language(this: &JsEditor, base: &str, jinja: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setPlain)]
    fn set_plain(this: &JsEditor, plain: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setMarks)]
    fn set_marks(
        this: &JsEditor,
        froms: &[u32],
        tos: &[u32],
        severities: Array,
        messages: Vec<String>,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setOptions)]
    fn set_options(this: &JsEditor, names: Vec<String>, details: Vec<String>) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setLit)]
    fn set_lit(this: &JsEditor, froms: &[u32], tos: &[u32]) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setNotes)]
    fn set_notes(this: &JsEditor, json: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setYml)]
    fn set_yml(this: &JsEditor, json: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setWrap)]
    fn set_wrap(this: &JsEditor, wraps: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn reveal(this: &JsEditor, from: u32, to: u32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn landed(this: &JsEditor, at: u32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = carryOn)]
    fn carry_on(this: &JsEditor, at: u32) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn focus(this: &JsEditor) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = tellCursor)]
    fn tell_cursor(this: &JsEditor) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn search(this: &JsEditor) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn destroy(this: &JsEditor) -> Result<(), JsValue>;
}
