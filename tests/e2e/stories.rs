//! What the designer is for, from the first click to the zip: once for each bundled runtime. What comes down is held
//! against what the core makes natively of the same project.

use crate::{
    browser::Kind,
    page::{Download, Page},
};
use faaso::{
    analysis::Analysis,
    bundle::File,
    path::BundlePath,
    project::{FunkoEntry, Project},
};
use faaso_designer::engine::{
    jobs::Export,
    messages::{Answer, Request},
    service::Service,
};
use std::collections::BTreeSet;

const ZIPS: [(Export, &str); 3] = [
    (Export::FunkoReady, "Funko zip (ready to build)"),
    (Export::FunkoSource, "Funko source zip"),
    (Export::Runtime, "Runtime zip"),
];

/// The core, beside the page.
struct Native {
    service: Service,
    project: Project,
}

impl Native {
    /// A bundled runtime as it comes, and a funko of that name.
    fn new(runtime: &str, funko: &str) -> Native {
        let files = catalog::find(runtime).expect("it is bundled").files.clone();
        let project = Project {
            runtime_name: runtime.into(),
            runtime: files,
            funko_name: funko.into(),
            ..Project::default()
        };
        Native { service: Service::default(), project }
    }

    fn put(&mut self, path: &str, text: &str) {
        let path = BundlePath::new(path).unwrap();
        self.project.runtime.put(path, File::text(text)).unwrap();
    }

    fn own(&mut self, path: &str, text: &str) {
        self.project.own.insert(BundlePath::new(path).unwrap(), FunkoEntry::File(File::text(text)));
    }

    fn analysis(&mut self) -> Analysis {
        let project = self.project.clone();
        let open = Request::Open { revision: 0, project, guilty: BTreeSet::new(), known: None };
        let Answer::Analysis(delta) = self.service.answer(open, &mut |_| {}) else { panic!("no analysis") };
        let mut analysis = Analysis::default();
        analysis.apply(delta);
        analysis
    }

    fn zip(&mut self, what: Export) -> (String, Vec<u8>) {
        self.analysis();
        let made = self.service.export(what).expect("an export");
        (made.file_name, made.bytes)
    }
}

fn export(page: &Page, item: &str) -> Download {
    let zip = page.download(|| {
        page.button("Export").click();
        page.menuitem(item).click();
    });
    page.dialog("Export").button("Done").click();
    page.dialog("Export").wait_gone();
    zip
}

fn the_whole_story(page: &Page, runtime: &str) {
    let mut native = Native::new(runtime, "story1");
    let dockerfile = native.project.runtime.get("Dockerfile.j2").unwrap().as_text().unwrap().to_owned();
    let template = format!("# edited for {{{{ name }}}}\n{dockerfile}");
    let broken = format!("# edited for {{{{ name }}}}\n{{{{ options. }}}}\n{dockerfile}");
    let yml = native.analysis().live["funko.yml"].as_text().unwrap().to_owned();
    let packages = ["ship_packages", "devel_packages"].into_iter().find(|option| yml.contains(option));
    let packages = packages.expect("a bundled runtime takes packages on demand");
    let own_yml = yml.replace(&format!("{packages}: []"), &format!("{packages}: [\"curl\", \"fish\"]"));
    assert_ne!(own_yml, yml, "none is asked for as it comes");

    // pick
    page.combobox("Runtime").choose(&format!("{runtime} —"));
    page.textbox("Funko name").fill("story1");
    page.textbox("funko.yml editor").wait_text("name: story1");
    page.textbox("Rendered output").wait_text("FROM");

    // edit the template, then funko.yml: the output follows
    page.textbox("Template editor").fill(&template);
    page.textbox("Rendered output").wait_text("# edited for story1");
    page.textbox("funko.yml editor").fill(&own_yml);
    page.textbox("Rendered output").wait_text("curl fish");
    page.screenshot(&format!("story-{runtime}"));

    // break it: the last good output stays, the problem names its place; fix it
    page.textbox("Template editor").fill(&broken);
    page.region("Problems").wait_text("Dockerfile.j2:2:");
    page.textbox("Rendered output").wait_text("curl fish");
    page.region("Output").wait_text("Showing the last valid output");
    page.screenshot(&format!("story-{runtime}-broken"));
    page.textbox("Template editor").fill(&template);
    page.region("Output").wait_text("identical to FaaSO's output");
    page.region("Problems").wait_no_text("Dockerfile.j2:2:");

    // export: the same bytes as natively
    native.put("Dockerfile.j2", &template);
    native.own("funko.yml", &own_yml);
    let mut runtime_zip = None;
    for (what, item) in ZIPS {
        let Download { name, bytes } = export(page, item);
        assert_eq!((name.as_str(), &bytes), (native.zip(what).0.as_str(), &native.zip(what).1), "{item}");
        runtime_zip = Some((name, bytes));
    }

    // the line to paste
    page.download(|| {
        page.button("Export").click();
        page.menuitem("Funko zip (ready to build)").click();
    });
    page.dialog("Export").textbox("Build command").wait_text("docker build");
    page.dialog("Export").tab("PowerShell").click();
    page.dialog("Export").textbox("Build command").wait_text("Expand-Archive");
    page.dialog("Export").button("Done").click();

    // open the exported zip again: what comes down is what went up
    let (name, bytes) = runtime_zip.expect("three were made");
    page.upload("Open zip", &name, &bytes);
    page.textbox("Rendered output").wait_text("# edited for");
    assert_eq!(export(page, "Runtime zip").bytes, bytes);
}

