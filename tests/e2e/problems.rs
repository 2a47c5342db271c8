//! The list of problems, when there are very many.

use crate::page::Page;
use faaso::{
    archive,
    bundle::{Bundle, EXECUTABLE, File},
    path::BundlePath,
};

#[test]
fn of_many_problems_the_first_are_shown() {
    let page = Page::open();
    let mut bundle = Bundle::default();
    let mut put =
        |path: &str, file| bundle.put(BundlePath::new(path).expect("it is one"), file).expect("it fits");
    put(
        "Dockerfile.j2",
        File::text("FROM alpine\nCOPY . .\nCMD [\"sh\", \"-c\", \"exec httpd -f -p 3000\"]\n"),
    );
    put("template/funko.yml.j2", File::text("name: {{ name }}\nruntime: {{ runtime }}\n"));
    for number in 1..=500 {
        put(&format!("run{number}.sh"), File { mode: EXECUTABLE, ..File::text("#!/bin/sh\n") });
    }
    page.upload("Open zip", "many.zip", &archive::write(&bundle, "many").expect("it can be written"));
    let problems = page.region("Problems");
    problems.wait_text("The first 200 are shown.").wait_text("run1.sh").wait_no_text("run500.sh");
    problems.button("Show 200 more").focus();
    page.screenshot("many-problems");
    problems.button("Show 200 more").click();
    problems.wait_text("The first 400 are shown.").wait_no_text("run500.sh");
    let focused = page.evaluate("document.activeElement.closest('[data-problem]')?.dataset.problem");
    assert_eq!(focused, "200", "the focus goes on where the list did");
    // the last one, which is not drawn yet
    page.press("Escape");
    page.textbox("Template editor").press("Shift+F8");
    problems.wait_text("run500.sh").wait_no_text("are shown.");
}

#[test]
fn code_in_a_fix_and_in_the_help_of_a_mark_is_set_as_code() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("Template editor").fill(
        "FROM alpine\nRUN echo {{ options.x }} {{ options.x | nothing }}\n# {{ options.y.z }}\nEXPOSE 3000\n",
    );
    page.textbox("Runtime name").fill("express").press("Enter");
    page.region("Problems").wait_text("runtime-built-in");
    // as in the tooltip over a squiggle, a fix has no backticks in its name
    page.region("Problems").button("Rename to ./express").wait();
    page.wait_true(
        "[...document.querySelectorAll('.problem .fix code')].some((it) => it.textContent === './express')",
    );
    let raw = "[...document.querySelectorAll('.problems *')].filter((it) => !it.closest('code') && \
               [...it.childNodes].some((node) => node.nodeType === 3 && /`[^`]+`/.test(node.data))).length";
    assert_eq!(page.evaluate(raw), 0);
    page.region("Problems").button("Rename to ./express").click();
    page.textbox("Runtime name").wait_until("./express", |name| name == "./express");
}
