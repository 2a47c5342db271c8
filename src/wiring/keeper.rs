//! What all that keeps the projects shares. What it does stands in `keeping`, `opening`, `loss`, `tabs` and `backup`.

use crate::{
    platform::{channel::Channel, locks::Held, storage::Storage},
    state::Workbench,
};
use faaso::records::ProjectId;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

/// Everything that is kept goes through here. Cheap to clone.
#[derive(Clone)]
pub struct Keeper(pub(super) Rc<Inner>);

pub(super) struct Inner {
    pub(super) bench: Workbench,
    pub(super) storage: Storage,
    pub(super) channel: RefCell<Option<Channel>>,
    pub(super) lock: RefCell<Option<(ProjectId, Held)>>,
    pub(super) writing: Cell<bool>,
    /// A write will begin soon.
    pub(super) waiting: Cell<bool>,
    pub(super) asked: Cell<bool>,
    /// How many writes in a row were done and yet not to be read back.
    pub(super) repairs: Cell<u32>,
    /// The project whose mark is to be taken away once it is shown.
    pub(super) opening: Cell<Option<ProjectId>>,
    /// Projects with such a mark, when the list was read last.
    pub(super) marked: RefCell<BTreeSet<ProjectId>>,
}
