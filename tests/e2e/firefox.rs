//! Firefox by WebDriver alone: what `page` and `locator` do in Chromium through the DevTools protocol.

use crate::browser::Browser;
use serde_json::{Value, json};
use std::{env, path::Path};

/// Ports of its own choice, so that tests run beside each other.
pub const ARGUMENTS: &[&str] = &["--port=0", "--websocket-port=0"];

/// How WebDriver marks an element in JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

pub fn capabilities(downloads: &Path) -> Value {
    let mut options = json!({
        "args": ["-headless", "-width", "1440", "-height", "900"],
        "prefs": {
            "browser.download.folderList": 2,
            "browser.download.dir": downloads,
            "browser.download.useDownloadDir": true,
            "browser.download.alwaysOpenPanel": false,
            "browser.helperApps.neverAsk.saveToDisk": "application/zip,application/octet-stream,text/plain",
            // the console of pages comes with the driver's own words
            "devtools.console.stdout.content": true,
            "devtools.console.stdout.chrome": false,
            // pages may write to the clipboard, which is this browser's own as long as it has no window
            "dom.events.testing.asyncClipboard": true,
            // nothing leaves this machine, whatever the page asks for
            "network.proxy.type": 1,
            "network.proxy.http": "127.0.0.1",
            "network.proxy.http_port": 9,
            "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": 9,
            "network.proxy.no_proxies_on": "127.0.0.1",
        },
    });
    let found = ["firefox-esr", "firefox"].into_iter().find_map(in_path);
    if let Some(binary) = env::var("FIREFOX").ok().or(found) {
        options["binary"] = binary.into();
    }
    json!({ "capabilities": { "alwaysMatch": { "browserName": "firefox", "moz:firefoxOptions": options } } })
}

fn in_path(program: &str) -> Option<String> {
    let path = env::var_os("PATH")?;
    let found = env::split_paths(&path).map(|folder| folder.join(program)).find(|it| it.is_file())?;
    found.to_str().map(str::to_owned)
}

/// A line of the driver as what a page said: level and text.
pub fn console(line: String) -> Option<(String, String)> {
    // the loader of remote settings is the browser's own
    let severe = line.starts_with("console.error:") && !line.contains("RSLoader")
        || line.starts_with("JavaScript error: http") && !line.contains("moz-extension");
    severe.then(|| ("SEVERE".to_owned(), line))
}

/// Names and handles of everything with this role inside an element, or on the page. What is an element of a role is
/// found by its markup, its name is the browser's own.
pub fn candidates(
    browser: &Browser,
    scope: Option<&str>,
    role: &str,
) -> Result<Vec<(String, String)>, String> {
    let scope = scope.map_or(Value::Null, element);
    let found =
        browser.try_command("POST", "/execute/sync", json!({ "script": FIND, "args": [scope, role] }))?;
    let handles = found.as_array().into_iter().flatten().filter_map(|it| it[ELEMENT].as_str());
    handles
        .map(|handle| {
            let path = format!("/element/{handle}/computedlabel");
            let name = browser.try_command("GET", &path, Value::Null)?;
            Ok((name.as_str().unwrap_or_default().trim().to_owned(), handle.to_owned()))
        })
        .collect()
}

pub fn evaluate(browser: &Browser, expression: &str) -> Result<Value, String> {
    let script = format!("return ({expression}\n)");
    browser.try_command("POST", "/execute/sync", json!({ "script": script, "args": [] }))
}

/// The first element that a JavaScript expression gives.
pub fn find(browser: &Browser, expression: &str) -> Result<Option<String>, String> {
    let script = format!("return ({expression}) ?? null");
    let found = browser.try_command("POST", "/execute/sync", json!({ "script": script, "args": [] }))?;
    Ok(found[ELEMENT].as_str().map(str::to_owned))
}

pub fn call_on(browser: &Browser, handle: &str, function: &str, argument: Value) -> Result<Value, String> {
    let script = format!("return ({function})(arguments[0], arguments[1])");
    browser.try_command(
        "POST",
        "/execute/sync",
        json!({ "script": script, "args": [element(handle), argument] }),
    )
}

/// Puts a file into a file input.
pub fn choose_file(browser: &Browser, handle: &str, path: &Path) {
    browser.command("POST", &format!("/element/{handle}/value"), json!({ "text": path }));
}

