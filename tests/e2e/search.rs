//! Find and replace in all files.

use crate::page::Page;

/// A page whose search looks for this.
pub fn search_for(page: &Page, text: &str) {
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("Template editor").press("Control+Shift+f");
    page.region("Search results").textbox("Search").fill(text);
    page.status("Results").wait_text("result");
}

#[test]
fn a_text_is_found_and_replaced_in_all_files() {
    let page = Page::open();
    search_for(&page, "requirements.txt");
    let panel = page.region("Search results");
    let docker = panel.list("Files with results").listitem("Dockerfile.j2");
    docker.wait_text("COPY requirements.txt");
    // a click goes there
    docker.button("Go to Dockerfile.j2:12:6").click();
    page.wait_true("getSelection().toString() === 'requirements.txt'");
    // each replacement is shown in its line
    panel.textbox("Replace").fill("needs.txt");
    docker.wait_text("requirements.txtneeds.txt");
    docker.button("Replace at Dockerfile.j2:12:6").click();
    page.status("Notice").wait_text("Replaced 1 result.");
    page.textbox("Template editor").wait_text("COPY needs.txt");
    page.button("Undo").click();
    page.textbox("Template editor").wait_text("COPY requirements.txt");
    // all at once are one undo
    page.status("Results").wait_until("results", |text| text.contains("results in"));
    panel.button("Replace all").click();
    page.status("Notice").wait_text("results.");
    page.status("Results").wait_text("No results.");
    page.textbox("Template editor").wait_text("COPY needs.txt");
    page.button("Undo").click();
    page.textbox("Template editor").wait_text("COPY requirements.txt");
    page.status("Results").wait_text("results in");
    // a regular expression, and one that is none
    panel.button("Regular expression").click();
    panel.textbox("Search").fill("^FROM (\\w+):");
    panel.textbox("Replace").fill("FROM my/$1:");
    docker.wait_text("FROM python:FROM my/python:");
    panel.textbox("Search").fill("(");
    panel.alert("").wait_text("without closing");
    panel.textbox("Search").press("Escape");
    panel.wait_gone();
    page.textbox("Template editor").wait_text("FROM python");
}

#[test]
fn case_and_words_count_where_asked() {
    let page = Page::open();
    search_for(&page, "from");
    let panel = page.region("Search results");
    let docker = panel.list("Files with results").listitem("Dockerfile.j2");
    docker.wait_text("FROM python");
    panel.button("Match case").click();
    docker.wait_no_text("FROM python");
    docker.wait_text("COPY --from=build");
    panel.button("Whole word").click();
    docker.wait_no_text("copy_from_build");
    docker.wait_text("--from=build");
    page.resize(420, 800);
    page.wait_true("document.querySelector('.search').scrollWidth <= document.documentElement.clientWidth");
}
