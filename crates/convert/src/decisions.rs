//! What the author decides, as data. Without any decision, every file goes where it is proposed, the options that are
//! sure are made, and the application itself stays as it is.

use crate::plan::Goes;
use faaso::path::BundlePath;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// All decisions so far. The order in which they were made doesn't matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decisions {
    /// Files that go elsewhere than proposed. Taking in a file that may be a secret is one of these, too.
    pub places: BTreeMap<BundlePath, Goes>,
    /// Proposed options, by id.
    pub options: BTreeMap<String, Choice>,
    /// Fixes that are made, by id.
    pub fixes: BTreeSet<String>,
    /// The offered Dockerfile is taken.
    pub dockerfile: bool,
    /// The README's first line, without `# `; none: as the application has it.
    pub description: Option<String>,
}

/// What becomes of a proposed option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// It is made under this name.
    Make(String),
    Refuse,
}

/// One decision, or one taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// The file goes there; with none, where it is proposed.
    Place {
        path: BundlePath,
        goes: Option<Goes>,
    },
    /// With none, the proposal is made if it is sure.
    Option {
        id: String,
        choice: Option<Choice>,
    },
    Fix {
        id: String,
        make: bool,
    },
    Dockerfile {
        take: bool,
    },
    Describe {
        text: Option<String>,
    },
    /// All of them, in this order.
    All(Vec<Decision>),
}

impl Decisions {
    /// Takes the decision, and gives the one that takes it back.
    pub fn decide(&mut self, decision: Decision) -> Decision {
        match decision {
            Decision::Place { path, goes } => {
                let goes = replace(&mut self.places, path.clone(), goes);
                Decision::Place { path, goes }
            }
            Decision::Option { id, choice } => {
                let choice = replace(&mut self.options, id.clone(), choice);
                Decision::Option { id, choice }
            }
            Decision::Fix { id, make } => {
                let made = match make {
                    true => !self.fixes.insert(id.clone()),
                    false => self.fixes.remove(&id),
                };
                Decision::Fix { id, make: made }
            }
            Decision::Dockerfile { take } => {
                Decision::Dockerfile { take: std::mem::replace(&mut self.dockerfile, take) }
            }
            Decision::Describe { text } => {
                Decision::Describe { text: std::mem::replace(&mut self.description, text) }
            }
            Decision::All(decisions) => {
                let mut back: Vec<_> = decisions.into_iter().map(|one| self.decide(one)).collect();
                back.reverse();
                Decision::All(back)
            }
        }
    }
}

fn replace<K: Ord, V>(all: &mut BTreeMap<K, V>, key: K, value: Option<V>) -> Option<V> {
    match value {
        Some(value) => all.insert(key, value),
        None => all.remove(&key),
    }
}
