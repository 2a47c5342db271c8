//! Replays recorded answers of FaaSO and lists what differs:
//!
//! ```text
//! cargo run --release --example conformance -- crinja FILE.jsonl [--write OUT]
//! cargo run --release --example conformance -- faaso DIR [--write OUT]
//! cargo run --release --example conformance -- docker FILE.jsonl [--json]
//! ```
//!
//! `--write OUT` puts what was made under `OUT/ID/`: a tree as it is, or a file `ERROR` when FaaSO fails; of a
//! template the files `ok` or `err`, as in the corpus. The last line says `N passed, M failed`.
//!
//! `docker` takes recorded builds of Dockerfiles and prints its figures. With `--json` it prints what is said of each
//! case instead, one object a line: `{"name","faaso":[{"rule","severity","line"}],"check":[{"rule","line"}]}`.

use faaso::bundle::Bundle;
use replay::{
    Difference,
    dockerfiles::{self, Figures},
    templates, trees,
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

const USAGE: &str = "usage: conformance crinja FILE.jsonl [--write OUT]\n       conformance faaso DIR [--write OUT]\n       \
     conformance docker FILE.jsonl [--json]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["docker", input]
    | ["docker", input, "--json"]
    | ["--json", "docker", input]
    | ["docker", "--json", input] = arguments[..]
    {
        return match docker(Path::new(input), arguments.contains(&"--json")) {
            Ok(code) => code,
            Err(why) => {
                eprintln!("{why}");
                ExitCode::from(2)
            }
        };
    }
    let (kind, input, out) = match arguments[..] {
        [kind, input] => (kind, Path::new(input), None),
        [kind, input, "--write", out] | ["--write", out, kind, input] => (kind, Path::new(input), Some(out)),
        _ => ("", Path::new(""), None),
    };
    let out = out.map(PathBuf::from);
    let run = match kind {
        "crinja" => crinja(input, out.as_deref()),
        "faaso" => faaso(input, out.as_deref()),
        _ => Err(USAGE.to_owned()),
    };
    match run {
        Ok(tally) => {
            println!("{} passed, {} failed", tally.passed, tally.failed);
            if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

/// What is said of recorded Dockerfiles: a line a case, or how much of it is right.
fn docker(input: &Path, json: bool) -> Result<ExitCode, String> {
    let recorded = fs::read_to_string(input).map_err(|error| format!("{}: {error}", input.display()))?;
    let mut figures = Figures::default();
    for line in recorded.lines().filter(|line| !line.trim().is_empty()) {
        let case: Value =
            serde_json::from_str(line).map_err(|error| format!("{}: {error}", input.display()))?;
        match json {
            true => println!("{}", dockerfiles::line(&case, &dockerfiles::said(&case)?)),
            false => dockerfiles::compare(&case, &mut figures)?,
        }
    }
    if json {
        return Ok(ExitCode::SUCCESS);
    }
    for (what, figure, least) in figures.named() {
        println!("{what}: {} of {} ({:.1} %)", figure.right, figure.all, 100.0 * figure.share());
        for (name, Difference { expected, got }) in &figure.short {
            println!("  {name}\n    expected {expected}\n    got      {got}");
        }
        if figure.share() < least {
            println!("  less than {:.0} %", 100.0 * least);
        }
    }
    let holds = figures.named().iter().all(|(_, figure, least)| figure.share() >= *least);
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Clone, Copy, Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    fn count(&mut self, id: &str, difference: Option<Difference>) {
        match difference {
            None => self.passed += 1,
            Some(Difference { expected, got }) => {
                self.failed += 1;
                println!("{id}\n  expected {expected}\n  got      {got}");
            }
        }
    }
}

fn crinja(input: &Path, out: Option<&Path>) -> Result<Tally, String> {
    let corpus = fs::read_to_string(input).map_err(|error| format!("{}: {error}", input.display()))?;
    let mut tally = Tally::default();
    let mut categories: BTreeMap<String, Tally> = BTreeMap::new();
    let (mut errors, mut class, mut message, mut line, mut span) = (0, 0, 0, 0, 0);
    for case in templates::parse(&corpus)? {
        let id = id(&case)?;
        let made = templates::replay(&case)?;
        let category = categories.entry(case["category"].as_str().unwrap_or("").to_owned()).or_default();
        let difference = templates::difference(&case, &made);
        match difference {
            None => category.passed += 1,
            Some(_) => category.failed += 1,
        }
        if case["ok"].is_null() {
            errors += 1;
            if let Some(agreement) = templates::agreement(&case, &made) {
                class += usize::from(agreement.class);
                message += usize::from(agreement.message);
                line += usize::from(agreement.line);
                span += usize::from(agreement.span);
                if !(agreement.class && agreement.message && agreement.span) {
                    let failed = made.outcome.as_ref().expect_err("only failures agree");
                    let parts = &case["err_parts"];
                    println!("{id} fails otherwise\n  expected {parts}\n  got      {failed:?}");
                }
            }
        }
        if let Some(out) = out {
            let (name, text) = match &made.outcome {
                Ok(text) => ("ok", text.clone()),
                Err(failed) => ("err", format!("{}: {}", failed.class, failed.message)),
            };
            write(&out.join(id).join(name), text.as_bytes(), 0o644)?;
        }
        tally.count(id, difference);
    }
    println!("\n{:28} passed failed", "category");
    for (name, tally) in &categories {
        println!("{name:28} {:6} {:6}", tally.passed, tally.failed);
    }
    println!(
        "\nof {errors} errors the same: class {class}, message {message}, line {line}, line and column {span}"
    );
    Ok(tally)
}

fn faaso(input: &Path, out: Option<&Path>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for case in trees::read(input)? {
        let id = id(&case)?;
        // A case that cannot be tried is one that failed: the others are tried all the same.
        let difference = tree(&case, id, out).unwrap_or_else(|why| {
            let expected = replay::short(&case["expect"].to_string());
            Some(Difference { expected, got: format!("nothing: {why}") })
        });
        tally.count(id, difference);
    }
    Ok(tally)
}

fn tree(case: &Value, id: &str, out: Option<&Path>) -> Result<Option<Difference>, String> {
    let made = trees::replay(case)?;
    for path in &made.by_chance {
        println!("{id}: “{path}” is chance; the designer refuses");
    }
    let difference = trees::difference(case, &made)?;
    match (out.map(|out| out.join(id)), &made.outcome) {
        (None, _) => {}
        (Some(folder), Ok(bundle)) => write_tree(&folder, bundle)?,
        (Some(folder), Err((code, message))) => {
            write(&folder.join("ERROR"), format!("{code}\n{message}\n").as_bytes(), 0o644)?;
        }
    }
    Ok(difference)
}

/// The case's id, as long as it is safe as the name of a folder.
fn id(case: &Value) -> Result<&str, String> {
    let id = replay::text(case, "id")?;
    let safe = !id.is_empty() && !id.starts_with('.') && !id.contains(['/', '\\', '\0']);
    safe.then_some(id).ok_or_else(|| format!("“{id}” is no id"))
}

fn write_tree(folder: &Path, bundle: &Bundle) -> Result<(), String> {
    make(folder)?;
    for path in bundle.folders() {
        make(&folder.join(path.as_str()))?;
    }
    for (path, file) in bundle.files() {
        write(&folder.join(path.as_str()), &file.bytes, file.mode)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8], mode: u16) -> Result<(), String> {
    if let Some(parent) = path.parent() {
        make(parent)?;
    }
    // A read-only file of an earlier run cannot be written again.
    let _ = fs::remove_file(path);
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    permit(path, mode).map_err(|error| format!("{}: {error}", path.display()))
}

fn make(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

#[cfg(unix)]
fn permit(path: &Path, mode: u16) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode.into()))
}

#[cfg(not(unix))]
fn permit(_: &Path, _: u16) -> std::io::Result<()> {
    Ok(())
}
