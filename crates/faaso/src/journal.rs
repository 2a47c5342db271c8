//! A project as it is kept: a snapshot, and every step since, each in a sealed record of its own.
//!
//! A step is small, so it can be stored at each keystroke; now and then a new snapshot takes the steps' place.
//! Whatever a record looks like when it comes back — cut short, overwritten, from a newer designer — it is
//! either read as it was written or refused; nothing here panics, and nothing is thrown away.

use crate::{
    history::History,
    project::{Edit, Project},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt;

/// The version that is written. Every one from 1 on is read (`tests/journals/`).
/// 2 has the edit of a folder, 3 what came from outside.
pub const VERSION: u8 = 3;

/// The largest record that comes from outside: a backup, in bytes.
pub const MAX_BACKUP: usize = 512 << 20;

/// The first bytes of every record; then the version, a CRC-32 of what follows, and postcard.
const MARK: &[u8; 3] = b"FSO";
const HEAD: usize = MARK.len() + 1 + 4;

/// The whole of a project after its first `steps` steps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub project: Project,
    pub history: History,
    /// How many steps it holds. The first step after it has this number.
    pub steps: u64,
}

/// One step and its number, counted from 0 over the project's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub number: u64,
    pub step: Step,
}

/// What the author did, or what came in from the folder that the project is edited in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// `continues` as `History::apply` takes it.
    Edit {
        edit: Edit,
        continues: bool,
    },
    Undo,
    Redo,
    /// As `History::apply_from_outside` takes it.
    Outside(Edit),
}

/// Why a record cannot be read. It is the storage's fault or a newer designer's, never the author's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Written by a newer designer: reloading the page gets that one.
    Newer(u8),
    /// Cut short, overwritten or not ours.
    Damaged,
    /// More than a backup may have ([`MAX_BACKUP`]).
    TooLarge,
}

/// Why the steps could not all be taken. The project is as it was after the last good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    Unreadable(Unreadable),
    /// The step of this number is not there, but later ones are.
    Missing(u64),
    /// The step of this number does not fit the document.
    Misfit(u64),
    /// So many steps at its end are not there.
    Cut(u64),
    /// So many of its pinned states are not there.
    Unpinned(u64),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Newer(version) => {
                write!(f, "it needs a newer version of the designer ({version}): reload the page")
            }
            Unreadable::Damaged => f.write_str("it is damaged"),
            Unreadable::TooLarge => write!(f, "it is larger than {} MiB", MAX_BACKUP >> 20),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Unreadable(why) => why.fmt(f),
            Broken::Missing(number) => write!(f, "change {number} and later ones are missing"),
            Broken::Misfit(number) => write!(f, "change {number} doesn't fit"),
            Broken::Cut(1) => f.write_str("its last change is missing"),
            Broken::Cut(steps) => write!(f, "its last {steps} changes are missing"),
            Broken::Unpinned(1) => f.write_str("one of its snapshots is missing"),
            Broken::Unpinned(pins) => write!(f, "{pins} of its snapshots are missing"),
        }
    }
}

impl std::error::Error for Unreadable {}
impl std::error::Error for Broken {}

/// A value as a record.
pub fn seal<T: Serialize>(value: &T) -> Vec<u8> {
    let head = [MARK.as_slice(), &[VERSION], &[0; 4]].concat();
    let mut record =
        postcard::to_extend(value, head).expect("projects hold nothing that postcard cannot write");
    let sum = crc32fast::hash(&record[HEAD..]);
    record[HEAD - 4..HEAD].copy_from_slice(&sum.to_le_bytes());
    record
}

/// The value of a record.
pub fn unseal<T: DeserializeOwned>(record: &[u8]) -> Result<T, Unreadable> {
    let (head, body) = record.split_at_checked(HEAD).ok_or(Unreadable::Damaged)?;
    let (mark, rest) = head.split_at(MARK.len());
    if mark != MARK {
        return Err(Unreadable::Damaged);
    }
    match rest[0] {
        1..=VERSION => {}
        version if version > VERSION => return Err(Unreadable::Newer(version)),
        _ => return Err(Unreadable::Damaged),
    }
    if crc32fast::hash(body).to_le_bytes() != rest[1..] {
        return Err(Unreadable::Damaged);
    }
    postcard::from_bytes(body).map_err(|_| Unreadable::Damaged)
}

impl Snapshot {
    /// Takes the steps that came after it, in the order of their numbers. Steps that it holds already are passed
    /// over: a crash between a new snapshot and the removal of old steps leaves some. Stops at the first that
    /// is broken.
    pub fn replay(
        &mut self,
        entries: impl IntoIterator<Item = Result<Entry, Unreadable>>,
    ) -> Result<(), Broken> {
        for entry in entries {
            let Entry { number, step } = entry.map_err(Broken::Unreadable)?;
            if number < self.steps {
                continue;
            }
            if number > self.steps {
                return Err(Broken::Missing(self.steps));
            }
            self.take(step).ok_or(Broken::Misfit(number))?;
        }
        Ok(())
    }

    /// Takes one step. None, and nothing changed, where it does not fit.
    pub fn take(&mut self, step: Step) -> Option<()> {
        let Snapshot { project, history, .. } = self;
        match step {
            Step::Edit { edit, continues } => history.apply(project, edit, continues).ok()?,
            Step::Outside(edit) => history.apply_from_outside(project, edit).ok()?,
            Step::Undo => history.undo(project).map(drop)?,
            Step::Redo => history.redo(project).map(drop)?,
        }
        self.steps += 1;
        Some(())
    }
}
