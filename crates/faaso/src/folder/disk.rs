//! What lies on the disk: looked at again and again, read only where it may have changed, and written with a look before.

use super::bytes::{Bytes, Files, is_passing};
use crate::{
    archive::{Arrival, ImportError, Imported, Sifted, Skip, Skipped, sift_folder},
    bundle::{File, PLAIN},
    path::BundlePath,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

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

/// Why something could not be done on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The folder was moved, renamed or deleted, or its disk is not there.
    Gone,
    /// The author, the browser or the system does not allow it.
    NotAllowed,
    /// The file isn't as it was seen.
    Changed,
    Full,
    /// Another program has the file.
    Locked,
    /// The system or the browser takes no file of that name.
    Name,
    /// To this disk that name is another file's, as `a` is `A` to some.
    Twin,
    /// The system doesn't let this file be changed or read.
    Protected,
    /// The folder is over the limits of what the designer opens.
    TooMuch(ImportError),
    /// In the browser's words.
    Other(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Trouble::Gone => "the folder was moved, deleted or emptied",
            Trouble::NotAllowed => "access isn't allowed",
            Trouble::Changed => "it was changed in the folder",
            Trouble::Full => "the disk is full",
            Trouble::Locked => "another program is using it",
            Trouble::Name => "this computer doesn't allow that name",
            Trouble::Twin => "the folder has a file whose name differs only in case",
            Trouble::Protected => "the file is protected",
            Trouble::TooMuch(why) => return why.fmt(f),
            Trouble::Other(why) => why.trim_end_matches('.'),
        })
    }
}

impl std::error::Error for Trouble {}

/// What lies there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OnDisk {
    /// Files that the designer takes.
    pub files: Files,
    /// Files that are there and are left alone: too large, unreadable, nothing of the author's.
    pub kept_out: BTreeSet<String>,
    /// Folders in which nobody knows what there is.
    pub unread: Vec<String>,
}

impl OnDisk {
    /// Nothing is done at that path, whatever the project has there.
    pub fn is_kept_out(&self, path: &str) -> bool {
        let inside =
            |folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.kept_out.contains(path) || is_passing(path) || self.unread.iter().any(inside)
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
}

impl Looked {
    /// Nothing was looked at yet, and this is what should be there.
    pub fn expecting(files: Files) -> Self {
        Looked { disk: OnDisk { files, ..OnDisk::default() }, ..Looked::default() }
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
        let Listing { mut files, unread } = disk.list(folders).await?;
        files.retain(|file| !is_passing(&file.path));
        if files.is_empty() && !self.disk.files.is_empty() {
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
        for (at, Listed { path, stamp }) in files.into_iter().enumerate() {
            let Some(stamp) = stamp.filter(|_| take.contains(&at)) else {
                found.disk.kept_out.insert(path);
                continue;
            };
            let known = self.disk.files.get(&path);
            let settled = |(old, when): &(Stamp, u64)| *old == stamp && stamp.modified + COARSE < *when;
            let (bytes, when) = match (known, self.stamps.get(&path).filter(|it| settled(it))) {
                (Some(bytes), Some((_, when))) => (bytes.clone(), *when),
                _ => match disk.read(&path).await {
                    Ok(None) => continue,
                    Ok(Some(bytes)) => {
                        let shared = known.filter(|known| known[..] == bytes[..]);
                        (shared.cloned().unwrap_or_else(|| Bytes::from(bytes)), now)
                    }
                    Err(trouble @ (Trouble::Gone | Trouble::NotAllowed)) => return Err(trouble),
                    Err(_) => {
                        found.skipped.push(Skipped { name: path.clone(), why: Skip::Unreadable });
                        found.disk.kept_out.insert(path);
                        continue;
                    }
                },
            };
            found.stamps.insert(path.clone(), (stamp, when));
            found.disk.files.insert(path, bytes);
        }
        *self = found;
        Ok(())
    }

    /// Writes one after the other; `done` hears of each that is written. Gives what could not be. The next look reads them all,
    /// whatever their times say.
    pub async fn write(
        &mut self,
        disk: &impl Disk,
        writes: Vec<Write>,
        mut done: impl FnMut(&Write),
    ) -> Vec<(String, Trouble)> {
        let mut failed = Vec::new();
        for write in writes {
            self.stamps.remove(&write.path);
            match disk.write(&write.path, write.seen.as_deref(), write.bytes.as_deref()).await {
                Ok(()) => done(&write),
                Err(trouble) => {
                    let for_all = matches!(trouble, Trouble::Gone | Trouble::NotAllowed | Trouble::Full);
                    failed.push((write.path, trouble));
                    if for_all {
                        break;
                    }
                }
            }
        }
        failed
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
