//! Keeps the document and what was made of it, so that an edit costs what it touches.
//!
//! Long because every question of the engine that needs what is kept of the last rendering is answered here.

use super::{
    Analysis, Delta, Entry, Rendering, Sign, Tree, What,
    made::{Edited, Made},
    outcomes::{Outcomes, Pulse, Renderer, stopped},
    reasons,
};
use crate::{
    bundle::{Bundle, File, PLAIN},
    checks::{self, Cells, Facts, Known, Read, Templates},
    diagnostic::{Diagnostic, Severity},
    fate::is_of_scenario,
    funko::{self, Funko},
    lens::Seen,
    option_uses::OptionUse,
    path::BundlePath,
    picture::Drawn,
    project::{FileId, FunkoEntry, Group, Project, Side},
    remade::{Folder, Remade, remade},
    remote_build::{Blamed, Failure as BuildFailure},
    text,
    trees::{self, Content, Failure, Outcome, Output, Render, Verdict},
};
use crinja::{self, Budget, Context, Rendered, Trace};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

/// A file costs something, however small it is: in bytes.
const PER_FILE: usize = 500;

/// The engine's memory: the document, what was made of it, and the last answer.
#[derive(Default)]
pub struct Analyzer {
    pub(super) project: Project,
    budget: Budget,
    /// Templates that hung an engine before this one: not rendered until they change.
    pub(super) guilty: BTreeSet<FileId>,
    pulse: Pulse,
    pub(super) outcomes: Outcomes,
    pub(super) templates: Templates,
    /// None where the next edit is not one of texts alone: then all is made anew.
    pub(super) made: Option<Made>,
    pub(super) known: Known,
    pub(super) cells: Cells,
    pub(super) files: BTreeMap<FileId, Looked>,
    /// The templates that could not be rendered.
    failed: BTreeSet<FileId>,
    names: (String, String),
    /// What there is to go through, in bytes.
    pub(super) weight: usize,
    /// What is not as it was when the checks last looked.
    pub(super) changed: BTreeSet<Read>,
    touched: Touched,
    pub(super) last: Analysis,
    edited_texts: bool,
    /// Another state of the document, and the build context that it makes.
    pinned: Option<Box<(Project, trees::Tree)>>,
}

/// What of a document may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// More than files: one of the names that `faaso new` is given, or the folders without files.
    pub whole: bool,
    pub files: BTreeSet<FileId>,
}

/// A file as it was last looked at.
#[derive(PartialEq)]
pub struct Looked {
    pub bytes: Arc<[u8]>,
    pub mode: u16,
    pub live: bool,
    /// The file that makes it, of a live one; itself, where FaaSO writes it.
    pub made_by: Option<FileId>,
}

impl Touched {
    fn renders(&self, file: &FileId) -> bool {
        let yml = |id: &FileId| id.side == Side::Funko && id.path.as_str() == funko::FILE;
        self.whole || self.files.contains(file) || self.files.iter().any(yml)
    }
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analyzer").field("project", &self.project).finish_non_exhaustive()
    }
}

impl Analyzer {
    /// One whose renderings are heard of while they go on: `pulse` is called every few milliseconds of work.
    pub fn watched(pulse: Rc<dyn Fn()>) -> Analyzer {
        Analyzer::watched_by(Pulse(Some(pulse)))
    }

    fn watched_by(pulse: Pulse) -> Analyzer {
        Analyzer { pulse, ..Analyzer::default() }
    }

    /// Begins with a document. `known` is what its reader knows of it; the next answer is the difference.
    pub fn open(&mut self, project: Project, guilty: BTreeSet<FileId>, known: Analysis) {
        *self = Analyzer { project, guilty, last: known, pulse: self.pulse.clone(), ..Analyzer::default() };
    }

    /// Tries a file again that hung an engine before this one.
    pub fn retry(&mut self, file: &FileId) {
        self.guilty.remove(file);
        self.made = None;
    }

    /// Changes the document. `touched` says what of it may be another.
    pub fn change(&mut self, change: impl FnOnce(&mut Project), touched: Touched) {
        self.guilty.retain(|file| !touched.renders(file));
        change(&mut self.project);
        self.touched.whole |= touched.whole;
        self.touched.files.extend(touched.files);
    }

