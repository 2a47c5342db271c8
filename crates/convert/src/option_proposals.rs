//! What of an application's Dockerfile could be an option: versions of images, packages, variables, the health check.

use crate::{
    app::{App, DOCKERFILE},
    decisions::{Choice, Decisions},
    docker::Docker,
    fixing::spot,
    options::{
        Kind,
        guess::{self, words},
    },
    plan::Proposal,
};
use dockerfile::{Instruction, script};
use faaso::{funko::OptionValue, text::Span};

/// Every proposal, in the order of the Dockerfile.
pub fn propose(app: &App<'_>) -> Vec<Proposal> {
    let Some(docker) = &app.docker else { return Vec::new() };
    let mut found = Found { docker, made: Vec::new() };
    for instruction in &docker.file.instructions {
        match instruction.keyword().as_str() {
            "from" => found.image(instruction),
            "arg" => found.argument(instruction),
            "env" => found.variables(instruction),
            "run" => found.packages(instruction),
            "healthcheck" => found.health_check(instruction),
            "cmd" | "entrypoint" => found.flags(instruction),
            _ => {}
        }
    }
    found.made
}

/// The proposals as the author decides about them; without a decision, those are made that are sure.
pub fn decided(mut proposals: Vec<Proposal>, decisions: &Decisions) -> Vec<Proposal> {
    for proposal in &mut proposals {
        match decisions.options.get(&proposal.id) {
            Some(Choice::Make(name)) => {
                proposal.name.clone_from(name);
                proposal.made = true;
            }
            Some(Choice::Refuse) => proposal.made = false,
            None => proposal.made = proposal.sure,
        }
    }
    proposals
}

struct Found<'a> {
    docker: &'a Docker,
    made: Vec<Proposal>,
}

/// Variables that say how the base image or a tool works: seldom anything for a user of the runtime.
const TECHNICAL: [&str; 28] = [
    "PATH",
    "HOME",
    "LANG",
    "LANGUAGE",
    "LC_",
    "DEBIAN_FRONTEND",
    "PYTHON",
    "PIP_",
    "POETRY_",
    "UV_",
    "VIRTUAL_ENV",
    "NODE_",
    "NPM_",
    "YARN_",
    "GO",
    "CGO_",
    "CARGO_",
    "RUST",
    "GEM_",
    "BUNDLE_",
    "JAVA_",
    "DOTNET_",
    "ASPNETCORE_",
    "COMPOSER_",
    "LD_",
    "NEXT_TELEMETRY",
    "DJANGO_SETTINGS",
    "FLASK_APP",
];

