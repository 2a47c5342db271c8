//! Builds on a FaaSO server where something comes between: another document, address or project, and a server that doesn't end.

use crate::{
    faaso_nearby::{ask, asked, info, open, serve, switch_on},
    faaso_server::{Faaso, Reply, Tells},
    folder::{open_shop, put},
    fuzz::tar_builder::{self, Entry},
    locator::Locator,
    page::Page,
};
use serde_json::json;

fn built() -> Vec<String> {
    vec![info("Step 1/1 : FROM alpine"), info("Successfully built 0123456789ab")]
}

/// The dialog again, after it was closed.
fn reopen(page: &Page) -> Locator<'_> {
    page.button("Export").click();
    page.menuitem("Build on a FaaSO…").click();
    page.dialog("Build on a FaaSO")
}

fn close(page: &Page) {
    page.press("Escape");
    page.dialog("Build on a FaaSO").wait_gone();
}

/// The Dockerfiles that came in.
fn sent(server: &Faaso) -> Vec<String> {
    let received = server.received.lock().unwrap();
    let dockerfile = |files: &[crate::faaso_server::form::Unpacked]| {
        let file = files.iter().find(|file| file.path == "Dockerfile").expect("it is sent");
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    received.iter().map(|received| dockerfile(&received.files)).collect()
}

#[test]
fn what_the_page_has_at_the_yes_is_sent() {
    let (server, address) = serve(Reply::Log(built()));
    let page = open(&address);
    switch_on(&page);
    let dialog = ask(&page, &server);
    let state = dialog.status("Build state");
    dialog.button("Build here").click();
    state.wait_text("step 1 of 1");
    // edited while it is built, and the dialog opened before its end
    close(&page);
    page.textbox("Template editor").fill("FROM alpine\n# edited meanwhile\nEXPOSE 3000\n# /ping\n");
    page.textbox("Rendered output").wait_text("edited meanwhile");
    reopen(&page);
    state.wait_text("step 1 of 1");
    server.go_on();
    state.wait_text("To start it");
    dialog.button("Build here").click();
    state.wait_text("step 1 of 1");
    server.go_on();
    state.wait_text("To start it");
    assert_eq!(sent(&server).iter().map(|it| it.contains("meanwhile")).collect::<Vec<_>>(), [false, true]);
    // a change from outside while the dialog is open
    close(&page);
    open_shop(&page);
    *server.reply.lock().unwrap() = Reply::Log(vec![built().concat()]);
    reopen(&page);
    dialog.wait_text("faaso-hello").wait_text("4 files");
    put(&page, "shop/Dockerfile.j2", Some("FROM alpine:3\n# from outside\nEXPOSE 3000\n# /ping\n"));
    put(&page, "shop/more.txt", Some("more\n"));
    dialog.wait_text("5 files");
    dialog.button("Build here").click();
    state.wait_text("To start it");
    assert!(sent(&server)[2].contains("from outside"), "{:?}", sent(&server)[2]);
}

#[test]
fn a_password_stays_with_its_server() {
    let (server, address) = serve(Reply::Log(built()));
    let page = open(&address);
    switch_on(&page);
    let password = || page.evaluate("document.querySelector('dialog [type=password]').value");
    let dialog = ask(&page, &server);
    let base = address.replace("faaso/designer/", "");
    for (path, is_same) in [("other/admin/", false), ("admin", true)] {
        dialog.button("Change server…").click();
        let settings = page.dialog("Settings");
        settings.textbox("FaaSO address").fill(&format!("{base}{path}"));
        settings.button("Done").click();
        settings.wait_gone();
        reopen(&page);
        dialog.wait_text(&format!("{base}{path}"));
        let expected = if is_same { server.password } else { "" };
        assert_eq!(password(), json!(expected), "{path}");
    }
    assert_eq!(asked(&server), [""; 0]);
}

/// Settings, the dialog and the policy that a reload makes are of one mind.
#[test]
fn an_address_is_judged_as_the_policy_has_it() {
    const IPV6: &str = "host name or an IPv4 address: browsers";
    const NAME: &str = "letters, digits, dashes and dots";
    let page = Page::open();
    // from now on the page writes its settings only when they change
    page.wait_true("localStorage.getItem('faaso-designer.settings') !== null");
    for (address, judged) in [
        ("http://localhost.:8888/admin/", Ok("http://localhost.:8888")),
        ("http://0x7f.1:8888", Ok("http://127.0.0.1:8888")),
        ("https://b\u{fc}cher.example:443/", Ok("https://xn--bcher-kva.example")),
        ("http://[::1]:8888/admin/", Err(IPV6)),
        ("http://my_faaso/admin/", Err(NAME)),
        ("http://a~b/", Err(NAME)),
        ("http://a%40b/", Err("Check the host")),
        ("http://[::1/", Err("Check the host")),
        ("http://host:99999/", Err("Check the host")),
    ] {
        page.evaluate(&format!(
            "localStorage.setItem('faaso-designer.settings', JSON.stringify({{
                ...JSON.parse(localStorage.getItem('faaso-designer.settings') ?? '{{}}'),
                build_server: {{ on: true, address: {} }},
            }}))",
            json!(address)
        ));
        page.reload();
        page.textbox("Rendered output").wait_text("FROM");
        let policy =
            "[...document.querySelectorAll('meta[http-equiv=Content-Security-Policy]')].at(-1).content";
        let expected = format!("connect-src 'self' {}", judged.unwrap_or_default());
        assert_eq!(page.evaluate(policy), json!(expected), "{address}");
        page.press("Control+,");
        let settings = page.dialog("Settings");
        settings.wait_text(judged.err().unwrap_or("It usually ends in /admin/"));
        settings.button("Done").click();
        settings.wait_gone();
        let dialog = reopen(&page);
        match judged {
            Ok(origin) => {
                dialog.status("Build state").wait_text("Nothing was sent yet");
                dialog.wait_text(origin).wait_no_text("Reload it once");
                page.wait_true("!document.querySelector('dialog [type=submit]').disabled");
            }
            Err(words) => {
                dialog.alert("").wait_text(words);
                page.wait_true("document.querySelector('dialog [type=submit]').disabled");
            }
        }
        close(&page);
    }
}

