//! Every check on its own two examples: it fires on the one, at a place, and not on the other; a fix fixes it.

#[path = "checks/docker.rs"]
mod docker;
#[path = "checks/docker_recorded.rs"]
mod docker_recorded;
#[path = "checks/many.rs"]
mod many;
#[path = "checks/new_yml.rs"]
mod new_yml;
#[path = "checks/probes/mod.rs"]
mod probes;
#[path = "checks/uses.rs"]
mod uses;

use faaso::{
    analysis::{Analysis, Analyzer},
    bundle::File,
    checks::{self, Rule},
    diagnostic::Diagnostic,
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project, Side},
};
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

fn project(files: &[(&str, &str)]) -> Project {
    checks::example(files)
}

fn add(project: &mut Project, path: &str, text: &str) {
    checks::add_to_example(project, path, text).expect("runtime/…, template/… or funko/…");
}

fn analyse(project: &Project) -> Analysis {
    let mut analyzer = Analyzer::default();
    analyzer.open(project.clone(), BTreeSet::new(), Analysis::default());
    let mut analysis = Analysis::default();
    analysis.apply(analyzer.analyse(1, &mut |_| {}));
    analysis
}

fn found(project: &Project, rule: &str) -> Vec<Diagnostic> {
    analyse(project).problems.into_iter().filter(|problem| problem.rule == rule).collect()
}

fn all() -> impl Iterator<Item = &'static Rule> {
    checks::RULES.iter().chain(checks::ERRORS).copied()
}

#[test]
fn every_example_fires_and_its_mend_does_not() {
    for check in all() {
        let id = check.id;
        // FaaSO's own messages are its own
        let is_error = checks::ERRORS.iter().any(|error| error.id == id);
        let bad = project(check.fires);
        let problems = found(&bad, id);
        assert!(!problems.is_empty(), "{id} does not fire on its example");
        for problem in &problems {
            assert_eq!(problem.severity, check.severity, "{id}");
            let message = &problem.message;
            assert!(message.ends_with('.') || is_error, "{id}: a sentence ends in a full stop: {message}");
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
        assert!(good.is_empty(), "{id} fires on its fixed example: {good:?}");
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
            let mut fixed = bad.clone();
            let back =
                fixed.apply(fix.edit(&bad).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", check.id));
            let after = analyse(&fixed).problems;
            let left = |problems: &[Diagnostic]| problems.iter().filter(|p| p.rule == check.id).count();
            assert!(left(&after) < left(&before), "{}: “{}” does not fix", check.id, fix.title);
            // an error fixed, FaaSO gets further, and there may be more to say
            let is_error = checks::ERRORS.iter().any(|error| error.id == check.id);
            assert!(
                is_error || after.len() < before.len(),
                "{}: “{}” brings {after:#?}",
                check.id,
                fix.title
            );
            fixed.apply(back).unwrap();
            assert_eq!(fixed, bad, "{}: “{}” can be undone", check.id, fix.title);
        }
    }
    assert!(fixes > 10, "{fixes}");
}

#[test]
fn every_rule_is_a_file_and_is_documented() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/checks/rules");
    let names =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<_> = names.filter(|name| name != "mod.rs").collect();
    files.sort();
    let of_checks: Vec<_> =
        checks::RULES.iter().map(|check| format!("{}.rs", check.id.replace('-', "_"))).collect();
    assert_eq!(files, of_checks, "one file a rule, in order");
    let ids: BTreeSet<_> = all().map(|check| check.id).collect();
    assert_eq!(ids.len(), checks::RULES.len() + checks::ERRORS.len(), "ids are unique");
    for check in all() {
        let id = check.id;
        assert!(std::ptr::eq(checks::find(id).unwrap(), check), "{id} is found by its id");
        assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{id}");
        for (what, text) in [("what", check.what), ("why", check.why), ("instead", check.instead)] {
            assert!(text.ends_with('.') && text.len() > 15, "{id}: {what}: {text}");
            // the command prints them too
            for of_page in ["Ctrl", "Press ", "Select ", "select ", "click", "button", "the page"] {
                assert!(!text.contains(of_page), "{id}: {what} speaks of the page: {text}");
            }
        }
        assert!(!check.title.ends_with('.') && check.title.len() > 10, "{id}: {}", check.title);
    }
    assert!(checks::find("no-such-rule").is_none());
}

