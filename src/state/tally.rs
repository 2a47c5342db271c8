//! How many problems each file has. An answer changes the places it names: nothing is counted anew.

use faaso::{
    analysis::Delta,
    checks::PlaceKey,
    diagnostic::Severity,
    project::{FileId, Group},
};
use std::collections::BTreeMap;

/// Errors and warnings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    places: BTreeMap<PlaceKey, usize>,
    all: Counts,
}

impl Tally {
    pub fn take_in(&mut self, delta: &Delta) {
        if delta.fresh {
            *self = Tally::default();
        }
        for (place, problems) in &delta.problems {
            let now = problems.len();
            let before = match now {
                0 => self.places.remove(place),
                _ => self.places.insert(place.clone(), now),
            };
            let all = match place.0 {
                Severity::Error => &mut self.all.errors,
                Severity::Warning => &mut self.all.warnings,
            };
            *all = *all + now - before.unwrap_or_default();
        }
    }

    pub fn all(&self) -> Counts {
        self.all
    }

    pub fn of(&self, file: &FileId) -> Counts {
        let group: Group = file.group();
        let at = |severity| self.places.get(&(severity, Some((group, file.path.clone())))).copied();
        Counts {
            errors: at(Severity::Error).unwrap_or_default(),
            warnings: at(Severity::Warning).unwrap_or_default(),
        }
    }
}
