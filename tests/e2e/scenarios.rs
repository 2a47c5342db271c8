//! Scenarios: what became of each, accepting, keeping, and trying the edges.

use crate::page::Page;

fn opened() -> Page {
    let page = Page::open();
    page.combobox("Runtime").choose("fastapi —");
    page.textbox("Rendered output").wait_text("--workers=1");
    page.tab("Scenarios").click();
    page.status("Scenario results").wait_text("4 passed");
    page
}

#[test]
fn a_change_shows_which_scenarios_differ_and_accepting_is_one_step() {
    let page = opened();
    let list = page.list("Scenarios");
    list.listitem("defaults").wait_text("passes");
    page.textbox("Template editor").select("PYTHONUNBUFFERED=1").type_text("PYTHONUNBUFFERED=2");
    page.status("Scenario results").wait_text("4 different");
    let defaults = list.listitem("defaults");
    defaults.list("Differences").listitem("Dockerfile").wait_text("ENV PYTHONUNBUFFERED=2");
    defaults.button("Accept").click();
    page.status("Scenario results").wait_text("1 passed, 3 different");
    page.status("Notice").button("Undo this").click();
    page.status("Scenario results").wait_text("4 different");
    page.button("Accept all").click();
    page.status("Scenario results").wait_text("4 passed");
    page.button("Accept all").wait_gone();
    page.status("Notice").button("Undo this").click();
    page.status("Scenario results").wait_text("4 different");
    // an error has its place
    page.textbox("Template editor").select("PYTHONUNBUFFERED=2").type_text("X={{ options.x.y }}");
    page.status("Scenario results").wait_text("4 failed");
    list.listitem("packages").button("Dockerfile.j2:30:10").click();
    page.textbox("Template editor").wait_text("X={{ options.x.y }}");
}

#[test]
fn scenarios_are_made_opened_renamed_and_deleted() {
    let page = opened();
    let list = page.list("Scenarios");
    page.textbox("funko.yml editor").select("workers: \"1\"").type_text("workers: \"7\"");
    page.textbox("Scenario name").fill("packages");
    page.button("New from the current funko.yml").click();
    page.status("Notice").wait_text("There is already a scenario");
    page.textbox("Scenario name").fill("seven workers");
    page.button("New from the current funko.yml").click();
    list.listitem("seven workers").wait_text("passes");
    page.status("Scenario results").wait_text("5 passed");

    list.listitem("behind a path").button("Open").click();
    page.textbox("funko.yml editor").wait_text("root_path: /faaso/shop");
    page.status("Notice").button("Undo this").click();
    page.textbox("funko.yml editor").wait_text("workers: \"7\"");

    list.listitem("seven workers").button("Rename").click();
    let row = list.listitem("seven workers");
    row.textbox("New name").fill("many workers");
    row.button("Save name").click();
    list.listitem("many workers").wait_text("passes");
    list.listitem("many workers").button("Delete").click();
    list.listitem("many workers").wait_gone();
    page.status("Scenario results").wait_text("4 passed");
}

#[test]
fn edges_are_tried_and_kept() {
    let page = opened();
    page.button("Try the edges").click();
    page.status("Edge results").wait_text("at the edges, none with the defaults");
    let edge = page.list("Edges").listitem("ship_packages with a newline");
    edge.wait_text("unknown instruction");
    edge.button("Keep as scenario").click();
    let kept = page.list("Scenarios").listitem("ship_packages newline");
    kept.wait_text("unknown instruction");
    page.status("Scenario results").wait_text("4 passed, 1 failed");
    // on a phone nothing of it is wider than the screen
    page.resize(420, 800);
    page.tab("Output").click();
    kept.button("Accept").wait();
    page.wait_true(
        "document.querySelector('.scenarios').scrollWidth <= document.documentElement.clientWidth",
    );
    page.screenshot("scenarios-narrow");
}
