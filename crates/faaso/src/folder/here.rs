//! A project's files by their places on the disk, and how what comes from there gets into it.

use super::{
    bytes::{Bytes, Files, Marks, is_as_seen},
    places::Places,
};
use crate::{
    bundle::{File, PLAIN},
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project, Side},
};
use std::collections::{BTreeMap, BTreeSet};

/// What the template makes of the funko now.
#[derive(Clone, Copy)]
pub struct Live<'a> {
    pub files: &'a BTreeMap<BundlePath, File>,
    /// Files that it cannot make now, since a template has an error. What of them is in `files` is older.
    pub broken: &'a BTreeSet<BundlePath>,
}

/// Permissions by path. A disk tells none, so those of a file that it lost are remembered for when it comes back.
pub type Modes = BTreeMap<String, u16>;

/// What the project has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Here {
    pub files: Files,
    /// Of files that are not plain ones.
    pub modes: Modes,
    unknown: Unknown,
}

/// Paths of which nobody knows at the moment whether the project has a file there.
#[derive(Clone, Debug, Default, PartialEq)]
enum Unknown {
    #[default]
    None,
    These(BTreeSet<String>),
    /// Whatever of the funko is the template's.
    AllBut(Places, BTreeSet<String>),
}

impl Here {
    /// `live`: none where it isn't known for this state of the project.
    pub fn of(places: &Places, project: &Project, live: Option<Live>) -> Self {
        let (mut files, mut modes) = (Files::new(), Modes::new());
        let mut put = |id: FileId, file: &File| {
            if let Some(path) = places.path(&id) {
                if file.mode != PLAIN {
                    modes.insert(path.clone(), file.mode);
                }
                files.insert(path, file.bytes.clone());
            }
        };
        for (path, file) in project.runtime.files() {
            put(FileId::runtime(path.clone()), file);
        }
        for (path, entry) in &project.own {
            if let FunkoEntry::File(file) = entry {
                put(FileId::funko(path.clone()), file);
            }
        }
        let is_live = |path: &BundlePath| !project.own.contains_key(path);
        for live in live.iter() {
            for (path, file) in
                live.files.iter().filter(|(path, _)| is_live(path) && !live.broken.contains(*path))
            {
                put(FileId::funko(path.clone()), file);
            }
        }
        let on_disk = |path: &BundlePath| places.path(&FileId::funko(path.clone()));
        let unknown = match live {
            _ if places.funko.is_none() => Unknown::None,
            Some(live) => {
                let broken = live.broken.iter().filter(|path| is_live(path));
                Unknown::These(broken.filter_map(on_disk).collect())
            }
            None => Unknown::AllBut(places.clone(), project.own.keys().filter_map(on_disk).collect()),
        };
        Here { files, modes, unknown }
    }

    /// Brings what is remembered of permissions up to date. A file that isn't here keeps those it had.
    pub fn remember_modes(&self, modes: &mut Modes) {
        modes.retain(|path, _| !self.files.contains_key(path));
        modes.extend(self.modes.iter().map(|(path, mode)| (path.clone(), *mode)));
    }

    pub fn is_unknown(&self, path: &str) -> bool {
        match &self.unknown {
            Unknown::None => false,
            Unknown::These(paths) => paths.contains(path),
            Unknown::AllBut(places, own) => {
                !own.contains(path) && places.file(path).is_some_and(|file| file.side == Side::Funko)
            }
        }
    }

    /// Paths at which the project isn't as it was seen on the disk.
    pub fn changed<'a>(&'a self, seen: &'a Marks) -> impl Iterator<Item = &'a str> {
        let gone = seen.keys().filter(|path| !self.files.contains_key(*path) && !self.is_unknown(path));
        let other = self.files.iter().filter(|(path, bytes)| !is_as_seen(seen.get(*path), Some(bytes)));
        gone.chain(other.map(|(path, _)| path)).map(String::as_str)
    }
}

/// Takes files in as they lie on the disk, as one step. A disk tells no permissions, so those stay. `makes`: the template makes a file
/// of the funko, so that it has to be taken out where the disk has none.
pub fn take_in(
    project: &Project,
    come: &[(FileId, Option<Bytes>)],
    makes: impl Fn(&FileId) -> bool,
    mode: impl Fn(&FileId) -> Option<u16>,
) -> Edit {
    let edit = |(id, bytes): &(FileId, Option<Bytes>)| {
        let path = id.path.clone();
        let mode = || project.file(id).map(|file| file.mode).or_else(|| mode(id)).unwrap_or(PLAIN);
        let file = bytes.as_ref().map(|bytes| File::new(bytes.clone(), mode()));
        match (id.side, file) {
            (Side::Runtime, file) => Edit::Runtime { path, file },
            (Side::Funko, Some(file)) => Edit::Funko { path, own: Some(FunkoEntry::File(file)) },
            (Side::Funko, None) => Edit::Funko { path, own: makes(id).then_some(FunkoEntry::Removed) },
        }
    };
    // a file may stand where another needs a folder
    let (gone, new): (Vec<_>, Vec<_>) = come.iter().partition(|(_, bytes)| bytes.is_none());
    // an empty folder gives way to a file of its name: no disk is asked for empty ones
    let in_the_way = |folder: &&BundlePath| {
        new.iter().any(|(id, _)| {
            id.side == Side::Runtime && (id.path == **folder || folder.below(id.path.as_str()).is_some())
        })
    };
    let folders = project.runtime.folders().filter(in_the_way);
    let folders = folders.map(|path| Edit::Folder { path: path.clone(), there: false });
    let (gone, new) = (gone.into_iter().map(edit), new.iter().copied().map(edit));
    Edit::All(gone.chain(folders).chain(new).collect())
}
