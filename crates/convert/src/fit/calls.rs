//! Where the program's own code opens its port: by calls of its language, by variables, by its configuration.

use super::{
    hosts::{self, is_loopback},
    listens::{Environment, Said, Server, Unsaid},
    others::{KNOWN, below_another, is_other},
};
use crate::{
    app::App,
    fixing::insert,
    languages::{Add, Call, Known, closing},
    pattern::{Pattern, compiled},
    plan::Change,
};
use faaso::{path::last_part, text::Span};

/// A variable of the environment with a number to fall back to: the name, and the number.
const FALLBACKS: [Pattern; 4] = [
    Pattern("env.", r#"\benv\.(\w*PORT\w*)[^\n;]{0,40}?(?:\|\||\?\?)\s*["'`]?(\d{2,5})\b"#),
    Pattern("PORT\"", FALLBACK),
    Pattern("PORT'", FALLBACK),
    Pattern("PORT", r"\$\{(\w*PORT\w*):-?(\d{2,5})\}"),
];
const FALLBACK: &str = r#"["'`](\w*PORT\w*)["'`](?:[^\n;]|\n\s*\.){0,80}?\b(\d{2,5})\b"#;

/// A variable of the environment that the port is taken from.
const READS: [Pattern; 3] =
    [Pattern("env.", r"\benv\.(\w*PORT\w*)"), Pattern("PORT\"", READ), Pattern("PORT'", READ)];
const READ: &str = r#"(?i:env\w*|get_?env|environ(?:\.get)?|var|ENV(?:\.fetch)?|GetEnvironmentVariable)\s*[\[(]\s*["'](\w*PORT\w*)["']"#;

const ADDRESS: &str = r#"(?i)\b(\w*(?:addr|address|listen|bind)\w*)\b["']?\s*(?::\s*[\w.&]+\s*)?(?::=|=>|=|:|,)\s*["'`][\w.\[\]*]*:(\d{2,5})["'`]"#;

/// Names of ports with their numbers.
const NAMED: [Pattern; 8] = [
    Pattern(
        "port",
        r#"(?:^|[^\w.])(\w*port)\b["']?\s*(?::\s*[\w.]+\s*)?(?::=|=>|=|:)\s*["'`]?:?(\d{2,5})\b"#,
    ),
    Pattern(
        "PORT",
        r#"(?:^|[^\w.{$])(\w*PORT)\b["']?\s*(?::\s*&?(?:'static\s+)?[\w.]+\s*)?(?::=|=>|=|:)\s*["'`]?:?(\d{2,5})\b"#,
    ),
    Pattern(
        "Port",
        r#"(?:^|[^\w.])(\w*Port)\b["']?\s*(?::\s*[\w.]+\s*)?(?::=|=>|=|:)\s*["'`]?:?(\d{2,5})\b"#,
    ),
    // addr := ":8080", flag.String("addr", ":8080", …)
    Pattern("ddr", ADDRESS),
    Pattern("isten", ADDRESS),
    Pattern("bind", ADDRESS),
    // add_argument("--port", default=8080), flag.Int("port", 8080, …)
    Pattern(
        "port",
        r#"["'](?:-p, ?)?(-{0,2}port)\b[^"'\n]*["'][^\n]{0,80}?(?:\bdefault(?:_value)?\s*[=:]\s*["']?|,\s*["']?)(\d{2,5})\b"#,
    ),
    Pattern("server.port", r"(?m)^\s*(server\.port)\s*[=:]\s*(\d{2,5})\b"),
];

pub fn look(app: &App<'_>, known: Option<&Known<'_>>, environment: &Environment, server: &mut Server) {
    let Some(known) = known else { return };
    let endings = known.language.endings;
    let mut sources: Vec<(&str, &str)> = app.ending(endings).filter(|(path, _)| !is_tooling(path)).collect();
    sources.sort_by_key(|(path, _)| Some(*path) != known.entry);
    let mut found = Found::default();
    for (file, text) in &sources {
        for call in known.language.calls {
            found.call(file, text, call);
        }
    }
    let mut variables: Vec<(String, Said)> = Vec::new();
    let mut named = Vec::new();
    let mut reads: Vec<Said> = Vec::new();
    let configurations = app
        .sources()
        .filter(|(path, _)| is_configuration(path) && !endings.iter().any(|ending| path.ends_with(ending)));
    for (file, text) in sources.iter().copied().chain(configurations) {
        let said = |span: Span| Said { file: file.to_owned(), span, text: span.of(text).to_owned() };
        for hit in FALLBACKS.iter().flat_map(|pattern| pattern.find(text)) {
            if let (Some(name), Some(number)) = (hit.group(1), hit.group(2))
                && !is_other(name.of(text), number.of(text))
            {
                variables.push((name.of(text).to_owned(), said(number)));
            }
        }
        for hit in READS.iter().flat_map(|pattern| pattern.find(text)) {
            reads.extend(hit.group(1).map(said).filter(|read| !is_other(&read.text, "")));
        }
        for hit in NAMED.iter().flat_map(|pattern| pattern.find(text)) {
            if let (Some(name), Some(number)) = (hit.group(1), hit.group(2))
                && !is_other(name.of(text), number.of(text))
                && !below_another(text, number.start)
                && !variables.iter().any(|(_, other)| other.file == file && other.span == number)
            {
                named.push(said(number));
            }
        }
    }
    // what the Dockerfile sets counts, whatever the program falls back to
    let names = reads.iter().map(|read| &read.text).chain(variables.iter().map(|(name, _)| name));
    let set: Vec<Said> = names.filter_map(|name| environment.number(name)).collect();
    let fallbacks = variables.iter().filter(|(name, _)| !environment.has(name)).map(|(_, said)| said.clone());
    let mut ports: Vec<Said> =
        found.ports.iter().filter(|said| !KNOWN.contains(&said.text.as_str())).cloned().collect();
    if set.is_empty() {
        ports.extend(fallbacks);
        ports.extend(named);
    } else {
        // what a program that takes its port from a variable falls back to doesn't count, but should be the same
        let same = |said: &&Said| set.iter().any(|set| set.text == said.text);
        let others: Vec<Said> =
            variables.iter().map(|(_, said)| said).chain(&named).filter(same).cloned().collect();
        ports = set;
        ports.extend(others);
    }
    let mut seen = Vec::new();
    ports.retain(|said| {
        let new = !seen.contains(said);
        seen.push(said.clone());
        new
    });
    server.ports.extend(ports);
    server.hosts.extend(found.hosts);
    hosts::look(&sources, known, environment, server);
    if server.hosts.iter().all(|said| is_loopback(&said.text)) {
        server.default_host = found.default_host.filter(|_| server.hosts.is_empty());
    }
    if !server.ports.is_empty() {
        return;
    }
    if let Some(read) = reads.first() {
        server.unset = Some((read.clone(), environment.setting(app, &read.text)));
        return;
    }
    server.default_port = found.default_port.or_else(|| by_framework(app, known, environment));
}

#[derive(Default)]
struct Found {
    ports: Vec<Said>,
    hosts: Vec<Said>,
    default_port: Option<Unsaid>,
    default_host: Option<Unsaid>,
    /// Stretches that another call took.
    taken: Vec<(String, usize)>,
}

impl Found {
    fn call(&mut self, file: &str, text: &str, call: &Call) {
        for hit in call.begins.find(text) {
            let bracket = hit.span.of(text).ends_with(['(', '{']);
            let end = match bracket {
                true => closing(text, hit.span.end).unwrap_or(text.len().min(hit.span.end)),
                false => text[hit.span.end..].find('\n').map_or(text.len(), |end| hit.span.end + end),
            };
            if self.taken.contains(&(file.to_owned(), hit.span.end)) || end - hit.span.end > 4000 {
                continue;
            }
            self.taken.push((file.to_owned(), hit.span.end));
            let arguments = &text[hit.span.end..end];
            let find = |expressions: &[&'static str]| {
                expressions.iter().find_map(|expression| {
                    let group = compiled(expression).captures(arguments)?.get(1)?;
                    let span = Span::new(hit.span.end + group.start(), hit.span.end + group.end());
                    Some(Said { file: file.to_owned(), span, text: group.as_str().to_owned() })
                })
            };
            let (port, host) = (find(call.port), find(call.host));
            let lower = arguments.to_ascii_lowercase();
            let unsaid = |value: &str, add: Add| Unsaid {
                value: value.to_owned(),
                who: hit
                    .span
                    .of(text)
                    .trim()
                    .trim_end_matches(['(', '{', '='])
                    .trim()
                    .trim_start_matches('.')
                    .to_owned(),
                at: (file.to_owned(), hit.span),
                changes: added(file, text, hit.span, end, add).into_iter().collect(),
            };
            let (default_port, default_host) = call.default;
            if port.is_none()
                && !default_port.is_empty()
                && !lower.contains("port")
                && !lower.contains("listen")
                && !lower.contains("**")
            {
                self.default_port = self.default_port.take().or(Some(unsaid(default_port, call.add.0)));
            }
            let says = lower.contains("host")
                || lower.contains("0.0.0.0")
                || lower.contains("bind")
                || lower.contains("**");
            if host.is_none() && !default_host.is_empty() && !says {
                self.default_host = self.default_host.take().or(Some(unsaid(default_host, call.add.1)));
            }
            self.ports.extend(port);
            self.hosts.extend(host);
        }
    }
}

fn added(file: &str, text: &str, call: Span, end: usize, add: Add) -> Option<Change> {
    let arguments = &text[call.end..end];
    let given = arguments.trim_end().trim_end_matches(',');
    match add {
        Add::Nothing => None,
        Add::Last(new) if given.trim().is_empty() => insert(file, text, call.end, new),
        Add::Last(new) => insert(file, text, call.end + given.len(), format!(", {new}")),
        Add::First(new) => {
            let blanks = arguments.len() - arguments.trim_start().len();
            let separator = if arguments.trim().is_empty() { "" } else { ", " };
            insert(file, text, call.end + blanks, format!("{new}{separator}"))
        }
        Add::Member(new) => match arguments.find('{') {
            Some(brace) => insert(file, text, call.end + brace + 1, new),
            None => None,
        },
        Add::Before(new) => {
            let line = text[..call.start].rfind('\n').map_or(0, |end| end + 1);
            insert(file, text, line, new)
        }
    }
}

/// Where a framework listens that nothing tells where.
fn by_framework(app: &App<'_>, known: &Known<'_>, environment: &Environment) -> Option<Unsaid> {
    let framework = known.framework?;
    let port = framework.default_port?;
    let entry = known.entry?;
    let text = app.text(entry)?;
    let variable = match framework.name {
        "Spring Boot" => Some("SERVER_PORT"),
        "ASP.NET Core" => Some("ASPNETCORE_HTTP_PORTS"),
        "Rocket" => Some("ROCKET_PORT"),
        "Gin" | "Bun.serve" => Some("PORT"),
        _ => None,
    };
    if let Some(said) = variable.and_then(|name| environment.number(name)) {
        return Some(Unsaid {
            value: said.text,
            who: framework.name.to_owned(),
            at: (said.file, said.span),
            changes: Vec::new(),
        });
    }
    let sinatra = || {
        let hit = Pattern("sinatra", r#"(?m)^require\s*\(?\s*["']sinatra["']\)?[^\n]*$"#).first(text)?;
        insert(entry, text, hit.span.end, "\n\nset :port, 3000\nset :bind, \"0.0.0.0\"")
    };
    let change = match variable {
        Some(name) => environment.setting(app, name),
        None if framework.name == "Sinatra" => sinatra(),
        None => None,
    };
    Some(Unsaid {
        value: port.to_owned(),
        who: framework.name.to_owned(),
        at: (entry.to_owned(), Span::at(0)),
        changes: change.into_iter().collect(),
    })
}

/// Configuration that a program reads.
fn is_configuration(path: &str) -> bool {
    let name = last_part(path);
    let ends = [".properties", ".yml", ".yaml", ".toml", ".json", ".ini", ".cfg", ".conf"]
        .iter()
        .any(|ending| name.ends_with(ending));
    let tools = [
        "package.json",
        "tsconfig",
        "launchSettings",
        "compose",
        "angular.json",
        "Cargo.toml",
        "pyproject.toml",
        "composer.json",
        "renovate",
        "codecov",
        "netlify",
        "vercel",
        "fly.toml",
        "app.yaml",
        "render.yaml",
        "openapi",
        "swagger",
    ];
    ends && !tools.iter().any(|tool| name.contains(tool)) && path.matches('/').count() < 5
}

/// Configuration of tools for developers.
fn is_tooling(path: &str) -> bool {
    let name = last_part(path);
    name.contains(".config.")
        || name.contains("setupProxy")
        || name.contains("gulpfile")
        || name.contains("Gruntfile")
}
