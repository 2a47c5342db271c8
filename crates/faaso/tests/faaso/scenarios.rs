//! Scenarios: what passes, what differs, what is written down, and what breaks at an edge.

use crinja::{Budget, Context};
use faaso::{
    archive,
    bundle::{Bundle, File},
    path::BundlePath,
    project::{FileId, Project},
    scenarios::{self, Breaks, Edges, Part, Ran, Verdict},
    trees::{self, Outcome},
};
use std::sync::Arc;

fn render(_: &FileId, text: &str, context: &Context) -> Outcome {
    crinja::render(text, context, &Budget::default()).map(Arc::new)
}

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let mut bundle = Bundle::new();
    for (path, text) in files {
        bundle.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
    }
    bundle
}

const RUNTIME: &[(&str, &str)] = &[
    (
        "Dockerfile.j2",
        "FROM alpine\nRUN apk add curl{% for p in options.packages %} {{ p }}{% endfor %}\n\
         {% if options.fail %}{{ options.fail | nosuch }}{% endif %}EXPOSE 3000\nCMD [\"x\"]\n",
    ),
    ("main.py", "print()\n"),
    ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  packages: []\n"),
    ("template/app.py.j2", "# {{ name }} of {{ runtime }}\n"),
    ("template/public/index.html", "<p>\n"),
    (".scenarios/two packages/funko.yml", "name: shop\nruntime: ./rt\noptions:\n  packages: [jq, git]\n"),
];

fn project() -> Project {
    Project { runtime_name: "./x".to_owned(), runtime: bundle(RUNTIME), ..Project::default() }
}

fn run(project: &Project, name: &str) -> Ran {
    scenarios::run(&project.runtime, name, &mut render).expect("there is such a scenario")
}

#[track_caller]
fn accept(project: &mut Project, name: &str) {
    let ran = run(project, name);
    let edit = scenarios::accept(&project.runtime, name, &ran.now).expect("something changes");
    let before = project.clone();
    let back = project.apply(edit).unwrap();
    assert_eq!(run(project, name).verdict, Verdict::Passes);
    assert_eq!(scenarios::accept(&project.runtime, name, &run(project, name).now), None);
    let after = project.clone();
    project.apply(back).unwrap();
    assert_eq!(*project, before, "one undo");
    *project = after;
}

#[test]
fn a_scenario_is_accepted_passes_and_differs() {
    let mut project = project();
    assert_eq!(scenarios::names(&project.runtime), ["two packages"]);
    assert_eq!(run(&project, "two packages").verdict, Verdict::New);
    accept(&mut project, "two packages");
    let lies = |path: &str| {
        let file = project.runtime.get(&format!(".scenarios/two packages/{path}"));
        file.and_then(File::as_text).map(str::to_owned)
    };
    assert_eq!(lies("files.txt").unwrap(), "Dockerfile\napp.py\nfunko.yml\nmain.py\npublic/index.html\n");
    assert!(lies("expected/Dockerfile").unwrap().contains("apk add curl jq git\n"));
    assert_eq!(lies("expected/app.py").unwrap(), "# shop of ./rt");
    for copied in ["main.py", "public/index.html", "funko.yml"] {
        assert_eq!(lies(&format!("expected/{copied}")), None, "a copy isn't kept twice");
    }

    let set = |project: &mut Project, path: &str, text: Option<&str>| {
        project.runtime.remove(path);
        if let Some(text) = text {
            project.runtime.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
        }
    };
    // copies stand for themselves
    set(&mut project, "main.py", Some("other\n"));
    assert_eq!(run(&project, "two packages").verdict, Verdict::Passes);
    set(&mut project, "main.py", None);
    set(&mut project, "more.py", Some(""));
    set(&mut project, "template/app.py.j2", Some("# {{ name }}\n"));
    let Verdict::Differs(differences) = run(&project, "two packages").verdict else { panic!("it differs") };
    let said: Vec<_> = differences
        .iter()
        .map(|it| (it.path.as_deref().unwrap(), it.expected.clone(), it.now.clone()))
        .collect();
    let rendered = |text: &str| Some(Part::Rendered(text.to_owned()));
    assert_eq!(
        said,
        [
            ("app.py", rendered("# shop of ./rt"), rendered("# shop")),
            ("main.py", Some(Part::Copied), None),
            ("more.py", None, Some(Part::Copied)),
        ]
    );
    accept(&mut project, "two packages");
}

