//! The tabs of the Template pane: which go, in which order they stand, and which follow a file that was moved; and the
//! second editor beside them.

use super::{View, Workbench, view::Pane};
use faaso::project::FileId;
use reactive_graph::graph::untrack;

impl View {
    /// Gives a file a tab. One that is not to be kept takes that of the last such file.
    pub(super) fn put_tab(&self, id: &FileId, keep: bool) {
        let before = self.preview.get_untracked();
        let is_there = self.tabs.with_untracked(|tabs| tabs.contains(id));
        if keep {
            self.keep_tab(id);
        } else if !is_there {
            self.preview.set(Some(id.clone()));
        }
        if !is_there {
            self.tabs.update(|tabs| {
                match tabs.iter_mut().find(|tab| !keep && before.as_ref() == Some(tab)) {
                    Some(tab) => *tab = id.clone(),
                    None => tabs.push(id.clone()),
                }
            });
        }
    }

    /// The file's tab is no other's from now on.
    pub fn keep_tab(&self, id: &FileId) {
        if untrack(|| self.is_preview(id)) {
            self.preview.set(None);
        }
    }

    /// The file's tab is the next one's that is only looked at.
    pub fn is_preview(&self, id: &FileId) -> bool {
        self.preview.with(|preview| preview.as_ref() == Some(id))
    }

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

    /// The tab of the file that is shown, or the second editor where that was used last.
    pub fn close_active(&self) {
        if untrack(|| self.uses_second()) {
            self.close_second();
        } else if let Some(active) = untrack(|| self.first()) {
            self.close(&active);
        }
    }

    /// Shows a file in the second editor, which opens where it isn't yet, and is the one that is used.
    pub fn open_beside(&self, id: FileId) {
        self.at_second.set(true);
        self.beside.set(Some(id));
        self.go_to_pane(Pane::Template);
    }

    /// An editor has the focus: the second one, or the first.
    pub fn use_second(&self, second: bool) {
        if self.at_second.get_untracked() != second {
            self.at_second.set(second);
        }
    }

    pub fn close_second(&self) {
        self.at_second.set(false);
        self.beside.set(None);
    }

    /// Leaves the tab of the file that is shown.
    pub fn close_others(&self) {
        let active = untrack(|| self.first());
        self.tabs.update(|tabs| tabs.retain(|tab| Some(tab) == active.as_ref()));
        self.chosen.set(active);
    }

    pub fn close_all(&self) {
        self.tabs.set(Vec::new());
        self.chosen.set(None);
    }

    /// Puts a tab where another one is; those between move up.
    pub fn move_tab(&self, id: &FileId, onto: &FileId) {
        let place =
            |wanted: &FileId| self.tabs.with_untracked(|tabs| tabs.iter().position(|tab| tab == wanted));
        let (Some(from), Some(to)) = (place(id), place(onto)) else { return };
        if from != to {
            self.keep_tab(id);
            self.tabs.update(|tabs| {
                let tab = tabs.remove(from);
                tabs.insert(to, tab);
            });
        }
    }

    /// The tabs go with a file or folder that was moved.
    pub(super) fn follow(&self, moved: &[(FileId, FileId)]) {
        let new = |id: &FileId| moved.iter().find(|(from, _)| from == id).map(|(_, to)| to.clone());
        for files in [self.tabs, self.recent] {
            files.update(|files| {
                for file in files {
                    if let Some(to) = new(file) {
                        *file = to;
                    }
                }
            });
        }
        for shown in [self.chosen, self.beside, self.preview] {
            if let Some(to) = shown.with_untracked(|shown| shown.as_ref().and_then(new)) {
                shown.set(Some(to));
            }
        }
    }
}

impl Workbench {
    /// The file whose tab is shown beside that of the file in view, on the left (-1) or right (1). Tabs of files that
    /// are gone don't count.
    pub fn tab_beside(&self, step: isize) -> Option<FileId> {
        let active = self.view.first()?;
        let there = |id: &&FileId| self.workspace.file(id).is_some();
        let shown: Vec<_> = self.view.tabs.with(|tabs| tabs.iter().filter(there).cloned().collect());
        let at = shown.iter().position(|tab| *tab == active)?;
        shown.get(at.checked_add_signed(step)?).cloned()
    }

    pub fn move_active_tab(&self, step: isize) {
        let (active, beside) = untrack(|| (self.view.first(), self.tab_beside(step)));
        if let Some((active, beside)) = active.zip(beside) {
            self.view.move_tab(&active, &beside);
        }
    }
}
