//! Options as a form, and as a matrix.

use crate::page::Page;

fn open_form(page: &Page) {
    page.combobox("Runtime").choose("flask-gunicorn");
    page.textbox("funko.yml editor").wait_text("runtime: flask-gunicorn");
    page.tablist("funko.yml view").tab("Form").click();
    page.textbox("workers").wait();
}

/// `funko.yml` as it stands.
fn yaml(page: &Page, part: &str) {
    page.tablist("funko.yml view").tab("YAML").click();
    // only what is in view is drawn
    page.textbox("funko.yml editor").press("Control+End");
    page.textbox("funko.yml editor").wait_text(part);
    page.tablist("funko.yml view").tab("Form").click();
}

#[test]
fn options_are_edited_in_a_form() {
    let page = Page::open();
    open_form(&page);
    let output = page.textbox("Rendered output");
    page.textbox("workers").fill("12");
    yaml(&page, "# Processes that answer, and threads in each.\n  workers: \"12\"\n  threads: \"4\"");
    // a list: Enter goes on with the next item, Alt with an arrow key moves one
    page.button("Add item to ship_packages").click();
    page.textbox("ship_packages, item 1").type_text("curl");
    page.press("Enter");
    page.textbox("ship_packages, item 2").type_text("fish");
    output.wait_text("curl fish");
    page.press("Alt+ArrowUp");
    output.wait_text("fish curl");
    page.screenshot("form");
    page.button("Undo").click();
    output.wait_text("curl fish");
    page.button("Undo").click();
    output.wait_no_text("fish");
    page.textbox("ship_packages, item 2").press("Backspace");
    page.textbox("ship_packages, item 2").wait_gone();
    page.button("Remove item 1 of ship_packages").click();
    page.group("ship_packages").wait_text("empty list");
    output.wait_no_text("curl");
}

#[test]
fn unset_empty_and_default_are_told_apart() {
    let page = Page::open();
    open_form(&page);
    page.combobox("Kind of threads").choose("not set");
    page.region("Not set").group("threads").wait_text("Default: \"4\"");
    page.button("Set to default: threads").click();
    page.region("Set").group("threads").textbox("threads").wait();
    yaml(&page, "threads: \"4\"");
    page.combobox("Kind of ship_packages").choose("text");
    yaml(&page, "ship_packages: \"\"");
    page.combobox("Kind of ship_packages").choose("list");
    yaml(&page, "ship_packages: []");
    page.group("workers").button("Dockerfile.j2:35").wait();
    // a misspelt name
    page.tablist("funko.yml view").tab("YAML").click();
    page.textbox("funko.yml editor").select("workers").type_text("workerz");
    page.tablist("funko.yml view").tab("Form").click();
    page.region("Set, but not used").group("workerz").wait_text("Did you mean workers?");
    page.region("Not set").group("workers").wait();
    page.button("Rename to workers").click();
    page.region("Set").group("workers").wait();
    // what FaaSO can't read has no form
    page.tablist("funko.yml view").tab("YAML").click();
    page.textbox("funko.yml editor").fill("name: [\n");
    page.tablist("funko.yml view").tab("Form").click();
    page.button("Edit as YAML").click();
    page.textbox("funko.yml editor").wait_text("name: [");
}

#[test]
fn a_field_keeps_its_line_ends_and_the_focus() {
    let page = Page::open();
    open_form(&page);
    page.tablist("funko.yml view").tab("YAML").click();
    let editor = page.textbox("funko.yml editor");
    editor.fill(
        "name: hello\nruntime: flask-gunicorn\noptions:\n  workers: \"a\\r\\nb\"\n  threads: \"a\\rb\"\n",
    );
    page.tablist("funko.yml view").tab("Form").click();
    page.textbox("workers").press("Control+End");
    page.press("x");
    yaml(&page, "\"a\\r\\nbx\"");
    // the line end is deleted, and whoever did it types on in the same field
    page.textbox("workers").press("Control+End");
    ["Backspace", "Backspace", "Backspace", "y"].iter().for_each(|key| page.press(key));
    yaml(&page, "workers: \"ay\"");
    // what no field can hold isn't changed by one
    page.textbox("threads").press("x");
    yaml(&page, "threads: \"a\\rb\"");
}

#[test]
fn the_matrix_shows_who_reads_what() {
    let page = Page::open();
    open_form(&page);
    page.combobox("Kind of threads").choose("not set");
    page.tablist("Output view").tab("Options").click();
    let matrix = page.tabpanel("Options");
    matrix.wait_text("Dockerfile.j2").wait_text("workers").wait_text("not set");
    page.screenshot("options-matrix");
    matrix.button("threads in funko.yml: not set").click();
    page.wait_true("document.activeElement.getAttribute('aria-label') === 'Kind of threads'");
    matrix.button("workers in Dockerfile.j2: read").click();
    page.textbox("Template editor").wait_text("options.workers");
}

#[test]
fn an_option_is_renamed_from_its_row_and_from_its_help() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.tablist("funko.yml view").tab("Form").click();
    page.group("ship_packages").button("Rename option: ship_packages").click();
    let dialog = page.dialog("Rename option");
    dialog.textbox("Option name").wait_until("the old name", |name| name == "ship_packages");
    dialog.textbox("Option name").fill("packages");
    dialog.wait_text("Dockerfile.j2");
    dialog.button("Rename").click();
    page.group("packages").wait();
    page.textbox("Template editor").wait_text("options.packages");
    // and back, from the help at the cursor
    page.textbox("Template editor").select("devel_packages").press("Alt+F1");
    page.button("Rename option").click();
    dialog.textbox("Option name").wait_until("the old name", |name| name == "devel_packages");
    page.wait_true("document.querySelector('[role=tooltip]') === null");
}