#[test]
fn an_error_has_its_place_and_can_be_expected() {
    let mut project = project();
    let yml = ".scenarios/two packages/funko.yml";
    let put = |project: &mut Project, path: &str, text: &str| {
        project.runtime.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
    };
    put(&mut project, yml, "name: shop\nruntime: ./rt\noptions:\n  packages: []\n  fail: x\n");
    let verdict = run(&project, "two packages").verdict;
    let Verdict::Fails(problem) = verdict else { panic!("it fails: {verdict:?}") };
    assert_eq!(problem.rule, "template-error");
    let place = problem.place.unwrap();
    assert_eq!((place.file.path.as_str(), place.at.unwrap().from.line), ("Dockerfile.j2", 3));
    accept(&mut project, "two packages");
    let error = project.runtime.get(".scenarios/two packages/error.txt").unwrap();
    assert_eq!(error.as_text().unwrap(), "Dockerfile.j2: no filter with name \"nosuch\" registered\n");
    assert!(project.runtime.get(".scenarios/two packages/files.txt").is_none());
    // it isn't there any more
    put(&mut project, yml, "name: shop\nruntime: ./rt\noptions:\n  packages: []\n");
    let Verdict::Differs(differences) = run(&project, "two packages").verdict else { panic!("it differs") };
    assert_eq!((differences[0].path.as_ref(), &differences[0].now), (None, &None));
    accept(&mut project, "two packages");
    // what FaaSO's builder refuses is an error as well, wherever it stands
    put(&mut project, "Dockerfile.j2", "FROM alpine\n# {{ name }}\nRUNN {{ options.packages | length }}\n");
    let verdict = run(&project, "two packages").verdict;
    let Verdict::Fails(problem) = verdict else { panic!("it fails: {verdict:?}") };
    let place = problem.place.unwrap();
    assert_eq!((place.file.path.as_str(), place.at.unwrap().from.line), ("Dockerfile.j2", 3));
    accept(&mut project, "two packages");
    let error =
        project.runtime.get(".scenarios/two packages/error.txt").unwrap().as_text().unwrap().to_owned();
    assert!(error.starts_with("Dockerfile.j2: ") && error.contains("unknown instruction: RUNN"), "{error}");
    put(&mut project, "Dockerfile.j2", "# {{ name }}\nFROM alpine\n\nRUNN {{ options.packages | length }}\n");
    assert_eq!(run(&project, "two packages").verdict, Verdict::Passes);
    // another error than the expected one; then none is expected: a broken funko.yml has its place in the scenario
    put(&mut project, yml, "name: a-b\nruntime: ./rt\n");
    let Verdict::Differs(differences) = run(&project, "two packages").verdict else { panic!("it differs") };
    assert_eq!(differences[0].origin.as_ref().unwrap().path.as_str(), yml);
    project.runtime.remove(".scenarios/two packages/error.txt").unwrap();
    let verdict = run(&project, "two packages").verdict;
    let Verdict::Fails(problem) = verdict else { panic!("it fails: {verdict:?}") };
    let place = problem.place.unwrap();
    assert_eq!((place.file.path.as_str(), place.at.unwrap().from.line), (yml, 1));
}

