//! Keeps the document and what was made of it, so that an edit costs what it touches.

use super::{Analysis, Delta, Entry, Rendering, Tree, What};
use crate::{
    bundle::{Bundle, File, PLAIN},
    checks::{self, Facts, Templates},
    diagnostic::{Diagnostic, Place},
    funko::Reading,
    lens::{self, Comparison},
    path::BundlePath,
    project::{FileId, Group, Own, Project},
    text::{self, Span},
    trees::{self, Content, Failure, Outcome, Verdict},
};
use crinja::{self, Budget, Class, Context, Error, Rendered};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

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
}

/// A rendering and what it was made of.
#[derive(Debug)]
struct Kept {
    text: String,
    context: Context,
    outcome: Outcome,
}

/// What FaaSO makes of the document, whole.
pub struct Made {
    pub new_funko: trees::Tree,
    /// The funko's files that come from the template. One that does not render now is as it last was.
    pub live: BTreeMap<BundlePath, File>,
    /// The funko: live files and the author's own over them.
    pub funko: Bundle,
    pub build_context: trees::Tree,
}

impl Analyzer {
    /// Begins with a document. `known` is what its reader knows of it; the next answer is the difference.
    pub fn open(&mut self, project: Project, guilty: BTreeSet<FileId>, known: Analysis) {
        *self = Analyzer { project, guilty, last: known, ..Analyzer::default() };
    }

    /// Changes the document. `touches` says which files' renderings may differ by it.
    pub fn change(&mut self, change: impl FnOnce(&mut Project), touches: impl Fn(&FileId) -> bool) {
        self.guilty.retain(|file| !touches(file));
        change(&mut self.project);
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What became different since the last call. `on_render` hears of each file before it is rendered.
    pub fn analyse(&mut self, revision: u64, on_render: &mut dyn FnMut(&FileId)) -> Delta {
        let made = self.make(on_render);
        let analysis = self.describe(revision, &made);
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

    /// Runs `faaso new` and `faaso export` on the document.
    pub fn make(&mut self, on_render: &mut dyn FnMut(&FileId)) -> Made {
        let Analyzer { project, budget, guilty, kept, templates, last } = self;
        templates.update(&project.runtime);
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
            on_render(file);
            let rendered = match templates.parsed(file) {
                Some(parsed) => parsed.and_then(|template| crinja::eval::render(template, context, budget)),
                None => crinja::render(text, context, budget),
            };
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
        Made { new_funko, live, funko, build_context }
    }

    fn describe(&self, revision: u64, made: &Made) -> Analysis {
        let facts =
            Facts::gather(&self.project, &made.funko, &made.new_funko, &made.build_context, &self.templates);
        let text = |file: &FileId| Some(text::decode(&facts.source(file)?.file.bytes).into_owned());
        let mut problems = checks::run(&facts);
        for tree in [&made.new_funko, &made.build_context] {
            problems.extend(tree.failures.iter().map(|failure| failure.diagnostic(&text)));
            problems.extend(tree.chances.iter().map(|chance| chance.diagnostic()));
        }
        if let Some((file, Reading { text, further, .. })) = facts.yml() {
            // each looks for its line: of a hundred thousand the first few will do
            let further = further.iter().take(100);
            problems.extend(further.map(|more| more.diagnostic(text, file.clone())));
        }
        checks::offer_fixes(&facts, &mut problems);
        sort(&mut problems);
        Analysis {
            revision,
            renderings: self.renderings(revision, made, &problems),
            new_funko: self.tree(&made.new_funko),
            build_context: self.tree(&made.build_context),
            live: made.live.clone(),
            options_set: facts.yml.iter().flat_map(|r| &r.places.options).map(|o| o.key.clone()).collect(),
            options_used: facts.options_used(),
            problems,
        }
    }

    /// Every rendered file with its last good output. Where FaaSO does not come to rendering the runtime
    /// (its `funko.yml` is broken, say), the reason stands at each of the runtime's templates.
    fn renderings(&self, revision: u64, made: &Made, problems: &[Diagnostic]) -> BTreeMap<FileId, Rendering> {
        let mut renderings = BTreeMap::new();
        for (path, output) in made.new_funko.files.iter().chain(&made.build_context.files) {
            if let Content::Rendered(outcome) = &output.content {
                let file = &output.origin;
                renderings.insert(file.clone(), self.rendering(revision, file, path, outcome, problems));
            }
        }
        let unreached = made.build_context.failures.iter().find_map(|failure| match failure {
            Failure::YmlMissing => Some("funko-yml-missing"),
            Failure::Yml(problem) => Some(problem.code.as_str()),
            Failure::RuntimeNotFound { .. } => Some("runtime-not-found"),
            _ => None,
        });
        if let Some(rule) = unreached {
            let why = problems.iter().find(|problem| problem.rule == rule);
            for (file, old) in &self.last.renderings {
                let there = self.project.runtime.get(file.path.as_str()).is_some();
                if there && file.group() == Group::Runtime && !renderings.contains_key(file) {
                    renderings.insert(file.clone(), Rendering { error: why.cloned(), ..old.clone() });
                }
            }
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
            },
        }
    }

    fn tree(&self, tree: &trees::Tree) -> Tree {
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
        let failure = match tree.verdict() {
            Verdict::Works => None,
            Verdict::Fails(failure) => Some(failure.to_string()),
            Verdict::Chance(chance) => Some(chance.to_string()),
        };
        Tree { entries, failure }
    }
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
fn lay_over(live: &BTreeMap<BundlePath, File>, own: &BTreeMap<BundlePath, Own>) -> Bundle {
    let mut funko = Bundle::new();
    for (path, own) in own {
        if let Own::File(file) = own {
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
        message: "stopped: rendering this template kept the engine busy for more than a second. It is not \
                  rendered again until it, or funko.yml, changes"
            .to_owned(),
        reported: None,
        span: Span::at(0),
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
