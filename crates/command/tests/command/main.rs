//! The program as a script uses it: its files, its problems and its exit codes; and the page gives the same.

mod convert;
mod hook;
mod problems;
mod scenarios;

use faaso::{archive, bundle::Bundle, project::Project};
use faaso_designer::engine::{jobs::Export, messages::Request, service::Service};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicUsize, Ordering},
};

/// An empty folder of its own, gone with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("faaso-designer-command-{}-{count}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Scratch(folder)
    }

    fn write(&self, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    /// Starts the program in this folder.
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_faaso-designer"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap()
    }

    #[track_caller]
    fn ends_with(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The same for what it tells beside its result.
    #[track_caller]
    fn says(&self, code: i32, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        said
    }

    /// What lies in this folder, temporary files included.
    fn names(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn on_disk(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut rest = vec![folder.to_owned()];
    while let Some(next) = rest.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => rest.push(path),
                false => {
                    let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                    found.insert(name, fs::read(&path).unwrap());
                }
            }
        }
    }
    found
}

fn of(bundle: &Bundle) -> BTreeMap<String, Vec<u8>> {
    bundle.files().map(|(path, file)| (path.to_string(), file.bytes.to_vec())).collect()
}

/// The page's engine on a project.
fn engine(project: Project) -> Service {
    let mut service = Service::default();
    let open = Request::Open { revision: 1, project, guilty: BTreeSet::new(), known: None };
    service.answer(open, &mut |_| {});
    service
}

fn exported(service: &mut Service, what: Export) -> Vec<u8> {
    service.export(what).expect("it is exported").bytes
}

#[test]
fn every_bundled_runtime_gives_what_the_page_gives() {
    for runtime in catalog::bundled() {
        let scratch = Scratch::new();
        let project = Project {
            runtime_name: runtime.name.to_owned(),
            runtime: runtime.files.clone(),
            funko_name: "hello".to_owned(),
            ..Project::default()
        };
        let mut page = engine(project);
        scratch.ends_with(0, &["new", runtime.name, "hello", "--out", "made"]);
        let source = archive::read(&exported(&mut page, Export::FunkoSource)).unwrap().bundle;
        assert_eq!(on_disk(&scratch.0.join("made")), of(&source), "{}", runtime.name);

        scratch.ends_with(0, &["export", "made", "--zip", "ready.zip"]);
        let zip = fs::read(scratch.0.join("ready.zip")).unwrap();
        assert!(zip == exported(&mut page, Export::FunkoReady), "{}: another zip", runtime.name);

        scratch.ends_with(0, &["export", "made", "--out", "ready"]);
        assert_eq!(
            on_disk(&scratch.0.join("ready")),
            of(&archive::read(&zip).unwrap().bundle),
            "{}",
            runtime.name
        );
        let said = scratch.ends_with(0, &["check", runtime.name, "made", "--strict"]);
        assert_eq!(said, "No problems\n", "{}", runtime.name);
    }
}

/// A runtime with an error in a template, a warning in another, and names and texts that need quoting somewhere.
const FAULTY: &[(&str, &str)] = &[
    (
        "rt/Dockerfile.j2",
        "FROM alpine\n{% if options.list %}RUN x{% endif %}\nEXPOSE 3000\n# /ping\nCMD [\"x\"]\n",
    ),
    ("rt/a b,c:100%.j2", "one\n{{ options.é | nosuch }}\n"),
    ("rt/README.md", "# Faulty\n"),
    (
        "rt/template/funko.yml.j2",
        "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  list: []\n  \"é\": x\n",
    ),
];

#[test]
fn a_file_of_a_given_funko_has_its_own_path() {
    let scratch = Scratch::new();
    scratch.write(FAULTY);
    scratch.write(&[("fn/funko.yml", "name: a-b\nruntime: ./rt\n")]);
    let json: Value =
        serde_json::from_str(&scratch.ends_with(1, &["check", "rt", "fn/", "--format", "json"])).unwrap();
    let name =
        json.as_array().unwrap().iter().find(|problem| problem["rule"] == "funko-name-invalid").unwrap();
    assert_eq!((&name["file"], &name["line"]), (&"fn/funko.yml".into(), &1.into()));
}

