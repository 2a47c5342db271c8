//! What `COPY` names arrives in the build.

use super::rule::{Facts, Rule};
use crate::{pattern::Pattern, plan::Finding};
use faaso::{diagnostic::Severity, text::Span};

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
    findings.extend(hidden(facts, rule));
    findings
}

/// How programs read a file `.env`.
const DOTENV: [Pattern; 6] = [
    Pattern("load_dotenv", r"\bload_dotenv\("),
    Pattern("dotenv", r#"(?:require\(\s*|import\s+|from\s+)["']dotenv(?:/config)?["']"#),
    Pattern("--env-file", r"--env-file[= ]\.env"),
    Pattern("otenv", r"\b(?:Dotenv\.load|Dotenv::create\w*|dotenvy?::dotenv|godotenv\.Load)\b"),
    Pattern("env_file", r#"\benv_file\s*=\s*["']\.env["']"#),
    Pattern(".env", r#"["']\.env["']"#),
];

/// Hidden files that a server or the program needs.
fn hidden(facts: &Facts<'_>, rule: &Rule) -> Vec<Finding> {
    let mut findings = Vec::new();
    let base = facts.app.docker.as_ref().and_then(|docker| docker.base()).unwrap_or_default();
    if base.contains("apache") || base.contains("httpd") {
        let files = facts.app.texts.keys().filter(|path| path.ends_with(".htaccess"));
        let places: Vec<_> = files.filter_map(|path| facts.spot(path, Span::at(0))).collect();
        if !places.is_empty() {
            let help = "Put its directives into the server's configuration, in a `<Directory>` block.";
            findings.push(rule.finding("Apache needs `.htaccess`, which FaaSO ignores.", help, places, None));
        }
    }
    if facts.app.has(".env") {
        let reads = facts.app.sources().find_map(|(path, text)| {
            let hit = DOTENV.iter().find_map(|pattern| pattern.first(text))?;
            facts.spot(path, hit.span)
        });
        if let Some(place) = reads {
            let help = "Make its values options, or read secrets from files in `/secrets`.";
            findings.push(rule.finding(
                "The program reads `.env`, which FaaSO ignores.",
                help,
                vec![place],
                None,
            ));
        }
    }
    findings
}