impl Found<'_> {
    /// Proposes an option for a stretch. The same text under the same name is another place of one option.
    fn add(&mut self, span: Span, reason: &str, sure: bool, named: Option<(&str, &str)>) {
        let text = self.docker.text.as_str();
        let Some(written) = text.get(span.start..span.end) else { return };
        let plain = !written.is_empty() && written.trim() == written && !written.contains(['\0', '\u{feff}']);
        let Some(place) = spot(DOCKERFILE, text, span).filter(|_| plain) else { return };
        let guess = guess::guess(DOCKERFILE, text, span);
        let (name, about) = match named {
            Some((name, about)) => (name.to_owned(), about.to_owned()),
            None => (guess.name, guess.about),
        };
        let default = match (guess.kind, words(written)) {
            (Kind::List, Some((items, _))) => OptionValue::List(items),
            _ => OptionValue::Text(written.to_owned()),
        };
        let same = |other: &&mut Proposal| {
            let first = other.places[0].span;
            other.id.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_')
                == name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_')
                && first.of(text) == written
                && other.default == default
        };
        if let Some(other) = self.made.iter_mut().find(same) {
            other.places.push(place);
            return;
        }
        let taken = |name: &str| self.made.iter().any(|other| other.id == name);
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let Some(id) = std::iter::once(name.clone()).chain(numbered).find(|name| !taken(name)) else {
            return;
        };
        self.made.push(Proposal {
            name: id.clone(),
            id,
            kind: if matches!(default, OptionValue::List(_)) { Kind::List } else { Kind::Text },
            default,
            about,
            reason: reason.to_owned(),
            places: vec![place],
            sure,
            made: sure,
            second: None,
        });
    }

    fn image(&mut self, instruction: &Instruction) {
        let Some(image) = instruction.args.first() else { return };
        let text = self.docker.text.as_str();
        let is_stage = self.docker.stages.iter().any(|stage| stage.from.name == image.text.to_lowercase());
        let plain =
            !image.text.contains(['$', '"', '\'']) && text.get(image.span.clone()) == Some(&image.text);
        if is_stage || !plain || image.text == "scratch" {
            return;
        }
        let tag =
            image.text.rfind(':').filter(|at| !image.text[*at..].contains('/') && !image.text.contains('@'));
        match tag {
            Some(tag) if tag + 1 < image.text.len() => {
                let span = Span::new(image.span.start + tag + 1, image.span.end);
                self.add(span, "It's the version of an image.", true, None);
            }
            _ => self.add(
                Span::new(image.span.start, image.span.end),
                "It's the image that the container is built on.",
                false,
                None,
            ),
        }
    }

    fn argument(&mut self, instruction: &Instruction) {
        for argument in &instruction.args {
            let Some((name, value)) = argument.text.split_once('=') else { continue };
            let raw = self.docker.text.get(argument.span.clone()).unwrap_or_default();
            let Some(at) = raw.find('=').filter(|_| !value.is_empty()) else { continue };
            if is_of_the_server(name) {
                continue;
            }
            let Some(span) = bare(&self.docker.text, argument.span.start + at + 1..argument.span.end) else {
                continue;
            };
            let in_image =
                |image: &str| image.contains(&format!("${name}")) || image.contains(&format!("${{{name}"));
            let sure = self.docker.stages.iter().any(|stage| in_image(&stage.from.base));
            let about = format!("Build argument {name}.");
            let slug = name.to_ascii_lowercase();
            self.add(span, "It's a build argument, which FaaSO can't set.", sure, Some((&slug, &about)));
        }
    }

    fn variables(&mut self, instruction: &Instruction) {
        for pair in instruction.args.chunks(3) {
            let [key, value, _] = pair else { continue };
            if is_of_the_server(&key.text) || key.text.is_empty() {
                continue;
            }
            let Some(span) = bare(&self.docker.text, value.span.clone()) else { continue };
            let upper = key.text.to_ascii_uppercase();
            let sure = !TECHNICAL.iter().any(|begin| upper.starts_with(begin))
                && !upper.ends_with("_ENV")
                && !may_name_a_secret(&upper)
                && !span.of(&self.docker.text).contains('/');
            let name: String = key
                .text
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
                .collect();
            let about = format!("Environment variable {}.", key.text);
            self.add(span, "It's an environment variable.", sure, Some((&name, &about)));
        }
    }

    fn packages(&mut self, instruction: &Instruction) {
        if instruction.json || !instruction.heredocs.is_empty() {
            return;
        }
        let text = self.docker.text.as_str();
        let from = instruction.rest.span.start;
        let Some(script) = text.get(instruction.rest.span.clone()) else { return };
        // as long as before, so every place holds
        let script = script.replace("\\\r\n", " \\\n");
        for command in script::commands(&script) {
            let pairs = command.words.iter().map(String::as_str).zip(&command.places);
            // a line that goes on gives an empty word
            let (words, places): (Vec<&str>, Vec<_>) = pairs.filter(|(word, _)| !word.is_empty()).unzip();
            let skip = words.iter().take_while(|word| matches!(**word, "sudo" | "exec")).count();
            let Some(install) = INSTALLS.iter().find(|install| words.get(skip) == Some(&install.program))
            else {
                continue;
            };
            let Some(verb) = words.iter().position(|word| install.verbs.contains(word)) else { continue };
            let mut runs: Vec<Vec<Span>> = vec![Vec::new()];
            let mut value = false;
            for (word, place) in words.iter().zip(places).skip(verb + 1) {
                let span = Span::new(from + place.start, from + place.end);
                let plain =
                    span.of(text) == *word && !word.contains(['$', '"', '\'', '`', '{', '*', '(', '\\']);
                let is_value = std::mem::take(&mut value);
                if word.starts_with('-') {
                    value = install.valued.contains(word);
                    runs.push(Vec::new());
                } else if is_value || !plain || word.starts_with(['.', '/']) || word.contains("://") {
                    runs.push(Vec::new());
                } else {
                    runs.last_mut().expect("one is always there").push(span);
                }
            }
            let runs = runs.iter().flat_map(|run| even(text, run));
            let Some(longest) = runs.reduce(|a, b| if b.1 > a.1 { b } else { a }) else { continue };
            let build_only = words.iter().any(|word| word.starts_with(".build"));
            let named = build_only.then_some(("devel_packages", "Packages needed only while building."));
            self.add(longest.0, install.reason, install.sure, named);
        }
    }

    fn health_check(&mut self, instruction: &Instruction) {
        let text = self.docker.text.as_str();
        let [word, ..] = &instruction.args[..] else { return };
        if !word.text.eq_ignore_ascii_case("cmd") {
            return;
        }
        if let (Some(first), Some(last)) = (instruction.flags.first(), instruction.flags.last()) {
            let span = Span::new(first.span.start, last.span.end);
            if is_plain(span.of(text)) {
                self.add(span, "It says how often Docker checks the funko.", true, None);
            }
        }
        let behind = text.get(word.span.end..instruction.rest.span.end).unwrap_or_default();
        let start =
            word.span.end + (behind.len() - behind.trim_start_matches([' ', '\t', '\\', '\r', '\n']).len());
        let end = word.span.end + behind.trim_end().len();
        if start < end && is_plain(&text[start..end]) {
            self.add(Span::new(start, end), "It tells Docker whether the funko works.", true, None);
        }
    }

    /// Numbers that a server takes as flags.
    fn flags(&mut self, instruction: &Instruction) {
        let text = self.docker.text.clone();
        let mut before = "";
        for word in &instruction.args {
            let pairs: Vec<&str> =
                if instruction.json { vec![&word.text] } else { word.text.split_whitespace().collect() };
            for part in pairs {
                let (flag, value) = part.split_once('=').unwrap_or((before, part));
                let about = FLAGS.iter().find(|(name, ..)| *name == flag);
                if let Some((flag, name, about)) = about
                    && !value.is_empty()
                    && value.bytes().all(|byte| byte.is_ascii_digit())
                {
                    let raw = text.get(word.span.clone()).unwrap_or_default();
                    let written = if part == value { value.to_owned() } else { format!("{flag}={value}") };
                    if let Some(at) = raw.find(&written).filter(|_| raw.matches(&written).count() == 1) {
                        let end = word.span.start + at + written.len();
                        let span = Span::new(end - value.len(), end);
                        self.add(span, "The server takes it as a flag.", false, Some((name, about)));
                    }
                }
                before = part;
            }
        }
    }
}

