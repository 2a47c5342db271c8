//! What all checks look at, found out when they ask.

use super::{
    docker::Docker,
    known::Known,
    meaning::Meaning,
    reads::Read,
    source::Source,
    sums::{Apart, Sums, Word},
    templates::Templates,
    uses::{self, Use},
};
use crate::{
    analysis::Made,
    bundle::Bundle,
    fate::{Fate, is_of_scenario},
    funko::{self, Entry, Funko, OptionValue, Reading},
    path::BundlePath,
    project::{FileId, Group, Project, Side},
    trees::{Clash, Failure, Output, Tree},
};
use elsa::FrozenMap;
use std::{
    borrow::Cow,
    cell::{OnceCell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// What the checks can ask. Every question is noted: a finding is kept until something changes that was asked for it.
/// So a check is right without a thought about edits, and quick when it asks for little: see [`Read`].
pub struct Facts<'a> {
    pub(super) project: &'a Project,
    pub(super) made: &'a Made,
    known: &'a Known,
    templates: &'a Templates,
    /// The one file that a check of files looks at now; none when the whole project is looked at.
    focus: RefCell<Option<FileId>>,
    reads: RefCell<BTreeSet<Read>>,
    /// The files whose meaning is noted already.
    meant: RefCell<BTreeSet<FileId>>,
    // looked into once they are asked for
    sources: FrozenMap<FileId, Box<Source<'a>>>,
    uses: FrozenMap<FileId, Vec<Use<'a>>>,
    meanings: FrozenMap<FileId, Box<Meant<'a>>>,
    docker: OnceCell<Option<Docker>>,
}

/// What a template's names are, and the options that they may be.
type Meant<'a> = (Meaning<'a>, Vec<Rc<str>>);

/// Which files there are and what becomes of each: paths, permission bits, what replaces what. What is in a file is
/// asked of [`Facts::source`].
pub struct Shape<'a> {
    pub project: &'a Project,
    /// The funko: live files and the author's own over them.
    pub funko: &'a Bundle,
    /// What `faaso new` makes.
    pub new_funko: &'a Tree,
    /// What `faaso export` makes.
    pub build_context: &'a Tree,
}

impl<'a> Facts<'a> {
    pub fn new(project: &'a Project, made: &'a Made, known: &'a Known, templates: &'a Templates) -> Self {
        Facts {
            project,
            made,
            known,
            templates,
            focus: RefCell::default(),
            reads: RefCell::default(),
            meant: RefCell::default(),
            sources: FrozenMap::new(),
            uses: FrozenMap::new(),
            meanings: FrozenMap::new(),
            docker: OnceCell::new(),
        }
    }

    /// Looks at one file, or at everything. Gives what that asked for.
    pub fn watch(&self, focus: Option<&FileId>, look: impl FnOnce()) -> BTreeSet<Read> {
        self.focus.replace(focus.cloned());
        self.reads.take();
        self.meant.take();
        look();
        self.focus.take();
        self.reads.take()
    }

    /// What is found from here on hangs on this.
    pub fn note(&self, read: Read) {
        self.reads.borrow_mut().insert(read);
    }

