//! BuildKit: its 22 checks, as `docker build --check` makes them, and the errors that it stops with before it runs
//! anything.

mod dispatch;
mod linking;
mod options;
pub mod rules;
mod written;

use crate::{
    chars::{did_you_mean, nearest, quoted},
    command::{Argument, Command, From},
    context::Context,
    file::{Dockerfile, Instruction},
    images::{Family, Images},
    reference,
    words::{Expanded, Lex, Variables},
};
use options::Options;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// What BuildKit says of a file before it runs anything.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// In BuildKit's order.
    pub findings: Vec<Finding>,
    /// Why it stops; it looks no further than this.
    pub error: Option<BuildError>,
    /// `# syntax=`: BuildKit fetches this before it looks at anything.
    pub frontend: Option<String>,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// BuildKit's name of the rule: `StageNameCasing`.
    pub rule: &'static str,
    /// BuildKit's text.
    pub message: String,
    /// As BuildKit counts, from 1.
    pub line: usize,
    /// The bytes that are to blame.
    pub span: Range<usize>,
}

/// Why BuildKit stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    /// Its own text, without “failed to solve: ”.
    pub message: String,
    /// Counted from 1; 0 when it names none.
    pub line: usize,
    /// The bytes that are to blame.
    pub span: Range<usize>,
}

/// Checks a file. `experimental` turns the two experimental rules on.
pub fn check(
    file: &Dockerfile,
    text: &str,
    context: &Context,
    images: &dyn Images,
    experimental: bool,
) -> Checked {
    let mut checker = Checker {
        file,
        images,
        context,
        made: Checked { frontend: options::frontend(text), ..Checked::default() },
        options: Options::default(),
        called: BTreeSet::new(),
        states: Vec::new(),
        globals: Vec::new(),
    };
    if let Err(error) = checker.all(text, experimental) {
        checker.made.error = Some(error);
    }
    checker.made
}

struct Checker<'a> {
    file: &'a Dockerfile,
    images: &'a dyn Images,
    context: &'a Context,
    made: Checked,
    options: Options,
    called: BTreeSet<&'static str>,
    states: Vec<State<'a>>,
    /// `ARG`s before the first `FROM`, and BuildKit's own.
    globals: Env,
}

/// A stage, or an image that is copied from.
#[derive(Clone, Default)]
struct State<'a> {
    /// In small letters; nothing when there is no `AS`.
    name: String,
    /// The name, or `stage-N`.
    shown: String,
    base_name: String,
    from: Option<&'a Instruction>,
    base: Option<usize>,
    /// Stages that it needs, and the instruction that says so.
    deps: Vec<(usize, &'a Instruction)>,
    commands: Vec<Step<'a>>,
    dispatched: bool,
    unregistered: bool,
    family: Family,
    /// All variables of the base image are known.
    complete: bool,
    env: Env,
    build_args: Vec<String>,
    shell: bool,
    workdir: String,
    workdir_set: bool,
    onbuild: Vec<String>,
    trackers: BTreeMap<&'static str, &'a Instruction>,
}

#[derive(Clone)]
struct Step<'a> {
    instruction: &'a Instruction,
    command: Command,
    sources: Vec<Option<usize>>,
}

type Env = Vec<(String, String)>;
type Outcome<T> = Result<T, BuildError>;

struct Of<'a>(&'a Env);

impl Variables for Of<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn set(env: &mut Env, name: &str, value: String) {
    match env.iter_mut().find(|(key, _)| key == name) {
        Some((_, old)) => *old = value,
        None => env.push((name.to_owned(), value)),
    }
}

fn error_at(instruction: &Instruction, message: impl Into<String>) -> BuildError {
    BuildError { message: message.into(), line: instruction.line, span: whole(instruction) }
}

fn error(message: impl Into<String>) -> BuildError {
    BuildError { message: message.into(), line: 0, span: 0..0 }
}

fn whole(instruction: &Instruction) -> Range<usize> {
    let code = &instruction.code;
    code.source(0..code.text.trim_end().len())
}

/// A variable in an instruction.
fn variable(instruction: &Instruction, name: &str) -> Range<usize> {
    let text = &instruction.code.text;
    for open in ["$", "${"] {
        let whole = format!("{open}{name}");
        for (at, _) in text.match_indices(&whole) {
            let end = at + whole.len();
            let goes_on = text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
            if !goes_on {
                return instruction.code.source(at..end);
            }
        }
    }
    whole(instruction)
}

/// The part of a span that is on its last line.
fn last_line(span: Range<usize>, text: &str) -> Range<usize> {
    let before = &text[span.clone()];
    let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
    span.end - line.trim_start().len()..span.end
}

