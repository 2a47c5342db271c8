//! Builds on a FaaSO server: nothing without a yes, the log as it comes, and the way to what failed.

use crate::{
    faaso_server::{Faaso, Reply},
    fuzz::tar_builder::{self, Entry},
    page::{Page, wait_for},
    site,
};
use serde_json::json;
use std::sync::Arc;

/// A server with the designer as one of its funkos. Gives it and the designer's address.
pub fn serve(reply: Reply) -> (Arc<Faaso>, String) {
    let server = Arc::new(Faaso::new(reply));
    let (answers, root) = (server.clone(), site::dist());
    let address = site::serve(move |stream| {
        answers.answer(&stream, &|stream, path| site::send_file(stream, path, &root));
    });
    (server, format!("{address}faaso/designer/"))
}

pub fn open(address: &str) -> Page {
    let page = Page::visit(address);
    page.textbox("Rendered output").wait_text("FROM");
    page
}

pub fn switch_on(page: &Page) {
    page.press("Control+,");
    let settings = page.dialog("Settings");
    settings.checkbox("Build on a FaaSO").click();
    settings.textbox("FaaSO address").wait();
    settings.button("Done").click();
    settings.wait_gone();
}

/// Up to the password, and not further.
pub fn ask<'p>(page: &'p Page, server: &Faaso) -> crate::locator::Locator<'p> {
    page.button("Export").click();
    page.menuitem("Build on a FaaSO…").click();
    let dialog = page.dialog("Build on a FaaSO");
    dialog.status("Build state").wait_text("Nothing was sent yet");
    dialog.textbox("Password").fill(server.password);
    dialog
}

/// A scene of the pictures: the site's own address answers as a FaaSO on which the build fails.
pub fn failed_build(page: &Page) {
    let said = "Step 1/3 : FROM python:3.13-slim AS build\n ---> 0123456789ab\nStep 2/3 : WORKDIR /home/app\nStep 3/3 : COPY requirements.txt server-requirements.txt ./\n";
    let log = said.lines().map(info).collect::<String>()
        + "2024-09-09T20:31:15.000000Z  ERROR - Docker Build Error: COPY failed: file not found in build context or excluded by .dockerignore: stat requirements.txt: file does not exist\n\n##--##--##--##ERROR";
    page.evaluate(&format!(
        "window.fetch = async (url) => new Response(url.endsWith('version/') ? '0.2.0' : {})",
        json!(log)
    ));
    page.press("Control+,");
    let settings = page.dialog("Settings");
    settings.checkbox("Build on a FaaSO").click();
    settings.textbox("FaaSO address").fill(&format!("{}admin/", site::address()));
    settings.button("Done").click();
    page.button("Export").click();
    page.menuitem("Build on a FaaSO…").click();
    let dialog = page.dialog("Build on a FaaSO");
    dialog.status("Build state").wait_text("Nothing was sent yet");
    dialog.button("Build here").click();
    dialog.status("Build state").wait_text("failed at step 3 of 3");
    dialog.region("Build error").wait();
}

pub fn info(said: &str) -> String {
    format!("2024-09-09T20:31:14.123456Z   INFO - {said}\n")
}

/// The log of a build in pieces, one each step: they end in the middle of a line, and of a letter.
fn steps(page_dockerfile: &str, upto: usize) -> Vec<String> {
    let file = dockerfile::parse(page_dockerfile);
    let of = file.instructions.len();
    let steps = file.instructions.iter().take(upto).enumerate();
    steps.map(|(at, it)| info(&format!("Step {}/{of} : {}", at + 1, it.code.text))).collect()
}

pub fn asked(server: &Faaso) -> Vec<String> {
    server.asked.lock().unwrap().clone()
}

/// As the page shows it before anything is sent.
fn dockerfile(page: &Page) -> String {
    let zip = page.download(|| {
        page.button("Export").click();
        page.menuitem("Funko zip (ready to build)").click();
    });
    page.dialog("Export").button("Done").click();
    let read = faaso::archive::read(&zip.bytes).unwrap();
    read.bundle.get("Dockerfile").unwrap().as_text().unwrap().to_owned()
}

