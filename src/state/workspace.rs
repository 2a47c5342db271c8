//! The document, its history, and what the engine makes of it. Read here; written in `actions` only.

pub use super::tally::Counts;
use super::{
    last_edit::{Also, Draft, Early},
    tally::Tally,
    traced::Traced,
};
use faaso::{
    analysis::{Analysis, What},
    bundle::{Bundle, File},
    diagnostic::{Diagnostic, Severity},
    funko,
    history::History,
    lens::Comparison,
    option_uses::OptionUse,
    picture::Drawn,
    project::{FileId, FunkoEntry, Group, Project, Side},
    records::ProjectId,
    runtime_name,
};
use reactive_graph::{computed::Memo, owner::StoredValue, signal::RwSignal, traits::*};
use std::{collections::BTreeMap, sync::Arc};

/// The name of a new funko.
pub const FUNKO_NAME: &str = "hello";

/// A runtime that comes with the designer.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundled {
    /// What FaaSO calls it.
    pub name: String,
    /// What it is for, in one line.
    pub about: String,
    /// The language a funko is written in, the image it ships on, and the options it takes.
    pub facts: [String; 3],
    pub files: Bundle,
}

/// Whether the engine answers: `Ready` from its first answer on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EngineState {
    #[default]
    Starting,
    Ready,
    /// It was silent, over this file if it is known, and was started afresh.
    Restarted {
        guilty: Option<FileId>,
        /// The document's revision then: an answer for a later one shows that all is well.
        at: u64,
    },
    /// Nothing is rendered any more; why.
    Failed(String),
}

/// Where the document stands with the storage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// The storage has confirmed everything.
    #[default]
    Saved,
    /// Something is not confirmed yet.
    Saving,
    /// The storage refused; why.
    NotSaved(String),
}

/// Which of the runtimes to choose from is open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    /// A bundled runtime as it comes, by name.
    Bundled(String),
    /// Another project of this browser.
    Project(ProjectId),
    /// The document itself: a runtime of the author's own.
    FunkoEntry,
}

/// Where a file of the funko comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// As the template makes it.
    Live,
    /// The template makes one too; this is the author's.
    Edited,
    /// The author's alone.
    FunkoEntry,
    /// The template makes it, the author took it out.
    Removed,
}

/// The signals. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Workspace {
    pub(super) document: RwSignal<Project>,
    pub(super) history: RwSignal<History>,
    /// Grows with every edit, undo and redo.
    pub(super) revision: RwSignal<u64>,
    /// Grows when a file may have come or gone, or come from elsewhere: a key in a text does not make it grow.
    pub(super) shape: RwSignal<u64>,
    /// Changes when problems do.
    pub(super) tally: RwSignal<Tally>,
    pub(super) analysis: RwSignal<Analysis>,
    /// The last picture of the build, or why there is none, and of which project.
    pub(super) drawn: RwSignal<Option<(u64, Result<Drawn, String>)>>,
    /// Where the templates use options, last time that was asked for, and in which project.
    pub(super) option_uses: RwSignal<(u64, Vec<OptionUse>)>,
    /// What the Jinja2 lens last saw, and of which file.
    pub(super) comparison: RwSignal<Option<(FileId, Comparison)>>,
    pub(super) traced: RwSignal<Option<Arc<Traced>>>,
    /// What else the last edit changes.
    pub(super) also: RwSignal<Option<Also>>,
    /// The output that was typed into, until the engine has made it.
    pub(super) draft: RwSignal<Option<Draft>>,
    /// What the file in view makes, until the engine has said it.
    pub(super) early: RwSignal<Option<Early>>,
    /// The revision at which the project was opened: it grows with each that is.
    pub(super) opened: RwSignal<u64>,
    pub(super) engine: RwSignal<EngineState>,
    /// The engine is still at what was typed a while ago.
    pub(super) late: RwSignal<bool>,
    pub(super) saving: RwSignal<Saving>,
    bundled: StoredValue<Arc<[Bundled]>>,
    choice: Memo<Choice>,
    name: Memo<String>,
}

impl Workspace {
    pub(super) fn new(bundled: Vec<Bundled>, open: &str) -> Self {
        let first = bundled
            .iter()
            .find(|runtime| runtime.name == open)
            .map(|runtime| fresh(runtime, FUNKO_NAME))
            .unwrap_or_default();
        let document = RwSignal::new(first);
        let analysis = RwSignal::new(Analysis::default());
        let bundled: StoredValue<Arc<[Bundled]>> = StoredValue::new(bundled.into());
        let choice = Memo::new(move |_| {
            document.with(|project| match bundled.with_value(|all| pristine(all, project)) {
                Some(name) => Choice::Bundled(name),
                None => Choice::FunkoEntry,
            })
        });
        let name = Memo::new(move |_| document.with(name_of));
        Workspace {
            document,
            history: RwSignal::new(History::default()),
            // of a document that the engine has said nothing of yet: its own begins with 0
            revision: RwSignal::new(1),
            shape: RwSignal::new(0),
            tally: RwSignal::new(Tally::default()),
            analysis,
            drawn: RwSignal::new(None),
            option_uses: RwSignal::new((0, Vec::new())),
            comparison: RwSignal::new(None),
            traced: RwSignal::new(None),
            also: RwSignal::new(None),
            draft: RwSignal::new(None),
            early: RwSignal::new(None),
            opened: RwSignal::new(1),
            engine: RwSignal::new(EngineState::default()),
            late: RwSignal::new(false),
            saving: RwSignal::new(Saving::default()),
            bundled,
            choice,
            name,
        }
    }

