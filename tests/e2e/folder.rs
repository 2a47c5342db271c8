//! A folder on this computer, edited in place. The browser's own private folder stands for it: it has the same interface, and a test can
//! read and write it as another program would.

use crate::{
    page::{Page, wait_for},
    site,
};
use serde_json::{Value, json};

/// The dialog that chooses a folder can't be used by a test: it gives the private folder `shop` at once.
const PICKER: &str = "window.showDirectoryPicker = async () =>
    (await navigator.storage.getDirectory()).getDirectoryHandle('shop', { create: true });";

/// The browser asks for each visit, and the author agrees.
const ASKS: &str = "
    FileSystemHandle.prototype.queryPermission = async () => (window.agreed ? 'granted' : 'prompt');
    FileSystemHandle.prototype.requestPermission = async () => { window.agreed = true; return 'granted'; };";

const SHOP: &[(&str, &str)] = &[
    ("shop/Dockerfile.j2", "FROM alpine:3\n# shop {{ name }}\nEXPOSE 3000\n# /ping\n"),
    ("shop/README.md", "# Shop\n"),
    ("shop/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
    ("shop/template/app.txt", "hello\n"),
    ("shop/.git/HEAD", "ref: refs/heads/main\n"),
];

/// Writes (or with none deletes) a file of the folder, as another program.
pub fn put(page: &Page, path: &str, text: Option<&str>) {
    page.evaluate(&format!(
        "(async ([path, text]) => {{
            const parts = path.split('/');
            let folder = await navigator.storage.getDirectory();
            for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, {{ create: true }});
            if (text === null) return folder.removeEntry(parts.at(-1), {{ recursive: true }});
            const file = await folder.getFileHandle(parts.at(-1), {{ create: true }});
            const to = await file.createWritable();
            await to.write(text);
            await to.close();
        }})({})",
        json!([path, text])
    ));
}

/// None: there is no such file.
fn get(page: &Page, path: &str) -> Option<String> {
    let text = page.evaluate(&format!(
        "(async (path) => {{
            const parts = path.split('/');
            let folder = await navigator.storage.getDirectory();
            try {{
                for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part);
                return await (await (await folder.getFileHandle(parts.at(-1))).getFile()).text();
            }} catch {{ return null; }}
        }})({})",
        json!(path)
    ));
    text.as_str().map(str::to_owned)
}

fn wait_on_disk(page: &Page, path: &str, wanted: Option<&str>) {
    wait_for(path, || match get(page, path) {
        text if text.as_deref() == wanted => Ok(()),
        text => Err(format!("{text:?}")),
    });
}

/// A page whose folder holds these files, and nothing opened yet.
fn with(files: &[(&str, &str)], more: &str) -> Page {
    let page = Page::visit_with(site::address(), &format!("{PICKER}{more}"), None);
    page.textbox("Rendered output").wait_text("FROM");
    files.iter().for_each(|(path, text)| put(&page, path, Some(text)));
    page
}

fn open(page: &Page) {
    page.button("Open").click();
    page.menuitem("Folder on this computer…").click();
}

fn with_shop(more: &str) -> Page {
    let page = with(SHOP, more);
    open(&page);
    page.textbox("Rendered output").wait_text("# shop hello");
    wait_state(&page, "Saved · “shop” is up to date");
    page
}

/// Opens the folder `shop` on a page that has none yet.
pub fn open_shop(page: &Page) {
    page.evaluate(&format!("void ({})", PICKER.trim_end_matches(';')));
    SHOP.iter().for_each(|(path, text)| put(page, path, Some(text)));
    open(page);
    page.textbox("Rendered output").wait_text("# shop hello");
}

/// A folder, and a file that both sides changed.
pub fn make_a_conflict(page: &Page) {
    open_shop(page);
    type_first(page, "# mine ");
    wait_state(page, "Saved · 1 file to write to “shop”");
    put(page, "shop/Dockerfile.j2", Some("FROM alpine:4\n# theirs {{ name }}\nEXPOSE 3000\n"));
    wait_state(page, "Saved · 1 conflict with “shop”");
}

fn wait_state(page: &Page, wanted: &str) {
    page.status("Save state").wait_until(wanted, |text| text == wanted);
}

fn type_first(page: &Page, text: &str) {
    page.textbox("Template editor").press("Control+Home");
    page.type_text(text);
}

