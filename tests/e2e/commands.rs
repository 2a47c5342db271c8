//! What is done without the pointer: the list of commands, going to a file, the introduction, where the focus is
//! afterwards.

use crate::page::Page;

#[test]
fn every_command_is_in_the_list_and_runs() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.press("Control+k");
    let dialog = page.dialog("Commands");
    // each is there once: a locator refuses two
    for name in ["Go to file", "Export: Runtime zip", "Next problem", "Open a folder", "Share"] {
        dialog.starting("option", name).wait();
    }
    page.type_text("build con");
    page.press("Enter");
    dialog.wait_gone();
    page.tab("Build context").wait_selected();
    // the same list from the other one
    page.press("Control+p");
    page.dialog("Go to file").wait();
    page.type_text(">help");
    page.dialog("Commands").starting("option", "Help").wait();
    page.press("Enter");
    let help = page.dialog("Help");
    help.wait_text("Show all commands");
    help.wait_text(env!("CARGO_PKG_VERSION"));
    // the page is a release: it names its commit, where it was built from a repository
    help.wait_text("commit ");
    let licences = page.evaluate(
        "fetch(document.querySelector('.help a[href$=\"licences.txt\"]').href).then((it) => it.text())",
    );
    assert!(
        licences.as_str().is_some_and(|text| text.contains("leptos") && text.contains("codemirror")),
        "licences.txt lacks a crate or a package"
    );
}

#[test]
fn a_file_is_found_by_some_of_its_letters() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.press("Control+p");
    let files = page.dialog("Go to file").get("listbox", "Files");
    // the exact name comes first, and a line may follow
    page.type_text("requirements.txt");
    files.wait_until("the exact name first", |text| text.starts_with("requirements.txt"));
    page.press("Escape");
    page.dialog("Go to file").wait_gone();
    page.press("Control+p");
    files.wait();
    page.type_text("srvreq:2");
    files.wait_text("server-requirements.txt");
    page.press("Enter");
    page.tab("server-requirements.txt").wait_selected();
    page.region("Template").wait_text("Ln 2, Col 1");
}

#[test]
fn the_introduction_goes_for_good() {
    let page = Page::open();
    let welcome = page.region("Welcome");
    welcome.wait_text("container");
    for way in ["Try an example", "Open my runtime or funko", "Convert my application"] {
        welcome.button(way).wait();
    }
    page.combobox("Runtime").choose("kemal-alpine");
    welcome.wait_gone();
    page.textbox("funko.yml editor").wait_text("kemal-alpine");
    // settings are written a moment later
    page.wait_true("localStorage['faaso-designer.settings']?.includes('\"welcomed\":true') ?? false");
    page.reload();
    page.textbox("Rendered output").wait_text("FROM");
    page.region("Welcome").wait_gone();
}

#[test]
fn the_focus_stays_where_the_work_is() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let focused = |name: &str| {
        let name = format!("{name:?}");
        page.wait_true(&format!("document.activeElement.getAttribute('aria-label') === {name}"));
    };
    page.treeitem("main.py").click();
    page.press("F2");
    // the name without its ending is selected
    page.textbox("New name of main.py").wait();
    page.wait_true("document.activeElement.selectionEnd === 4");
    page.type_text("app");
    page.press("Escape");
    focused("main.py");
    page.press("F2");
    page.wait_true("document.activeElement.selectionEnd === 4");
    page.press("Control+a");
    page.type_text("Dockerfile.j2");
    page.press("Enter");
    page.status("Notice").wait_text("Couldn't rename it");
    page.press("Control+a");
    page.type_text("app.py");
    page.press("Enter");
    focused("app.py");
    page.press("Delete");
    page.status("Notice").wait_text("Deleted app.py");
    focused("Dockerfile.j2");
    page.status("Notice").button("Undo this").click();
    focused("app.py");
}

#[test]
fn tabs_are_closed_together() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.treeitem("README.md").click();
    page.treeitem("main.py").click();
    page.button("Tab actions").click();
    page.menuitem("Close others").click();
    page.tab("README.md").wait_gone();
    page.tab("main.py").wait_selected();
    page.button("Tab actions").click();
    page.menuitem("Close all").click();
    page.region("Template").wait_text("No file is open");
}

