//! What the page and the engine say to each other. Plain serde, sent as postcard bytes.

pub use super::changes::Changes;
use super::jobs::{Ground, Question, Reply};
use faaso::{
    analysis::{Analysis, Delta},
    bundle::File,
    project::{FileId, FunkoEntry, Project},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// From the page to the engine.
#[allow(clippy::large_enum_variant, reason = "one is under way at a time")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// The whole document: first of all, where another one is opened, and after every restart.
    Open {
        revision: u64,
        project: Project,
        /// Not rendered until they change: an engine before this one hung on them.
        guilty: BTreeSet<FileId>,
        /// What the page knows of it from the engine before: last good outputs live on, and the answer is the
        /// difference from this. None for a document that was not there before.
        known: Option<Analysis>,
    },
    /// What changed since the last message. Answered by `Answer::Analysis`.
    Change { revision: u64, changes: Changes },
    /// Render a file that an engine before this one hung on: the machine may only have been slow. Answered by
    /// `Answer::Analysis`.
    Retry { revision: u64, file: FileId },
    /// Anything else. Answered by `Answer::Reply` with the same ticket.
    Ask { ticket: u64, question: Question },
    /// The same of the workshop.
    Errand { ticket: u64, ground: Ground, question: Question },
}

/// From the engine to the page.
#[allow(clippy::large_enum_variant, reason = "one is under way at a time")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The engine runs and can take requests.
    Ready,
    /// A sign of life: what it is at, and how much it goes through before the next one, in bytes of files.
    Busy {
        stage: Stage,
        ahead: u64,
    },
    Analysis(Delta),
    Reply {
        ticket: u64,
        reply: Reply,
    },
}

/// What the engine is at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// It parses or renders this file: if nothing follows, that is the guilty one.
    File(FileId),
    /// It is still at that file, and has gone on.
    SameFile,
    /// Anything that no file is to blame for.
    NoFile,
}

impl Request {
    /// About what the engine goes through before its first word, in bytes of files.
    pub fn weight(&self) -> u64 {
        match self {
            Request::Open { project, .. } => weight_of(project),
            Request::Errand { ground, question, .. } => {
                weight_of(&ground.project) + weight(question.weight())
            }
            Request::Change { changes, .. } => {
                let runtime: u64 = changes.runtime.values().flatten().map(of_file).sum();
                runtime + changes.own.values().flatten().map(of_own).sum::<u64>()
            }
            Request::Retry { .. } => weight(0),
            Request::Ask { question, .. } => weight(question.weight()),
        }
    }
}

/// About what the engine goes through for a whole project, in bytes of files.
pub fn weight_of(project: &Project) -> u64 {
    let runtime: u64 = project.runtime.files().map(|(_, file)| of_file(file)).sum();
    runtime + project.own.values().map(of_own).sum::<u64>()
}

fn of_file(file: &File) -> u64 {
    weight(file.bytes.len())
}

fn of_own(own: &FunkoEntry) -> u64 {
    match own {
        FunkoEntry::File(file) => of_file(file),
        FunkoEntry::Removed => weight(0),
    }
}

/// A file costs something, however small it is.
fn weight(bytes: usize) -> u64 {
    bytes as u64 + 500
}
