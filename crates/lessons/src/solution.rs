//! How a lesson can be done, as data.

use crate::files::{place, put};
use faaso::{bundle::File, project::Project};
use serde::Deserialize;

/// A change of one file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// `runtime/…` or `funko/…`
    pub file: String,
    #[serde(flatten)]
    pub change: Change,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Replaces the one place where the first stands by the second.
    Replace(String, String),
    /// The whole text.
    Text(String),
    /// Another path, in the same form.
    Rename(String),
}

impl Step {
    pub fn make(&self, project: &mut Project) {
        let id = place(&self.file);
        match &self.change {
            Change::Text(text) => put(project, &id, Some(File::text(text))),
            Change::Replace(old, new) => {
                let text = project.file(&id).and_then(File::as_text).unwrap_or_default();
                let text = text.replacen(old, new, 1);
                put(project, &id, Some(File::text(&text)));
            }
            Change::Rename(to) => {
                let file = project.file(&id).cloned();
                put(project, &id, None);
                put(project, &place(to), file);
            }
        }
    }
}
