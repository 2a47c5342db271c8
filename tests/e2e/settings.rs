//! What is chosen of the looks acts at once, and is so at the next visit.

use crate::page::Page;

#[test]
fn settings_act_at_once_and_are_kept() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.press("Control+,");
    let settings = page.dialog("Settings");
    settings.combobox("Theme").choose("High contrast");
    page.wait_true("getComputedStyle(document.body).backgroundColor === 'rgb(0, 0, 0)'");
    settings.get("spinbutton", "Font size").fill("20");
    let size = "getComputedStyle(document.querySelector('.cm-content')).fontSize === '20px'";
    page.wait_true(size);
    settings.get("checkbox", "Word wrap in Template").click();
    let kept = "(localStorage['faaso-designer.settings'] ?? '').includes('\"wrap\":{\"template\":true')";
    page.wait_true(kept);
    page.reload();
    page.textbox("Rendered output").wait_text("FROM");
    page.wait_true(size);
    page.press("Control+,");
    page.wait_true("[...document.querySelectorAll('dialog [type=checkbox]')].slice(0, 3).map((it) => it.checked).join() === 'true,true,true'");
    settings.button("Reset all").click();
    page.wait_true("getComputedStyle(document.querySelector('.cm-content')).fontSize === '13px'");
    page.wait_true("[...document.querySelectorAll('dialog [type=checkbox]')].slice(0, 3).map((it) => it.checked).join() === 'false,true,true'");
}