/// Flags of servers that a user may want to choose.
const FLAGS: [(&str, &str, &str); 5] = [
    ("--workers", "workers", "Processes that answer requests."),
    ("-w", "workers", "Processes that answer requests."),
    ("--threads", "threads", "Threads that answer requests, in each process."),
    ("--timeout", "timeout", "Seconds that an answer may take."),
    ("--concurrency", "concurrency", "Requests that are answered at the same time."),
];

/// A command that installs what is named behind it.
struct Install {
    program: &'static str,
    verbs: &'static [&'static str],
    /// Flags whose value is the next word.
    valued: &'static [&'static str],
    reason: &'static str,
    sure: bool,
}

const SYSTEM: &str = "They are the packages that the image gets.";
const OTHERS: &str = "They are packages that the image gets, besides those of a manifest.";
const APT: &[&str] = &["-t", "-o", "-c", "-a", "--target-release", "--option"];
const APK: &[&str] = &["-t", "--virtual", "-X", "--repository", "-p", "--root"];

const fn install(
    program: &'static str,
    verbs: &'static [&'static str],
    valued: &'static [&'static str],
) -> Install {
    Install { program, verbs, valued, reason: SYSTEM, sure: true }
}

const fn other(
    program: &'static str,
    verbs: &'static [&'static str],
    valued: &'static [&'static str],
) -> Install {
    Install { program, verbs, valued, reason: OTHERS, sure: false }
}

