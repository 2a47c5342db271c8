//! What a selected text is likely to be: the name and kind of the option that it becomes. Common names are those of the
//! bundled runtimes, so that runtimes feel alike.

use faaso::text::Span;
use serde::{Deserialize, Serialize};

/// What an option's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    Text,
    /// Strings that are joined where the option is used.
    List,
}

/// What an option is likely to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    pub name: String,
    pub kind: Kind,
    /// What it does, in a sentence; empty where nothing is known.
    pub about: String,
    /// What stands around the text says it, not the text itself.
    pub by_context: bool,
}

/// Commands that install what is named behind them, and what an option for that is called.
const INSTALLS: [(&str, &str, &str); 22] = [
    ("apt-get install", PACKAGES, ""),
    ("apt install", PACKAGES, ""),
    ("apk add", PACKAGES, ""),
    ("microdnf install", PACKAGES, ""),
    ("dnf install", PACKAGES, ""),
    ("yum install", PACKAGES, ""),
    ("zypper install", PACKAGES, ""),
    ("pacman -S", PACKAGES, ""),
    ("pip install", "python_packages", "Python packages in the image."),
    ("pip3 install", "python_packages", "Python packages in the image."),
    ("npm install", "npm_packages", "npm packages in the image."),
    ("npm i", "npm_packages", "npm packages in the image."),
    ("yarn add", "npm_packages", "npm packages in the image."),
    ("pnpm add", "npm_packages", "npm packages in the image."),
    ("gem install", "gems", "Ruby gems in the image."),
    ("go install", "go_packages", "Go programs in the image."),
    ("cargo install", "cargo_packages", "Rust programs in the image."),
    ("composer require", "composer_packages", "PHP packages in the image."),
    ("docker-php-ext-install", "php_extensions", "PHP extensions in the image."),
    ("pecl install", "pecl_packages", "PECL extensions in the image."),
    ("install2.r", "r_packages", "R packages in the image."),
    ("a2enmod", "apache_modules", "Modules that Apache loads."),
];

/// What is called by its stage.
const PACKAGES: &str = "packages";

/// The guess for a part of a file.
pub fn guess(path: &str, text: &str, span: Span) -> Guess {
    let selected = span.of(text);
    let file = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let in_docker = ["dockerfile", "containerfile"].iter().any(|name| file.contains(name));
    let docker = in_docker.then(|| docker(text, span)).flatten();
    docker.or_else(|| key_before(text, span)).unwrap_or_else(|| Guess {
        name: slug(selected).unwrap_or_else(|| "option".to_owned()),
        kind: Kind::Text,
        about: String::new(),
        by_context: false,
    })
}

/// The words of a list, and the one separator that stands between them; none where there are several.
pub fn words(selected: &str) -> Option<(Vec<String>, String)> {
    let blank = |c: char| c.is_whitespace() || c == '\\';
    let mut items = Vec::new();
    let mut separator: Option<&str> = None;
    let mut rest = selected;
    loop {
        let end = rest.find(blank).unwrap_or(rest.len());
        if end == 0 {
            return None;
        }
        items.push(rest[..end].to_owned());
        let behind = &rest[end..];
        let gap = behind.len() - behind.trim_start_matches(blank).len();
        if gap == 0 {
            return Some((items, separator.unwrap_or(" ").to_owned()));
        }
        match separator {
            Some(known) if known != &behind[..gap] => return None,
            _ => separator = Some(&behind[..gap]),
        }
        rest = &behind[gap..];
    }
}

fn found(name: &str, kind: Kind, about: impl Into<String>) -> Option<Guess> {
    Some(Guess { name: name.to_owned(), kind, about: about.into(), by_context: true })
}

