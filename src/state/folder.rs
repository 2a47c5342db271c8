//! The folder on this computer that the open project is edited in, as far as the page knows it.

use super::{Workspace, seen::Seen};
use faaso::{
    analysis::What,
    folder::{Blocked, Conflict, Hash, Here, Live, Mark, Marks, Modes, Places},
    records::ProjectId,
};
use reactive_graph::{computed::Memo, owner::StoredValue, traits::*};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A folder and the project that was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    pub project: ProjectId,
    /// The folder's own name.
    pub name: String,
    pub places: Places,
    pub link: Link,
}

/// How the folder can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    Joined,
    /// The browser wants to be asked anew, as after a reload.
    Apart,
    /// It can't be looked at; why.
    Trouble(String),
}

/// The signals. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Folder {
    pub joined: Seen<Option<Joined>>,
    /// Files as both sides had them last.
    pub(super) seen: Seen<Marks>,
    /// Permissions as the project had them last.
    pub(super) modes: StoredValue<Modes>,
    /// What both sides changed, at the last look.
    pub conflicts: Seen<Vec<Conflict>>,
    /// What can't be brought to the other side.
    pub blocked: Seen<Vec<Blocked>>,
    unwritten: Memo<BTreeSet<String>>,
}

impl Folder {
    pub(super) fn new(workspace: Workspace) -> Self {
        let joined = Seen::new(None::<Joined>);
        let seen = Seen::new(Marks::new());
        let unwritten = Memo::new(move |before: Option<&BTreeSet<String>>| {
            let Some(places) = joined.with(|joined| joined.as_ref().map(|it| it.places.clone())) else {
                return BTreeSet::new();
            };
            workspace.revision();
            let known = places.funko.is_none() || workspace.is_fresh();
            match before {
                // until the engine has answered, the funko's files are not known
                Some(before) if !known => before.clone(),
                _ => seen.with(|seen| here(workspace, &places).changed(seen).map(str::to_owned).collect()),
            }
        });
        Folder {
            joined,
            seen,
            modes: StoredValue::default(),
            conflicts: Seen::default(),
            blocked: Seen::default(),
            unwritten,
        }
    }

    /// Changes of the project that the folder has not, conflicts aside.
    pub fn to_write(&self) -> usize {
        self.unwritten.with(|paths| {
            let in_conflict =
                self.conflicts.with(|all| all.iter().filter(|it| paths.contains(&it.path)).count());
            let blocked = self.blocked.with(|all| all.iter().filter(|it| paths.contains(&it.path)).count());
            paths.len().saturating_sub(in_conflict + blocked)
        })
    }

    /// Files as both sides had them last, without being told of the next change.
    pub fn seen_now(&self) -> Marks {
        self.seen.get_untracked()
    }
}

/// What is remembered of a joined folder, as a sealed record beside the browser's own key to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub name: String,
    pub places: Places,
    /// Steps of the project by then: one that has fewer is older, and what was seen says nothing of it.
    pub steps: u64,
    pub seen: Vec<(String, Hash)>,
    pub modes: Modes,
}

/// What was seen at an earlier visit.
pub(super) fn remembered(seen: Vec<(String, Hash)>, here: &Here) -> Marks {
    let mark = |(path, hash): (String, Hash)| {
        let mark = Mark::remembered(hash, here.files.get(&path));
        (path, mark)
    };
    seen.into_iter().map(mark).collect()
}

/// The project's files by their places on the disk, without being told of the next change.
pub(super) fn here(workspace: Workspace, places: &Places) -> Here {
    let fresh = workspace.revision_now() == workspace.analysis.with_untracked(|analysis| analysis.revision);
    workspace.document.with_untracked(|project| {
        workspace.analysis.with_untracked(|analysis| {
            if !fresh || places.funko.is_none() {
                return Here::of(places, project, None);
            }
            let is_broken = |what: &What| matches!(what, What::File { broken: true, .. });
            let broken = analysis.new_funko.entries.iter().filter(|entry| is_broken(&entry.what));
            let broken = broken.map(|entry| entry.path.clone()).collect();
            Here::of(places, project, Some(Live { files: &analysis.live, broken: &broken }))
        })
    })
}