#[test]
fn where_a_runtime_lies_and_what_a_funko_is_change_nothing() {
    let mut project = project();
    accept(&mut project, "two packages");
    project.runtime_name = "elsewhere/of/it".to_owned();
    project.funko_name = "other".to_owned();
    project.take_funko(&bundle(&[("funko.yml", "name: other\n"), ("app.py", "")]));
    assert_eq!(run(&project, "two packages").verdict, Verdict::Passes);
}

#[test]
fn scenarios_are_made_renamed_and_deleted() {
    let mut project = project();
    accept(&mut project, "two packages");
    let yml = File::text("name: shop\nruntime: ./rt\noptions:\n  packages: [a]\n");
    for (name, why) in [
        ("", "Enter a name."),
        ("a/b", "can't contain"),
        (".a", "dot"),
        (" a", "space"),
        ("TWO packages", "already"),
        (&"x".repeat(61), "at most 60"),
    ] {
        let refused = scenarios::create(&project.runtime, name, yml.clone(), None).unwrap_err();
        assert!(refused.contains(why), "{name}: {refused}");
    }
    let start = project.clone();
    let edit = scenarios::create(&project.runtime, "one", yml, None).unwrap();
    let back = project.apply(edit).unwrap();
    assert_eq!(scenarios::names(&project.runtime), ["one", "two packages"]);
    let edit = scenarios::rename(&project.runtime, "two packages", "both").unwrap();
    project.apply(edit).unwrap();
    assert_eq!(scenarios::names(&project.runtime), ["both", "one"]);
    assert_eq!(run(&project, "both").verdict, Verdict::Passes);
    let again = scenarios::rename(&project.runtime, "both", "two packages").unwrap();
    project.apply(again).unwrap();
    project.apply(back).unwrap();
    assert_eq!(project, start);
    let edit = scenarios::delete(&project.runtime, "two packages").unwrap();
    project.apply(edit).unwrap();
    assert!(scenarios::names(&project.runtime).is_empty());
    assert_eq!(scenarios::delete(&project.runtime, "two packages"), None);
}

#[test]
fn no_build_has_a_scenario_and_a_runtime_zip_has_all() {
    let mut project = project();
    accept(&mut project, "two packages");
    let tree = trees::new_funko(Some(&project.runtime), "./rt", "shop", &mut render);
    let funko = tree.bundle().unwrap();
    let built = trees::build_context(Some(&project.runtime), &funko, &mut render);
    for tree in [&tree, &built] {
        assert!(tree.files.keys().all(|path| !path.as_str().contains("scenario")), "{:?}", tree.files.keys());
    }
    let zip = archive::runtime_zip(&project.runtime, "rt").unwrap();
    let read = archive::read(&zip).unwrap();
    assert_eq!(read.bundle, project.runtime);
}

/// What breaks, as `option: values: kind`.
fn edges(files: &[(&str, &str)]) -> Vec<String> {
    let runtime = bundle(files);
    let edges = Edges::new(&runtime, "./rt", &mut render).unwrap();
    let mut found = Vec::new();
    for option in edges.options() {
        for edge in edges.of(option, &mut render) {
            assert!(scenarios::check_name(&edge.name).is_ok(), "{}", edge.name);
            found.push(format!("{option}: {}: {}", edge.values.join(", "), edge.breaks));
        }
    }
    found
}

fn with(dockerfile: &str, options: &str) -> Vec<String> {
    let yml = format!("name: {{{{ name }}}}\nruntime: {{{{ runtime }}}}\noptions:\n{options}");
    edges(&[("Dockerfile.j2", dockerfile), ("template/funko.yml.j2", &yml), ("conf", "")])
}

#[track_caller]
fn check(found: &[String], values: &str, says: &str) {
    assert!(
        found.iter().any(|line| line.contains(values) && line.contains(says)),
        "{values}, {says}: {found:#?}"
    );
}

