//! Where the application's server listens: by its command, its environment, its configuration and its own calls.

use super::{
    calls,
    commands::{CommandLine, Word, started},
    configs,
    listens::{Environment, Said, Server, Unsaid},
};
use crate::{
    app::App,
    fixing::insert,
    languages::{Known, Launcher, launchers},
    pattern::compiled,
};
use faaso::{path::last_part, text::Span};

/// Where the application's server listens.
pub fn server(app: &App<'_>, known: Option<&Known<'_>>) -> Server {
    let mut server = by_command(app, known);
    server.by_settings(app, known);
    server
}

fn by_command(app: &App<'_>, known: Option<&Known<'_>>) -> Server {
    let lines = started(app);
    let environment = Environment::of(app);
    let mut server = Server::default();
    let launched = lines.iter().rev().find_map(|line| Some((line, launched(line)?)));
    if let Some((line, (launcher, at))) = launched {
        server.launch(app, line, launcher, at, &environment);
        // `java -jar` and the like say nothing of what they start
        if !launcher.default.0.is_empty() || !server.ports.is_empty() {
            return server;
        }
    }
    if configs::served(app, &lines, &mut server) {
        return server;
    }
    // flags of a program of its own say more than its defaults
    for line in lines.iter().filter(|_| launched.is_none()) {
        let given = Given::of(line, &OWN, 0);
        let number = |span: &Span| compiled(r"^(?:\d{2,5}|\$.+)$").is_match(span.of(line.text));
        for span in given.ports.into_iter().filter(number) {
            server.port(app, line, span, &environment);
        }
        let address = |host: &str| host.contains(['.', ':']) || host == "localhost";
        let hosts = given.hosts.into_iter().filter(|(host, _)| address(host));
        server.hosts.extend(hosts.map(|(text, span)| Said { file: line.file.to_owned(), span, text }));
    }
    let mut own = Server::default();
    calls::look(app, known, &environment, &mut own);
    if server.ports.is_empty() && server.unset.is_none() {
        server.ports = own.ports;
        server.default_port = own.default_port;
        server.unset = own.unset;
    }
    if server.hosts.is_empty() {
        server.hosts = own.hosts;
        server.default_host = own.default_host;
    }
    server
}

impl Server {
    fn launch(
        &mut self,
        app: &App<'_>,
        line: &CommandLine<'_>,
        launcher: &'static Launcher,
        at: usize,
        environment: &Environment,
    ) {
        let given = Given::of(line, launcher, at);
        for value in &given.ports {
            self.port(app, line, *value, environment);
        }
        for (text, span) in given.hosts {
            self.hosts.push(Said { file: line.file.to_owned(), span, text });
        }
        let (ports, hosts) = launcher.variables;
        if self.ports.is_empty() && self.unset.is_none() {
            let by_variable = ports.iter().find_map(|name| environment.number(name));
            self.ports.extend(by_variable);
            if self.ports.is_empty() {
                self.configured(app, launcher);
            }
        }
        if self.hosts.is_empty() {
            self.hosts.extend(hosts.iter().find_map(|name| environment.host(name)));
        }
        let program = launcher.words.join(" ");
        let unsaid = |value: &str, add: &[&str]| {
            let (place, new) = line.added(at, add);
            let changes =
                insert(line.file, line.text, place, new).into_iter().filter(|_| !add.is_empty()).collect();
            let at = (line.file.to_owned(), line.words[at].span);
            Unsaid { value: value.to_owned(), who: program.clone(), at, changes }
        };
        let (port, host) = launcher.default;
        // gunicorn reads `PORT`, and listens on every address then
        let by_port = hosts.contains(&"PORT") && environment.number("PORT").is_some();
        if self.ports.is_empty() && self.unset.is_none() && !port.is_empty() {
            self.default_port = Some(unsaid(port, launcher.add.0));
        }
        if self.hosts.is_empty() && !host.is_empty() && !given.all && !by_port {
            self.default_host = Some(unsaid(host, launcher.add.1));
        }
    }

