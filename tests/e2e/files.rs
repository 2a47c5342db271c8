//! The tree of files and the tabs: what is done with folders and files there.

use crate::page::Page;

in_each_browser! {
    fn a_new_folder_waits_for_its_first_file(page: &Page) {
        let tree = page.tree("Files");
        page.textbox("Rendered output").wait_text("FROM");
        tree.treeitem("main.py").press("ArrowUp");
        page.button("New folder").click();
        let dialog = page.dialog("New folder");
        dialog.combobox("Add to").choose("Runtime");
        dialog.textbox("Path").fill("main.py").press("Enter");
        dialog.wait_text("a file named main.py already exists");
        page.screenshot("new-folder");
        dialog.textbox("Path").fill("uploads").press("Enter");
        dialog.wait_gone();
        page.wait_true("document.activeElement.getAttribute('aria-label') === 'uploads'");
        page.region("Problems").wait_text("folder uploads is empty");
        page.screenshot("new-folder-made");
        // undone and made again
        page.button("Undo").click();
        tree.treeitem("uploads").wait_gone();
        page.region("Problems").wait_no_text("uploads");
        page.button("Redo").click();
        tree.treeitem("uploads").wait();
        // another name, in its row
        tree.treeitem("uploads").press("F2");
        page.textbox("New name of uploads").fill("assets").press("Enter");
        assert_eq!(page.evaluate("document.body.innerText.includes('Put the cursor on an option')"), false);
        tree.treeitem("assets").wait();
        tree.treeitem("uploads").wait_gone();
        // its first file goes below it
        page.button("New file").click();
        page.dialog("New file").textbox("Path").wait_until("the folder", |path| path == "assets/").fill("assets/a.css").press("Enter");
        tree.treeitem("assets/a.css").wait();
        page.region("Problems").wait_no_text("assets");
        // and stays when the file goes
        tree.treeitem("assets/a.css").press("Delete");
        tree.treeitem("assets/a.css").wait_gone();
        tree.treeitem("assets").press("Delete");
        tree.treeitem("assets").wait_gone();
        page.status("Notice").wait_text("Deleted assets");
        page.status("Notice").button("Undo this").click();
        tree.treeitem("assets").wait();
        // it comes back with the next visit
        page.status("Save state").wait_text("Saved");
        page.reload();
        page.tree("Files").treeitem("assets").wait();
    }
}

#[test]
fn a_new_folder_of_the_funko_asks_for_its_first_file() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.button("New folder").click();
    page.dialog("New folder").combobox("Add to").choose("Funko");
    page.dialog("New folder").textbox("Path").fill("public").press("Enter");
    let dialog = page.dialog("New file");
    dialog
        .textbox("Path")
        .wait_until("the folder", |path| path == "public/")
        .fill("public/a.css")
        .press("Enter");
    page.tree("Files").treeitem("public/a.css").wait();
    page.tab("public/a.css").wait_selected();
}

in_each_browser! {
    fn a_second_editor_stands_beside_the_first(page: &Page) {
        let (first, output) = (page.textbox("Template editor"), page.textbox("Rendered output"));
        output.wait_text("FROM");
        first.fill("FROM alpine\nEXPOSE 3000\n");
        first.press("Control+Home");
        page.press("Control+\\");
        let second = page.textbox("Second editor");
        second.wait_text("FROM");
        let in_second = "document.activeElement.getAttribute('aria-label') === 'Second editor'";
        page.wait_true(in_second);
        // one document: what is typed on either side is on both, and the cursor of the other side stays
        page.press("Control+End");
        page.type_text("# at the end");
        output.wait_text("# at the end");
        first.focus();
        page.wait_true("document.activeElement.getAttribute('aria-label') === 'Template editor'");
        page.insert("# at the start ");
        output.wait_text("# at the start");
        second.wait_text("# at the end");
        page.press("F6");
        page.wait_true(in_second);
        page.insert(" still");
        output.wait_text("# at the end still");
        // undo on one side, of all that was done on both
        page.press("Control+z");
        output.wait_no_text("still");
        page.press("Control+z");
        output.wait_no_text("# at the start");
        first.wait_no_text("# at the start");
        page.press("Control+y");
        output.wait_text("# at the start");
        // files are shown on the side that was used last; the output follows
        page.tree("Files").treeitem("main.py").click();
        second.wait_text("import");
        first.wait_text("# at the start");
        page.tab("Dockerfile.j2").wait_selected();
        output.wait_text("import");
        page.screenshot("second-editor");
        page.tab("Dockerfile.j2").click();
        output.wait_text("FROM");
        second.wait_text("import");
        page.tree("Files").treeitem("README.md").click();
        page.tab("README.md").wait_selected();
        second.wait_text("import");
        // a file that goes, comes back
        page.tree("Files").treeitem("main.py").press("Delete");
        second.wait_gone();
        page.status("Notice").button("Undo this").click();
        page.textbox("Second editor").wait_text("import");
        // it is there at the next visit
        page.status("Save state").wait_text("Saved");
        page.reload();
        page.textbox("Second editor").wait_text("import");
        page.button("Close the second editor").click();
        page.textbox("Second editor").wait_gone();
        page.wait_true("document.activeElement.getAttribute('aria-label') === 'Template editor'");
    }
}

#[test]
fn a_preview_tab_is_the_next_files_until_it_is_kept() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.press("Control+,");
    page.starting("checkbox", "Preview tabs").click();
    page.dialog("Settings").button("Done").click();
    page.dialog("Settings").wait_gone();
    let (tree, tabs) = (page.tree("Files"), page.tablist("Open files"));
    let is_preview = |name: &str| tabs.tab(name).attribute("aria-description").starts_with("Preview");
    tree.treeitem("README.md").click();
    tabs.tab("README.md").wait_selected();
    assert!(is_preview("README.md") && !is_preview("Dockerfile.j2"));
    tree.treeitem("main.py").click();
    tabs.tab("main.py").wait_selected();
    page.screenshot("preview-tab");
    assert_eq!(tabs.names("tab"), ["Dockerfile.j2", "main.py"]);
    // typing keeps it
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# mine");
    page.textbox("Rendered output").wait_text("# mine");
    tree.treeitem("README.md").click();
    tabs.tab("README.md").wait_selected();
    assert_eq!(tabs.names("tab"), ["Dockerfile.j2", "main.py", "README.md"]);
    // so does a double click, on the tab and in the tree, and the command
    tabs.tab("README.md").double_click();
    tree.treeitem("server-requirements.txt").double_click();
    tree.treeitem("public/index.html.j2").click();
    page.button("Tab actions").click();
    page.menuitem("Keep open").click();
    tree.treeitem("funko.py.j2").click();
    tabs.tab("funko.py.j2").wait_selected();
    let all = [
        "Dockerfile.j2",
        "main.py",
        "README.md",
        "server-requirements.txt",
        "public/index.html.j2",
        "funko.py.j2",
    ];
    assert_eq!(tabs.names("tab"), all);
    // it is so at the next visit
    page.status("Save state").wait_text("Saved");
    page.reload();
    tabs.tab("funko.py.j2").wait();
    tree.treeitem("funko.yml.j2").click();
    tabs.tab("funko.yml.j2").wait_selected();
    tabs.tab("funko.py.j2").wait_gone();
}
