//! What `./designer` downloads and runs is held against a checksum.

#![cfg(unix)]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::PathBuf,
    process::Command,
};

const TOOL: &str = "#!/bin/sh\necho footool 1.2.3\n";

/// A folder with an archive of the tool in it, and a `.tools/bin` of its own.
fn place(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("faaso-designer-tools-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join(".tools/bin")).unwrap();
    fs::write(folder.join("footool"), TOOL).unwrap();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let script = "chmod +x footool && tar -czf archive.tgz footool && sha256sum archive.tgz";
    let made = Command::new("sh").args(["-c", script]).current_dir(&folder).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let sum = String::from_utf8(made.stdout).unwrap();
    fs::write(folder.join("sum"), sum.split(' ').next().unwrap()).unwrap();
    folder
}

#[test]
fn an_archive_is_taken_only_with_its_checksum() {
    let tools = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/tools.sh");
    let asked = format!(
        "set -euo pipefail; source '{tools}'; if prebuilt footool 1.2.3; then echo taken; else echo compiled; fi"
    );
    for (name, version, wrong, machine, said) in [
        ("right", "1.2.3", false, true, "taken"),
        ("another checksum", "1.2.3", true, true, ""),
        ("another version", "1.2.4", false, true, "compiled"),
        ("another machine", "1.2.3", false, false, "compiled"),
    ] {
        let folder = place(&name.replace(' ', "-"));
        let sum = fs::read_to_string(folder.join("sum")).unwrap();
        let sum = if wrong { "0".repeat(64) } else { sum };
        let uname = Command::new("uname").arg("-sm").output().unwrap();
        let here = String::from_utf8(uname.stdout).unwrap().trim().replace(' ', "-");
        let machine = if machine { here.as_str() } else { "Other-cpu" };
        let address = format!("file://{}/archive.tgz", folder.display());
        fs::write(folder.join("table"), format!("footool {version} {machine} {sum} {address}\n")).unwrap();
        let mut bash = Command::new("bash");
        bash.args(["-c", &asked]).env("PREBUILT", folder.join("table")).current_dir(&folder);
        let run = bash.output().unwrap();
        let out = String::from_utf8_lossy(&run.stdout).into_owned();
        assert_eq!(out.lines().last().is_some_and(|line| line == said), !said.is_empty(), "{name}: {run:?}");
        assert_eq!(folder.join(".tools/bin/footool").exists(), said == "taken", "{name}");
        assert_eq!(run.status.success(), !wrong, "{name}: {run:?}");
        fs::remove_dir_all(folder).unwrap();
    }
}

/// What is listed is what is used: Linux and macOS, x86-64 and arm64, in today's versions, each with a whole checksum.
#[test]
fn prebuilt_tools_are_those_of_today() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let asked = format!(
        "cd '{folder}'; source scripts/tools.sh; echo \"$TRUNK_VERSION $WASM_BINDGEN_VERSION $GECKODRIVER_VERSION\""
    );
    let run = Command::new("bash").args(["-c", &asked]).output().unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    let versions: Vec<&str> = said.split_whitespace().collect();
    let [trunk, bindgen, gecko] = versions[..] else { panic!("{said}") };
    let list = fs::read_to_string(format!("{folder}scripts/prebuilt.txt")).unwrap();
    let mut systems: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let parts: Vec<&str> = line.split(' ').collect();
        let [program, version, system, sum, address] = parts[..] else { panic!("{line}") };
        let today = match program {
            "trunk" => trunk,
            "wasm-bindgen" => bindgen,
            "geckodriver" => gecko,
            other => panic!("{other} is no tool"),
        };
        assert_eq!(version, today, "{line}");
        assert!(address.starts_with("https://github.com/") && address.contains(version), "{line}");
        assert!(sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
        assert!(systems.entry(program).or_default().insert(system), "{line}");
    }
    let all = BTreeSet::from(["Linux-x86_64", "Linux-aarch64", "Darwin-x86_64", "Darwin-arm64"]);
    assert_eq!((&systems["trunk"], &systems["wasm-bindgen"]), (&all, &all));
}

/// Each system is told its own line, as whoever asks; one with another manager is told where to look.
#[test]
fn what_is_missing_comes_with_its_install_line() {
    let tools = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/tools.sh");
    let root = if is_root() { "" } else { "sudo " };
    for (manager, said) in [
        ("apt-get", format!("{root}apt-get install a-apt")),
        ("dnf", format!("{root}dnf install a-dnf")),
        ("pacman", format!("{root}pacman -S a-pacman")),
        ("apk", format!("{root}apk add a-apk")),
        ("brew", "brew install --cask a-brew".to_owned()),
        ("portage", String::new()),
    ] {
        let folder = place(&format!("line-{manager}"));
        fs::write(folder.join(manager), TOOL).unwrap();
        let script = format!(
            "chmod +x {manager}; source '{tools}'; PATH=$PWD; \
             install_line a-apt a-dnf a-pacman a-apk '--cask a-brew'; missing Program 'see elsewhere' a-apt a-dnf a-pacman a-apk a-brew"
        );
        let run = Command::new("bash").args(["-c", &script]).current_dir(&folder).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&run.stdout).trim_end(), said, "{manager}");
        let error = String::from_utf8_lossy(&run.stderr).into_owned();
        let wanted =
            if said.is_empty() { "Program is missing: see elsewhere" } else { "Program is missing: run  " };
        assert!(error.contains(wanted), "{manager}: {error}");
        fs::remove_dir_all(folder).unwrap();
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout.trim_ascii() == b"0")
}

/// A second run of the same line must give the same versions.
#[test]
fn versions_are_exact() {
    let packages = |text, kind| -> BTreeMap<String, String> {
        let package: serde_json::Value = serde_json::from_str(text).unwrap();
        serde_json::from_value(package[kind].clone()).unwrap()
    };
    let ours = packages(include_str!("../package.json"), "devDependencies");
    let beside = packages(include_str!("../benches/page/package.json"), "dependencies");
    for (name, version) in ours.iter().chain(&beside) {
        assert!(version.chars().all(|c| c.is_ascii_digit() || c == '.'), "{name}: {version} is not exact");
        // what the page is measured beside has the same editor
        assert!(
            !beside.contains_key(name) || ours.get(name).is_none_or(|here| *here == beside[name]),
            "{name}"
        );
    }
    let tools = include_str!("../scripts/tools.sh");
    for line in tools.lines().filter(|line| line.trim_start().starts_with("cargo install")) {
        assert!(line.contains("--locked"), "{line}");
    }
    assert!(include_str!("../Trunk.toml").lines().any(|line| line == "locked = true"));
    assert!(tools.contains("npm ci --ignore-scripts"), "no package's own scripts are run");
}
