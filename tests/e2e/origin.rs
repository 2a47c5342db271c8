//! What made a place in the output, said in words and reached by key.

use crate::page::Page;

/// A Dockerfile whose loop takes its lines from a list of `funko.yml`.
fn with_loop() -> Page {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("Template editor").press("Control+a");
    page.insert(
        "FROM {{ options.image }}\n{% for p in options.pkgs %}\nRUN add {{ p | upper }}\n{% endfor %}\n",
    );
    page.textbox("funko.yml editor").press("Control+a");
    page.insert(
        "name: hello\nruntime: ./own\noptions:\n  image: alpine\n  pkgs:\n    - curl\n    - gitolite\n",
    );
    page.textbox("Rendered output").wait_text("RUN add GITOLITE");
    page
}

#[test]
fn the_strip_says_what_made_the_output() {
    let page = with_loop();
    let output = page.textbox("Rendered output");
    let strip = page.status("Made by");
    output.select("GITOLITE");
    strip.wait_text("Dockerfile.j2:3").wait_text("options.pkgs[1]").wait_text("funko.yml:7");
    // text of the template itself comes from no option
    output.select("RUN add C");
    output.press("ArrowLeft");
    strip.wait_text("Dockerfile.j2:3").wait_no_text("options");
    output.select("alpine");
    strip.wait_text("Dockerfile.j2:1").wait_text("options.image").wait_text("funko.yml:4");
    strip.button("funko.yml:4").click();
    page.wait_true("getSelection().toString() === 'alpine'");
}

#[test]
fn f12_goes_from_the_output_to_the_template_to_the_option() {
    let page = with_loop();
    let output = page.textbox("Rendered output");
    output.select("GITOLITE");
    page.press("F12");
    page.wait_true("getSelection().toString() === '{{ p | upper }}'");
    page.press("F12");
    page.wait_true("['curl', 'gitolite'].includes(getSelection().toString())");
    // the same by the list of commands
    output.select("alpine");
    page.press("Control+k");
    page.type_text("what made");
    page.press("Enter");
    page.wait_true("getSelection().toString() === '{{ options.image }}'");
}
