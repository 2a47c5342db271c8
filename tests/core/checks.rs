//! Every check on its own two examples: it fires on the one, at a place, and not on the other; a fix mends it.

use faaso_designer::{
    catalog,
    core::{
        analysis::{Analysis, Analyzer},
        bundle::{EXECUTABLE, File, PLAIN},
        checks::{self, Check, Files},
        diagnostic::Diagnostic,
        path::BundlePath,
        project::{Own, Project, Side},
    },
};
use std::collections::BTreeSet;

/// The project that stands in a check's documentation.
fn project(files: Files) -> Project {
    let mut project = Project {
        runtime_name: "./example".to_owned(),
        funko_name: "hello".to_owned(),
        ..Project::default()
    };
    for &(path, text) in files {
        match path {
            "name" => project.funko_name = text.to_owned(),
            "runtime" => project.runtime_name = text.to_owned(),
            _ => add(&mut project, path, text),
        }
    }
    project
}

fn add(project: &mut Project, path: &str, text: &str) {
    let mut bytes = Vec::new();
    for c in text.chars() {
        match c {
            char::REPLACEMENT_CHARACTER => bytes.push(0xFF),
            c => bytes.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    let mode = if path.ends_with('*') { EXECUTABLE } else { PLAIN };
    let file = File::new(bytes, mode);
    let is_folder = path.ends_with('/');
    let (group, below) =
        path.trim_end_matches(['*', '/']).split_once('/').expect("runtime/…, template/… or funko/…");
    let path = BundlePath::new(if group == "template" { path.trim_end_matches('*') } else { below }).unwrap();
    match (group, is_folder) {
        ("funko", false) => drop(project.own.insert(path, Own::File(file))),
        ("runtime" | "template", true) => project.runtime.put_folder(path).unwrap(),
        ("runtime" | "template", false) => drop(project.runtime.put(path, file).unwrap()),
        _ => panic!("{group}: no group of a project"),
    }
}

fn analyse(project: &Project) -> Analysis {
    let mut analyzer = Analyzer::default();
    analyzer.open(project.clone(), BTreeSet::new());
    let mut analysis = Analysis::default();
    analysis.apply(analyzer.analyse(1, &mut |_| {}));
    analysis
}

fn found(project: &Project, rule: &str) -> Vec<Diagnostic> {
    analyse(project).problems.into_iter().filter(|problem| problem.rule == rule).collect()
}

fn all() -> impl Iterator<Item = &'static Check> {
    checks::ALL.iter().chain(checks::ERRORS).copied()
}

#[test]
fn every_example_fires_and_its_mend_does_not() {
    for check in all() {
        let id = check.id;
        let bad = project(check.fires);
        let problems = found(&bad, id);
        assert!(!problems.is_empty(), "{id} does not fire on its example");
        for problem in &problems {
            assert_eq!(problem.severity, check.severity, "{id}");
            let message = &problem.message;
            assert!(
                message.ends_with('.') || check.find.is_none(),
                "{id}: a sentence ends in a full stop: {message}"
            );
            if let Some(place) = &problem.place {
                let file = match place.file.side {
                    Side::Runtime => bad.runtime.get(place.file.path.as_str()).cloned(),
                    Side::Funko => bad.file(&place.file).cloned(),
                };
                let text = file.and_then(|file| file.as_text().map(str::to_owned));
                if let (Some(at), Some(text)) = (place.at, text) {
                    assert!(
                        text.get(at.span.start..at.span.end).is_some(),
                        "{id}: {:?} is not in the text",
                        at.span
                    );
                }
            }
        }
        let good = found(&project(check.quiet), id);
        assert!(good.is_empty(), "{id} fires on its mended example: {good:?}");
    }
}

/// An offered fix can be made, takes its finding away and brings no new one.
#[test]
fn every_fix_mends() {
    let mut fixes = 0;
    for check in all() {
        let bad = project(check.fires);
        let before = analyse(&bad).problems;
        for problem in before.iter().filter(|problem| problem.rule == check.id) {
            let Some(fix) = &problem.fix else { continue };
            fixes += 1;
            let mut mended = bad.clone();
            let back = mended.apply(fix.edit.clone()).unwrap_or_else(|error| panic!("{}: {error}", check.id));
            let after = analyse(&mended).problems;
            let left = |problems: &[Diagnostic]| problems.iter().filter(|p| p.rule == check.id).count();
            assert!(left(&after) < left(&before), "{}: “{}” does not mend", check.id, fix.title);
            assert!(after.len() < before.len(), "{}: “{}” brings {after:#?}", check.id, fix.title);
            mended.apply(back).unwrap();
            assert_eq!(mended, bad, "{}: “{}” can be undone", check.id, fix.title);
        }
    }
    assert!(fixes > 10, "{fixes}");
}

#[test]
fn every_rule_is_a_file_and_is_documented() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/core/checks");
    let names =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let shared = ["mod.rs", "errors.rs", "facts.rs", "report.rs", "uses.rs"];
    let mut files: Vec<_> = names.filter(|name| !shared.contains(&name.as_str())).collect();
    files.sort();
    let of_checks: Vec<_> =
        checks::ALL.iter().map(|check| format!("{}.rs", check.id.replace('-', "_"))).collect();
    assert_eq!(files, of_checks, "one file a rule, in order");
    let ids: BTreeSet<_> = all().map(|check| check.id).collect();
    assert_eq!(ids.len(), checks::ALL.len() + checks::ERRORS.len(), "ids are unique");
    for check in all() {
        let id = check.id;
        assert!(std::ptr::eq(checks::find(id).unwrap(), check), "{id} is found by its id");
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{id}");
        for (what, text) in [("what", check.what), ("why", check.why), ("instead", check.instead)] {
            assert!(text.ends_with('.') && text.len() > 15, "{id}: {what}: {text}");
        }
        assert!(!check.title.ends_with('.') && check.title.len() > 10, "{id}: {}", check.title);
    }
    assert!(checks::find("no-such-rule").is_none());
}

/// The bundled runtimes are as they should be.
#[test]
fn bundled_runtimes_have_no_problems() {
    for bundled in catalog::bundled() {
        let project = Project {
            runtime_name: bundled.name.to_owned(),
            runtime: bundled.files.clone(),
            funko_name: "hello".to_owned(),
            ..Project::default()
        };
        let mut problems = analyse(&project).problems;
        // that is so of the three that have the names of FaaSO's own, and their authors must know it
        problems.retain(|problem| problem.rule != "runtime-built-in");
        assert!(problems.is_empty(), "{}: {problems:#?}", bundled.name);
    }
}