/// Each call has an end, and what is said of it is so.
#[test]
fn a_server_without_end_is_left() {
    let (server, address) = serve(Reply::Log(built()));
    let page = open(&address);
    switch_on(&page);
    let dialog = ask(&page, &server);
    let state = dialog.status("Build state");
    let build = || {
        dialog.button("Build here").click();
    };
    let tells = |version| *server.version.lock().unwrap() = version;
    // browsers have six connections for a server
    tells(Tells::Endless);
    for _ in 0..8 {
        build();
        dialog.button("Stop").wait_gone();
        state.wait_text("doesn't tell a version");
    }
    tells(Tells::Silent);
    build();
    state.wait_text("Checking");
    dialog.button("Stop").click();
    state.wait_text("Stopped. The funko wasn't sent.");
    // seconds and minutes go by
    page.evaluate(
        "{ const [once, often] = [setTimeout, setInterval];
           window.setTimeout = (call, ms, ...more) => once(call, ms >= 10_000 ? ms / 20 : ms, ...more);
           window.setInterval = (call, ms, ...more) => often(call, ms >= 10_000 ? ms / 300 : ms, ...more); }",
    );
    build();
    state.wait_text("didn't answer within 20 seconds");
    tells(Tells::Version("0.1.0"));
    build();
    state.wait_text("step 1 of 1 · nothing new for 2 minutes");
    state.wait_text("Nothing came from the server for 30 minutes").wait_text("may still finish this build");
    dialog.get("log", "Build log").wait_text("Step 1/1");
    assert_eq!(sent(&server).len(), 1);
    page.forgive();
}

/// What became of a build isn't told as that of the project that is open by then.
#[test]
fn a_build_is_told_with_its_project() {
    let failed =
        "2024-09-09T20:31:15.000000Z  ERROR - Docker Build Error: no\n\n##--##--##--##ERROR".to_owned();
    let (server, address) = serve(Reply::Log(vec![info("Step 1/2 : FROM alpine"), failed]));
    let page = open(&address);
    switch_on(&page);
    let dialog = ask(&page, &server);
    let state = dialog.status("Build state");
    dialog.button("Build here").click();
    state.wait_text("Building: step 1 of 2").wait_no_text("Project");
    close(&page);
    let entries = [
        ("shop/Dockerfile", "FROM alpine\n# /ping\nEXPOSE 3000\n"),
        ("shop/funko.yml", "name: shop\n"),
        ("shop/run.sh", "#!/bin/sh\n"),
    ];
    let entries = entries.map(|(path, text)| Entry::file(path, text));
    page.upload("Open zip", "shop.tar", &tar_builder::build(&entries));
    page.treeitem("run.sh").wait();
    if page.dialog("Open").is_there() {
        page.dialog("Open").button("OK").click();
    }
    reopen(&page);
    state.wait_text("Project hello").wait_text("Building: step 1 of 2");
    server.go_on();
    state.wait_text("Project hello").wait_text("failed at step 1 of 2");
    dialog.wait_text("faaso-shop");
    assert!(!dialog.region("Build error").is_there());
    *server.reply.lock().unwrap() = Reply::Log(vec![built().concat()]);
    dialog.button("Build here").click();
    state.wait_text("Built faaso-shop").wait_no_text("Project");
}
