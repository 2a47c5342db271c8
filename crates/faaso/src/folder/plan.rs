//! What is to be done with each file, as data.

use super::{
    bytes::{Bytes, Files, same},
    disk::{OnDisk, Write},
    here::Here,
    places::Places,
};
use crate::{
    archive::{ImportError, sift},
    project::FileId,
};
use std::collections::BTreeSet;

/// What is to be done so that both sides agree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Both sides have the same, and not what was seen last.
    pub agreed: Vec<(String, Option<Bytes>)>,
    /// Changed on the disk alone: what the project takes in; none where the file is gone.
    pub come: Vec<(FileId, Option<Bytes>)>,
    /// Changed in the project alone.
    /// Files that go stand first.
    pub write: Vec<Write>,
    /// Changed on both sides.
    pub conflicts: Vec<Conflict>,
    /// Changed on one side, and not to be had on the other.
    pub blocked: Vec<Blocked>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub file: FileId,
    pub path: String,
    /// None: deleted here.
    pub mine: Option<Bytes>,
    /// None: deleted on the disk.
    pub theirs: Option<Bytes>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    pub path: String,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The designer takes no such file from a folder, so it writes none there either.
    LeftAlone,
    /// This path is a file where a folder has to be, or the other way round.
    InTheWay(String),
}

/// Compares both sides with what was seen last.
pub fn plan(places: &Places, seen: &Files, here: &Here, disk: &OnDisk) -> Result<Plan, ImportError> {
    let all: BTreeSet<&str> =
        seen.keys().chain(here.files.keys()).chain(disk.files.keys()).map(String::as_str).collect();
    let everything: Vec<&str> = all.iter().copied().chain(disk.kept_out.iter().map(String::as_str)).collect();
    // what lies on either side may say what a folder is
    let taken: BTreeSet<&str> = sift(&everything)?.take.into_iter().map(|at| everything[at]).collect();
    let mut plan = Plan::default();
    for path in all {
        let Some(file) = places.file(path) else { continue };
        let (old, mine, theirs) = (seen.get(path), here.files.get(path), disk.files.get(path));
        if !taken.contains(path) || disk.is_kept_out(path) {
            if mine.is_some() && !same(mine, old) {
                plan.blocked.push(Blocked { path: path.to_owned(), why: Why::LeftAlone });
            }
            continue;
        }
        if mine.is_none() && here.is_unknown(path) {
            continue;
        }
        match (same(mine, theirs), same(mine, old), same(theirs, old)) {
            (true, true, _) => {}
            (true, false, _) => plan.agreed.push((path.to_owned(), theirs.cloned())),
            (false, true, _) => plan.come.push((file, theirs.cloned())),
            (false, false, true) => {
                plan.write.push(Write { path: path.to_owned(), bytes: mine.cloned(), seen: old.cloned() })
            }
            (false, false, false) => plan.conflicts.push(Conflict {
                file,
                path: path.to_owned(),
                mine: mine.cloned(),
                theirs: theirs.cloned(),
            }),
        }
    }
    plan.write.sort_by_key(|write| write.bytes.is_some());
    plan.clear_the_way(places, here, disk);
    Ok(plan)
}

impl Plan {
    /// Nothing comes to stand below a file, or in a folder's place.
    fn clear_the_way(&mut self, places: &Places, here: &Here, disk: &OnDisk) {
        let write = std::mem::take(&mut self.write);
        let gone: BTreeSet<&str> =
            write.iter().filter(|write| write.bytes.is_none()).map(|write| write.path.as_str()).collect();
        let stays = |path: &str| {
            (disk.files.contains_key(path) || disk.kept_out.contains(path)) && !gone.contains(path)
        };
        let there = || disk.files.keys().chain(&disk.kept_out).map(String::as_str);
        let mut blocked = Vec::new();
        for write in &write {
            let new = write.bytes.is_some() && write.seen.is_none();
            if let Some(other) = new.then(|| in_the_way(&write.path, stays, there())).flatten() {
                blocked.push(Blocked { path: write.path.clone(), why: Why::InTheWay(other) });
            }
        }
        let is_blocked = |path: &str| blocked.iter().any(|it: &Blocked| it.path == path);
        self.write = write.iter().filter(|write| !is_blocked(&write.path)).cloned().collect();

        let goes: BTreeSet<String> = self
            .come
            .iter()
            .filter(|(_, bytes)| bytes.is_none())
            .filter_map(|(file, _)| places.path(file))
            .collect();
        let stays =
            |path: &str| (here.files.contains_key(path) || here.is_unknown(path)) && !goes.contains(path);
        let there = || here.files.keys().map(String::as_str);
        self.come.retain(|(file, bytes)| {
            let path = places.path(file).unwrap_or_default();
            let new = bytes.is_some() && !here.files.contains_key(&path);
            let other = new.then(|| in_the_way(&path, stays, there())).flatten();
            other.is_none_or(|other| {
                blocked.push(Blocked { path, why: Why::InTheWay(other) });
                false
            })
        });
        self.blocked.extend(blocked);
    }
}

/// A file above the path, or one below it.
fn in_the_way<'a>(
    path: &str,
    stays: impl Fn(&str) -> bool,
    mut there: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let above = path.match_indices('/').map(|(at, _)| &path[..at]).find(|folder| stays(folder));
    let inside =
        |other: &&str| other.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')) && stays(other);
    above.or_else(|| there.find(inside)).map(str::to_owned)
}
