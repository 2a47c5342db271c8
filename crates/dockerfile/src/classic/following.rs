//! What the classic builder goes through, noted down beside its verdict.

use super::{
    Judge,
    stage::{Scope, Stage},
};
use crate::{
    build::{Base, Read, Source, Stage as Noted, Step},
    command::{Command, CommandLine, Copying, Pair},
    glob,
    images::UNKNOWN,
    mount,
    words::Variables,
};

impl Judge<'_> {
    /// Notes that a stage begins.
    pub(super) fn note_stage(&mut self, instruction: usize, stage: &Stage) {
        let base = match stage.base {
            Some(at) => Base::Stage(at),
            None if stage.base_name == "scratch" => Base::Scratch,
            None => Base::Image(stage.base_name.clone()),
        };
        let Some(notes) = &mut self.notes else { return };
        let words = format!("FROM {}", stage.base_name);
        let from = Step { instruction, triggered: false, reads: Vec::new(), words, arguments: Vec::new() };
        let steps = [from].into_iter().chain(notes.triggered.drain(..));
        let steps = steps.map(|step| Step { instruction, ..step }).collect();
        notes.stages.push(Noted { name: stage.name.clone(), base, steps });
    }

    /// Notes a step, before it is gone through.
    pub(super) fn note_step(&mut self, instruction: usize, stage: &Stage, command: &Command) {
        if self.notes.is_some() {
            let step = self.noted(instruction, stage, command);
            let stages = self.notes.as_mut().and_then(|notes| notes.stages.last_mut());
            if let Some(stage) = stages {
                stage.steps.push(step);
            }
        }
    }

    /// Notes what a base waited to run, before the stage that begins is noted.
    pub(super) fn note_trigger(&mut self, stage: &Stage, command: &Command) {
        if self.notes.is_some() {
            let step = Step { triggered: true, ..self.noted(0, stage, command) };
            self.notes.iter_mut().for_each(|notes| notes.triggered.push(step.clone()));
        }
    }

    fn noted(&self, instruction: usize, stage: &Stage, command: &Command) -> Step {
        let reads = match command {
            Command::Copy(copying) | Command::Add(copying) => self.copied(stage, copying),
            Command::Run(run) => run.mounts.iter().filter_map(|text| self.mounted(stage, text)).collect(),
            _ => Vec::new(),
        };
        let arguments = match command {
            Command::Run(_) => self.arguments(stage),
            _ => Vec::new(),
        };
        Step { instruction, triggered: false, reads, words: self.compared(stage, command), arguments }
    }

    /// A word with its variables filled in, and whether all of them are known.
    fn filled(&self, stage: &Stage, word: &str) -> (String, bool) {
        match self.lex().expand(word, &Scope { stage, meta: &self.meta }) {
            Ok(made) => {
                let known = stage.complete || made.unmatched.is_empty();
                let certain = known && !made.text.contains(UNKNOWN);
                (made.text, certain)
            }
            Err(_) => (word.to_owned(), false),
        }
    }

    fn copied(&self, stage: &Stage, copying: &Copying) -> Vec<Read> {
        let from = (!copying.from.is_empty()).then(|| self.source(&copying.from));
        let read = |source: &String| {
            let (path, certain) = self.filled(stage, source);
            let is_address = path.starts_with("http://") || path.starts_with("https://");
            let from = match &from {
                Some(from) => from.clone(),
                None if is_address => Source::Address,
                None => Source::Context,
            };
            // `./a` and `/a` are `a`, also to the cache
            let path = match from {
                _ if !certain => source.clone(),
                Source::Address => path,
                Source::Context | Source::Stage(_) | Source::Image(_) => {
                    let within = path.trim_start_matches('/');
                    let within = within.strip_prefix("./").unwrap_or(within);
                    if glob::is_pattern(within) { within.to_owned() } else { glob::clean(within) }
                }
            };
            Read { from, path, certain }
        };
        copying.sources.iter().map(read).collect()
    }

    /// FaaSO's builder stops at a mount; what it would read is worth knowing all the same.
    fn mounted(&self, stage: &Stage, text: &str) -> Option<Read> {
        let mut fill = |word: &str| Ok(self.filled(stage, word).0);
        let mount = mount::read(text, Some(&mut fill)).ok()?;
        let from = match (mount.kind.as_str(), mount.from.is_empty()) {
            (_, false) => self.source(&mount.from),
            ("bind", true) => Source::Context,
            (_, true) => return None,
        };
        let path = if mount.source.is_empty() { ".".to_owned() } else { glob::clean(&mount.source) };
        Some(Read { from, path: path.trim_start_matches('/').to_owned(), certain: true })
    }

    /// What a name after `--from` or `from=` is, as the builder looks for it.
    fn source(&self, from: &str) -> Source {
        let small = from.to_lowercase();
        let named = self.done.iter().rposition(|done| !done.name.is_empty() && done.name == small);
        let by_number = || from.parse::<usize>().ok().filter(|&at| at < self.done.len());
        named.or_else(by_number).map_or_else(|| Source::Image(from.to_owned()), Source::Stage)
    }

    /// The build arguments that have a value here, but for those that an `ENV` hides.
    fn arguments(&self, stage: &Stage) -> Vec<(String, String)> {
        let scope = Scope { stage, meta: &self.meta };
        let hidden = |name: &str| stage.env.iter().any(|(key, _)| key == name);
        let names = stage.args.keys().filter(|name| !hidden(name));
        names.filter_map(|name| Some((name.clone(), scope.get(name)?.to_owned()))).collect()
    }

    fn compared(&self, stage: &Stage, command: &Command) -> String {
        let word = |word: &str| match self.filled(stage, word) {
            (text, true) => text,
            // what is not known is the same as long as the words are
            (text, false) => format!("{word}\0{text}"),
        };
        let words = |all: &[String]| all.iter().map(|it| word(it)).collect::<Vec<_>>().join("\0");
        let pairs = |all: &[Pair]| {
            let pair = |pair: &Pair| format!("{}={}", word(&pair.name), word(&pair.value));
            all.iter().map(pair).collect::<Vec<_>>().join("\0")
        };
        let line = |line: &CommandLine| match line.shell {
            true => format!("{}\0{}", stage.shell.join("\0"), line.words.join("\0")),
            false => format!("[{}]", line.words.join("\0")),
        };
        match command {
            Command::From(from) => format!("FROM {}", from.base),
            Command::Add(copying) => format!("ADD {}\0{}", word(&copying.chown), word(&copying.dest)),
            Command::Copy(copying) => format!("COPY {}\0{}", word(&copying.chown), word(&copying.dest)),
            // of a here-document only its first line arrives, and variables are the shell's
            Command::Run(run) => format!("RUN {}", line(&run.line)),
            Command::Cmd(cmd) => format!("CMD {}", line(cmd)),
            Command::Entrypoint(entry) => format!("ENTRYPOINT {}", line(entry)),
            Command::Healthcheck(check) => {
                let check = check.as_ref().map_or_else(|| "NONE".to_owned(), line);
                format!("HEALTHCHECK {check}")
            }
            Command::Shell(shell) => format!("SHELL {}", shell.join("\0")),
            Command::Env(all) => format!("ENV {}", pairs(all)),
            Command::Label(all) => format!("LABEL {}", pairs(all)),
            Command::Arg(all) => {
                let names = all.iter().map(|it| match &it.default {
                    Some(default) => format!("{}={}", word(&it.name), word(default)),
                    None => word(&it.name),
                });
                format!("ARG {}", names.collect::<Vec<_>>().join("\0"))
            }
            Command::Expose(ports) => format!("EXPOSE {}", words(ports)),
            Command::Volume(volumes) => format!("VOLUME {}", words(volumes)),
            Command::Workdir(path) => {
                let path = word(path);
                let folder = if path.contains('\0') { path } else { glob::join(&stage.workdir, &path) };
                format!("WORKDIR {folder}")
            }
            Command::User(user) => format!("USER {}", word(user)),
            Command::Stopsignal(signal) => format!("STOPSIGNAL {}", word(signal)),
            Command::Maintainer(name) => format!("MAINTAINER {name}"),
            Command::Onbuild(text) => format!("ONBUILD {text}"),
        }
    }
}