/// By the instruction that it is a part of.
fn docker(text: &str, span: Span) -> Option<Guess> {
    let start = instruction(text, span.start);
    let before = &text[start..span.start];
    let whole = before.trim_start();
    let (word, _) = whole.split_once(char::is_whitespace)?;
    let selected = span.of(text);
    let rest = &text[start..];
    match word.to_ascii_uppercase().as_str() {
        "FROM" => {
            let line = rest.lines().next().unwrap_or_default();
            let image = line.split_whitespace().skip(1).find(|it| !it.starts_with("--"))?;
            let tag = image.rfind(':').filter(|&at| !image[at..].contains('/'));
            let at = start + line.find(image)?;
            match tag {
                Some(tag) if span.start > at + tag => {
                    let name = image[..tag].rsplit('/').next().unwrap_or_default();
                    let name = slug(name).unwrap_or_else(|| "image".to_owned());
                    let about = format!("Version of the image {}.", &image[..tag]);
                    found(&format!("{name}_version"), Kind::Text, about)
                }
                _ => found("base_image", Kind::Text, "Image that the container is built on."),
            }
        }
        "EXPOSE" => found("port", Kind::Text, "Port that the server listens on. FaaSO needs 3000."),
        "USER" => found("user", Kind::Text, "User that the server runs as."),
        "WORKDIR" => found("workdir", Kind::Text, "Folder of the application in the image."),
        "HEALTHCHECK" => match before.contains("CMD") {
            true => {
                found("healthcheck_command", Kind::Text, "Command that tells Docker whether the funko works.")
            }
            false => {
                found("healthcheck_options", Kind::Text, "How often and how long Docker checks the funko.")
            }
        },
        "ENV" | "ARG" => {
            let key = key_before(text, span).or_else(|| {
                let key = before.split_whitespace().nth(1)?;
                let key = key.split('=').next()?;
                found(&slug(key)?, Kind::Text, "")
            });
            let key = key.or_else(|| found(&slug(selected.split('=').next()?)?, Kind::Text, ""))?;
            let what =
                if word.eq_ignore_ascii_case("ARG") { "Build argument" } else { "Environment variable" };
            let about = format!("{what} {}.", key.name.to_ascii_uppercase());
            Some(Guess { about, ..key })
        }
        "RUN" => install(text, span, before),
        "CMD" => {
            key_before(text, span).or_else(|| found("command", Kind::Text, "Command that starts the server."))
        }
        "ENTRYPOINT" => key_before(text, span)
            .or_else(|| found("entrypoint", Kind::Text, "Program that starts the server.")),
        _ => None,
    }
}

fn install(text: &str, span: Span, before: &str) -> Option<Guess> {
    // of several commands in one line, the one that it stands in
    let command = before.rsplit(['&', ';', '|']).next()?;
    let (_, name, about) = INSTALLS.iter().find(|(words, ..)| {
        let words = format!("{words} ");
        format!(" {} ", command.split_whitespace().collect::<Vec<_>>().join(" "))
            .contains(&format!(" {words}"))
    })?;
    if span.of(text).split_whitespace().any(|word| word.starts_with('-')) {
        return found("install_options", Kind::Text, "Options of the install command.");
    }
    let kind = if words(span.of(text)).is_some() { Kind::List } else { Kind::Text };
    let stage_follows =
        text[span.end..].lines().any(|line| line.trim_start().to_ascii_uppercase().starts_with("FROM "));
    match (*name, stage_follows) {
        (PACKAGES, true) => found("devel_packages", kind, "Packages needed only while building."),
        (PACKAGES, false) => found("ship_packages", kind, "Packages in the image."),
        (name, _) => found(name, kind, *about),
    }
}

/// Where the instruction begins whose line, or one that goes on from it, this is.
fn instruction(text: &str, at: usize) -> usize {
    let line = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mut start = line(at);
    while start > 0 {
        let above = line(start - 1);
        let before = text[above..start].trim_end();
        let goes_on = before.ends_with('\\') || before.trim_start().starts_with('#');
        if !goes_on {
            break;
        }
        start = above;
    }
    // a comment above the instruction is none of its lines
    while let Some(end) = text[start..].find('\n').filter(|end| start + end < at) {
        let first = text[start..].trim_start();
        if !first.starts_with('#') {
            break;
        }
        start += end + 1;
    }
    start
}

