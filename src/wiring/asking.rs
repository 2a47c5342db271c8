//! What a click asks of the engine and of what keeps the projects.

use super::{folders::Folders, keeper::Keeper};
use crate::{
    engine::{
        client::{Document, Engine},
        jobs::{At, Ground, Job, Refusal, Share},
    },
    platform::{address, dom, offline::Offline},
    state::Workbench,
};
use faaso::links;
use leptos::prelude::*;

/// The engine, for what is asked of it by a click.
#[derive(Clone, Copy)]
pub struct Wiring {
    pub(super) bench: Workbench,
    pub(super) engine: StoredValue<Engine, LocalStorage>,
    /// None before the first question to it.
    pub(super) workshop: StoredValue<Option<Engine>, LocalStorage>,
    pub(super) keeper: StoredValue<Keeper, LocalStorage>,
    pub(super) folders: StoredValue<Folders, LocalStorage>,
    pub(super) offline: StoredValue<Option<Offline>, LocalStorage>,
    /// Who owns what [`Wiring::follow`] sets going; None once it has.
    pub(super) later: StoredValue<Option<Owner>>,
    /// What was kept is there, or is known not to be: edits are safe from now on.
    pub ready: RwSignal<bool>,
}

impl Wiring {
    /// Asks the Worker that answers such a question; the answer is about the document as it is now.
    pub fn ask<J: Job>(&self, job: J) -> impl Future<Output = Result<J::Answer, Refusal>> + use<J> {
        let (worker, ground) = match J::AT {
            At::Engine => {
                self.update();
                (self.engine.get_value(), None)
            }
            At::Workshop => (self.workshop(), Some(Ground::default())),
            At::WorkshopWithDocument => {
                let guilty = self.engine.with_value(Engine::guilty);
                (self.workshop(), Some(Ground { project: self.bench.workspace.project_now(), guilty }))
            }
        };
        worker.ask(job, ground)
    }

    /// The workshop will be asked something soon: it is fetched and started while the author still chooses.
    pub fn expect_errand(&self) {
        self.workshop();
    }

    /// A Worker for what is asked now and then, fetched when it is first asked. Who asked hears when it fails.
    fn workshop(&self) -> Engine {
        if let Some(workshop) = self.workshop.get_value() {
            return workshop;
        }
        let workshop = Engine::start(dom::meta("workshop").unwrap_or_default(), |_| {});
        self.workshop.set_value(Some(workshop.clone()));
        workshop
    }

    /// Gives the engine the document as it is now.
    pub(super) fn update(&self) {
        self.engine.with_value(|engine| engine.update(document(self.bench)));
    }

    /// What keeps the projects.
    pub fn keeper(&self) -> Keeper {
        self.keeper.get_value()
    }

    /// What reads and writes the folder on this computer.
    pub fn folders(&self) -> Folders {
        self.folders.get_value()
    }

    /// A link that holds the document as it is now. That of a bundled runtime as it comes only names it.
    pub async fn share(self) -> Result<String, Refusal> {
        if let Some(name) = self.bench.workspace.untouched() {
            return Ok(address::with_fragment(&links::to_runtime(&name)));
        }
        let link = self.ask(Share).await?;
        Ok(address::with_fragment(&format!("{}={link}", links::SHARE)))
    }
}

pub(super) fn document(bench: Workbench) -> Document {
    let w = bench.workspace;
    Document { opened: w.opened_now(), revision: w.revision_now(), project: w.project_now() }
}
