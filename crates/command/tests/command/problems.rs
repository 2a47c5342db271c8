//! `check`: the page's problems, in every format.

use super::{FAULTY, Scratch};
use faaso::{
    bundle::{Bundle, File},
    diagnostic::Diagnostic,
    funko,
    path::BundlePath,
    project::Project,
};
use faaso_designer::engine::{
    messages::{Answer, Request},
    service::Service,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// What the page lists.
fn of_page(project: Project) -> Vec<Diagnostic> {
    let open = Request::Open { revision: 1, project, guilty: BTreeSet::new(), known: None };
    let Answer::Analysis(delta) = Service::default().answer(open, &mut |_| {}) else { panic!("an analysis") };
    delta.problems.into_values().flatten().collect()
}

#[track_caller]
fn the_same(json: &[Value], page: &[Diagnostic]) {
    assert_eq!(json.len(), page.len());
    for (ours, theirs) in json.iter().zip(page) {
        assert_eq!(ours["rule"], *theirs.rule);
        assert_eq!(ours["message"], *theirs.message);
    }
}

/// A funko with something to say about it, for each of the bundled runtimes.
#[test]
fn every_bundled_runtime_has_the_problems_of_the_page() {
    for bundled in catalog::bundled() {
        let yml = format!(
            "name: My-funko\nruntime: {}\noptions:\n  ship_packages: curl\n  nosuch: []\n  healthcheck_command:\n    - a\n",
            bundled.name
        );
        let scratch = Scratch::new();
        scratch.write(&[("fn/funko.yml", &yml), ("fn/.env", "A=1\n")]);
        let mut project = Project {
            runtime_name: bundled.name.to_owned(),
            runtime: bundled.files.clone(),
            funko_name: "My-funko".to_owned(),
            ..Project::default()
        };
        let mut files = Bundle::new();
        for (path, text) in [(funko::FILE, &*yml), (".env", "A=1\n")] {
            files.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
        }
        project.take_funko(&files);
        let page = of_page(project);
        let said = scratch.ends_with(1, &["check", bundled.name, "fn", "--format", "json"]);
        let json: Vec<Value> = serde_json::from_str(&said).unwrap();
        assert!(page.len() > 2, "{}: {page:#?}", bundled.name);
        the_same(&json, &page);
        sarif_is_valid(&scratch.ends_with(1, &["check", bundled.name, "fn", "--format", "sarif"]));
    }
}

#[test]
fn problems_are_those_of_the_page_in_every_format() {
    let scratch = Scratch::new();
    scratch.write(FAULTY);
    let mut project =
        Project { runtime_name: "./rt".to_owned(), funko_name: "hello".to_owned(), ..Project::default() };
    for (path, text) in FAULTY {
        let path = BundlePath::new(path.strip_prefix("rt/").unwrap()).unwrap();
        project.runtime.put(path, File::text(text)).unwrap();
    }
    let page = of_page(project);
    assert!(page.iter().any(|problem| problem.rule == "template-error"), "{page:#?}");

    let json: Value =
        serde_json::from_str(&scratch.ends_with(1, &["check", "./rt", "--format", "json"])).unwrap();
    let json = json.as_array().unwrap();
    the_same(json, &page);
    let error = json.iter().find(|problem| problem["rule"] == "template-error").unwrap();
    assert_eq!((&error["file"], &error["line"]), (&"./rt/a b,c:100%.j2".into(), &2.into()));

    let github = scratch.ends_with(1, &["check", "./rt", "--format", "github"]);
    assert_eq!(github.lines().count(), page.len(), "{github}");
    assert!(github.contains("::error file=./rt/a b%2Cc%3A100%25.j2,line=2,endLine=2,col="), "{github}");

    let sarif = sarif_is_valid(&scratch.ends_with(1, &["check", "./rt", "--format", "sarif"]));
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), page.len());
    for result in run["results"].as_array().unwrap() {
        let rule =
            &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    let uris: Vec<_> = run["results"].as_array().unwrap().iter().map(uri).collect();
    assert!(uris.contains(&"rt/a%20b%2Cc%3A100%25.j2"), "{uris:?}");

    let text = scratch.ends_with(1, &["check", "./rt"]);
    assert!(text.contains("./rt/a b,c:100%.j2:2:"), "{text}");
    assert!(!text.contains('\x1b'), "no colours but on a terminal");

    // where it shows: of a problem in a template, the file and line of the build
    let list = json.iter().find(|problem| problem["rule"] == "bare-if").unwrap();
    assert_eq!(list["output"]["file"], "Dockerfile", "{list}");
    assert!(list["output"]["line"].as_u64().is_some_and(|line| line >= 1), "{list}");
}

