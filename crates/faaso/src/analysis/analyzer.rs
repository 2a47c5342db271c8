//! Keeps the document and what was made of it, so that an edit costs what it touches.
//!
//! Long because every question of the engine that needs what is kept of the last rendering is answered here.

use super::{Analysis, Delta, Entry, Rendering, Sign, Tree, What, made::Made, reasons};
use crate::{
    bundle::{Bundle, File, PLAIN},
    checks::{self, Facts, Templates},
    diagnostic::{Diagnostic, Place},
    funko::{self, Funko, Reading},
    lens::{self, Comparison},
    path::BundlePath,
    picture::Drawn,
    project::{FileId, FunkoEntry, Group, Project},
    text::{self, Span},
    trees::{self, Content, Failure, Outcome, Render, Verdict},
};
use crinja::{self, Budget, Class, Context, Error, Rendered, Trace};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    rc::Rc,
    sync::Arc,
};

/// A file costs something, however small it is: in bytes.
const PER_FILE: usize = 500;

/// The engine's memory: the document, the renderings it made, and its last answer.
#[derive(Debug, Default)]
pub struct Analyzer {
    project: Project,
    budget: Budget,
    /// Templates that hung an engine before this one: not rendered until they change.
    guilty: BTreeSet<FileId>,
    kept: BTreeMap<FileId, Kept>,
    templates: Templates,
    last: Analysis,
    pulse: Pulse,
    /// Another state of the document, and the build context that it makes.
    pinned: Option<Box<(Project, trees::Tree)>>,
}

/// Hears every few milliseconds of work that a rendering goes on.
#[derive(Clone, Default)]
struct Pulse(Option<Rc<dyn Fn()>>);

impl fmt::Debug for Pulse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pulse")
    }
}

