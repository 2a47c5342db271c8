//! Projects as the storage keeps them: every project a head, a snapshot, the steps since, and pinned states, each a
//! sealed record with a key. What is to be stored is data here ([`Write`]); the browser's part is to carry it out.

use crate::{
    journal::{Broken, Entry, Snapshot, Unreadable, seal, unseal},
    project::{FunkoEntry, Project},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The greatest number of a key: what a double can count to.
pub const LAST: u64 = (1 << 53) - 1;
/// A project with more steps is not one that anybody made.
const MOST_STEPS: u64 = LAST >> 1;

/// A project of this browser, for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProjectId(pub u64);

/// What the list of projects shows of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Head {
    pub id: ProjectId,
    pub name: String,
    /// The author gave the name; else it goes with the funko's and the runtime's.
    pub named: bool,
    /// When it was last edited, in ms since 1970.
    pub changed: u64,
    /// Bytes of its files.
    pub bytes: u64,
    /// When it was deleted, in ms since 1970. It can be had back until it is removed for good.
    pub deleted: Option<u64>,
}

/// What a project's records come to: so that it is seen when some at its end are gone. It lies beside the snapshot,
/// under [`Tail::NUMBER`]; projects of before have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tail {
    /// Steps since the project began.
    pub steps: u64,
    /// The numbers of its pinned states.
    pub pins: Vec<u64>,
}

impl Tail {
    /// Its number in [`Store::Snapshots`]; the snapshot has 0.
    pub const NUMBER: u64 = 1;
}

/// Its number in [`Store::Heads`], where the head has 0: the project is being opened. A page that it stops or freezes
/// leaves it there.
pub const OPENING: u64 = 2;

/// Sets the mark [`OPENING`], or takes it away.
pub fn opening(id: ProjectId, is_set: bool) -> Write {
    match is_set {
        true => Write::Put(Store::Heads, id, OPENING, seal(&())),
        false => Write::Remove(Store::Heads, id, OPENING, OPENING),
    }
}

/// What has to be in the storage for the open project to be whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    pub id: ProjectId,
    /// Steps that the snapshot holds: so the number of the first after it.
    pub from: u64,
    /// Steps after those.
    pub steps: u64,
    pub pins: u64,
}

/// A state of the project that the author, or its opening, pinned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// 0 is the project as it was opened.
    pub number: u64,
    pub name: String,
    /// In ms since 1970.
    pub made: u64,
    pub project: Project,
}

/// Records that could not be read, as they were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DamagedProject {
    pub name: String,
    /// When they were set aside, in ms since 1970.
    pub made: u64,
    /// Why, in a sentence.
    pub why: String,
    pub records: Vec<(Store, u64, Vec<u8>)>,
}

/// Every project of this browser in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    pub projects: Vec<(Head, Snapshot, Vec<Pin>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Store {
    Heads,
    Snapshots,
    Steps,
    Pins,
    Damaged,
}

impl Store {
    pub const ALL: [Store; 5] = [Store::Heads, Store::Snapshots, Store::Steps, Store::Pins, Store::Damaged];

    pub fn name(self) -> &'static str {
        match self {
            Store::Heads => "heads",
            Store::Snapshots => "snapshots",
            Store::Steps => "steps",
            Store::Pins => "pins",
            Store::Damaged => "aside",
        }
    }
}

/// One change of the storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Refused when there is such a record: somebody else wrote on, and nothing of theirs is overwritten.
    Add(Store, ProjectId, u64, Vec<u8>),
    Put(Store, ProjectId, u64, Vec<u8>),
    /// Both numbers included.
    Remove(Store, ProjectId, u64, u64),
}

/// Something to be kept. A list of them is kept whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// A project begins.
    Begin(ProjectId, Box<Snapshot>),
    Step(ProjectId, Entry),
    Tail(ProjectId, Tail),
    /// A snapshot takes the place of the steps it holds. `first` is the number of the first step that this writer
    /// made: an empty record stays under it, so that a page that was written past cannot add another.
    Compact {
        id: ProjectId,
        snapshot: Box<Snapshot>,
        first: u64,
    },
    Head(Head),
    Pin(ProjectId, Box<Pin>),
    Unpin(ProjectId, u64),
    KeepDamaged(ProjectId, Box<DamagedProject>),
    /// Removes a project for good.
    Forget(ProjectId),
}

impl Job {
    /// The project whose steps it goes on with: such jobs make sense in their order alone.
    pub fn steps_of(&self) -> Option<ProjectId> {
        match self {
            Job::Begin(id, _) | Job::Step(id, _) | Job::Tail(id, _) | Job::Compact { id, .. } => Some(*id),
            _ => None,
        }
    }

    pub fn writes(&self) -> Vec<Write> {
        match self {
            Job::Begin(id, snapshot) => vec![Write::Add(Store::Snapshots, *id, 0, seal(snapshot))],
            Job::Step(id, entry) => vec![Write::Add(Store::Steps, *id, entry.number, seal(entry))],
            Job::Tail(id, tail) => vec![Write::Put(Store::Snapshots, *id, Tail::NUMBER, seal(tail))],
            Job::Compact { id, snapshot, first } => {
                let mut writes = vec![Write::Put(Store::Snapshots, *id, 0, seal(snapshot))];
                let (first, next) = (*first, snapshot.steps);
                writes.push(Write::Remove(Store::Steps, *id, 0, LAST));
                if first < next {
                    writes.push(Write::Put(Store::Steps, *id, first, Vec::new()));
                }
                writes
            }
            Job::Head(head) => vec![Write::Put(Store::Heads, head.id, 0, seal(head))],
            Job::Pin(id, pin) => vec![Write::Put(Store::Pins, *id, pin.number, seal(pin))],
            Job::Unpin(id, number) => vec![Write::Remove(Store::Pins, *id, *number, *number)],
            Job::KeepDamaged(id, damaged) => {
                vec![Write::Put(Store::Damaged, *id, damaged.made, seal(damaged))]
            }
            Job::Forget(id) => [Store::Heads, Store::Snapshots, Store::Steps, Store::Pins]
                .map(|store| Write::Remove(store, *id, 0, LAST))
                .into(),
        }
    }
}