/// `check` takes a funko in the runtime's place; what wants a runtime says that it is none.
#[test]
fn a_funko_is_checked_with_its_runtime() {
    let scratch = Scratch::new();
    scratch.write(&[
        ("rt/Dockerfile.j2", "FROM {{ options.nope | first }}\nEXPOSE 3000\n# /ping\n"),
        ("rt/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
        ("fn/funko.yml", "name: a-b\nruntime: ./rt\n"),
        ("lost/funko.yml", "name: a\nruntime: ./gone\n"),
        ("alone/funko.yml", "name: a-b\n"),
        ("alone/Dockerfile", "FROM alpine\nEXPOSE 3000\n# /ping\nCMD [\"a\"]\n"),
    ]);
    let rules = |arguments: &[&str]| {
        let said = scratch.ends_with(1, &[&["check", "--format", "json"], arguments].concat());
        let json: Vec<Value> = serde_json::from_str(&said).unwrap();
        let told = json.iter().map(|found| {
            format!("{} {}", found["rule"].as_str().unwrap(), found["file"].as_str().unwrap_or("-"))
        });
        told.collect::<Vec<_>>()
    };
    let both = [
        "template-error ./rt/Dockerfile.j2",
        "funko-name-invalid fn/funko.yml",
        "option-not-set ./rt/Dockerfile.j2",
    ];
    assert_eq!(rules(&["fn"]), both);
    assert_eq!(rules(&["fn", "--runtime", "./rt"]), both);
    assert_eq!(rules(&["./rt", "fn"]), both);
    assert_eq!(rules(&["alone"]), ["funko-name-invalid alone/funko.yml"]);
    assert_eq!(
        scratch.ends_with(0, &["check", "lost", "--runtime", "static"]).lines().last(),
        Some("0 errors, 1 warning")
    );
    for (arguments, words) in [
        (&["check", "lost"][..], "can't find the runtime `./gone`"),
        (&["check", "lost"], "Use --runtime to say where it is"),
        (&["check", "rt", "--runtime", "rt"], "`rt` has no funko.yml, so it isn't a funko"),
        (&["check", "rt", "fn", "--runtime", "rt"], "cannot be used with"),
        (&["check", "fn", "rt"], "`fn` is a funko, not a runtime"),
        (&["new", "./fn", "x", "--out", "x"], "`./fn` is a funko, not a runtime"),
        (&["test", "fn"], "`fn` is a funko, not a runtime"),
        (&["rename-option", "fn", "a", "b"], "`fn` is a funko, not a runtime"),
        (&["patch", "fn", "--out", "x"], "`fn` is a funko, not a runtime"),
        (&["export", "fn", "--runtime", "fn", "--out", "x"], "`fn` is a funko, not a runtime"),
    ] {
        let said = scratch.says(2, arguments);
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

/// What is likely meant is said outside the page, too, and nothing of the page's keys.
#[test]
fn a_misspelt_name_is_told_with_the_likely_one() {
    let scratch = Scratch::new();
    scratch.write(&[
        (
            "rt/Dockerfile.j2",
            "FROM alpine\nRUN {{ options.pkgs | defalt(1) }}\nCOPY {{ options.copy_from_buld }} .\nEXPOSE 3000\n# /ping\n",
        ),
        ("rt/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  pkgs: a\n  copy_from_build: a b\n"),
    ]);
    for (format, words) in [
        ("text", &["  Fix: Change to `default`.\n", "  Fix: Change to `copy_from_build`.\n"]),
        ("json", &["\"fix\": \"Change to `default`\"", "\"fix\": \"Change to `copy_from_build`\""]),
        ("github", &["%0AFix: Change to `default`.%0A", "%0AFix: Change to `copy_from_build`.%0A"]),
        ("sarif", &["Fix: Change to `default`.", "Fix: Change to `copy_from_build`."]),
    ] {
        let said = scratch.ends_with(1, &["check", "rt", "--format", format]);
        for words in words {
            assert!(said.contains(words), "{format}: {words}: {said}");
        }
        assert!(!said.contains("Ctrl") && !said.contains("Press"), "{said}");
    }
}

fn sarif_schema() -> jsonschema::Validator {
    // the pattern of a language has a bracket that is no part of a class, which not every reader takes
    let schema = include_str!("sarif-2.1.0.schema.json").replace("{2}]?$", "{2}\\\\]?$");
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
}

/// The report, which its schema takes.
#[track_caller]
pub fn sarif_is_valid(report: &str) -> Value {
    let report = serde_json::from_str(report).unwrap();
    let schema = sarif_schema();
    let wrong: Vec<String> =
        schema.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    report
}

#[test]
fn the_schema_refuses_what_is_no_sarif() {
    let schema = sarif_schema();
    for wrong in [r#"{"version":"2.1.0"}"#, r#"{"version":"2.1.0","runs":[{"results":[]}]}"#] {
        assert!(!schema.is_valid(&serde_json::from_str(wrong).unwrap()), "{wrong}");
    }
}

fn uri(result: &Value) -> &str {
    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap_or_default()
}