#[test]
fn a_folder_is_edited_in_place() {
    let page = with_shop("");
    assert!(!page.treeitem(".git").is_there() && !page.treeitem(".git/HEAD").is_there());
    type_first(&page, "# mine ");
    wait_state(&page, "Saved · 1 file to write to “shop”");
    page.screenshot("folder-to-write");
    let before = SHOP[0].1;
    assert_eq!(get(&page, "shop/Dockerfile.j2").as_deref(), Some(before));
    page.press("Control+s");
    page.status("Notice").wait_text("Wrote 1 file to the folder shop");
    wait_state(&page, "Saved · “shop” is up to date");
    assert_eq!(get(&page, "shop/Dockerfile.j2"), Some(format!("# mine {before}")));
    page.press("Control+s");
    page.status("Notice").wait_text("The folder shop is up to date");
    // what another program changes comes in
    put(&page, "shop/notes.txt", Some("from outside\n"));
    put(&page, "shop/new.txt", Some("new\n"));
    page.treeitem("new.txt").wait();
    page.status("Notice").wait_text("from the folder shop");
    page.treeitem("notes.txt").click();
    page.textbox("Template editor").wait_text("from outside");
    put(&page, "shop/notes.txt", Some("once more\n"));
    page.textbox("Template editor").wait_text("once more");
    put(&page, "shop/new.txt", None);
    page.treeitem("new.txt").wait_gone();
    // a file with another name is another file
    page.treeitem("README.md").click();
    page.treeitem("README.md").press("F2");
    page.textbox("New name of README.md").fill("ABOUT.md").press("Enter");
    wait_state(&page, "Saved · 2 files to write to “shop”");
    page.press("Control+s");
    wait_on_disk(&page, "shop/README.md", None);
    wait_on_disk(&page, "shop/ABOUT.md", Some("# Shop\n"));
    assert_eq!(get(&page, "shop/.git/HEAD").as_deref(), Some("ref: refs/heads/main\n"));
}

#[test]
fn what_both_changed_is_shown_side_by_side() {
    let page = with_shop("");
    type_first(&page, "# mine ");
    wait_state(&page, "Saved · 1 file to write to “shop”");
    let theirs = "FROM alpine:4\n# theirs {{ name }}\nEXPOSE 3000\n# /ping\n";
    put(&page, "shop/Dockerfile.j2", Some(theirs));
    wait_state(&page, "Saved · 1 conflict with “shop”");
    page.status("Folder").wait_text("1 file changed both here and in the folder shop");
    page.press("Control+s");
    let dialog = page.dialog("Conflicts");
    let conflict = dialog.listitem("shop/Dockerfile.j2");
    conflict.wait_text("# mine FROM alpine:3").wait_text("FROM alpine:4");
    page.screenshot("folder-conflict");
    assert_eq!(get(&page, "shop/Dockerfile.j2").as_deref(), Some(theirs));
    conflict.button("Take theirs").click();
    page.textbox("Template editor").wait_text("FROM alpine:4").wait_no_text("# mine");
    wait_state(&page, "Saved · “shop” is up to date");
    // undo has the other one, which is then to be written
    page.button("Undo").click();
    page.textbox("Template editor").wait_text("# mine FROM alpine:3");
    wait_state(&page, "Saved · 1 file to write to “shop”");
    // once more, and mine stays
    put(&page, "shop/Dockerfile.j2", Some("FROM scratch\n"));
    page.status("Folder").button("Show conflicts").click();
    page.dialog("Conflicts").listitem("shop/Dockerfile.j2").button("Keep mine").click();
    wait_on_disk(&page, "shop/Dockerfile.j2", Some(&format!("# mine {}", SHOP[0].1)));
    wait_state(&page, "Saved · “shop” is up to date");
    page.button("Undo").click();
    page.textbox("Template editor").wait_text("FROM scratch");
}

#[test]
fn each_change_is_written_at_once_where_that_is_set() {
    let page = with_shop("");
    page.press("Control+,");
    page.dialog("Settings").get("checkbox", "Write each change at once").click();
    page.dialog("Settings").button("Done").click();
    type_first(&page, "# mine ");
    wait_on_disk(&page, "shop/Dockerfile.j2", Some(&format!("# mine {}", SHOP[0].1)));
    wait_state(&page, "Saved · “shop” is up to date");
    // never over what somebody else wrote
    type_first(&page, "# more ");
    put(&page, "shop/Dockerfile.j2", Some("theirs\n"));
    page.status("Save state").wait_text("“shop”");
    page.button("Show conflicts").click();
    assert_eq!(get(&page, "shop/Dockerfile.j2").as_deref(), Some("theirs\n"));
}