    /// The picture of the build, or why there is none; nothing where it was not drawn yet.
    pub fn drawn(&self) -> Option<Result<Drawn, String>> {
        let opened = self.opened();
        self.drawn.get().filter(|(of, _)| *of == opened).map(|(_, drawn)| drawn)
    }

    /// Where the templates use options, as far as that was asked for.
    pub fn with_option_uses<T>(&self, look: impl FnOnce(&[OptionUse]) -> T) -> T {
        let opened = self.opened();
        self.option_uses.with(|(of, uses)| look(if *of == opened { uses } else { &[] }))
    }

    pub fn comparison(&self) -> Option<(FileId, Comparison)> {
        self.comparison.get()
    }

    pub fn bundled(&self) -> Arc<[Bundled]> {
        self.bundled.get_value()
    }

    pub fn revision(&self) -> u64 {
        self.revision.get()
    }

    /// Changes when a file may have come or gone, or come from elsewhere, and with the names. Not with a key in a text.
    pub fn shape(&self) -> u64 {
        self.shape.get()
    }

    /// The document as it is. Cheap: files are shared.
    pub fn project(&self) -> Project {
        self.document.get()
    }

    /// As [`Workspace::revision`], without being told of the next one.
    pub fn revision_now(&self) -> u64 {
        self.revision.get_untracked()
    }

    /// As [`Workspace::project`], without being told of the next one.
    pub fn project_now(&self) -> Project {
        self.document.get_untracked()
    }

    pub fn with_project<T>(&self, read: impl FnOnce(&Project) -> T) -> T {
        self.document.with(read)
    }

    /// Which runtime of the picker is open.
    pub fn choice(&self) -> Choice {
        self.choice.get()
    }

    /// The bundled runtime that the project is, with nothing of its author's in it; not told of a change.
    pub fn untouched(&self) -> Option<String> {
        match self.choice.get_untracked() {
            Choice::Bundled(name) => {
                let new = self.document.with_untracked(|project| project.funko_name == FUNKO_NAME);
                new.then_some(name)
            }
            Choice::Project(_) | Choice::FunkoEntry => None,
        }
    }

    pub fn with_analysis<T>(&self, read: impl FnOnce(&Analysis) -> T) -> T {
        self.analysis.with(read)
    }

    pub fn engine(&self) -> EngineState {
        self.engine.get()
    }

    pub fn saving(&self) -> Saving {
        self.saving.get()
    }

    /// As [`Workspace::saving`], without being told of the next one.
    pub fn saving_now(&self) -> Saving {
        self.saving.get_untracked()
    }

    pub fn can_undo(&self) -> bool {
        self.history.with(History::can_undo)
    }

    pub fn can_redo(&self) -> bool {
        self.history.with(History::can_redo)
    }

    pub(super) fn can_undo_now(&self) -> bool {
        self.history.with_untracked(History::can_undo)
    }

    pub(super) fn can_redo_now(&self) -> bool {
        self.history.with_untracked(History::can_redo)
    }

    /// The document, for what only changes when [`Workspace::shape`] does.
    pub fn with_files<T>(&self, read: impl FnOnce(&Project) -> T) -> T {
        self.shape();
        self.document.with_untracked(read)
    }

    /// What the engine said is about the document as it is now.
    pub fn is_fresh(&self) -> bool {
        self.analysis.with(|analysis| analysis.revision) == self.revision.get()
    }

    /// The project was opened and is as it was then, and the engine is at it; not told of a change.
    pub fn awaits_first_output(&self) -> bool {
        let opened = self.opened.get_untracked();
        let works = !matches!(*self.engine.read_untracked(), EngineState::Failed(_));
        let answered = self.analysis.with_untracked(|analysis| analysis.revision);
        works && self.revision.get_untracked() == opened && answered < opened
    }

    /// What the engine said is about the project that is open, if not about its newest text.
    pub fn is_of_this_project(&self) -> bool {
        self.analysis.with(|analysis| analysis.revision) >= self.opened.get()
    }

    /// The engine is still at what was typed a while ago, so what is shown is older.
    pub fn is_late(&self) -> bool {
        self.late.get()
    }

