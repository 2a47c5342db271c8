#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

pub mod build;
pub mod buildkit;
pub mod cache;
mod chars;
pub mod classic;
pub mod command;
pub mod context;
mod directives;
pub mod duration;
pub mod file;
mod flags;
mod glob;
pub mod images;
mod json;
pub mod logical;
mod mount;
mod pairs;
pub mod ports;
mod reader;
pub mod reference;
pub mod script;
mod signal;
mod substitution;
pub mod words;

use build::Build;
use buildkit::Checked;
use classic::{Difference, DifferenceKind, Verdict};
use context::Context;
use images::Images;

pub use file::{Dockerfile, Instruction};
pub use reader::parse;

/// What both builders do with a file.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The file as read.
    pub file: Dockerfile,
    /// What the classic builder does, which FaaSO asks for.
    pub classic: Verdict,
    /// What BuildKit says, which `docker build` asks for.
    pub buildkit: Checked,
}

/// Judges a Dockerfile with the files beside it. `experimental` turns BuildKit's experimental checks on.
pub fn judge(text: &str, context: &Context, images: &dyn Images, experimental: bool) -> Judged {
    let file = parse(text);
    let mut classic = classic::judge(&file, context, images);
    let buildkit = buildkit::check(&file, text, context, images, experimental);
    if let Some(error) = buildkit.error.as_ref().filter(|_| classic.refusals.is_empty()) {
        let by_option = file.directives.iter().find(|at| error.line == 0 && at.name == "check");
        let (line, span) = match by_option {
            Some(option) => (option.line, option.span.clone()),
            None => (error.line.max(1), error.span.clone()),
        };
        classic.differences.push(Difference {
            kind: DifferenceKind::OnlyFaaso,
            line,
            span,
            classic: "builds this".to_owned(),
            buildkit: format!("stops: {}", error.message),
        });
    }
    classic.differences.sort_by_key(|difference| difference.span.start);
    Judged { file, classic, buildkit }
}

/// Goes through a file as the classic builder does, with the files beside it.
pub fn follow(file: &Dockerfile, context: &Context, images: &dyn Images) -> Build {
    classic::follow(file, context, images)
}

impl Instruction {
    /// What it asks for. The error is the builders' own, without “dockerfile parse error on line N: ”.
    pub fn typed(&self) -> Result<command::Command, String> {
        command::typed(self)
    }
}
