//! The server listens on port 3000.

use super::{
    listens::Said,
    rule::{Facts, Rule, fix},
};
use crate::{
    app::DOCKERFILE,
    fixing::splice,
    pattern::compiled,
    plan::{Change, Finding, Spot},
};
use faaso::{
    path::last_part,
    text::{Span, floor_boundary},
};

pub static RULE: Rule = Rule {
    id: "port",
    must: "The server listens on port 3000: FaaSO sends each request there.",
    find,
    fires: &[
        ("Dockerfile", "FROM node:22-slim\nCOPY . .\nEXPOSE 8080\nCMD [\"node\", \"server.js\"]\n"),
        ("package.json", "{ \"dependencies\": { \"express\": \"5\" } }\n"),
        (
            "server.js",
            "const express = require('express');\nconst app = express();\napp.get('/ping', (q, a) => a.send('OK'));\napp.listen(process.env.PORT || 8080);\n",
        ),
    ],
    quiet: &[
        ("Dockerfile", "FROM node:22-slim\nCOPY . .\nEXPOSE 3000\nCMD [\"node\", \"server.js\"]\n"),
        ("package.json", "{ \"dependencies\": { \"express\": \"5\" } }\n"),
        (
            "server.js",
            "const express = require('express');\nconst app = express();\napp.get('/ping', (q, a) => a.send('OK'));\napp.listen(process.env.PORT || 3000);\n",
        ),
    ],
};

const PORT: &str = "3000";
const HELP: &str = "Change the port to 3000 everywhere it's set.";
const TITLE: &str = "Use port 3000 everywhere";

pub fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let server = &facts.server;
    let listens = server.ports.iter().any(|said| said.text == PORT)
        || server.default_port.as_ref().is_some_and(|unsaid| unsaid.value == PORT && server.ports.is_empty());
    if listens {
        return others(facts, rule);
    }
    if let Some(first) = server.ports.first() {
        let mut places: Vec<Said> =
            server.ports.iter().filter(|said| said.text == first.text).cloned().collect();
        places.extend(everywhere(facts, &first.text));
        let found = format!("The server listens on port {}.", first.text);
        return vec![said(facts, rule, found, unique(places), Vec::new())];
    }
    if let Some(unsaid) = &server.default_port {
        let found = format!("Nothing sets a port, so `{}` listens on port {}.", unsaid.who, unsaid.value);
        let places = match unsaid.value.len() {
            3.. => everywhere(facts, &unsaid.value),
            // 80 is many things
            _ => exposed(facts).into_iter().filter(|said| said.text == unsaid.value).collect(),
        };
        let mut finding = said(facts, rule, found, unique(places), unsaid.changes.clone());
        if unsaid.changes.is_empty() {
            finding.fix = None;
            finding.help = format!("Tell `{}` to listen on port 3000.", unsaid.who);
        }
        finding.places.splice(0..0, facts.spot(&unsaid.at.0, unsaid.at.1));
        return vec![finding];
    }
    if let Some((read, change)) = &server.unset {
        let name = &read.text;
        let found = format!("The server takes its port from `{name}`, and nothing sets it.");
        let help = format!("Set it in the Dockerfile: `ENV {name}=3000`.");
        let places = exposed(facts).into_iter().filter(|said| said.text != PORT).collect();
        let mut finding = said(facts, rule, found, places, change.iter().cloned().collect());
        finding.help = help;
        finding.places.splice(0..0, facts.spot(&read.file, read.span));
        return vec![finding];
    }
    let exposed: Vec<Said> = exposed(facts);
    match exposed.first() {
        Some(first) if !exposed.iter().any(|said| said.text == PORT) => {
            let found = format!("The Dockerfile exposes port {}.", first.text);
            let mut finding = said(facts, rule, found, exposed, Vec::new());
            finding.help = "Let the server listen on port 3000, too.".to_owned();
            if let Some(fix) = &mut finding.fix {
                fix.sure = false;
            }
            vec![finding]
        }
        None if facts.app.docker.is_some() && !facts.app.sources().any(|(_, text)| text.contains(PORT)) => {
            let help = "Let the server listen on port 3000, and add `EXPOSE 3000` to the Dockerfile.";
            vec![rule.finding("Nothing mentions port 3000.", help, Vec::new(), None)]
        }
        _ => Vec::new(),
    }
}

