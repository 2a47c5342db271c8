//! What BuildKit does with the stages, one instruction after the other, without running any.

use super::{Checker, Of, Outcome, Step, arg, error_at, set, variable, whole};
use crate::{
    chars::{nearest, quoted},
    command::{Command, Copying, Pair, Run},
    file::Instruction,
    glob,
    images::UNKNOWN,
    mount, ports, signal,
    words::{Lex, Variables},
};
use std::ops::Range;

impl<'a> Checker<'a> {
    pub(super) fn dispatch_all(&mut self) -> Outcome<()> {
        for at in 0..self.states.len() {
            if let Some(base) = self.states[at].base {
                let base = self.states[base].clone();
                let state = &mut self.states[at];
                state.env = base.env;
                state.shell = base.shell;
                state.workdir = base.workdir;
                state.workdir_set = base.workdir_set;
                state.complete = base.complete;
                state.family = base.family;
                state.build_args.extend(base.build_args);
                self.triggers(at, &base.onbuild)?;
            }
            self.states[at].dispatched = true;
            if !self.states[at].env.iter().any(|(name, _)| name == "PATH") {
                let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
                self.states[at].env.push(("PATH".to_owned(), path.to_owned()));
            }
            for step in 0..self.states[at].commands.len() {
                let step = self.states[at].commands[step].clone();
                self.dispatch(at, &step)?;
            }
        }
        Ok(())
    }

    /// Puts what waits in the base stage in front of the stage's own instructions.
    fn triggers(&mut self, at: usize, triggers: &[String]) -> Outcome<()> {
        let Some(from) = self.states[at].from else { return Ok(()) };
        let mut commands = Vec::new();
        for trigger in triggers {
            let file = crate::parse(trigger);
            if let Some(wrong) = file.error {
                return Err(error_at(from, wrong.message));
            }
            let [instruction] = &file.instructions[..] else {
                return Err(error_at(from, "onbuild trigger should be a single expression"));
            };
            let command = instruction.typed().map_err(|why| error_at(from, why))?;
            let sources = self.sources_of(&command).map_err(|why| error_at(from, why.message))?;
            commands.push(Step { instruction: from, command, sources });
        }
        self.states[at].commands.splice(0..0, commands);
        Ok(())
    }

    fn dispatch(&mut self, at: usize, step: &Step<'a>) -> Outcome<()> {
        let instruction = step.instruction;
        match &step.command {
            Command::From(_) | Command::Maintainer(_) => {}
            Command::Env(pairs) => {
                let pairs = self.expand_pairs(at, pairs, instruction)?;
                for pair in pairs {
                    self.legacy(&pair, "ENV", instruction);
                    self.secret("ENV", &pair.name, instruction);
                    set(&mut self.states[at].env, &pair.name, pair.value);
                }
            }
            Command::Label(pairs) => {
                for pair in self.expand_pairs(at, pairs, instruction)? {
                    self.legacy(&pair, "LABEL", instruction);
                }
            }
            Command::Arg(arguments) => {
                for argument in arguments {
                    self.secret("ARG", &argument.name, instruction);
                    let value = match &argument.default {
                        Some(default) => Some(self.expand(at, default, instruction, self.lex())?),
                        None => Of(&self.globals).get(&argument.name).map(str::to_owned),
                    };
                    if let Some(value) = value {
                        set(&mut self.states[at].env, &argument.name, value);
                    }
                    self.states[at].build_args.push(argument.name.clone());
                }
            }
            Command::Run(run) => self.run(at, run, step)?,
            Command::Add(copying) => self.copy(at, copying, true, step)?,
            Command::Copy(copying) => self.copy(at, copying, false, step)?,
            Command::Workdir(path) => {
                let path = self.expand(at, path, instruction, self.lex())?;
                let state = &mut self.states[at];
                let relative = !state.workdir_set && !path.starts_with('/') && !path.contains(UNKNOWN);
                state.workdir_set = true;
                state.workdir = glob::join(&state.workdir, &path);
                if relative {
                    let message = format!(
                        "Relative workdir {} can have unexpected results if the base image changes",
                        quoted(&path)
                    );
                    self.found("WorkdirRelativePath", instruction.line, arg(instruction, 0), message);
                }
            }
            Command::User(user) => drop(self.expand(at, user, instruction, self.lex())?),
            Command::Volume(volumes) => {
                for volume in volumes {
                    if self.expand(at, volume, instruction, self.lex())?.is_empty() {
                        return Err(error_at(instruction, "VOLUME specified can not be an empty string"));
                    }
                }
            }
            Command::Stopsignal(text) => {
                let text = self.expand(at, text, instruction, self.lex())?;
                if !signal::is_signal(&text) && !text.contains(UNKNOWN) {
                    return Err(error_at(instruction, format!("invalid signal: {text}")));
                }
            }
            Command::Expose(words) => self.expose(at, words, instruction)?,
            Command::Cmd(line) => self.last_wins(at, "CMD", line.shell, instruction),
            Command::Entrypoint(line) => self.last_wins(at, "ENTRYPOINT", line.shell, instruction),
            Command::Healthcheck(_) => self.last_wins(at, "HEALTHCHECK", false, instruction),
            Command::Shell(_) => self.states[at].shell = true,
            Command::Onbuild(text) => self.states[at].onbuild.push(text.clone()),
        }
        Ok(())
    }

