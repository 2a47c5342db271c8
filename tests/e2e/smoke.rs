//! The site starts, under its own policy, and the editor takes keys.

use crate::{page::Page, site};

#[test]
fn typing_in_the_template_editor_reaches_the_output() {
    let page = Page::open();
    page.textbox("Template editor").select("apk add").type_text("apk del");
    page.textbox("Rendered output").wait_text("RUN apk del");
    page.textbox("Template editor").press("Control+z").wait_text("RUN apk add");
    page.screenshot("smoke");
}

/// Any static host will do, a project's page on a shared one too: the editor, its languages and the engine are found.
#[test]
fn the_site_works_below_a_path() {
    let page = Page::open_at(site::BELOW);
    page.textbox("Template editor").wait();
    page.screenshot("below-a-path");
}