#[test]
fn nothing_is_sent_without_a_yes() {
    let (server, address) = serve(Reply::Log(vec![]));
    let page = open(&address);
    // off: it isn't offered anywhere
    page.button("Export").click();
    page.menuitem("Patch for FaaSO").wait();
    assert!(!page.menuitem("Build on a FaaSO…").is_there());
    page.press("Escape");
    page.press("Control+k");
    page.dialog("Commands").wait();
    page.type_text("build on a faaso");
    assert!(!page.starting("option", "Build on a FaaSO").is_there());
    page.press("Escape");
    page.dialog("Commands").wait_gone();
    // on: it says what would be sent where
    switch_on(&page);
    let dialog = ask(&page, &server);
    let shown = address.replace("faaso/designer/", "admin/");
    dialog.wait_text(&shown).wait_text("faaso-hello").wait_text("8 files");
    page.screenshot("build-on-a-faaso");
    page.press("Escape");
    dialog.wait_gone();
    // kept, but for the password
    page.wait_true(
        "(localStorage['faaso-designer.settings'] ?? '').includes('\"build_server\":{\"on\":true')",
    );
    page.reload();
    page.textbox("Rendered output").wait_text("FROM");
    page.button("Export").click();
    page.menuitem("Build on a FaaSO…").click();
    dialog.status("Build state").wait_text("Nothing was sent yet");
    assert_eq!(page.evaluate("document.querySelector('dialog [type=password]').value"), json!(""));
    assert_eq!(
        page.evaluate(&format!(
            "JSON.stringify({{ ...localStorage, ...sessionStorage }}).includes({})",
            json!(server.password)
        )),
        json!(false)
    );
    assert_eq!(asked(&server), [""; 0]);
}

in_each_browser! {
fn a_build_shows_its_log_as_it_comes(page: &Page) {
    let (server, address) = serve(Reply::Log(vec![]));
    page.go(&address);
    page.textbox("Rendered output").wait_text("FROM");
    let zip = page.download(|| {
        page.button("Export").click();
        page.menuitem("Funko zip (ready to build)").click();
    });
    page.dialog("Export").button("Done").click();
    let exported = faaso::archive::read(&zip.bytes).unwrap().bundle;
    let text = exported.get("Dockerfile").unwrap().as_text().unwrap().to_owned();
    let mut pieces = steps(&text, 3);
    pieces[1].push_str("\u{e4}\u{1f389} half a ");
    pieces[2].insert_str(0, "line\n");
    pieces.push(info("Successfully built 0123456789ab") + &info("Successfully tagged faaso-hello:latest"));
    *server.reply.lock().unwrap() = Reply::Log(pieces);
    switch_on(page);
    let dialog = ask(page, &server);
    dialog.button("Build here").click();
    let (log, state) = (dialog.get("log", "Build log"), dialog.status("Build state"));
    log.wait_text("Step 1/").wait_no_text("Step 2/");
    state.wait_text("step 1 of");
    dialog.button("Stop").wait();
    server.go_on();
    log.wait_text("\u{1f389} half a").wait_no_text("Step 3/");
    server.go_on();
    log.wait_text("half a line");
    state.wait_text("step 3 of");
    page.screenshot("build-runs");
    server.go_on();
    state.wait_text("To start it").wait_text("faaso-hello");
    dialog.button("Stop").wait_gone();
    dialog.wait_text("FaaSO 0.1.0");
    assert_eq!(asked(&server), ["GET version/", "POST funkos/build/"]);
    // byte for byte what is exported
    let received = server.received.lock().unwrap();
    let sent: Vec<_> = received[0].files.iter().map(|file| (file.path.as_str(), &file.bytes[..])).collect();
    let files: Vec<_> = exported.files().map(|(path, file)| (path.as_str(), &file.bytes[..])).collect();
    assert_eq!(sent, files);
    assert_eq!(received[0].name, "funko.tgz");
    drop(received);
    // it goes on without its dialog, and says when it is done
    dialog.button("Build here").click();
    log.wait_text("Step 1/").wait_no_text("Step 2/");
    page.press("Escape");
    dialog.wait_gone();
    (0..3).for_each(|_| server.go_on());
    page.status("Notice").wait_text("on the FaaSO server");
    page.button("Export").click();
    page.menuitem("Build on a FaaSO…").click();
    state.wait_text("To start it");
    log.wait_text("Successfully tagged");
}
}

