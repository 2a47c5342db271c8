//! What the author works on: a runtime, a funko made with it, and every change to them as data.

pub use crate::file_id::{FileId, Group, Side};

use crate::{
    bundle::{Bundle, File, PutError},
    fate::Fate,
    path::{self, BundlePath},
    text::Span,
};
use serde::{Deserialize, Serialize};
use std::{cell::Cell, collections::BTreeMap, fmt, ops::Bound};

/// A file of the funko that is no longer as the template makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FunkoEntry {
    /// The author's own.
    File(File),
    /// The template makes it, the author took it out.
    Removed,
}

/// The document. Everything else is derived from it. No file of the author's own lies below another one, however the
/// project came to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Project {
    /// What FaaSO is given as `-r`; the value of `{{ runtime }}` for a new funko.
    pub runtime_name: String,
    pub runtime: Bundle,
    /// The folder that `faaso new` is given; the value of `{{ name }}` for a new funko.
    pub funko_name: String,
    /// Where the funko differs from what `faaso new` makes. A path that is not here is live.
    pub own: BTreeMap<BundlePath, FunkoEntry>,
}

/// A project as it was written by whoever wrote it.
#[derive(Deserialize)]
struct Unchecked {
    runtime_name: String,
    runtime: Bundle,
    funko_name: String,
    own: BTreeMap<BundlePath, FunkoEntry>,
}

impl TryFrom<Unchecked> for Project {
    type Error = PutError;

    fn try_from(Unchecked { runtime_name, runtime, funko_name, own }: Unchecked) -> Result<Self, PutError> {
        let is_file = |path: &str| matches!(own.get(path), Some(FunkoEntry::File(_)));
        match path::below_a_file(own.keys().filter(|path| is_file(path.as_str())), is_file) {
            Some(path) => Err(PutError::FileInTheWay(path.clone())),
            None => Ok(Project { runtime_name, runtime, funko_name, own }),
        }
    }
}

/// How deep lists of edits may lie in each other. What the author does needs three.
const NESTED: usize = 16;

/// Reads the edits of an [`Edit::All`]: a stranger's are not to overflow the stack.
fn nested<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Edit>, D::Error> {
    thread_local! {
        static DEPTH: Cell<usize> = const { Cell::new(0) };
    }
    let depth = DEPTH.get();
    if depth == NESTED {
        return Err(serde::de::Error::custom("edits lie too deep in each other"));
    }
    DEPTH.set(depth + 1);
    let edits = Vec::deserialize(from);
    DEPTH.set(depth);
    edits
}

/// A change of the document, as data. `Project::apply` gives the edit that takes it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// Replaces part of a text. The span is in bytes, on character boundaries.
    Splice {
        file: FileId,
        span: Span,
        text: String,
    },
    /// Makes, replaces or (with none) deletes a file of the runtime.
    Runtime {
        path: BundlePath,
        file: Option<File>,
    },
    /// Makes a file of the funko the author's own, takes it out, or (with none) resets it to the template.
    Funko {
        path: BundlePath,
        own: Option<FunkoEntry>,
    },
    FunkoName(String),
    RuntimeName(String),
    /// Everything at once: another project in this one's place. Not made any more, but read and replayed: histories of
    /// before hold it, and each edit is stored by its number here.
    Open(Box<Project>),
    /// All in this order, or none.
    All(#[serde(deserialize_with = "nested")] Vec<Edit>),
    /// Names a folder of the runtime that may stay empty, or no longer does. FaaSO creates folders for files alone, so no
    /// build and no new funko has it before something is in it.
    Folder {
        path: BundlePath,
        there: bool,
    },
}

/// Why an edit cannot be made. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    Put(PutError),
    /// Nothing to change there: the file is not in the project, or (funko) is still live.
    NoSuchFile(FileId),
    /// The span is not in the text, or cuts a character, or the file is no text.
    NoSuchText(FileId),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditError::Put(error) => error.fmt(f),
            EditError::NoSuchFile(file) => write!(f, "`{}` doesn't exist", file.path),
            EditError::NoSuchText(file) => write!(f, "`{}` has changed at that place", file.path),
        }
    }
}

impl std::error::Error for EditError {}

impl From<PutError> for EditError {
    fn from(error: PutError) -> Self {
        EditError::Put(error)
    }
}

/// Gives a file this content, whether it was there or not.
pub fn put(file: &FileId, new: File) -> Edit {
    let path = file.path.clone();
    match file.side {
        Side::Runtime => Edit::Runtime { path, file: Some(new) },
        Side::Funko => Edit::Funko { path, own: Some(FunkoEntry::File(new)) },
    }
}

