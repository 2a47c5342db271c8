//! `test`: scenarios on the disk, their results in every format, and what `--accept` writes.

use super::{Scratch, engine, on_disk, problems::sarif_is_valid};
use faaso::{
    project::Project,
    scenarios::{self, Verdict},
};
use faaso_designer::engine::jobs::RunScenario;
use serde_json::Value;
use std::fs;

const RUNTIME: &[(&str, &str)] = &[
    (
        "rt/Dockerfile.j2",
        "FROM alpine\nRUN apk add {{ options.packages | join(\" \") }}\nEXPOSE 3000\n# /ping\n",
    ),
    ("rt/README.md", "# A runtime\n"),
    ("rt/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  packages: [jq]\n"),
    ("rt/template/app.j2", "{{ name }}\n"),
    ("rt/.scenarios/two packages/funko.yml", "name: shop\nruntime: ./rt\noptions:\n  packages: [jq, git]\n"),
    ("rt/.scenarios/not set/funko.yml", "name: shop\nruntime: ./rt\n"),
];

fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.write(RUNTIME);
    scratch
}

fn json(scratch: &Scratch, code: i32) -> Vec<Value> {
    let said = scratch.ends_with(code, &["test", "rt", "--format", "json"]);
    serde_json::from_str::<Value>(&said).unwrap().as_array().unwrap().clone()
}

#[test]
fn scenarios_are_accepted_pass_and_differ() {
    let scratch = scratch();
    let said = scratch.ends_with(1, &["test", "rt"]);
    assert!(said.contains("fails   not set\n  rt/Dockerfile.j2:2:"), "{said}");
    assert!(said.contains("new     two packages\n") && said.ends_with("1 new, 1 failed\n"), "{said}");
    let before = on_disk(&scratch.0);
    scratch.ends_with(2, &["test", "rt", "--accept", "nosuch"]);
    assert_eq!(on_disk(&scratch.0), before);

    scratch.ends_with(1, &["test", "rt", "--accept", "two packages"]);
    let said = scratch.ends_with(0, &["test", "rt", "--accept-all"]);
    assert_eq!(said, "passes  not set\npasses  two packages\n2 passed\n");
    assert_eq!(scratch.ends_with(0, &["test", "rt"]), said);
    assert!(json(&scratch, 0).is_empty());
    let read = |path: &str| fs::read_to_string(scratch.0.join("rt/.scenarios").join(path)).unwrap();
    assert!(read("two packages/expected/Dockerfile").contains("RUN apk add jq git\n"));
    assert!(read("not set/error.txt").starts_with("Dockerfile.j2: "));
    let names: Vec<String> = on_disk(&scratch.0.join("rt/.scenarios")).into_keys().collect();
    assert_eq!(
        names,
        [
            "not set/error.txt",
            "not set/funko.yml",
            "two packages/expected/Dockerfile",
            "two packages/expected/app",
            "two packages/files.txt",
            "two packages/funko.yml",
        ]
    );

    scratch.write(&[("rt/template/app.j2", "{{ name }}!\n"), ("rt/more", "")]);
    let said = scratch.ends_with(1, &["test", "rt"]);
    assert!(
        said.contains("differs two packages\n  app: different\n    -   1 shop\n    +   1 shop!\n"),
        "{said}"
    );
    assert!(said.contains("  more: not expected\n") && said.ends_with("1 passed, 1 different\n"), "{said}");
}

#[test]
fn lines_that_look_alike_are_told_apart() {
    let before = "FROM alpine\nCMD [\"a\"]";
    for (after, shown, first) in [
        (
            "FROM alpine\nCMD [\"a\"]\n# changed",
            "    -   2 CMD [\"a\"] <no newline at the end>\n    +   2 CMD [\"a\"]\n    +   3 # changed\n",
            "Line 2 is `CMD [\"a\"]`, was `CMD [\"a\"] <no newline at the end>`.",
        ),
        (
            "FROM alpine \nCMD [\"a\"]",
            "    -   1 FROM alpine\n    +   1 FROM alpine·\n",
            "Line 1 is `FROM alpine·`, was `FROM alpine`.",
        ),
        (
            "FROM alpine\r\nCMD [\"a\"]",
            "    -   1 FROM alpine\n    +   1 FROM alpine<CR>\n",
            "Line 1 is `FROM alpine<CR>`, was `FROM alpine`.",
        ),
        (
            "FROM alpine\nCMD [\"a\u{200b}\"]",
            "    -   2 CMD [\"a\"]\n    +   2 CMD [\"a<ZWSP>\"]\n",
            "Line 2 is `CMD [\"a<ZWSP>\"]`, was `CMD [\"a\"]`.",
        ),
    ] {
        let scratch = Scratch::new();
        scratch.write(&[
            ("rt/Dockerfile.j2", before),
            ("rt/.scenarios/s/funko.yml", "name: a\nruntime: ./rt\n"),
        ]);
        scratch.ends_with(0, &["test", "rt", "--accept", "s"]);
        scratch.write(&[("rt/Dockerfile.j2", after)]);
        let said = scratch.ends_with(1, &["test", "rt"]);
        assert!(said.contains(shown), "{said}");
        let found = json(&scratch, 1);
        let message = found[0]["message"].as_str().unwrap();
        assert!(message.ends_with(first), "{message}");
    }
}

