//! Exports, builds and runs every bundled runtime, as its author would, and writes the table of docs/runtimes.md:
//!
//! ```text
//! cargo run --release --example verify_runtimes -- [NAME…] [--note TEXT] [--write FILE]
//! ```
//!
//! With names, only those. `--write FILE` puts the table between the two marks in FILE; `--note TEXT` says below
//! it what else a reader should know. It needs a Docker engine, port 3000 and the `unzip` that the pasted line uses.

#[path = "../tests/runtimes/engine.rs"]
mod engine;

use catalog::Bundled;
use engine::{Case, Scratch, Seen};
use std::{
    fs,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

const BEGIN: &str = "<!-- runtimes:begin -->";
const END: &str = "<!-- runtimes:end -->";

fn main() -> ExitCode {
    match Arguments::read(std::env::args().skip(1)).and_then(|arguments| verify(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Arguments {
    runtimes: Vec<&'static Bundled>,
    note: Option<String>,
    write: Option<String>,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Arguments::default();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--note" => {
                    let note = words.next().ok_or("--note needs a text")?;
                    arguments.note = Some(note.trim_end_matches('.').to_owned());
                }
                "--write" => arguments.write = Some(words.next().ok_or("--write needs a file")?),
                name => arguments
                    .runtimes
                    .push(catalog::find(name).ok_or_else(|| format!("there is no runtime “{name}”"))?),
            }
        }
        if arguments.runtimes.is_empty() {
            arguments.runtimes = catalog::bundled().iter().collect();
        }
        Ok(arguments)
    }
}

/// Whether all went well. The error is ours or the author's, not a runtime's.
fn verify(arguments: &Arguments) -> Result<bool, String> {
    let engine = match engine::reach() {
        Ok(engine) => engine,
        Err(why) => {
            println!("skipped: no Docker engine is reachable, so no runtime was built ({why})");
            return Ok(true);
        }
    };
    let mut rows = Vec::new();
    let mut well = true;
    for runtime in &arguments.runtimes {
        let outcome = verify_one(runtime);
        well &= !matches!(outcome, Outcome::Failed(_));
        rows.push(row(runtime, &outcome));
    }
    let linters = match engine::has_hadolint() {
        true => "BuildKit's checks and hadolint find nothing but what a comment beside it explains",
        false => "BuildKit's checks find nothing",
    };
    let notes: Vec<&str> =
        [well.then_some(linters), arguments.note.as_deref()].into_iter().flatten().collect();
    let table = format!(
        "| runtime, based on | image | build, cold | healthy after | answered | how it was checked |\n\
         |---|---|---|---|---|---|\n{}\n\n\
         Made by `cargo run --release --example verify_runtimes` with Docker {engine}. Cold: no layer was there but\n\
         the base image's. {}",
        rows.join("\n"),
        notes.iter().map(|note| format!("{note}.")).collect::<Vec<_>>().join("\n")
    );
    println!("\n{table}");
    if let Some(file) = &arguments.write {
        put_table(file, &table)?;
    }
    Ok(well)
}

enum Outcome {
    /// Built, run and asked in every case.
    Ran {
        cold: Duration,
        seen: Seen,
    },
    /// Its base image is not to be had here, so it was only looked at.
    Checked {
        missing: String,
    },
    Failed(String),
}

fn verify_one(runtime: &Bundled) -> Outcome {
    let outcome = try_one(runtime).unwrap_or_else(Outcome::Failed);
    match &outcome {
        Outcome::Ran { .. } => println!("{}: well", runtime.name),
        Outcome::Checked { missing } => {
            println!("{}: only checked, {missing} is not to be had", runtime.name)
        }
        Outcome::Failed(why) => println!("{}: FAILED\n{why}", runtime.name),
    }
    outcome
}

fn try_one(runtime: &Bundled) -> Result<Outcome, String> {
    let scratch = Scratch::new(runtime.name)?;
    let mut ran = None;
    for case in Case::ALL {
        println!("{}: {case:?}", runtime.name);
        let export = engine::export(runtime, case)?;
        let context = scratch.folder("context")?;
        let missing = engine::missing_base_images(export.dockerfile());
        engine::lint(&export, &missing, &context)?;
        if let Some(missing) = missing.first() {
            ran = Some(Outcome::Checked { missing: missing.to_string() });
            continue;
        }
        let cold = match case {
            Case::Default => Some(build_cold(&context)?),
            _ => None,
        };
        let seen = engine::build_and_run(&export, case, &scratch.folder("author")?)?;
        println!(
            "    {} MB, healthy after {:.0?}, answered {}",
            megabytes(seen.image_size),
            seen.healthy_after,
            seen.answered.join(" and ")
        );
        if let Some(cold) = cold {
            ran = Some(Outcome::Ran { cold, seen });
        }
    }
    ran.ok_or_else(|| "no case was tried".to_owned())
}

/// Builds from nothing and gives the time it took. The line that the author is shown finds the layers ready then.
fn build_cold(context: &Path) -> Result<Duration, String> {
    let begun = Instant::now();
    let image = engine::docker(&["build", "--no-cache", "--quiet", &context.to_string_lossy()])?;
    let took = begun.elapsed();
    engine::docker(&["rmi", "--force", &image])?;
    Ok(took)
}

fn row(runtime: &Bundled, outcome: &Outcome) -> String {
    let name = format!("**{}**, `{}`", runtime.name, runtime.base_image);
    match outcome {
        Outcome::Ran { cold, seen } => format!(
            "| {name} | {} MB | {:.0} s | {:.0} s | {} | built and run: as it is, with changed options, as “{}” |",
            megabytes(seen.image_size),
            cold.as_secs_f64(),
            seen.healthy_after.as_secs_f64(),
            seen.answered.iter().map(|address| format!("`{address}`")).collect::<Vec<_>>().join(" "),
            Case::Named.funko_name(),
        ),
        Outcome::Checked { missing } => {
            format!("| {name} | – | – | – | – | rendered and looked at only: no `{missing}` at hand |")
        }
        Outcome::Failed(why) => {
            let first = why.lines().next().unwrap_or_default().replace('|', "\\|");
            format!("| {name} | – | – | – | – | **failed**: {first} |")
        }
    }
}

/// Of a million bytes each, as Docker counts.
fn megabytes(bytes: u64) -> u64 {
    (bytes + 500_000) / 1_000_000
}

fn put_table(file: &str, table: &str) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let place = || {
        let (before, rest) = text.split_once(BEGIN)?;
        let (_, after) = rest.split_once(END)?;
        Some(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
    };
    let text = place().ok_or_else(|| format!("{file}: no place for the table between {BEGIN} and {END}"))?;
    fs::write(file, text).map_err(|error| format!("{file}: {error}"))
}