#[test]
fn edges_that_break_are_found() {
    let found = with(
        "FROM alpine\nRUN apk add {{ options.packages | join(\" \") }}\nENV MODE={{ options.mode }}\nCMD [\"x\", \"{{ options.arg }}\"]\n",
        "  packages: [curl]\n  mode: fast\n  arg: one\n",
    );
    check(&found, "packages: not set", "FaaSO fails");
    check(&found, "packages: with a space", "split at");
    check(&found, "packages: with a newline", "unknown instruction");
    check(&found, "packages: with a double quote, with a single quote", "isn't closed");
    check(&found, "packages: with `$`", "variable");
    check(&found, "mode: a list of two items, with a space, with a double quote", "refuses");
    check(&found, "arg: with a double quote", "JSON array");
    assert!(
        !found.iter().any(|line| line.starts_with("arg:") && line.contains("with a space")),
        "{found:#?}"
    );

    // what is empty by default, too; what is several words by default is meant so
    let found = with(
        "FROM alpine\nRUN x {{ options.more | join(\" \") }}\nRUN y {{ options.flags }}\n{% if options.cmd | length > 0 -%}\nRUN {{ options.cmd }} z\n{% endif -%}\n",
        "  more: []\n  flags: \"-a -b\"\n  cmd: \"\"\n",
    );
    check(&found, "more: with a space", "several words of `RUN`");
    check(&found, "cmd: with a space", "several words of `RUN`");
    check(&found, "cmd: with a double quote, with a single quote", "isn't closed");
    assert!(!found.iter().any(|line| line.starts_with("flags:") && line.contains("a space")), "{found:#?}");

    let found = edges(&[
        ("Dockerfile.j2", "FROM alpine\nCMD [\"x\"]\n"),
        ("conf.json.j2", "{\"a\": \"{{ options.a }}\"}\n"),
        ("conf.yml.j2", "a: '{{ options.b | default(\"\") }}'\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  a: x\n"),
    ]);
    check(&found, "a: ", "valid JSON");
    check(&found, "with a single quote", "valid YAML");
}

/// What is said of several values fits the one that it names, and what stops the build is told from what doesn't.
#[test]
fn an_edge_says_what_it_is_about() {
    let runtime = bundle(&[
        (
            "Dockerfile.j2",
            "FROM alpine\nRUN {{ options.run }}\nHEALTHCHECK {{ options.health }} curl x\nCMD [\"x\"]\n",
        ),
        (
            "template/funko.yml.j2",
            "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  health: CMD\n  run: one\n",
        ),
    ]);
    let edges = Edges::new(&runtime, "./rt", &mut render).unwrap();
    let health = edges.of("health", &mut render);
    let refused = health.iter().find(|edge| edge.kind == Breaks::Refused).unwrap();
    assert!(refused.values.len() > 2, "{refused:#?}");
    let named = format!("For example, {}: FaaSO's builder refuses the Dockerfile: ", refused.values[0]);
    assert!(refused.breaks.starts_with(&named), "{refused:#?}");
    assert_eq!(health[0].kind, Breaks::Refused, "what stops a build comes first: {health:#?}");
    let run = edges.of("run", &mut render);
    let kinds: Vec<_> = run.iter().map(|edge| (edge.kind, edge.kind.stops())).collect();
    assert!(kinds.contains(&(Breaks::Splits, false)), "{run:#?}");
    assert!(kinds.contains(&(Breaks::Quote, false)), "{run:#?}");
}

#[test]
fn what_holds_at_every_edge_or_was_broken_before_is_not_listed() {
    let quiet = with(
        "FROM alpine\nCMD [\"x\"]\n# {% if options.mode is defined %}set{% endif %}\n",
        "  mode: fast\n",
    );
    assert!(quiet.is_empty(), "{quiet:#?}");
    let broken = with(
        "FROM alpine\nCOPY nosuch /\n# {% if options.mode is defined %}set{% endif %}\n",
        "  mode: fast\n",
    );
    assert!(broken.is_empty(), "{broken:#?}");
}
