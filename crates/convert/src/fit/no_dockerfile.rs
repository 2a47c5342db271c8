//! There is a Dockerfile where FaaSO looks for it.

use super::rule::{Facts, Rule, fix};
use crate::{
    app::DOCKERFILE,
    fixing::create,
    languages::{elsewhere, offered},
    plan::Finding,
};
use faaso::{diagnostic::Severity, text::Span};

pub static RULE: Rule = Rule {
    id: "no-dockerfile",
    must: "A file `Dockerfile` lies at the top: FaaSO builds the image from it.",
    find,
    fires: &[("main.py", "import flask\n"), ("requirements.txt", "flask\n")],
    quiet: &[
        ("main.py", "import flask\n"),
        ("Dockerfile", "FROM python:3.13-slim\nCMD [\"python\", \"main.py\"]\n"),
    ],
};

/// The fix is the same as taking the Dockerfile that is offered.
pub const FIX: &str = "dockerfile";

fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    if facts.app.has(DOCKERFILE) || facts.app.bundle.is_empty() {
        return Vec::new();
    }
    let offered = offered(facts.app, facts.known.as_ref(), false);
    let place = elsewhere(facts.app).and_then(|path| facts.spot(path, Span::at(0)));
    let changes = offered.as_ref().and_then(|offered| create(DOCKERFILE, offered.text.clone()));
    let found = match &place {
        Some(spot) => format!("The Dockerfile is at `{}`.", spot.file),
        None => "There is no Dockerfile.".to_owned(),
    };
    let help = match &offered {
        Some(_) => "Take the Dockerfile that is offered, and change what doesn't fit.",
        None => "Write a Dockerfile that starts the server on port 3000.",
    };
    let sure = offered.is_some_and(|offered| offered.sure);
    let fix = fix(FIX, "Take the offered Dockerfile", sure, changes.into_iter().collect());
    // FaaSO exports it all the same, and Docker can't build it: the conversion isn't done
    let finding = rule.finding(found, help, place.into_iter().collect(), fix);
    vec![Finding { severity: Severity::Error, ..finding }]
}