#[test]
fn from_pick_to_zip_in_firefox() {
    the_whole_story(&Page::open_in_browser(Kind::Firefox), "kemal-alpine");
}

/// A test a runtime, so that they run beside each other.
macro_rules! from_pick_to_zip {
    ($($runtime:ident)*) => {
        $(#[test]
        fn $runtime() {
            super::the_whole_story(&super::Page::open(), &named(stringify!($runtime)));
        })*

        #[test]
        fn none_is_forgotten() {
            let bundled: Vec<_> = catalog::bundled().iter().map(|it| it.name).collect();
            assert_eq!(bundled, [$(named(stringify!($runtime))),*]);
        }
    };
}

mod from_pick_to_zip {
    /// The runtime's name of a test's.
    fn named(test: &str) -> String {
        test.trim_start_matches("r#").replace('_', "-")
    }

    from_pick_to_zip!(express_node fastapi flask_gunicorn go kemal_alpine php rust shell r#static);
}

/// Every bundled runtime renders at once, and its zip is the core's.
#[test]
fn every_bundled_runtime_exports_as_it_comes() {
    let page = Page::open();
    for bundled in catalog::bundled() {
        page.combobox("Runtime").choose(&format!("{} —", bundled.name));
        page.textbox("funko.yml editor").wait_text(&format!("runtime: {}", bundled.name));
        page.textbox("Rendered output").wait_text("FROM");
        let made = export(&page, "Funko zip (ready to build)");
        assert_eq!(
            made.bytes,
            Native::new(bundled.name, "hello").zip(Export::FunkoReady).1,
            "{}",
            bundled.name
        );
    }
}

/// A template that never ends and one that makes gigabytes: the page answers keys all the while, the document is
/// whole, and the rest goes on being rendered.
#[test]
fn hostile_templates_leave_the_page_alive() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    for (hostile, name) in [
        ("{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}\n", "never ends"),
        ("{% for a in range(100000000) %}{% for b in range(100000000) %}{% endfor %}{% endfor %}\n", "loops"),
        ("{{ 'x' | center(4000000000) }}{{ 'x' * 4000000000.0 }}\n", "makes gigabytes"),
    ] {
        page.textbox("Template editor").fill(hostile);
        page.region("Problems").wait_text("Dockerfile.j2:1:");
        page.textbox("Rendered output").wait_text("FROM");
        page.textbox("Template editor").press("Control+Home").type_text("still here ");
        page.textbox("Template editor").wait_text("still here ");
        page.textbox("Template editor").wait_text(&hostile[..20]);
        page.screenshot(&format!("hostile-{}", name.replace(' ', "-")));
    }
    page.textbox("Template editor").fill("FROM fixed\n");
    page.textbox("Rendered output").wait_text("FROM fixed");
}

/// A rule's id opens its documentation; the lens shows what Jinja2 would do.
#[test]
fn rules_and_the_lens_explain() {
    let page = Page::open();
    page.textbox("Template editor")
        .fill("FROM alpine\n{% if options.devel_packages %}RUN x{% endif %}\nEXPOSE 3000\n# /ping\n");
    page.region("Problems").wait_text("bare-if");
    page.region("Problems").button("bare-if").click();
    page.only("dialog").wait_text("Why it matters");
    page.screenshot("rule");
    page.press("Escape");
    page.button("Compare with Jinja2").click();
    page.region("Jinja2 lens").wait_text("2:");
    page.screenshot("lens");
}

/// Standard Jinja2 has no budget for what it prints, so the lens can hang its Worker for good: the watchdog ends it, and
/// a fresh one goes on. What FaaSO makes is shown meanwhile.
#[test]
fn a_hanging_lens_is_replaced() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.button("Compare with Jinja2").click();
    let doubled = "{% set x = [x, x] %}".repeat(60);
    page.textbox("Template editor").fill(&format!("{{% set x = 1 %}}{doubled}{{{{ x }}}}\n"));
    page.region("Problems").wait_text("Dockerfile.j2:1:");
    page.textbox("Template editor").fill("FROM fixed\n");
    page.textbox("Rendered output").wait_text("FROM fixed");
    page.region("Jinja2 lens").wait_text("gives the same output");
    page.status("Save state").wait_text("Saved");
}