const INSTALLS: [Install; 14] = [
    install("apt-get", &["install"], APT),
    install("apt", &["install"], APT),
    install("apk", &["add"], APK),
    install("microdnf", &["install"], &[]),
    install("dnf", &["install"], &[]),
    install("yum", &["install"], &[]),
    install("zypper", &["install", "in"], &[]),
    other(
        "pip",
        &["install"],
        &[
            "-r",
            "--requirement",
            "-c",
            "-e",
            "-i",
            "--index-url",
            "--extra-index-url",
            "-t",
            "--target",
            "--prefix",
            "--root",
        ],
    ),
    other(
        "pip3",
        &["install"],
        &[
            "-r",
            "--requirement",
            "-c",
            "-e",
            "-i",
            "--index-url",
            "--extra-index-url",
            "-t",
            "--target",
            "--prefix",
            "--root",
        ],
    ),
    other("npm", &["install", "i", "add"], &["--prefix"]),
    other("yarn", &["add"], &[]),
    other("gem", &["install"], &["-v", "--version"]),
    other("docker-php-ext-install", &["docker-php-ext-install"], &["-j"]),
    other("pecl", &["install"], &[]),
];

/// What a text in capitals names may be a secret.
pub fn may_name_a_secret(upper: &str) -> bool {
    ["SECRET", "PASSWORD", "PASSWD", "TOKEN", "API_KEY", "CREDENTIAL"].iter().any(|part| upper.contains(part))
}

/// FaaSO says what these have to be.
fn is_of_the_server(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["PORT", "HOST", "HOSTNAME", "BIND", "ADDRESS", "LISTEN", "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS"]
        .contains(&name.as_str())
        || name.ends_with("_PORT")
        || name.ends_with("_HOST")
        || name.ends_with("_ADDR")
}

/// A value without the quotes around it, if nothing in it means something to Docker.
fn bare(text: &str, range: std::ops::Range<usize>) -> Option<Span> {
    let raw = text.get(range.clone())?;
    let quoted = ['"', '\'']
        .into_iter()
        .find(|&quote| raw.len() >= 2 && raw.starts_with(quote) && raw.ends_with(quote));
    let span = match quoted {
        Some(_) => Span::new(range.start + 1, range.end - 1),
        None => Span::new(range.start, range.end),
    };
    let inner = span.of(text);
    let plain =
        !inner.is_empty() && inner.trim() == inner && !inner.contains(['"', '\'', '\\', '$', '\n', '`']);
    plain.then_some(span)
}

/// No comment stands between its lines.
fn is_plain(text: &str) -> bool {
    !text.lines().skip(1).any(|line| line.trim_start().starts_with('#'))
}

/// Parts of a run whose words all have the same between them, each with the number of its words.
fn even(text: &str, run: &[Span]) -> Vec<(Span, usize)> {
    let mut parts = Vec::new();
    let mut first = 0;
    while let Some(start) = run.get(first) {
        let mut last = first;
        while let Some(next) = run.get(last + 1) {
            let whole = Span::new(start.start, next.end);
            if words(whole.of(text)).is_none_or(|(items, _)| items.len() != last + 2 - first) {
                break;
            }
            last += 1;
        }
        parts.push((Span::new(start.start, run[last].end), last + 1 - first));
        first = last + 1;
    }
    parts
}
