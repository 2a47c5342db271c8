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
    strip.wait_text("round 1 of 2").wait_no_text("options.pkgs[");
    output.select("alpine");
    strip.wait_text("Dockerfile.j2:1").wait_text("options.image").wait_text("funko.yml:4");
    strip.button("funko.yml:4").click();
    page.wait_true("getSelection().toString() === 'alpine'");
}

/// What is lit up in an editor, as one text.
fn lit(editor: &str) -> String {
    format!(
        "Array.from(document.querySelectorAll('[aria-label=\"{editor}\"] .cm-lit')).map(it => it.textContent).join('|')"
    )
}

#[test]
fn the_strip_says_the_whole_chain() {
    let page = with_loop();
    let output = page.textbox("Rendered output");
    let strip = page.status("Made by");
    output.select("GITOLITE");
    strip.wait_text("round 2 of 2 of “for p in options.pkgs”").wait_text("options.pkgs[1]");
    // what made it is lit up, and nothing else
    page.wait_true(&format!("{} === '{{{{ p | upper }}}}'", lit("Template editor")));
    page.wait_true(&format!("{} === 'gitolite'", lit("funko.yml editor")));
    page.wait_true(&format!("{} === 'GITOLITE'", lit("Rendered output")));
    // the reverse, from the template and from funko.yml
    page.textbox("Template editor").select("p | upper");
    page.wait_true(&format!("{} === 'CURL|GITOLITE'", lit("Rendered output")));
    strip.wait_text("Makes 2 parts of Dockerfile").button("line 5").click();
    page.wait_true("getSelection().toString() === 'GITOLITE'");
    page.textbox("funko.yml editor").select("gitolite");
    page.wait_true(&format!("{} === 'GITOLITE'", lit("Rendered output")));
    page.textbox("funko.yml editor").select("alpine");
    page.wait_true(&format!("{} === 'alpine'", lit("Rendered output")));
}

#[test]
fn an_unset_option_is_named_with_its_default() {
    let page = with_loop();
    page.textbox("Template editor").press("Control+a");
    page.insert("FROM {{ options.image }}:{{ options.tag | default('3.20') }}\n");
    page.textbox("Rendered output").wait_text("alpine:3.20");
    page.textbox("Rendered output").select("3.20");
    page.status("Made by").wait_text("options.tag isn't set, so its default");
}

#[test]
fn uses_are_listed_and_places_gone_back_to() {
    let page = with_loop();
    let output = page.textbox("Rendered output");
    output.select("GITOLITE");
    page.status("Made by").wait_text("round 2 of 2");
    page.press("Shift+F12");
    let uses = page.region("Uses");
    uses.wait_text("options.pkgs").wait_text("Dockerfile.j2:2").wait_text("{% for p in options.pkgs %}");
    uses.button("Dockerfile.j2:2").click();
    page.wait_true("getSelection().toString() === 'pkgs'");
    // the page hears of the cursor a frame later
    page.status("Made by").wait_text("Makes");
    page.press("Alt+ArrowLeft");
    page.wait_true("getSelection().toString() === 'GITOLITE'");
    page.status("Made by").wait_text("round 2 of 2");
    page.press("Alt+ArrowRight");
    page.wait_true("getSelection().toString() === 'pkgs'");
    uses.button("Close uses").click();
    page.wait_true("!document.querySelector('[aria-label=Uses]')");
}

#[test]
fn rounds_branches_and_removed_whitespace_are_shown() {
    let page = with_loop();
    page.textbox("Template editor").press("Control+a");
    page.insert(
        "FROM {{ options.image }}\n{% for p in options.pkgs -%}\nRUN add {{ p }}\n{% endfor %}\n{% if options.no %}\na\n{% else %}\nb\n{% endif %}\n",
    );
    page.textbox("Rendered output").wait_text("RUN add gitolite");
    let beside = "Array.from(document.querySelectorAll('[data-pane=template] .cm-beside span')).map(it => it.title).join('|')";
    page.wait_true(&format!("{beside} === '2 rounds|this branch was taken'"));
    // the same in words
    page.textbox("Template editor").select("for p in");
    page.status("Made by").wait_text("2 rounds").wait_text("Makes 1 part of Dockerfile");
    // what options made is told from the rest, until that is switched off
    page.wait_true("document.querySelectorAll('[data-pane=output] [class*=cm-tint]').length === 3");
    page.press("Alt+t");
    page.wait_true("!document.querySelector('[data-pane=output] [class*=cm-tint]')");
    // a newline that a dash removes, and the dash
    page.wait_true("!document.querySelector('.cm-ghost')");
    page.press("Alt+w");
    page.wait_true("document.querySelectorAll('[data-pane=template] .cm-ghost').length === 1");
    page.wait_true("document.querySelector('[data-pane=template] .cm-dash').textContent === '-'");
}

#[test]
fn f12_goes_from_the_output_to_the_template_to_the_option() {
    let page = with_loop();
    let output = page.textbox("Rendered output");
    output.select("GITOLITE");
    page.status("Made by").wait_text("options.pkgs[1]");
    page.press("F12");
    page.wait_true("getSelection().toString() === '{{ p | upper }}'");
    page.status("Made by").wait_text("Makes 2 parts");
    page.press("F12");
    page.wait_true("['curl', 'gitolite'].includes(getSelection().toString())");
    // the same by the list of commands
    output.select("alpine");
    page.press("Control+k");
    page.type_text("what made");
    page.press("Enter");
    page.wait_true("getSelection().toString() === '{{ options.image }}'");
}
