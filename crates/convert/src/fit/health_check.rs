//! The Dockerfile has a health check that can work in its image.

use super::rule::{Facts, Rule, fix};
use crate::{
    app::DOCKERFILE,
    docker::Docker,
    fixing::{insert, splice},
    languages::{Known, OPTIONS},
    pattern::Pattern,
    plan::{Change, Finding},
};
use dockerfile::{Instruction, images::Family};
use faaso::text::Span;

pub static RULE: Rule = Rule {
    id: "health-check",
    must: "A health check tells FaaSO when the funko is ready, with a program that the image has.",
    find,
    fires: &[
        (
            "Dockerfile",
            "FROM python:3.13-slim\nCOPY . .\nEXPOSE 3000\nHEALTHCHECK --start-period=5s CMD curl -f http://localhost:3000/ping\nCMD [\"python\", \"app.py\"]\n",
        ),
        ("app.py", "print('/ping', 3000)\n"),
    ],
    quiet: &[
        (
            "Dockerfile",
            "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl\nCOPY . .\nEXPOSE 3000\nHEALTHCHECK --start-period=5s CMD curl -f http://localhost:3000/ping\nCMD [\"python\", \"app.py\"]\n",
        ),
        ("app.py", "print('/ping', 3000)\n"),
    ],
};

fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let Some(docker) = &facts.app.docker else { return Vec::new() };
    if docker.stages.is_empty() {
        return Vec::new();
    }
    let missing = facts.checked(rule, &["docker-healthcheck"]);
    let Some((at, _)) = docker.healthcheck() else {
        return vec![none(facts, rule, docker)];
    };
    let instruction = docker.instruction(at);
    if !missing.is_empty() {
        let command = command(docker, facts.known.as_ref());
        let mut changes = Vec::new();
        if let (Some((command, step)), Some(word)) = (command, instruction.args.first()) {
            let behind = docker.text.get(word.span.end..instruction.rest.span.end).unwrap_or_default();
            let start = word.span.end + (behind.len() - behind.trim_start().len());
            let span = Span::new(start, word.span.end + behind.trim_end().len());
            changes.extend(splice(DOCKERFILE, &docker.text, span, command));
            changes.extend(step);
        }
        let fixed = fix("health-check", "Use a program that the image has", true, changes);
        let each = missing.into_iter().map(|finding| Finding { fix: fixed.clone(), ..finding });
        return each.collect();
    }
    let mut findings = Vec::new();
    if let Some((span, path)) = unanswered(facts, docker, instruction) {
        let found = format!("The health check asks for `{path}`, which no file names.");
        let help = "Ask for `/ping`, as FaaSO does.";
        let changes = splice(DOCKERFILE, &docker.text, span, "/ping".to_owned()).into_iter().collect();
        let fix = fix("health-check-path", "Ask for /ping", true, changes);
        findings.push(rule.finding(found, help, facts.instruction(instruction), fix));
    }
    if instruction.flag("start-period").is_none() {
        let at = instruction.word.span.end;
        let changes = insert(DOCKERFILE, &docker.text, at, " --start-period=5s").into_iter().collect();
        let fix = fix("health-check-start", "Add a start period", true, changes);
        let found = "The health check has no start period, so Docker first asks after a whole interval.";
        let help = "Add `--start-period=5s`: until then Docker asks more often, and a failure doesn't count.";
        findings.push(rule.finding(found, help, facts.instruction(instruction), fix));
    }
    findings
}

/// What the health check asks the server for, where nothing answers that: `/` may always be answered.
fn unanswered(facts: &Facts<'_>, docker: &Docker, instruction: &Instruction) -> Option<(Span, String)> {
    let text = docker.text.get(instruction.rest.span.start..instruction.rest.span.end)?;
    let path = ASKED.first(text)?.group(1)?;
    let asked = path.of(text).trim_end_matches('/');
    let name = asked.trim_start_matches('/');
    if name.is_empty() || asked == "/ping" {
        return None;
    }
    let is_there = facts.app.bundle.files().any(|(path, _)| path.as_str().ends_with(name));
    let mut sources =
        facts.app.sources().filter(|(path, _)| *path != DOCKERFILE && !path.contains("compose"));
    if is_there || sources.any(|(_, text)| text.contains(name)) {
        return None;
    }
    let start = instruction.rest.span.start;
    Some((Span::new(start + path.start, start + path.end), asked.to_owned()))
}

