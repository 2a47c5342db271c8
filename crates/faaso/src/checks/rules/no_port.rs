use crate::checks::{Facts, Report, Rule, sums::Word};
use crate::diagnostic::Severity;

pub static RULE: Rule = Rule {
    id: "no-port",
    severity: Severity::Warning,
    title: "Nothing mentions port 3000",
    what: "FaaSO's proxy speaks to a funko at port 3000, whatever the Dockerfile exposes.",
    why: "A funko that listens elsewhere is built and started, but never reached.",
    instead: "Let the program listen at port 3000, and say “EXPOSE 3000” in the Dockerfile.",
    fires: &[("runtime/Dockerfile.j2", "FROM python:3.13-slim\nCMD [\"flask\", \"run\", \"--port=8080\"]\n")],
    quiet: &[("runtime/Dockerfile.j2", "FROM python:3.13-slim\nCMD [\"flask\", \"run\", \"--port=3000\"]\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    if !facts.paths().is_empty() && !facts.mentions(Word::Port) {
        report.project(
            "Nothing in runtime, template and funko mentions “3000”, the port at which FaaSO \
                        looks for the funko.",
        );
    }
}
