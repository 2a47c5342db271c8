//! The page comes up, or says in words why it does not: whatever the browser keeps from it, whichever file is missing.

use crate::{
    page::{Page, wait_for},
    site::{self, Host},
};
use serde_json::json;
use std::time::{Duration, Instant};

/// A getter that throws, as browsers that block a site's data have it.
const THROWS: &str = "const throws = (of, name) => Object.defineProperty(of, name, { configurable: true,
    get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); } });
    const is = (of, name, value) => Object.defineProperty(of, name, { configurable: true, get: () => value });";

/// What a browser keeps from the page, and whether what is typed can be saved all the same.
const KEPT_FROM: &[(&str, &str, bool)] = &[
    ("localStorage throws", "throws(window, 'localStorage');", true),
    ("both throw", "throws(window, 'localStorage'); throws(window, 'sessionStorage');", true),
    ("both are null", "is(window, 'localStorage', null); is(window, 'sessionStorage', null);", true),
    ("localStorage is full", "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };", true),
    ("getItem throws", "Storage.prototype.getItem = () => { throw new DOMException('no', 'SecurityError'); };", true),
    ("no IndexedDB", "is(window, 'indexedDB', null);", false),
    ("IndexedDB undefined", "is(window, 'indexedDB', undefined);", false),
    ("IndexedDB throws", "throws(window, 'indexedDB');", false),
    ("open throws", "IDBFactory.prototype.open = () => { throw new DOMException('private', 'SecurityError'); };", false),
    ("open fails later", "IDBFactory.prototype.open = function () {
        const request = new EventTarget();
        Object.setPrototypeOf(request, IDBOpenDBRequest.prototype);
        const error = new DOMException('A mutation operation was attempted on a database that did not allow mutations.', 'InvalidStateError');
        for (const [name, value] of [['error', error], ['result', undefined]]) Object.defineProperty(request, name, { value });
        for (const name of ['onsuccess', 'onerror', 'onblocked', 'onupgradeneeded']) Object.defineProperty(request, name, { value: null, writable: true });
        setTimeout(() => request.onerror?.(new Event('error')), 50);
        return request;
     };", false),
    ("transactions throw", "IDBDatabase.prototype.transaction = () => { throw new DOMException('gone', 'InvalidStateError'); };", false),
    ("open gives nothing", "IDBFactory.prototype.open = () => null;", false),
    ("a transaction that was begun throws", "let begun = 0; const begin = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...all) {
            if (++begun > 4) throw new DOMException('gone', 'InvalidStateError');
            return begin.apply(this, all); };", false),
    ("objectStore throws", "IDBTransaction.prototype.objectStore = () => { throw new DOMException('gone', 'NotFoundError'); };", false),
    ("put throws", "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };", false),
    ("put ends the page's transaction", "const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...all) { const asked = put.apply(this, all); this.transaction.abort(); return asked; };", false),
    ("count throws", "IDBObjectStore.prototype.count = () => { throw new DOMException('gone', 'UnknownError'); };", false),
    ("no key ranges", "is(window, 'IDBKeyRange', undefined);", false),
    ("no locks", "is(Navigator.prototype, 'locks', undefined);", true),
    ("locks refuse", "LockManager.prototype.request = () => Promise.reject(new DOMException('no', 'SecurityError'));", true),
    ("locks give nothing", "LockManager.prototype.request = () => undefined;", true),
    ("no channel", "window.BroadcastChannel = undefined;", true),
    ("channel throws", "window.BroadcastChannel = class { constructor() { throw new DOMException('no', 'SecurityError'); } };", true),
    ("no service worker", "is(Navigator.prototype, 'serviceWorker', undefined);", true),
    ("service worker null", "is(Navigator.prototype, 'serviceWorker', null);", true),
    ("the service worker is refused at once", "ServiceWorkerContainer.prototype.register = () => { throw new DOMException('no', 'SecurityError'); };", true),
    ("no registration", "ServiceWorkerContainer.prototype.register = () => undefined;", true),
    ("no storage manager", "is(Navigator.prototype, 'storage', undefined);", true),
    ("nothing at all", "for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) throws(window, name);
        for (const name of ['locks', 'serviceWorker', 'storage', 'clipboard']) is(Navigator.prototype, name, undefined);
        window.BroadcastChannel = undefined;", false),
];

/// The page works without; what it cannot save it says. That the console has no error is asserted at each page's end.
#[test]
fn a_page_without_its_storage_works() {
    for (what, script, is_saved) in KEPT_FROM {
        println!("{what}");
        let page = Page::visit_with(site::address(), &format!("{{ {THROWS} {script} }}"), None);
        page.tree("Files").treeitem("Dockerfile.j2").wait();
        page.textbox("Rendered output").wait_text("FROM");
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# here ");
        page.textbox("Rendered output").wait_text("# here");
        page.status("Save state").wait_until(what, |text| match is_saved {
            true => text == "Saved",
            false => text.starts_with("Not saved: ") && !text.contains("propert"),
        });
        if !is_saved {
            page.button("Back up all projects").wait();
        }
    }
}

/// What is shown where the page does not stand.
fn shown(page: &Page) -> String {
    page.evaluate("document.body.innerText").as_str().unwrap_or_default().to_owned()
}

/// Waits for words in the page, and gives how long that took.
fn wait_shown(page: &Page, words: &str) -> Duration {
    let start = Instant::now();
    wait_for(words, || {
        let text = shown(page);
        if text.contains(words) { Ok(()) } else { Err(text) }
    });
    start.elapsed()
}

fn no_raw_words(page: &Page) {
    let text = shown(page);
    for raw in ["JsValue", "wasm-function", "    at ", "TypeError", "CompileError"] {
        assert!(!text.contains(raw), "{raw} in the page: {text}");
    }
}

type Damage = fn(&Host);

/// A file of the page is not what it should be: words and a way out, and the page stands again when it is.
#[test]
fn a_missing_file_is_said() {
    let damages: [(&str, Damage); 4] = [
        ("no script", |host| host.remove(&host.find("page-", ".js"))),
        ("no wasm", |host| host.remove(&host.find("page-", ".wasm"))),
        ("a page in place of the wasm", |host| {
            host.write(&host.find("page-", ".wasm"), "<!doctype html><p>404")
        }),
        ("half the wasm", |host| host.cut(&host.find("page-", ".wasm"))),
    ];
    for (what, damage) in damages {
        let host = Host::start("missing");
        damage(&host);
        let page = Page::visit(&host.address);
        let took = wait_shown(&page, "The designer couldn't be loaded");
        println!("{what}: said after {took:?}");
        page.button("Reload").wait();
        no_raw_words(&page);
        page.screenshot("missing-file");
        page.forgive();
    }
}

/// What isn't in view at the start couldn't be fetched: that is said where it was to be, and it comes when it can be.
#[test]
fn a_missing_part_is_said() {
    const WHY: &str = "Couldn't load this part of the designer.";
    type DamageOf = fn(&Host, &str);
    let damages: [(&str, DamageOf); 3] = [
        ("no part", |host, part| host.remove(part)),
        ("a page in place of it", |host, part| host.write(part, "<!doctype html><p>404")),
        ("half of it", |host, part| host.cut(part)),
    ];
    if !site::is_released() {
        // built for development the page has no parts
        return;
    }
    for (what, damage) in damages {
        let host = Host::start("part");
        let parts = ["part-dialogs-", "part-panels-"].map(|part| host.find(part, ".wasm"));
        parts.iter().for_each(|part| damage(&host, part));
        let page = Page::visit(&host.address);
        page.textbox("Rendered output").wait_text("EXPOSE 3000");
        page.button("Help").click();
        let loading = page.dialog("Loading");
        loading.wait_text(WHY);
        println!("{what}");
        no_raw_words(&page);
        page.screenshot("missing-part");
        parts.iter().for_each(|part| host.restore(part));
        loading.button("Try again").click();
        page.dialog("Help").wait_text("What it is");
        page.press("Escape");
        page.dialog("Help").wait_gone();
        page.tab("Changes").click();
        page.get("region", "Output").wait_text("No changes");
        page.forgive();
    }
}

/// Without the code editor a plain field takes the text, renders it and keeps it.
#[test]
fn a_missing_editor_is_said() {
    let damages: [(&str, Damage); 3] = [
        ("no bundle", |host| host.remove(&host.find("editor/editor-", ".js"))),
        ("a page in place of it", |host| {
            host.write(&host.find("editor/editor-", ".js"), "<!doctype html><p>404")
        }),
        ("nothing in it", |host| host.write(&host.find("editor/editor-", ".js"), "")),
    ];
    for (what, damage) in damages {
        let host = Host::start("editor");
        damage(&host);
        let page = Page::visit(&host.address);
        wait_shown(&page, "Couldn't load the code editor: its file is missing or damaged.");
        println!("{what}");
        no_raw_words(&page);
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# here ");
        let output = "document.querySelector(\"[aria-label='Rendered output']\").value";
        wait_for("the output", || match page.evaluate(output).as_str() {
            Some(text) if text.starts_with("# here ") => Ok(()),
            other => Err(format!("{other:?}")),
        });
        page.status("Save state").wait_until("saved", |text| text == "Saved");
        page.forgive();
    }
}

/// The page stands; nothing is rendered, which is said, and nothing is said to be well.
#[test]
fn an_engine_that_does_not_start_is_said() {
    let damages: [(&str, Damage); 5] = [
        ("no loader", |host| host.remove(&host.find("engine_loader-", ".js"))),
        ("no script", |host| host.remove(&host.find("engine-", ".js"))),
        ("no wasm", |host| host.remove(&host.find("engine_bg-", ".wasm"))),
        ("a page in place of the wasm", |host| {
            host.write(&host.find("engine_bg-", ".wasm"), "<!doctype html><p>404")
        }),
        ("half the wasm", |host| host.cut(&host.find("engine_bg-", ".wasm"))),
    ];
    for (what, damage) in damages {
        let host = Host::start("engine");
        damage(&host);
        let page = Page::visit(&host.address);
        let start = Instant::now();
        page.region("Problems")
            .wait_text("Rendering stopped working: the rendering engine couldn't be loaded");
        println!("{what}: said after {:?}", start.elapsed());
        page.region("Problems").wait_text("Not checked").wait_no_text("No problems");
        no_raw_words(&page);
        // what is typed is kept all the same
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# here ");
        page.status("Save state").wait_until("saved", |text| text == "Saved");
        page.forgive();
    }
}

/// Where Workers are refused or never run.
#[test]
fn a_browser_without_workers_says_so() {
    for script in [
        "window.Worker = class { constructor() { throw new DOMException('refused', 'SecurityError'); } };",
        "window.Worker = undefined;",
        // dies at once, each time
        "{ const Real = Worker; window.Worker = class extends Real { constructor() { super(URL.createObjectURL(new Blob(['throw 1']))); } }; }",
    ] {
        let page = Page::visit_with(site::address(), script, None);
        page.region("Problems").wait_text("Rendering stopped working").wait_text("Not checked");
        no_raw_words(&page);
        page.forgive();
    }
}

#[test]
fn a_browser_that_cannot_run_it_is_told() {
    for script in [
        "delete window.WebAssembly;",
        "window.WebAssembly = null;",
        "window.WebAssembly = {};",
        "Object.defineProperty(window, 'WebAssembly', { get() { throw new Error('no'); } });",
        // a policy without `wasm-unsafe-eval`
        "{ const no = () => { throw new WebAssembly.CompileError('blocked'); }; const refuse = () => Promise.reject(new WebAssembly.CompileError('blocked'));
           Object.assign(WebAssembly, { Module: no, compile: refuse, compileStreaming: refuse, instantiate: refuse, instantiateStreaming: refuse }); }",
    ] {
        let page = Page::visit_with(site::address(), script, None);
        wait_shown(&page, "This browser can't run the designer");
        page.button("Reload").wait();
        no_raw_words(&page);
        page.forgive();
    }

    let page = Page::open();
    page.browser.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    page.go(&format!("{}?again", site::address()));
    wait_shown(&page, "JavaScript is turned off");
    page.forgive();
}
