//! What a story is written with.
//!
//! ```ignore
//! let page = Page::open();
//! page.combobox("Runtime").choose("kemal-alpine");
//! page.textbox("Template editor").select("apk add").type_text("apk add curl");
//! page.textbox("Rendered output").wait_text("apk add curl");
//! let zip = page.download(|| page.menuitem("Runtime zip").click());
//! ```
//!
//! Things are found in the browser's own accessibility tree by role and name, anew for each action, and waited
//! for. What cannot be found or done in time is a panic that says what was there instead. At its end a page
//! panics when the console had errors; a failed test leaves a picture in `target/e2e/`.

use crate::{
    browser::{Browser, Kind},
    firefox,
    locator::{Locator, Name},
    site,
};
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// How long anything may take that a story waits for.
const PATIENCE: Duration = Duration::from_secs(25);
pub const PAUSE: Duration = Duration::from_millis(40);

pub struct Page {
    pub browser: Browser,
}

/// A file that the page handed out.
pub struct Download {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Page {
    /// A fresh browser at the designer's first page.
    pub fn open() -> Self {
        Page::open_at("")
    }

    /// At an address below the site's, such as `#…`.
    pub fn open_at(rest: &str) -> Self {
        Page::visit(&format!("{}{rest}", site::address()))
    }

    /// In a browser with this profile, which outlives it.
    pub fn open_in(profile: &Path) -> Self {
        Page::start(Kind::Chromium, site::address(), Some(profile))
    }

    /// At any address.
    pub fn visit(address: &str) -> Self {
        Page::start(Kind::Chromium, address, None)
    }

