//! A page that stopped says so over everything, hands out what may not be saved, and does not open the same project by itself
//! again. Nor does one that froze.

use crate::{
    page::{Page, wait_for},
    site,
};
use std::{env, fs, thread, time::Duration};

fn saved(page: &Page) {
    page.status("Save state").wait_until("saved", |text| text == "Saved");
}

/// Ways to make the program on the page stop at the next change of the theme.
const STOPS: &[&str] = &[
    // a panic: an invariant does not hold
    "throw new Error('no');",
    // a trap of WebAssembly, without any panic
    "new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(
        [0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11]))).exports.f();",
];

#[test]
fn a_stop_is_said_over_everything() {
    for stop in STOPS {
        let page = Page::open();
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# before ");
        page.textbox("Rendered output").wait_text("# before");
        saved(&page);
        // the mark of its opening is gone by now
        thread::sleep(Duration::from_millis(1_800));
        page.evaluate(&format!(
            "{{ const real = Element.prototype.setAttribute;
                Element.prototype.setAttribute = function (name, value) {{
                    if (name === 'data-theme') {{ {stop} }}
                    return real.call(this, name, value);
                }}; }} null"
        ));
        page.button("Theme").click();
        let over = page.get("alertdialog", "The designer stopped");
        over.wait_text("changes since the last save aren't saved");
        page.screenshot("stopped");
        let state = page.evaluate("document.querySelector(\"[aria-label='Save state']\").textContent");
        assert_eq!(state, "Not saved: the designer stopped");
        // nothing can be typed any more
        page.evaluate("document.querySelector(\"[aria-label='Template editor']\").focus()");
        page.insert("# after ");
        let text = page.evaluate("document.querySelector(\"[aria-label='Template editor']\").innerText");
        assert!(!text.as_str().unwrap_or_default().contains("# after"), "the editor takes text");
        thread::sleep(Duration::from_millis(500));
        let state = page.evaluate("document.querySelector(\"[aria-label='Save state']\").textContent");
        assert_eq!(state, "Not saved: the designer stopped", "and it stays so");
        let download = page.download(|| {
            over.button("Download Dockerfile.j2").click();
        });
        assert_eq!(download.name, "Dockerfile.j2");
        assert!(String::from_utf8_lossy(&download.bytes).starts_with("# before "));
        page.forgive();

        over.button("Reload").click();
        let held = page.dialog("Project not opened");
        held.wait_text("hello");
        page.screenshot("held");
        held.button("Open without syntax highlighting").click();
        page.textbox("Rendered output").wait_text("# before");
        page.textbox("Template editor").wait_text("# before");
        let colours =
            "document.querySelectorAll(\"[aria-label='Template editor'] .cm-line span[class]\").length";
        assert_eq!(page.evaluate(colours), 0, "shown without colours");
        page.type_text("");
        thread::sleep(Duration::from_millis(1_800));
        // it did no harm this time: the next visit opens it
        page.reload();
        page.textbox("Rendered output").wait_text("# before");
        page.forgive();
    }
}

/// Whatever freezes a page: as soon as this word is drawn, it never comes to anything else.
const FREEZE: &str = "new MutationObserver(() => {
    if (document.querySelector('.cm-content')?.textContent.includes('FREEZE')) for (;;);
}).observe(document, { subtree: true, childList: true, characterData: true });";

#[test]
fn a_project_that_freezes_the_page_is_offered_the_next_time() {
    let profile = env::temp_dir().join(format!("faaso-designer-profile-{}-freeze", std::process::id()));
    let page = Page::open_in(&profile);
    page.textbox("Template editor").press("Control+Home");
    page.insert("# FREEZE ");
    page.textbox("Rendered output").wait_text("# FREEZE");
    saved(&page);
    thread::sleep(Duration::from_millis(1_800));
    drop(page);

    let mut page = Page::visit_with(site::address(), FREEZE, Some(&profile));
    thread::sleep(Duration::from_secs(4));
    page.browser.kill();
    drop(page);

    let page = Page::visit_with(site::address(), FREEZE, Some(&profile));
    let held = page.dialog("Project not opened");
    held.button("Open another project").click();
    page.dialog("Projects").wait_text("hello — flask-gunicorn");
    page.press("Escape");
    // the page itself works
    page.textbox("Rendered output").wait_text("FROM");
    drop(page);

    // and where it does no harm any more, it is opened when asked for
    let page = Page::open_in(&profile);
    page.dialog("Project not opened").button("Open anyway").click();
    page.textbox("Rendered output").wait_text("# FREEZE");
    drop(page);
    wait_for("the profile's end", || fs::remove_dir_all(&profile).map_err(|error| error.to_string()));
}