/// A project's records as they were found, each with its number.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub snapshot: Option<Vec<u8>>,
    pub tail: Option<Vec<u8>>,
    pub steps: Vec<(u64, Vec<u8>)>,
    pub pins: Vec<(u64, Vec<u8>)>,
}

/// A project as far as it could be read.
#[derive(Clone, Debug)]
pub struct Opened {
    pub snapshot: Snapshot,
    /// Steps that the stored snapshot holds; those after it are records of their own.
    pub from: u64,
    /// By number.
    pub pins: Vec<Pin>,
    /// What could not be read; then the records are to be set aside before anything is written.
    pub trouble: Option<Broken>,
}

impl Found {
    /// Reads what can be read. Where the snapshot is damaged a pinned state takes its place. An error when
    /// nothing is left, or when a newer designer wrote it: that one's records are not to be touched.
    pub fn open(&self) -> Result<Opened, Unreadable> {
        let numbered = self.pins.iter().chain(&self.steps).map(|(_, record)| record);
        let records = self.snapshot.iter().chain(&self.tail).chain(numbered);
        for record in records.filter(|record| !record.is_empty()) {
            if let Err(newer @ Unreadable::Newer(_)) = unseal::<()>(record) {
                return Err(newer);
            }
        }
        let mut trouble = None;
        let mut pins = Vec::new();
        for (_, record) in &self.pins {
            match unseal::<Pin>(record) {
                Ok(pin) => pins.push(pin),
                Err(why) => trouble = Some(Broken::Unreadable(why)),
            }
        }
        let read = self.snapshot.as_deref().map_or(Err(Unreadable::Damaged), unseal::<Snapshot>);
        let tail = self.tail.as_deref().map(unseal::<Tail>);
        match read {
            Ok(mut snapshot) => {
                let from = snapshot.steps;
                let later = self.steps.iter().filter(|(number, _)| *number >= snapshot.steps);
                let entries: Vec<_> = later.map(|(_, record)| unseal::<Entry>(record)).collect();
                let replayed = snapshot.replay(entries);
                if let Some(Ok(tail)) = &tail {
                    let there = |number: &&u64| pins.iter().any(|pin| pin.number == **number);
                    let gone = tail.pins.iter().filter(|number| !there(number)).count() as u64;
                    if gone > 0 && trouble.is_none() {
                        trouble = Some(Broken::Unpinned(gone));
                    }
                    if tail.steps > snapshot.steps && replayed.is_ok() {
                        trouble = Some(Broken::Cut(tail.steps - snapshot.steps));
                    }
                }
                if let Err(broken) = replayed {
                    trouble = Some(broken);
                }
                if snapshot.steps > MOST_STEPS {
                    // no more could be kept: the numbers begin anew
                    snapshot.steps = 0;
                    trouble = Some(Broken::Unreadable(Unreadable::Damaged));
                }
                Ok(Opened { snapshot, from, pins, trouble })
            }
            Err(why) => {
                let newest = pins.last().ok_or(why)?;
                let steps = self.steps.last().map_or(0, |(number, _)| number + 1);
                let steps = if steps > MOST_STEPS { 0 } else { steps };
                let snapshot = Snapshot { project: newest.project.clone(), steps, ..Snapshot::default() };
                Ok(Opened { snapshot, from: steps, pins, trouble: Some(Broken::Unreadable(why)) })
            }
        }
    }

    /// The records, to be set aside.
    pub fn damaged(&self, name: String, made: u64, why: String) -> DamagedProject {
        let snapshot = self.snapshot.iter().map(|record| (Store::Snapshots, 0, record.clone()));
        let snapshot =
            snapshot.chain(self.tail.iter().map(|record| (Store::Snapshots, Tail::NUMBER, record.clone())));
        let steps = self.steps.iter().map(|(number, record)| (Store::Steps, *number, record.clone()));
        let pins = self.pins.iter().map(|(number, record)| (Store::Pins, *number, record.clone()));
        DamagedProject { name, made, why, records: snapshot.chain(steps).chain(pins).collect() }
    }
}

/// The list of projects: heads that can be read, and one for every project whose head is lost or damaged.
pub fn heads(
    records: &[(ProjectId, Vec<u8>)],
    projects: impl IntoIterator<Item = ProjectId>,
) -> BTreeMap<ProjectId, Head> {
    let read = |(id, record): &(ProjectId, Vec<u8>)| {
        unseal::<Head>(record).ok().filter(|head| head.id == *id).map(|head| (*id, head))
    };
    let mut heads: BTreeMap<ProjectId, Head> = records.iter().filter_map(read).collect();
    for id in projects {
        heads.entry(id).or_insert_with(|| Head {
            id,
            name: "Recovered project".into(),
            named: false,
            changed: 0,
            bytes: 0,
            deleted: None,
        });
    }
    heads
}

/// Bytes of a project's files.
pub fn size(project: &Project) -> u64 {
    let runtime = project.runtime.files().map(|(_, file)| file.bytes.len());
    let own = project.own.values().map(|own| match own {
        FunkoEntry::File(file) => file.bytes.len(),
        FunkoEntry::Removed => 0,
    });
    runtime.chain(own).sum::<usize>() as u64
}