/// The path of an address of this machine, without a query.
const ASKED: Pattern =
    Pattern("/", r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::[\w${}]+)?(/[\w./-]*)");

fn none(facts: &Facts<'_>, rule: &Rule, docker: &Docker) -> Finding {
    let disabled = docker.file.instructions.iter().rfind(|at| at.is("healthcheck"));
    let mut changes = Vec::new();
    if let Some((command, step)) = command(docker, facts.known.as_ref()) {
        let newline = if docker.text.contains("\r\n") { "\r\n" } else { "\n" };
        let line = format!("HEALTHCHECK {OPTIONS} \\{newline}    CMD {command}");
        changes.extend(match disabled {
            Some(there) => {
                splice(DOCKERFILE, &docker.text, Span::new(there.span.start, there.span.end), line)
            }
            None => {
                let lead = if docker.text.ends_with('\n') { "" } else { newline };
                insert(DOCKERFILE, &docker.text, docker.text.len(), format!("{lead}{line}{newline}"))
            }
        });
        changes.extend(step);
    }
    let places =
        disabled.or(docker.file.instructions.last()).map(|at| facts.instruction(at)).unwrap_or_default();
    let found = "The Dockerfile has no health check.";
    let help = "Add a `HEALTHCHECK` that asks for `http://127.0.0.1:3000/ping`.";
    rule.finding(found, help, places, fix("health-check", "Add a health check", true, changes))
}

const CURL: &str = "curl -f http://127.0.0.1:3000/ping || exit 1";
const WGET: &str = "wget -q -O /dev/null http://127.0.0.1:3000/ping || exit 1";

/// A command that works in the image that is shipped, and a step that it needs.
fn command(docker: &Docker, known: Option<&Known<'_>>) -> Option<(&'static str, Option<Change>)> {
    let installs = |program: &str| {
        docker.shipped_steps().any(|(at, _)| {
            let instruction = docker.instruction(at);
            let text = &instruction.code.text;
            instruction.is("run")
                && ["apt", "apk", "dnf", "yum"].iter().any(|tool| text.contains(tool))
                && text.contains(program)
        })
    };
    if installs("curl") {
        return Some((CURL, None));
    }
    let image = docker.image();
    let has = |program: &str| image.as_ref().and_then(|image| image.has_program(program)) == Some(true);
    if let Some(known) = known.filter(|known| !known.language.health.is_empty()) {
        let program = known.language.health.split(' ').next().unwrap_or_default();
        let base = docker.base().unwrap_or_default();
        let (name, _) = dockerfile::reference::familiar(base);
        if has(program)
            || known.language.images.contains(&name.rsplit('/').next().unwrap_or(name)) && program != "wget"
        {
            return Some((known.language.health, None));
        }
    }
    if has("curl") {
        return Some((CURL, None));
    }
    if has("wget") || installs("wget") {
        return Some((WGET, None));
    }
    let base = docker.base().unwrap_or_default();
    let (name, tag) = dockerfile::reference::familiar(base);
    let debian = DEBIAN.contains(&name.rsplit('/').next().unwrap_or(name));
    match image.map(|image| image.family) {
        Some(Family::Debian | Family::DebianFull) => Some((CURL, Some(install(docker)?))),
        None if tag.is_some_and(|tag| tag.contains("alpine")) || name == "caddy" => Some((WGET, None)),
        None if debian && !base.contains('$') => Some((CURL, Some(install(docker)?))),
        _ => None,
    }
}

/// Images made of Debian or Ubuntu.
const DEBIAN: [&str; 14] = [
    "aspnet",
    "runtime",
    "sdk",
    "eclipse-temurin",
    "openjdk",
    "maven",
    "gradle",
    "tomcat",
    "crystal",
    "deno",
    "bun",
    "pypy",
    "perl",
    "julia",
];

/// Behind the last `FROM`, where nobody but root works yet.
fn install(docker: &Docker) -> Option<Change> {
    let from = docker.file.instructions.iter().rfind(|at| at.is("from"))?;
    let step = "\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends curl \\\n    && rm -rf /var/lib/apt/lists/*";
    insert(DOCKERFILE, &docker.text, from.span.end, step)
}
