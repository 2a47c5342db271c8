//! What is to be done with each file, as data.

use super::{
    blocked::{Blocked, Why},
    bytes::{Bytes, Marks, clears, is_as_seen, is_twin, same},
    disk::{OnDisk, Write},
    here::Here,
    places::Places,
    trouble::Trouble,
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
    /// Changed in the project alone. What goes stands first where it is in another's way, else last.
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

/// Compares both sides with what was seen last.
pub fn plan(places: &Places, seen: &Marks, here: &Here, disk: &OnDisk) -> Result<Plan, ImportError> {
    let all: BTreeSet<&str> =
        seen.keys().chain(here.files.keys()).chain(disk.files.keys()).map(String::as_str).collect();
    let everything: Vec<&str> = all.iter().copied().chain(disk.others()).collect();
    // what lies on either side may say what a folder is
    let taken: BTreeSet<&str> = sift(&everything)?.take.into_iter().map(|at| everything[at]).collect();
    let mut plan = Plan::default();
    for path in all {
        let Some(file) = places.file(path) else { continue };
        let (old, mine, theirs) = (seen.get(path), here.files.get(path), disk.files.get(path));
        if mine.is_none() && here.is_unknown(path) {
            continue;
        }
        let left_alone = (!taken.contains(path)).then_some(Why::LeftAlone);
        if let Some(why) = left_alone.or_else(|| disk.why_not(path)) {
            let is_wanted = mine.is_some() || why == Why::Unreadable;
            if is_wanted && !is_as_seen(old, mine) {
                plan.blocked.push(Blocked { path: path.to_owned(), why });
            }
            continue;
        }
        // an empty file that appeared there holds nothing: the browser makes one before it writes
        let is_new = old.is_none() && mine.is_some();
        let is_empty = is_new && theirs.is_some_and(|bytes| bytes.is_empty());
        match (same(mine, theirs), is_as_seen(old, mine), is_as_seen(old, theirs) || is_empty) {
            (true, true, _) => {}
            (true, false, _) => plan.agreed.push((path.to_owned(), theirs.cloned())),
            (false, true, _) => plan.come.push((file, theirs.cloned())),
            (false, false, true) => {
                plan.write.push(Write { path: path.to_owned(), bytes: mine.cloned(), seen: theirs.cloned() })
            }
            (false, false, false) => plan.conflicts.push(Conflict {
                file,
                path: path.to_owned(),
                mine: mine.cloned(),
                theirs: theirs.cloned(),
            }),
        }
    }
    plan.clear_the_way(places, here, disk);
    plan.hold_back(seen, here);
    Ok(plan)
}

impl Plan {
    /// Nothing comes to stand below a file, or in a folder's place.
    fn clear_the_way(&mut self, places: &Places, here: &Here, disk: &OnDisk) {
        let write = std::mem::take(&mut self.write);
        let gone: BTreeSet<&str> =
            write.iter().filter(|write| write.bytes.is_none()).map(|write| write.path.as_str()).collect();
        let stays = |path: &str| {
            (disk.files.contains_key(path) || disk.others().any(|other| other == path))
                && !gone.contains(path)
        };
        let there = || disk.files.keys().map(String::as_str).chain(disk.others());
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

    /// Nothing is deleted that may have another name here, as long as that can't be written. Sets the order.
    fn hold_back(&mut self, seen: &Marks, here: &Here) {
        let new: BTreeSet<String> =
            self.write.iter().filter(|it| it.bytes.is_some()).map(|it| it.path.clone()).collect();
        let is_in_the_way = |path: &str| new.iter().any(|new| clears(path, new));
        let is_new = |it: &&Blocked| here.files.contains_key(&it.path) && !seen.contains_key(&it.path);
        if let Some(other) = self.blocked.iter().find(is_new).map(|it| it.path.clone()) {
            let gone = self.write.iter().filter(|it| it.bytes.is_none()).map(|it| it.path.clone());
            let gone: Vec<String> = gone.collect();
            let waits = |it: &mut Write| it.bytes.is_none() || gone.iter().any(|gone| clears(gone, &it.path));
            let held = self.write.extract_if(.., waits);
            self.blocked
                .extend(held.map(|write| Blocked { path: write.path, why: Why::Waits(other.clone()) }));
        }
        self.write.sort_by_key(|it| match it.bytes {
            None if is_in_the_way(&it.path) => 0,
            Some(_) => 1,
            None => 2,
        });
    }

    /// What is written for this file alone: with it goes what is in its way.
    pub fn only(&self, path: &str) -> Vec<Write> {
        let is_put = self.write.iter().any(|it| it.path == path && it.bytes.is_some());
        let clears = |it: &&Write| is_put && it.bytes.is_none() && clears(&it.path, path);
        self.write.iter().filter(|it| it.path == path || clears(it)).cloned().collect()
    }

    /// What of these writes failed for good. A file that was changed in the last moment has come in since, or is a conflict in
    /// this plan of another look; where it is not, something else stops the write.
    pub fn still_failed(&self, mut failed: Vec<(String, Trouble)>, disk: &OnDisk) -> Vec<(String, Trouble)> {
        failed.retain_mut(|(path, trouble)| {
            let Some(write) = self.write.iter().find(|it| it.path == *path) else {
                return *trouble != Trouble::Changed;
            };
            if *trouble == Trouble::Changed {
                let mut there = disk.files.keys().map(String::as_str).chain(disk.others());
                let has_twin = write.seen.is_none() && there.any(|other| is_twin(other, path));
                *trouble = if has_twin { Trouble::Twin } else { Trouble::Locked };
            }
            true
        });
        failed
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
