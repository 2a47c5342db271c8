//! How far the lessons are.

use faaso::records::ProjectId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Which checks of a lesson were true at the engine's last answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    lesson: String,
    pub checks: Vec<bool>,
}

impl Met {
    pub(super) fn new(lesson: &str, checks: Vec<bool>) -> Self {
        Met { lesson: lesson.to_owned(), checks }
    }

    pub fn is_of(&self, lesson: &str) -> bool {
        self.lesson == lesson
    }
}

/// Kept with the settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// Lessons that were done once, by id.
    pub done: BTreeSet<String>,
    /// The project of each lesson that was begun.
    pub projects: BTreeMap<String, ProjectId>,
    /// The panel is closed.
    pub shut: bool,
}