/// A key with its modifiers.
pub fn press(browser: &Browser, keys: &str) {
    let (held, key) = keys.rsplit_once('+').unwrap_or(("", keys));
    let held: Vec<&str> = held.split('+').filter_map(modifier).collect();
    let key = named(key).unwrap_or_else(|| key.to_owned());
    let down = |key: &str| json!({ "type": "keyDown", "value": key });
    let up = |key: &str| json!({ "type": "keyUp", "value": key });
    let mut actions: Vec<Value> = held.iter().map(|key| down(key)).collect();
    actions.extend([down(&key), up(&key)]);
    actions.extend(held.iter().rev().map(|key| up(key)));
    perform(browser, json!({ "type": "key", "id": "keyboard", "actions": actions }));
}

/// Key by key.
pub fn type_text(browser: &Browser, text: &str) {
    let keys = text.chars().map(|c| if c == '\n' { "\u{e007}".to_owned() } else { c.to_string() });
    let actions: Vec<Value> = keys
        .flat_map(|key| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        })
        .collect();
    perform(browser, json!({ "type": "key", "id": "keyboard", "actions": actions }));
}

/// All at once: pasted in an editor, as an edit of the browser's own in a text box.
pub fn insert(browser: &Browser, text: &str) {
    let answer = browser.command("POST", "/execute/async", json!({ "script": INSERT, "args": [text] }));
    if answer == "copied" {
        press(browser, "Control+v");
    }
}

pub fn click_at(browser: &Browser, x: f64, y: f64, times: u32) {
    let mut actions = vec![json!({ "type": "pointerMove", "x": x.round(), "y": y.round(), "duration": 0 })];
    for _ in 0..times {
        actions.push(json!({ "type": "pointerDown", "button": 0 }));
        actions.push(json!({ "type": "pointerUp", "button": 0 }));
    }
    perform(browser, json!({ "type": "pointer", "id": "mouse", "actions": actions }));
}

fn perform(browser: &Browser, actions: Value) {
    browser.command("POST", "/actions", json!({ "actions": [actions] }));
}

fn element(handle: &str) -> Value {
    json!({ ELEMENT: handle })
}

fn modifier(name: &str) -> Option<&'static str> {
    Some(match name {
        "Shift" => "\u{e008}",
        "Control" => "\u{e009}",
        "Alt" => "\u{e00a}",
        "Meta" => "\u{e03d}",
        _ => return None,
    })
}

fn named(key: &str) -> Option<String> {
    let code = match key {
        "Backspace" => 0xe003,
        "Tab" => 0xe004,
        "Enter" => 0xe007,
        "Escape" => 0xe00c,
        "End" => 0xe010,
        "Home" => 0xe011,
        "ArrowLeft" => 0xe012,
        "ArrowUp" => 0xe013,
        "ArrowRight" => 0xe014,
        "ArrowDown" => 0xe015,
        "Delete" => 0xe017,
        _ => 0xe030 + key.strip_prefix('F')?.parse::<u32>().ok()?,
    };
    char::from_u32(code).map(String::from)
}

/// Everything of a role that is to be seen and not behind a dialog.
const FIND: &str = "const [scope, role] = arguments;
    const implicit = {
        button: 'button, summary, input[type=button], input[type=submit]', checkbox: 'input[type=checkbox]',
        combobox: 'select:not([multiple])', dialog: 'dialog[open]', heading: 'h1, h2, h3, h4', image: 'img',
        link: 'a[href]', list: 'ul, ol', listitem: 'li', option: 'option', region: 'section[aria-label]',
        status: 'output', textbox: 'textarea, input:not([type]), input[type=text], input[type=url], input[type=email], input[type=password], [contenteditable=true]',
    }[role];
    const found = [...(scope ?? document).querySelectorAll(`[role=${role === 'image' ? 'img' : role}]`)];
    if (implicit) {
        for (const element of (scope ?? document).querySelectorAll(implicit)) {
            if (!element.getAttribute('role')) found.push(element);
        }
    }
    const modal = document.querySelector('dialog:modal');
    const shown = (element) => element.checkVisibility({ visibilityProperty: true })
        && !element.closest('[aria-hidden=true], [inert]') && (!modal || modal.contains(element) || element === modal);
    return found.filter(shown).sort((a, b) => a.compareDocumentPosition(b) & 4 ? -1 : 1);";

const INSERT: &str = "const [text, done] = arguments;
    if (document.activeElement.closest('.cm-content')) {
        navigator.clipboard.writeText(text).then(() => done('copied'), (why) => done(String(why)));
    } else {
        done(document.execCommand('insertText', false, text));
    }";
