//! The one door for whole projects that come from outside: a backup's and a link's. A zip has limits of its own
//! (`archive`), and what each record of the storage holds is checked by its type as it is read.
//!
//! A stranger may have written them. So they are bounded, and what cannot be is cut off or refused here, before
//! anything of it is shown or kept.

use crate::{
    archive::{MAX_ENTRIES, MAX_PARTS, MAX_TOTAL_BYTES},
    history::History,
    journal::{MAX_BACKUP, Snapshot, Unreadable, unseal},
    project::{Edit, FunkoEntry, Project},
    records::{Backup, Head, Pin, size},
    text::floor_boundary,
};
use std::fmt;

/// Projects of a backup.
pub const MAX_PROJECTS: usize = 1_000;
/// Snapshots of one project.
const MAX_PINS: usize = 1_000;
/// Bytes of the name of a project, a runtime, a funko or a snapshot.
pub const MAX_NAME: usize = 256;
/// Files of a project and bytes of them. An author may have gone past what a zip may bring.
const MAX_FILES: usize = 2 * MAX_ENTRIES;
const MAX_BYTES: u64 = 2 * MAX_TOTAL_BYTES;
/// Bytes that may be copied to try the histories of one backup: about 50 ms.
const ROOM: u64 = 64 << 20;

/// What can be taken of a backup.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    pub projects: Vec<(Head, Snapshot, Vec<Pin>)>,
    /// How many of its projects are not taken, and why, in the order of the backup.
    pub skipped: Vec<(String, Excess)>,
    /// How many are past [`MAX_PROJECTS`].
    pub beyond: usize,
}

/// Which limit a project does not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    Files,
    Bytes,
    /// A path with too many folders in it.
    Deep,
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Excess::Files => write!(f, "it has more than {MAX_FILES} files and folders"),
            Excess::Bytes => write!(f, "it is larger than {} MiB", MAX_BYTES >> 20),
            Excess::Deep => write!(f, "it has paths with more than {MAX_PARTS} parts"),
        }
    }
}

/// The projects of a backup, made fit for this browser: without steps, with histories that can be gone through, and
/// with numbers of their own. `now` is the time in ms since 1970: nothing was made later.
pub fn backup(bytes: &[u8], now: u64) -> Result<Taken, Unreadable> {
    if bytes.len() > MAX_BACKUP {
        return Err(Unreadable::TooLarge);
    }
    let mut projects = unseal::<Backup>(bytes)?.projects;
    let beyond = projects.len().saturating_sub(MAX_PROJECTS);
    projects.truncate(MAX_PROJECTS);
    let mut taken = Taken { beyond, ..Taken::default() };
    let mut room = ROOM;
    for (mut head, snapshot, pins) in projects {
        shorten(&mut head.name);
        match within(&snapshot.project) {
            Some(excess) => taken.skipped.push((head.name, excess)),
            None => {
                let snapshot = settled(snapshot, &mut room);
                head.changed = head.changed.min(now);
                head.bytes = size(&snapshot.project);
                taken.projects.push((head, snapshot, numbered(pins, now)));
            }
        }
    }
    Ok(taken)
}

/// The limit that a project does not keep.
pub fn within(project: &Project) -> Option<Excess> {
    let runtime = project.runtime.files().map(|(path, _)| path).chain(project.runtime.folders());
    let mut paths = runtime.chain(project.own.keys());
    if project.runtime.len() + project.runtime.folders().count() + project.own.len() > MAX_FILES {
        Some(Excess::Files)
    } else if size(project) > MAX_BYTES {
        Some(Excess::Bytes)
    } else if paths.any(|path| path.components().count() > MAX_PARTS) {
        Some(Excess::Deep)
    } else {
        None
    }
}

/// Names are cut where they are longer than [`MAX_NAME`].
pub fn shorten(name: &mut String) {
    name.truncate(floor_boundary(name, MAX_NAME));
}

fn settled(snapshot: Snapshot, room: &mut u64) -> Snapshot {
    let Snapshot { mut project, history, .. } = snapshot;
    shorten(&mut project.runtime_name);
    shorten(&mut project.funko_name);
    let history: History = history.fitting(&project, room, is_allowed);
    Snapshot { project, history, steps: 0 }
}

/// The first stays the project as it was opened.
fn numbered(pins: Vec<Pin>, now: u64) -> Vec<Pin> {
    let good = pins.into_iter().filter(|pin| within(&pin.project).is_none()).take(MAX_PINS);
    let numbered = good.zip(0..).map(|(mut pin, number)| {
        shorten(&mut pin.name);
        shorten(&mut pin.project.runtime_name);
        shorten(&mut pin.project.funko_name);
        Pin { number, made: pin.made.min(now), ..pin }
    });
    numbered.collect()
}

fn is_allowed(edit: &Edit) -> bool {
    match edit {
        Edit::FunkoName(name) | Edit::RuntimeName(name) => name.len() <= MAX_NAME,
        Edit::Splice { text, .. } => text.len() as u64 <= MAX_BYTES,
        Edit::Runtime { path, file } => {
            path.components().count() <= MAX_PARTS
                && file.as_ref().is_none_or(|file| file.bytes.len() as u64 <= MAX_BYTES)
        }
        Edit::Funko { path, own } => {
            path.components().count() <= MAX_PARTS
                && !matches!(own, Some(FunkoEntry::File(file)) if file.bytes.len() as u64 > MAX_BYTES)
        }
        Edit::Folder { path, .. } => path.components().count() <= MAX_PARTS,
        Edit::Open(project) => {
            within(project).is_none() && project.runtime_name.len().max(project.funko_name.len()) <= MAX_NAME
        }
        Edit::All(edits) => edits.len() <= MAX_FILES && edits.iter().all(is_allowed),
    }
}