    /// The files to look at: every file of the runtime (its template with it), then every file of the funko; for a
    /// check of files the one that it is at.
    pub fn sources(&self) -> impl Iterator<Item = &Source<'a>> {
        let focus = self.focus.borrow().clone();
        let all = match focus {
            Some(file) => vec![file],
            None => {
                self.note(Read::Everything);
                self.paths().into_iter().map(|(file, _)| file).collect()
            }
        };
        all.into_iter().filter_map(|file| self.source(&file))
    }

    /// Every file there is to look into, and whether it comes live from the template. What is expected of a scenario is
    /// no text of the author's.
    pub fn paths(&self) -> Vec<(FileId, bool)> {
        self.note(Read::Shape);
        let runtime = self.project.runtime.files().filter(|(path, _)| !is_of_scenario(path.as_str()));
        let runtime = runtime.map(|(path, _)| (FileId::runtime(path.clone()), false));
        let funko = self.made.funko.files();
        let funko =
            funko.map(|(path, _)| (FileId::funko(path.clone()), !self.project.own.contains_key(path)));
        runtime.chain(funko).collect()
    }

    /// Which files there are, and what becomes of each.
    pub fn shape(&self) -> Shape<'a> {
        self.note(Read::Shape);
        Shape {
            project: self.project,
            funko: &self.made.funko,
            new_funko: &self.made.new_funko,
            build_context: &self.made.build_context,
        }
    }

    /// What `faaso new` is given. Where a name changes, all is looked at again.
    pub fn runtime_name(&self) -> &'a str {
        &self.project.runtime_name
    }

    /// The folder that `faaso new` is given.
    pub fn funko_name(&self) -> &'a str {
        &self.project.funko_name
    }

    /// The Dockerfile of a build, if it can be made.
    pub fn docker(&self) -> Option<&Docker> {
        self.note(Read::Docker);
        let docker = || Docker::of(&self.made.build_context, self.templates.docker());
        self.docker.get_or_init(docker).as_ref()
    }

    pub fn source(&self, id: &FileId) -> Option<&Source<'a>> {
        self.note(Read::File(id.clone()));
        match self.sources.get(id) {
            Some(source) => Some(source),
            None => Some(self.sources.insert(id.clone(), Box::new(self.read(id)?))),
        }
    }

    fn read(&self, id: &FileId) -> Option<Source<'a>> {
        match id.side {
            Side::Runtime if is_of_scenario(id.path.as_str()) => None,
            Side::Runtime => {
                let file = self.project.runtime.get(id.path.as_str())?;
                let template = self.templates.parsed(id).and_then(Result::ok);
                Some(Source { template, ..Source::new(id.clone(), file) })
            }
            Side::Funko => {
                let file = self.made.funko.get(id.path.as_str())?;
                let live = !self.project.own.contains_key(&id.path);
                let mut source = Source { live, ..Source::new(id.clone(), file) };
                // FaaSO reads it in UTF-16, too
                if let (Some(yml), funko::FILE, None) = (&self.known.yml, id.path.as_str(), &source.text) {
                    source.text = Some(Cow::Borrowed(&yml.text));
                }
                Some(source)
            }
        }
    }

    /// The options that the runtime's templates use, by name.
    pub fn options_used(&self) -> Vec<String> {
        self.note(Read::UsedOptions);
        self.known.sums.options().map(str::to_owned).collect()
    }

    /// What the runtime's templates use of options, summed up.
    pub fn sums(&self) -> &'a Sums {
        self.note(Read::Sums);
        &self.known.sums
    }

    /// Every template that can be read, with what its names and values are.
    pub fn templates(&self) -> impl Iterator<Item = (&Source<'a>, &Meaning<'a>)> {
        self.sources().filter_map(|source| Some((source, self.meaning(&source.id)?)))
    }

    /// What a template's names and values are; none for a file that isn't rendered or can't be read.
    pub fn meaning(&self, file: &FileId) -> Option<&Meaning<'a>> {
        let known = match self.meanings.get(file) {
            Some(known) => known,
            None => {
                let options = (file.group() == Group::Runtime).then(|| self.known.kinds.clone());
                let meaning = Meaning::of(self.source(file)?.template?, options);
                let keys = meaning.places.iter().filter_map(|it| uses::key(meaning.template, &it.expr.kind));
                let keys = keys.collect();
                self.meanings.insert(file.clone(), Box::new((meaning, keys)))
            }
        };
        let (meaning, keys) = known;
        // a check may ask for each of ten thousand expressions
        if !self.meant.borrow_mut().insert(file.clone()) {
            return Some(meaning);
        }
        self.note(Read::File(file.clone()));
        keys.iter().for_each(|key| self.note(Read::Option(key.clone())));
        Some(meaning)
    }

    /// What FaaSO makes of the templates looked at, and where it writes that.
    pub fn outputs(&self) -> impl Iterator<Item = (&'a BundlePath, &'a Output)> {
        self.sources().filter_map(|source| {
            let Fate::Rendered(path) = Fate::by_name(&source.id) else { return None };
            let tree = match source.id.group() {
                Group::Template => &self.made.new_funko,
                _ => &self.made.build_context,
            };
            let (path, output) = tree.files.get_key_value(&path)?;
            (output.origin == source.id).then_some((path, output))
        })
    }

    /// Why FaaSO can't render a file now.
    pub fn failure(&self, file: &FileId) -> Option<&'a Failure> {
        let trees = [Some(&self.made.new_funko), Some(&self.made.build_context), self.made.as_new.as_ref()];
        let mut failures = trees.into_iter().flatten().flat_map(|tree| &tree.failures);
        failures.find(|failure| matches!(failure, Failure::Template { file: it, .. } if it == file))
    }

    /// Why FaaSO fails, but for templates that it can't render.
    pub fn failures(&self) -> impl Iterator<Item = &'a Failure> {
        [Read::Shape, Read::Yml].into_iter().for_each(|read| self.note(read));
        let trees = [&self.made.new_funko, &self.made.build_context];
        let failures = trees.into_iter().flat_map(|tree| &tree.failures);
        // the name is nobody's yet
        let further = self.made.as_new.iter().flat_map(|tree| &tree.failures);
        let further = further.filter(|failure| !matches!(failure, Failure::Name { .. }));
        failures.chain(further).filter(|failure| !matches!(failure, Failure::Template { .. }))
    }

    /// Where FaaSO's result hangs on the order of a folder listing.
    pub fn clashes(&self) -> impl Iterator<Item = &'a Clash> {
        self.note(Read::Shape);
        [&self.made.new_funko, &self.made.build_context].into_iter().flat_map(|tree| &tree.clashes)
    }

    /// Some text of runtime, template or funko has this word.
    pub fn mentions(&self, word: Word) -> bool {
        self.note(Read::Mentions);
        self.known.sums.mentions(word)
    }

    /// A template names this option, be it in a tag that can't be read.
    pub fn is_used(&self, key: &str) -> bool {
        self.note(Read::Uses(key.into()));
        self.known.sums.is_used(key)
    }

    /// The files of one group of the tree.
    pub fn group(&self, group: Group) -> impl Iterator<Item = &Source<'a>> {
        self.sources().filter(move |source| source.id.group() == group)
    }

    /// Files that share a part of their path, `part` of it, within one group of the tree.
    pub fn by_folder(&self, part: fn(&FileId) -> Option<String>) -> Vec<(Group, String, Vec<FileId>)> {
        let mut found: BTreeMap<(Group, String), Vec<FileId>> = BTreeMap::new();
        for (file, _) in self.paths() {
            if let Some(part) = part(&file) {
                found.entry((file.group(), part)).or_default().push(file);
            }
        }
        found.into_iter().map(|((group, part), files)| (group, part, files)).collect()
    }

    /// The funko's `funko.yml`, as a file of the project and as read.
    pub fn yml(&self) -> Option<(FileId, &'a Reading)> {
        self.note(Read::Yml);
        Some((FileId::funko(BundlePath::new(funko::FILE).ok()?), self.known.yml.as_ref()?))
    }

    /// The `funko.yml` that a new funko gets.
    pub fn template_yml(&self) -> Option<&'a Reading> {
        self.note(Read::TemplateYml);
        self.known.template_yml.as_ref()
    }

    /// The funko as FaaSO reads it, with its options, if it is built with this runtime.
    pub fn built(&self) -> Option<(FileId, &'a Reading, &'a Funko)> {
        let (file, reading) = self.yml()?;
        let funko = reading.funko.as_ref().ok()?;
        funko.runtime.is_some().then_some((file, reading, funko))
    }

    /// The funko is built with this runtime.
    pub fn is_built(&self) -> bool {
        self.note(Read::IsBuilt);
        self.known.is_built()
    }

    /// Every use of an option in the runtime's files that are looked at, in the order of files and texts.
    pub fn uses(&self) -> impl Iterator<Item = &Use<'a>> {
        self.group(Group::Runtime).flat_map(|source| self.uses_in(&source.id))
    }

    /// The uses of options in one template.
    pub fn uses_in(&self, file: &FileId) -> &[Use<'a>] {
        self.note(Read::File(file.clone()));
        if let Some(uses) = self.uses.get(file) {
            return uses;
        }
        let template = self.source(file).and_then(|source| source.template);
        let found = template.map(|template| uses::find(file, template)).unwrap_or_default();
        self.uses.insert(file.clone(), found)
    }

    /// The uses of one option.
    pub fn uses_of(&self, key: &str) -> impl Iterator<Item = &Use<'a>> {
        self.note(Read::Uses(key.into()));
        let files: Vec<&FileId> = self.known.sums.files_with(key).collect();
        let key = key.to_owned();
        files.into_iter().flat_map(move |file| {
            self.note(Read::File(file.clone()));
            let key = key.clone();
            self.uses_in(file).iter().filter(move |found| *found.key == *key)
        })
    }

    /// What a template first does with the parts of an option, be it a list or a string.
    pub fn taken_apart(&self, key: &str) -> Option<Apart> {
        self.note(Read::Uses(key.into()));
        self.known.sums.taken_apart(key)
    }

    /// An option's value in the funko.
    pub fn option(&self, key: &str) -> Option<&'a OptionValue> {
        self.note(Read::Option(key.into()));
        self.known.options.get(key)
    }

    /// An option's value in a new funko.
    pub fn new_option(&self, key: &str) -> Option<&'a OptionValue> {
        self.note(Read::Option(key.into()));
        self.known.new_options.get(key)
    }

    /// An option's value in the funko or, if it does not set it, in a new one.
    pub fn value(&self, key: &str) -> Option<&'a OptionValue> {
        self.option(key).or_else(|| self.new_option(key))
    }

    /// Where the funko's `funko.yml` sets an option.
    pub fn option_entry(&self, key: &str) -> Option<&'a Entry> {
        self.note(Read::Yml);
        self.known.yml.as_ref()?.places.options.get(*self.known.last_entries.get(key)?)
    }

    /// The Dockerfile in the build context changes this file's permission bits, or hands it to an interpreter.
    pub fn needs_no_bit(&self, path: &BundlePath) -> bool {
        self.note(Read::CaredFor);
        self.known.cared_for.holds(path)
    }
}