/// The server listens on port 3000: what says another port is wrong.
fn others(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let exposed = exposed(facts);
    let mut wrong: Vec<Said> = match exposed.iter().any(|said| said.text == PORT) {
        true => Vec::new(),
        false => exposed,
    };
    let found = match wrong.first() {
        Some(first) => {
            format!("The server listens on port 3000, and the Dockerfile exposes port {}.", first.text)
        }
        None => "The server listens on port 3000, and the health check asks another port.".to_owned(),
    };
    wrong.extend(health_checks(facts).into_iter().filter(|said| said.text != PORT));
    match wrong.is_empty() {
        true => Vec::new(),
        false => vec![said(facts, rule, found, unique(wrong), Vec::new())],
    }
}

fn said(
    facts: &Facts<'_>,
    rule: &Rule,
    found: String,
    places: Vec<Said>,
    mut changes: Vec<Change>,
) -> Finding {
    let spots: Vec<Spot> = places.iter().filter_map(|said| facts.spot(&said.file, said.span)).collect();
    changes.extend(
        places.iter().filter_map(|said| splice(&said.file, facts.app.text(&said.file)?, said.span, PORT)),
    );
    rule.finding(found, HELP, spots, fix("port", TITLE, true, changes))
}

fn unique(mut places: Vec<Said>) -> Vec<Said> {
    let mut seen: Vec<Said> = Vec::new();
    places.retain(|said| {
        let new = !seen.iter().any(|other| other.file == said.file && other.span == said.span);
        if new {
            seen.push(said.clone());
        }
        new
    });
    places
}

/// The ports of `EXPOSE` in what is shipped.
fn exposed(facts: &Facts<'_>) -> Vec<Said> {
    let Some(docker) = &facts.app.docker else { return Vec::new() };
    let steps = docker.shipped_steps().map(|(at, _)| docker.instruction(at)).filter(|at| at.is("expose"));
    let ports = steps.flat_map(|instruction| &instruction.args).filter_map(|word| {
        let raw = docker.text.get(word.span.clone())?;
        let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
        let plain = digits > 0 && matches!(raw.as_bytes().get(digits), None | Some(b'/'));
        let span = Span::new(word.span.start, word.span.start + digits);
        plain.then(|| Said { file: DOCKERFILE.to_owned(), span, text: raw[..digits].to_owned() })
    });
    ports.collect()
}

/// The ports that health checks ask.
fn health_checks(facts: &Facts<'_>) -> Vec<Said> {
    let Some(docker) = &facts.app.docker else { return Vec::new() };
    let regex = compiled(r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d{2,5})");
    let Some((at, _)) = docker.healthcheck() else { return Vec::new() };
    let span = &docker.instruction(at).span;
    let text = &docker.text[span.clone()];
    let found = regex.captures_iter(text).filter_map(|found| {
        let port = found.get(1)?;
        let span = Span::new(span.start + port.start(), span.start + port.end());
        Some(Said { file: DOCKERFILE.to_owned(), span, text: port.as_str().to_owned() })
    });
    found.collect()
}

/// Right before a number that is the port, on its line.
const BEFORE: &str = r"(?i)(?:localhost:|127\.0\.0\.1:|0\.0\.0\.0:|\[::\]:|\*:|\bport[\x22']?\s*[=:]\s*[\x22']?|_port=[\x22']?|\blisten\s+(?:\[::\]:)?|\bexpose\s+(?:[\d/a-z]+\s+)*)$";
/// The same for a number that is hardly anything else.
const BEFORE_LARGE: &str = r"(?i)(?:port\w*\b[^\n\d]{0,40}|[\s=(\x22']:)$";
/// In a Compose file: the port of the container.
const BEFORE_COMPOSE: &str = r#"^\s*-\s*["']?(?:[\d.]+:)?(?:\$\{[^}]*\}|\d+):$"#;

/// Where else this number is the port beyond doubt.
fn everywhere(facts: &Facts<'_>, number: &str) -> Vec<Said> {
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (file, text) in facts.app.sources() {
        let compose = last_part(file).contains("compose");
        for (at, _) in text.match_indices(number) {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let before = &text[floor_boundary(text, line.max(at.saturating_sub(50)))..at];
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let part = text[at + number.len()..].starts_with(word) || before.ends_with(word);
            let is_port = !part
                && match compose {
                    true => compiled(BEFORE_COMPOSE).is_match(before),
                    false => {
                        compiled(BEFORE).is_match(before)
                            || number.len() > 3 && compiled(BEFORE_LARGE).is_match(before)
                    }
                };
            if is_port {
                let span = Span::new(at, at + number.len());
                found.push(Said { file: file.to_owned(), span, text: number.to_owned() });
            }
        }
    }
    found.extend(exposed(facts).into_iter().filter(|said| said.text == number));
    found
}