fn arg(instruction: &Instruction, at: usize) -> Range<usize> {
    instruction.args.get(at).map_or_else(|| whole(instruction), |arg| arg.span.clone())
}

impl<'a> Checker<'a> {
    fn found(&mut self, rule: &'static str, line: usize, span: Range<usize>, message: String) {
        if self.options.wants(rule) {
            self.called.insert(rule);
            self.made.findings.push(Finding { rule, message, line, span });
        }
    }

    fn lex(&self) -> Lex {
        Lex::new(self.file.escape)
    }

    fn all(&mut self, text: &str, experimental: bool) -> Outcome<()> {
        let file = self.file;
        if file.empty {
            return Err(error("the Dockerfile cannot be empty"));
        }
        match options::of(text) {
            Ok(options) => {
                self.options =
                    Options { experimental_all: options.experimental_all || experimental, ..options }
            }
            Err(why) => return Err(error(format!("failed to parse check options: {why}"))),
        }
        if let Some(wrong) = &file.error {
            return Err(BuildError {
                message: wrong.message.clone(),
                line: wrong.line,
                span: wrong.span.clone(),
            });
        }
        for &line in &file.empty_continuations {
            let at = file.instructions.iter().find(|at| at.line <= line && line <= at.end_line);
            let span = at.map_or(0..0, |at| last_line(whole(at), text));
            self.found("NoEmptyContinuation", line, span, "Empty continuation line".to_owned());
        }
        let (meta, stages) = self.instructions()?;
        if stages.is_empty() {
            return Err(error("dockerfile contains no stages to build"));
        }
        self.stage_names(&stages);
        self.casing(&stages);
        self.globals = own_arguments(stages.last().map(|stage| stage.from.name.as_str()).unwrap_or_default());
        self.default_images(&meta, &stages);
        let mut declared: BTreeSet<String> = BTreeSet::new();
        for (instruction, arguments) in &meta {
            for argument in arguments {
                declared.insert(argument.name.clone());
                if let Some(default) = &argument.default {
                    let made = self.lex().expand(default, &Of(&self.globals));
                    let value = made.map_err(|why| error_at(instruction, why))?.text;
                    set(&mut self.globals, &argument.name, value);
                }
            }
        }
        self.begin_stages(stages, &declared)?;
        self.link()?;
        self.resolve()?;
        self.dispatch_all()?;
        match self.options.error && !self.called.is_empty() {
            true => {
                let rules: Vec<&str> = self.called.iter().copied().collect();
                Err(error(format!("lint violation found for rules: {}", rules.join(", "))))
            }
            false => Ok(()),
        }
    }

