//! No output without its reason, no export without the way to what stops it, and no project that is too large to be shown.

use crate::page::Page;
use faaso::{
    archive,
    bundle::{Bundle, File},
    path::BundlePath,
};

fn zip(files: impl IntoIterator<Item = (String, String)>) -> Vec<u8> {
    let mut bundle = Bundle::new();
    for (path, text) in files {
        drop(bundle.put(BundlePath::new(&path).unwrap(), File::text(&text)).unwrap());
    }
    archive::write(&bundle, "mine").expect("it can be written")
}

fn files(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
}

#[test]
fn without_a_funko_yml_the_output_is_a_new_funkos() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let dockerfile = "FROM a\nRUN {{ name }} {{ options.threads | default('8') }}\n";
    page.upload("Open zip", "mine.zip", &zip(files(&[("Dockerfile.j2", dockerfile), ("app.py", "x\n")])));
    page.textbox("Rendered output").wait_text("RUN hello 8");
    page.region("Output").wait_text("as a new funko: there is no funko.yml");
    page.screenshot("as-new");
    page.tab("Build context").click();
    page.region("Output").wait_text("Shown as a new funko").wait_text("app.py");
    page.screenshot("as-new-context");
    page.tab("Rendered").click();

    // an export says what stops it, and the way there
    page.button("Export").click();
    page.menuitem("Funko zip (ready to build)").click();
    page.dialog("Export").wait_text("This funko has no funko.yml");
    page.screenshot("export-refused");
    page.dialog("Export").button("Done").click();

    // what is offered makes the template's, so that every new funko has it
    page.region("funko.yml").button("Create template/funko.yml.j2").click();
    page.textbox("funko.yml editor").wait_text("name: hello").wait_text("threads: \"8\"");
    page.region("Output").wait_text("identical to FaaSO's output");
}

#[test]
fn a_refused_funko_yml_is_the_reason_after_a_reload_too() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("funko.yml editor").fill("name: a\nruntime: b\noptions: [\n");
    page.region("Output").wait_text("Showing the last valid output");
    page.status("Save state").wait_until("saved", |text| text == "Saved");
    page.reload();
    page.region("Output").wait_text("funko.yml:4:1").wait_text("FaaSO says");
    page.screenshot("refused-yml");
    page.region("Output").button("Go to error").click();
    page.button("Export").click();
    page.menuitem("Funko zip (ready to build)").click();
    page.dialog("Export").wait_text("funko.yml:4:1");
    page.screenshot("export-refused-yml");
    page.dialog("Export").button("funko.yml:4:1").click();
    page.dialog("Export").wait_gone();
}

/// Within the limits, so it is shown, whatever the machine; and a template that never ends is named among them.
#[test]
fn nine_thousand_files_are_shown() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let many = (0..8_996).map(|number| {
        let end = if number % 3 == 0 { ".j2" } else { "" };
        (format!("f/{number:04}{end}"), format!("{{{{ name }}}} {number}\n"))
    });
    let few = files(&[
        ("Dockerfile.j2", "FROM many\nEXPOSE 3000\n# /ping\n"),
        ("a.j2", "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
    ]);
    page.upload("Open zip", "many.zip", &zip(many.chain(few)));
    page.textbox("Rendered output").wait_text("FROM many");
    page.region("Problems").wait_text("a.j2:1:").wait_text("Rendering stopped");
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# typed ");
    page.textbox("Rendered output").wait_text("# typed FROM many");
    let foot = page.only("contentinfo").text();
    assert!(!foot.contains("restarted") && !foot.contains("took too long"), "{foot}");
}

#[test]
fn an_untouched_runtime_has_a_short_link() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.button("Share").click();
    let link = page.dialog("Share").textbox("Link").wait_text("#runtime=").text();
    assert!(link.len() < 120, "{link}");
    page.dialog("Share").button("Done").click();
    page.combobox("Runtime").choose("kemal-alpine —");
    page.textbox("Rendered output").wait_text("crystal");
    page.go(&link);
    page.textbox("Rendered output").wait_no_text("crystal").wait_text("FROM");
    page.go(&format!("{}#runtime=nothing.", crate::site::address()));
    page.dialog("Bundled runtime").wait_text("no bundled runtime called nothing").button("php").wait();
    page.go(&format!("{}#runtime=flask", crate::site::address()));
    page.dialog("Bundled runtime").wait_text("called flask").wait_no_text("php");
    // the next link takes its place
    page.go(&format!("{}#runtime=php&file=nofile", crate::site::address()));
    page.textbox("Rendered output").wait_text("php");
    page.dialog("Bundled runtime").wait_gone();
    page.go(&format!("{}#runtime=flask", crate::site::address()));
    page.dialog("Bundled runtime").button("flask-gunicorn").click();
    page.textbox("Rendered output").wait_text("FROM python");
    page.go(&format!("{}#share", crate::site::address()));
    page.dialog("Shared project").wait_text("Copy the whole link");
}

/// As a mail program hands it on.
#[test]
fn a_mangled_link_opens() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.textbox("Template editor").fill("FROM shared\n");
    page.button("Share").click();
    let link = page.dialog("Share").textbox("Link").wait_text("#share=1.").text();
    page.dialog("Share").button("Done").click();
    let (address, fragment) = link.split_once('#').unwrap();
    page.go(&format!("{address}#{}.", fragment.replace('=', "%3D")));
    page.dialog("Shared project").list("Shared files").wait_text("Dockerfile.j2");
    page.screenshot("shared-mangled");
}
