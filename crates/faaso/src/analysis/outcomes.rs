//! What became of each template, kept while neither its text nor a variable that it reads is another.

use super::Sign;
use crate::{
    checks::{Read, Templates, differing},
    project::{FileId, Group},
    text::Span,
    trees::Outcome,
};
use crinja::{Budget, Class, Context, Error};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    rc::Rc,
    sync::Arc,
};

/// The renderings of the runtime's templates, for a build and for a new funko.
#[derive(Debug, Default)]
pub struct Outcomes {
    kept: BTreeMap<FileId, Outcome>,
    /// What the templates of a new funko were rendered with, and those of a build.
    for_new: Option<Rc<Context>>,
    for_build: Option<Rc<Context>>,
}

/// Hears every few milliseconds of work that a rendering goes on.
#[derive(Clone, Default)]
pub struct Pulse(pub Option<Rc<dyn Fn()>>);

impl fmt::Debug for Pulse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pulse")
    }
}

/// What renders.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    pub templates: &'a Templates,
    pub guilty: &'a BTreeSet<FileId>,
    pub budget: &'a Budget,
    pub pulse: &'a Pulse,
}

impl Outcomes {
    /// The variables that a file is rendered with.
    pub fn context(&self, group: Group) -> Option<&Rc<Context>> {
        match group {
            Group::Template => self.for_new.as_ref(),
            _ => self.for_build.as_ref(),
        }
    }

    /// From here on the files of this group are rendered with these variables. Gives those that read one that is not
    /// as before.
    pub fn set_context(
        &mut self,
        group: Group,
        context: &Context,
        templates: &Templates,
    ) -> BTreeSet<FileId> {
        let slot = match group {
            Group::Template => &mut self.for_new,
            _ => &mut self.for_build,
        };
        let stale = match slot {
            Some(before) if **before == *context => return BTreeSet::new(),
            Some(before) => templates.readers(&differing(before, context)),
            None => self.kept.keys().cloned().collect(),
        };
        *slot = Some(Rc::new(context.clone()));
        let stale: BTreeSet<FileId> = stale.into_iter().filter(|file| file.group() == group).collect();
        stale.iter().for_each(|file| self.forget(file));
        stale
    }

    /// Its text is another.
    pub fn forget(&mut self, file: &FileId) {
        self.kept.remove(file);
    }

    pub fn retain(&mut self, is_wanted: impl Fn(&FileId) -> bool) {
        self.kept.retain(|file, _| is_wanted(file));
    }

    pub fn get(&self, file: &FileId) -> Option<&Outcome> {
        self.kept.get(file)
    }

    /// What becomes of a file with this text and the variables of its group. `changed` hears when it is
    /// rendered anew.
    pub fn of(
        &mut self,
        file: &FileId,
        text: &str,
        with: Renderer<'_>,
        weight: usize,
        changed: &mut BTreeSet<Read>,
        signs: &mut dyn FnMut(Sign<'_>),
    ) -> Outcome {
        if with.guilty.contains(file) {
            return Err(stopped());
        }
        if let Some(kept) = self.kept.get(file) {
            return kept.clone();
        }
        signs(Sign::File(file, text.len()));
        let empty = Context::default();
        let context = self.context(file.group()).map_or(&empty, |context| context);
        let rendered = match with.templates.parsed(file) {
            Some(parsed) => parsed.and_then(|template| {
                crinja::eval::render_watched(template, context, with.budget, with.pulse.0.clone())
            }),
            None => crinja::render(text, context, with.budget),
        };
        // laying the files over each other is nobody's fault
        signs(Sign::Work(weight));
        let outcome = rendered.map(Arc::new);
        self.kept.insert(file.clone(), outcome.clone());
        changed.insert(Read::File(file.clone()));
        outcome
    }
}

/// The outcome of a template that is not tried again before it changes.
pub fn stopped() -> Error {
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
