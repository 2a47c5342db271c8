//! The project has one runtime, and shows what FaaSO makes with it. Where it lies on its author's machine nobody knows
//! here, so only the last part of its path is compared: it is the runtime's name.

use crate::checks::{Facts, Report, Rule, report::fix, rules::runtime_built_in::BUILT_IN};
use crate::{diagnostic::Severity, funko, path::last_part};

pub static RULE: Rule = Rule {
    id: "runtime-other",
    severity: Severity::Warning,
    title: "The funko names another runtime",
    what: "FaaSO builds a funko with the runtime that its funko.yml names: one that is built in, or else the \
           folder at that path.",
    why: "What is shown here is made with this runtime; FaaSO uses another, or finds none.",
    instead: "Write the name of this runtime, as “faaso new” would: “runtime: ./example”.",
    fires: &[
        ("runtime/Dockerfile.j2", "FROM alpine\n"),
        ("funko/funko.yml", "name: hello\nruntime: flask\n"),
    ],
    quiet: &[
        ("runtime/Dockerfile.j2", "FROM alpine\n"),
        ("funko/funko.yml", "name: hello\nruntime: somewhere/example/\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading, funko)) = facts.built() else { return };
    let (Some(named), Some(entry)) = (&funko.runtime, reading.places.top("runtime")) else { return };
    let ours = facts.project.runtime_name.as_str();
    let built_in = |name: &str| BUILT_IN.contains(&name);
    let same = match built_in(named) || built_in(ours) {
        true => named == ours,
        false => last_part(named) == last_part(ours),
    };
    // that nothing can be found under the empty text is said elsewhere
    if same || named.is_empty() || facts.project.runtime.is_empty() {
        return;
    }
    let message = format!("This funko is built with “{named}”, and what is shown is made with “{ours}”.");
    let edit = funko::set_runtime(&reading.text, ours)
        .and_then(|splice| facts.splice(&file, splice.span, splice.text));
    report.at(&file, entry.value.span, message).fix = fix(format!("Write “runtime: {ours}”"), edit);
}
