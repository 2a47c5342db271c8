//! What a click asks of the engine and of what keeps the projects.

use super::keeper::Keeper;
use crate::{
    engine::{
        client::{Document, Engine},
        jobs::Refusal,
        messages::{Export, Exported, Rule},
    },
    platform::{address, offline::Offline},
    state::Workbench,
};
use faaso::{archive::Arrival, links};
use leptos::prelude::*;

/// The engine, for what is asked of it by a click.
#[derive(Clone, Copy)]
pub struct Wiring {
    pub(super) bench: Workbench,
    pub(super) engine: StoredValue<Engine, LocalStorage>,
    pub(super) keeper: StoredValue<Keeper, LocalStorage>,
    pub(super) offline: StoredValue<Option<Offline>, LocalStorage>,
    /// What was kept is there, or is known not to be: edits are safe from now on.
    pub ready: RwSignal<bool>,
}

impl Wiring {
    /// Makes a zip of the document as it is now.
    pub fn export(&self, what: Export, reply: impl FnOnce(Result<Exported, Refusal>) + 'static) {
        self.with_newest(|engine| engine.export(what, reply));
    }

    /// The engine, which has the document as it is now before it does what is asked.
    pub(super) fn with_newest(&self, ask: impl FnOnce(&Engine)) {
        self.engine.with_value(|engine| {
            engine.update(document(self.bench));
            ask(engine);
        });
    }

    /// What is to be said about a rule.
    pub fn explain(&self, rule: String, reply: impl FnOnce(Result<Option<Rule>, Refusal>) + 'static) {
        self.engine.with_value(|engine| engine.explain(rule, reply));
    }

    /// What keeps the projects.
    pub fn keeper(&self) -> Keeper {
        self.keeper.get_value()
    }

    /// A link that holds the document as it is now. That of a bundled runtime as it comes only names it.
    pub fn share(&self, reply: impl FnOnce(Result<String, Refusal>) + 'static) {
        if let Some(name) = self.bench.workspace.untouched() {
            return reply(Ok(address::with_fragment(&links::to_runtime(&name))));
        }
        self.with_newest(|engine| {
            let link = |link: String| address::with_fragment(&format!("{}={link}", links::SHARE));
            engine.share(move |result| reply(result.map(link)))
        });
    }

    /// Reads a zip.
    pub fn import(
        &self,
        name: String,
        bytes: Vec<u8>,
        reply: impl FnOnce(Result<Arrival, Refusal>) + 'static,
    ) {
        self.engine.with_value(|engine| engine.import(name, bytes, reply));
    }
}

pub(super) fn document(bench: Workbench) -> Document {
    let w = bench.workspace;
    Document { opened: w.opened_now(), revision: w.revision_now(), project: w.project_now() }
}
