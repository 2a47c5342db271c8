//! The build command, run in real shells with a real `unzip` where there is one, and a `docker` that only
//! writes down what it was told.

#![cfg(unix)]

use faaso::build_command::{ADDRESS, Builder, build_command, image_name};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const NAMES: &[&str] = &[
    "hello.zip",
    "hello (1).zip",
    "it's.zip",
    "\"quoted\".zip",
    "$(touch pwned).zip",
    "`touch pwned`.zip",
    "a;touch pwned;b.zip",
    "a\ntouch pwned\nb.zip",
    "-rf.zip",
    "--help.zip",
    "~.zip",
    "*.zip",
    "a[1]?.zip",
    "a\\b.zip",
    "a\\[x].zip",
    "!x&y|z>w<v.zip",
    "#c =d.zip",
    "año ☃ 🎉.zip",
    "$HOME ${PATH}.zip",
    "' && touch pwned && '.zip",
];

#[test]
fn every_name_reaches_unzip_whole_in_every_shell() {
    for shell in shells() {
        for (at, name) in NAMES.iter().enumerate() {
            let work = Work::new(&format!("{shell}-{at}"));
            work.tool("docker", "printf '%s\\n' \"$@\" >> ../docker.log; [ \"$1\" = build ] && cat \"$4/Dockerfile\" >> ../docker.log; exit 0");
            if !is_there("unzip") || !is_there("zip") {
                work.tool(
                    "unzip",
                    "printf '%s' \"$2\" > ../zip.log; mkdir -p \"$4/hello\"; : > \"$4/hello/Dockerfile\"",
                );
            } else {
                work.zip(name);
            }
            let run = work.run(shell, &build_command(name, "hello", Builder::Buildkit).sh);
            let what = format!("{shell} {name:?}: {run:?}");
            assert!(run.status.success(), "{what}");
            assert!(String::from_utf8_lossy(&run.stdout).contains(ADDRESS), "{what}");
            let log = fs::read_to_string(work.0.join("docker.log")).unwrap();
            assert!(log.starts_with("build\n-t\nfaaso-hello\n./faaso-hello."), "{what}\n{log}");
            assert!(log.ends_with("run\n--rm\n--init\n-p\n3000:3000\nfaaso-hello\n"), "{what}\n{log}");
            // Nothing is left but the zip: no folder, and nothing that the name might have done.
            let left: Vec<_> =
                fs::read_dir(work.downloads()).unwrap().map(|e| e.unwrap().file_name()).collect();
            assert!(left.iter().all(|left| left == name), "{what} {left:?}");
        }
    }
}

/// The same builder and build argument as FaaSO's, for this build alone.
#[test]
fn the_line_of_faaso_asks_for_its_builder() {
    for shell in shells() {
        let work = Work::new(&format!("{shell}-faaso"));
        work.tool(
            "docker",
            "printf '%s ' \"${DOCKER_BUILDKIT-unset}\" \"$1\" >> ../docker.log; [ \"$1\" = run ] || printf '%s ' \"$4\" \"$5\" >> ../docker.log",
        );
        work.tool("unzip", "mkdir -p \"$4/hello\"");
        work.tool("uname", "echo machine64");
        let run = work.run(shell, &build_command("hello.zip", "hello", Builder::Faaso).sh);
        assert!(run.status.success(), "{shell}: {run:?}");
        let log = fs::read_to_string(work.0.join("docker.log")).unwrap();
        assert_eq!(log, "0 build --build-arg BUILDPLATFORM=machine64 unset run ", "{shell}");
    }
    let command = build_command("hello.zip", "hello", Builder::Faaso);
    assert_eq!(
        command.powershell,
        "& { $d = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid()); $built = $false; $kit = \
         $env:DOCKER_BUILDKIT; try { Expand-Archive -LiteralPath 'hello.zip' -DestinationPath $d; if ($?) { \
         $env:DOCKER_BUILDKIT = '0'; docker build -t faaso-hello --build-arg \"BUILDPLATFORM=$(docker info -f \
         '{{.Architecture}}')\" (Join-Path $d 'hello'); $built = $? } } finally { $env:DOCKER_BUILDKIT = $kit; \
         Remove-Item -LiteralPath $d -Recurse -Force -ErrorAction Ignore }; if ($built) { 'Open \
         http://localhost:3000/'; docker run --rm --init -p 3000:3000 faaso-hello } }"
    );
    assert_eq!(
        command.cmd,
        "for /f %m in ('docker info -f {{.Architecture}}') do @for %i in \
         (\"%TEMP%\\faaso-hello-%RANDOM%%RANDOM%\") do @(md %i && (tar -xf hello.zip -C %i && cmd /s /c \"set \
         DOCKER_BUILDKIT=0&& docker build -t faaso-hello --build-arg BUILDPLATFORM=%m \"%~i\\hello\"\" && rd /s /q %i \
         && echo Open http://localhost:3000/ && docker run --rm --init -p 3000:3000 faaso-hello || if exist %i rd /s \
         /q %i))"
    );
}

/// The shells that are there.
fn shells() -> Vec<&'static str> {
    let all = ["sh", "dash", "bash", "zsh", "ksh"];
    let shells: Vec<&str> = all.into_iter().filter(|shell| is_there(shell)).collect();
    assert!(shells.contains(&"sh"));
    shells
}

