//! The classic builder, which FaaSO asks for: does it take the file, and does it do what BuildKit does?
//!
//! It works in order: it reads and checks the whole file, then runs every stage from the top, used or not, and stops at
//! the first step that fails.

mod copying;
mod following;
mod running;
mod stage;
mod steps;
mod verdict;

use crate::{
    build::{Build, Notes},
    command::{Argument, Command, From},
    context::{Context, Views},
    file::{Dockerfile, Instruction},
    images::{Family, Images},
    reference,
    words::{Lex, Variables, variables_in},
};
pub use verdict::{Difference, DifferenceKind, Refusal, RefusalKind, Verdict};

use stage::{MACHINE, Meta, Scope, Stage};
use std::{collections::BTreeSet, ops::Range};

/// Judges a file with the files beside it.
pub fn judge(file: &Dockerfile, context: &Context, images: &dyn Images) -> Verdict {
    go_through(file, context, images, None).0
}

/// Goes through a file; nothing is noted where the builder stops before it runs anything.
pub(crate) fn follow(file: &Dockerfile, context: &Context, images: &dyn Images) -> Build {
    let (verdict, notes) = go_through(file, context, images, Some(Notes::default()));
    let Some(Notes { stages, .. }) = notes else { return Build::default() };
    let first = verdict.refusals.iter().map(|refusal| refusal.span.start).min();
    let stops = first.map(|at| file.instructions.iter().rposition(|it| it.span.start <= at).unwrap_or(0));
    Build { stages, stops }
}

fn go_through(
    file: &Dockerfile,
    context: &Context,
    images: &dyn Images,
    notes: Option<Notes>,
) -> (Verdict, Option<Notes>) {
    let mut verdict = Verdict::default();
    let Some(steps) = read(file, &mut verdict) else { return (verdict, None) };
    let (done, meta) = (Vec::new(), Meta::default());
    let mut judge = Judge { file, context, images, steps: &steps, verdict, done, meta, notes };
    judge.run();
    (judge.verdict, judge.notes)
}

/// Types all instructions; none if the builder stops before it runs anything.
fn read<'f>(file: &'f Dockerfile, verdict: &mut Verdict) -> Option<Vec<(&'f Instruction, Command)>> {
    let mut refuse = |message: String, line, span: &Range<usize>| {
        let span = span.clone();
        verdict.refusals.push(Refusal { kind: RefusalKind::Syntax, message, line, span, both: true });
    };
    if file.empty {
        refuse("the Dockerfile (Dockerfile) cannot be empty".to_owned(), 0, &(0..0));
        return None;
    }
    if let Some(error) = &file.error {
        refuse(format!("failed to parse Dockerfile: {}", error.message), error.line, &error.span);
    }
    let mut steps = Vec::new();
    let mut in_stage = false;
    for instruction in &file.instructions {
        let line = instruction.line;
        match instruction.typed() {
            Err(message) => {
                let unknown = message.starts_with("unknown instruction");
                let span = if unknown { &instruction.word.span } else { &instruction.span };
                refuse(format!("dockerfile parse error on line {line}: {message}"), line, span);
            }
            Ok(command) => {
                in_stage |= matches!(command, Command::From(_));
                if !in_stage && !matches!(command, Command::Arg(_)) {
                    refuse("no build stage in current context".to_owned(), line, &instruction.span);
                    return None;
                }
                steps.push((instruction, command));
            }
        }
    }
    verdict.refusals.sort_by_key(|refusal| !refusal.message.starts_with("failed to parse"));
    verdict.refusals.is_empty().then_some(steps)
}

struct Judge<'a> {
    file: &'a Dockerfile,
    context: &'a Context,
    images: &'a dyn Images,
    steps: &'a [(&'a Instruction, Command)],
    verdict: Verdict,
    /// Stages that are built.
    done: Vec<Stage>,
    meta: Meta,
    /// What is gone through, where that is wanted.
    notes: Option<Notes>,
}

