//! The code editor in the page: what the author does arrives, what the document does comes back.

use crate::page::Page;

#[test]
fn completion_offers_the_dialect_and_the_funkos_options() {
    let page = Page::open();
    let editor = page.textbox("Template editor");
    editor.press("Control+Home");
    page.type_text("{{ options.he");
    page.starting("option", "healthcheck_command ").wait();
    // the editor takes no Enter in the list's first moments: it may be meant for the text
    std::thread::sleep(std::time::Duration::from_millis(200));
    page.press("Enter");
    editor.wait_text("{{ options.healthcheck_command");
    page.type_text(" | jo");
    page.option("join").wait();
    page.press("Escape");
    for _ in 0.."jo".len() {
        page.press("Backspace");
    }
    // a filter of Jinja2 that FaaSO does not know
    page.type_text("uni");
    page.option("unique").wait_gone();
    // outside of Jinja places there is nothing to offer
    page.press("Control+Home");
    page.type_text("opt");
    page.option("options").wait_gone();
}

#[test]
fn undo_and_redo_are_the_documents() {
    let page = Page::open();
    let editor = page.textbox("Template editor");
    let output = page.textbox("Rendered output");
    editor.press("Control+Home");
    page.insert("# ñ🎉\n");
    output.wait_text("# ñ🎉");
    editor.select("🎉");
    page.insert("🎊");
    output.wait_text("# ñ🎊");
    editor.press("Control+z");
    output.wait_text("# ñ🎉");
    page.button("Undo").click();
    output.wait_no_text("# ñ");
    editor.press("Control+Shift+z").press("Control+y");
    output.wait_text("# ñ🎊");
}

#[test]
fn replacing_everywhere_is_one_step() {
    let page = Page::open();
    let editor = page.textbox("Template editor");
    let output = page.textbox("Rendered output");
    editor.press("Control+f");
    page.textbox("Find").type_text("WORKDIR");
    page.textbox("Replace").type_text("workdir");
    page.button("replace all").click();
    output.wait_no_text("WORKDIR").wait_text("workdir");
    page.button("Undo").click();
    output.wait_no_text("workdir").wait_text("WORKDIR");
}

#[test]
fn each_file_keeps_its_place() {
    let page = Page::open();
    let editor = page.textbox("Template editor");
    editor.select("WORKDIR");
    page.treeitem("README.md").click();
    editor.wait_no_text("WORKDIR");
    page.tab("Dockerfile.j2").click();
    editor.wait_text("WORKDIR");
    editor.focus();
    page.insert("workdir");
    page.textbox("Rendered output").wait_text("workdir");
}
