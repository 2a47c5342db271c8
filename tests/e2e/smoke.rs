//! The site starts, under its own policy, and the editor takes keys.

use crate::{page::Page, site};

#[test]
fn typing_in_the_template_editor_reaches_the_output() {
    let page = Page::open();
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# ty");
    page.insert("ped for {{ name }} ");
    page.textbox("Rendered output").wait_text("# typed for hello");
    page.status("Save state").wait_text("Saved");
    page.button("Undo").click();
    page.textbox("Rendered output").wait_no_text("typed for hello");
    page.screenshot("smoke");
}

/// Any static host will do, a project's page on a shared one too: the editor, its languages and the engine are found.
#[test]
fn the_site_works_below_a_path() {
    let page = Page::open_at(site::BELOW);
    page.textbox("Rendered output").wait_text("EXPOSE 3000");
    page.screenshot("below-a-path");
}
