//! What names one file of the project.

use crate::path::BundlePath;
use serde::{Deserialize, Serialize};

/// Which of the two bundles a file is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Side {
    /// The runtime, its `template/` included.
    Runtime,
    /// The funko: live from the template until edited.
    Funko,
}

/// The group of the tree that shows a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Group {
    /// What a build renders or copies.
    Runtime,
    /// What a new funko gets: the runtime's files below `template/`.
    Template,
    Funko,
}

/// One file of the project.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileId {
    pub side: Side,
    /// The whole path in its bundle: a template file's begins with `template/`.
    pub path: BundlePath,
}

impl FileId {
    pub fn runtime(path: BundlePath) -> Self {
        FileId { side: Side::Runtime, path }
    }

    pub fn funko(path: BundlePath) -> Self {
        FileId { side: Side::Funko, path }
    }

    pub fn group(&self) -> Group {
        match self.side {
            Side::Funko => Group::Funko,
            Side::Runtime if self.path.as_str().starts_with("template/") => Group::Template,
            Side::Runtime => Group::Runtime,
        }
    }

    /// The path inside its group, as the tree shows it.
    pub fn shown(&self) -> &str {
        match self.group() {
            Group::Template => &self.path.as_str()["template/".len()..],
            _ => self.path.as_str(),
        }
    }
}
