//! Typing in the output: the template or `funko.yml` changes, or it is said why it can't.

use crate::page::Page;

const TEMPLATE: &str = "FROM debian:{{ options.tag }}\n{% for p in options.pkgs %}RUN add {{ p }}\n{% endfor %}EXPOSE 3000\n# {{ options.tag | upper }} {{ name }}\n";
const YML: &str =
    "name: hello\nruntime: flask-gunicorn\noptions:\n  tag: trixie # the release\n  pkgs: [curl, git]\n";

fn opened() -> Page {
    let page = Page::open();
    write(&page);
    page
}

fn write(page: &Page) {
    page.textbox("funko.yml editor").fill(YML);
    page.textbox("Template editor").fill(TEMPLATE);
    page.textbox("Rendered output").wait_text("# TRIXIE hello");
}

#[test]
fn what_is_typed_in_the_output_changes_the_template() {
    let page = opened();
    let output = page.textbox("Rendered output");
    output.select("EXPOSE 3000");
    page.insert("EXPOSE 4000");
    output.wait_text("EXPOSE 4000");
    page.textbox("Template editor").wait_text("{% endfor %}EXPOSE 4000");
    // one undo, from where it was typed
    output.press("Control+z");
    page.textbox("Template editor").wait_text("{% endfor %}EXPOSE 3000");
    output.wait_text("EXPOSE 3000");

    // every round changes
    output.select("RUN add").type_text("RUN get");
    output.wait_text("RUN get git");
    page.textbox("Template editor").wait_text("RUN get {{ p }}");
}

#[test]
fn what_is_typed_in_an_options_value_changes_funko_yml() {
    let page = opened();
    let output = page.textbox("Rendered output");
    // the cursor stays where it is while another place becomes another text, too
    output.select("trixie").type_text("b");
    output.wait_text("# B hello");
    page.type_text("ookworm");
    page.textbox("funko.yml editor").wait_text("tag: bookworm # the release");
    output.wait_text("# BOOKWORM hello");
    output.select("git").type_text("git-lfs");
    page.textbox("funko.yml editor").wait_text("pkgs: [curl, git-lfs]");
}

in_each_browser! {
    fn what_is_typed_quickly_is_all_there(page: &Page) {
        write(page);
        let output = page.textbox("Rendered output");
        let text = "# one two three four five six seven eight nine ten 🎉";
        output.select("EXPOSE 3000").press("End");
        output.press("Enter");
        page.type_text(text);
        output.wait_text(&format!("EXPOSE 3000\n{text}\n# TRIXIE"));
        page.textbox("Template editor").wait_text(&format!("EXPOSE 3000\n{text}\n# {{{{ options.tag"));
        output.press("Control+z");
        output.wait_no_text("🎉");
    }
}

/// At a middle one of several places that change together, at whatever pace, and after the value was emptied.
#[test]
fn typing_stays_where_it_is_while_other_places_change() {
    let page = Page::open();
    page.textbox("Template editor")
        .fill("FROM {{ options.tag }}\nLABEL a={{ options.tag }}\nRUN b\nLABEL c={{ options.tag }}\n");
    page.textbox("funko.yml editor").fill("name: hello\nruntime: flask-gunicorn\noptions:\n  tag: trixie\n");
    let output = page.textbox("Rendered output");
    output.wait_text("LABEL c=trixie");
    output.select("a=trixie").press("End");
    for _ in 0.."trixie".len() {
        output.press("Backspace");
    }
    output.wait_text("FROM \nLABEL a=\n");
    page.type_text("bookworm");
    output.wait_text("FROM bookworm\nLABEL a=bookworm\nRUN b\nLABEL c=bookworm");
    page.textbox("funko.yml editor").wait_text("bookworm");
    page.textbox("Template editor").wait_text("LABEL a={{ options.tag }}\n");
}

#[test]
fn where_the_output_cannot_be_changed_it_says_why() {
    let page = opened();
    let output = page.textbox("Rendered output");
    output.select("TRIXIE").type_text("x");
    page.status("Notice").wait_text("changes it on the way");
    output.wait_text("# TRIXIE hello");
    // over a value and what stands before it: nothing changes, however much is typed
    output.select("debian:trixie").type_text("alpine:3");
    page.status("Notice").wait_text("Several parts");
    output.wait_text("FROM debian:trixie\n");
    output.select("3000").type_text("{");
    output.wait_text("EXPOSE {");
    output.select("EXPOSE {").press("End");
    page.type_text("{");
    page.status("Notice").wait_text("begin template code");
    output.wait_text("EXPOSE {\n");
    page.textbox("Template editor").wait_text("EXPOSE {\n");
    page.status("Save state").wait_text("Saved");
}

#[test]
fn what_else_an_edit_changes_is_said() {
    let page = opened();
    page.textbox("funko.yml editor").select("trixie").type_text("sid");
    page.status("Also changes").wait_text("also changes 1 file of the build");
    page.treeitem("funko.yml.j2").click();
    page.textbox("Template editor").press("Control+Home").type_text("# more\n");
    page.textbox("Rendered output").wait_text("# more");
    page.status("Also changes").wait_no_text("also");
}
