//! A bundle: ordered paths to files. A runtime is one; so is what FaaSO makes of it.

use crate::path::{self, BundlePath};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Bound,
    sync::Arc,
};

/// Permission bits of a file that nobody marked executable.
pub const PLAIN: u16 = 0o644;
/// Permission bits of an executable file.
pub const EXECUTABLE: u16 = 0o755;

/// A file's bytes and permission bits. Cloning is cheap: the bytes are shared.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    #[serde(with = "shared_bytes")]
    pub bytes: Arc<[u8]>,
    /// `rwxrwxrwx` only (0 to 0o777).
    #[serde(deserialize_with = "permission_bits")]
    pub mode: u16,
}

fn permission_bits<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    Ok(u16::deserialize(from)? & 0o777)
}

/// As `serde_bytes`, which does not know of shared ones.
mod shared_bytes {
    use serde::{Deserializer, Serializer};
    use std::{borrow::Cow, sync::Arc};

    pub fn serialize<S: Serializer>(bytes: &Arc<[u8]>, to: S) -> Result<S::Ok, S::Error> {
        serde_bytes::serialize(&**bytes, to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<[u8]>, D::Error> {
        let bytes: Cow<'de, [u8]> = serde_bytes::deserialize(from)?;
        Ok(bytes.as_ref().into())
    }
}

impl File {
    pub fn new(bytes: impl Into<Arc<[u8]>>, mode: u16) -> Self {
        File { bytes: bytes.into(), mode: mode & 0o777 }
    }

    pub fn text(text: &str) -> Self {
        File::new(text.as_bytes(), PLAIN)
    }

    pub fn is_executable(&self) -> bool {
        self.mode & 0o111 != 0
    }

    /// The text, when the bytes are UTF-8 without NUL: what an editor can show and give back unchanged.
    pub fn as_text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok().filter(|text| !text.contains('\0'))
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:o} {:?}", self.mode, String::from_utf8_lossy(&self.bytes))
    }
}

/// Files and the folders that hold none. No file lies below another file, however the bundle came to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Bundle {
    files: BTreeMap<BundlePath, File>,
    /// Folders named on their own because nothing need be in them. One that has files too is allowed.
    folders: BTreeSet<BundlePath>,
}

/// A bundle as it was written by whoever wrote it.
#[derive(Deserialize)]
struct Unchecked {
    files: BTreeMap<BundlePath, File>,
    folders: BTreeSet<BundlePath>,
}

impl TryFrom<Unchecked> for Bundle {
    type Error = PutError;

    fn try_from(Unchecked { files, folders }: Unchecked) -> Result<Self, PutError> {
        let is_file = |path: &str| files.contains_key(path);
        let below = path::below_a_file(files.keys(), is_file).or(path::below_a_file(folders.iter(), is_file));
        match below.or(folders.iter().find(|folder| is_file(folder.as_str()))) {
            Some(path) => Err(PutError::FileInTheWay(path.clone())),
            None => Ok(Bundle { files, folders }),
        }
    }
}

/// Why a path cannot be put into a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PutError {
    /// A file stands where a folder of the path would have to be.
    FileInTheWay(BundlePath),
    /// A folder of that name stands there.
    FolderInTheWay(BundlePath),
}

impl fmt::Display for PutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PutError::FileInTheWay(path) => write!(f, "`{path}` is a file, so it can't contain other files"),
            PutError::FolderInTheWay(path) => write!(f, "`{path}` is a folder"),
        }
    }
}

impl std::error::Error for PutError {}

impl Bundle {
    pub fn new() -> Self {
        Self::default()
    }

    /// Files in the order of their paths' bytes.
    pub fn files(&self) -> impl Iterator<Item = (&BundlePath, &File)> {
        self.files.iter()
    }

    pub fn folders(&self) -> impl Iterator<Item = &BundlePath> {
        self.folders.iter()
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }

    /// Something lies below `path`, or it was named as a folder.
    pub fn is_folder(&self, path: &str) -> bool {
        let below = format!("{path}/");
        self.folders.contains(path)
            || self
                .files
                .range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded))
                .next()
                .is_some_and(|(p, _)| p.as_str().starts_with(&below))
            || self
                .folders
                .range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded))
                .next()
                .is_some_and(|p| p.as_str().starts_with(&below))
    }

    /// The folders with nothing in them, neither files nor folders.
    pub fn empty_folders(&self) -> BTreeSet<BundlePath> {
        let has_folders_in = |folder: &BundlePath| {
            let below = format!("{folder}/");
            let mut after = self.folders.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded));
            after.next().is_some_and(|path| path.as_str().starts_with(&below))
        };
        let empty = |folder: &&BundlePath| !has_folders_in(folder) && !self.has_files_in(folder);
        self.folders.iter().filter(empty).cloned().collect()
    }

    /// Keeps of the folders named on their own only those with nothing in them.
    pub fn forget_full_folders(&mut self) {
        self.folders = self.empty_folders();
    }

    /// A file lies below the folder, at any depth.
    pub fn has_files_in(&self, folder: &BundlePath) -> bool {
        let below = format!("{folder}/");
        let mut after = self.files.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded));
        after.next().is_some_and(|(path, _)| path.as_str().starts_with(&below))
    }

    /// What lies below a folder, as a bundle of its own.
    pub fn below(&self, folder: &str) -> Bundle {
        if folder.is_empty() {
            return self.clone();
        }
        let files = self.files.iter().filter_map(|(path, file)| Some((path.below(folder)?, file.clone())));
        Bundle {
            files: files.collect(),
            folders: self.folders.iter().filter_map(|path| path.below(folder)).collect(),
        }
    }

    /// Puts a file, replacing one of that path. Gives what was there.
    pub fn put(&mut self, path: BundlePath, file: File) -> Result<Option<File>, PutError> {
        self.way_is_free(&path)?;
        if self.is_folder(path.as_str()) {
            return Err(PutError::FolderInTheWay(path));
        }
        Ok(self.files.insert(path, file))
    }

    /// Names a folder that may stay empty.
    pub fn put_folder(&mut self, path: BundlePath) -> Result<(), PutError> {
        self.way_is_free(&path)?;
        if self.files.contains_key(&path) {
            return Err(PutError::FileInTheWay(path));
        }
        self.folders.insert(path);
        Ok(())
    }

    /// A folder is no longer named on its own.
    pub fn remove_folder(&mut self, path: &str) {
        self.folders.remove(path);
    }

    /// Takes a file out. Gives it.
    pub fn remove(&mut self, path: &str) -> Option<File> {
        self.files.remove(path)
    }

    fn way_is_free(&self, path: &BundlePath) -> Result<(), PutError> {
        match path.folders().find_map(|folder| self.files.get_key_value(folder)) {
            Some((file, _)) => Err(PutError::FileInTheWay(file.clone())),
            None => Ok(()),
        }
    }
}
