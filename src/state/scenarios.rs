//! What became of the scenarios, and what breaks at the edges: as the engine last said it.

use faaso::scenarios::{Edge, Ran, Verdict};
use reactive_graph::{signal::RwSignal, traits::*};
use std::collections::BTreeMap;

#[derive(Clone, Copy)]
pub struct Scenarios {
    /// By name. Why there is no answer, where there is none.
    ran: RwSignal<BTreeMap<String, Result<Ran, String>>>,
    /// The revision of the document that all of them are about; 0 while they are worked out.
    about: RwSignal<u64>,
    edges: RwSignal<Trial>,
}

/// What was found at the edges.
#[derive(Clone, Debug, Default, PartialEq)]
struct Trial {
    tried: Tried,
    /// The revision of the document at which it began: its name.
    begun: u64,
    /// The revision that it is still about.
    about: u64,
}

/// How far the edges are tried.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tried {
    #[default]
    Not,
    /// So many of so many options, and what was found so far.
    Some(usize, usize, Vec<Edge>),
    All(Vec<Edge>),
    /// Why they can't be.
    Cannot(String),
}

/// How many scenarios there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub pass: usize,
    pub differ: usize,
    pub new: usize,
    pub fail: usize,
}

impl Trial {
    fn is_under_way(&self) -> bool {
        matches!(self.tried, Tried::Some(..))
    }
}

impl Scenarios {
    pub(super) fn new() -> Self {
        Scenarios { ran: RwSignal::default(), about: RwSignal::default(), edges: RwSignal::default() }
    }

    /// Another project is open: nothing is known of it.
    pub(super) fn forget(&self) {
        self.ran.set(BTreeMap::new());
        self.about.set(0);
        self.edges.set(Trial::default());
    }

    /// What was found at the edges; whether that is about an older document than this revision's.
    pub fn edges(&self, revision: u64) -> (Tried, bool) {
        self.edges.with(|trial| (trial.tried.clone(), trial.about != revision))
    }

    pub fn is_trying(&self) -> bool {
        self.edges.with(|trial| trial.is_under_way())
    }

    /// Begins a trial, unless one is under way.
    pub fn begin_trying(&self, revision: u64) -> bool {
        let free = !self.edges.with_untracked(Trial::is_under_way);
        if free {
            self.edges.set(Trial { tried: Tried::Some(0, 0, Vec::new()), begun: revision, about: revision });
        }
        free
    }

    /// How far the trial is that began at this revision; false where another project was opened since. The worst first.
    pub fn take_tried(&self, begun: u64, mut tried: Tried) -> bool {
        let wanted = self.edges.with_untracked(|trial| trial.begun == begun && trial.is_under_way());
        if wanted {
            if let Tried::Some(.., found) | Tried::All(found) = &mut tried {
                found.sort_by_key(|edge| edge.kind);
            }
            self.edges.update(|trial| trial.tried = tried);
        }
        wanted
    }

    /// A scenario came from one revision to the other: that changes nothing at the edges.
    pub(super) fn keep_edges(&self, before: u64, after: u64) {
        if self.edges.with_untracked(|trial| trial.about == before) {
            self.edges.update(|trial| trial.about = after);
        }
    }

    /// What became of one when it was last built.
    pub fn of(&self, name: &str) -> Option<Result<Ran, String>> {
        self.ran.with(|ran| ran.get(name).cloned())
    }

    /// All results are about the document of this revision.
    pub fn are_about(&self, revision: u64) -> bool {
        self.about.get() == revision
    }

    /// What one made when it was last built, if that is about the document of this revision.
    pub fn now_of(&self, name: &str, revision: u64) -> Option<Ran> {
        let fresh = self.about.get_untracked() == revision;
        self.ran.with_untracked(|ran| ran.get(name).filter(|_| fresh)?.clone().ok())
    }

    pub fn counted(&self) -> Counted {
        self.ran.with(|ran| {
            let mut counted = Counted::default();
            for ran in ran.values() {
                match ran.as_ref().map(|ran| &ran.verdict) {
                    Ok(Verdict::Passes) => counted.pass += 1,
                    Ok(Verdict::Differs(_)) => counted.differ += 1,
                    Ok(Verdict::New) => counted.new += 1,
                    Ok(Verdict::Fails(_)) | Err(_) => counted.fail += 1,
                }
            }
            counted
        })
    }

    /// The document is another one: what is shown is older until [`Scenarios::take_in`].
    pub fn begin(&self, names: &[String]) {
        self.about.set(0);
        if self.ran.with_untracked(|ran| ran.keys().any(|name| !names.contains(name))) {
            self.ran.update(|ran| ran.retain(|name, _| names.contains(name)));
        }
    }

    /// One is built. Told only where it is another result.
    pub fn take_in(&self, name: &str, ran: Result<Ran, String>) {
        if self.ran.with_untracked(|all| all.get(name) != Some(&ran)) {
            self.ran.update(|all| drop(all.insert(name.to_owned(), ran)));
        }
    }

    /// All are.
    pub fn end(&self, revision: u64) {
        self.about.set(revision);
    }
}