#[test]
fn nothing_is_replaced_unasked_or_left_half_made() {
    let scratch = Scratch::new();
    scratch.write(FAULTY);
    scratch.write(&[
        ("there/mine", "mine"),
        ("fn/funko.yml", "name: hello\nruntime: ./rt\n"),
        ("zip", "mine"),
    ]);
    let before = scratch.names();
    scratch.ends_with(3, &["new", "./rt", "hello", "--out", "there"]);
    scratch.ends_with(3, &["export", "fn", "--zip", "zip"]);
    // the template doesn't render, so there is nothing to write
    scratch.ends_with(1, &["export", "fn", "--out", "new"]);
    scratch.ends_with(1, &["export", "fn", "--zip", "zip", "--force"]);
    // a place that has no name of its own
    scratch.ends_with(2, &["new", "./rt", "hello", "--out", ".", "--force"]);
    scratch.ends_with(2, &["new", "./rt", "hello", "--out", "nosuch/there"]);
    assert_eq!(fs::read(scratch.0.join("zip")).unwrap(), b"mine");
    assert_eq!(scratch.names(), before);
    scratch.ends_with(0, &["new", "./rt", "hello", "--out", "there", "--force"]);
    assert_eq!(on_disk(&scratch.0.join("there")).into_keys().collect::<Vec<_>>(), ["funko.yml"]);
    assert_eq!(scratch.names(), before);
}

#[test]
fn wrong_usage_is_2() {
    let scratch = Scratch::new();
    scratch.write(&[("no.zip", "not a zip"), ("empty/README.md", "")]);
    for arguments in [
        &["nosuch"][..],
        &[],
        &["check", "nosuch"],
        &["check", "no.zip"],
        &["export", "empty", "--out", "x"],
        &["export", "empty"],
        &["check", "static-files", "--format", "xml"],
    ] {
        scratch.ends_with(2, arguments);
    }
    for (name, words) in [
        ("flask", "Did you mean flask-gunicorn\n"),
        ("nosuch", "Bundled runtimes: express-node, fastapi, flask-gunicorn, "),
    ] {
        let said = scratch.says(2, &["check", name]);
        assert!(said.contains(words), "{said}");
    }
}

/// As `faaso new` does: the name is checked when the funko is built.
#[test]
fn new_tells_of_a_name_that_cannot_be_built() {
    let scratch = Scratch::new();
    scratch.write(&[("rt/template/funko.yml.j2", "name: \"{{ name }}\"\n")]);
    for (at, (name, made, warned)) in [
        ("hello", "hello", false),
        ("../x", "x", false),
        ("Bad Name", "Bad Name", true),
        ("my-app", "my-app", true),
        ("", "", true),
    ]
    .iter()
    .enumerate()
    {
        let out = format!("out{at}");
        let said = scratch.says(0, &["new", "./rt", name, "--out", &out]);
        assert!(said.starts_with(&format!("created {out}: the funko `{made}`, 1 file\n")), "{said}");
        let warning = format!("warning: FaaSO can't build a funko called `{made}`: ");
        assert_eq!(said.contains(&warning), *warned, "{said}");
        let yml = fs::read_to_string(scratch.0.join(&out).join("funko.yml")).unwrap();
        assert!(yml.starts_with(&format!("name: \"{made}\"")), "{yml}");
    }
}

#[test]
fn tar_gz_has_the_exports_files_and_modes() {
    let scratch = Scratch::new();
    scratch.write(&[
        ("fn/funko.yml", "name: hello\n"),
        ("fn/run.sh", "#!/bin/sh\n"),
        ("fn/Dockerfile", "FROM a\n"),
    ]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(scratch.0.join("fn/run.sh"), fs::Permissions::from_mode(0o755)).unwrap();
    }
    scratch.ends_with(0, &["export", "fn", "--tar", "out.tgz"]);
    let again = fs::read(scratch.0.join("out.tgz")).unwrap();
    scratch.ends_with(0, &["export", "fn", "--tar", "out.tgz", "--force"]);
    assert_eq!(fs::read(scratch.0.join("out.tgz")).unwrap(), again, "the same input, the same bytes");
    let listing = Command::new("tar").args(["-tvzf", "out.tgz"]).current_dir(&scratch.0).output().unwrap();
    let listing = String::from_utf8(listing.stdout).unwrap();
    assert!(listing.contains("-rwxr-xr-x") && listing.contains("hello/run.sh"), "{listing}");
    // it is taken in again, and so is what `tar` makes
    scratch.write(&[
        ("rt/Dockerfile.j2", "FROM {{ options.base }}\n"),
        ("of/funko.yml", "name: of\nruntime: ./rt\noptions:\n  base: b\n"),
    ]);
    for (file, arguments) in [("rt.tgz", ["-czf", "rt.tgz", "rt"]), ("of.tar", ["-cf", "of.tar", "of"])] {
        let made = Command::new("tar").args(arguments).current_dir(&scratch.0).status().unwrap();
        assert!(made.success(), "{file}");
    }
    scratch.ends_with(0, &["export", "out.tgz", "--out", "again"]);
    scratch.ends_with(0, &["export", "of.tar", "--runtime", "rt.tgz", "--out", "built"]);
    assert_eq!(fs::read_to_string(scratch.0.join("built/Dockerfile")).unwrap(), "FROM b");
    assert!(scratch.0.join("again/run.sh").exists());
}