#[test]
fn a_failed_build_leads_to_the_template() {
    let (server, address) = serve(Reply::Log(vec![]));
    let page = open(&address);
    page.textbox("Template editor").fill(
        "FROM alpine\n{% for p in [\"a\", \"b\"] -%}\nRUN apk add {{ p }}\n{% endfor -%}\nEXPOSE 3000\n# /ping\n",
    );
    page.textbox("Rendered output").wait_text("apk add b");
    let text = dockerfile(&page);
    let error = "2024-09-09T20:31:15.000000Z  ERROR - Docker Build Error: The command '/bin/sh -c apk add b' returned a non-zero code: 1\n";
    let log = steps(&text, 3).concat() + &info("main.py:2:1: no") + error + "\n##--##--##--##ERROR";
    *server.reply.lock().unwrap() = Reply::Log(vec![log.clone()]);
    switch_on(&page);
    let dialog = ask(&page, &server);
    dialog.button("Build here").click();
    dialog.status("Build state").wait_text("failed at step 3 of 4");
    let failed = dialog.region("Build error");
    failed.wait_text("returned a non-zero code: 1").wait_text("RUN apk add b");
    dialog.get("log", "Build log").wait_text("main.py:2:1").wait_no_text("##--");
    failed.list("Where it failed").button("main.py:2:1").wait();
    page.screenshot("build-failed");
    failed.list("Where it failed").button("Dockerfile.j2:3:1").click();
    dialog.wait_gone();
    page.region("Template").wait_text("Ln 3, Col 1");
    // the log is still there; a server of the old kind says the same
    let old = json!({ "exit_code": 1, "output": log.replace("\n##--##--##--##ERROR", "") }).to_string();
    *server.reply.lock().unwrap() = Reply::Whole(500, "text/html", old);
    page.button("Export").click();
    page.menuitem("Build on a FaaSO…").click();
    dialog.status("Build state").wait_text("failed at step 3 of 4");
    dialog.region("Build error").wait();
    dialog.get("log", "Build log").wait_text("main.py:2:1");
    dialog.button("Build here").click();
    dialog.status("Build state").wait_text("failed at step 3 of 4");
    wait_for("the second build", || match asked(&server).len() {
        4 => Ok(()),
        other => Err(other.to_string()),
    });
    dialog.region("Build error").list("Where it failed").button("Dockerfile.j2:3:1").wait();
    // the answer's status is an error
    page.forgive();
}

#[test]
fn what_goes_wrong_is_said() {
    let (server, address) = serve(Reply::Log(vec![]));
    let page = open(&address);
    let first = steps(&dockerfile(&page), 1);
    switch_on(&page);
    // before anything was built
    let dialog = ask(&page, &server);
    dialog.textbox("Password").fill("wrong");
    dialog.button("Build here").click();
    dialog.status("Build state").wait_text("Wrong password");
    assert_eq!(asked(&server), ["GET version/"]);
    dialog.textbox("Password").fill(server.password);
    for (reply, said) in [
        (Reply::Whole(413, "text/html", "<html>too large".to_owned()), "too large for this server"),
        (Reply::Whole(502, "text/html", "<html>Bad Gateway".to_owned()), "A proxy answered"),
        (Reply::Whole(200, "text/html", "<!doctype html>Hello".to_owned()), "answers with a web page"),
        (Reply::Log(first.clone()), "without saying whether there is an image"),
    ] {
        *server.reply.lock().unwrap() = reply;
        dialog.button("Build here").click();
        dialog.status("Build state").wait_text(said);
    }
    // in the middle of it
    *server.reply.lock().unwrap() = Reply::Broken(first.clone());
    dialog.button("Build here").click();
    dialog.get("log", "Build log").wait_text("Step 1/");
    dialog.status("Build state").wait_text("step 1 of");
    server.go_on();
    dialog.status("Build state").wait_text("The connection broke");
    dialog.get("log", "Build log").wait_text("Step 1/");
    // stopped by the author
    *server.reply.lock().unwrap() = Reply::Log([first, vec![info("late")]].concat());
    dialog.button("Build here").click();
    dialog.get("log", "Build log").wait_text("Step 1/");
    dialog.status("Build state").wait_text("step 1 of");
    dialog.button("Stop").click();
    dialog.status("Build state").wait_text("Stopped");
    // a project that FaaSO fails on
    page.press("Escape");
    page.textbox("Template editor").fill("FROM alpine\n{{ options.x.y }}\n");
    page.region("Problems").wait_text("2:");
    page.button("Export").click();
    page.menuitem("Build on a FaaSO…").click();
    dialog.alert("").wait_text("There is nothing to build");
    dialog.list("Errors").button("Dockerfile.j2:2:4").wait();
    page.forgive();
}