    fn port(&mut self, app: &App<'_>, line: &CommandLine<'_>, span: Span, environment: &Environment) {
        let text = span.of(line.text);
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.ports.push(Said { file: line.file.to_owned(), span, text: text.to_owned() });
            return;
        }
        let Some(variable) = compiled(r"\$\{?(\w+)(?::?-(\d+))?\}?").captures(text) else { return };
        let name = variable.get(1).map_or("", |name| name.as_str());
        if let Some(said) = environment.number(name) {
            self.ports.push(said);
        } else if let Some(fallback) = variable.get(2) {
            let span = Span::new(span.start + fallback.start(), span.start + fallback.end());
            self.ports.push(Said { file: line.file.to_owned(), span, text: fallback.as_str().to_owned() });
        } else if !environment.has(name) && !name.is_empty() {
            let said = Said { file: line.file.to_owned(), span, text: name.to_owned() };
            self.unset = Some((said, environment.setting(app, name)));
        }
    }

    /// What the server's own settings say comes before what the environment says.
    fn by_settings(&mut self, app: &App<'_>, known: Option<&Known<'_>>) {
        let Some(known) = known else { return };
        let mut ports = Vec::new();
        for (name, pattern) in known.language.settings {
            for (file, text) in app.sources().filter(|(path, _)| last_part(path).starts_with(name)) {
                for hit in pattern.find(text) {
                    let said =
                        |span: Span| Said { file: file.to_owned(), span, text: span.of(text).to_owned() };
                    self.hosts.extend(hit.group(1).map(said));
                    ports.extend(hit.group(2).map(said));
                }
            }
        }
        if !ports.is_empty() {
            self.ports = ports;
            (self.default_port, self.unset) = (None, None);
        }
    }

    /// By a file that the program reads by itself.
    fn configured(&mut self, app: &App<'_>, launcher: &Launcher) {
        let name = match launcher.words {
            ["gunicorn"] => "gunicorn",
            ["puma"] => "puma.rb",
            ["hypercorn"] => "hypercorn",
            _ => return,
        };
        let mut files = app.sources().filter(|(path, _)| last_part(path).starts_with(name));
        let bind = |text: &str| {
            let regex = compiled(
                r#"(?m)^[ \t]*(?:bind|port)\b[ \t(=\[]*["']?(?:(?:tcp://)?([\w.\[\]*]*):)?(?:ENV\.fetch\(["']\w+["'](?:\)\s*\{\s*|,\s*["']?))?(\d{2,5})"#,
            );
            let found = regex.captures(text)?;
            let span = |at: usize| found.get(at).map(|group| Span::new(group.start(), group.end()));
            Some((span(1), span(2)?))
        };
        let Some((file, text, (host, port))) = files.find_map(|(file, text)| Some((file, text, bind(text)?)))
        else {
            return;
        };
        let said = |span: Span| Said { file: file.to_owned(), span, text: span.of(text).to_owned() };
        self.ports.push(said(port));
        self.hosts.push(host.filter(|host| !host.is_empty()).map_or_else(
            || Said { file: file.to_owned(), span: Span::at(port.start), text: String::new() },
            said,
        ));
    }
}

/// What programs that nobody else knows mostly call these flags.
static OWN: Launcher = Launcher {
    port: &["--port", "-port", "-p", "--http-port", "--server-port"],
    host: &["--host", "-host", "--hostname", "-o"],
    bind: &[
        "--listen",
        "-listen",
        "--addr",
        "-addr",
        "--address",
        "-address",
        "--bind",
        "-bind",
        "-b",
        "-l",
        "--http",
        "-http",
    ],
    ..Launcher::NONE
};

/// Words that go before the program of a command.
const WRAPPERS: [&str; 20] = [
    "exec",
    "run",
    "--",
    "-m",
    "npx",
    "env",
    "tini",
    "dumb-init",
    "sudo",
    "gosu",
    "su-exec",
    "-g",
    "pipenv",
    "poetry",
    "uv",
    "time",
    "nohup",
    "bunx",
    "pdm",
    "rye",
];