    /// Types all instructions, and makes the checks that BuildKit makes meanwhile.
    #[allow(clippy::type_complexity)] // two lists, taken apart at once
    fn instructions(&mut self) -> Outcome<(Vec<(&'a Instruction, Vec<Argument>)>, Vec<Parsed<'a>>)> {
        let mut meta = Vec::new();
        let mut stages: Vec<Parsed<'a>> = Vec::new();
        let file = self.file;
        for instruction in &file.instructions {
            let line = instruction.line;
            if instruction.is("maintainer") {
                let message = "Maintainer instruction is deprecated in favor of using label".to_owned();
                self.found("MaintainerDeprecated", line, whole(instruction), message);
            }
            if instruction.is("from") {
                self.casing_of_from(instruction);
            }
            let typed = instruction.typed();
            let command = typed.map_err(|why| {
                error_at(instruction, format!("dockerfile parse error on line {line}: {why}"))
            })?;
            match &command {
                Command::From(from) if !from.name.is_empty() => {
                    self.description("FROM", &[&from.name], instruction)
                }
                Command::Arg(arguments) => {
                    let names: Vec<&str> = arguments.iter().map(|argument| argument.name.as_str()).collect();
                    self.description("ARG", &names, instruction);
                }
                _ => {}
            }
            match (command, stages.last_mut()) {
                (Command::Arg(arguments), None) => meta.push((instruction, arguments)),
                (Command::From(from), _) => stages.push(Parsed { instruction, from, commands: Vec::new() }),
                (_, None) => return Err(error_at(instruction, "no build stage in current context")),
                (command, Some(stage)) => stage.commands.push((instruction, command)),
            }
        }
        Ok((meta, stages))
    }

    fn begin_stages(&mut self, stages: Vec<Parsed<'a>>, declared: &BTreeSet<String>) -> Outcome<()> {
        for (at, stage) in stages.into_iter().enumerate() {
            let Parsed { instruction, from, commands } = stage;
            let made = self.lex().expand(&from.base, &Of(&self.globals));
            let name = made.map_err(|why| error_at(instruction, why))?;
            self.undeclared(&name, declared, instruction);
            if name.text.is_empty() {
                return Err(error_at(instruction, format!("base name ({}) should not be blank", from.base)));
            }
            if !from.platform.is_empty() {
                self.platform(&from, declared, instruction)?;
            }
            let shown = if from.name.is_empty() { format!("stage-{at}") } else { from.name.clone() };
            let commands = commands.into_iter();
            self.add(State {
                name: from.name,
                shown,
                base_name: name.text,
                from: Some(instruction),
                commands: commands
                    .map(|(instruction, command)| Step { instruction, command, sources: Vec::new() })
                    .collect(),
                ..State::default()
            });
        }
        Ok(())
    }

    fn platform(
        &mut self,
        from: &From,
        declared: &BTreeSet<String>,
        instruction: &Instruction,
    ) -> Outcome<()> {
        let made = self.lex().expand(&from.platform, &Of(&self.globals)).map_err(|why| {
            error_at(instruction, format!("failed to process arguments for platform : {why}"))
        })?;
        self.undeclared(&made, declared, instruction);
        let span =
            || instruction.flag("platform").map_or_else(|| whole(instruction), |flag| flag.span.clone());
        let only = made.matched.len() == 1 && made.unmatched.is_empty();
        if only
            && made.matched.contains("TARGETPLATFORM")
            && Of(&self.globals).get("TARGETPLATFORM") == Some(&made.text)
        {
            let message = format!(
                "Setting platform to predefined {} in FROM is redundant as this is the default behavior",
                from.platform
            );
            self.found("RedundantTargetPlatform", instruction.line, span(), message);
        }
        let read = reference::platform(&made.text);
        if made.matched.is_empty()
            && made.unmatched.is_empty()
            && let Ok(platform) = &read
            && !from.name.contains(&platform.os)
            && !from.name.contains(&platform.arch)
        {
            let message =
                format!("FROM --platform flag should not use constant value {}", quoted(&made.text));
            self.found("FromPlatformFlagConstDisallowed", instruction.line, span(), message);
        }
        let keys = || self.globals.iter().map(|(key, _)| key.as_str());
        let hint =
            || made.unmatched.iter().map(|name| did_you_mean(name, keys())).find(|hint| !hint.is_empty());
        if made.text.is_empty() {
            let hint = hint().unwrap_or_default();
            let message = format!("empty platform value from expression {}{hint}", from.platform);
            return Err(error_at(instruction, message));
        }
        match read {
            Ok(_) => Ok(()),
            Err(why) => {
                let message = format!("failed to parse platform {}: {why}", from.platform);
                Err(error_at(instruction, message))
            }
        }
    }

    /// Variables in `FROM` that are no global `ARG`.
    fn undeclared(&mut self, made: &Expanded, declared: &BTreeSet<String>, instruction: &Instruction) {
        let known: BTreeSet<String> =
            declared.iter().cloned().chain(self.globals.iter().map(|(key, _)| key.clone())).collect();
        for name in made.unmatched.iter().filter(|name| !known.contains(*name)) {
            let near = nearest(name, known.iter().map(String::as_str));
            let hint = near.map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
            let message = format!("FROM argument '{name}' is not declared{hint}");
            let span = variable(instruction, name);
            self.found("UndefinedArgInFrom", instruction.line, span, message);
        }
    }

    fn add(&mut self, mut state: State<'a>) -> usize {
        state.base = self.by_name(&state.base_name, false);
        self.states.push(state);
        self.states.len() - 1
    }

    /// A stage by its name; small letters are not the same as capitals where `FROM` names it.
    fn by_name(&self, name: &str, any_case: bool) -> Option<usize> {
        let name = if any_case { name.to_lowercase() } else { name.to_owned() };
        self.states.iter().rposition(|state| !state.name.is_empty() && state.name == name)
    }
}

/// A stage as it is written.
struct Parsed<'a> {
    instruction: &'a Instruction,
    from: From,
    commands: Vec<(&'a Instruction, Command)>,
}

/// The arguments that BuildKit sets by itself.
fn own_arguments(target: &str) -> Env {
    let target = if target.is_empty() { "default" } else { target };
    [
        ("BUILDPLATFORM", "linux/amd64"),
        ("BUILDOS", "linux"),
        ("BUILDOSVERSION", ""),
        ("BUILDARCH", "amd64"),
        ("BUILDVARIANT", ""),
        ("TARGETPLATFORM", "linux/amd64"),
        ("TARGETOS", "linux"),
        ("TARGETOSVERSION", ""),
        ("TARGETARCH", "amd64"),
        ("TARGETVARIANT", ""),
        ("TARGETSTAGE", target),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}