    /// The last answer was made in what there was before, and not of the whole.
    pub fn edited_texts(&self) -> bool {
        self.edited_texts
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What became different since the last call. `signs` hears of all that takes time, before.
    pub fn analyse(&mut self, revision: u64, signs: &mut dyn FnMut(Sign<'_>)) -> Delta {
        let touched = std::mem::take(&mut self.touched);
        let edited = self.edit_texts(&touched, signs);
        self.edited_texts = edited.is_some();
        match edited {
            Some(edited) => self.difference(revision, edited, signs),
            None => self.whole(revision, signs),
        }
    }

    fn difference(&mut self, revision: u64, edited: Edited, signs: &mut dyn FnMut(Sign<'_>)) -> Delta {
        let delta = self.describe_edited(revision, edited, signs);
        self.last.apply(delta.clone());
        delta
    }

    /// Makes everything anew, but for what hangs on nothing that has changed.
    fn whole(&mut self, revision: u64, signs: &mut dyn FnMut(Sign<'_>)) -> Delta {
        self.made = None;
        let project = &self.project;
        if self.names != (project.runtime_name.clone(), project.funko_name.clone()) {
            self.names = (project.runtime_name.clone(), project.funko_name.clone());
            self.cells = Cells::default();
            self.known = Known::default();
            self.files.clear();
        }
        let made = self.make(signs);
        self.look(&made);
        let facts = Facts::new(&self.project, &made, &self.known, &self.templates);
        let weight = self.weight;
        let changed = std::mem::take(&mut self.changed);
        self.cells.update(&facts, changed, &mut || signs(Sign::Work(weight)));
        signs(Sign::Work(weight));
        let analysis = self.describe(revision, &made);
        let delta = analysis.since(&self.last);
        self.outcomes.retain(|file| analysis.renderings.contains_key(file));
        let is_whole = made.as_new.is_none() && self.guilty.is_empty();
        let is_whole =
            is_whole && reasons::unreached(&self.project, [&made.new_funko, made.shown()]).next().is_none();
        self.last = analysis;
        self.made = is_whole.then_some(made);
        delta
    }

    /// Notes which files are not as when they were last looked at, and all that hangs on no single file.
    fn look(&mut self, made: &Made) {
        let Analyzer { project, known, templates, changed, files, failed: had_failed, .. } = self;
        known.read_ymls(&made.funko, &made.new_funko, changed);
        let mut makers: BTreeSet<&FileId> = BTreeSet::new();
        makers.extend(made.new_funko.files.values().map(|output| &output.origin));
        makers.extend(made.build_context.files.values().map(|output| &output.origin));
        let mut seen = BTreeMap::new();
        for (path, file) in project.runtime.files() {
            let id = FileId::runtime(path.clone());
            let made_by = makers.contains(&id).then(|| id.clone());
            seen.insert(id, Looked { bytes: file.bytes.clone(), mode: file.mode, live: false, made_by });
        }
        for (path, file) in made.funko.files() {
            let live = !project.own.contains_key(path);
            let made_by = made.new_funko.files.get(path).filter(|_| live).map(|output| output.origin.clone());
            let id = FileId::funko(path.clone());
            seen.insert(id, Looked { bytes: file.bytes.clone(), mode: file.mode, live, made_by });
        }
        for id in files.keys().filter(|id| !seen.contains_key(*id)) {
            known.look_at(id, None, None, changed);
        }
        for (id, looked) in seen.iter().filter(|(id, looked)| files.get(*id) != Some(*looked)) {
            let is_source = id.side == Side::Funko || !is_of_scenario(id.path.as_str());
            let file = File::new(looked.bytes.clone(), looked.mode);
            let template = templates.parsed(id).and_then(Result::ok);
            known.look_at(id, Some(&file).filter(|_| is_source), template, changed);
        }
        *files = seen;
        let failed: BTreeSet<FileId> =
            [Some(&made.new_funko), Some(&made.build_context), made.as_new.as_ref()]
                .into_iter()
                .flatten()
                .flat_map(|tree| &tree.failures)
                .filter_map(|failure| match failure {
                    Failure::Template { file, .. } => Some(file.clone()),
                    _ => None,
                })
                .collect();
        changed.extend(had_failed.symmetric_difference(&failed).cloned().map(Read::File));
        *had_failed = failed;
        known.look_at_dockerfile(&made.build_context, changed);
        templates.docker().forget_paths();
        changed.insert(Read::Shape);
    }

    /// What the Jinja2 lens looks at, of a file that FaaSO renders; none of any other, and of one that is not tried again.
    pub fn seen_by_lens(&self, file: &FileId) -> Option<Seen> {
        let outcome = self.outcomes.get(file).filter(|_| !self.guilty.contains(file))?;
        Some(Seen {
            template: text::decode(&self.project.file(file)?.bytes).into_owned(),
            context: Context::clone(self.outcomes.context(file.group())?.as_ref()),
            outcome: outcome.clone(),
        })
    }

    /// Where each stretch of a file's output comes from. None of a file that does not render, and where there is too much
    /// to trace. The text is left out: it is that of the rendering.
    pub fn trace(&self, file: &FileId) -> Option<Trace> {
        let outcome = self.outcomes.get(file).filter(|_| !self.guilty.contains(file))?;
        let made = outcome.as_ref().ok()?;
        let template = crinja::parse(&text::decode(&self.project.file(file)?.bytes)).ok()?;
        let context = self.outcomes.context(file.group())?;
        let trace = crinja::eval::trace(&template, context, &self.budget, self.pulse.0.clone()).ok()?;
        (trace.is_whole && trace.text == made.text).then(|| Trace { text: String::new(), ..trace })
    }

    /// Where the files of a build use options, in the order of files and texts.
    pub fn option_uses(&self) -> Vec<OptionUse> {
        let files = self.project.runtime.files().map(|(path, _)| FileId::runtime(path.clone()));
        let in_builds = files.filter(|id| id.group() == Group::Runtime);
        in_builds
            .filter_map(|id| Some(checks::option_uses(&id, self.templates.parsed(&id)?.ok()?)))
            .flatten()
            .collect()
    }

    /// Makes something else of the runtime, with its templates as they are parsed already. A file that hung an engine
    /// before this one isn't rendered.
    pub fn of_runtime<T>(&mut self, make: impl FnOnce(&Bundle, &mut Render<'_>) -> T) -> T {
        // nothing to do where the document was analysed
        self.templates.update(&self.project.runtime, &self.guilty, &mut |_, _| {});
        let mut render = |file: &FileId, text: &str, context: &Context| -> Outcome {
            if self.guilty.contains(file) {
                return Err(stopped());
            }
            let rendered = match self.templates.parsed(file) {
                Some(parsed) => parsed.and_then(|template| {
                    crinja::eval::render_watched(template, context, &self.budget, self.pulse.0.clone())
                }),
                None => crinja::render(text, context, &self.budget),
            };
            rendered.map(Arc::new)
        };
        make(&self.project.runtime, &mut render)
    }

    /// The picture of the build. `before` is the state whose build filled the cache; none where nothing is to be compared.
    pub fn picture(&mut self, before: Option<Project>) -> Drawn {
        let known = self.pinned.take();
        self.pinned = before.map(|project| match known {
            Some(known) if known.0 == project => known,
            _ => {
                let guilty = self.guilty.clone();
                let mut other = Analyzer { project, guilty, ..Analyzer::watched_by(self.pulse.clone()) };
                let made = other.make(&mut |_| {});
                let tree = made.as_new.unwrap_or(made.build_context);
                Box::new((other.project, tree))
            }
        });
        let mut made = self.make(&mut |_| {});
        // as it is shown
        if let Some(shown) = made.as_new.take() {
            made.build_context = shown;
        }
        let facts = Facts::new(&self.project, &made, &self.known, &self.templates);
        checks::draw(&facts, self.pinned.as_ref().map(|pinned| &pinned.1))
    }

    /// Where the document can be changed so that a build that failed at a server doesn't fail again. `sent` is the Dockerfile
    /// that was built there.
    pub fn blame(&mut self, failure: &BuildFailure, sent: &str) -> Blamed {
        let made = self.make(&mut |_| {});
        let facts = Facts::new(&self.project, &made, &self.known, &self.templates);
        checks::blame(&facts, failure, sent)
    }

    /// What FaaSO makes otherwise than of another state: first the build's folder, then a new funko's.
    pub fn remade(&mut self, before: Project) -> Vec<Remade> {
        let guilty = self.guilty.clone();
        let mut other = Analyzer { project: before, guilty, ..Analyzer::watched_by(self.pulse.clone()) };
        let (old, new) = (other.make(&mut |_| {}), self.make(&mut |_| {}));
        let mut all = remade(Folder::BuildContext, old.shown(), new.shown());
        all.extend(remade(Folder::NewFunko, &old.new_funko, &new.new_funko));
        all
    }

    /// Runs `faaso new` and `faaso export` on the document. `signs` as for [`Analyzer::analyse`].
    pub fn make(&mut self, signs: &mut dyn FnMut(Sign<'_>)) -> Made {
        let files = self.project.runtime.files().map(|(_, file)| file.bytes.len() + PER_FILE);
        let own = self.project.own.values().map(|own| match own {
            FunkoEntry::File(file) => file.bytes.len() + PER_FILE,
            FunkoEntry::Removed => PER_FILE,
        });
        let weight = files.chain(own).sum();
        self.weight = weight;
        signs(Sign::Work(weight));
        let Analyzer { project, budget, guilty, outcomes, templates, last, pulse, changed, .. } = self;
        templates.update(&project.runtime, guilty, &mut |file, bytes| {
            outcomes.forget(file);
            signs(Sign::File(file, bytes));
        });
        signs(Sign::Work(weight));
        let with = Renderer { templates, guilty, budget, pulse };
        let mut begun = BTreeSet::new();
        let mut render = |file: &FileId, text: &str, context: &Context| -> Outcome {
            if begun.insert(file.group()) {
                outcomes.set_context(file.group(), context, templates);
            }
            outcomes.of(file, text, with, weight, changed, signs)
        };
        let name = &project.runtime_name;
        let new_funko = trees::new_funko(Some(&project.runtime), name, &project.funko_name, &mut render);
        let live = live_files(&new_funko, last);
        let funko = lay_over(&live, &project.own);
        let build_context = trees::build_context(Some(&project.runtime), &funko, &mut render);
        let as_new = match build_context.failures.first() {
            Some(Failure::YmlMissing) => as_new(project, &new_funko, &funko, &mut render),
            _ => None,
        };
        Made { new_funko, live, funko, build_context, as_new }
    }

    /// What renders, for a change of texts.
    pub(super) fn render_one(&mut self, file: &FileId, signs: &mut dyn FnMut(Sign<'_>)) -> Option<Outcome> {
        let Analyzer { project, budget, guilty, outcomes, templates, pulse, changed, weight, .. } = self;
        outcomes.context(file.group())?;
        let bytes = &project.file(file)?.bytes;
        let with = Renderer { templates, guilty, budget, pulse };
        Some(outcomes.of(file, &text::decode(bytes), with, *weight, changed, signs))
    }

    fn describe(&self, revision: u64, made: &Made) -> Analysis {
        let problems: Vec<Diagnostic> =
            self.cells.places().flat_map(|place| self.cells.problems(place)).collect();
        let truly = made.as_new.is_some().then_some(&made.build_context);
        let facts = Facts::new(&self.project, made, &self.known, &self.templates);
        Analysis {
            revision,
            renderings: self.renderings(revision, made, &problems),
            new_funko: self.tree(&made.new_funko, None),
            build_context: self.tree(made.shown(), truly),
            live: made.live.clone(),
            options_set: self.options_set(),
            options_used: facts.options_used(),
            options_unused: self.cells.options_unused(),
            options_missing: self.cells.options_missing(),
            problems,
        }
    }

    pub(super) fn options_set(&self) -> Vec<String> {
        self.known.yml().iter().flat_map(|it| &it.places.options).map(|option| option.key.clone()).collect()
    }

    /// Every file that FaaSO renders, with its last good output. Where FaaSO does not come to rendering it (the
    /// `funko.yml` is broken, say), the reason stands at it.
    fn renderings(&self, revision: u64, made: &Made, problems: &[Diagnostic]) -> BTreeMap<FileId, Rendering> {
        let mut renderings = BTreeMap::new();
        for (path, output) in made.new_funko.files.iter().chain(&made.shown().files) {
            if let Some(rendering) = self.rendering(revision, path, output) {
                let as_new = made.as_new.is_some() && output.origin.group() == Group::Runtime;
                renderings.insert(output.origin.clone(), Rendering { as_new, ..rendering });
            }
        }
        for (file, output) in reasons::unreached(&self.project, [&made.new_funko, made.shown()]) {
            let before = self.last.renderings.get(&file);
            let rendering = Rendering {
                output,
                good: before.and_then(|before| before.good.clone()),
                good_revision: before.map_or(0, |before| before.good_revision),
                error: Some(reasons::reason(&file, made, problems)),
                as_new: false,
            };
            renderings.insert(file, rendering);
        }
        renderings
    }

    /// None of what is copied.
    pub(super) fn rendering(&self, revision: u64, path: &BundlePath, output: &Output) -> Option<Rendering> {
        let Content::Rendered(outcome) = &output.content else { return None };
        let file = &output.origin;
        let before = self.last.renderings.get(file);
        Some(match outcome {
            Ok(rendered) => {
                let same = before.filter(|before| before.good.as_ref() == Some(rendered));
                Rendering {
                    output: path.clone(),
                    good: Some(rendered.clone()),
                    good_revision: same.map_or(revision, |before| before.good_revision),
                    error: None,
                    as_new: false,
                }
            }
            Err(_) => Rendering {
                output: path.clone(),
                good: before.and_then(|before| before.good.clone()),
                good_revision: before.map_or(0, |before| before.good_revision),
                error: self.cells.template_error(file).cloned(),
                as_new: false,
            },
        })
    }

    /// `truly` is what FaaSO makes, where that is another tree than the one that is shown.
    fn tree(&self, tree: &trees::Tree, truly: Option<&trees::Tree>) -> Tree {
        let files = tree.files.iter();
        let mut entries: Vec<Entry> =
            files.map(|(path, output)| Entry { path: path.clone(), what: self.what(output) }).collect();
        let folders = tree.empty_folders.iter();
        entries.extend(folders.map(|path| Entry { path: path.clone(), what: What::EmptyFolder }));
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Tree { entries, failure: self.failure(truly.unwrap_or(tree)), as_new: truly.is_some() }
    }

    pub(super) fn what(&self, output: &Output) -> What {
        let (rendered, size, mode, broken) = match &output.content {
            Content::Copied(file) => (false, file.bytes.len(), file.mode, false),
            Content::Rendered(Ok(rendered)) => (true, rendered.text.len(), PLAIN, false),
            Content::Rendered(Err(_)) => {
                let size = last_good(&self.last, &output.origin).map_or(0, |good| good.text.len());
                (true, size, PLAIN, true)
            }
        };
        let replaces = output.replaced.last().cloned();
        What::File { from: output.origin.clone(), rendered, replaces, size, mode, broken }
    }

    /// Why FaaSO cannot make the whole of a tree.
    pub(super) fn failure(&self, tree: &trees::Tree) -> Option<Diagnostic> {
        let plain = match tree.verdict() {
            Verdict::Works => return None,
            Verdict::Fails(failure) => failure.diagnostic(&|_| None),
            Verdict::Clash(clash) => clash.diagnostic(),
        };
        // what is said of it among the problems, with its place
        let place = checks::place_of(&plain);
        debug_assert!(place.0 == Severity::Error);
        let said = self.cells.problems(&place);
        let same = |problem: &Diagnostic| problem.rule == plain.rule && problem.message == plain.message;
        Some(said.into_iter().find(same).unwrap_or(plain))
    }
}

/// The build context with the `funko.yml` that `faaso new` would give: the template's or, where it has none, one of
/// name and runtime alone. None where the template has one that FaaSO cannot make or read.
fn as_new(
    project: &Project,
    new_funko: &trees::Tree,
    funko: &Bundle,
    render: &mut Render<'_>,
) -> Option<trees::Tree> {
    let described = match new_funko.files.get(funko::FILE) {
        Some(output) => funko::read(&output.file()?.bytes).funko.ok()?,
        None => Funko {
            name: trees::funko_name(&project.funko_name).to_owned(),
            runtime: Some(project.runtime_name.clone()),
            options: Vec::new(),
        },
    };
    Some(trees::described_context(&described, Some(&project.runtime), funko, render))
}

pub(super) fn last_good<'a>(last: &'a Analysis, file: &FileId) -> Option<&'a Arc<Rendered>> {
    last.renderings.get(file)?.good.as_ref()
}

/// What `faaso new` makes; a file whose template is broken right now stays as it last was.
fn live_files(new_funko: &trees::Tree, last: &Analysis) -> BTreeMap<BundlePath, File> {
    let mut live = BTreeMap::new();
    for (path, output) in &new_funko.files {
        let stale = || last_good(last, &output.origin).map(|good| File::new(good.text.as_bytes(), PLAIN));
        if let Some(file) = output.file().or_else(stale) {
            // an unchanged file keeps its bytes' address, so comparing it later costs nothing
            let before = last.live.get(path).filter(|before| **before == file);
            live.insert(path.clone(), before.cloned().unwrap_or(file));
        }
    }
    live
}

/// The funko as the author has it. Where one of the author's files and a live one cannot both be, the author's is.
fn lay_over(live: &BTreeMap<BundlePath, File>, own: &BTreeMap<BundlePath, FunkoEntry>) -> Bundle {
    let mut funko = Bundle::new();
    for (path, own) in own {
        if let FunkoEntry::File(file) = own {
            // two of the author's own files can clash only by an edit that the page refuses
            let _ = funko.put(path.clone(), file.clone());
        }
    }
    for (path, file) in live {
        if !own.contains_key(path) {
            // in the way of an own file: that one is the author's will
            let _ = funko.put(path.clone(), file.clone());
        }
    }
    funko
}