/// `--key=`, `key:`, `"key": "`, `KEY=` right before it.
fn key_before(text: &str, span: Span) -> Option<Guess> {
    let line = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = text[line..span.start].trim_end_matches(['"', '\'', '`', '[', '(', ' ', '\t']);
    let flag = || {
        let last = before.rsplit([' ', '"', '\'', ',']).next()?;
        last.starts_with("--").then_some(last)
    };
    let key = match before.strip_suffix(['=', ':']) {
        Some(key) => key.trim_end_matches(['=', ':', ' ', '"', '\'', '?']),
        None => flag()?,
    };
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let key = &key[key
        .rfind(|c: char| !part(c))
        .map_or(0, |at| at + key[at..].chars().next().map_or(1, char::len_utf8))..];
    found(&slug(key)?, Kind::Text, "")
}

/// Letters, digits and `_`, in small letters: at most four words.
pub fn slug(text: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut was_small = false;
    for letter in text.chars() {
        let breaks = letter.is_ascii_uppercase() && was_small;
        if (breaks || !letter.is_ascii_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        was_small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    let first = words.iter().position(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let name = words[first..]
        .iter()
        .take(4)
        .map(|word| word.chars().take(24).collect())
        .collect::<Vec<String>>()
        .join("_");
    Some(name).filter(|name| super::spelling::can_follow_a_dot(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, selected: &str, name: &str, kind: Kind) {
        let start = text.find(selected).expect("it stands there");
        let guess = guess(path, text, Span::new(start, start + selected.len()));
        assert_eq!((guess.name.as_str(), guess.kind), (name, kind), "{text:?} {selected:?}");
    }

    #[test]
    fn what_stands_around_gives_the_name() {
        let two = "FROM python:3.13-slim AS build\nRUN apt-get update \\\n    && apt-get install -y gcc make\nFROM alpine:3.22\n\
                   # the server's own\nRUN apk add --no-cache curl \\\n    libpq\nENV LOG_LEVEL=info\nENV MODE fast\nUSER 1000\n\
                   HEALTHCHECK --interval=1m CMD curl -f http://127.0.0.1:3000/ping\nCMD [\"uvicorn\", \"--workers=2\", \"main:app\"]\n";
        for (selected, name, kind) in [
            ("python:3.13-slim", "base_image", Kind::Text),
            ("3.13-slim", "python_version", Kind::Text),
            ("3.22", "alpine_version", Kind::Text),
            ("gcc make", "devel_packages", Kind::List),
            ("curl", "ship_packages", Kind::List),
            ("libpq", "ship_packages", Kind::List),
            ("-y", "install_options", Kind::Text),
            ("info", "log_level", Kind::Text),
            ("fast", "mode", Kind::Text),
            ("1000", "user", Kind::Text),
            ("--interval=1m", "healthcheck_options", Kind::Text),
            ("curl -f http://127.0.0.1:3000/ping", "healthcheck_command", Kind::Text),
            ("2", "workers", Kind::Text),
        ] {
            let text = if selected == "2" { &two[two.find("--workers").expect("there")..] } else { two };
            check("Dockerfile.j2", text, selected, name, kind);
        }
        check("app/settings.yml", "server:\n  maxThreads: 8\n", "8", "max_threads", Kind::Text);
        check("main.py", "app.run(host=\"0.0.0.0\", port=3000)\n", "3000", "port", Kind::Text);
        check("page.html", "<h1>Hello, World!</h1>", "Hello, World!", "hello_world", Kind::Text);
        check("page.html", "<h1>42</h1>", "42", "option", Kind::Text);
    }

    #[test]
    fn lists_have_one_separator() {
        let list = |text: &str| words(text).map(|(words, separator)| (words.join(","), separator));
        assert_eq!(list("a b c"), Some(("a,b,c".into(), " ".into())));
        assert_eq!(list("a"), Some(("a".into(), " ".into())));
        assert_eq!(list("a \\\n  b \\\n  c"), Some(("a,b,c".into(), " \\\n  ".into())));
        assert_eq!(list("a  b c"), None);
        assert_eq!(list(" a"), None);
    }
}
