//! What comes in: zips and folders of every kind, chosen or dropped.

use crate::{
    fuzz::{
        tar_builder,
        zip_builder::{Entry, build},
    },
    page::{Page, wait_for},
};
use serde_json::json;
use std::{fs, io::Write, path::PathBuf};

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let entries: Vec<_> = files.iter().map(|(path, text)| Entry::stored(*path, *text)).collect();
    build(&entries)
}

const SHOP: &[(&str, &str)] = &[
    ("shop/Dockerfile.j2", "FROM alpine:3\n# shop {{ name }}\nEXPOSE 3000\n# /ping\n"),
    ("shop/README.md", "# Shop\n"),
    ("shop/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
    ("shop/template/app.txt", "hello\n"),
];

/// A folder on the author's machine, beside the downloads.
fn folder(page: &Page, files: &[(&str, &str)]) -> PathBuf {
    let root = page.browser.downloads().with_file_name("dropped");
    for (path, text) in files {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    root
}

/// Drops a file or folder of the machine on what the selector finds.
fn drop_on(page: &Page, selector: &str, path: &std::path::Path) {
    let place = page.evaluate(&format!(
        "(() => {{ const it = document.querySelector({}).getBoundingClientRect();
            return [it.left + Math.min(it.width / 2, 60), it.top + Math.min(it.height / 2, 20)] }})()",
        json!(selector)
    ));
    let data = json!({ "items": [], "files": [path], "dragOperationsMask": 1 });
    for kind in ["dragEnter", "dragOver", "drop"] {
        let params = json!({ "type": kind, "x": place[0], "y": place[1], "data": data });
        page.browser.cdp("Input.dispatchDragEvent", params);
    }
}

#[test]
fn a_zip_from_a_mac_opens_without_its_litter() {
    let page = Page::open();
    let mut files = vec![("._shop", "x"), ("__MACOSX/shop/._a", "x")];
    files.extend_from_slice(SHOP);
    page.upload("Open zip", "shop.zip", &zip(&files));
    page.dialog("Open").wait_text("Opened the runtime shop (4 files)").wait_text("._shop");
    page.dialog("Open").button("OK").click();
    page.textbox("Rendered output").wait_text("# shop hello");
}

#[test]
fn a_tar_gz_opens_and_is_exported() {
    let page = Page::open();
    let tar = |files: &[(&str, &str)]| {
        let entries: Vec<_> =
            files.iter().map(|(path, text)| tar_builder::Entry::file(*path, *text)).collect();
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(&tar_builder::build(&entries)).unwrap();
        packed.finish().unwrap()
    };
    page.upload("Open zip", "shop.tar.gz", &tar(SHOP));
    page.textbox("Rendered output").wait_text("# shop hello");
    let made = page.download(|| {
        page.button("Export").click();
        page.menuitem("Runtime tar.gz").click();
    });
    assert_eq!(made.name, "shop-runtime.tar.gz");
    page.dialog("Export").wait_text("shop-runtime.tar.gz");
    page.dialog("Export").button("Done").click();
    let read = faaso::archive::read(&made.bytes).unwrap();
    assert_eq!((read.top_folder.as_deref(), read.bundle.len()), (Some("shop"), SHOP.len()));
    // several in one are offered, with what they say of themselves
    let both = [
        ("all/one/Dockerfile.j2", "FROM one\n"),
        ("all/one/README.md", "# The first\n"),
        ("all/two/Dockerfile.j2", "FROM two\n"),
    ];
    page.upload("Open zip", "all.tgz", &tar(&both));
    page.dialog("Open").wait_text("The first").wait_text("two");
    page.screenshot("open-tar");
    page.dialog("Open").starting("button", "one").click();
    page.textbox("Rendered output").wait_text("FROM one");
    // one that is cut off
    let whole = tar(SHOP);
    page.upload("Open zip", "cut.tgz", &whole[..whole.len() / 2]);
    page.dialog("Open").wait_text("it isn't a tar.gz file, or it's damaged");
}

