//! What `git am` makes of a patch.

use super::*;
use convert::patch::{Sender, State, checklist, patch};
use std::{fs, path::PathBuf, process::Command};

fn sender() -> Sender {
    Sender {
        name: "Zoë Ünal".into(),
        email: "zoe@example.org".into(),
        date: "Thu, 26 Nov 2026 09:00:00 +0000".into(),
    }
}

fn git(folder: &PathBuf, arguments: &[&str]) -> String {
    let done = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.quotepath=off"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git is there");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "git {arguments:?}: {said}");
    String::from_utf8(done.stdout).expect("text")
}

/// Has git take the patch, and compares what is there then with what was to be added.
fn check(runtime: &Bundle, name: &str) {
    let made = patch(runtime, name, &sender()).expect("a patch");
    let folder =
        std::env::temp_dir().join(format!("faaso-patch-{}-{}", std::process::id(), fastrand::u64(..)));
    fs::create_dir_all(&folder).unwrap();
    git(&folder, &["init", "-q"]);
    fs::write(folder.join("README"), "FaaSO\n").unwrap();
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "first"]);
    fs::write(folder.join(&made.file_name), &made.bytes).unwrap();
    git(&folder, &["am", &made.file_name]);
    let listed = git(&folder, &["ls-tree", "-rz", "HEAD", "runtimes"]);
    let listed: Vec<_> = listed.split_terminator('\0').collect();
    assert_eq!(listed.len(), runtime.len());
    for (path, file) in runtime.files() {
        let shown = format!("runtimes/{name}/{path}");
        let line = listed.iter().find(|line| line.ends_with(&format!("\t{shown}")));
        let line = line.unwrap_or_else(|| panic!("no {shown} in {listed:?}"));
        assert!(line.starts_with(if file.is_executable() { "100755" } else { "100644" }), "{line}");
        assert_eq!(fs::read(folder.join(&shown)).unwrap(), &file.bytes[..], "{shown}");
    }
    let log = git(&folder, &["log", "-1", "--format=%an|%ae|%s|%aI"]);
    assert_eq!(
        log.replace("+00:00", "Z"),
        format!("Zoë Ünal|zoe@example.org|Add the runtime {name}|2026-11-26T09:00:00Z\n")
    );
    git(&folder, &["fsck", "--strict"]);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn git_takes_every_bundled_runtime() {
    for runtime in catalog::bundled() {
        check(&runtime.files, runtime.name);
    }
}

/// The application that a runtime was made from stays at home: what was left out may be a secret.
#[test]
fn the_application_is_left_out() {
    let files = [("Dockerfile.j2", "FROM scratch\n"), ("template/main.py", "")];
    let with = [&files[..], &[(".conversion/application", "TOKEN=1"), (".conversion/more/a", "")]].concat();
    let made = |files: &[(&str, &str)]| patch(&project(files).runtime, "mine", &sender()).unwrap();
    assert_eq!(made(&with), made(&files));
}

#[test]
fn git_takes_what_is_odd() {
    let mut runtime = Bundle::new();
    let mut put = |name: &str, bytes: &[u8], mode: u16| {
        runtime.put(path(name), File::new(bytes, mode)).unwrap();
    };
    put("README.md", "# Öde\n".as_bytes(), 0o644);
    put("empty", b"", 0o644);
    put("empty.sh", b"", 0o755);
    put("run.sh", b"#!/bin/sh\nexec true\n", 0o755);
    put("no-newline", b"a\nb", 0o644);
    put("one", b"x", 0o644);
    put("crlf.txt", b"a\r\nb\r\n", 0o644);
    put("cr.txt", b"a\rb", 0o644);
    put("binary", &(0..=255).cycle().take(5_000).collect::<Vec<u8>>(), 0o644);
    put("nul", b"\0", 0o600);
    put("latin1", b"\xE9t\xE9\n", 0o644);
    put("with space/ö ü/文件.txt", b"x\n", 0o644);
    put("with space.txt", b"x\n", 0o644);
    put("quote\"back\\slash\ttab\nnewline", b"x\n", 0o644);
    put("patch-like", b"-- \n--- a\n+++ b\nFrom a\nFrom: x\ndiff --git a b\n@@ -1 +1 @@\n", 0o644);
    put(".hidden/.x", b"  trailing  \n\n\n", 0o644);
    put("long", "x".repeat(100_000).as_bytes(), 0o644);
    put("bom", "\u{FEFF}x\n".as_bytes(), 0o644);
    check(&runtime, "my-runtime");
    check(&runtime, "läufer");
}

#[test]
fn git_takes_what_chance_makes() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..12 {
        let mut runtime = Bundle::new();
        for number in 0..random.usize(1..12) {
            let bytes: Vec<u8> = match random.bool() {
                true => (0..random.usize(..300)).map(|_| random.u8(..)).collect(),
                false => (0..random.usize(..300))
                    .map(|_| *b"ab \n\r+-@\t".get(random.usize(..9)).unwrap())
                    .collect(),
            };
            let mode = if random.bool() { 0o644 } else { 0o755 };
            runtime.put(path(&format!("d{}/f{number}", random.u8(..3))), File::new(bytes, mode)).unwrap();
        }
        check(&runtime, "r");
    }
}

#[test]
fn the_checklist_says_what_is_missing() {
    let missing = |files: &[(&str, &str)]| {
        let items = checklist(&project(files).runtime, "mine");
        let missing = items.into_iter().filter(|item| item.state == State::ToDo);
        missing.map(|item| item.text).collect::<Vec<_>>()
    };
    for runtime in catalog::bundled() {
        let missing: Vec<_> = checklist(&runtime.files, runtime.name)
            .into_iter()
            .filter(|item| item.state == State::ToDo)
            .map(|item| item.text)
            .collect();
        assert_eq!(missing, ["There is a licence"], "{}", runtime.name);
    }
    let bare = missing(&[("app.py", "open('/home/zoe/x')\n")]);
    for text in
        ["The README's first line", "A new funko gets", "There is a licence", "`/ping`", "Nothing belongs"]
    {
        assert!(bare.iter().any(|it| it.starts_with(text)), "{text}: {bare:?}");
    }
    assert!(patch(&Bundle::new(), "x", &sender()).is_err());
    assert!(patch(&project(&[("a", "a")]).runtime, "a/b", &sender()).is_err());
    assert_eq!(checklist(&project(&[("a", "a")]).runtime, "flask")[0].state, State::ToDo);
}
