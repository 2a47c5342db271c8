//! Options: made of what is selected, renamed, taken back; and the patch for FaaSO.

use crate::page::Page;

#[test]
fn a_selection_becomes_an_option_and_goes_back() {
    let page = Page::open();
    page.combobox("Runtime").choose("fastapi —");
    page.textbox("Rendered output").wait_text("FROM python:3.13-slim AS build");
    page.textbox("Template editor").select("python:3.13-slim");
    page.press("Alt+o");
    let dialog = page.dialog("Make an option");
    dialog.wait_text("template/funko.yml.j2");
    dialog.textbox("Option name").fill("image");
    dialog.wait_text("options.image");
    dialog.button("Make option").click();
    dialog.wait_gone();
    page.textbox("Template editor").wait_text("{{ options.image | default(\"python:3.13-slim\") }}");
    page.textbox("funko.yml editor").wait_text("image: \"python:3.13-slim\"");
    page.textbox("Rendered output").wait_text("FROM python:3.13-slim AS build");
    page.status("Notice").button("Undo this").click();
    page.textbox("Template editor").wait_text("FROM python:3.13-slim AS build");
}

#[test]
fn what_is_selected_in_the_output_becomes_an_option() {
    let page = Page::open();
    page.combobox("Runtime").choose("fastapi —");
    page.textbox("Rendered output").wait_text("FROM python:3.13-slim AS build");
    page.textbox("Rendered output").select("PYTHONUNBUFFERED=1");
    page.press("Alt+o");
    let dialog = page.dialog("Make an option");
    dialog.wait_text("pythonunbuffered");
    dialog.button("Make option").click();
    page.textbox("Template editor").wait_text("options.pythonunbuffered");
}

#[test]
fn a_patch_for_faaso_is_downloaded() {
    let page = Page::open();
    page.combobox("Runtime").choose("fastapi —");
    page.textbox("Rendered output").wait_text("FROM");
    page.button("Export").click();
    page.menuitem("Patch for FaaSO").click();
    let dialog = page.dialog("Author of the patch");
    dialog.textbox("Name").fill("Ada Lovelace");
    dialog.textbox("Email").fill("ada@example.org");
    dialog.textbox("Date").fill("Thu, 26 Nov 2026 09:00:00 +0000");
    let patch = page.download(|| {
        dialog.button("Download patch").click();
    });
    let text = String::from_utf8_lossy(&patch.bytes);
    assert!(
        text.contains("From: Ada Lovelace <ada@example.org>\nDate: Thu, 26 Nov 2026 09:00:00 +0000\n"),
        "{text}"
    );
    assert_eq!(patch.name, "fastapi.patch");
    assert!(String::from_utf8_lossy(&patch.bytes).contains("+++ b/runtimes/fastapi/main.py.j2"));
    page.dialog("Patch for FaaSO").wait_text("git am fastapi.patch");
}

#[test]
fn an_option_is_renamed_and_inlined() {
    let page = Page::open();
    page.combobox("Runtime").choose("fastapi —");
    page.textbox("Rendered output").wait_text("--workers=1");
    page.textbox("Template editor").select("options.workers");
    page.press("F2");
    let dialog = page.dialog("Rename option");
    dialog.textbox("Option name").fill("processes");
    dialog.wait_text("template/funko.yml.j2");
    dialog.button("Rename").click();
    page.textbox("funko.yml editor").wait_text("processes: \"1\"");
    page.textbox("Template editor").wait_text("options.processes");
    page.textbox("Rendered output").wait_text("--workers=1");
    page.textbox("Template editor").select("options.processes");
    page.press("Control+k");
    page.type_text("inline this");
    page.press("Enter");
    page.textbox("Template editor").wait_text("\"--workers=1\"");
    page.textbox("Rendered output").wait_text("--workers=1");
}

#[test]
fn a_file_becomes_a_template_and_plain_again() {
    let page = Page::open();
    page.combobox("Runtime").choose("fastapi —");
    page.textbox("Rendered output").wait_text("FROM");
    let run = |command: &str| {
        page.press("Control+k");
        page.type_text(command);
        page.press("Enter");
    };
    page.treeitem("server-requirements.txt").click();
    run("make it a template");
    page.treeitem("server-requirements.txt.j2").click();
    run("make it plain");
    page.treeitem("server-requirements.txt").wait();
    run("table of options");
    page.treeitem("README.md").click();
    page.textbox("Template editor").wait_text("options: begin");
}

#[test]
fn help_is_shown_for_the_word_at_the_cursor() {
    let page = Page::open();
    let editor = page.textbox("Template editor");
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("funko.yml editor").wait_text("runtime: flask-gunicorn");
    let shown = |said: &str| {
        let said = serde_json::json!(said);
        page.wait_true(&format!(
            "document.querySelector('[role=tooltip]')?.textContent.includes({said}) ?? false"
        ));
    };
    let gone = || page.wait_true("document.querySelector('[role=tooltip]') === null");
    for (word, said) in [
        ("devel_packages", "options.devel_packagesDebian packages needed only while building"),
        ("default", "filter defaultThe value, or another one where it is undefined or none"),
        ("endif", "tag ifPrints its content where the condition is true"),
    ] {
        editor.select(word).press("Alt+F1");
        shown(said);
        page.press("Escape");
        gone();
    }
    editor.select("default").press("Alt+F1");
    shown("{{ nothing | default(\"x\") }} → x");
    // typing goes on, and what was asked for is gone
    page.type_text("d");
    gone();
    page.button("Undo").click();
    page.textbox("funko.yml editor").select("workers").press("Alt+F1");
    shown("options.workers");
    shown("Default: \"2\".");
}
