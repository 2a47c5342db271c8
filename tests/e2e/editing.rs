//! The code editor in the page: what the author does arrives, what the document does comes back.

use crate::page::Page;

#[test]
fn completion_offers_the_dialect_and_the_funkos_options() {
    let page = Page::open();
    let editor = page.textbox("Template editor");
    editor.press("Control+Home");
    page.type_text("{{ options.he");
    page.starting("option", "healthcheck_command ").wait();
    // the editor takes no Enter in the list's first moments: it may be meant for the text
    std::thread::sleep(std::time::Duration::from_millis(200));
    page.press("Enter");
    editor.wait_text("{{ options.healthcheck_command");
    page.type_text(" | jo");
    page.option("join").wait();
    page.press("Escape");
    for _ in 0.."jo".len() {
        page.press("Backspace");
    }
    // a filter of Jinja2 that FaaSO does not know
    page.type_text("uni");
    page.option("unique").wait_gone();
    // outside of Jinja places there is nothing to offer
    page.press("Control+Home");
    page.type_text("opt");
    page.option("options").wait_gone();
}

in_each_browser! {
    fn undo_and_redo_are_the_documents(page: &Page) {
        let editor = page.textbox("Template editor");
        let output = page.textbox("Rendered output");
        editor.press("Control+Home");
        page.insert("# ñ🎉\n");
        output.wait_text("# ñ🎉");
        editor.select("🎉");
        page.insert("🎊");
        output.wait_text("# ñ🎊");
        editor.press("Control+z");
        output.wait_text("# ñ🎉");
        page.button("Undo").click();
        output.wait_no_text("# ñ");
        editor.press("Control+Shift+z").press("Control+y");
        output.wait_text("# ñ🎊");
    }
}

#[test]
fn replacing_everywhere_is_one_step() {
    let page = Page::open();
    let editor = page.textbox("Template editor");
    let output = page.textbox("Rendered output");
    editor.press("Control+f");
    page.textbox("Find").type_text("WORKDIR");
    page.textbox("Replace").type_text("workdir");
    page.button("Replace all").click();
    output.wait_no_text("WORKDIR").wait_text("workdir");
    page.button("Undo").click();
    output.wait_no_text("workdir").wait_text("WORKDIR");
}

#[test]
fn each_file_keeps_its_place() {
    let page = Page::open();
    let editor = page.textbox("Template editor");
    editor.select("WORKDIR");
    page.treeitem("README.md").click();
    editor.wait_no_text("WORKDIR");
    page.tab("Dockerfile.j2").click();
    editor.wait_text("WORKDIR");
    editor.focus();
    page.insert("workdir");
    page.textbox("Rendered output").wait_text("workdir");
}

#[test]
fn completion_in_funko_yml_offers_its_keys_options_and_runtimes() {
    let page = Page::open();
    let yml = page.textbox("funko.yml editor");
    yml.wait_text("runtime: flask");
    // the options that the templates use, with the default of a new funko
    yml.fill("name: hello\noptions:\n");
    page.type_text("  devel");
    page.starting("option", "devel_packages ").wait();
    std::thread::sleep(std::time::Duration::from_millis(200));
    page.press("Enter");
    yml.wait_text("devel_packages: [");
    yml.fill("name: hello\n");
    page.type_text("opt");
    page.starting("option", "options ").wait();
    page.starting("option", "name ").wait_gone();
    page.press("Escape");
    yml.fill("name: hello\n");
    page.type_text("runtime: kem");
    page.option("kemal-alpine").wait();
    page.press("Escape");
    // the template that makes it knows them too
    page.treeitem("funko.yml.j2").click();
    let template = page.textbox("Template editor");
    template.fill("name: x\n");
    page.type_text("runt");
    page.starting("option", "runtime ").wait();
    page.press("Escape");
}

#[test]
fn tab_indents_and_escape_then_tab_leaves() {
    let page = Page::open();
    let yml = page.textbox("funko.yml editor");
    yml.fill("a:\n");
    page.press("Tab");
    page.insert("b: 1");
    yml.wait_text("  b: 1");
    let in_an_editor = || page.evaluate("!!document.activeElement.closest('.cm-content')");
    assert_eq!(in_an_editor(), true);
    // the first may close the list of completions, if that came up late
    for _ in 0..3 {
        page.press("Escape");
    }
    page.press("Tab");
    assert_eq!(in_an_editor(), false);
    // what is mostly read keeps nobody
    page.textbox("Rendered output").focus();
    page.press("Tab");
    assert_eq!(in_an_editor(), false);
}

#[test]
fn typing_behind_the_end_of_funko_yml_begins_a_line() {
    let page = Page::open();
    let yml = page.textbox("funko.yml editor");
    yml.wait_text("runtime: flask");
    let lines = |text: &str| text.trim_end().lines().last().map(str::to_owned);
    yml.press("Control+End");
    page.type_text("# mine");
    yml.wait_until("a line of its own", |text| lines(text).as_deref() == Some("# mine"));
}

#[test]
fn long_lines_wrap_where_the_author_wants() {
    let page = Page::open();
    let wraps = |name: &str| {
        page.textbox(name).wait();
        page.evaluate(&format!(
            "document.querySelector('[role=textbox][aria-label=\"{name}\"]').classList.contains('cm-lineWrapping')"
        ))
    };
    assert_eq!(wraps("Rendered output"), true);
    assert_eq!(wraps("funko.yml editor"), true);
    assert_eq!(wraps("Template editor"), false);
    page.textbox("Template editor").press("Alt+z");
    crate::page::wait_for("wrapping", || match wraps("Template editor").as_bool() {
        Some(true) => Ok(()),
        _ => Err("it does not wrap".to_owned()),
    });
    // settings are written a moment later
    std::thread::sleep(std::time::Duration::from_millis(400));
    page.reload();
    crate::page::wait_for("wrapping after a reload", || match wraps("Template editor").as_bool() {
        Some(true) => Ok(()),
        _ => Err("it does not wrap".to_owned()),
    });
}

#[test]
fn a_new_document_is_seen_from_its_start() {
    let page = Page::open();
    page.textbox("funko.yml editor").wait_text("runtime: flask");
    page.button("Open").click();
    page.starting("menuitem", "Blank runtime").click();
    page.textbox("funko.yml editor").wait_text("runtime: blank").press("Enter");
    page.textbox("funko.yml editor").wait_until("a line above", |text| text.starts_with('\n'));
    assert_eq!(
        page.evaluate("[...document.querySelectorAll('.cm-scroller')].map(it => it.scrollLeft).join()"),
        "0,0,0"
    );
}

#[test]
fn the_search_panel_counts_and_control_g_goes_to_a_line() {
    let page = Page::open();
    let editor = page.textbox("Template editor");
    editor.fill("one\ntwo one\nthree\none\n");
    editor.press("Control+f");
    page.textbox("Find").fill("one");
    page.evaluate("0");
    crate::page::wait_for("the count", || {
        let said = page.evaluate("document.querySelector('.cm-search-count').textContent");
        if said == "3 matches" { Ok(()) } else { Err(format!("it says {said}")) }
    });
    page.press("Enter");
    page.press("Escape");
    editor.press("Control+g");
    page.textbox("Go to line:").fill("3");
    page.press("Enter");
    page.insert("here ");
    editor.wait_text("here three");
}