#[test]
fn after_a_reload_the_folder_is_joined_with_one_click() {
    let page = with_shop(ASKS);
    type_first(&page, "# mine ");
    wait_state(&page, "Saved · 1 file to write to “shop”");
    page.wait_true("localStorage['faaso-designer.folders'] === 'true'");
    page.reload();
    page.textbox("Rendered output").wait_text("# mine");
    wait_state(&page, "Saved · “shop” isn't joined");
    page.status("Folder").wait_text("This project is from the folder shop");
    page.screenshot("folder-apart");
    put(&page, "shop/README.md", Some("meanwhile\n"));
    page.status("Folder").button("Join the folder again").click();
    wait_state(&page, "Saved · 1 file to write to “shop”");
    page.treeitem("README.md").click();
    page.textbox("Template editor").wait_text("meanwhile");
    page.press("Control+s");
    wait_on_disk(&page, "shop/Dockerfile.j2", Some(&format!("# mine {}", SHOP[0].1)));
    // another project has no folder, and this one has its own again
    page.combobox("Runtime").choose("kemal-alpine");
    wait_state(&page, "Saved");
    page.button("Projects").click();
    page.dialog("Projects").starting("button", "hello — shop").click();
    wait_state(&page, "Saved · “shop” is up to date");
}

#[test]
fn what_the_folder_refuses_is_said_and_nothing_is_lost() {
    let page = with_shop("");
    type_first(&page, "# mine ");
    wait_state(&page, "Saved · 1 file to write to “shop”");
    page.evaluate(
        "void (() => { const write = FileSystemWritableFileStream.prototype.write;
            window.heal = () => { FileSystemWritableFileStream.prototype.write = write; };
            FileSystemWritableFileStream.prototype.write = async () => {
                throw new DOMException('no room', 'QuotaExceededError'); } })()",
    );
    page.press("Control+s");
    page.status("Notice").wait_text("Couldn't write shop/Dockerfile.j2: the disk is full");
    assert_eq!(get(&page, "shop/Dockerfile.j2").as_deref(), Some(SHOP[0].1));
    page.evaluate("heal()");
    page.press("Control+s");
    wait_on_disk(&page, "shop/Dockerfile.j2", Some(&format!("# mine {}", SHOP[0].1)));
    // a folder that is gone is no folder without files
    put(&page, "shop", None);
    page.status("Folder").wait_text("Couldn't use the folder shop: the folder was moved, deleted or emptied");
    page.textbox("Template editor").wait_text("# mine");
    page.screenshot("folder-gone");
    SHOP.iter().for_each(|(path, text)| put(&page, path, Some(text)));
    page.status("Folder").wait_gone();
    page.textbox("Template editor").wait_no_text("# mine");
    // who leaves it keeps the project
    page.button("Open").click();
    page.menuitem("Leave the folder").click();
    wait_state(&page, "Saved");
    type_first(&page, "# alone ");
    page.press("Control+s");
    page.status("Notice").wait_text("Saved automatically");
    assert_eq!(get(&page, "shop/Dockerfile.j2").as_deref(), Some(SHOP[0].1));
}

/// The next write waits for `go()`, or lets another program write first.
const HELD: &str = "void (() => {
    const proto = FileSystemWritableFileStream.prototype, write = proto.write;
    proto.write = async function (bytes) {
        proto.write = write;
        await new Promise((go) => { window.held = true; window.go = go; });
        return write.call(this, bytes);
    }; })()";

#[test]
fn a_write_is_stopped_until_the_last_moment() {
    let page = with_shop("");
    type_first(&page, "# mine ");
    wait_state(&page, "Saved · 1 file to write to “shop”");
    // another program writes while the browser has the new bytes, and not yet in place
    page.evaluate(HELD);
    page.press("Control+s");
    page.wait_true("window.held === true");
    put(&page, "shop/Dockerfile.j2", Some("theirs\n"));
    page.evaluate("window.held = false; go()");
    page.dialog("Conflicts").wait();
    assert_eq!(get(&page, "shop/Dockerfile.j2").as_deref(), Some("theirs\n"));
    // what is kept is said once it is written
    page.evaluate(
        "void (() => { const write = FileSystemWritableFileStream.prototype.write;
            window.heal = () => { FileSystemWritableFileStream.prototype.write = write; };
            FileSystemWritableFileStream.prototype.write = async () => {
                throw new DOMException('no room', 'QuotaExceededError'); } })()",
    );
    page.dialog("Conflicts").button("Keep mine").click();
    page.status("Notice").wait_text("Couldn't write shop/Dockerfile.j2: the disk is full. Free some space");
    assert_eq!(get(&page, "shop/Dockerfile.j2").as_deref(), Some("theirs\n"));
    page.evaluate("heal()");
    page.press("Escape");
    // who leaves the folder in the midst writes nothing
    page.evaluate(HELD);
    page.press("Control+s");
    page.wait_true("window.held === true");
    page.press("Control+k");
    page.dialog("Commands").wait();
    page.type_text("Leave the folder");
    page.press("Enter");
    wait_state(&page, "Saved");
    page.evaluate("go()");
    page.evaluate("new Promise((done) => setTimeout(done, 500))");
    assert_eq!(get(&page, "shop/Dockerfile.j2").as_deref(), Some("theirs\n"));
}