    /// Expands a word, and finds variables that have no value.
    fn expand(&mut self, at: usize, text: &str, instruction: &Instruction, lex: Lex) -> Outcome<String> {
        let state = &self.states[at];
        let made = lex.expand(text, &Of(&state.env)).map_err(|why| error_at(instruction, why))?;
        let keys: Vec<&str> = state.env.iter().map(|(key, _)| key.as_str()).collect();
        let unknown: Vec<&String> =
            made.unmatched.iter().filter(|name| !state.build_args.contains(name)).collect();
        let found: Vec<(Range<usize>, String)> = unknown
            .into_iter()
            .filter(|_| state.complete)
            .map(|name| {
                let hint = nearest(name, keys.iter().copied());
                let hint = hint.map_or_else(String::new, |near| format!(" (did you mean ${near}?)"));
                (variable(instruction, name), format!("Usage of undefined variable '${name}'{hint}"))
            })
            .collect();
        for (span, message) in found {
            self.found("UndefinedVar", instruction.line, span, message);
        }
        Ok(made.text)
    }

    fn expand_pairs(&mut self, at: usize, pairs: &[Pair], instruction: &Instruction) -> Outcome<Vec<Pair>> {
        let mut made = Vec::new();
        for pair in pairs {
            let name = self.expand(at, &pair.name, instruction, self.lex())?;
            let value = self.expand(at, &pair.value, instruction, self.lex())?;
            made.push(Pair { name, value, legacy: pair.legacy });
        }
        Ok(made)
    }

    fn legacy(&mut self, pair: &Pair, keyword: &str, instruction: &Instruction) {
        if pair.legacy {
            let word = instruction.word.text.to_uppercase();
            let word = if instruction.is(keyword) { instruction.word.text.clone() } else { word };
            let message =
                format!("\"{word} key=value\" should be used instead of legacy \"{word} key value\" format");
            self.found("LegacyKeyValueFormat", instruction.line, whole(instruction), message);
        }
    }

    fn secret(&mut self, keyword: &str, name: &str, instruction: &Instruction) {
        let words: Vec<String> = name.split('_').map(str::to_lowercase).collect();
        let secret = [
            "apikey",
            "auth",
            "credential",
            "credentials",
            "key",
            "password",
            "pword",
            "passwd",
            "secret",
            "token",
        ];
        let is = |word: &String| secret.contains(&word.as_str());
        if words.iter().any(is) && !words.iter().any(|word| word == "public") {
            let named = instruction.args.iter().find(|arg| arg.text.split('=').next() == Some(name));
            let span = named.map_or_else(|| whole(instruction), |arg| arg.span.clone());
            let message =
                format!("Do not use ARG or ENV instructions for sensitive data ({keyword} {})", quoted(name));
            self.found("SecretsUsedInArgOrEnv", instruction.line, span, message);
        }
    }

    fn last_wins(&mut self, at: usize, keyword: &'static str, shell: bool, instruction: &'a Instruction) {
        if let Some(before) = self.states[at].trackers.insert(keyword, instruction) {
            let word = &instruction.word.text;
            let message = format!(
                "Multiple {word} instructions should not be used in the same stage because only the last one will be used"
            );
            self.found("MultipleInstructionsDisallowed", before.line, whole(before), message);
        }
        if shell && !self.states[at].shell {
            let word = &instruction.word.text;
            let message = format!(
                "JSON arguments recommended for {word} to prevent unintended behavior related to OS signals"
            );
            self.found("JSONArgsRecommended", instruction.line, whole(instruction), message);
        }
    }

    fn expose(&mut self, at: usize, words: &[String], instruction: &Instruction) -> Outcome<()> {
        let mut all = Vec::new();
        for word in words {
            let made = self.lex().expand(word, &Of(&self.states[at].env));
            all.extend(made.map_err(|why| error_at(instruction, why))?.words);
        }
        for port in all.into_iter().filter(|port| !port.contains(UNKNOWN)) {
            let (capitals, mapped, checked) = ports::check_buildkit(&port);
            let at = instruction.args.iter().find(|arg| arg.text == port);
            let span = at.map_or_else(|| whole(instruction), |arg| arg.span.clone());
            if capitals {
                let message = format!("Defined protocol '{port}' in EXPOSE instruction should be lowercase");
                self.found("ExposeProtoCasing", instruction.line, span.clone(), message);
            }
            if mapped {
                let message = format!(
                    "EXPOSE instruction should not define an IP address or host-port mapping, found '{port}'"
                );
                self.found("ExposeInvalidFormat", instruction.line, span, message);
            }
            checked.map_err(|why| error_at(instruction, why))?;
        }
        Ok(())
    }

