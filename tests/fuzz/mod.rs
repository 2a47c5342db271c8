//! Inputs at random, and what must hold for each. Shared by the tests (a short run) and `examples/fuzz.rs`.
//!
//! An input is made of a target's name and a number alone, so each can be had again:
//! `cargo run --profile fuzz --example fuzz -- --input TARGET NUMBER`.

#![allow(dead_code, reason = "each program uses its part")]

pub mod documents;
pub mod grammar;
pub mod hostile;
pub mod memory;
#[path = "../../crates/crinja/tests/nestings/mod.rs"]
pub mod nestings;
pub mod random;
#[cfg(unix)]
pub mod shells;
pub mod tar_builder;
pub mod tars;
pub mod templates;
pub mod texts;
pub mod yaml;
pub mod zip_builder;
pub mod zips;

use random::Random;
use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

/// Makes inputs and checks what must hold.
pub struct Target {
    pub name: &'static str,
    /// Makes one input, shows it by [`show`], and panics if a promise is broken.
    pub run: fn(&mut Random),
    /// Bytes that one input may make the heap grow by.
    pub memory: usize,
    /// How long one input may take on a quiet machine, optimised.
    pub time: Duration,
}

pub const TARGETS: &[Target] = &[
    target("templates", templates::run, 600 << 20, 3_000),
    // One after another: as many as there are, and round again.
    target("hostile", hostile::run, 400 << 20, 1_000),
    target("hostile-soon", hostile::run_soon, 400 << 20, 500),
    target("hostile-project", hostile::run_in_project, 600 << 20, 1_000),
    target("small-budgets", templates::run_within_small_budgets, 64 << 20, 500),
    target("lens", templates::run_lens, 600 << 20, 3_000),
    target("yaml", yaml::run, 200 << 20, 1_000),
    target("texts", texts::run, 16 << 20, 500),
    target("paths", zips::run_paths, 16 << 20, 500),
    target("zips", zips::run, 300 << 20, 2_000),
    target("tars", tars::run, 300 << 20, 2_000),
    // A hundred names through every shell there is.
    #[cfg(unix)]
    target("shells", shells::run, 16 << 20, 20_000),
    target("edits", documents::run_edits, 64 << 20, 1_000),
    target("service", documents::run_service, 600 << 20, 6_000),
];

const fn target(name: &'static str, run: fn(&mut Random), memory: usize, millis: u64) -> Target {
    Target { name, run, memory, time: Duration::from_millis(millis) }
}

/// What a run of many inputs came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub inputs: u64,
    /// The longest time of one input, and its number.
    pub slowest: (Duration, u64),
    /// The most memory of one input, in bytes, and its number.
    pub largest: (usize, u64),
    /// What went wrong, one line an input.
    pub broken: Vec<String>,
}

/// Runs inputs `from`, `from + 1`, … as long as `go_on` says so, on a stack as small as a test thread's.
/// `patience`: how many times as long as on a quiet machine, optimised, an input may take.
pub fn run(
    target: &'static Target,
    from: u64,
    patience: u32,
    go_on: impl Fn(u64) -> bool + Send + 'static,
) -> Report {
    const STACK: usize = 2 << 20;
    let all = move || {
        let mut report = Report::default();
        while go_on(report.inputs) {
            let number = from.wrapping_add(report.inputs);
            one(target, number, patience, &mut report);
            report.inputs += 1;
        }
        report
    };
    let thread = std::thread::Builder::new().name(target.name.to_owned()).stack_size(STACK);
    thread.spawn(all).expect("a thread").join().expect("panics are caught")
}

/// Says what the input of this thread is, for the report of a failure.
pub fn show(input: impl Into<String>) {
    SHOWN.set(input.into());
}

thread_local! {
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
}

fn one(target: &Target, number: u64, patience: u32, report: &mut Report) {
    show("");
    let mut random = Random::new(target.name, number);
    memory::begin();
    let start = Clock::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(&mut random)));
    let (took, grown) = (start.elapsed(), memory::most());
    report.slowest = report.slowest.max((took, number));
    report.largest = report.largest.max((grown, number));
    let mut broken = |what: &str| {
        report.broken.push(format!("{} {number}: {what}\n{}", target.name, SHOWN.with_borrow(String::clone)));
    };
    if outcome.is_err() {
        broken("it panics");
    }
    if took > target.time * patience {
        broken(&format!("it takes {took:?}"));
    }
    if grown > target.memory {
        broken(&format!("it takes {grown} bytes"));
    }
}

/// The time this thread had a processor, where the system tells; else what the clock says.
struct Clock(Option<Duration>, Instant);

impl Clock {
    fn now() -> Clock {
        Clock(busy(), Instant::now())
    }

    fn elapsed(&self) -> Duration {
        match (self.0, busy()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => self.1.elapsed(),
        }
    }
}

fn busy() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
