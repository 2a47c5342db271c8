//! What lies on the disk: looked at again and again, read only where it may have changed, and written with a look before.

use super::{
    blocked::Why,
    bytes::{Bytes, Files, Mark, Marks, clears, is_passing},
    trouble::Trouble,
};
use crate::{
    archive::{Arrival, Imported, Sifted, Skip, Skipped, sift_folder},
    bundle::{File, PLAIN},
    path::BundlePath,
};
use std::collections::{BTreeMap, BTreeSet};

/// How long a file's time of change may lag behind, in ms. What was read so soon after it is read once more.
const COARSE: u64 = 3_000;

/// Access to one folder. Paths begin with the folder's own name.
#[allow(async_fn_in_trait)] // both sides are ours, and a page has one thread
pub trait Disk {
    /// Every file in these folders, at any depth. What [`crate::archive::is_litter`] knows need not be looked into. [`Trouble::Gone`] where one
    /// of the folders is not there.
    async fn list(&self, folders: &[&str]) -> Result<Listing, Trouble>;
    /// None: there is no such file any more.
    async fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble>;
    /// Writes or (with none) deletes a file that is as it was `seen`; else [`Trouble::Changed`].
    async fn write(&self, path: &str, seen: Option<&[u8]>, bytes: Option<&[u8]>) -> Result<(), Trouble>;
    /// In ms since 1970.
    fn now(&self) -> u64;
    /// As long as a program may take to put a file in another's place.
    async fn pause(&self);
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub files: Vec<Listed>,
    /// Folders that could not be looked into.
    pub unread: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub path: String,
    /// None: the file is there, and can't be looked at.
    pub stamp: Option<Stamp>,
}

/// What changes with a file's bytes, nearly always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// In ms since 1970.
    pub modified: u64,
}

/// What lies there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnDisk {
    /// Files that the designer takes.
    pub files: Files,
    /// Files that are there and are left alone: too large, nothing of the author's.
    pub kept_out: BTreeSet<String>,
    /// Files that are there, and can't be read now.
    pub unreadable: BTreeSet<String>,
    /// Folders in which nobody knows what there is.
    pub unread: Vec<String>,
}

impl OnDisk {
    /// Why nothing is done at that path, whatever the project has there.
    pub fn why_not(&self, path: &str) -> Option<Why> {
        let inside =
            |folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if self.kept_out.contains(path) || is_passing(path) {
            Some(Why::LeftAlone)
        } else {
            let unread = self.unreadable.contains(path) || self.unread.iter().any(inside);
            unread.then_some(Why::Unreadable)
        }
    }

    /// What is there beside `files`.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.kept_out.iter().chain(&self.unreadable).map(String::as_str)
    }
}

/// What was found at the last look, and when.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    pub disk: OnDisk,
    /// What is left alone though it may be its author's.
    skipped: Vec<Skipped>,
    /// Of each file that was read, and when.
    stamps: BTreeMap<String, (Stamp, u64)>,
    /// Files that were there.
    known: BTreeSet<String>,
}

impl Looked {
    /// Nothing was looked at yet, and this is what should be there.
    pub fn expecting(seen: &Marks) -> Self {
        let bytes = |(path, mark): (&String, &Mark)| Some((path.clone(), mark.bytes()?.clone()));
        let files = seen.iter().filter_map(bytes).collect();
        let known = seen.keys().cloned().collect();
        Looked { disk: OnDisk { files, ..OnDisk::default() }, known, ..Looked::default() }
    }

    /// What lies there, to be opened. What stays in the folder untouched is named only where its author may miss it.
    pub fn arrival(&self, folder: &str) -> Arrival {
        let mut imported = Imported::default();
        for (path, bytes) in &self.disk.files {
            match BundlePath::new(path) {
                Ok(path) => drop(imported.bundle.put(path, File::new(bytes.clone(), PLAIN))),
                Err(why) => imported.skipped.push(Skipped { name: path.clone(), why: Skip::Path(why) }),
            }
        }
        imported.skipped.extend(self.skipped.iter().cloned());
        imported.finish();
        imported.arrive_in_place(folder)
    }