    fn run(&mut self, at: usize, run: &Run, step: &Step<'a>) -> Outcome<()> {
        let instruction = step.instruction;
        let mut mounts = Vec::new();
        for text in &run.mounts {
            let mut wrong = None;
            let mut expand = |value: &str| match self.expand(at, value, instruction, self.lex()) {
                Ok(text) => Ok(text),
                Err(why) => {
                    wrong = Some(why.clone());
                    Err(why.message)
                }
            };
            let mount = mount::read(text, Some(&mut expand));
            mounts.push(mount.map_err(|why| wrong.unwrap_or_else(|| error_at(instruction, why)))?);
        }
        for (mount, source) in mounts.iter().zip(&step.sources) {
            if let Some(source) = source
                && !self.states[*source].dispatched
            {
                let message = format!(
                    "cannot mount from stage {} to {}, stage needs to be defined before current command",
                    quoted(&mount.from),
                    quoted(&mount.target)
                );
                return Err(error_at(instruction, message));
            }
            let of_files = matches!(mount.kind.as_str(), "bind" | "cache" | "tmpfs");
            let target = glob::join(&self.states[at].workdir, &mount.target);
            if of_files && target == "/" {
                return Err(error_at(instruction, "invalid mount target \"/\""));
            }
        }
        if run.devices > 0 {
            let message = "device feature is only supported in Dockerfile frontend 1.14.0-labs or later";
            return Err(error_at(instruction, message));
        }
        Ok(())
    }

    fn copy(&mut self, at: usize, copying: &Copying, add: bool, step: &Step<'a>) -> Outcome<()> {
        let instruction = step.instruction;
        let lex = self.lex();
        self.expand(at, &copying.chown, instruction, lex)?;
        let chmod = self.expand(at, &copying.chmod, instruction, lex)?;
        let checksum = self.expand(at, &copying.checksum, instruction, lex)?;
        let mut sources = Vec::new();
        for source in &copying.sources {
            sources.push(self.expand(at, source, instruction, lex)?);
        }
        self.expand(at, &copying.dest, instruction, lex)?;
        for heredoc in copying.heredocs.iter().filter(|heredoc| heredoc.expand) {
            let raw = Lex { skip_quotes: true, ..Lex::new('\\') };
            self.expand(at, &heredoc.content(), instruction, raw)?;
        }
        let external = step.sources.first().copied().flatten();
        if let Some(source) = external
            && !self.states[source].dispatched
        {
            let message = format!(
                "cannot copy from stage {}, it needs to be defined before current stage {}",
                quoted(&copying.from),
                quoted(&self.states[at].shown)
            );
            return Err(error_at(instruction, message));
        }
        let is_octal = !chmod.is_empty() && chmod.bytes().all(|b| b.is_ascii_digit());
        if is_octal && !u32::from_str_radix(&chmod, 8).is_ok_and(|mode| mode <= 0o7777) {
            let message = format!(
                "invalid chmod parameter: '{chmod}'. it should be octal string and between 0 and 07777"
            );
            return Err(error_at(instruction, message));
        }
        let is_http = |source: &str| source.starts_with("http://") || source.starts_with("https://");
        let is_git = |source: &str| source.ends_with(".git") || source.contains(".git#");
        if !checksum.is_empty() {
            let [source] = &sources[..] else {
                return Err(error_at(instruction, "checksum can't be specified for multiple sources"));
            };
            if !is_http(source) && !is_git(source) {
                return Err(error_at(instruction, "checksum requires HTTP(S) or Git sources"));
            }
        }
        let ignored = self.context.ignored().0;
        for (number, source) in sources.iter().enumerate() {
            if is_http(source) {
                match (add, is_git(source)) {
                    (true, _) => {}
                    (false, true) => return Err(error_at(instruction, "source can't be a git ref for COPY")),
                    (false, false) => return Err(error_at(instruction, "source can't be a URL for COPY")),
                }
            } else if external.is_none() && !ignored.is_empty() && ignored.takes_as_written(source) {
                let verb = if add { "Add" } else { "Copy" };
                let message =
                    format!("Attempting to {verb} file {} that is excluded by .dockerignore", quoted(source));
                self.found("CopyIgnoredFile", instruction.line, arg(instruction, number), message);
            }
        }
        Ok(())
    }
}