/// The program of a command that starts a server, and its last word's place.
fn launched(line: &CommandLine<'_>) -> Option<(&'static Launcher, usize)> {
    let is = |at: usize, wanted: &str| line.words.get(at).is_some_and(|word| last_part(&word.text) == wanted);
    let begins = |at: usize| {
        at == 0 || {
            let before = &line.words[at - 1].text;
            WRAPPERS.contains(&last_part(before))
                || before.contains('=')
                || last_part(before).starts_with("python")
        }
    };
    let find = |launcher: &'static Launcher| {
        let (first, rest) = launcher.words.split_first()?;
        (0..line.words.len()).find_map(|at| {
            if !is(at, first) || rest.is_empty() && !begins(at) {
                return None;
            }
            let mut last = at;
            for wanted in rest {
                // flags may stand between them
                last = (last + 1..=last + 4).find(|&next| is(next, wanted))?;
            }
            let builds = rest.is_empty() && is(last + 1, "build");
            (!builds).then_some((launcher, last))
        })
    };
    launchers().filter_map(find).max_by_key(|(launcher, _)| launcher.words.len())
}

/// What a command says of port and address.
#[derive(Default)]
struct Given {
    ports: Vec<Span>,
    hosts: Vec<(String, Span)>,
    /// It says the port without an address: it listens on all.
    all: bool,
}

impl Given {
    fn of(line: &CommandLine<'_>, launcher: &Launcher, at: usize) -> Given {
        let mut given = Given::default();
        // flags before the program's second word count, too
        let before = line.words[..at].iter().enumerate().skip_while(|(_, word)| !word.text.starts_with('-'));
        let mut all: Vec<(usize, &Word)> = before.collect();
        all.extend(line.words.iter().enumerate().skip(at + 1));
        let mut skip = false;
        for (index, word) in &all {
            if std::mem::take(&mut skip) {
                continue;
            }
            let value = |flags: &[&str]| -> Option<(Span, bool)> {
                let text = word.text.as_str();
                for flag in flags {
                    if text == *flag {
                        return line.words.get(index + 1).map(|next| (next.span, true));
                    }
                    let rest = text.strip_prefix(flag)?.strip_prefix('=').or_else(|| {
                        let short = flag.len() == 2 && !flag.starts_with("--");
                        text.strip_prefix(flag).filter(|rest| short && !rest.is_empty())
                    });
                    if let Some(rest) = rest {
                        return Some((Span::new(word.span.end - rest.len(), word.span.end), false));
                    }
                }
                None
            };
            let value = |flags: &[&'static str]| flags.iter().find_map(|flag| value(&[flag]));
            if let Some((span, next)) = value(launcher.bind) {
                given.address(line.text, span);
                skip = next;
            } else if let Some((span, next)) = value(launcher.port) {
                given.ports.push(span);
                skip = next;
            } else if let Some((span, next)) = value(launcher.host) {
                given.hosts.push((span.of(line.text).to_owned(), span));
                skip = next;
            } else if launcher.positional && !word.text.starts_with('-') {
                let is_place =
                    compiled(r"^(?:[\w.\[\]*:]+:)?(?:\d{2,5}|\$\{?\w+(?::?-\d+)?\}?)$").is_match(&word.text);
                if is_place {
                    given.address(line.text, word.span);
                }
            }
        }
        given
    }

    /// `0.0.0.0:8000`, `:8000`, `tcp://[::]:80`, `8000`, `http://*:5000`
    fn address(&mut self, text: &str, span: Span) {
        let regex = compiled(
            r"^(?:\w+://)?(?:([\w.*+]*|\[[\da-fA-F:]*\]|\$\{?\w+\}?):)?(\d+|\$\{?\w+(?::?-\d+)?\}?)/?$",
        );
        let Some(found) = regex.captures(span.of(text)) else { return };
        let at =
            |group: regex_lite::Match<'_>| Span::new(span.start + group.start(), span.start + group.end());
        if let Some(port) = found.get(2) {
            self.ports.push(at(port));
        }
        match found.get(1).filter(|host| !host.is_empty()) {
            Some(host) => self.hosts.push((host.as_str().to_owned(), at(host))),
            None => self.all = true,
        }
    }
}
