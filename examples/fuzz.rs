//! Feeds the core with inputs made by chance, for as long as one likes, and says what broke:
//!
//! ```text
//! cargo run --profile fuzz --example fuzz -- SECONDS [TARGET…]        each target so long; all by default
//! cargo run --profile fuzz --example fuzz -- --from N SECONDS [TARGET…]   other inputs
//! cargo run --profile fuzz --example fuzz -- --input TARGET N         one input again, shown
//! ```
//!
//! Beside panics it watches the time and the memory of each input.

#[path = "../tests/core/fuzz/mod.rs"]
mod fuzz;
#[path = "../tests/core/replay/mod.rs"]
mod replay;

use fuzz::{Report, TARGETS, Target, memory::Counting, run};
use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

#[global_allocator]
static HEAP: Counting = Counting;

const USAGE: &str = "usage: fuzz [--from N] SECONDS [TARGET…]\n       fuzz --input TARGET N";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match plan(&arguments) {
        Some(Plan { targets, from, until }) => {
            let mut fine = true;
            for target in targets {
                let end = until.map(|duration| Instant::now() + duration);
                let report = run(target, from, 1, move |done| match end {
                    Some(end) => Instant::now() < end,
                    None => done == 0,
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
    /// None: one input only.
    until: Option<Duration>,
}

fn plan(arguments: &[&str]) -> Option<Plan> {
    let (from, rest) = match arguments {
        ["--input", target, number] => {
            return Some(Plan { targets: vec![named(target)?], from: number.parse().ok()?, until: None });
        }
        ["--from", from, rest @ ..] => (from.parse().ok()?, rest),
        rest => (0, rest),
    };
    let (seconds, names) = rest.split_first()?;
    let targets = match names {
        [] => TARGETS.iter().collect(),
        names => names.iter().map(|name| named(name)).collect::<Option<_>>()?,
    };
    Some(Plan { targets, from, until: Some(Duration::from_secs(seconds.parse().ok()?)) })
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
