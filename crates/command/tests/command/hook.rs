//! The hook for pre-commit: which runtimes it looks at, and how it ends.

use super::Scratch;
use std::{
    path::Path,
    process::{Command, Output},
};

/// Runs it as pre-commit does: from the top of the author's repository, with the names of the files.
fn hook(scratch: &Scratch, arguments: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/hook.sh");
    let program = Path::new(env!("CARGO_BIN_EXE_faaso-designer"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    Command::new(script).args(arguments).current_dir(&scratch.0).env("PATH", path).output().unwrap()
}

#[cfg(unix)]
#[test]
fn each_touched_runtime_is_looked_at_once() {
    let scratch = Scratch::new();
    scratch.write(&[
        ("good/Dockerfile.j2", "FROM alpine\nEXPOSE 3000\n# /ping\nCMD [\"x\"]\n"),
        ("good/README.md", "# Good\n"),
        ("good/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
        ("deep/er/bad/Dockerfile.j2", "FROM {{ options.a.b }}\n"),
        ("deep/er/bad/template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
        ("deep/er/bad/.scenarios/one/funko.yml", "name: a\nruntime: ./bad\n"),
        ("other/file", ""),
    ]);
    let check = |arguments: &[&str], code: i32, parts: &[&str]| {
        let output = hook(&scratch, arguments);
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {output:?}");
        for part in parts {
            assert_eq!(said.matches(part).count(), 1, "{arguments:?}: {said}");
        }
    };
    check(&["check", "other/file"], 0, &[]);
    check(&["check", "good/template/funko.yml.j2", "good/README.md"], 0, &["No problems"]);
    let bad = "./deep/er/bad/Dockerfile.j2:1:9: error: ";
    check(
        &["check", "--strict", "deep/er/bad/.scenarios/one/funko.yml", "good/README.md"],
        1,
        &[bad, "No problems"],
    );
    check(&["test", "deep/er/bad/Dockerfile.j2", "deep/er/bad/template/funko.yml.j2"], 1, &["1 failed"]);
}
