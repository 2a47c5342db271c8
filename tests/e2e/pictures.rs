//! The README's pictures, and a gallery to look at after a visible change:
//! `cargo test --features e2e --test e2e -- --ignored pictures`.

use crate::{
    conversion::{add_blog, convert_shop},
    faaso_nearby::failed_build,
    folder,
    page::Page,
    picture::TWO_STAGES,
    search::search_for,
};

pub type Way = fn(&Page);

/// Something worth a look: what is on the screen, and how to get there.
pub const SCENES: &[(&str, Way)] = &[
    ("first", |_| {}),
    ("edited", |page| {
        page.combobox("Runtime").choose("kemal-alpine");
        page.textbox("funko.yml editor").wait_text("runtime: kemal-alpine");
        page.textbox("funko.yml editor")
            .select("ship_packages: []")
            .type_text("ship_packages: [\"curl\", \"fish\"]");
        page.textbox("Rendered output").wait_text("curl fish");
    }),
    ("build-context", |page| {
        page.tab("Build context").click();
    }),
    ("problems", |page| {
        page.textbox("Template editor").fill(
            "FROM alpine\n{% if options.ship_packages %}RUN x{% endif %}\n{{ options. }}\nEXPOSE 3000\n",
        );
        page.region("Problems").wait_text("3:");
    }),
    ("lens", |page| {
        page.textbox("Template editor")
            .fill("FROM alpine\n{% if options.ship_packages %}RUN x{% endif %}\nEXPOSE 3000\n# /ping\n");
        page.button("Compare with Jinja2").click();
        page.region("Jinja2 lens").wait_text("2:");
    }),
    ("changes", |page| {
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# mine");
        page.tab("Changes").click();
        page.list("Changed files").wait_text("# mine");
    }),
    ("scenarios", |page| {
        page.tab("Scenarios").click();
        page.status("Scenario results").wait_text("4 passed");
        page.textbox("Template editor").select("EXPOSE 3000").type_text("EXPOSE 8080");
        page.status("Scenario results").wait_text("4 different");
    }),
    ("alike-lines", |page| {
        page.tab("Scenarios").click();
        page.status("Scenario results").wait_text("4 passed");
        page.textbox("Template editor").press("Control+End");
        page.type_text("\n# changed");
        page.list("Scenarios").wait_text("<no newline at the end>");
    }),
    ("no-such-runtime", |page| {
        page.go(&format!("{}#runtime=flask", crate::site::address()));
        page.dialog("Bundled runtime").button("flask-gunicorn").wait();
    }),
    ("edges", |page| {
        page.tab("Scenarios").click();
        page.status("Scenario results").wait_text("4 passed");
        page.button("Try the edges").click();
        page.status("Edge results").wait_text("at the edges");
    }),
    ("conversion", convert_shop),
    ("second-application", |page| {
        add_blog(page);
        page.evaluate("document.querySelector(`[aria-label='Second application']`).scrollIntoView()");
    }),
    ("word-help", |page| {
        page.textbox("Template editor").select("default").press("Alt+F1");
        page.wait_true("document.querySelector('[role=tooltip]') !== null");
    }),
    ("made-changes", |page| {
        page.textbox("Template editor").select("EXPOSE 3000").type_text("EXPOSE 3000 4000");
        page.tab("Changes").click();
        page.tablist("Changes of").tab("What FaaSO makes").click();
        page.list("Changed output files").wait_text("4000");
    }),
    ("side-by-side", |page| {
        page.textbox("Template editor").select("EXPOSE 3000").type_text("EXPOSE 3000 4000");
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# mine\n");
        page.tab("Changes").click();
        page.button("Side by side").click();
        page.list("Changed files").wait_text("4000");
    }),
    ("find-in-files", |page| {
        search_for(page, "requirements.txt");
        page.region("Search results").textbox("Replace").fill("needs.txt");
        page.region("Search results").list("Files with results").wait_text("needs.txt");
    }),
    ("export", |page| {
        page.download(|| {
            page.button("Export").click();
            page.menuitem("Funko zip (ready to build)").click();
        });
        page.dialog("Export").textbox("Build command").wait_text("docker build");
    }),
    ("export-differs", |page| {
        page.textbox("Template editor").fill(
            "FROM alpine\nARG TARGETARCH\nRUN <<EOF\napk add curl\nEOF\nEXPOSE 3000\nCMD [\"httpd\"]\n# /ping\n",
        );
        page.region("Problems").wait_text("docker-differs");
        page.download(|| {
            page.button("Export").click();
            page.menuitem("Funko zip (ready to build)").click();
        });
        page.dialog("Export").tab("Same as FaaSO").click();
        page.dialog("Export").get("list", "Differences").wait();
    }),
    ("picture", |page| {
        page.textbox("Template editor").fill(TWO_STAGES);
        page.textbox("Rendered output").wait_text("FROM golang");
        page.tab("Changes").click();
        page.textbox("Snapshot name").fill("before");
        page.button("Take snapshot").click();
        page.textbox("funko.yml editor").select("ship_packages: []").type_text("ship_packages: [curl, fish]");
        page.textbox("Template editor").select("EXPOSE 3000").type_text("RUN --network=none true");
        page.press("Control+k");
        page.type_text("build picture");
        page.press("Enter");
        page.combobox("Compare with").choose("before");
        page.list("Stages").wait_text("curl");
    }),
    ("form", |page| {
        page.combobox("Runtime").choose("flask-gunicorn");
        page.textbox("funko.yml editor").wait_text("runtime: flask-gunicorn");
        page.textbox("funko.yml editor").select("workers").type_text("workerz");
        page.textbox("funko.yml editor").select("ship_packages: []").type_text("ship_packages: [curl, fish]");
        page.tablist("funko.yml view").tab("Form").click();
        page.group("workerz").wait_text("Did you mean");
        page.tablist("Output view").tab("Options").click();
        page.tabpanel("Options").wait_text("Dockerfile.j2");
    }),
    ("new-funko", |page| {
        page.tab("New funko").click();
    }),
    ("old-output", |page| {
        page.textbox("Template editor").press("Control+Home");
        page.insert("{{ options.x.y }}\n");
        page.region("Problems").wait_text("1:");
    }),
    ("search", |page| {
        page.textbox("Template editor").press("Control+f");
        page.textbox("Find").type_text("RUN");
    }),
    ("completion", |page| {
        page.textbox("Template editor").press("Control+Home");
        page.type_text("{{ options.he");
        page.starting("option", "healthcheck_command ").wait();
    }),
    ("go-to-file", |page| {
        page.press("Control+p");
        page.dialog("Go to file").wait();
    }),
    ("commands", |page| {
        page.press("Control+k");
        page.dialog("Commands").wait();
    }),
    ("tab-actions", |page| {
        page.button("Tab actions").click();
        page.menuitem("Close others").wait();
    }),
    ("deleted", |page| {
        page.treeitem("main.py").click();
        page.press("Delete");
        page.status("Notice").button("Undo this").wait();
    }),
    ("second-editor", |page| {
        page.textbox("Template editor").press("Control+\\");
        page.textbox("Second editor").wait_text("FROM");
        page.tree("Files").treeitem("main.py").click();
        page.textbox("Second editor").wait_text("import");
    }),
    ("option-help", |page| {
        page.textbox("Template editor").select("devel_packages").press("Alt+F1");
        page.button("Rename option").wait();
    }),
    ("new-file", |page| {
        page.button("New file").click();
        page.dialog("New file").wait();
    }),
    ("rule", |page| {
        page.textbox("Template editor").fill("FROM alpine\n{% if options.ship_packages %}RUN x{% endif %}\n");
        page.button("bare-if").click();
        page.only("dialog").wait();
    }),
    ("made-by", |page| {
        page.combobox("Runtime").choose("kemal-alpine");
        page.textbox("funko.yml editor").wait_text("runtime: kemal-alpine");
        page.textbox("funko.yml editor").select("ship_packages: []").type_text("ship_packages: [curl, fish]");
        page.textbox("Rendered output").wait_text("curl fish");
        page.textbox("Rendered output").select("curl fish");
        page.status("Made by").wait_text("options.ship_packages[0]");
    }),
    ("whitespace", |page| {
        page.combobox("Runtime").choose("kemal-alpine");
        page.textbox("funko.yml editor").wait_text("runtime: kemal-alpine");
        page.press("Alt+w");
        page.wait_true("!!document.querySelector('.cm-dash')");
    }),
    ("uses", |page| {
        page.combobox("Runtime").choose("kemal-alpine");
        page.textbox("funko.yml editor").wait_text("runtime: kemal-alpine");
        page.textbox("funko.yml editor").select("ship_packages");
        page.status("Made by").wait_text("Makes");
        page.press("Shift+F12");
        page.region("Uses").button("Dockerfile.j2:10").wait();
    }),
    ("make-option", |page| {
        page.combobox("Runtime").choose("fastapi —");
        page.textbox("Rendered output").wait_text("FROM python:3.13-slim AS build");
        page.textbox("Template editor").select("python:3.13-slim");
        page.press("Alt+o");
        page.dialog("Make an option").wait();
    }),
    ("copy", |page| {
        page.button("Open").click();
        page.starting("menuitem", "Cop").click();
        page.only("dialog").wait();
    }),
    ("maximized", |page| {
        page.button("Maximize Output").click();
    }),
    ("export-menu", |page| {
        page.button("Export").click();
    }),
    ("open-menu", |page| {
        page.button("Open").click();
    }),
    ("share", |page| {
        page.button("Share").click();
        page.dialog("Share").textbox("Link").wait();
    }),
    ("not-saved", |page| {
        page.evaluate(
            "IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); }",
        );
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# mine");
        page.status("Save state").wait_text("Not saved");
    }),
    ("projects", |page| {
        page.button("Projects").click();
        page.dialog("Projects").wait();
    }),
    ("settings", |page| {
        page.press("Control+,");
        page.dialog("Settings").wait();
    }),
    ("build-elsewhere", |page| {
        page.press("Control+,");
        page.dialog("Settings").checkbox("Build on a FaaSO").click();
        page.dialog("Settings").textbox("FaaSO address").fill("http://faaso.example.org/admin/");
        page.dialog("Settings").button("Done").click();
        page.button("Export").click();
        page.menuitem("Build on a FaaSO…").click();
        page.dialog("Build on a FaaSO").wait_text("faaso-hello").wait_text("Reload it once");
        page.evaluate("document.querySelector('dialog details').open = true");
    }),
    ("build-settings", |page| {
        page.press("Control+,");
        page.dialog("Settings").checkbox("Build on a FaaSO").click();
        page.dialog("Settings").textbox("FaaSO address").fill("faaso.example.org");
        page.dialog("Settings").wait_text("Start the address with");
    }),
    ("build-failed", failed_build),
    ("high-contrast", |page| {
        page.press("Control+,");
        page.dialog("Settings").combobox("Theme").choose("High contrast");
        page.press("Escape");
        page.dialog("Settings").wait_gone();
    }),
    ("lesson", |page| {
        page.press("Control+k");
        page.dialog("Commands").wait();
        page.type_text("show lessons");
        page.press("Enter");
        page.dialog("Lessons").listitem("Three kinds of nothing").starting("button", "").click();
        page.region("Lesson").button("Hint").click();
        page.status("Lesson progress").wait_text("4 of 8 done");
    }),
    ("lessons", |page| {
        page.region("Welcome").button("Learn with lessons").click();
        page.dialog("Lessons").wait();
    }),
    ("folder-conflict", |page| {
        folder::make_a_conflict(page);
        page.status("Folder").button("Show conflicts").click();
        page.dialog("Conflicts").wait();
    }),
    ("folder-gone", |page| {
        folder::make_a_conflict(page);
        folder::put(page, "shop", None);
        page.status("Folder").wait_text("moved, deleted or emptied");
    }),
    ("help", |page| {
        page.button("Help").click();
        page.dialog("Help").wait();
    }),
];

#[test]
#[ignore = "makes pictures; there is nothing to fail"]
fn pictures() {
    // SCENE=lens for one alone
    let wanted = std::env::var("SCENE").unwrap_or_default();
    for (width, height) in [(1440, 900), (900, 700), (420, 800)] {
        for theme in ["dark", "light"] {
            for (name, scene) in SCENES.iter().filter(|(name, _)| wanted.is_empty() || wanted == *name) {
                if width == 420
                    && ![
                        "first",
                        "problems",
                        "export",
                        "not-saved",
                        "made-by",
                        "second-editor",
                        "option-help",
                        "make-option",
                        "picture",
                        "export-differs",
                        "lesson",
                        "folder-conflict",
                        "lessons",
                        "help",
                        "build-elsewhere",
                        "build-settings",
                        "build-failed",
                    ]
                    .contains(name)
                {
                    continue;
                }
                let page = Page::open();
                page.prefer_scheme(theme);
                page.textbox("Rendered output").wait_text("FROM");
                scene(&page);
                page.resize(width, height);
                std::thread::sleep(std::time::Duration::from_millis(400));
                page.screenshot(&format!("gallery/{name}-{width}-{theme}"));
                page.forgive();
            }
        }
    }
}