#[test]
fn one_error_is_told_once_and_a_difference_where_it_is_made() {
    let scratch = scratch();
    scratch.ends_with(0, &["test", "rt", "--accept-all"]);
    let broken = "FROM alpine\nRUN {{ name | nope }}\n";
    scratch.write(&[
        ("rt/Dockerfile.j2", broken),
        ("rt/.scenarios/a/funko.yml", "name: a\nruntime: ./rt\n"),
        ("rt/.scenarios/b/funko.yml", "name: b\nruntime: ./rt\n"),
        ("rt/.scenarios/two packages/funko.yml", "name: c\nruntime: ./rt\n"),
    ]);
    let said = scratch.ends_with(1, &["test", "rt"]);
    assert_eq!(said.matches("There is no filter called `nope`").count(), 1, "{said}");
    assert_eq!(said.matches("  The same error as in a\n").count(), 2, "{said}");
    // a line that a loop makes
    scratch.write(&[
        (
            "rt/Dockerfile.j2",
            "FROM alpine\n{% for p in options.packages -%}\nRUN apk add {{ p }}\n{% endfor %}\n",
        ),
        ("rt/.scenarios/two packages/funko.yml", "name: c\nruntime: ./rt\noptions:\n  packages: [jq, git]\n"),
        ("rt/.scenarios/not set/funko.yml", "name: c\nruntime: ./rt\noptions:\n  packages: []\n"),
    ]);
    scratch.ends_with(1, &["test", "rt", "--accept", "two packages"]);
    scratch.write(&[(
        "rt/.scenarios/two packages/funko.yml",
        "name: c\nruntime: ./rt\noptions:\n  packages: [jq, curl]\n",
    )]);
    let found = json(&scratch, 1);
    let differs: Vec<_> = found.iter().filter(|found| found["rule"] == "scenario-differs").collect();
    let at = |found: &Value| (found["file"].clone(), found["line"].clone(), found["output"]["line"].clone());
    assert!(
        differs.iter().any(|found| at(found) == ("rt/Dockerfile.j2".into(), 3.into(), 3.into())),
        "{found:#?}"
    );
}

#[test]
fn results_have_every_format() {
    let scratch = scratch();
    scratch.ends_with(0, &["test", "rt", "--accept-all"]);
    scratch.write(&[
        ("rt/template/app.j2", "{{ name }}!\n"),
        ("rt/.scenarios/new/funko.yml", "name: a\nruntime: ./rt\noptions: {packages: []}\n"),
        ("rt/.scenarios/bad name/funko.yml", "name: a-b\nruntime: ./rt\n"),
    ]);
    let found = json(&scratch, 1);
    let said: Vec<_> = found
        .iter()
        .map(|found| (found["rule"].as_str().unwrap(), found["file"].as_str().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            ("funko-name-invalid", "rt/.scenarios/bad name/funko.yml"),
            ("scenario-new", "rt/.scenarios/new/funko.yml"),
            ("scenario-differs", "rt/template/app.j2"),
        ]
    );
    assert_eq!(found[0]["line"], 1);
    assert_eq!(found[2]["output"], serde_json::json!({ "file": "app", "line": 1 }));
    assert!(found[2]["message"].as_str().unwrap().starts_with("Scenario `two packages`: app: different."));

    let github = scratch.ends_with(1, &["test", "rt", "--format", "github"]);
    assert_eq!(github.lines().count(), 3);
    assert!(github.contains("::error file=rt/template/app.j2,line=1,endLine=1,col=1,"), "{github}");
    sarif_is_valid(&scratch.ends_with(1, &["test", "rt", "--format", "sarif"]));
}

#[test]
fn only_a_folder_takes_what_is_accepted() {
    let scratch = scratch();
    scratch.ends_with(0, &["test", "fastapi"]);
    let name = "no-such";
    scratch.ends_with(2, &["test", "fastapi", "--accept", name]);
    scratch.ends_with(2, &["test", "rt", "--accept", "not set", "--accept-all"]);
    scratch.write(&[("bare/Dockerfile", "FROM alpine\n")]);
    assert_eq!(scratch.ends_with(0, &["test", "bare"]), "No scenarios\n");
}

#[test]
fn every_bundled_runtime_has_three_scenarios_that_pass() {
    for bundled in catalog::bundled() {
        let scratch = Scratch::new();
        let said = scratch.ends_with(0, &["test", bundled.name]);
        let passed = said.lines().filter(|line| line.starts_with("passes  ")).count();
        assert!(passed >= 3 && said.contains("passes  defaults\n"), "{}: {said}", bundled.name);
        // the page says the same
        let project = Project {
            runtime_name: bundled.name.to_owned(),
            runtime: bundled.files.clone(),
            funko_name: "hello".to_owned(),
            ..Project::default()
        };
        let mut page = engine(project);
        for name in scenarios::names(&bundled.files) {
            let ran = page.ask(RunScenario(name.clone())).unwrap().unwrap();
            assert_eq!(ran.verdict, Verdict::Passes, "{}: {name}", bundled.name);
        }
        // and each tries something else
        let mut texts: Vec<_> = scenarios::names(&bundled.files)
            .iter()
            .filter_map(|name| bundled.files.get(&format!(".scenarios/{name}/expected/Dockerfile")))
            .map(|file| &file.bytes)
            .collect();
        texts.sort();
        texts.dedup();
        assert!(texts.len() > 1, "{}: every scenario gives one Dockerfile", bundled.name);
    }
}
