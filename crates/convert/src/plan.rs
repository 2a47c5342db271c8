//! Where each file of the application goes, and what the author decides about it, as data.

use faaso::path::BundlePath;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a file of the application goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Goes {
    /// Into `template/`: each new funko gets it, and its user edits it.
    Template,
    /// Beside the Dockerfile: the user never sees it.
    Runtime,
    /// Not taken along.
    Out,
}

/// A file of the application and its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    pub path: BundlePath,
    pub goes: Goes,
    /// What is proposed, whatever the author decides.
    pub proposed: Goes,
    /// One sentence.
    pub reason: String,
    /// A rule knows it. Of what is unsure, the author should look at the place.
    pub sure: bool,
    /// It may hold a secret: only an explicit decision takes it along.
    pub secret: bool,
    /// Bytes.
    pub size: usize,
}

/// Every file, in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub files: Vec<Placement>,
}

/// What the author decides. Without any decision, every file goes where it is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decisions {
    pub places: BTreeMap<BundlePath, Goes>,
}

/// One decision: the file goes there; with none, where it is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub path: BundlePath,
    pub goes: Option<Goes>,
}

impl Decisions {
    /// Takes the decision, and gives the one that takes it back.
    pub fn decide(&mut self, Decision { path, goes }: Decision) -> Decision {
        let before = match goes {
            Some(goes) => self.places.insert(path.clone(), goes),
            None => self.places.remove(&path),
        };
        Decision { path, goes: before }
    }
}
