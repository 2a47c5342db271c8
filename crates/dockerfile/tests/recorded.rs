//! Both builders on recorded Dockerfiles: what FaaSO's request made of them, what BuildKit did, what its checks said.

use replay::{
    Difference,
    dockerfiles::{Figure, Figures, compare},
};

#[test]
fn what_is_said_is_what_was_recorded() {
    let recorded = include_str!("recorded.jsonl");
    let mut figures = Figures::default();
    for line in recorded.lines() {
        let case = serde_json::from_str(line).expect("a case a line");
        compare(&case, &mut figures).expect("a whole case");
    }
    assert!(figures.check.all > 400, "{}", figures.check.all);
    for (what, figure, least) in figures.named() {
        holds(what, figure, least);
    }
}

/// Prints a figure with what falls short of it, and holds it to what was promised.
fn holds(what: &str, figure: &Figure, least: f64) {
    println!("{what}: {} of {} ({:.1} %)", figure.right, figure.all, 100.0 * figure.share());
    for (name, Difference { expected, got }) in &figure.short {
        println!("  {name}\n    recorded {expected}\n    said     {got}");
    }
    assert!(figure.share() >= least, "{what}: {:.3} is less than {least}", figure.share());
}