#[test]
fn a_step_that_fails_ends_it_and_leaves_nothing() {
    let unzip = "mkdir -p \"$4/hello\"";
    for shell in shells() {
        for (at, (unzip, docker, called)) in [
            // the build
            (unzip, "false", "build\n"),
            // the zip is not there, or damaged; a part of it came out
            ("mkdir -p \"$4/hello\"; exit 9", "true", ""),
            // Ctrl+C while it builds
            (unzip, "kill -INT $PPID; exit 130", "build\n"),
            // what is run fails: the folder is gone by then
            (unzip, "[ \"$1\" = build ]", "build\nrun\n"),
        ]
        .into_iter()
        .enumerate()
        {
            let work = Work::new(&format!("fails-{shell}-{at}"));
            work.tool("docker", &format!("echo \"$1\" >> ../docker.log; {docker}"));
            work.tool("unzip", unzip);
            fs::write(work.0.join("docker.log"), "").unwrap();
            let run = work.run(shell, &build_command("hello.zip", "hello", Builder::Buildkit).sh);
            assert!(!run.status.success(), "{shell} {at}: {run:?}");
            assert_eq!(fs::read_to_string(work.0.join("docker.log")).unwrap(), called, "{shell} {at}");
            let left: Vec<_> = fs::read_dir(work.downloads()).unwrap().collect();
            assert!(left.is_empty(), "{shell} {at}: {left:?}");
        }
    }
}

#[test]
fn images_have_names_that_docker_takes() {
    for (name, image) in [
        ("hello", "faaso-hello"),
        ("MyApp", "faaso-myapp"),
        ("app\n", "faaso-app"),
        ("my_app--1.x", "faaso-my-app-1-x"),
        ("ñandú", "faaso-and"),
        ("", "faaso"),
        ("-", "faaso"),
    ] {
        assert_eq!(image_name(name), image);
    }
    assert_eq!(image_name(&"x".repeat(300)).len(), 128);
}

#[test]
fn windows_lines_are_as_they_should() {
    let simple = build_command("hello.zip", "hello", Builder::Buildkit);
    assert_eq!(
        simple.powershell,
        "& { $d = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid()); $built = $false; try { Expand-Archive \
         -LiteralPath 'hello.zip' -DestinationPath $d; if ($?) { docker build -t faaso-hello (Join-Path $d 'hello'); \
         $built = $? } } finally { Remove-Item -LiteralPath $d -Recurse -Force -ErrorAction Ignore }; if ($built) { \
         'Open http://localhost:3000/'; docker run --rm --init -p 3000:3000 faaso-hello } }"
    );
    assert_eq!(
        simple.cmd,
        "for %i in (\"%TEMP%\\faaso-hello-%RANDOM%%RANDOM%\") do @(md %i && (tar -xf hello.zip -C %i && docker build \
         -t faaso-hello \"%~i\\hello\" && rd /s /q %i && echo Open http://localhost:3000/ && docker run --rm --init \
         -p 3000:3000 faaso-hello || if exist %i rd /s /q %i))"
    );
    for (zip, powershell, cmd) in [
        ("it's ‘x’.zip", "'it''s ‘‘x’’.zip'", "\"it's ‘x’.zip\""),
        ("$(x)`;.zip", "'$(x)`;.zip'", "\"$(x)`;.zip\""),
        ("%PATH%.zip", "'%PATH%.zip'", "\"\"^%\"PATH\"^%\".zip\""),
        ("a\nb\"&c|.zip", "'a_b_&c_.zip'", "\"a_b_&c_.zip\""),
        ("-x.zip", "'-x.zip'", "\".\\-x.zip\""),
        ("hello (1).zip", "'hello (1).zip'", "\"hello (1).zip\""),
    ] {
        let command = build_command(zip, "hello", Builder::Buildkit);
        assert!(
            command.powershell.contains(&format!("-LiteralPath {powershell} -D")),
            "{}",
            command.powershell
        );
        assert!(command.cmd.contains(&format!("tar -xf {cmd} -C")), "{}", command.cmd);
    }
}

/// A folder of its own for one run: `bin` with stand-ins, `downloads` with the zip.
struct Work(PathBuf);

impl Work {
    fn new(name: &str) -> Work {
        let folder = std::env::temp_dir().join(format!("faaso-designer-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("bin")).unwrap();
        fs::create_dir_all(folder.join("downloads")).unwrap();
        Work(folder)
    }

    fn downloads(&self) -> PathBuf {
        self.0.join("downloads")
    }

    fn tool(&self, name: &str, script: &str) {
        let path = self.0.join("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// A zip of `hello/Dockerfile` under this name.
    fn zip(&self, name: &str) {
        fs::create_dir_all(self.0.join("hello")).unwrap();
        fs::write(self.0.join("hello/Dockerfile"), "FROM scratch\n").unwrap();
        let made =
            Command::new("zip").args(["-qr", "made.zip", "hello"]).current_dir(&self.0).status().unwrap();
        assert!(made.success());
        fs::rename(self.0.join("made.zip"), self.downloads().join(name)).unwrap();
    }

    fn run(&self, shell: &str, line: &str) -> Output {
        let path = format!("{}:{}", self.0.join("bin").display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(shell);
        command.args(["-c", line]).env("PATH", path).current_dir(self.downloads()).output().unwrap()
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn is_there(tool: &str) -> bool {
    let paths = std::env::var("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| Path::new(&folder).join(tool).is_file())
}
