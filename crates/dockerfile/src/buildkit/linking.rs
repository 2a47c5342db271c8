//! What stages copy from, and which images they need.

use super::{Checker, Outcome, State, Step, error, error_at};
use crate::{
    chars::quoted, command::Command, file::Instruction, images::UNKNOWN, mount, reference, words::NoVariables,
};
use std::collections::BTreeSet;

impl<'a> Checker<'a> {
    /// Finds what each instruction copies from.
    pub(super) fn link(&mut self) -> Outcome<()> {
        // images that are copied from are added meanwhile, and have no instructions
        for at in 0..self.states.len() {
            for step in 0..self.states[at].commands.len() {
                let Step { instruction, command, .. } = self.states[at].commands[step].clone();
                let sources = self.sources_of(&command)?;
                for source in sources.iter().flatten() {
                    self.states[at].deps.push((*source, instruction));
                }
                self.states[at].commands[step].sources = sources;
            }
        }
        self.circles()
    }

    pub(super) fn sources_of(&mut self, command: &Command) -> Outcome<Vec<Option<usize>>> {
        match command {
            Command::Copy(copying) if !copying.from.is_empty() => {
                let from = &copying.from;
                let made = self.lex().expand(from, &NoVariables).map_err(error)?;
                if made.text != *from {
                    return Err(error(
                        "variable expansion is not supported for --from, define a new stage with FROM using ARG from \
                         global scope as a workaround",
                    ));
                }
                if let Ok(index) = from.parse::<i64>() {
                    let found = usize::try_from(index).ok().filter(|index| *index < self.states.len());
                    let found = found.ok_or_else(|| error(format!("invalid stage index {index}")))?;
                    return Ok(vec![Some(found)]);
                }
                Ok(vec![Some(self.stage_or_image(from))])
            }
            Command::Run(run) => {
                let mut sources = Vec::new();
                for text in &run.mounts {
                    let from = mount::read(text, Some(&mut |value: &str| Ok(value.to_owned())))
                        .map(|mount| mount.from);
                    let from = from.unwrap_or_default();
                    // a mount without `from` is of the context, which is always there
                    sources.push(if from.is_empty() { None } else { Some(self.stage_or_image(&from)) });
                }
                Ok(sources)
            }
            _ => Ok(Vec::new()),
        }
    }

    fn stage_or_image(&mut self, name: &str) -> usize {
        match self.by_name(name, true) {
            Some(at) => at,
            None => self.add(State { base_name: name.to_owned(), unregistered: true, ..State::default() }),
        }
    }

    fn circles(&self) -> Outcome<()> {
        fn visit<'i>(
            states: &[State<'i>],
            at: usize,
            visited: &mut BTreeSet<usize>,
            path: &mut BTreeSet<usize>,
        ) -> Option<&'i Instruction> {
            if !visited.insert(at) {
                return None;
            }
            path.insert(at);
            for &(dep, instruction) in &states[at].deps {
                if path.contains(&dep) || visit(states, dep, visited, path).is_some() {
                    return Some(instruction);
                }
            }
            path.remove(&at);
            None
        }
        let mut visited = BTreeSet::new();
        for (at, state) in self.states.iter().enumerate() {
            if let Some(instruction) = visit(&self.states, at, &mut visited, &mut BTreeSet::new()) {
                let message = format!("circular dependency detected on stage: {}", state.shown);
                return Err(error_at(instruction, message));
            }
        }
        Ok(())
    }

    /// Looks at the names of images, and gives each stage what is known of its image.
    pub(super) fn resolve(&mut self) -> Outcome<()> {
        for state in &mut self.states {
            if state.base.is_some() {
                continue;
            }
            state.dispatched = state.unregistered;
            if state.base_name == "scratch" {
                state.complete = true;
                continue;
            }
            if let Err(why) = reference::check(&state.base_name) {
                let message = format!("failed to parse stage name {}: {why}", quoted(&state.base_name));
                return Err(match state.from {
                    Some(from) => error_at(from, message),
                    None => error(message),
                });
            }
            if let Some(image) = self.images.image(&state.base_name) {
                state.complete = true;
                state.family = image.family;
                state.shell = image.shell;
                state.workdir = image.workdir;
                let env = image.env.into_iter();
                state.env = env.map(|(name, value)| (name, value.unwrap_or(UNKNOWN.to_string()))).collect();
            }
        }
        Ok(())
    }
}
