//! The whole job for whole applications: opened, every fix made, downloaded. What a new funko of the downloaded runtime
//! builds is the application.

use crate::page::Page;
use convert::{
    conversion::{make, without_conversion},
    decisions::Decisions,
    plan::Goes,
};
use faaso::{
    analysis::Analyzer,
    archive,
    bundle::{Bundle, EXECUTABLE, File, PLAIN},
    path::BundlePath,
    project::Project,
};
use std::{collections::BTreeSet, fs, path::Path};

/// More decisions than these are a burden.
const MOST: usize = 10;

fn read(folder: &Path, inside: &str, files: &mut Bundle) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{inside}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read(&entry.path(), &format!("{path}/"), files);
            continue;
        }
        let bytes = fs::read(entry.path()).unwrap();
        let mode = if bytes.starts_with(b"#!") { EXECUTABLE } else { PLAIN };
        files.put(BundlePath::new(&path).unwrap(), File::new(bytes, mode)).unwrap();
    }
}

fn check(name: &str) {
    let mut application = Bundle::new();
    read(&Path::new("crates/convert/tests/apps").join(name), "", &mut application);
    let page = Page::open();
    page.button("Open").click();
    page.menuitem("Application to convert…").click();
    page.upload("Application zip", "app.zip", &archive::write(&application, name).unwrap());
    page.status("Proof").wait_text("files the same");

    // the fixes that are offered, one after the other; some come up with others
    let mut decisions = Decisions::default();
    loop {
        let plan = make(&application, &decisions, name).plan;
        let open = plan.findings.iter().find_map(|finding| {
            let fix = finding.fix.as_ref().filter(|fix| !decisions.fixes.contains(&fix.id))?;
            Some((finding.rule.clone(), fix.clone()))
        });
        let Some((rule, fix)) = open else { break };
        let finding = page.list("Findings").listitem(&rule);
        finding.button(&fix.title).click();
        decisions.fixes.insert(fix.id);
        page.list("Findings").button(&format!("Take back: {}", fix.title)).wait();
    }
    assert!((1..=MOST).contains(&decisions.fixes.len()), "{name}: {:?}", decisions.fixes);
    page.status("Proof").wait_text("files the same");
    page.status("Save state").wait_text("Saved");

    let zip = page.download(|| {
        page.button("Export").click();
        page.menuitem("Runtime zip").click();
    });
    let runtime = archive::read(&zip.bytes).expect("it is our own").bundle;
    let made = make(&application, &decisions, name);
    assert_eq!(runtime, without_conversion(&made.runtime), "{name}: the zip holds what the decisions make");

    let project =
        Project { runtime, runtime_name: name.into(), funko_name: "shop".into(), ..Project::default() };
    let mut analyzer = Analyzer::default();
    analyzer.open(project, BTreeSet::new(), Default::default());
    let built = analyzer.make(&mut |_| {});
    for placement in
        made.plan.files.iter().filter(|file| file.goes != Goes::Out && file.path.as_str() != "README.md")
    {
        let wanted = made.application.get(placement.path.as_str()).expect("it is in the application");
        let output = built.build_context.files.get(&placement.path).and_then(|output| output.file());
        assert_eq!(output.map(|file| file.bytes), Some(wanted.bytes.clone()), "{name}: {}", placement.path);
    }
}

#[test]
fn an_application_without_a_dockerfile() {
    check("bottle-api");
}

#[test]
fn an_application_for_buildkit() {
    check("node-http");
}

#[test]
fn a_site() {
    check("static-portfolio");
}