/// A rendering and what it was made of.
#[derive(Debug)]
struct Kept {
    text: String,
    context: Context,
    outcome: Outcome,
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
    }

    /// Changes the document. `touches` says which files' renderings may differ by it.
    pub fn change(&mut self, change: impl FnOnce(&mut Project), touches: impl Fn(&FileId) -> bool) {
        self.guilty.retain(|file| !touches(file));
        change(&mut self.project);
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What became different since the last call. `signs` hears of all that takes time, before.
    pub fn analyse(&mut self, revision: u64, signs: &mut dyn FnMut(Sign<'_>)) -> Delta {
        let made = self.make(signs);
        let analysis = self.describe(revision, &made, signs);
        signs(Sign::Work(self.weight()));
        let delta = analysis.since(&self.last);
        self.kept.retain(|file, _| analysis.renderings.contains_key(file));
        self.last = analysis;
        delta
    }

    /// The Jinja2 lens on a file that FaaSO renders; none on any other, and on one that is not tried again.
    pub fn compare(&self, file: &FileId) -> Option<Comparison> {
        let kept = self.kept.get(file).filter(|_| !self.guilty.contains(file))?;
        Some(lens::compare(&kept.text, &kept.context, kept.outcome.as_deref()))
    }

    /// Where each stretch of a file's output comes from. None of a file that does not render, and where there is too much
    /// to trace. The text is left out: it is that of the rendering.
    pub fn trace(&self, file: &FileId) -> Option<Trace> {
        let kept = self.kept.get(file).filter(|_| !self.guilty.contains(file))?;
        let made = kept.outcome.as_ref().ok()?;
        let template = crinja::parse(&kept.text).ok()?;
        let trace = crinja::eval::trace(&template, &kept.context, &self.budget, self.pulse.0.clone()).ok()?;
        (trace.is_whole && trace.text == made.text).then(|| Trace { text: String::new(), ..trace })
    }

    /// Makes something else of the runtime, with its templates as they are parsed already. A file that hung an engine
    /// before this one isn't rendered.
    pub fn of_runtime<T>(&self, make: impl FnOnce(&Bundle, &mut Render<'_>) -> T) -> T {
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
        let made = self.make(&mut |_| {});
        let facts = Facts::gather(&self.project, &made.funko, &made.new_funko, made.shown(), &self.templates);
        checks::draw(&facts, self.pinned.as_ref().map(|pinned| &pinned.1))
    }

    /// What there is to go through, in bytes.
    fn weight(&self) -> usize {
        let files = self.project.runtime.files().map(|(_, file)| file.bytes.len() + PER_FILE);
        let own = self.project.own.values().map(|own| match own {
            FunkoEntry::File(file) => file.bytes.len() + PER_FILE,
            FunkoEntry::Removed => PER_FILE,
        });
        files.chain(own).sum()
    }

    /// Runs `faaso new` and `faaso export` on the document. `signs` as for [`Analyzer::analyse`].
    pub fn make(&mut self, signs: &mut dyn FnMut(Sign<'_>)) -> Made {
        let weight = self.weight();
        signs(Sign::Work(weight));
        let Analyzer { project, budget, guilty, kept, templates, last, pulse, .. } = self;
        templates.update(&project.runtime, guilty, &mut |file, bytes| signs(Sign::File(file, bytes)));
        signs(Sign::Work(weight));
        let mut render = |file: &FileId, text: &str, context: &Context| -> Outcome {
            if guilty.contains(file) {
                return Err(stopped());
            }
            if let Some(kept) = kept.get(file)
                && kept.text == text
                && kept.context == *context
            {
                return kept.outcome.clone();
            }
            signs(Sign::File(file, text.len()));
            let rendered = match templates.parsed(file) {
                Some(parsed) => parsed.and_then(|template| {
                    crinja::eval::render_watched(template, context, budget, pulse.0.clone())
                }),
                None => crinja::render(text, context, budget),
            };
            // laying the files over each other is nobody's fault
            signs(Sign::Work(weight));
            let outcome = rendered.map(Arc::new);
            let new = Kept { text: text.to_owned(), context: context.clone(), outcome: outcome.clone() };
            kept.insert(file.clone(), new);
            outcome
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

    fn describe(&self, revision: u64, made: &Made, signs: &mut dyn FnMut(Sign<'_>)) -> Analysis {
        let weight = self.weight();
        let mut work = || signs(Sign::Work(weight));
        work();
        let facts =
            Facts::gather(&self.project, &made.funko, &made.new_funko, &made.build_context, &self.templates);
        let text = |file: &FileId| {
            let source = facts.source(file)?;
            // of a funko.yml in UTF-16 as well
            let read = source.text.as_deref().map(str::to_owned);
            Some(read.unwrap_or_else(|| text::decode(&source.file.bytes).into_owned()))
        };
        let mut problems = checks::run(&facts, &mut work);
        for tree in [&made.new_funko, &made.build_context] {
            problems.extend(tree.failures.iter().map(|failure| failure.diagnostic(&text)));
            problems.extend(tree.clashes.iter().map(|clash| clash.diagnostic()));
        }
        // the name is nobody's yet
        let further = made.as_new.iter().flat_map(|tree| &tree.failures);
        let further = further.filter(|failure| !matches!(failure, Failure::Name { .. }));
        problems.extend(further.map(|failure| failure.diagnostic(&text)));
        if let Some((file, Reading { text, further, .. })) = facts.yml() {
            // each looks for its line: of a hundred thousand the first few will do
            let further = further.iter().take(100);
            problems.extend(further.map(|more| more.diagnostic(text, file.clone())));
        }
        work();
        checks::offer_fixes(&facts, &mut problems);
        work();
        sort(&mut problems);
        let places = |rule: &'static str| {
            let of_rule = problems.iter().filter(move |problem| problem.rule == rule);
            of_rule
                .filter_map(|problem| Some((&problem.place.as_ref()?.file, problem.place.as_ref()?.at?.span)))
        };
        let written = |(file, span): (&FileId, Span)| text(file).map(|text| span.of(&text).to_owned());
        let options_unused = places("option-unused").count();
        let options_missing: BTreeSet<String> = places("option-not-set").filter_map(written).collect();
        let truly = made.as_new.is_some().then_some(&made.build_context);
        Analysis {
            revision,
            renderings: self.renderings(revision, made, &problems),
            new_funko: self.tree(&made.new_funko, None, &problems),
            build_context: self.tree(made.shown(), truly, &problems),
            live: made.live.clone(),
            options_set: facts.yml.iter().flat_map(|r| &r.places.options).map(|o| o.key.clone()).collect(),
            options_used: facts.options_used(),
            options_unused,
            options_missing: options_missing.len(),
            problems,
        }
    }

    /// Every file that FaaSO renders, with its last good output. Where FaaSO does not come to rendering it (the
    /// `funko.yml` is broken, say), the reason stands at it.
    fn renderings(&self, revision: u64, made: &Made, problems: &[Diagnostic]) -> BTreeMap<FileId, Rendering> {
        let mut renderings = BTreeMap::new();
        for (path, output) in made.new_funko.files.iter().chain(&made.shown().files) {
            if let Content::Rendered(outcome) = &output.content {
                let file = &output.origin;
                let as_new = made.as_new.is_some() && file.group() == Group::Runtime;
                let rendering = self.rendering(revision, file, path, outcome, problems);
                renderings.insert(file.clone(), Rendering { as_new, ..rendering });
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

    fn rendering(
        &self,
        revision: u64,
        file: &FileId,
        output: &BundlePath,
        outcome: &Outcome,
        problems: &[Diagnostic],
    ) -> Rendering {
        let before = self.last.renderings.get(file);
        match outcome {
            Ok(rendered) => {
                let same = before.filter(|before| before.good.as_ref() == Some(rendered));
                Rendering {
                    output: output.clone(),
                    good: Some(rendered.clone()),
                    good_revision: same.map_or(revision, |before| before.good_revision),
                    error: None,
                    as_new: false,
                }
            }
            Err(_) => Rendering {
                output: output.clone(),
                good: before.and_then(|before| before.good.clone()),
                good_revision: before.map_or(0, |before| before.good_revision),
                error: problems
                    .iter()
                    .find(|p| {
                        p.rule == "template-error" && p.place.as_ref().is_some_and(|at| at.file == *file)
                    })
                    .cloned(),
                as_new: false,
            },
        }
    }

    /// `truly` is what FaaSO makes, where that is another tree than the one that is shown.
    fn tree(&self, tree: &trees::Tree, truly: Option<&trees::Tree>, problems: &[Diagnostic]) -> Tree {
        let mut entries: Vec<Entry> = tree
            .files
            .iter()
            .map(|(path, output)| {
                let (rendered, size, mode, broken) = match &output.content {
                    Content::Copied(file) => (false, file.bytes.len(), file.mode, false),
                    Content::Rendered(Ok(rendered)) => (true, rendered.text.len(), PLAIN, false),
                    Content::Rendered(Err(_)) => {
                        let size = last_good(&self.last, &output.origin).map_or(0, |good| good.text.len());
                        (true, size, PLAIN, true)
                    }
                };
                let replaces = output.replaced.last().cloned();
                let what = What::File { from: output.origin.clone(), rendered, replaces, size, mode, broken };
                Entry { path: path.clone(), what }
            })
            .collect();
        let folders = tree.empty_folders.iter();
        entries.extend(folders.map(|path| Entry { path: path.clone(), what: What::EmptyFolder }));
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        // what is said of it among the problems, with its place
        let said = |plain: Diagnostic| {
            let file = |problem: &Diagnostic| problem.place.as_ref().map(|place| place.file.clone());
            let same = |problem: &&Diagnostic| {
                problem.rule == plain.rule
                    && problem.message == plain.message
                    && file(problem) == file(&plain)
            };
            problems.iter().find(same).cloned().unwrap_or(plain)
        };
        let failure = match truly.unwrap_or(tree).verdict() {
            Verdict::Works => None,
            Verdict::Fails(failure) => Some(said(failure.diagnostic(&|_| None))),
            Verdict::Clash(clash) => Some(said(clash.diagnostic())),
        };
        Tree { entries, failure, as_new: truly.is_some() }
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

fn last_good<'a>(last: &'a Analysis, file: &FileId) -> Option<&'a Arc<Rendered>> {
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

/// The outcome of a template that is not tried again before it changes.
fn stopped() -> Error {
    Error {
        class: Class::Budget,
        message: "Rendering was stopped: this template takes too long. It's rendered again after a change to it or \
                  to funko.yml"
            .to_owned(),
        reported: None,
        span: Span::at(0),
        help: None,
    }
}

/// Errors first, then by file and place; the same thing said twice is said once.
fn sort(problems: &mut Vec<Diagnostic>) {
    let key = |problem: &Diagnostic| {
        let Place { file, at } = match &problem.place {
            Some(place) => place.clone(),
            None => return (problem.severity, None, 0, problem.rule.clone(), problem.message.clone()),
        };
        let start = at.map_or(0, |at| at.span.start);
        (
            problem.severity,
            Some((file.group(), file.path)),
            start,
            problem.rule.clone(),
            problem.message.clone(),
        )
    };
    problems.sort_by_cached_key(key);
    problems.dedup();
}
