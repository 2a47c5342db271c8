//! The site starts, under its own policy, and the editor takes keys.

use crate::page::Page;

#[test]
fn typing_in_the_template_editor_reaches_the_output() {
    let page = Page::open();
    page.textbox("Template editor").select("apk add").type_text("apk del");
    page.textbox("Rendered output").wait_text("RUN apk del");
    page.textbox("Template editor").press("Control+z").wait_text("RUN apk add");
    page.screenshot("smoke");
}
