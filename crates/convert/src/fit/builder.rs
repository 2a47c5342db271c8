//! FaaSO's builder takes the Dockerfile.

use super::rule::{Facts, Rule};
use crate::plan::Finding;

pub static RULE: Rule = Rule {
    id: "builder",
    must: "FaaSO builds with Docker's classic builder, which knows less than BuildKit.",
    find,
    fires: &[(
        "Dockerfile",
        "FROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache pip install flask\nEXPOSE 3000\nCMD [\"python\"]\n",
    )],
    quiet: &[("Dockerfile", "FROM python:3.13-slim\nRUN pip install flask\nEXPOSE 3000\nCMD [\"python\"]\n")],
};

/// The checks that know it.
const CHECKS: [&str; 7] = [
    "docker-refused",
    "docker-needs-buildkit",
    "docker-heredoc",
    "docker-differs",
    "docker-exec-form",
    "docker-start",
    "docker-unused-stage",
];

fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    facts.checked(rule, &CHECKS)
}
