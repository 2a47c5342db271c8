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