#[test]
fn help_shows_an_example_of_every_command() {
    let scratch = Scratch::new();
    let commands =
        ["new", "export", "check", "test", "convert", "rename-option", "patch", "runtimes", "completions"];
    let help = scratch.ends_with(0, &["--help"]);
    let listed = help.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).count();
    // `help` itself and two options besides
    assert_eq!(listed, commands.len() + 3, "{help}");
    for command in commands {
        let help = scratch.ends_with(0, &[command, "--help"]);
        assert!(help.contains(&format!("faaso-designer {command}")) && help.contains("\nExample"), "{help}");
    }
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(scratch.ends_with(0, &["completions", shell]).contains("faaso-designer"), "{shell}");
    }
    let listed = scratch.ends_with(0, &["runtimes"]);
    assert_eq!(listed.lines().count(), catalog::bundled().len());
}

#[test]
fn an_option_is_renamed_in_its_folder() {
    let scratch = Scratch::new();
    scratch.write(&[
        ("rt/Dockerfile.j2", "FROM {{ options.image | default(\"a\") }}\n"),
        ("rt/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  image: a\n"),
    ]);
    let said = scratch.ends_with(0, &["rename-option", "rt", "image", "base_image"]);
    assert_eq!(said, "Dockerfile.j2\ntemplate/funko.yml.j2\n");
    let read = |path: &str| fs::read_to_string(scratch.0.join(path)).unwrap();
    assert_eq!(read("rt/Dockerfile.j2"), "FROM {{ options.base_image | default(\"a\") }}\n");
    assert!(read("rt/template/funko.yml.j2").ends_with("options:\n  base_image: a\n"));
    scratch.ends_with(1, &["rename-option", "rt", "image", "other"]);
    for (name, noted) in [("other", false), ("a b", true)] {
        let said = scratch.says(0, &["rename-option", "rt", "base_image", name, "--out", name]);
        assert_eq!(said.contains("note: templates write this option as `options[\"a b\"]`"), noted, "{said}");
    }
    scratch.ends_with(2, &["rename-option", "fastapi", "workers", "processes"]);
    scratch.ends_with(0, &["rename-option", "fastapi", "workers", "processes", "--out", "mine"]);
    assert!(read("mine/Dockerfile.j2").contains("options.processes"));
}

#[test]
fn a_patch_is_made_of_a_runtime() {
    let scratch = Scratch::new();
    let said = scratch.ends_with(0, &["patch", "fastapi", "--name", "fast", "--out", "fast.patch"]);
    assert!(said.starts_with("Add the runtime fast\n"));
    let placeholder = ["patch", "fastapi", "--out", "a.patch"];
    assert!(scratch.says(0, &placeholder).contains("Use --author"));
    let named = ["patch", "fastapi", "--out", "b.patch", "--author", "A <a@b.c>"];
    assert!(!scratch.says(0, &named).contains("--author"));
    let patch = fs::read_to_string(scratch.0.join("fast.patch")).unwrap();
    assert!(patch.contains("+++ b/runtimes/fast/Dockerfile.j2\n"));
    scratch.ends_with(3, &["patch", "fastapi", "--out", "fast.patch"]);
    scratch.ends_with(2, &["patch", "fastapi", "--name", "a/b", "--out", "other.patch"]);
}
