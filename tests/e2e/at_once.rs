//! The output in the frame of the key: rendered in the page, whatever the Worker does meanwhile.

use crate::{page::Page, site};

/// The Workers no longer hear of what is typed.
const DEAF: &str = "{
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...all) { if (!globalThis.deaf) post.apply(this, all) };
}";
/// The program breaks at each question, and counts them.
const BROKEN: &str = "Object.defineProperty(globalThis, 'renderAtOnce', {
    set() {},
    get: () => () => { globalThis.asked = (globalThis.asked ?? 0) + 1; throw new Error('unreachable') },
});";
const STARTED: &str = "typeof globalThis.renderAtOnce === 'function'";

fn visit(script: &str) -> Page {
    let page = Page::visit_with(site::address(), script, None);
    page.textbox("Rendered output").wait_text("FROM");
    page.wait_true(STARTED);
    page
}

#[test]
fn the_first_output_does_not_wait_for_the_engine() {
    let page = Page::visit_with(site::address(), &format!("globalThis.deaf = true; {DEAF}"), None);
    page.textbox("Rendered output").wait_text("FROM");
    // of the rest nothing is known, so nothing is said to be well
    assert!(!page.region("Problems").text().contains("No problems"));
}

#[test]
fn the_output_does_not_wait_for_the_worker() {
    let page = visit(DEAF);
    // the output's own frame, not the Worker's: it never answers from here on
    page.evaluate("globalThis.deaf = true");
    page.textbox("Template editor").press("Control+Home");
    page.insert("# {{ name }} is typed\n");
    page.textbox("Rendered output").wait_text("# hello is typed");
    page.textbox("funko.yml editor").press("Control+Home");
    page.press("End");
    page.insert("2");
    page.textbox("Rendered output").wait_text("# hello2 is typed");
}

#[test]
fn a_program_that_breaks_in_the_page_is_let_go() {
    let page = visit(BROKEN);
    for (text, shown) in [("# {{ name }} one\n", "# hello one"), ("# {{ name }} two\n", "# hello two")] {
        page.textbox("Template editor").press("Control+Home");
        page.insert(text);
        page.textbox("Rendered output").wait_text(shown);
    }
    assert_eq!(page.evaluate("globalThis.asked"), 1, "it isn't asked again");
}

#[test]
fn what_the_page_renders_the_engine_says_too() {
    let page = visit("");
    page.textbox("Template editor").press("Control+Home");
    for key in ["#", " ", "{", "{", " ", "n", "a", "m", "e", " ", "}", "}"] {
        page.type_text(key);
    }
    page.textbox("Rendered output").wait_text("# hello");
    page.region("Output").wait_text("identical to FaaSO's output");
    // an endless template isn't rendered in the page, and does not stop it
    page.press("Control+Home");
    page.insert("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}");
    page.region("Problems").wait_text("Rendering stopped");
    page.press("Control+z");
    page.region("Output").wait_text("identical to FaaSO's output");
}
