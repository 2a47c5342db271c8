//! After the first visit the designer needs no network; a newer one is offered, never forced, never mixed.

use crate::{page::Page, site::Host};

#[test]
fn everything_works_without_a_network() {
    let host = Host::start("offline");
    let page = Page::visit(&host.address);
    page.only("contentinfo").wait_text("Available offline");
    host.switch(false);
    page.reload();
    page.textbox("Rendered output").wait_text("EXPOSE 3000");
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# offline ");
    page.textbox("Rendered output").wait_text("# offline");
    // a language that was not needed before the network went
    page.combobox("Runtime").choose("rust");
    page.treeitem("src/main.rs").click();
    page.textbox("Template editor").wait_text("fn main");
    page.status("Save state").wait_text("Saved");
    page.screenshot("offline");
}

/// What tells one version of the page from another.
const ABOUT: &str = "document.querySelector('meta[name=description]')?.content";
const OLD: &str = "Edit FaaSO runtimes in the browser and see, byte for byte, what FaaSO would make.";
const NEW: &str = "Another version.";

#[test]
fn a_newer_version_is_offered_and_taken_when_wanted() {
    let host = Host::start("newer");
    let page = Page::visit(&host.address);
    page.only("contentinfo").wait_text("Available offline");
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# mine ");
    page.status("Save state").wait_until("saved", |text| text == "Saved");

    // another page under the same name, as a deployment makes it
    let old = host.read("index.html");
    let new = old.replace(OLD, NEW);
    assert_ne!(new, old);
    let hash = |text: &str| {
        let digest = "crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))";
        let hex = format!(
            "(async text => Array.from(new Uint8Array(await {digest}), b => b.toString(16).padStart(2, '0')).join(''))"
        );
        page.evaluate(&format!("{hex}({})", serde_json::json!(text))).as_str().unwrap().to_owned()
    };
    let worker = host.read("service-worker.js");
    // in the middle of the deployment: the page is new, the list of files is not
    host.write("index.html", &new);
    page.reload();
    page.textbox("Rendered output").wait_text("# mine");
    assert_eq!(page.evaluate(ABOUT), OLD);

    host.write(
        "service-worker.js",
        &worker.replace(&hash(&old), &hash(&new)).replace("VERSION = \"", "VERSION = \"2"),
    );
    page.reload();
    page.status("New version").wait_text("update is available");
    page.screenshot("newer-version");
    assert_eq!(page.evaluate(ABOUT), OLD, "it is not forced");
    page.status("New version").button("Reload now").click();
    crate::page::wait_for("the newer page", || {
        // it may be going away just now
        let about = page.evaluate_object(ABOUT)?["value"].clone();
        if about == NEW { Ok(()) } else { Err(about.to_string()) }
    });
    page.textbox("Rendered output").wait_text("# mine");
    let caches = page.evaluate("caches.keys().then(names => names.length)");
    assert_eq!(caches, 1, "the older version's files went");
}
