//! What is done with scenarios: each one edit.

use super::{Refused, Workbench, view::funko_yml};
use faaso::{
    bundle::{File, PLAIN},
    funko,
    project::{Edit, FileId, FunkoEntry, Project},
    scenarios::{self, Edge, Verdict},
};

/// The scenarios of the open project.
impl Workbench {
    pub fn scenario_names(&self) -> Vec<String> {
        self.workspace.with_project(|project| scenarios::names(&project.runtime))
    }

    /// Expects what a scenario made when it was last built. That may be of an older document: then it is refused.
    pub fn accept_scenario(&self, name: &str) -> Result<(), Refused> {
        let ran = self.scenarios.now_of(name, self.workspace.revision_now()).ok_or(Refused::Outdated)?;
        self.edit_scenarios(|project| {
            scenarios::accept(&project.runtime, name, &ran.now).ok_or_else(String::new)
        })
    }

    /// The same for all that differ or are new, as one step. What fails is left: that is hardly wanted of several at once.
    pub fn accept_all_scenarios(&self) -> Result<(), Refused> {
        let revision = self.workspace.revision_now();
        let names = scenarios::names(&self.workspace.project_now().runtime);
        let ran: Option<Vec<_>> = names.iter().map(|name| self.scenarios.now_of(name, revision)).collect();
        let ran = ran.ok_or(Refused::Outdated)?;
        let wanted = ran.iter().filter(|ran| matches!(ran.verdict, Verdict::Differs(_) | Verdict::New));
        let project = self.workspace.project_now();
        let edits: Vec<Edit> =
            wanted.filter_map(|ran| scenarios::accept(&project.runtime, &ran.name, &ran.now)).collect();
        if edits.is_empty() { Ok(()) } else { self.edit(Edit::All(edits)) }
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
        let before = self.workspace.revision_now();
        self.edit_scenarios(|project| {
            scenarios::create(&project.runtime, &name, File::text(&edge.yml), None)
        })?;
        self.scenarios.keep_edges(before, self.workspace.revision_now());
        Ok(name)
    }

    /// The funko's `funko.yml` becomes the scenario's, of this runtime whatever it is called. One step: undo brings back
    /// what was there.
    pub fn use_scenario(&self, name: &str) -> Result<(), Refused> {
        let project = self.workspace.project_now();
        let Some(yml) = scenarios::yml_of(&project.runtime, name) else { return Ok(()) };
        let named = |text: &str| {
            let names_one = funko::read(text.as_bytes()).funko.is_ok_and(|funko| funko.runtime.is_some());
            names_one
                .then(|| funko::set_runtime(text, &project.runtime_name))?
                .map(|splice| splice.apply(text))
        };
        let file = match yml.as_text().and_then(named) {
            Some(text) => File::text(&text),
            None => File::new(yml.bytes.clone(), PLAIN),
        };
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