/// What is easily taken for one of them, and what is easily overlooked: how often a rule speaks up.
#[test]
fn no_more_and_no_less() {
    let yml = ("funko/funko.yml", "name: hello\nruntime: ./example\n");
    let from_build =
        ("runtime/Dockerfile.j2", "FROM a\n{% for c in options.copy_from_build %}{{ c }}{% endfor %}");
    type Case<'a> = (&'a str, usize, &'a [(&'a str, &'a str)]);
    let cases: &[Case<'_>] = &[
        // what is hidden at a funko's top is told of as such
        ("empty-folder", 0, &[yml, ("funko/.git/hooks/x", "")]),
        // a README of the runtime tells of templates, one of the template is one
        ("not-rendered", 0, &[("runtime/README.md", "# {{ name }}\n")]),
        ("not-rendered", 1, &[("template/README.md", "# {{ name }}\n")]),
        ("not-rendered", 0, &[("runtime/page.html", "<p>{{ user.name }}</p>{% if x %}")]),
        (
            "copy-from-build",
            1,
            &[
                from_build,
                ("funko/funko.yml", "name: a\nruntime: ./example\noptions: {copy_from_build: ''}\n"),
            ],
        ),
        ("copy-from-build", 1, &[from_build, yml]),
        (
            "executable-in-runtime",
            1,
            &[("runtime/Dockerfile", "RUN ls run.sh\n"), ("runtime/bin/run.sh*", "")],
        ),
        (
            "executable-in-runtime",
            0,
            &[
                ("runtime/Dockerfile", "RUN x \\\n && chmod +x \\\n ./bin/*.sh\n"),
                ("runtime/bin/run.sh*", ""),
                yml,
            ],
        ),
        (
            "executable-in-runtime",
            0,
            &[("runtime/Dockerfile", "COPY --chmod=755 . .\n"), ("runtime/run.sh.j2*", ""), yml],
        ),
        (
            "executable-in-runtime",
            0,
            &[("runtime/Dockerfile", "CMD [\"/bin/sh\", \"run.sh\"]\n"), ("runtime/run.sh*", ""), yml],
        ),
        (
            "executable-in-funko",
            0,
            &[("runtime/Dockerfile", "RUN chmod -R 755 /app/bin/\n"), ("funko/bin/run*", ""), yml],
        ),
        ("executable-in-funko", 1, &[("runtime/Dockerfile", "CMD [\"./run\"]\n"), ("funko/run*", ""), yml]),
        ("name-looks-typed", 1, &[("funko/funko.yml", "name: 007\n")]),
        ("name-looks-typed", 1, &[("funko/funko.yml", "name: 1e3\n")]),
        ("name-looks-typed", 0, &[("funko/funko.yml", "name: 1st\n")]),
        // FaaSO never opens what is hidden or lost
        ("runtime-path", 0, &[("runtime", "rrrrr"), ("runtime/.a", ""), ("runtime/abc", "")]),
        ("runtime-path", 1, &[("runtime", "./rrr/"), ("runtime/abc", "")]),
        ("runtime-path", 0, &[("runtime", "rrrr"), ("runtime/abc", "")]),
        ("runtime-path", 1, &[("runtime", "vendored/flask"), ("runtime/Dockerfile.j2", "")]),
        ("runtime-path", 1, &[("runtime", "vendored"), ("runtime/kemal/main.cr", "")]),
        ("runtime-path", 0, &[("runtime", "somewhere/flask"), ("runtime/Dockerfile.j2", "")]),
        ("runtime-path", 1, &[("runtime", "runtimes/a{b}"), ("runtime/Dockerfile.j2", "")]),
        ("runtime-path", 0, &[("runtime", "runtimes/a[b]}"), ("runtime/Dockerfile.j2", "")]),
        ("runtime-other", 0, &[("runtime", "/opt/example/"), ("runtime/a", ""), yml]),
        (
            "runtime-other",
            1,
            &[("runtime", "flask"), ("runtime/a", ""), ("funko/funko.yml", "name: a\nruntime: ./flask\n")],
        ),
        ("runtime-other", 0, &[("runtime/a", ""), ("funko/funko.yml", "name: a\n")]),
    ];
    for (rule, times, files) in cases {
        let mut project = project(&[]);
        for &(path, text) in *files {
            match path {
                "runtime" => project.runtime_name = text.to_owned(),
                _ => add(&mut project, path, text),
            }
        }
        let found = found(&project, rule);
        assert_eq!(found.len(), *times, "{rule}: {files:?}: {found:#?}");
    }
}

