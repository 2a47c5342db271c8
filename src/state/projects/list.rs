//! The list of projects: their names, what is deleted or damaged, and snapshots of the open one.

use super::*;

impl Projects {
    pub fn rename(&self, id: ProjectId, name: &str) {
        let name = name.trim();
        let name = &name[..floor_boundary(name, MAX_NAME)];
        if let Some(head) = self.heads.with_untracked(|heads| heads.get(&id).cloned())
            && !name.is_empty()
        {
            self.set_head(Head { name: name.to_owned(), named: true, ..head });
        }
    }

    /// Deleted projects lie in the list below the others until they are had back.
    pub(in crate::state) fn mark_deleted(&self, id: ProjectId, deleted: Option<u64>) {
        if let Some(head) = self.heads.with_untracked(|heads| heads.get(&id).cloned()) {
            self.set_head(Head { deleted, ..head });
        }
    }

    pub fn put_back(&self, id: ProjectId) {
        self.mark_deleted(id, None);
    }

    /// Removes a project for good.
    pub fn forget(&self, id: ProjectId) {
        self.heads.update(|heads| {
            heads.remove(&id);
        });
        self.put(Job::Forget(id));
    }

    /// What was deleted long ago goes for good.
    pub fn sweep(&self) {
        let now = self.now();
        let old = |head: &&Head| head.deleted.is_some_and(|at| at.saturating_add(GRACE) < now);
        let old: Vec<_> =
            self.heads.with_untracked(|heads| heads.values().filter(old).map(|h| h.id).collect());
        for id in old {
            self.forget(id);
        }
    }

    /// Keeps the state as it is now under a name.
    pub fn pin(&self, name: &str) -> Result<(), Refused> {
        if self.follows() {
            return Err(Refused::Follows);
        }
        self.begin();
        let number =
            self.pins.with_untracked(|pins| pins.last().map_or(1, |pin| pin.number.saturating_add(1)));
        let name = match name.trim() {
            "" => format!("Snapshot {number}"),
            name => name.to_owned(),
        };
        let project = self.workspace.document.get_untracked();
        let pin = Pin { number, name, made: self.now(), project };
        self.put(Job::Pin(self.open(), Box::new(pin.clone())));
        self.pins.update(|pins| pins.push(pin));
        self.put_tail();
        Ok(())
    }

    pub fn unpin(&self, number: u64) {
        if number > 0 && !self.follows() {
            self.pins.update(|pins| pins.retain(|pin| pin.number != number));
            self.put(Job::Unpin(self.open(), number));
            self.put_tail();
        }
    }

    /// Keeps records that could not be read, under the name the project had.
    pub fn keep_damaged(&self, id: ProjectId, damaged: DamagedProject) {
        self.damaged.update(|all| all.push((id, damaged.clone())));
        self.put(Job::KeepDamaged(id, Box::new(damaged)));
    }
}
