//! Checks of the file as it is written, before any stage is looked into.

use super::{Checker, Of, Parsed, arg, set, whole};
use crate::{chars::quoted, command::Argument, file::Instruction, reference};
use std::collections::BTreeSet;

impl<'a> Checker<'a> {
    pub(super) fn casing_of_from(&mut self, instruction: &Instruction) {
        let args: Vec<&str> = instruction.args.iter().map(|arg| arg.text.as_str()).collect();
        let from = instruction.word.text.as_str();
        if let [_, _, name] = args[..]
            && name != name.to_lowercase()
        {
            let message = format!("Stage name '{name}' should be lowercase");
            self.found("StageNameCasing", instruction.line, arg(instruction, 2), message);
        }
        if let [_, r#as, _, ..] = args[..] {
            let (small, capital) = (from == from.to_lowercase(), from == from.to_uppercase());
            let same = match (small, capital) {
                (true, _) => r#as == r#as.to_lowercase(),
                (_, true) => r#as == r#as.to_uppercase(),
                _ => true,
            };
            if !same {
                let message = format!("'{as}' and '{from}' keywords' casing do not match");
                self.found("FromAsCasing", instruction.line, arg(instruction, 1), message);
            }
        }
    }

    pub(super) fn description(&mut self, keyword: &str, names: &[&str], instruction: &Instruction) {
        let Some(last) = instruction.comments.last() else { return };
        let first = last.split(' ').next().unwrap_or_default();
        if names.is_empty() || names.contains(&first) {
            return;
        }
        let name = if names.len() > 1 { "<arg_key>" } else { names[0] };
        let message = format!("Comment for {keyword} should follow the format: `# {name} <description>`");
        self.found("InvalidDefinitionDescription", instruction.line, whole(instruction), message);
    }

    pub(super) fn stage_names(&mut self, stages: &[Parsed<'a>]) {
        let mut seen = BTreeSet::new();
        for stage in stages.iter().filter(|stage| !stage.from.name.is_empty()) {
            let (name, line) = (stage.from.name.as_str(), stage.instruction.line);
            if matches!(name, "context" | "scratch") {
                let message =
                    format!("Stage name should not use the same name as reserved stage {}", quoted(name));
                self.found("ReservedStageName", line, arg(stage.instruction, 2), message);
            }
            if !seen.insert(name) {
                let message = format!("Duplicate stage name {}, stage names should be unique", quoted(name));
                self.found("DuplicateStageName", line, arg(stage.instruction, 2), message);
            }
        }
    }

    pub(super) fn casing(&mut self, stages: &[Parsed<'a>]) {
        let all: Vec<&Instruction> = stages
            .iter()
            .flat_map(|stage| {
                std::iter::once(stage.instruction).chain(stage.commands.iter().map(|(at, _)| *at))
            })
            .collect();
        let small = all.iter().filter(|at| at.word.text == at.word.text.to_lowercase()).count();
        let capital = all.iter().filter(|at| {
            let word = &at.word.text;
            *word == word.to_uppercase() && *word != word.to_lowercase()
        });
        let lower = small > capital.count();
        for instruction in all {
            let word = &instruction.word.text;
            let (right, casing) =
                if lower { (word.to_lowercase(), "lowercase") } else { (word.to_uppercase(), "uppercase") };
            if *word != right {
                let message =
                    format!("Command '{word}' should match the case of the command majority ({casing})");
                let span = instruction.word.span.clone();
                self.found("ConsistentInstructionCasing", instruction.line, span, message);
            }
        }
    }

    pub(super) fn default_images(&mut self, meta: &[(&Instruction, Vec<Argument>)], stages: &[Parsed<'a>]) {
        let mut env = self.globals.clone();
        for argument in meta.iter().flat_map(|(_, arguments)| arguments) {
            if let Some(default) = &argument.default {
                let Ok(made) = self.lex().expand(default, &Of(&env)) else { return };
                set(&mut env, &argument.name, made.text);
            }
        }
        for stage in stages {
            let Ok(made) = self.lex().expand(&stage.from.base, &Of(&env)) else { return };
            if reference::check(&made.text).is_err() {
                let base = &stage.from.base;
                let message =
                    format!("Default value for ARG {base} results in empty or invalid base image name");
                self.found(
                    "InvalidDefaultArgInFrom",
                    stage.instruction.line,
                    arg(stage.instruction, 0),
                    message,
                );
            }
        }
    }
}