in_each_browser! {
/// A server at another address has to allow the page, and the page's own policy too.
fn a_server_elsewhere_has_to_allow_the_page(page: &Page) {
    let (server, elsewhere) = serve(Reply::Log(vec![info("Successfully built 0123456789ab")]));
    let elsewhere = elsewhere.replace("faaso/designer/", "admin/");
    page.textbox("Rendered output").wait_text("FROM");
    let refused = format!("fetch({}).then(() => 'sent', (error) => error.name)", json!(elsewhere));
    assert_eq!(page.evaluate(&refused), json!("TypeError"));
    page.forgive();
    assert_eq!(asked(&server), [""; 0], "the policy lets nothing out");
    page.press("Control+,");
    let settings = page.dialog("Settings");
    settings.checkbox("Build on a FaaSO").click();
    settings.textbox("FaaSO address").fill("faaso.example.org");
    settings.wait_text("Start the address with https://");
    settings.textbox("FaaSO address").fill(&elsewhere);
    settings.wait_text("It usually ends in /admin/");
    settings.button("Done").click();
    let dialog = ask(page, &server);
    dialog.wait_text("Reload it once");
    page.wait_true("document.querySelector('dialog [type=submit]').disabled");
    page.wait_true(&format!(
        "(localStorage['faaso-designer.settings'] ?? '').includes({})",
        json!(elsewhere)
    ));
    page.evaluate("window.goes = true");
    dialog.button("Reload page").click();
    page.wait_true("window.goes === undefined");
    page.textbox("Rendered output").wait_text("FROM");
    let dialog = ask(page, &server);
    dialog.button("Build here").click();
    dialog.status("Build state").wait_text("doesn't allow this page");
    page.forgive();
    let origin = site::address().trim_end_matches('/').to_owned();
    *server.allowed.lock().unwrap() = Some(origin);
    dialog.button("Build here").click();
    dialog.status("Build state").wait_text("To start it").wait_text("faaso-hello");
    let received = server.received.lock().unwrap().len();
    assert_eq!(received, 1);
}
}

/// What FaaSO drops or can't build is said before anything is sent.
#[test]
fn what_the_server_would_drop_is_said_before() {
    let (server, address) = serve(Reply::Log(vec![]));
    let page = open(&address);
    let entries = [
        ("shop/Dockerfile", "FROM alpine\nCOPY . .\nEXPOSE 3000\nCMD [\"sh\", \"run.sh\"]\n# /ping\n", 0o644),
        ("shop/funko.yml", "name: shop\n", 0o644),
        ("shop/run.sh", "#!/bin/sh\n", 0o755),
        ("shop/conf/.settings", "x", 0o644),
    ];
    let entries = entries.map(|(path, text, mode)| Entry { mode, ..Entry::file(path, text) });
    page.upload("Open zip", "shop.tar", &tar_builder::build(&entries));
    page.treeitem("run.sh").wait();
    if page.dialog("Open").is_there() {
        page.dialog("Open").button("OK").click();
    }
    switch_on(&page);
    let dialog = ask(&page, &server);
    dialog.wait_text("faaso-shop").wait_text("3 files");
    dialog.list("Before you build").wait_text("run.sh").wait_text("conf/.settings");
    page.screenshot("build-notes");
    // without a Dockerfile it would build nothing, and say so in silence
    page.press("Escape");
    page.treeitem("Dockerfile").click();
    page.press("Delete");
    page.treeitem("Dockerfile").wait_gone();
    page.button("Export").click();
    page.menuitem("Build on a FaaSO…").click();
    dialog.wait_text("FaaSO would build nothing");
    page.wait_true("document.querySelector('dialog [type=submit]').disabled");
    assert_eq!(asked(&server), [""; 0]);
}