#[test]
fn what_cannot_be_read_or_written_is_not_up_to_date() {
    let page = with_shop("");
    // a name that is left alone
    page.treeitem("README.md").click();
    page.treeitem("README.md").press("F2");
    page.textbox("New name of README.md").fill("README.md~").press("Enter");
    wait_state(&page, "Saved · 2 files differ from “shop”");
    page.press("Control+s");
    page.status("Notice").wait_text("Until then shop/README.md stays as it is in the folder");
    assert_eq!(get(&page, "shop/README.md").as_deref(), Some("# Shop\n"));
    page.button("Undo").click();
    wait_state(&page, "Saved · “shop” is up to date");
    // a file that another program has
    page.evaluate(
        "void (() => { const proto = FileSystemFileHandle.prototype, read = proto.getFile;
            window.heal = () => { proto.getFile = read; };
            proto.getFile = async function () {
                if (this.name === 'Dockerfile.j2') throw new DOMException('locked', 'NotReadableError');
                return read.call(this);
            }; })()",
    );
    page.treeitem("Dockerfile.j2").click();
    type_first(&page, "# mine ");
    wait_state(&page, "Saved · 1 file differs from “shop”");
    page.press("Control+s");
    page.status("Notice").wait_text("shop/Dockerfile.j2 wasn't written: it can't be read in the folder now");
    page.evaluate("heal()");
    page.press("Control+s");
    wait_state(&page, "Saved · “shop” is up to date");
    assert_eq!(get(&page, "shop/Dockerfile.j2"), Some(format!("# mine {}", SHOP[0].1)));
}

#[test]
fn of_a_repository_only_the_chosen_runtime_is_edited() {
    let runtime = |name: &str| {
        let files = SHOP.iter().filter(|(path, _)| !path.contains(".git"));
        files
            .map(move |(path, text)| (path.replace("shop", &format!("shop/runtimes/{name}")), *text))
            .collect::<Vec<_>>()
    };
    let files = [runtime("one"), runtime("two"), vec![("shop/README.md".to_owned(), "# All\n")]].concat();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let page = with(&files, "");
    open(&page);
    page.dialog("Open").starting("button", "two").click();
    page.textbox("Rendered output").wait_text("# shop hello");
    wait_state(&page, "Saved · “shop” is up to date");
    type_first(&page, "# mine ");
    wait_state(&page, "Saved · 1 file to write to “shop”");
    page.press("Control+s");
    wait_on_disk(&page, "shop/runtimes/two/Dockerfile.j2", Some(&format!("# mine {}", SHOP[0].1)));
    assert_eq!(get(&page, "shop/runtimes/one/Dockerfile.j2").as_deref(), Some(SHOP[0].1));
    put(&page, "shop/runtimes/one/other.txt", Some("x"));
    put(&page, "shop/runtimes/two/mine.txt", Some("x"));
    page.treeitem("mine.txt").wait();
    assert!(!page.treeitem("other.txt").is_there());
}

#[test]
fn an_empty_folder_gets_a_runtime() {
    let page = with(&[("shop/.git/HEAD", "ref: refs/heads/main\n")], "");
    open(&page);
    page.dialog("Open").wait_text("The folder shop has no files that can be opened");
    page.dialog("Open").button("Create runtime").click();
    page.textbox("Rendered output").wait_text("FROM busybox");
    page.status("Save state").wait_text("files to write to “shop”");
    page.press("Control+s");
    wait_state(&page, "Saved · “shop” is up to date");
    assert!(get(&page, "shop/Dockerfile.j2").is_some_and(|text| text.contains("FROM busybox")));
    page.wait_true("localStorage['faaso-designer.folders'] === 'true'");
    // a private folder is always allowed, so nobody is asked
    page.reload();
    wait_state(&page, "Saved · “shop” is up to date");
    // opened once more it is another project, and the first is named
    open(&page);
    page.dialog("Open")
        .wait_text("is edited in this folder, too. To go on with its changes, open it in Projects.");
}

#[test]
fn a_browser_that_cannot_edit_a_folder_offers_none() {
    let page = Page::visit_with(site::address(), "delete window.showDirectoryPicker;", None);
    page.textbox("Rendered output").wait_text("FROM");
    page.button("Open").click();
    page.menuitem("Folder…").wait();
    assert!(!page.menuitem("Folder on this computer…").is_there());
    assert_eq!(
        page.evaluate("indexedDB.databases().then((all) => all.some((it) => it.name.includes('folders')))"),
        Value::Bool(false)
    );
}
