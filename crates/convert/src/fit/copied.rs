//! What `COPY` names arrives in the build.

use super::rule::{Facts, Rule};
use crate::plan::Finding;
use faaso::diagnostic::Severity;

pub static RULE: Rule = Rule {
    id: "copied",
    must: "What `COPY` and `ADD` name is in the build: FaaSO ignores hidden files and empty folders.",
    find,
    fires: &[
        (
            "Dockerfile",
            "FROM node:22-slim\nCOPY .npmrc package.json ./\nEXPOSE 3000\nCMD [\"node\", \"main.js\"]\n",
        ),
        (".npmrc", "fund=false\n"),
        ("package.json", "{}\n"),
    ],
    quiet: &[
        ("Dockerfile", "FROM node:22-slim\nCOPY package.json ./\nEXPOSE 3000\nCMD [\"node\", \"main.js\"]\n"),
        (".npmrc", "fund=false\n"),
        ("package.json", "{}\n"),
    ],
};

fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = facts.checked(rule, &["docker-copy"]);
    for finding in &mut findings {
        let named = finding
            .found
            .split('`')
            .nth(1)
            .unwrap_or_default()
            .trim_start_matches("./")
            .trim_end_matches('/');
        let hidden = named.split('/').any(|part| part.starts_with('.') && part.len() > 1);
        if hidden
            && facts
                .app
                .bundle
                .files()
                .any(|(path, _)| path.as_str() == named || path.as_str().starts_with(&format!("{named}/")))
        {
            finding.help = format!(
                "FaaSO ignores hidden files. Rename `{named}` without the dot, and let `COPY` give it its name back."
            );
        } else if facts.app.has(named) {
            finding.help = format!(
                "`{named}` is left out of the runtime. Take it along, or remove it from the Dockerfile."
            );
        }
        finding.severity = Severity::Error;
    }
    findings
}