/// Where something is said: the instruction, or the `FROM` that sets off an `ONBUILD`.
#[derive(Clone, Copy)]
struct Spot<'a> {
    instruction: &'a Instruction,
    /// The instruction itself is judged, not one that waited in a base image.
    direct: bool,
}

impl Spot<'_> {
    fn whole(self) -> Range<usize> {
        let code = &self.instruction.code;
        code.source(0..code.text.trim_end().len())
    }

    fn flag(self, name: &str) -> Range<usize> {
        let flag = self.instruction.flag(name).filter(|_| self.direct);
        flag.map_or_else(|| self.whole(), |flag| flag.span.clone())
    }

    fn arg(self, at: usize) -> Range<usize> {
        let arg = self.instruction.args.get(at).filter(|_| self.direct);
        arg.map_or_else(|| self.whole(), |arg| arg.span.clone())
    }
}

impl Judge<'_> {
    fn run(&mut self) {
        let mut stage: Option<Stage> = None;
        let steps = self.steps;
        for (at, (instruction, command)) in steps.iter().enumerate() {
            let spot = Spot { instruction, direct: true };
            match (command, &mut stage) {
                (Command::From(from), _) => {
                    self.done.extend(stage.take());
                    let begun = self.begin(from, spot);
                    self.note_stage(at, &begun);
                    stage = Some(begun);
                }
                (Command::Arg(arguments), None) => self.meta_arg(arguments, spot),
                (command, Some(stage)) => {
                    self.note_step(at, stage, command);
                    self.step(stage, command, spot);
                }
                (_, None) => {}
            }
        }
        self.done.extend(stage);
        self.finish();
    }

    fn refuse(
        &mut self,
        kind: RefusalKind,
        spot: Spot<'_>,
        span: Range<usize>,
        message: impl Into<String>,
        both: bool,
    ) {
        let line = spot.instruction.line;
        self.verdict.refusals.push(Refusal { kind, message: message.into(), line, span, both });
    }

    fn differ(
        &mut self,
        kind: DifferenceKind,
        spot: Spot<'_>,
        span: Range<usize>,
        classic: &str,
        buildkit: &str,
    ) {
        let line = spot.instruction.line;
        let (classic, buildkit) = (classic.to_owned(), buildkit.to_owned());
        self.verdict.differences.push(Difference { kind, line, span, classic, buildkit });
    }

    fn meta_arg(&mut self, arguments: &[Argument], spot: Spot<'_>) {
        for argument in arguments {
            let made = argument
                .default
                .as_deref()
                .map(|text| self.lex().expand(text, &self.meta).map(|made| made.text));
            match made.transpose() {
                Ok(value) => drop(self.meta.args.insert(argument.name.clone(), value)),
                Err(error) => return self.refuse(RefusalKind::Value, spot, spot.whole(), error, true),
            }
        }
    }

    fn lex(&self) -> Lex {
        Lex::new(self.file.escape)
    }

    /// Expands a word; whether its value is certain comes with it. An error is refused.
    fn expand(&mut self, stage: &Stage, text: &str, spot: Spot<'_>) -> Option<(String, bool)> {
        let scope = Scope { stage, meta: &self.meta };
        match self.lex().expand(text, &scope) {
            Ok(made) => {
                self.parent_args(stage, made.unmatched.iter().map(String::as_str), spot);
                let certain = !made.text.contains(crate::images::UNKNOWN)
                    && (stage.complete || made.unmatched.is_empty());
                Some((made.text, certain))
            }
            Err(error) => {
                self.refuse(RefusalKind::Value, spot, spot.whole(), error, true);
                None
            }
        }
    }

    fn parent_args<'n>(&mut self, stage: &Stage, names: impl Iterator<Item = &'n str>, spot: Spot<'_>) {
        let scope = Scope { stage, meta: &self.meta };
        let names: Vec<&str> =
            names.filter(|name| stage.parent_args.contains(*name) && scope.get(name).is_none()).collect();
        for name in names {
            let classic = format!("has no value for `${name}`: an ARG ends with its stage");
            let buildkit = format!("takes `${name}` over from the stage that this one is built on");
            self.differ(DifferenceKind::ParentArg, spot, spot.whole(), &classic, &buildkit);
        }
    }

    fn begin(&mut self, from: &From, spot: Spot<'_>) -> Stage {
        let earlier = |name: &str| self.done.iter().position(|stage| !name.is_empty() && stage.name == name);
        if earlier(&from.name).is_some() {
            let message = format!("{} stage name already used", from.name);
            self.refuse(RefusalKind::Stage, spot, spot.arg(2), message, false);
        }
        // of a base that can't be had nothing is known
        let base_name = from.base.clone();
        let mut stage = Stage { name: from.name.clone(), base_name, opaque: true, ..Stage::default() };
        if !from.platform.is_empty() {
            match self.lex().expand(&from.platform, &self.meta).map(|made| made.text) {
                Err(error) => {
                    let message = format!("failed to process arguments for platform : {error}");
                    self.refuse(RefusalKind::Platform, spot, spot.flag("platform"), message, true);
                }
                Ok(platform) => match reference::platform(&platform) {
                    Err(error) => {
                        let message = format!("failed to parse platform {platform}: {error}");
                        let names = variables_in(&from.platform);
                        let both = !names.iter().any(|name| is_buildkits(name));
                        self.refuse(RefusalKind::Platform, spot, spot.flag("platform"), message, both);
                    }
                    Ok(read) if (read.os.as_str(), read.arch.as_str()) != ("linux", "amd64") => {
                        let classic = format!(
                            "takes any image of that name it already has, without looking for `{platform}`"
                        );
                        self.differ(
                            DifferenceKind::Platform,
                            spot,
                            spot.flag("platform"),
                            &classic,
                            "pulls that platform",
                        );
                    }
                    Ok(_) => {}
                },
            }
        }
        let base = match self.lex().expand(&from.base, &self.meta) {
            Ok(made) => made.text,
            Err(error) => {
                self.refuse(RefusalKind::Value, spot, spot.arg(0), error, true);
                return stage;
            }
        };
        if base.is_empty() {
            let message = format!("base name ({}) should not be blank", from.base);
            let both = !variables_in(&from.base).iter().any(|name| is_buildkits(name));
            self.refuse(RefusalKind::Stage, spot, spot.arg(0), message, both);
            return stage;
        }
        if let Some(at) =
            self.done.iter().rposition(|done| !done.name.is_empty() && done.name == base.to_lowercase())
        {
            stage = self.done[at].child(from.name.clone());
            stage.base_name = base;
            self.done[at].used = true;
            stage.base = Some(at);
            let triggers = std::mem::take(&mut stage.onbuild);
            for trigger in triggers {
                self.trigger(&mut stage, &trigger, spot);
            }
            stage.steps = 0;
            return stage;
        }
        stage.line = spot.instruction.line;
        stage.base_name.clone_from(&base);
        if let Err(error) = self.pulled(&base) {
            let both = !variables_in(&from.base).iter().any(|name| is_buildkits(name));
            self.refuse(RefusalKind::Stage, spot, spot.arg(0), error, both);
            return stage;
        }
        stage.image = match base.as_str() {
            "scratch" => crate::images::Image { family: Family::Scratch, ..Default::default() },
            base => {
                let known = self.images.image(base);
                stage.complete = known.is_some();
                known.unwrap_or_default()
            }
        };
        stage.scratch = base == "scratch";
        stage.complete |= stage.scratch;
        stage.begin();
        stage
    }

    /// An image that has to be pulled: it may be that it certainly cannot.
    fn pulled(&self, name: &str) -> Result<(), String> {
        reference::check(name)?;
        let stages = self.steps.iter().filter_map(|(_, command)| match command {
            Command::From(from) => Some(from.name.as_str()),
            _ => None,
        });
        let is_stage = stages.into_iter().any(|stage| !stage.is_empty() && stage == name.to_lowercase());
        let known = crate::images::Official.image(name).is_some();
        match (is_stage && !known) || name.bytes().all(|b| b.is_ascii_digit()) {
            true => Err(format!(
                "pull access denied for {name}, repository does not exist or may require 'docker login': denied: \
                 requested access to the resource is denied"
            )),
            false => Ok(()),
        }
    }

    fn trigger(&mut self, stage: &mut Stage, trigger: &str, spot: Spot<'_>) {
        let file = crate::parse(trigger);
        let waiting = Spot { direct: false, ..spot };
        if let Some(error) = file.error {
            return self.refuse(RefusalKind::Syntax, waiting, waiting.whole(), error.message, true);
        }
        let [instruction] = &file.instructions[..] else {
            let message = "onbuild trigger should be a single expression";
            return self.refuse(RefusalKind::Syntax, waiting, waiting.whole(), message, true);
        };
        match instruction.typed() {
            Ok(command) => {
                self.note_trigger(stage, &command);
                self.step(stage, &command, waiting);
            }
            Err(message) => self.refuse(RefusalKind::Syntax, waiting, waiting.whole(), message, true),
        }
    }

    fn finish(&mut self) {
        let Some(last) = self.done.last() else {
            let span = self.file.instructions.first().map_or(0..0, |first| first.span.clone());
            let message = "connection closed: the Docker daemon crashes, as there is no FROM".to_owned();
            let line = self.file.instructions.first().map_or(0, |first| first.line);
            self.verdict.refusals.push(Refusal {
                kind: RefusalKind::Nothing,
                message,
                line,
                span,
                both: true,
            });
            return;
        };
        let froms: Vec<&Instruction> = self
            .steps
            .iter()
            .filter(|(_, command)| matches!(command, Command::From(_)))
            .map(|(at, _)| *at)
            .collect();
        let (scratch, empty, workdir) =
            (last.scratch, last.steps == 0 && last.base.is_none(), last.workdir_set);
        if let Some(&instruction) = froms.last() {
            let spot = Spot { instruction, direct: true };
            if scratch && empty {
                let message = "No image was generated. Is your Dockerfile empty?";
                self.refuse(RefusalKind::Nothing, spot, spot.whole(), message, false);
            } else if scratch && !workdir {
                let (classic, buildkit) = ("leaves the image without a working directory", "sets it to `/`");
                self.differ(DifferenceKind::Cosmetic, spot, spot.whole(), classic, buildkit);
            }
        }
        let mut reached = BTreeSet::from([self.done.len() - 1]);
        for at in (0..self.done.len()).rev() {
            if reached.contains(&at) {
                reached.extend(self.done[at].base);
                reached.extend(self.done[at].copies_from.iter().copied());
            }
        }
        for (at, &instruction) in froms.iter().enumerate().filter(|(at, _)| !reached.contains(at)) {
            let _ = at;
            let spot = Spot { instruction, direct: true };
            let (classic, buildkit) = ("builds this stage, though nothing uses it", "leaves it out");
            self.differ(DifferenceKind::UnusedStage, spot, spot.whole(), classic, buildkit);
        }
        if let Some(syntax) = self.file.directives.iter().find(|directive| directive.name == "syntax") {
            self.verdict.differences.push(Difference {
                kind: DifferenceKind::Cosmetic,
                line: syntax.line,
                span: syntax.span.clone(),
                classic: "takes it for a comment".to_owned(),
                buildkit: "fetches that version of the Dockerfile syntax".to_owned(),
            });
        }
    }
}

impl<'a> Judge<'a> {
    /// What each of the builders sees of the context.
    fn views(&self) -> &'a Views {
        self.context.views()
    }
}

/// A variable that BuildKit sets by itself.
pub(crate) fn is_buildkits(name: &str) -> bool {
    matches!(name, "BUILDPLATFORM" | "BUILDOSVERSION" | "BUILDVARIANT" | "TARGETOSVERSION" | "TARGETVARIANT")
        || has_value(name)
}

fn has_value(name: &str) -> bool {
    matches!(name, "BUILDOS" | "BUILDARCH" | "TARGETPLATFORM" | "TARGETOS" | "TARGETARCH" | "TARGETSTAGE")
}
