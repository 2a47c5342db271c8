//! What became of the scenarios, and what breaks at the edges: as the engine last said it.

use super::{Refused, Workbench, view::funko_yml};
use faaso::{
    bundle::{File, PLAIN},
    project::{Edit, FileId, FunkoEntry, Project},
    scenarios::{self, Edge, Ran, Verdict},
};
use reactive_graph::{signal::RwSignal, traits::*};
use std::collections::BTreeMap;

#[derive(Clone, Copy)]
pub struct Scenarios {
    /// By name. Why there is no answer, where there is none.
    ran: RwSignal<BTreeMap<String, Result<Ran, String>>>,
    /// The revision of the document that all of them are about; 0 while they are worked out.
    about: RwSignal<u64>,
    /// What was found at the edges.
    pub edges: RwSignal<Tried>,
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

impl Scenarios {
    pub(super) fn new() -> Self {
        Scenarios { ran: RwSignal::default(), about: RwSignal::default(), edges: RwSignal::default() }
    }

    /// What became of one when it was last built.
    pub fn of(&self, name: &str) -> Option<Result<Ran, String>> {
        self.ran.with(|ran| ran.get(name).cloned())
    }

    /// All results are about the document of this revision.
    pub fn are_about(&self, revision: u64) -> bool {
        self.about.get() == revision
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

/// The scenarios of the open project.
impl Workbench {
    pub fn scenario_names(&self) -> Vec<String> {
        self.workspace.with_project(|project| scenarios::names(&project.runtime))
    }

    /// Expects what a scenario made when it was last built. That may be of an older document: then it is refused.
    pub fn accept_scenario(&self, name: &str) -> Result<(), Refused> {
        let fresh = self.scenarios.about.get_untracked() == self.workspace.revision_now();
        let ran = self.scenarios.ran.with_untracked(|ran| ran.get(name).cloned());
        match (fresh, ran) {
            (true, Some(Ok(ran))) => self.edit_scenarios(|project| {
                scenarios::accept(&project.runtime, name, &ran.now).ok_or_else(String::new)
            }),
            _ => Err(Refused::Outdated),
        }
    }

    pub fn rename_scenario(&self, name: &str, new: &str) -> Result<(), Refused> {
        self.edit_scenarios(|project| scenarios::rename(&project.runtime, name, new))
    }

    pub fn delete_scenario(&self, name: &str) -> Result<(), Refused> {
        self.edit_scenarios(|project| scenarios::delete(&project.runtime, name).ok_or_else(String::new))
    }

    /// Keeps what was found at an edge; nothing is expected of it yet. Gives its name.
    pub fn keep_edge(&self, edge: &Edge) -> Result<String, Refused> {
        let name = scenarios::free_name(&self.workspace.project_now().runtime, &edge.name);
        self.edit_scenarios(|project| {
            scenarios::create(&project.runtime, &name, File::text(&edge.yml), None)
        })?;
        Ok(name)
    }

    /// The funko's `funko.yml` becomes the scenario's. One step: undo brings back what was there.
    pub fn use_scenario(&self, name: &str) -> Result<(), Refused> {
        let yml = scenarios::yml_of(&self.workspace.project_now().runtime, name).cloned();
        let Some(yml) = yml else { return Ok(()) };
        let file = File::new(yml.bytes, PLAIN);
        self.edit(Edit::Funko { path: funko_yml().path, own: Some(FunkoEntry::File(file)) })
    }

    fn edit_scenarios(&self, make: impl FnOnce(&Project) -> Result<Edit, String>) -> Result<(), Refused> {
        match make(&self.workspace.project_now()) {
            Ok(edit) => self.edit(edit),
            // it is so already
            Err(why) if why.is_empty() => Ok(()),
            Err(why) => Err(Refused::Said(why)),
        }
    }
}

/// A scenario's `funko.yml` as a file of the project.
pub fn yml_of(name: &str) -> Option<FileId> {
    scenarios::yml_path(name).map(FileId::runtime)
}
