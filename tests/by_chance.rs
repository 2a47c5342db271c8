//! Inputs at random, a few seconds of each kind. The long run is `cargo run --profile fuzz --example fuzz`.

mod fuzz;

use fuzz::{TARGETS, hostile, memory::Counting, run};
use std::time::{Duration, Instant};

#[global_allocator]
static HEAP: Counting = Counting;

/// Without optimisation, beside other tests, on a machine that does other things.
const PATIENCE: u32 = 30;

fn check(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    let end = Instant::now() + Duration::from_millis(1_500);
    let report = run(target, 0, PATIENCE, move |done| done < 10 || Instant::now() < end);
    assert!(
        report.broken.is_empty(),
        "{} of {} inputs:\n{}",
        report.broken.len(),
        report.inputs,
        report.broken.join("\n\n")
    );
}

#[test]
fn what_was_made_to_hurt_ends_soon() {
    assert!(hostile::count() >= 500);
    let end = hostile::count() as u64;
    let target = TARGETS.iter().find(|target| target.name == "hostile-soon").expect("a target");
    let report = run(target, 0, PATIENCE, move |done| done < end);
    assert!(report.broken.is_empty(), "{}", report.broken.join("\n\n"));
}

#[test]
fn beside_what_hurts_a_good_one_is_rendered() {
    check("hostile-project");
}

#[test]
fn templates_keep_their_promises() {
    check("templates");
    check("small-budgets");
}

#[test]
fn the_lens_keeps_its_promises() {
    check("lens");
}

#[test]
fn yaml_keeps_its_promises() {
    check("yaml");
}

#[test]
fn texts_and_paths_keep_their_promises() {
    check("texts");
    check("paths");
}

#[test]
fn zips_keep_their_promises() {
    check("zips");
}

#[cfg(unix)]
#[test]
fn shells_keep_names_together() {
    check("shells");
}

#[test]
fn documents_keep_their_promises() {
    check("edits");
}

#[test]
fn the_service_keeps_its_promises() {
    check("service");
}
