//! From an application to a runtime: opened, decided on, taken back, kept, exported and compared.

use crate::{
    fuzz::zip_builder::{Entry, build},
    page::Page,
};
use faaso::archive;

const DOCKERFILE: &str = "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y \
--no-install-recommends curl git && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install \
-r requirements.txt\nCOPY . .\nEXPOSE 3000\nCMD [\"python\", \"app.py\"]\n";
const APP: &str = "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route(\"/\")\ndef index():\n    return \
\"{{ hello }}\"\n\n\nif __name__ == \"__main__\":\n    app.run(host=\"127.0.0.1\", port=3000)\n";

const SHOP: &[(&str, &str)] = &[
    ("shop/Dockerfile", DOCKERFILE),
    ("shop/app.py", APP),
    ("shop/requirements.txt", "flask==3.1.0\n"),
    ("shop/README.md", "# Shop\n\nSells.\n"),
    ("shop/.env", "TOKEN=abc\n"),
    ("shop/static/a.txt", "a\n"),
    ("shop/static/b.txt", "b\n"),
];

/// A page with the application opened to be converted.
pub fn convert_shop(page: &Page) {
    let entries: Vec<_> = SHOP.iter().map(|(path, text)| Entry::stored(*path, *text)).collect();
    page.button("Open").click();
    page.menuitem("Application to convert…").click();
    page.dialog("Application to convert").wait_text("Nothing leaves this browser");
    page.upload("Application zip", "shop.zip", &build(&entries));
    page.status("Proof").wait_text("5 of 5 files the same");
}

/// A second application is compared with it.
pub fn add_blog(page: &Page) {
    convert_shop(page);
    let dockerfile = DOCKERFILE.replace("3.13", "3.12").replace("curl git", "curl");
    let entries: Vec<_> = SHOP
        .iter()
        .map(|(path, text)| {
            let text = if path.ends_with("Dockerfile") { dockerfile.as_str() } else { *text };
            Entry::stored(path.replace("shop/", "blog/"), text.replace("hello", "posts"))
        })
        .chain([Entry::stored("blog/posts/one.md", "# One\n")])
        .collect();
    page.region("Second application").button("Add a second application…").click();
    page.dialog("Second application").wait_text("each of the two applications becomes a scenario");
    page.upload("Application zip", "blog.zip", &build(&entries));
    page.status("Second proof").wait_text("a funko builds blog: 6 of 6 files the same");
}

#[test]
fn what_two_applications_differ_in_becomes_options() {
    let page = Page::open();
    add_blog(&page);
    let options = page.list("Proposed options");
    options.listitem("python_version").wait_text("In blog: 3.12-slim");
    options.listitem("ship_packages").wait_text("Default: curl, git. In blog: curl.");
    page.list("Files of the second application").listitem(".env").wait_text("Left out");
    page.list("Files of the second application").listitem("posts/one.md").wait_text("comes with its funko");
    page.status("Proof").wait_text("5 of 5 files the same");

    // each of the two is a scenario
    page.region("Second application").button("Show scenarios").click();
    page.list("Scenarios").listitem("shop").wait_text("passes");
    page.list("Scenarios").listitem("blog").wait_text("passes");
    let runtime = exported(&page, "Runtime zip");
    let text = |path: &str| String::from_utf8_lossy(&runtime.get(path).expect(path).bytes).into_owned();
    assert!(text(".scenarios/blog/funko.yml").contains("python_version: \"3.12-slim\""));
    assert!(text(".scenarios/blog/expected/Dockerfile").starts_with("FROM python:3.12-slim\n"));
    assert!(text(".scenarios/shop/expected/Dockerfile").starts_with("FROM python:3.13-slim\n"));

    // after a reload it's all there; an option that is refused is missing in the second one
    page.status("Save state").wait_text("Saved");
    page.reload();
    page.tab("Conversion").click();
    page.list("Proposed options").listitem("ship_packages").button("Refuse").click();
    page.status("Second proof").wait_text("5 of 6 files the same");
    page.list("Files of the second application")
        .listitem("Dockerfile")
        .wait_text("no option makes up for it");
    page.button("Undo").click();
    page.status("Second proof").wait_text("6 of 6 files the same");

    // it goes in one step, and comes back in one
    page.button("Remove second application").click();
    page.region("Second application").button("Add a second application…").wait();
    page.button("Undo").click();
    page.status("Second proof").wait_text("6 of 6 files the same");
}

fn exported(page: &Page, what: &str) -> faaso::bundle::Bundle {
    let zip = page.download(|| {
        page.button("Export").click();
        page.menuitem(what).click();
    });
    page.dialog("Export").button("Done").click();
    page.dialog("Export").wait_gone();
    archive::read(&zip.bytes).expect("it is our own").bundle
}

