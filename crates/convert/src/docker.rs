//! The application's Dockerfile, as far as a conversion asks.

use dockerfile::{
    Dockerfile, Instruction,
    command::{Command, CommandLine, Copying, From},
    images::{Image, Images, Official},
};

/// A Dockerfile and its stages.
#[derive(Debug)]
pub struct Docker {
    pub text: String,
    pub file: Dockerfile,
    pub stages: Vec<Stage>,
}

/// A stage: its `FROM`, and the instructions behind it that can be read.
#[derive(Debug)]
pub struct Stage {
    pub from: From,
    /// Places in the file's list of instructions, with what they ask for.
    pub steps: Vec<(usize, Command)>,
}

impl Docker {
    pub fn new(text: &str) -> Docker {
        let file = dockerfile::parse(text);
        let mut stages: Vec<Stage> = Vec::new();
        for (at, instruction) in file.instructions.iter().enumerate() {
            match (instruction.typed(), stages.last_mut()) {
                (Ok(Command::From(from)), _) => stages.push(Stage { from, steps: Vec::new() }),
                (Ok(command), Some(stage)) => stage.steps.push((at, command)),
                _ => {}
            }
        }
        Docker { text: text.to_owned(), file, stages }
    }

    pub fn instruction(&self, at: usize) -> &Instruction {
        &self.file.instructions[at]
    }

    pub fn last_stage(&self) -> Option<&Stage> {
        self.stages.last()
    }

    /// What the last stage is and stands on: its own stage and those it is made from, that stage last.
    pub fn shipped(&self) -> Vec<&Stage> {
        let mut chain = Vec::new();
        let mut end = self.stages.len();
        while let Some(stage) = self.stages[..end].last() {
            chain.insert(0, stage);
            match self.stages[..end - 1].iter().position(|other| is_named(other, &stage.from.base)) {
                Some(at) => end = at + 1,
                None => break,
            }
        }
        chain
    }

    /// Steps of the shipped stages, in order.
    pub fn shipped_steps(&self) -> impl Iterator<Item = (usize, &Command)> {
        self.shipped().into_iter().flat_map(|stage| stage.steps.iter().map(|(at, command)| (*at, command)))
    }

    /// The image at the bottom of what is shipped, as it is named.
    pub fn base(&self) -> Option<&str> {
        Some(self.shipped().first()?.from.base.as_str())
    }

    pub fn image(&self) -> Option<Image> {
        Official.image(self.base()?)
    }

    /// Every image that is named, of stages last to first.
    pub fn images(&self) -> impl Iterator<Item = &str> {
        let stage = |name: &str| self.stages.iter().any(|stage| is_named(stage, name));
        self.stages.iter().rev().map(|stage| stage.from.base.as_str()).filter(move |name| !stage(name))
    }

    /// Every `COPY` and `ADD` from the build context.
    pub fn copies(&self) -> impl Iterator<Item = (usize, &Copying)> {
        self.stages.iter().flat_map(|stage| &stage.steps).filter_map(|(at, command)| match command {
            Command::Copy(copying) | Command::Add(copying) if copying.from.is_empty() => Some((*at, copying)),
            _ => None,
        })
    }

    /// The command that the container runs: `ENTRYPOINT` and `CMD`, as one line.
    pub fn started(&self) -> String {
        let (mut entry, mut cmd) = (String::new(), String::new());
        let line = |line: &CommandLine| line.words.join(" ");
        for (_, command) in self.shipped_steps() {
            match command {
                Command::Entrypoint(words) => entry = line(words),
                Command::Cmd(words) => cmd = line(words),
                _ => {}
            }
        }
        format!("{entry} {cmd}").trim().to_owned()
    }

    /// The health check that counts: none where there is none, or `NONE`.
    pub fn healthcheck(&self) -> Option<(usize, &CommandLine)> {
        let mut last = None;
        for (at, command) in self.shipped_steps() {
            if let Command::Healthcheck(line) = command {
                last = line.as_ref().map(|line| (at, line));
            }
        }
        last
    }
}

pub fn is_named(stage: &Stage, name: &str) -> bool {
    !stage.from.name.is_empty() && stage.from.name.eq_ignore_ascii_case(name)
}
