//! The text itself: every character arrives whole, in one step and where it was meant, and is seen.

use crate::page::{Page, wait_for};
use faaso::{
    archive,
    bundle::{Bundle, File},
    path::BundlePath,
};
use serde_json::json;
use std::time::Duration;

/// Where nothing but the text that is typed stands in the editor.
fn empty(page: &Page) {
    page.textbox("Template editor").fill("-\n").wait_until("a bare text", |text| !text.contains("FROM"));
    page.textbox("Template editor").press("Control+Home");
}

/// As some keyboards do it: each UTF-16 unit is an input of its own.
fn type_in_halves(page: &Page, text: &str) {
    page.evaluate(&format!(
        "[...Array({0}.length).keys()].forEach(at => document.execCommand('insertText', false, {0}[at]))",
        json!(text)
    ));
}

fn rendered(page: &Page, start: &str) {
    let wanted = format!("{start}-");
    let output = page.textbox("Rendered output");
    output.wait_until(&format!("“{wanted}”"), |text| text.lines().next() == Some(&wanted));
}

fn saved(page: &Page) {
    page.status("Save state").wait_until("saved", |text| text == "Saved");
}

const EMOJI: [&str; 4] = ["🎉", "🇩🇪", "👩‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"];

#[test]
fn characters_that_arrive_in_halves_are_whole() {
    let page = Page::open();
    empty(&page);
    for emoji in EMOJI {
        type_in_halves(&page, emoji);
        rendered(&page, emoji);
        page.press("Backspace");
        rendered(&page, "");
        std::thread::sleep(Duration::from_millis(600));
        type_in_halves(&page, emoji);
        rendered(&page, emoji);
        page.press("Control+z");
        rendered(&page, "");
    }
    // between two others, with a half in between that never becomes whole
    type_in_halves(&page, "a🎉b");
    page.press("ArrowLeft");
    page.evaluate("document.execCommand('insertText', false, '🎊'[0])");
    page.type_text("c");
    rendered(&page, "a🎉cb");
    page.press("Control+z");
    type_in_halves(&page, "🎊");
    rendered(&page, "a🎉🎊b");
    saved(&page);
    page.reload();
    rendered(&page, "a🎉🎊b");
    page.textbox("Template editor").wait_text("a🎉🎊b");
}

#[test]
fn names_that_arrive_in_halves_are_whole() {
    let page = Page::open();
    page.textbox("Template editor").press("Control+Home");
    page.type_text("x");
    page.button("Projects").click();
    let dialog = page.dialog("Projects");
    dialog.button("Rename").click();
    dialog.textbox("Project name").focus();
    page.press("Control+a");
    type_in_halves(&page, "🎉 party");
    page.press("Enter");
    dialog.listitem("🎉 party").wait();
    page.press("Escape");
    let name = page.textbox("Funko name");
    name.focus();
    page.press("Control+a");
    type_in_halves(&page, "🎊");
    page.textbox("funko.yml editor").wait_text("name: 🎊");
}

#[test]
fn a_composition_is_one_step() {
    let page = Page::open();
    empty(&page);
    page.type_text("a");
    rendered(&page, "a");
    let compose = |text: &str| {
        let end = text.encode_utf16().count();
        let params = json!({ "text": text, "selectionStart": end, "selectionEnd": end });
        page.browser.cdp("Input.imeSetComposition", params);
        // longer than a pause that ends typing
        std::thread::sleep(Duration::from_millis(700));
    };
    for text in ["n", "に", "にh", "にほ", "にほn", "にほん", "日本"] {
        compose(text);
    }
    page.insert("日本🎉");
    rendered(&page, "a日本🎉");
    page.press("Control+z");
    rendered(&page, "a");
    page.press("Control+y");
    rendered(&page, "a日本🎉");
    page.press("Control+z");
    page.press("Control+z");
    rendered(&page, "");
}

fn paste(page: &Page, text: &str) {
    page.evaluate(&format!(
        "(() => {{
            const clipboardData = new DataTransfer();
            clipboardData.setData('text/plain', {});
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData, bubbles: true, cancelable: true }}));
        }})()",
        json!(text)
    ));
}

fn runtime_zip(page: &Page) -> Bundle {
    let zip = page.download(|| {
        page.button("Export").click();
        page.menuitem("Runtime zip").click();
    });
    page.dialog("Export").button("Done").click();
    archive::read(&zip.bytes).expect("the page makes zips").bundle
}

