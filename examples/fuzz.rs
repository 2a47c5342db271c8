//! Feeds the core with inputs made by chance, for as long as one likes, and says what broke:
//!
//! ```text
//! cargo run --profile fuzz --example fuzz -- SECONDS [TARGET…]        each target so long; all by default
//! cargo run --profile fuzz --example fuzz -- --from N SECONDS [TARGET…]   other inputs
//! cargo run --profile fuzz --example fuzz -- --inputs N [TARGET…]    so many of each target
//! cargo run --profile fuzz --example fuzz -- --input TARGET N         one input again, shown
//! ```
//!
//! Beside panics it watches the time and the memory of each input.

#[path = "../tests/fuzz/mod.rs"]
mod fuzz;

use fuzz::{Report, TARGETS, Target, memory::Counting, run};
use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

#[global_allocator]
static HEAP: Counting = Counting;

const USAGE: &str = "usage: fuzz [--from N] SECONDS [TARGET…]\n       fuzz --inputs N [TARGET…]\n       fuzz --input TARGET N";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match plan(&arguments) {
        Some(Plan { targets, from, length }) => {
            let mut fine = true;
            for target in targets {
                let began = Instant::now();
                let report = run(target, from, 1, move |done| match length {
                    Length::Time(time) => began.elapsed() < time,
                    Length::Inputs(inputs) => done < inputs,
                });
                tell(target, &report);
                fine &= report.broken.is_empty();
            }
            if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        None => {
            eprintln!("{USAGE}\ntargets: {}", TARGETS.iter().map(|it| it.name).collect::<Vec<_>>().join(" "));
            ExitCode::from(2)
        }
    }
}

struct Plan {
    targets: Vec<&'static Target>,
    from: u64,
    length: Length,
}

/// How long each target runs.
#[derive(Clone, Copy)]
enum Length {
    Time(Duration),
    Inputs(u64),
}

fn plan(arguments: &[&str]) -> Option<Plan> {
    let (from, length, names) = match arguments {
        ["--input", target, number] => {
            (number.parse().ok()?, Length::Inputs(1), std::slice::from_ref(target))
        }
        ["--inputs", inputs, names @ ..] => (0, Length::Inputs(inputs.parse().ok()?), names),
        ["--from", from, seconds, names @ ..] => (from.parse().ok()?, seconds_of(seconds)?, names),
        [seconds, names @ ..] => (0, seconds_of(seconds)?, names),
        [] => return None,
    };
    let targets = match names {
        [] => TARGETS.iter().collect(),
        names => names.iter().map(|name| named(name)).collect::<Option<_>>()?,
    };
    Some(Plan { targets, from, length })
}

fn seconds_of(text: &str) -> Option<Length> {
    text.parse().ok().map(|seconds| Length::Time(Duration::from_secs(seconds)))
}

fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

fn tell(target: &Target, report: &Report) {
    for broken in &report.broken {
        println!("{broken}\n");
    }
    let Report { inputs, slowest, largest, broken } = report;
    println!(
        "{:14} {inputs:9} inputs, {} broken; slowest {:.3} s (input {}), most memory {:.1} MiB (input {})",
        target.name,
        broken.len(),
        slowest.0.as_secs_f64(),
        slowest.1,
        largest.0 as f64 / f64::from(1 << 20),
        largest.1,
    );
}
