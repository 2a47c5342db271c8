//! An edit that changes texts alone: no file comes or goes or has other permission bits, and each is written where it
//! was. Only what hangs on those texts is made anew; anything else makes the whole anew.

use super::{
    Analyzer, Delta, Sign, Touched, TreeDelta, What,
    analyzer::last_good,
    answer::{Entry, Tree},
    made::Edited,
};
use crate::{
    bundle::{File, PLAIN},
    checks::{Facts, Known, Read},
    diagnostic::Severity,
    fate::{Fate, is_of_scenario},
    funko::{self, Funko},
    path::BundlePath,
    project::{FileId, Group, Side},
    trees::{self, Content, Failure, Outcome},
};
use std::collections::{BTreeMap, BTreeSet};

impl Analyzer {
    /// Makes the edit in what was made before; none where it does more than to change texts. Then everything has to be
    /// made, and what is in `changed` already was changed.
    pub(super) fn edit_texts(
        &mut self,
        touched: &Touched,
        signs: &mut dyn FnMut(Sign<'_>),
    ) -> Option<Edited> {
        let made = self.made.take()?;
        if touched.whole || !self.guilty.is_empty() {
            return None;
        }
        signs(Sign::Work(self.weight));
        let mut edited = Edited {
            made,
            rendered: BTreeSet::new(),
            live: BTreeSet::new(),
            new_funko: BTreeSet::new(),
            build_context: BTreeSet::new(),
        };
        for id in &touched.files {
            let new = self.project.file(id)?.clone();
            let looked = self.files.get_mut(id)?;
            if looked.live || looked.mode != new.mode {
                return None;
            }
            if looked.bytes == new.bytes {
                continue;
            }
            self.weight = self.weight + new.bytes.len() - looked.bytes.len();
            looked.bytes = new.bytes.clone();
            match id.side {
                Side::Runtime if is_of_scenario(id.path.as_str()) => {}
                Side::Runtime => self.edit_runtime(id, &new, &mut edited, signs)?,
                Side::Funko => {
                    edited.made.funko.put(id.path.clone(), new.clone()).ok()?;
                    self.lay(&id.path, &new, &mut edited);
                }
            }
        }
        self.edit_yml(&mut edited, signs)?;
        let dockerfile = ["Dockerfile", "Dockerfile.dockerignore"];
        if dockerfile.into_iter().any(|path| edited.build_context.contains(path)) {
            self.known.look_at_dockerfile(&edited.made.build_context, &mut self.changed);
        }
        Some(edited)
    }

    fn edit_runtime(
        &mut self,
        id: &FileId,
        new: &File,
        edited: &mut Edited,
        signs: &mut dyn FnMut(Sign<'_>),
    ) -> Option<()> {
        let target = match Fate::by_name(id) {
            Fate::Rendered(target) => {
                self.templates.put(id, new, &mut |file, bytes| signs(Sign::File(file, bytes)));
                self.outcomes.forget(id);
                self.render(id, &target, edited, signs)?;
                Some(target)
            }
            Fate::Copied(target) => {
                let copy = Content::Copied(File { bytes: new.bytes.clone(), mode: PLAIN });
                edited.write(id, &target, copy);
                Some(target)
            }
            Fate::LeftOut(_) | Fate::Overlaid(_) | Fate::NotReached => None,
        };
        let template = self.templates.parsed(id).and_then(Result::ok);
        self.known.look_at(id, Some(new), template, &mut self.changed);
        match target {
            Some(target) if id.group() == Group::Template => self.live(id, &target, edited),
            _ => Some(()),
        }
    }

    /// Renders a file again, if it must be.
    fn render(
        &mut self,
        id: &FileId,
        target: &BundlePath,
        edited: &mut Edited,
        signs: &mut dyn FnMut(Sign<'_>),
    ) -> Option<()> {
        let outcome = self.render_one(id, signs)?;
        set_failure(edited.tree(id.group()), id, &outcome);
        edited.write(id, target, Content::Rendered(outcome));
        edited.rendered.insert(id.clone());
        Some(())
    }

    /// What a template's file makes is live in the funko.
    fn live(&mut self, id: &FileId, target: &BundlePath, edited: &mut Edited) -> Option<()> {
        let Some(output) = edited.made.new_funko.files.get(target).filter(|output| output.origin == *id)
        else {
            return Some(());
        };
        let stale = || last_good(&self.last, id).map(|good| File::new(good.text.as_bytes(), PLAIN));
        let new = match (edited.made.live.get(target), output.file().or_else(stale)) {
            (Some(before), Some(new)) if *before == new => return Some(()),
            (Some(_), Some(new)) => new,
            (None, None) => return Some(()),
            // it comes or goes
            _ => return None,
        };
        edited.made.live.insert(target.clone(), new.clone());
        edited.live.insert(target.clone());
        let is_there = edited.made.funko.get(target.as_str()).is_some();
        if is_there && !self.project.own.contains_key(target) {
            edited.made.funko.put(target.clone(), new.clone()).ok()?;
            self.lay(target, &new, edited);
        }
        Some(())
    }

    /// Lays a file of the funko over the runtime's, where it lies already.
    fn lay(&mut self, path: &BundlePath, new: &File, edited: &mut Edited) {
        let id = FileId::funko(path.clone());
        if let Some(looked) = self.files.get_mut(&id) {
            looked.bytes = new.bytes.clone();
        }
        self.known.look_at(&id, Some(new), None, &mut self.changed);
        let inside = BundlePath::new(path.name()).and_then(|name| name.inside(path.as_str()));
        for target in [Some(path.clone()), inside.ok()].into_iter().flatten() {
            edited.write(&id, &target, Content::Copied(new.clone()));
        }
    }

    /// Reads what has changed of `funko.yml`, and renders what reads an option that is another.
    fn edit_yml(&mut self, edited: &mut Edited, signs: &mut dyn FnMut(Sign<'_>)) -> Option<()> {
        let yml = FileId::funko(BundlePath::new(funko::FILE).ok()?);
        let has_changed = self.changed.contains(&Read::File(yml.clone()));
        if !has_changed && !edited.new_funko.contains(funko::FILE) {
            return Some(());
        }
        let is_plain = |funko: &Funko| {
            funko::check_name(&funko.name).is_ok()
                && funko.runtime.as_ref().is_none_or(|name| !name.is_empty())
        };
        let described = |known: &Known| {
            let funko = known.yml()?.funko.as_ref().ok().filter(|funko| is_plain(funko))?;
            Some((funko.context(), funko.runtime.is_some()))
        };
        let (_, was_built) = described(&self.known)?;
        self.known.read_ymls(&edited.made.funko, &edited.made.new_funko, &mut self.changed);
        // a word in it may count only once it's read
        let file = edited.made.funko.get(funko::FILE)?;
        self.known.look_at(&yml, Some(file), None, &mut self.changed);
        let (context, is_built) = described(&self.known)?;
        if was_built != is_built {
            return None;
        }
        if is_built {
            for id in self.outcomes.set_context(Group::Runtime, &context, &self.templates) {
                let Fate::Rendered(target) = Fate::by_name(&id) else { continue };
                self.render(&id, &target, edited, signs)?;
            }
        }
        Some(())
    }

    /// Has the checks look at what has changed, and tells it all.
    pub(super) fn describe_edited(
        &mut self,
        revision: u64,
        edited: Edited,
        signs: &mut dyn FnMut(Sign<'_>),
    ) -> Delta {
        let Edited { made, mut rendered, live, new_funko, build_context } = edited;
        let changed = std::mem::take(&mut self.changed);
        let options_set = changed.contains(&Read::Yml).then(|| self.options_set());
        let facts = Facts::new(&self.project, &made, &self.known, &self.templates);
        let options_used = changed.contains(&Read::UsedOptions).then(|| facts.options_used());
        let weight = self.weight;
        let places = self.cells.update(&facts, changed, &mut || signs(Sign::Work(weight)));
        for (severity, file) in &places {
            // what is said of a broken template may be another, though it breaks as before
            if let (Severity::Error, Some((Group::Runtime | Group::Template, path))) = (severity, file) {
                rendered.insert(FileId::runtime(path.clone()));
            }
        }
        let problems = places.into_iter().map(|place| (self.cells.problems(&place), place));
        let problems = problems.filter(|(now, place)| self.last.problems_at(place) != now);
        let problems = problems.map(|(now, place)| (place, now)).collect();
        let mut renderings = BTreeMap::new();
        for id in rendered {
            let Fate::Rendered(target) = Fate::by_name(&id) else { continue };
            let output = made.tree(id.group()).files.get(&target).filter(|output| output.origin == id);
            let now = output.and_then(|output| self.rendering(revision, &target, output));
            if now.is_some() && now.as_ref() != self.last.renderings.get(&id) {
                renderings.insert(id, now);
            }
        }
        let live = live.into_iter().filter_map(|path| {
            let now = made.live.get(&path)?;
            (self.last.live.get(&path) != Some(now)).then(|| (path.clone(), Some(now.clone())))
        });
        let delta = Delta {
            revision,
            fresh: false,
            renderings,
            live: live.collect(),
            new_funko: self.tree_delta(&made.new_funko, new_funko, &self.last.new_funko),
            build_context: self.tree_delta(&made.build_context, build_context, &self.last.build_context),
            problems,
            options_set: options_set.filter(|now| *now != self.last.options_set),
            options_used: options_used.filter(|now| *now != self.last.options_used),
            options_unused: self.cells.options_unused(),
            options_missing: self.cells.options_missing(),
        };
        self.made = Some(made);
        delta
    }

    fn tree_delta(&self, tree: &trees::Tree, paths: BTreeSet<BundlePath>, last: &Tree) -> TreeDelta {
        let entry = |path: BundlePath| {
            let now: What = self.what(tree.files.get(&path)?);
            let before = last.entry(&path).map(|Entry { what, .. }| what);
            (before != Some(&now)).then_some((path, Some(now)))
        };
        let failure = self.failure(tree);
        TreeDelta {
            entries: paths.into_iter().filter_map(entry).collect(),
            failure: (failure != last.failure).then_some(failure),
            as_new: None,
        }
    }
}

/// A template's failure stands among those of the others, in the order of their paths.
fn set_failure(tree: &mut trees::Tree, id: &FileId, outcome: &Outcome) {
    let failures = &mut tree.failures;
    failures.retain(|failure| !matches!(failure, Failure::Template { file, .. } if file == id));
    if let Err(error) = outcome {
        let is_behind = |failure: &Failure| match failure {
            Failure::Template { file, .. } => file > id,
            Failure::Conflict { .. } => true,
            _ => false,
        };
        let at = failures.iter().position(is_behind).unwrap_or(failures.len());
        failures.insert(at, Failure::Template { file: id.clone(), error: error.clone() });
    }
}