fn open(page: &Page, files: &[(&str, String)]) {
    let mut bundle = Bundle::default();
    for (path, text) in [
        ("Dockerfile.j2", "FROM scratch\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
    ] {
        bundle.put(BundlePath::new(path).expect("it is one"), File::text(text)).expect("it fits");
    }
    for (path, text) in files {
        bundle.put(BundlePath::new(path).expect("it is one"), File::text(text)).expect("it fits");
    }
    let zip = archive::write(&bundle, "mine").expect("it can be written");
    page.upload("Open zip", "mine.zip", &zip);
    page.textbox("Template editor").wait_text("FROM scratch");
}

#[test]
fn what_is_pasted_takes_the_line_ends_of_the_file() {
    let page = Page::open();
    open(
        &page,
        &[
            ("unix.txt", "a\nb\n".into()),
            ("dos.txt", "a\r\nb\r\n".into()),
            ("mixed.txt", "a\nb\r\nc\rd\n".into()),
        ],
    );
    for file in ["unix.txt", "dos.txt", "mixed.txt"] {
        page.treeitem(file).click();
        page.tablist("Open files").tab(file).wait();
        page.textbox("Template editor").wait_text("a").press("Control+Home");
        paste(&page, "1\r\n2\n3\r");
        page.textbox("Template editor").wait_text("3");
    }
    // was from Windows, is not any more
    page.treeitem("dos.txt").click();
    page.textbox("Template editor").fill("a\nb\n");
    page.press("Control+Home");
    paste(&page, "1\r\n2\r\n");
    page.textbox("Template editor").wait_text("2");
    let files = runtime_zip(&page);
    for (file, text) in [
        ("unix.txt", "1\n2\n3\na\nb\n"),
        ("dos.txt", "1\n2\na\nb\n"),
        ("mixed.txt", "1\n2\n3\na\nb\r\nc\rd\n"),
    ] {
        assert_eq!(files.get(file).and_then(File::as_text), Some(text), "{file}");
    }
}

/// What cannot be seen has a mark in each editor, with its name; what emoji are made of is left alone.
#[test]
fn what_cannot_be_seen_is_marked() {
    let page = Page::open();
    let all = [
        ('\u{a0}', "No-break space (U+00A0)"),
        ('\u{ad}', "Soft hyphen (U+00AD)"),
        ('\u{2007}', "Figure space (U+2007)"),
        ('\u{200b}', "Zero-width space (U+200B)"),
        ('\u{200d}', "Zero-width joiner (U+200D)"),
        ('\u{200f}', "Right-to-left mark (U+200F)"),
        ('\u{202e}', "Right-to-left override (U+202E)"),
        ('\u{202f}', "Narrow no-break space (U+202F)"),
        ('\u{2060}', "Word joiner (U+2060)"),
        ('\u{2069}', "Pop directional isolate (U+2069)"),
        ('\u{3000}', "Ideographic space (U+3000)"),
        ('\u{fe0f}', "Variation selector (U+FE0F)"),
        ('\u{feff}', "Byte order mark (U+FEFF)"),
        ('\u{e0041}', "Tag character (U+E0041)"),
    ];
    let text: String = all.iter().map(|(c, _)| format!("a{c}b")).chain(EMOJI.map(str::to_owned)).collect();
    page.textbox("Template editor").fill(&format!("# {text}\n"));
    page.textbox("funko.yml editor").fill(&format!("name: hello\nruntime: x\n# {text} “curly”\n"));
    page.textbox("Rendered output").wait_text("a");
    let names: Vec<&str> = all.iter().map(|&(_, name)| name).collect();
    for editor in ["Template editor", "funko.yml editor", "Rendered output"] {
        wait_for(editor, || {
            let marks = page.textbox(editor).names("image");
            if marks == names { Ok(()) } else { Err(format!("{marks:?}")) }
        });
    }
    page.screenshot("unseen");
}

#[test]
fn names_cannot_deceive() {
    let page = Page::open();
    open(&page, &[("\u{202e}gnp.exe", "x".into()), ("zero\u{200b}width.txt", "y".into())]);
    let name = page.tree("Files").treeitem("\u{202e}gnp.exe");
    name.wait_text("RLOgnp.exe");
    page.tree("Files").treeitem("zero\u{200b}width.txt").wait_text("zeroZWSPwidth.txt").click();
    page.tablist("Open files").tab("zero\u{200b}width.txt").wait();
    let tab = page
        .evaluate("document.querySelector('[role=tablist] [role=tab][aria-selected=true] bdi').innerText");
    assert_eq!(tab, "zeroZWSPwidth.txt");
    page.screenshot("deceiving-names");
}

/// Files go to the page, whatever they are dropped on.
#[test]
fn a_drop_on_an_editor_is_a_drop_on_the_page() {
    let page = Page::open();
    let mut bundle = Bundle::default();
    let path = BundlePath::new("Dockerfile.j2").expect("it is one");
    let yml = BundlePath::new("template/funko.yml.j2").expect("it is one");
    bundle.put(yml, File::text("name: {{ name }}\nruntime: {{ runtime }}\n")).expect("it fits");
    for (at, editor) in ["Template editor", "funko.yml editor", "Rendered output"].into_iter().enumerate() {
        let text = format!("FROM dropped{at}\n");
        bundle.put(path.clone(), File::text(&text)).expect("it fits");
        let zip = archive::write(&bundle, "mine").expect("it can be written");
        page.textbox(editor).wait();
        let drop = "(element, bytes) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([new Uint8Array(bytes)], 'mine.zip', { type: 'application/zip' }));
            for (const kind of ['dragenter', 'dragover', 'drop']) {
                element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
            }
        }";
        page.textbox(editor).run(drop, json!(zip));
        page.textbox("Template editor").wait_text(&format!("FROM dropped{at}")).wait_no_text("PK");
    }
}

#[test]
fn highlighting_says_when_it_is_off() {
    let page = Page::open();
    let off = |page: &Page, name: &str, text: String, words: &str| {
        open(page, &[(name, text)]);
        page.treeitem(name).click();
        page.region("Template").wait_text(&format!("Highlighting is off: {words}"));
    };
    off(&page, "a.md", "*_".repeat(150_000), "a line is longer than 5,000 characters.");
    page.screenshot("highlighting-off");
    // and is on again as soon as it can be
    page.textbox("Template editor").fill("# short\n");
    page.region("Template").wait_no_text("Highlighting is off");
    paste(&page, &"[a](\n".repeat(20_000));
    page.region("Template").wait_text("Highlighting is off: its brackets are nested too deeply.");
    page.press("Control+z");
    page.region("Template").wait_no_text("Highlighting is off");
    off(
        &page,
        "b.md",
        "*_ \n".repeat(20_000),
        "a paragraph is too long or has too many formatting characters.",
    );
    off(&page, "c.js", "a = 1;\n".repeat(100_000), "the file is larger than 512 KB.");
}