    /// At any address, in a browser that runs this script before each page's own; with a profile that outlives it.
    pub fn visit_with(address: &str, script: &str, profile: Option<&Path>) -> Self {
        let page = Page { browser: Browser::start(Kind::Chromium, profile) };
        page.browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
        page.browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH_POLICY }));
        page.browser.cdp("Page.navigate", json!({ "url": address }));
        page
    }

    /// A fresh browser of either kind at the designer's first page. What needs the DevTools protocol works in Chromium
    /// alone: another profile or tab, `offline`, `resize`, `prefer_scheme`.
    pub fn open_in_browser(kind: Kind) -> Self {
        Page::start(kind, site::address(), None)
    }

    pub fn is_firefox(&self) -> bool {
        self.browser.kind == Kind::Firefox
    }

    fn start(kind: Kind, address: &str, profile: Option<&Path>) -> Self {
        let page = Page { browser: Browser::start(kind, profile) };
        if page.is_firefox() {
            page.go(address);
            page.evaluate(&format!("void (() => {{ {WATCH_POLICY} }})()"));
            return page;
        }
        page.browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH_POLICY }));
        page.browser.cdp("Page.navigate", json!({ "url": address }));
        page
    }

    /// The one thing of this role with exactly this name.
    pub fn get(&self, role: &'static str, name: &str) -> Locator<'_> {
        Locator::new(self, role, Name::Is(name.to_owned()))
    }

    /// The one thing of this role whose name begins so.
    pub fn starting(&self, role: &'static str, name: &str) -> Locator<'_> {
        Locator::new(self, role, Name::Start(name.to_owned()))
    }

    /// The one thing of this role, whatever its name.
    pub fn only(&self, role: &'static str) -> Locator<'_> {
        Locator::new(self, role, Name::Any)
    }

    /// Forgets what the console and the policy have complained of so far: the story provoked it.
    pub fn forgive(&self) {
        self.browser.console();
        self.evaluate("window.policyViolations = []");
    }

    /// Another address in the same tab; one that differs behind `#` alone is no new visit.
    pub fn go(&self, address: &str) {
        if self.is_firefox() {
            self.browser.command("POST", "/url", json!({ "url": address }));
            return;
        }
        self.browser.cdp("Page.navigate", json!({ "url": address }));
    }

    /// What follows is asked of the new document, not of the one that goes.
    pub fn reload(&self) {
        if self.is_firefox() {
            self.browser.command("POST", "/refresh", json!({}));
            return;
        }
        self.evaluate("window.goes = true");
        self.browser.cdp("Page.reload", json!({}));
        wait_for("the page anew", || match self.evaluate_object("window.goes")?["type"].as_str() {
            Some("undefined") => Ok(()),
            _ => Err("the old document is still there".to_owned()),
        });
    }

    /// A key with its modifiers, wherever the focus is: `Control+z`, `F8`, `Escape`, `ArrowDown`.
    pub fn press(&self, keys: &str) {
        if self.is_firefox() {
            return firefox::press(&self.browser, keys);
        }
        let mut modifiers = 0;
        let (held, key) = keys.rsplit_once('+').unwrap_or(("", keys));
        for (bit, name) in ["Alt", "Control", "Meta", "Shift"].into_iter().enumerate() {
            if held.split('+').any(|held| held == name) {
                modifiers |= 1 << bit;
            }
        }
        // with Shift held the key says so itself
        let upper = key.to_ascii_uppercase();
        let key = if modifiers & 8 != 0 && key.len() == 1 { upper.as_str() } else { key };
        let letter = key.chars().next().filter(|_| key.chars().count() == 1);
        let code = match (key, letter) {
            ("Enter", _) => 13,
            ("Tab", _) => 9,
            ("Escape", _) => 27,
            ("Backspace", _) => 8,
            ("Delete", _) => 46,
            ("End", _) => 35,
            ("Home", _) => 36,
            ("ArrowLeft", _) => 37,
            ("ArrowUp", _) => 38,
            ("ArrowRight", _) => 39,
            ("ArrowDown", _) => 40,
            (_, Some(letter)) => letter.to_ascii_uppercase() as u32,
            (key, None) => match key.strip_prefix('F').and_then(|number| number.parse::<u32>().ok()) {
                Some(number) => 111 + number,
                None => panic!("no key “{key}”"),
            },
        };
        let name = letter.map_or(key.to_owned(), |letter| {
            if letter.is_ascii_alphabetic() {
                format!("Key{}", letter.to_ascii_uppercase())
            } else {
                String::new()
            }
        });
        let mut event = json!({
            "type": "rawKeyDown", "key": key, "code": name, "modifiers": modifiers,
            "windowsVirtualKeyCode": code,
        });
        match (key, modifiers) {
            ("Enter", 0) => {
                event["type"] = "keyDown".into();
                event["text"] = "\r".into();
            }
            // outside the editor the browser's own command does it
            ("a", 2) => event["commands"] = json!(["selectAll"]),
            (_, 0 | 8) if letter.is_some() => {
                event["type"] = "keyDown".into();
                event["text"] = key.into();
            }
            _ => {}
        }
        self.browser.cdp("Input.dispatchKeyEvent", event.clone());
        event["type"] = "keyUp".into();
        self.browser.cdp("Input.dispatchKeyEvent", event);
    }

    /// Key by key, wherever the focus is.
    pub fn type_text(&self, text: &str) {
        if self.is_firefox() {
            return firefox::type_text(&self.browser, text);
        }
        for character in text.chars() {
            match character {
                '\n' => self.press("Enter"),
                _ => {
                    let text = character.to_string();
                    let event = |kind: &str| json!({ "type": kind, "key": text, "text": text });
                    self.browser.cdp("Input.dispatchKeyEvent", event("keyDown"));
                    self.browser.cdp("Input.dispatchKeyEvent", event("keyUp"));
                }
            }
        }
    }

    /// All at once, wherever the focus is, as an input method does: one change, and one step of undo.
    pub fn insert(&self, text: &str) {
        if self.is_firefox() {
            return firefox::insert(&self.browser, text);
        }
        self.browser.cdp("Input.insertText", json!({ "text": text }));
    }

    /// Does what starts a download, and gives the file that came.
    pub fn download(&self, start: impl FnOnce()) -> Download {
        let folder = self.browser.downloads();
        // a file of the same name would be written over, and nothing new be seen
        fs::remove_dir_all(&folder).and_then(|()| fs::create_dir(&folder)).expect("the folder is ours");
        start();
        let (name, bytes) = wait_for("a download", || {
            let entries = fs::read_dir(&folder).expect("the folder was made").flatten();
            let names: Vec<_> =
                entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
            // Chromium first makes an empty file of the name, and writes into another beside it
            match names.as_slice() {
                [name]
                    if !name.ends_with(".crdownload")
                        && !name.ends_with(".part")
                        && !name.starts_with('.') =>
                {
                    Ok(name.clone())
                }
                _ => Err(format!("in the folder: {names:?}")),
            }
            .and_then(|name| match fs::read(folder.join(&name)) {
                Ok(bytes) if !bytes.is_empty() => Ok((name, bytes)),
                Ok(_) => Err(format!("{name} is empty")),
                Err(error) => Err(format!("{name}: {error}")),
            })
        });
        Download { name, bytes }
    }

    /// Puts a file into the file input of this name, as its dialog would.
    pub fn upload(&self, input: &str, file_name: &str, bytes: &[u8]) {
        let path = self.browser.downloads().with_file_name(file_name);
        fs::write(&path, bytes).expect("the temporary folder takes files");
        let find = "name => [...document.querySelectorAll('input[type=file]')].find(input =>
            (input.getAttribute('aria-label') ?? input.labels[0]?.innerText ?? '').trim() === name)";
        if self.is_firefox() {
            let expression = format!("({find})({})", json!(input));
            let handle = wait_for(&format!("file input “{input}”"), || {
                firefox::find(&self.browser, &expression)?.ok_or_else(|| "there is none".to_owned())
            });
            return firefox::choose_file(&self.browser, &handle, &path);
        }
        let object = wait_for(&format!("file input “{input}”"), || {
            let found = self.evaluate_object(&format!("({find})({})", json!(input)))?;
            found["objectId"].as_str().map(str::to_owned).ok_or_else(|| "there is none".to_owned())
        });
        self.browser.cdp("DOM.setFileInputFiles", json!({ "files": [path], "objectId": object }));
    }

    /// Cuts the network off, or restores it.
    pub fn offline(&self, offline: bool) {
        self.browser.cdp("Network.enable", json!({}));
        self.browser.cdp(
            "Network.emulateNetworkConditions",
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 }),
        );
    }

    /// `dark` or `light`.
    pub fn prefer_scheme(&self, scheme: &str) {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        self.browser.cdp("Emulation.setEmulatedMedia", json!({ "features": [feature] }));
    }

    /// As where the system forces its own few colours on every page.
    pub fn force_colors(&self) {
        let feature = json!({ "name": "forced-colors", "value": "active" });
        self.browser.cdp("Emulation.setEmulatedMedia", json!({ "features": [feature] }));
    }

    /// In CSS pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.browser.cdp(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
    }

    /// A PNG of what is in view, as `target/e2e/<name>.png`.
    pub fn screenshot(&self, name: &str) {
        use base64::Engine;
        let folder = site::root().join("target/e2e");
        let taken = match self.browser.kind {
            Kind::Chromium => self.browser.cdp("Page.captureScreenshot", json!({ "format": "png" })),
            Kind::Firefox => json!({ "data": self.browser.command("GET", "/screenshot", Value::Null) }),
        };
        let png = base64::engine::general_purpose::STANDARD
            .decode(taken["data"].as_str().unwrap_or_default())
            .expect("the browser gives base64");
        let file = folder.join(format!("{name}.png"));
        fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("target/ takes files");
        fs::write(file, png).expect("target/ takes files");
    }

    /// A JavaScript expression's value; a promise is awaited. For what no role can show, such as timings.
    pub fn evaluate(&self, expression: &str) -> Value {
        if self.is_firefox() {
            let answer = firefox::evaluate(&self.browser, expression);
            return answer.unwrap_or_else(|why| panic!("{expression}: {why}"));
        }
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.browser.cdp("Runtime.evaluate", params);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Waits until an expression is true.
    pub fn wait_true(&self, expression: &str) {
        wait_for(expression, || match self.evaluate(expression) {
            Value::Bool(true) => Ok(()),
            other => Err(other.to_string()),
        });
    }

    /// The same, as the browser's handle of an object.
    pub fn evaluate_object(&self, expression: &str) -> Result<Value, String> {
        self.browser
            .try_cdp("Runtime.evaluate", json!({ "expression": expression }))
            .map(|answer| answer["result"].clone())
    }

    /// Calls a function with the element and an argument.
    pub fn call_on(&self, object: &str, function: &str, argument: Value) -> Result<Value, String> {
        if self.is_firefox() {
            return firefox::call_on(&self.browser, object, function, argument);
        }
        let answer = self.browser.try_cdp(
            "Runtime.callFunctionOn",
            json!({
                "functionDeclaration": format!("function(argument) {{ return ({function})(this, argument); }}"),
                "objectId": object,
                "arguments": [{ "value": argument }],
                "returnByValue": true,
            }),
        )?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(details.to_string()),
            None => Ok(answer["result"]["value"].clone()),
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if !self.browser.runs() {
            return;
        }
        if thread::panicking() {
            let test = thread::current().name().unwrap_or("test").replace("::", "-");
            self.screenshot(&test);
            eprintln!(
                "the page as it was: target/e2e/{test}.png; its console: {:#?}",
                self.browser.console()
            );
            return;
        }
        // those of the policy are told apart below; Chromium checks no integrity of a preloaded wasm, and says so
        let harmless = |text: &str| text.contains("Applying inline style") || text.contains("integrity");
        let errors: Vec<_> =
            self.browser.console().into_iter().filter(|(level, _)| level == "SEVERE").collect();
        let bad: Vec<_> = errors.iter().filter(|(_, text)| !harmless(text)).collect();
        assert!(bad.is_empty(), "the console has errors: {bad:#?}");
        let broken = self.evaluate("(window.policyViolations ?? []).join('\\n')");
        assert_eq!(broken, "", "the content security policy was broken");
    }
}

