//! The server answers under every host name.

use super::rule::{Facts, Rule, fix};
use crate::{fixing::splice, pattern::Pattern, plan::Finding};

pub static RULE: Rule = Rule {
    id: "allowed-hosts",
    must: "The server answers whatever host name it is asked by: the health check uses `127.0.0.1`, and FaaSO's visitors use \
           your server's name.",
    find,
    fires: &[
        (
            "Dockerfile",
            "FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 3000\nCMD [\"gunicorn\", \"-b\", \"0.0.0.0:3000\", \"shop.wsgi\"]\n",
        ),
        ("requirements.txt", "Django==5.2\ngunicorn\n"),
        ("shop/settings.py", "DEBUG = False\nALLOWED_HOSTS = [\n    \"shop.example\",\n]\n"),
    ],
    quiet: &[
        (
            "Dockerfile",
            "FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 3000\nCMD [\"gunicorn\", \"-b\", \"0.0.0.0:3000\", \"shop.wsgi\"]\n",
        ),
        ("requirements.txt", "Django==5.2\ngunicorn\n"),
        ("shop/settings.py", "DEBUG = False\nALLOWED_HOSTS = [\"*\"]\n"),
    ],
};

/// Settings that name the hosts, in files that end so: what is replaced is the first group.
const SETTINGS: [(&str, Pattern, &str); 4] = [
    // Django
    (
        ".py",
        Pattern("ALLOWED_HOSTS", r"(?m)^ALLOWED_HOSTS\s*(?::[^=\n]+)?=\s*(\[(?:[^\]]|\n\s)*\])"),
        "[\"*\"]",
    ),
    // Starlette's middleware
    (".py", Pattern("allowed_hosts", r"\ballowed_hosts\s*=\s*(\[(?:[^\]]|\n\s)*\])"), "[\"*\"]"),
    // ASP.NET Core
    (".json", Pattern("\"AllowedHosts\"", r#""AllowedHosts"\s*:\s*"([^"\n]*)""#), "*"),
    // Rails
    (".rb", Pattern("config.hosts", r"(?m)^\s*(config\.hosts\s*(?:<<|=)[^\n]*)"), "config.hosts.clear"),
];

fn find(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in facts.app.sources() {
        for (ending, pattern, new) in &SETTINGS {
            if !path.ends_with(ending) {
                continue;
            }
            for hit in pattern.find(text) {
                let Some(span) = hit.group(1) else { continue };
                let said = span.of(text);
                // what is worked out may be every host
                if said.contains('*') || said.contains("env") || said.contains('(') {
                    continue;
                }
                let found = "Only some host names are allowed.";
                let help = "Allow every host name: the proxy in front of FaaSO decides which ones arrive.";
                let changes = splice(path, text, span, *new).into_iter().collect();
                let fix = fix(format!("allowed-hosts-{path}"), "Allow every host", false, changes);
                findings.push(rule.finding(found, help, facts.spot(path, span).into_iter().collect(), fix));
            }
        }
    }
    findings
}
