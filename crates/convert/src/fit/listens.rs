//! What a server says of where it listens, and what the Dockerfile sets for it.

use crate::{
    app::{App, DOCKERFILE},
    fixing::insert,
    pattern::compiled,
    plan::Change,
};
use dockerfile::command::Command;
use faaso::text::Span;
use std::collections::BTreeMap;

/// A port or an address where it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    pub file: String,
    pub span: Span,
    pub text: String,
}

/// What nothing says, so that a default counts.
#[derive(Clone, Debug)]
pub struct Unsaid {
    /// The default.
    pub value: String,
    /// Who has it: `gunicorn`.
    pub who: String,
    /// Where it could be said.
    pub at: (String, Span),
    /// What would say it.
    pub changes: Vec<Change>,
}

#[derive(Debug, Default)]
pub struct Server {
    /// The ports that count, where they are written.
    pub ports: Vec<Said>,
    pub hosts: Vec<Said>,
    pub default_port: Option<Unsaid>,
    pub default_host: Option<Unsaid>,
    /// A variable that it takes the port from and that nothing sets, where it is read, and what would set it.
    pub unset: Option<(Said, Option<Change>)>,
}

/// What the Dockerfile sets in the image that is shipped.
#[derive(Debug, Default)]
pub struct Environment {
    values: BTreeMap<String, (String, Span)>,
}

impl Server {
    /// Several rules can read the same place.
    pub fn once(mut self) -> Server {
        self.hosts.sort();
        self.hosts.dedup();
        self
    }
}

impl Environment {
    pub fn of(app: &App<'_>) -> Environment {
        let mut environment = Environment::default();
        let Some(docker) = &app.docker else { return environment };
        for (at, command) in docker.shipped_steps() {
            let instruction = docker.instruction(at);
            match command {
                Command::Env(_) => {
                    for pair in instruction.args.chunks(3) {
                        let [name, value, _] = pair else { continue };
                        environment.put(&docker.text, &name.text, value.span.start..value.span.end);
                    }
                }
                Command::Arg(_) => {
                    for argument in &instruction.args {
                        let Some((name, _)) = argument.text.split_once('=') else { continue };
                        let start = argument.span.start + name.len() + 1;
                        environment.put(&docker.text, name, start..argument.span.end);
                    }
                }
                _ => {}
            }
        }
        environment
    }

    fn put(&mut self, text: &str, name: &str, range: std::ops::Range<usize>) {
        let Some(raw) = text.get(range.clone()) else { return };
        let inner = raw.trim_matches(['"', '\'']);
        let start = range.start + raw.find(inner).unwrap_or_default();
        // a variable of another one, such as `PORT=$APP_PORT`
        let other = inner.trim_start_matches('$').trim_matches(['{', '}']);
        let value = match inner.starts_with('$') {
            true => match self.values.get(other.split(':').next().unwrap_or(other)) {
                Some(known) => known.clone(),
                None => return,
            },
            false => (inner.to_owned(), Span::new(start, start + inner.len())),
        };
        self.values.insert(name.to_owned(), value);
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The port in a variable: its last number.
    pub fn number(&self, name: &str) -> Option<Said> {
        let (value, span) = self.values.get(name)?;
        let found = compiled(r"(?:^|:)(\d{1,5})/?$").captures(value)?.get(1)?;
        let span = Span::new(span.start + found.start(), span.start + found.end());
        Some(Said { file: DOCKERFILE.to_owned(), span, text: found.as_str().to_owned() })
    }

    /// The address in a variable.
    pub fn host(&self, name: &str) -> Option<Said> {
        let (value, span) = self.values.get(name)?;
        let found = compiled(r"^(?:\w+://)?([\w.*+]+|\[[^\]]*\])").captures(value)?.get(1)?;
        if found.as_str().bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let span = Span::new(span.start + found.start(), span.start + found.end());
        Some(Said { file: DOCKERFILE.to_owned(), span, text: found.as_str().to_owned() })
    }

    /// A line of the Dockerfile that sets it to 3000.
    pub fn setting(&self, app: &App<'_>, name: &str) -> Option<Change> {
        let docker = app.docker.as_ref()?;
        let starts = docker
            .file
            .instructions
            .iter()
            .rfind(|at| at.is("cmd") || at.is("entrypoint") || at.is("expose"))?;
        insert(DOCKERFILE, &docker.text, starts.span.start, format!("ENV {name}=3000\n"))
    }
}