    /// Looks again, and reads what may have changed since. Where it fails, all is as it was.
    pub async fn look(&mut self, disk: &impl Disk, folders: &[&str]) -> Result<(), Trouble> {
        let now = disk.now();
        let (Listing { mut files, unread }, missed) = self.list(disk, folders).await?;
        if files.is_empty() && !self.known.is_empty() {
            return Err(Trouble::Gone);
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        let sizes: Vec<_> =
            files.iter().map(|file| (file.path.as_str(), file.stamp.map_or(0, |stamp| stamp.size))).collect();
        let Sifted { take, mut skipped } = sift_folder(&sizes).map_err(Trouble::TooMuch)?;
        skipped.retain(|skipped| skipped.why == Skip::TooLarge);
        let take: BTreeSet<usize> = take.into_iter().collect();
        let mut found = Looked { skipped, ..Looked::default() };
        found.disk.unread = unread;
        found.disk.unreadable = missed;
        for (at, Listed { path, stamp }) in files.into_iter().enumerate() {
            let stamp = match stamp {
                _ if !take.contains(&at) => {
                    found.disk.kept_out.insert(path);
                    continue;
                }
                None => {
                    found.disk.unreadable.insert(path);
                    continue;
                }
                Some(stamp) => stamp,
            };
            let known = self.disk.files.get(&path);
            let settled = |(old, when): &(Stamp, u64)| *old == stamp && stamp.modified + COARSE < *when;
            let (bytes, when) = match (known, self.stamps.get(&path).filter(|it| settled(it))) {
                (Some(bytes), Some((_, when))) => (bytes.clone(), *when),
                _ => match disk.read(&path).await {
                    Ok(None) => {
                        // gone since it was listed: the next look tells for how long
                        if self.known.contains(&path) {
                            found.disk.unreadable.insert(path);
                        }
                        continue;
                    }
                    Ok(Some(bytes)) => {
                        let shared = known.filter(|known| known[..] == bytes[..]);
                        (shared.cloned().unwrap_or_else(|| Bytes::from(bytes)), now)
                    }
                    Err(
                        trouble @ (Trouble::Gone | Trouble::NotAllowed | Trouble::Silent | Trouble::Left),
                    ) => {
                        return Err(trouble);
                    }
                    Err(_) => {
                        found.skipped.push(Skipped { name: path.clone(), why: Skip::Unreadable });
                        found.disk.unreadable.insert(path);
                        continue;
                    }
                },
            };
            found.stamps.insert(path.clone(), (stamp, when));
            found.disk.files.insert(path, bytes);
        }
        found.known = found
            .disk
            .files
            .keys()
            .map(String::as_str)
            .chain(found.disk.others())
            .map(str::to_owned)
            .collect();
        *self = found;
        Ok(())
    }

    /// Lists the files. That one is gone is believed when it is missed twice: some programs save by deleting a file and making it
    /// anew. Gives also those that nobody can be sure of yet.
    async fn list(&self, disk: &impl Disk, folders: &[&str]) -> Result<(Listing, BTreeSet<String>), Trouble> {
        let mut listing = disk.list(folders).await?;
        let mut missing = self.missing(&listing);
        let mut unsure = BTreeSet::new();
        if !missing.is_empty() {
            disk.pause().await;
            listing = disk.list(folders).await?;
            let still = self.missing(&listing);
            unsure = still.difference(&missing).cloned().collect();
            missing = still;
        }
        listing.files.retain(|file| !is_passing(&file.path));
        if !missing.is_empty() && listing.files.is_empty() {
            return Err(Trouble::Gone);
        }
        Ok((listing, unsure))
    }

    /// Known files that were not listed.
    fn missing(&self, listing: &Listing) -> BTreeSet<String> {
        let listed: BTreeSet<&str> = listing.files.iter().map(|file| file.path.as_str()).collect();
        self.known.iter().filter(|path| !listed.contains(path.as_str())).cloned().collect()
    }

    /// Writes one after the other; `done` hears of each that is written. Gives what could not be. A file is deleted
    /// when everything else is written, or right before the one that it is in the way of, and then it comes back if that fails.
    /// The next look reads them all, whatever their times say.
    pub async fn write(
        &mut self,
        disk: &impl Disk,
        writes: Vec<Write>,
        mut done: impl FnMut(&Write),
    ) -> Vec<(String, Trouble)> {
        let (puts, mut gone): (Vec<_>, Vec<_>) = writes.into_iter().partition(|write| write.bytes.is_some());
        let is_free = |put: &Write| !gone.iter().any(|it| clears(&it.path, &put.path));
        let (free, others): (Vec<_>, Vec<_>) = puts.into_iter().partition(is_free);
        let mut failed: Vec<(String, Trouble)> = Vec::new();
        for put in free {
            match self.write_one(disk, &put).await {
                Ok(()) => done(&put),
                Err(trouble) => {
                    let stops = trouble.is_for_all();
                    failed.push((put.path, trouble));
                    if stops {
                        break;
                    }
                }
            }
        }
        // from here on something goes, which may be what could not be written, under its old name
        for put in others {
            if !failed.is_empty() {
                break;
            }
            let in_the_way = gone.extract_if(.., |it| clears(&it.path, &put.path)).collect();
            failed.extend(self.replace(disk, in_the_way, put, &mut done).await);
        }
        for write in gone {
            if !failed.is_empty() {
                break;
            }
            match self.write_one(disk, &write).await {
                Ok(()) => done(&write),
                Err(trouble) => failed.push((write.path, trouble)),
            }
        }
        failed
    }

    /// Deletes what is in the way of a file, and writes that. Where it fails, what was deleted comes back.
    async fn replace(
        &mut self,
        disk: &impl Disk,
        in_the_way: Vec<Write>,
        put: Write,
        mut done: impl FnMut(&Write),
    ) -> Option<(String, Trouble)> {
        let mut so_far = Vec::new();
        for write in in_the_way.into_iter().chain([put]) {
            let Err(trouble) = self.write_one(disk, &write).await else {
                so_far.push(write);
                continue;
            };
            for write in so_far {
                let back = Write { path: write.path, bytes: write.seen, seen: None };
                // where even that fails, undo has it
                let _ = self.write_one(disk, &back).await;
            }
            return Some((write.path, trouble));
        }
        so_far.iter().for_each(&mut done);
        None
    }

    async fn write_one(&mut self, disk: &impl Disk, write: &Write) -> Result<(), Trouble> {
        self.stamps.remove(&write.path);
        disk.write(&write.path, write.seen.as_deref(), write.bytes.as_deref()).await?;
        // what the page deleted itself is not missed
        match write.bytes {
            Some(_) => self.known.insert(write.path.clone()),
            None => self.known.remove(&write.path),
        };
        Ok(())
    }
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub path: String,
    /// None deletes the file.
    pub bytes: Option<Bytes>,
    /// What has to lie there, or nothing is written.
    pub seen: Option<Bytes>,
}