impl Project {
    /// A file of the document. A live funko file is not in the document, so none.
    pub fn file(&self, id: &FileId) -> Option<&File> {
        match id.side {
            Side::Runtime => self.runtime.get(id.path.as_str()),
            Side::Funko => match self.own.get(&id.path)? {
                FunkoEntry::File(file) => Some(file),
                FunkoEntry::Removed => None,
            },
        }
    }

    /// The funko is these files: what the template makes and they lack counts as deleted.
    pub fn take_funko(&mut self, files: &Bundle) {
        self.own.clear();
        for (path, _) in self.runtime.files() {
            let file = FileId::runtime(path.clone());
            if file.group() == Group::Template
                && let Fate::Rendered(made) | Fate::Copied(made) = Fate::by_name(&file)
            {
                self.own.insert(made, FunkoEntry::Removed);
            }
        }
        self.own.extend(files.files().map(|(path, file)| (path.clone(), FunkoEntry::File(file.clone()))));
    }

    /// Makes the edit and gives the one that takes it back. On an error nothing has changed.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        match edit {
            Edit::Splice { file, span, text } => self.splice(file, span, &text),
            Edit::Runtime { path, file } => {
                let before = match file {
                    Some(file) => self.runtime.put(path.clone(), file)?,
                    None => Some(
                        self.runtime
                            .remove(path.as_str())
                            .ok_or_else(|| EditError::NoSuchFile(FileId::runtime(path.clone())))?,
                    ),
                };
                Ok(Edit::Runtime { path, file: before })
            }
            Edit::Funko { path, own } => {
                if let Some(FunkoEntry::File(_)) = &own {
                    self.place_is_free(&path)?;
                }
                let before = match own {
                    Some(own) => self.own.insert(path.clone(), own),
                    None => self.own.remove(&path),
                };
                Ok(Edit::Funko { path, own: before })
            }
            Edit::FunkoName(name) => Ok(Edit::FunkoName(std::mem::replace(&mut self.funko_name, name))),
            Edit::RuntimeName(name) => Ok(Edit::RuntimeName(std::mem::replace(&mut self.runtime_name, name))),
            Edit::Open(project) => Ok(Edit::Open(Box::new(std::mem::replace(self, *project)))),
            Edit::Folder { path, there } => {
                let before = self.runtime.folders().any(|folder| *folder == path);
                if there {
                    self.runtime.put_folder(path.clone())?;
                } else {
                    self.runtime.remove_folder(path.as_str());
                }
                Ok(Edit::Folder { path, there: before })
            }
            Edit::All(edits) => {
                let mut back = Vec::with_capacity(edits.len());
                for edit in edits {
                    match self.apply(edit) {
                        Ok(inverse) => back.push(inverse),
                        Err(error) => {
                            for inverse in back.into_iter().rev() {
                                self.apply(inverse).expect("an edit just made can be taken back");
                            }
                            return Err(error);
                        }
                    }
                }
                back.reverse();
                Ok(Edit::All(back))
            }
        }
    }

    /// No other file of the author's own stands where `path` needs a folder, or the other way round.
    fn place_is_free(&self, path: &BundlePath) -> Result<(), PutError> {
        let is_file = |path: &BundlePath| matches!(self.own.get(path), Some(FunkoEntry::File(_)));
        if let Some(file) = path.ancestors().find(is_file) {
            return Err(PutError::FileInTheWay(file));
        }
        let below = format!("{path}/");
        let after = self.own.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded));
        match after
            .map(|(other, _)| other)
            .take_while(|other| other.as_str().starts_with(&below))
            .any(is_file)
        {
            true => Err(PutError::FolderInTheWay(path.clone())),
            false => Ok(()),
        }
    }

    fn splice(&mut self, id: FileId, span: Span, text: &str) -> Result<Edit, EditError> {
        let file = self.file(&id).ok_or_else(|| EditError::NoSuchFile(id.clone()))?;
        // A NUL is let in and out again: an edit that was made must always have a way back.
        let old = std::str::from_utf8(&file.bytes).map_err(|_| EditError::NoSuchText(id.clone()))?;
        let taken =
            old.get(span.start..span.end).ok_or_else(|| EditError::NoSuchText(id.clone()))?.to_owned();
        let mut new = String::with_capacity(old.len() - taken.len() + text.len());
        new.push_str(&old[..span.start]);
        new.push_str(text);
        new.push_str(&old[span.end..]);
        let file = File::new(new.into_bytes(), file.mode);
        match id.side {
            Side::Runtime => {
                self.runtime.put(id.path.clone(), file)?;
            }
            Side::Funko => {
                self.own.insert(id.path.clone(), FunkoEntry::File(file));
            }
        }
        Ok(Edit::Splice { file: id, span: Span::new(span.start, span.start + text.len()), text: taken })
    }
}
