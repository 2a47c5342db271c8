//! Work is never lost: what is typed is there after a reload, with its history, its tabs and its projects.

use crate::page::Page;

in_each_browser! {
    fn what_is_typed_is_there_after_a_reload(page: &Page) {
        let editor = page.textbox("Template editor");
        editor.press("Control+Home");
        page.type_text("# mine");
        page.status("Save state").wait_until("saved", |text| text == "Saved");
        page.reload();
        page.textbox("Template editor").wait();
        page.textbox("Rendered output").wait_text("# mine");
        page.button("Undo").click();
        page.textbox("Rendered output").wait_no_text("# mine");
        page.button("Redo").click();
        page.textbox("Rendered output").wait_text("# mine");
    }
}

in_each_browser! {
    fn another_runtime_leaves_the_edited_one_among_the_projects(page: &Page) {
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# mine");
        page.textbox("Rendered output").wait_text("# mine");
        page.combobox("Runtime").choose("kemal-alpine");
        page.textbox("Rendered output").wait_text("crystal").wait_no_text("# mine");
        page.button("Projects").click();
        let dialog = page.dialog("Projects");
        dialog.listitem("hello — flask-gunicorn").button("Rename").click();
        dialog.textbox("Project name").fill("mine").press("Enter");
        page.screenshot("projects");
        dialog.listitem("mine").button("mine").click();
        page.textbox("Rendered output").wait_text("# mine");
        page.button("Projects").click();
        dialog.listitem("mine").button("Delete").click();
        dialog.list("Deleted projects").button("Restore").click();
        dialog.listitem("mine").button("mine").click();
        page.textbox("Rendered output").wait_text("# mine");
    }
}

#[test]
fn changes_are_shown_and_taken_back() {
    let page = Page::open();
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# mine");
    page.tab("Changes").click();
    page.list("Changed files").wait_text("# mine");
    page.screenshot("changes");
    page.button("Revert").click();
    page.get("listitem", "Dockerfile.j2").wait_gone();
    page.tab("Rendered").click();
    page.textbox("Rendered output").wait_no_text("# mine");
}

#[test]
fn tabs_and_views_come_back() {
    let page = Page::open();
    page.textbox("Template editor").press("Control+Home");
    page.type_text("x");
    page.tab("Changes").click();
    page.tree("Files").treeitem("README.md").click();
    page.tablist("Open files").tab("README.md").wait();
    page.status("Save state").wait_until("saved", |text| text == "Saved");
    std::thread::sleep(std::time::Duration::from_millis(300));
    page.reload();
    page.tablist("Open files").tab("README.md").wait();
    page.list("Changed files").wait_text("x#");
}

#[test]
fn changes_of_what_faaso_makes_are_shown() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("Template editor").select("EXPOSE 3000").type_text("EXPOSE 3000 4000");
    page.textbox("Rendered output").wait_text("EXPOSE 3000 4000");
    page.tab("Changes").click();
    page.tablist("Changes of").tab("What FaaSO makes").click();
    page.status("Made changes").wait_text("1 file of the build context and 0 files of a new funko changed");
    page.list("Changed output files").listitem("Build context: Dockerfile").wait_text("EXPOSE 3000 4000");
    // what a template of a new funko makes is in both
    page.treeitem("funko.py.j2").click();
    page.textbox("Template editor").press("Control+Home");
    page.insert("# new");
    page.status("Made changes").wait_text("2 files of the build context and 1 file of a new funko changed");
    page.list("Changed output files").listitem("New funko: funko.py").wait_text("# new");
    page.press("Control+z");
    page.status("Made changes").wait_text("1 file of the build context and 0 files of a new funko changed");
}

#[test]
fn changed_words_are_marked_in_one_column_or_side_by_side() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("Template editor").select("EXPOSE 3000").type_text("EXPOSE 3000 4000");
    page.textbox("Rendered output").wait_text("EXPOSE 3000 4000");
    page.tab("Changes").click();
    let marked = |of: &str, is: &str| {
        page.wait_true(&format!(
            "[...document.querySelectorAll('.changes {of}')].map((it) => it.textContent).join('|') === '{is}'"
        ));
    };
    // each of the two lines once, one below the other
    page.list("Changed files").wait_text("EXPOSE 3000 4000");
    marked("ins", " 4000");
    marked("del", "");
    marked("tr:is(.gone, .new) pre", "EXPOSE 3000|EXPOSE 3000 4000");
    // and beside each other, also after a reload
    let switch = page.button("Side by side");
    switch.click();
    marked("tr:has(td.gone) pre", "EXPOSE 3000|EXPOSE 3000 4000");
    page.status("Save state").wait_until("saved", |text| text == "Saved");
    std::thread::sleep(std::time::Duration::from_millis(300));
    page.reload();
    page.list("Changed files").wait_text("EXPOSE 3000 4000");
    page.wait_true("[...document.querySelectorAll('button')].some((it) => it.textContent === 'Side by side' && it.ariaPressed === 'true')");
    marked("tr:has(td.gone) pre", "EXPOSE 3000|EXPOSE 3000 4000");
    marked("ins", " 4000");
    page.tablist("Changes of").tab("What FaaSO makes").click();
    page.list("Changed output files").listitem("Build context: Dockerfile").wait_text("EXPOSE 3000 4000");
    marked("ins", " 4000");
    page.button("Side by side").click();
    marked("tr:is(.gone, .new) pre", "EXPOSE 3000|EXPOSE 3000 4000");
}

in_each_browser! {
    fn the_runtime_picker_lists_the_projects_and_opens_one(page: &Page) {
        let picker = page.combobox("Runtime");
        let edit = |mark: &str| {
            page.textbox("Template editor").press("Control+Home");
            page.type_text(mark);
            page.textbox("Rendered output").wait_text(mark);
        };
        let own = "JSON.stringify([...document.querySelectorAll('select[aria-label=Runtime] optgroup[label=Projects] option')].map((it) => it.text))";
        edit("# first");
        picker.choose("kemal-alpine");
        page.textbox("Rendered output").wait_text("crystal");
        edit("# second");
        picker.choose("flask-gunicorn");
        page.textbox("Rendered output").wait_text("python").wait_no_text("# first");
        edit("# third");
        // the open one is chosen, by the name that Projects has for it
        page.wait_true(&format!("{own}.startsWith('[\"hello — flask-gunicorn\",')"));
        page.wait_true("document.querySelector('select[aria-label=Runtime]').selectedOptions[0].text === 'hello — flask-gunicorn'");
        picker.choose("hello — kemal-alpine");
        page.textbox("Rendered output").wait_text("# second");
        page.wait_true("document.querySelector('select[aria-label=Runtime]').selectedOptions[0].text === 'hello — kemal-alpine'");
        // two of one name
        page.wait_true(&format!("new Set(JSON.parse({own})).size === 3"));
        page.wait_true(&format!("JSON.parse({own}).filter((it) => it.startsWith('hello — flask-gunicorn · ')).length === 2"));
        picker.choose("hello — flask-gunicorn · ");
        page.textbox("Rendered output").wait_text("# third");
    }
}