#[test]
fn an_application_becomes_a_runtime_that_builds_it() {
    let page = Page::open();
    convert_shop(&page);
    let files = page.list("Files of the application");
    files.listitem("app.py").wait_text("It's source code");

    // a placement, by click and by key, each one undo
    page.status("Places of files").wait_text("4 files in the template, 2 in the runtime, 1 left out");
    files.listitem("requirements.txt").button("Runtime").click();
    page.status("Places of files").wait_text("3 files in the template, 3 in the runtime");
    files.listitem("requirements.txt").button("Template").press("t");
    page.status("Places of files").wait_text("4 files in the template, 2 in the runtime");
    files.listitem("static/").button("Left out").click();
    page.status("Places of files").wait_text("2 files in the template, 2 in the runtime, 3 left out");
    page.status("Proof").wait_text("3 of 3 files the same");
    page.button("Undo").click();
    page.status("Places of files").wait_text("4 files in the template, 2 in the runtime, 1 left out");

    // a secret is asked for
    files.listitem(".env").button("Template").click();
    files.listitem(".env").wait_text("may contain a secret");
    files.listitem(".env").button("Cancel").click();
    page.status("Places of files").wait_text("1 left out");

    // several at once, by one key, and one undo
    files.listitem("app.py").checkbox("Select app.py").click();
    files.listitem("static/").checkbox("Select static/").click();
    page.status("Selected files").wait_text("2 selected");
    files.listitem("app.py").button("Template").press("r");
    page.status("Places of files").wait_text("1 file in the template, 5 in the runtime");
    page.button("Clear selection").click();
    page.button("Undo").click();
    page.status("Places of files").wait_text("4 files in the template, 2 in the runtime, 1 left out");

    // what a decision changes is shown before it is made
    let bind = page.list("Findings").listitem("bind-address");
    bind.button("Show what this changes: Listen on every address").click();
    bind.list("Changes").wait_text("app.run(host=\"0.0.0.0\", port=3000)");
    let option = page.list("Proposed options").listitem("ship_packages");
    option.button("Show what refusing changes: ship_packages").click();
    option.list("Changes").wait_text("template/funko.yml.j2");

    // an option gets another name
    let option = page.list("Proposed options").listitem("ship_packages");
    option.wait_text("option");
    option.textbox("Name of the option").fill("packages");
    option.button("Rename").click();
    page.textbox("funko.yml editor").wait_text("packages:");
    // and is refused: its place is plain text again
    page.list("Proposed options").listitem("python_version").button("Refuse").click();
    page.list("Proposed options").listitem("python_version").wait_text("plain");

    // a fix is made
    let finding = page.list("Findings").listitem("bind-address");
    finding.button("Listen on every address").click();
    finding.wait_text("fixed");
    page.status("Proof").wait_text("5 of 5 files the same");

    // it is all there after a reload
    page.status("Save state").wait_text("Saved");
    page.reload();
    page.status("Proof").wait_text("5 of 5 files the same");
    page.list("Findings").listitem("bind-address").wait_text("fixed");
    page.list("Proposed options").listitem("python_version").wait_text("plain");

    // what a new funko builds is the application with the fix
    let built = exported(&page, "Funko zip (ready to build)");
    for (path, text) in SHOP {
        let path = path.trim_start_matches("shop/");
        if path == ".env" || path == "README.md" {
            continue;
        }
        let now = built.get(path).and_then(|file| file.as_text());
        assert_eq!(now, Some(text.replace("127.0.0.1", "0.0.0.0").as_str()), "{path}");
    }
    // and the runtime holds neither the secret nor the application
    let runtime = exported(&page, "Runtime zip");
    assert!(runtime.files().all(|(path, file)| {
        !path.as_str().starts_with('.') && !String::from_utf8_lossy(&file.bytes).contains("TOKEN")
    }));
    assert!(
        runtime.get("Dockerfile.j2").and_then(|file| file.as_text()).unwrap().contains("options.packages")
    );
}

#[test]
fn ones_own_changes_are_not_overwritten() {
    let page = Page::open();
    convert_shop(&page);
    page.button("Show what differs").click();
    page.region("Proof").wait_text("Nothing differs");
    page.textbox("Template editor").select("EXPOSE 3000").type_text("EXPOSE 3000 4000");
    page.status("Proof").wait_text("4 of 5 files the same");
    page.list("What differs").wait_text("changed by you");
    page.list("Proposed options").listitem("python_version").button("Refuse").click();
    page.status("Notice").wait_text("It would overwrite your changes to Dockerfile.j2");
    page.textbox("Template editor").wait_text("EXPOSE 3000 4000");
    page.resize(420, 800);
    page.tab("Output").click();
    page.status("Proof").wait();
    page.wait_true(
        "document.querySelector('.conversion').scrollWidth <= document.documentElement.clientWidth",
    );
}