/// Stories that run in Chromium and in Firefox: each makes a module with a test for either.
macro_rules! in_each_browser {
    ($($(#[$about:meta])* fn $story:ident($page:ident: &Page) $body:block)*) => {
        $(
            $(#[$about])*
            mod $story {
                use super::*;

                fn story($page: &Page) $body

                #[test]
                fn chromium() {
                    story(&Page::open());
                }

                #[test]
                fn firefox() {
                    story(&Page::open_in_browser(crate::browser::Kind::Firefox));
                }
            }
        )*
    };
}

/// Notes what broke the policy; but for the styles that Chromium's own code copies while one types over a selection.
const WATCH_POLICY: &str = "window.policyViolations = [];
document.addEventListener('securitypolicyviolation', (event) => {
    const typing = event.effectiveDirective === 'style-src-attr' && event.target.closest?.('[contenteditable]');
    if (!typing) policyViolations.push(`${event.effectiveDirective}: ${event.blockedURI} at ${event.target.outerHTML}`);
});";

/// Tries again until it works; panics with the last reason when it does not in time.
pub fn wait_for<T>(what: &str, mut attempt: impl FnMut() -> Result<T, String>) -> T {
    let start = Instant::now();
    loop {
        match attempt() {
            Ok(value) => return value,
            Err(why) if start.elapsed() > PATIENCE => panic!("waited {PATIENCE:?} for {what}: {why}"),
            Err(_) => thread::sleep(PAUSE),
        }
    }
}