#[test]
fn tabs_change_places_by_keyboard_and_recent_files_come_first() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let order = |names: &[&str]| {
        let drawn = "[...document.querySelectorAll('[aria-label=\"Open files\"] [role=tab]')].map(tab => tab.ariaLabel).join()";
        page.wait_true(&format!("{drawn} === '{}'", names.join(",")));
    };
    page.treeitem("README.md").click();
    page.treeitem("main.py").click();
    order(&["Dockerfile.j2", "README.md", "main.py"]);
    page.tab("main.py").click();
    page.press("Alt+Shift+ArrowLeft");
    order(&["Dockerfile.j2", "main.py", "README.md"]);
    page.wait_true("document.activeElement.ariaLabel === 'main.py'");
    page.press("Alt+Shift+ArrowLeft");
    order(&["main.py", "Dockerfile.j2", "README.md"]);
    page.wait_true("document.activeElement.ariaLabel === 'main.py'");
    page.button("Tab actions").click();
    page.menuitem("Move right").click();
    order(&["Dockerfile.j2", "main.py", "README.md"]);
    page.tab("Dockerfile.j2").click();
    page.press("Control+p");
    let listed = "[...document.querySelectorAll('#found [role=option] > span')].slice(0, 3).map(row => row.innerText).join()";
    page.wait_true(&format!("{listed} === 'Dockerfile.j2,main.py,README.md'"));
}

#[test]
fn several_files_go_together() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.treeitem("main.py").click();
    page.press("Shift+ArrowDown");
    page.press("Shift+ArrowDown");
    for name in ["main.py", "README.md", "server-requirements.txt"] {
        page.treeitem(name).wait_selected();
    }
    page.press("Delete");
    page.status("Notice").wait_text("Deleted 3 files");
    page.treeitem("README.md").wait_gone();
    page.status("Notice").button("Undo this").click();
    page.treeitem("README.md").wait();
    page.treeitem("main.py").wait();
    // one by one, with the Space key
    page.treeitem("main.py").click();
    page.press(" ");
    page.press("ArrowDown");
    page.press(" ");
    page.treeitem("main.py").wait_selected();
    page.treeitem("README.md").wait_selected();
}

#[test]
fn another_runtime_says_where_the_work_is() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# mine");
    page.textbox("Rendered output").wait_text("# mine");
    page.combobox("Runtime").choose("kemal-alpine");
    page.status("Notice").wait_text("Your previous project is in Projects");
    page.button("Projects").click();
    page.dialog("Projects").wait_text("flask-gunicorn");
}

#[test]
fn menus_and_dialogs_stay_in_a_narrow_window() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let inside = || {
        page.wait_true(
            "[...document.querySelectorAll('[role=menu], dialog button')].every((it) => {
                const { left, right, top, bottom } = it.getBoundingClientRect();
                // what of a menu has no room is scrolled to
                const whole = it.scrollHeight <= it.clientHeight + 2 || getComputedStyle(it).overflowY === 'auto';
                return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight && whole;
            })",
        );
    };
    for width in [420, 320] {
        page.resize(width, 800);
        for (button, item) in [("Open", "Zip…"), ("Export", "Runtime zip"), ("Tab actions", "Close all")] {
            page.button(button).click();
            page.menuitem(item).wait();
            inside();
            page.press("Escape");
            page.menuitem(item).wait_gone();
        }
        page.button("Projects").click();
        page.dialog("Projects").button("Restore backup…").wait();
        inside();
        page.press("Escape");
        page.dialog("Projects").wait_gone();
    }
    // a menu at the pointer, near the window's end
    page.resize(1440, 500);
    page.evaluate(
        "document.querySelector('[role=treeitem][aria-label=\"main.py\"]').dispatchEvent(
            new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 1400, clientY: 480 }))",
    );
    page.menuitem("Duplicate").wait();
    inside();
}
