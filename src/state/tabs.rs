//! The tabs of the Template pane: which go, and which follow a file that was moved.

use super::View;
use faaso::project::FileId;
use reactive_graph::{graph::untrack, traits::*};

impl View {
    /// Takes a file's tab away. The one beside it is shown then.
    pub fn close(&self, id: &FileId) {
        let Some(place) = self.tabs.with_untracked(|tabs| tabs.iter().position(|tab| tab == id)) else {
            return;
        };
        self.tabs.update(|tabs| {
            tabs.remove(place);
        });
        if self.chosen.with_untracked(|chosen| chosen.as_ref() == Some(id)) {
            let beside = self.tabs.with_untracked(|tabs| tabs.get(place.min(tabs.len().max(1) - 1)).cloned());
            self.chosen.set(beside);
        }
    }

    pub fn close_active(&self) {
        if let Some(active) = untrack(|| self.active()) {
            self.close(&active);
        }
    }

    /// Leaves the tab of the file that is shown.
    pub fn close_others(&self) {
        let active = untrack(|| self.active());
        self.tabs.update(|tabs| tabs.retain(|tab| Some(tab) == active.as_ref()));
        self.chosen.set(active);
    }

    pub fn close_all(&self) {
        self.tabs.set(Vec::new());
        self.chosen.set(None);
    }

    /// The tabs go with a file or folder that was moved.
    pub(super) fn follow(&self, moved: &[(FileId, FileId)]) {
        let new = |id: &FileId| moved.iter().find(|(from, _)| from == id).map(|(_, to)| to.clone());
        self.tabs.update(|tabs| {
            for tab in tabs {
                if let Some(to) = new(tab) {
                    *tab = to;
                }
            }
        });
        if let Some(to) = self.chosen.with_untracked(|chosen| chosen.as_ref().and_then(new)) {
            self.chosen.set(Some(to));
        }
    }
}