/// The bundled runtimes are as they should be.
#[test]
fn golden_cases_are_told_of() {
    let told: &[(&str, &[&str])] = &[
        ("fastapi-export-default", &["bare-if"]),
        ("gohttp-export-default", &["name-capitals", "stray-trim"]),
        ("denoserve-new", &[]),
        ("nginxstatic-export-custom", &[]),
        ("hidden-new", &["hidden-file", "not-rendered", "template-yml"]),
        ("hidden-export", &["hidden-file", "hidden-in-folder"]),
        ("template-prefix-dropped", &["template-prefix", "template-yml"]),
        ("funko-j2-never-rendered", &["funko-j2"]),
        ("names-j2-in-runtime", &["not-rendered"]),
        ("copied-not-rendered", &["not-rendered"]),
        ("modes-new", &["executable-in-runtime", "template-yml"]),
        ("modes-export", &["executable-in-funko", "executable-in-runtime", "overlay-replaces"]),
        ("dirs-empty-export", &["empty-folder"]),
        ("render-crlf", &["line-ends", "template-yml"]),
        ("render-invalid-utf8", &["invalid-utf8", "template-yml"]),
        ("render-nul-truncates", &["nul-in-template", "template-yml"]),
        ("include-not-in-runtime", &["include", "template-error"]),
        ("context-new-any-name", &["funko-name-invalid"]),
        ("context-new-options-attr", &["options-in-template", "template-error", "template-yml"]),
        ("context-missing-option-join", &["option-not-set", "template-error"]),
        ("context-export", &["copy-from-build", "option-not-set", "unknown-variable"]),
        ("collision-rendered-onto-folder", &["overlay-conflict"]),
        ("overlay-funko-wins", &["overlay-replaces"]),
        ("overlay-file-onto-folder", &["overlay-into-folder"]),
        ("overlay-folder-onto-rendered", &["overlay-conflict"]),
        ("options-truth", &["bare-if", "null-option"]),
        ("options-compare", &["compare-literal", "list-printed", "text-plus-number"]),
        ("options-lists", &["null-option"]),
        ("options-text-where-list-meant", &["text-for-list"]),
        ("options-order-duplicates", &["duplicate-key"]),
        ("options-merge-key", &["merge-over-key"]),
        ("options-aliases", &[]),
        ("options-healthcheck-colons", &[]),
        ("yml-duplicate-keys", &["duplicate-key"]),
        ("yml-extra-keys", &["unknown-key"]),
        ("name-ok-1", &["name-looks-typed"]),
        ("name-ok-5", &["name-final-newline"]),
        ("name-ok-8", &["name-capitals"]),
        ("name-ok-9", &["name-long"]),
        ("name-bad-1", &["funko-name-invalid"]),
        ("runtime-empty-text", &["runtime-not-found"]),
    ];
    const NEARLY_ALL: [&str; 5] = ["funko-yml-missing", "no-dockerfile", "no-ping", "no-port", "no-template"];
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded-trees");
    let cases = replay::trees::read(&folder).unwrap();
    let mut wrong = Vec::new();
    for (id, rules) in told {
        let case = cases.iter().find(|case| case["id"] == *id).unwrap_or_else(|| panic!("no case {id}"));
        let problems = analyse(&golden(case)).problems;
        let found: BTreeSet<_> = problems.iter().map(|problem| &*problem.rule).collect();
        // most of these Dockerfiles are no more than a word
        let found: Vec<_> = found
            .into_iter()
            .filter(|rule| !NEARLY_ALL.contains(rule) && !rule.starts_with("docker-"))
            .collect();
        if found != *rules {
            let said: Vec<_> = problems.iter().map(|problem| (&problem.rule, &problem.message)).collect();
            wrong.push(format!("{id}: {found:?} is not {rules:?}: {said:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The project of a golden case.
fn golden(case: &serde_json::Value) -> Project {
    let runtime = replay::trees::bundle(&case["runtime_files"], &case["runtime_dirs"]).unwrap();
    let funko = replay::trees::bundle(&case["funko_files"], &serde_json::Value::Null).unwrap();
    let text = |field: &str, default: &str| case[field].as_str().unwrap_or(default).to_owned();
    Project {
        runtime_name: text("runtime_name", "./example"),
        runtime,
        funko_name: text("name", "hello"),
        own: funko.files().map(|(path, file)| (path.clone(), FunkoEntry::File(file.clone()))).collect(),
    }
}

/// What is wrong in a live file is told where its template says it, and fixed there.
#[test]
fn live_files_are_mended_in_their_template() {
    let bad = project(&[("template/funko.yml.j2", "name: {{ name }}\n# ¡hola!\noption:\n  a: b\n")]);
    let problems = found(&bad, "unknown-key");
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    let place = problem.place.as_ref().unwrap();
    assert_eq!((place.file.path.as_str(), place.at.unwrap().from.line), ("template/funko.yml.j2", 3));
    let mut fixed = bad.clone();
    fixed.apply(problem.fix.clone().unwrap().edit(&bad).unwrap()).unwrap();
    assert!(fixed.own.is_empty());
    assert_eq!(
        fixed.runtime.get("template/funko.yml.j2").and_then(File::as_text),
        Some("name: {{ name }}\n# ¡hola!\noptions:\n  a: b\n")
    );
    // what comes out of a {{ … }} is told in the funko's file
    let capital = project(&[("name", "Hello"), ("template/funko.yml.j2", "name: {{ name }}\n")]);
    let problem = &found(&capital, "name-capitals")[0];
    assert_eq!(problem.place.as_ref().unwrap().file, FileId::funko(BundlePath::new("funko.yml").unwrap()));
    assert_eq!(problem.fix.as_ref().unwrap().edit(&capital), Some(Edit::FunkoName("hello".to_owned())));
}

/// Checking is quick beside rendering: a project of 200 templates.
#[test]
fn two_hundred_files_are_checked_quickly() {
    let mut big = project(&[]);
    let template = include_str!("../../../../runtimes/kemal-alpine/Dockerfile.j2");
    for n in 0..200 {
        add(&mut big, &format!("runtime/f{n}/Dockerfile.j2"), template);
    }
    add(&mut big, "funko/funko.yml", "name: hello\nruntime: ./example\n");
    // the quickest of a few, taken in turns: other tests run beside it
    let (mut all, mut again) = (Duration::MAX, Duration::MAX);
    for _ in 0..4 {
        let mut analyzer = Analyzer::default();
        analyzer.open(big.clone(), BTreeSet::new(), Analysis::default());
        let mut took = |revision| {
            let began = Instant::now();
            analyzer.analyse(revision, &mut |_| {});
            began.elapsed()
        };
        all = all.min(took(1));
        again = again.min(took(2)).min(took(3));
    }
    println!("200 files: all of it {all:?}, after an edit elsewhere {again:?}");
    assert!(again < all, "what is kept is not parsed and rendered again");
}