    /// The file as the page shows it: the document's, or a live one as the template makes it.
    pub fn file(&self, id: &FileId) -> Option<File> {
        let own = self.document.with(|project| match (id.side, project.own.get(&id.path)) {
            (Side::Funko, Some(FunkoEntry::Removed)) => Some(None),
            _ => project.file(id).cloned().map(Some),
        });
        match own {
            Some(file) => file,
            None if id.side == Side::Funko => {
                self.analysis.with(|analysis| analysis.live.get(&id.path).cloned())
            }
            None => None,
        }
    }

    /// A file of the funko that is as the template makes it.
    pub fn is_live(&self, id: &FileId) -> bool {
        self.origin(id) == Some(Origin::Live)
    }

    /// Where a file of the funko comes from; none for a runtime's, and when there is no such file.
    pub fn origin(&self, id: &FileId) -> Option<Origin> {
        if id.side != Side::Funko {
            return None;
        }
        self.shape.track();
        let made = self.makes(id);
        self.document.with_untracked(|project| match project.own.get(&id.path) {
            Some(FunkoEntry::Removed) => Some(Origin::Removed),
            Some(FunkoEntry::File(_)) if made => Some(Origin::Edited),
            Some(FunkoEntry::File(_)) => Some(Origin::FunkoEntry),
            None => made.then_some(Origin::Live),
        })
    }

    /// The template makes a file of that path.
    fn makes(&self, id: &FileId) -> bool {
        self.analysis.with_untracked(|analysis| {
            let entries = &analysis.new_funko.entries;
            let new = || entries.binary_search_by(|entry| entry.path.cmp(&id.path)).ok();
            analysis.live.contains_key(&id.path)
                || new().is_some_and(|at| matches!(entries[at].what, What::File { .. }))
        })
    }

    /// Changes whenever another project is opened.
    pub fn opened(&self) -> u64 {
        self.opened.get()
    }

    /// As [`Workspace::opened`], without being told of the next one.
    pub fn opened_now(&self) -> u64 {
        self.opened.get_untracked()
    }

    /// Problems of the whole project.
    pub fn problems(&self) -> Vec<Diagnostic> {
        self.with_problems(<[Diagnostic]>::to_vec)
    }

    /// As [`Workspace::problems`], without copying them.
    pub fn with_problems<T>(&self, read: impl FnOnce(&[Diagnostic]) -> T) -> T {
        self.tally.track();
        self.analysis.with_untracked(|analysis| read(&analysis.problems))
    }

    /// The problems of one file, errors first.
    pub fn with_problems_of<T>(
        &self,
        id: &FileId,
        read: impl FnOnce(&mut dyn Iterator<Item = &Diagnostic>) -> T,
    ) -> T {
        self.tally.track();
        let at = |severity: Severity| (severity, Some((id.group(), id.path.clone())));
        self.analysis.with_untracked(|analysis| {
            let of = |severity| analysis.problems_at(&at(severity)).iter();
            read(&mut of(Severity::Error).chain(of(Severity::Warning)))
        })
    }

    /// FaaSO would make this file with another runtime than the one that is open, as Problems says.
    pub fn has_other_runtime(&self, id: &FileId) -> bool {
        self.document.with(|project| {
            let ours = project.runtime_name.as_str();
            let named = || match (id.group(), project.own.get(funko::FILE)) {
                (Group::Template, _) => None,
                (_, Some(FunkoEntry::File(yml))) => funko::read(&yml.bytes).funko.ok()?.runtime,
                _ => None,
            };
            runtime_name::is_built_in(ours)
                || named().is_some_and(|named| !named.is_empty() && !runtime_name::is_same(&named, ours))
        })
    }

    /// How many of them there are.
    pub fn counts(&self) -> Counts {
        self.tally.with(Tally::all)
    }

    /// Problems of one file.
    pub fn counts_of(&self, id: &FileId) -> Counts {
        self.tally.with(|tally| tally.of(id))
    }

    /// The funko's name: what its own `funko.yml` says, else what `faaso new` was given.
    pub fn funko_name(&self) -> String {
        self.name.get()
    }
}

/// A project with this runtime and a new funko.
pub(super) fn fresh(runtime: &Bundled, funko_name: &str) -> Project {
    Project {
        runtime_name: runtime.name.clone(),
        runtime: runtime.files.clone(),
        funko_name: funko_name.to_owned(),
        own: BTreeMap::new(),
    }
}

/// The bundled runtime that a project is, when nothing in it was changed.
pub(super) fn pristine(bundled: &[Bundled], project: &Project) -> Option<String> {
    let same = |runtime: &&Bundled| {
        project.own.is_empty() && runtime.name == project.runtime_name && runtime.files == project.runtime
    };
    bundled.iter().find(same).map(|runtime| runtime.name.clone())
}

fn name_of(project: &Project) -> String {
    let own = match project.own.get(funko::FILE) {
        Some(FunkoEntry::File(file)) => funko::name_in(&file.bytes),
        _ => None,
    };
    own.unwrap_or_else(|| project.funko_name.clone())
}
