//! What Docker will do with the rendered Dockerfile: said in the template, fixed there, and told again with the export.

use crate::page::Page;

const HEREDOC: &str = "FROM alpine\n{# a note\n   of two lines #}{% if name %}\nRUN <<EOF\napk add --no-cache curl\nadduser -D app\nEOF\n{% endif %}\n\
                       EXPOSE 3000\nCMD [\"httpd\", \"-f\", \"-p\", \"3000\"]\n# /ping\n";

in_each_browser! {
    fn a_heredoc_is_reported_fixed_and_undone(page: &Page) {
        let editor = page.textbox("Template editor");
        let problems = page.region("Problems");
        editor.fill(HEREDOC);
        // at its line of the template: in the rendered file it is another
        problems.wait_text("Dockerfile.j2:4:5").wait_text("docker-heredoc").wait_text("line 3 of the rendered Dockerfile");
        problems.button("Write it without a here-document").click();
        editor.wait_no_text("<<EOF").wait_text("RUN apk add --no-cache curl \\").wait_text("&& adduser -D app");
        page.textbox("Rendered output").wait_text("&& adduser -D app");
        problems.wait_no_text("docker-heredoc");
        page.screenshot("docker-fixed");
        page.button("Undo").click();
        editor.wait_text("RUN <<EOF").wait_no_text("&& adduser");
        problems.wait_text("Dockerfile.j2:4:5").wait_text("docker-heredoc");
    }
}

/// The line says which builder it asks for, and the dialog what differs.
#[test]
fn the_export_offers_both_builders() {
    let page = Page::open();
    page.textbox("Template editor").fill(&HEREDOC.replace("RUN", "ARG TARGETARCH\nRUN"));
    page.region("Problems").wait_text("docker-differs").wait_text("docker-heredoc");
    page.download(|| {
        page.button("Export").click();
        page.menuitem("Funko zip (ready to build)").click();
    });
    let dialog = page.dialog("Export");
    let line = dialog.textbox("Build command");
    line.wait_text("docker build").wait_no_text("DOCKER_BUILDKIT");
    dialog.wait_text("BuildKit, Docker's default builder").wait_text("FaaSO makes a different image");
    dialog.get("list", "Differences").wait_text("TARGETARCH").wait_text("here-document");
    page.screenshot("export-builders");
    dialog.tab("Same as FaaSO").click();
    dialog.wait_text("exactly as FaaSO does");
    line.wait_text("DOCKER_BUILDKIT=0 docker build").wait_text("--build-arg BUILDPLATFORM=$(uname -m)");
    dialog.tab("PowerShell").click();
    line.wait_text("$env:DOCKER_BUILDKIT = '0'");
    dialog.tab("cmd").click();
    line.wait_text("set DOCKER_BUILDKIT=0");
    // the choice is kept for the line alone, which needs no dialog
    dialog.button("Done").click();
    dialog.wait_gone();

    // what both make alike needs no word
    page.textbox("Template editor")
        .fill("FROM alpine\nEXPOSE 3000\nCMD [\"httpd\", \"-f\", \"-p\", \"3000\"]\n# /ping\n");
    page.region("Problems").wait_no_text("docker-differs");
    page.download(|| {
        page.button("Export").click();
        page.menuitem("Funko zip (ready to build)").click();
    });
    page.dialog("Export").wait_text("exactly as FaaSO does").wait_no_text("different image");
}