#[test]
fn what_lies_in_a_repository_is_offered() {
    let page = Page::open();
    let runtime = |name: &str| {
        SHOP.iter()
            .map(|(path, text)| (path.replace("shop", &format!("all/runtimes/{name}")), *text))
            .collect::<Vec<_>>()
    };
    let mut files =
        vec![("all/Dockerfile".to_owned(), "FROM alpine\n"), ("all/README.md".to_owned(), "# All\n")];
    files.extend(runtime("shop"));
    files.extend(runtime("kemal"));
    files.push(("all/examples/hello/funko.yml".to_owned(), "name: greeter\nruntime: kemal\n"));
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    page.upload("Open zip", "all-main.zip", &zip(&files));
    page.dialog("Open").wait_text("3 runtimes and 1 funko").wait_text("runtimes/shop");
    page.screenshot("choose");
    page.dialog("Open").starting("button", "shop").click();
    page.textbox("Rendered output").wait_text("# shop hello");
    // a funko lies over the runtime that came along
    page.upload("Open zip", "all-main.zip", &zip(&files));
    page.dialog("Open").starting("button", "hello").click();
    page.textbox("Rendered output").wait_text("# shop greeter");
    page.textbox("funko.yml editor").wait_text("runtime: kemal");
}

#[test]
fn dependencies_in_a_zip_are_skipped() {
    let page = Page::open();
    let mut entries: Vec<_> = SHOP.iter().map(|(path, text)| Entry::stored(*path, *text)).collect();
    entries.extend((0..10_050).map(|at| Entry::stored(format!("shop/node_modules/m/{at}.js"), "x")));
    page.upload("Open zip", "shop.zip", &build(&entries));
    page.dialog("Open").wait_text("Opened the runtime shop (4 files)").wait_text("node_modules");
    page.dialog("Open").button("OK").click();
}

#[test]
fn a_dropped_folder_opens_wherever_it_is_dropped() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    for (at, selector) in
        [".cm-content", "[data-pane=output]", "[role=treeitem]", "header"].iter().enumerate()
    {
        let name = format!("shop{at}");
        let files: Vec<_> =
            SHOP.iter().map(|(path, text)| (path.replacen("shop", &name, 1), *text)).collect();
        let mut files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let hidden = format!("{name}/node_modules/a/b.js");
        files.push((&hidden, "x"));
        let root = folder(&page, &files);
        drop_on(&page, selector, &root.join(&name));
        let said = format!("Opened the runtime {name} (4 files)");
        page.dialog("Open").wait_text(&said).wait_text("node_modules");
        page.dialog("Open").button("OK").click();
        page.textbox("Rendered output").wait_text("# shop hello");
    }
}

#[test]
fn what_is_dropped_on_an_editor_is_never_typed() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let root = folder(&page, &[("notes.txt", "not to be typed\n")]);
    drop_on(&page, ".cm-content", &root.join("notes.txt"));
    wait_for("a notice", || match page.evaluate("document.querySelector('.notice')?.innerText").as_str() {
        Some(said) if said.contains("isn't a zip or tar.gz file") => Ok(()),
        said => Err(format!("{said:?}")),
    });
    page.textbox("Template editor").wait_no_text("not to be typed");
    // in the tree it is added
    drop_on(&page, "[role=treeitem]", &root.join("notes.txt"));
    page.treeitem("notes.txt").wait();
    page.textbox("Template editor").wait_text("not to be typed");
    // a zip opens
    fs::write(root.join("shop.zip"), zip(SHOP)).unwrap();
    drop_on(&page, ".cm-content", &root.join("shop.zip"));
    page.textbox("Rendered output").wait_text("# shop hello");
}

#[test]
fn a_folder_without_a_dockerfile_can_get_one() {
    let page = Page::open();
    page.upload("Open zip", "notes.zip", &zip(&[("notes/a.txt", "x\n")]));
    page.dialog("Open").wait_text("notes has no Dockerfile and no funko.yml");
    page.screenshot("no-dockerfile");
    page.dialog("Open").button("Create Dockerfile").click();
    page.textbox("Template editor").wait_text("FROM busybox");
}

#[test]
fn of_several_runtimes_one_is_chosen_by_its_description() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let repository = [
        ("all/runtimes/lean/Dockerfile.j2", "FROM alpine\n# lean {{ name }}\n"),
        ("all/runtimes/lean/README.md", "\n# Lean: pages from memory\n\nMore.\n"),
        ("all/runtimes/lean/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
        ("all/runtimes/rich/Dockerfile.j2", "FROM debian\n# rich {{ name }}\n"),
        ("all/runtimes/rich/README.md", "Rich: everything at once\n========\n"),
        ("all/runtimes/rich/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
    ];
    page.upload("Open zip", "all.zip", &zip(&repository));
    let found = page.dialog("Open").list("Found");
    found
        .wait_text("Lean: pages from memory")
        .wait_text("Rich: everything at once")
        .wait_text("runtimes/rich");
    found.starting("button", "rich").click();
    page.textbox("Rendered output").wait_text("# rich hello");
    page.status("Notice").wait_text("Opened the runtime rich from");
}
