//! A project goes to somebody else as a link, and nothing of theirs is lost to it.

use crate::page::Page;

#[test]
fn a_link_opens_as_a_project_of_its_own() {
    let page = Page::open();
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# shared ");
    page.textbox("Rendered output").wait_text("# shared");
    page.button("Share").click();
    let link = page.dialog("Share").textbox("Link").wait_text("#share=1.").text();
    page.screenshot("share");
    page.dialog("Share").button("Done").click();

    // the reader has work of their own
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# theirs ");
    page.textbox("Rendered output").wait_text("# theirs # shared");
    page.status("Save state").wait_until("saved", |text| text == "Saved");
    page.go(&link);
    let dialog = page.dialog("Shared project");
    dialog.list("Shared files").wait_text("Dockerfile.j2");
    page.screenshot("shared");
    dialog.button("Cancel").click();
    page.textbox("Rendered output").wait_text("# theirs # shared");
    page.reload();
    page.textbox("Rendered output").wait_text("# theirs # shared");
    assert!(!page.dialog("Shared project").is_there(), "it is asked once");

    page.go(&link);
    dialog.button("Open as a new project").click();
    page.textbox("Rendered output").wait_text("# shared").wait_no_text("# theirs");
    page.button("Projects").click();
    assert_eq!(page.dialog("Projects").list("Projects").names("listitem").len(), 2, "theirs is still there");
}

#[test]
fn links_that_cannot_be_read_say_so() {
    let page = Page::open_at("#share=1.AAAA");
    page.dialog("Shared project").wait_text("Couldn't read the link");
    page.dialog("Shared project").button("OK").click();
    page.textbox("Rendered output").wait_text("FROM");
    page.go(&format!("{}#share=9.AAAA", crate::site::address()));
    page.dialog("Shared project").wait_text("newer version");
}

#[test]
fn what_is_too_large_for_a_link_is_offered_as_a_zip() {
    let page = Page::open();
    let mut noise = fastrand::Rng::with_seed(7);
    let long: String = (0..60_000).map(|_| noise.alphanumeric()).collect();
    page.textbox("Template editor").fill(&format!("FROM x\n# {long}\n"));
    page.button("Share").click();
    page.dialog("Share").wait_text("too large for a link");
    page.screenshot("share-too-large");
    let zip = page.download(|| {
        page.dialog("Share").button("Runtime zip").click();
    });
    assert!(zip.bytes.len() > 30_000);
}
