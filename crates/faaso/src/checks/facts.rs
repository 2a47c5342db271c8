//! What all checks look at, gathered once.

use super::{
    cared_for::CaredFor,
    docker::Docker,
    meaning::{self, Meaning},
    templates::Templates,
    uses::{self, Use},
};
use crate::{
    bundle::{Bundle, File},
    diagnostic::Fix,
    fate::{Fate, is_of_scenario},
    funko::{self, Entry, Funko, OptionValue, Reading, Splice},
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Group, Project, Side},
    text::{self, Span},
    trees::{self, Content, Tree},
};
use crinja::{self, Error, Rendered, Template};
use std::{
    borrow::Cow,
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

/// Files that are copied are looked into up to this size, in bytes: larger ones no author wrote by hand.
const READ: usize = 256 << 10;

pub struct Facts<'a> {
    pub project: &'a Project,
    /// What `faaso new` makes.
    pub new_funko: &'a Tree,
    /// What `faaso export` makes.
    pub build_context: &'a Tree,
    /// The funko: live files and the author's own over them.
    pub funko: &'a Bundle,
    /// Every file of the runtime (its template with it), then every file of the funko.
    pub sources: Vec<Source<'a>>,
    /// The funko's `funko.yml`.
    pub yml: Option<Reading>,
    /// The `funko.yml` that a new funko gets.
    pub template_yml: Option<Reading>,
    /// Every use of an option in the runtime's files, in the order of files and texts.
    pub uses: Vec<Use<'a>>,
    by_id: HashMap<FileId, usize>,
    /// Places in `uses`, by the option.
    by_option: HashMap<Rc<str>, Vec<usize>>,
    /// The options of the funko and of a new one.
    options: HashMap<String, OptionValue>,
    new_options: HashMap<String, OptionValue>,
    /// Places in what `yml` says of options: the last of each, which counts.
    last_entries: HashMap<String, usize>,
    /// The options that stand in tags of the runtime which can't be read.
    in_broken_tags: BTreeSet<Rc<str>>,
    /// Of each of `sources` that is a template.
    meanings: Vec<Option<Meaning<'a>>>,
    /// What became of each file that FaaSO renders.
    outcomes: HashMap<FileId, &'a trees::Outcome>,
    cared_for: OnceCell<CaredFor>,
    docker: OnceCell<Option<Docker>>,
    templates: &'a Templates,
}

/// A file of the runtime or funko.
pub struct Source<'a> {
    pub id: FileId,
    pub file: &'a File,
    /// Of a file that is rendered, what FaaSO decodes; else the text, if it is one and not very large.
    pub text: Option<Cow<'a, str>>,
    /// FaaSO renders it, be it for a new funko or in a build.
    pub rendered: bool,
    /// A file of the funko that comes from the template.
    pub live: bool,
    /// Of a file that is rendered, if it can be parsed.
    pub template: Option<&'a Template>,
}

/// Where a stretch of text is written.
pub struct Written {
    pub file: FileId,
    pub span: Span,
    /// The same bytes stand there. If not, they come out of the `{{ … }}` that stands there.
    pub verbatim: bool,
}

impl<'a> Facts<'a> {
    pub fn gather(
        project: &'a Project,
        funko: &'a Bundle,
        new_funko: &'a Tree,
        build_context: &'a Tree,
        templates: &'a Templates,
    ) -> Self {
        // what is expected of a scenario is no text of the author's
        let runtime = project.runtime.files().filter(|(path, _)| !is_of_scenario(path.as_str()));
        let runtime = runtime.map(|(path, file)| {
            let id = FileId::runtime(path.clone());
            let template = templates.parsed(&id).and_then(Result::ok);
            Source { template, ..Source::new(id, file) }
        });
        let funko_files = funko.files().map(|(path, file)| {
            let live = !project.own.contains_key(path);
            Source { live, ..Source::new(FileId::funko(path.clone()), file) }
        });
        let mut sources: Vec<_> = runtime.chain(funko_files).collect();
        let read = |file: &File| funko::read(&file.bytes);
        let yml = funko.get(funko::FILE).map(read);
        // FaaSO reads it in UTF-16, too
        let is_yml = |source: &&mut Source<'_>| {
            source.id.side == Side::Funko && source.id.path.as_str() == funko::FILE && source.text.is_none()
        };
        if let (Some(reading), Some(source)) = (&yml, sources.iter_mut().find(is_yml)) {
            source.text = Some(Cow::Owned(reading.text.clone()));
        }
        let by_id = sources.iter().enumerate().map(|(at, source)| (source.id.clone(), at)).collect();
        let in_builds = sources.iter().filter(|source| source.id.group() == Group::Runtime);
        let uses: Vec<_> =
            in_builds.filter_map(|source| Some(uses::find(&source.id, source.template?))).flatten().collect();
        let mut by_option: HashMap<Rc<str>, Vec<usize>> = HashMap::new();
        for (at, found) in uses.iter().enumerate() {
            by_option.entry(found.key.clone()).or_default().push(at);
        }
        let template_yml =
            new_funko.files.get(funko::FILE).and_then(|output| output.file()).as_ref().map(read);
        let options = |reading: &Option<Reading>| -> HashMap<_, _> {
            let funko = reading.as_ref().and_then(|reading| reading.funko.as_ref().ok());
            funko.map(|funko| funko.options.iter().cloned().collect()).unwrap_or_default()
        };
        let (options, new_options) = (options(&yml), options(&template_yml));
        let readable = yml.as_ref().is_some_and(|reading| reading.funko.is_ok());
        let kinds = Rc::new(meaning::kinds(if readable { options.iter() } else { new_options.iter() }));
        let meanings = sources.iter().map(|source| {
            let options = (source.id.group() == Group::Runtime).then(|| kinds.clone());
            Some(Meaning::of(source.template?, options))
        });
        let meanings: Vec<_> = meanings.collect();
        let of_runtime = sources.iter().zip(&meanings).filter(|(it, _)| it.id.group() == Group::Runtime);
        let in_broken_tags = of_runtime
            .filter_map(|(_, meaning)| meaning.as_ref())
            .flat_map(|meaning: &Meaning<'_>| uses::in_broken_tags(meaning.template, &meaning.tags))
            .collect();
        let outputs = new_funko.files.values().chain(build_context.files.values());
        let outcome = |output: &'a trees::Output| match &output.content {
            Content::Rendered(outcome) => Some((output.origin.clone(), outcome)),
            Content::Copied(_) => None,
        };
        let entries = yml.iter().flat_map(|reading| &reading.places.options).enumerate();
        Facts {
            project,
            new_funko,
            build_context,
            funko,
            sources,
            options,
            new_options,
            last_entries: entries.map(|(at, entry)| (entry.key.clone(), at)).collect(),
            yml,
            template_yml,
            uses,
            by_id,
            by_option,
            in_broken_tags,
            meanings,
            outcomes: outputs.filter_map(outcome).collect(),
            cared_for: OnceCell::new(),
            docker: OnceCell::new(),
            templates,
        }
    }

    /// The Dockerfile of a build, if it can be made.
    pub fn docker(&self) -> Option<&Docker> {
        self.docker.get_or_init(|| Docker::of(self.build_context, self.templates.docker())).as_ref()
    }

    pub fn source(&self, id: &FileId) -> Option<&Source<'a>> {
        self.by_id.get(id).map(|&at| &self.sources[at])
    }

    /// The options that the runtime's templates use, by name.
    pub fn options_used(&self) -> Vec<String> {
        let keys: BTreeSet<&str> = self.uses.iter().map(|found| &*found.key).collect();
        keys.into_iter().map(str::to_owned).collect()
    }

    /// Every template that can be read, with what its names and values are.
    pub fn templates(&self) -> impl Iterator<Item = (&Source<'a>, &Meaning<'a>)> {
        self.sources
            .iter()
            .zip(&self.meanings)
            .filter_map(|(source, meaning)| Some((source, meaning.as_ref()?)))
    }

    /// What a template's names and values are; none for a file that isn't rendered or can't be read.
    pub fn meaning(&self, file: &FileId) -> Option<&Meaning<'a>> {
        self.meanings[*self.by_id.get(file)?].as_ref()
    }

    /// Why FaaSO can't render a file now.
    pub fn failure(&self, file: &FileId) -> Option<&'a Error> {
        self.outcomes.get(file)?.as_ref().err()
    }

    /// What FaaSO makes of a file that it renders.
    pub fn rendered(&self, file: &FileId) -> Option<&'a Rendered> {
        self.outcomes.get(file)?.as_deref().ok()
    }

    /// A template names this option, be it in a tag that can't be read.
    pub fn is_used(&self, key: &str) -> bool {
        self.uses_of(key).next().is_some() || self.in_broken_tags.contains(key)
    }

    /// The files of one group of the tree.
    pub fn group(&self, group: Group) -> impl Iterator<Item = &Source<'a>> {
        self.sources.iter().filter(move |source| source.id.group() == group)
    }

    /// Files that share a part of their path, `part` of it, within one group of the tree.
    pub fn by_folder(
        &self,
        part: fn(&Source<'_>) -> Option<String>,
    ) -> Vec<(Group, String, Vec<&Source<'a>>)> {
        let mut found: BTreeMap<(Group, String), Vec<&Source<'a>>> = BTreeMap::new();
        for source in &self.sources {
            if let Some(part) = part(source) {
                found.entry((source.id.group(), part)).or_default().push(source);
            }
        }
        found.into_iter().map(|((group, part), files)| (group, part, files)).collect()
    }

    /// The funko's `funko.yml`, as a file of the project and as read.
    pub fn yml(&self) -> Option<(FileId, &Reading)> {
        Some((FileId::funko(BundlePath::new(funko::FILE).ok()?), self.yml.as_ref()?))
    }

    /// The funko as FaaSO reads it, with its options, if it is built with this runtime.
    pub fn built(&self) -> Option<(FileId, &Reading, &Funko)> {
        let (file, reading) = self.yml()?;
        let funko = reading.funko.as_ref().ok()?;
        funko.runtime.is_some().then_some((file, reading, funko))
    }

    /// The uses of one option.
    pub fn uses_of(&self, key: &str) -> impl Iterator<Item = &Use<'a>> {
        self.by_option.get(key).into_iter().flatten().map(|&at| &self.uses[at])
    }

    /// The uses of options in one template.
    pub fn uses_in(&self, file: &FileId) -> impl Iterator<Item = &Use<'a>> {
        self.uses.iter().filter(move |found| found.file == *file)
    }

    /// An option's value in the funko.
    pub fn option(&self, key: &str) -> Option<&OptionValue> {
        self.options.get(key)
    }

    /// An option's value in a new funko.
    pub fn new_option(&self, key: &str) -> Option<&OptionValue> {
        self.new_options.get(key)
    }

    /// An option's value in the funko or, if it does not set it, in a new one.
    pub fn value(&self, key: &str) -> Option<&OptionValue> {
        self.option(key).or_else(|| self.new_option(key))
    }

    /// Where the funko's `funko.yml` sets an option.
    pub fn option_entry(&self, key: &str) -> Option<&Entry> {
        self.yml.as_ref()?.places.options.get(*self.last_entries.get(key)?)
    }

    /// Where a stretch of a file is written: in that file, or, of a live file, in its template.
    pub fn written(&self, file: &FileId, span: Span) -> Written {
        let here = Written { file: file.clone(), span, verbatim: true };
        if file.side != Side::Funko || self.project.own.contains_key(&file.path) {
            return here;
        }
        let Some(output) = self.new_funko.files.get(&file.path) else { return here };
        let origin = output.origin.clone();
        match &output.content {
            Content::Copied(_) => Written { file: origin, ..here },
            Content::Rendered(Ok(rendered)) => {
                match self.source(&origin).and_then(|source| source.text.as_deref()) {
                    Some(template) => {
                        let (span, verbatim) = before_rendering(rendered, template, span);
                        Written { file: origin, span, verbatim }
                    }
                    None => here,
                }
            }
            Content::Rendered(Err(_)) => here,
        }
    }

    /// Replaces part of a file's text, where it is written; a live file becomes the author's own if its
    /// template does not have that text.
    pub fn splice(&self, file: &FileId, span: Span, text: impl Into<String>) -> Option<Edit> {
        let text = text.into();
        let written = self.written(file, span);
        let target = self.source(&written.file)?;
        if written.verbatim && !target.live {
            target.file.as_text()?;
            return Some(Edit::Splice { file: written.file, span: written.span, text });
        }
        let source = self.source(file)?;
        let text = Splice { span, text }.apply(source.file.as_text()?);
        Some(put(file, File::new(text.into_bytes(), source.file.mode)))
    }

    /// Gives a file other bytes or permission bits.
    pub fn replace(&self, file: &FileId, new: File) -> Edit {
        put(file, new)
    }

    /// Gives a file another path. None when something is there already.
    pub fn rename(&self, file: &FileId, path: BundlePath) -> Option<Edit> {
        let source = self.source(file)?;
        let (taken, gone) = match file.side {
            Side::Runtime => {
                let gone = Edit::Runtime { path: file.path.clone(), file: None };
                (&self.project.runtime, gone)
            }
            Side::Funko => {
                let from_template = self.new_funko.files.contains_key(&file.path);
                let own = from_template.then_some(FunkoEntry::Removed);
                (self.funko, Edit::Funko { path: file.path.clone(), own })
            }
        };
        let free = taken.get(path.as_str()).is_none() && !taken.is_folder(path.as_str());
        let new = FileId { side: file.side, path };
        free.then(|| Edit::All(vec![gone, put(&new, source.file.clone())]))
    }

    /// Gives the funko another name, where it has it from.
    pub fn rename_funko(&self, name: &str) -> Option<Fix> {
        let (file, reading) = self.yml()?;
        let given = trees::funko_name(&self.project.funko_name);
        let filled_in =
            self.source(&file)?.live && reading.funko.as_ref().is_ok_and(|funko| funko.name == given);
        let edit = match filled_in {
            true => Edit::FunkoName(name.to_owned()),
            false => {
                let splice = funko::set_name(&reading.text, name)?;
                self.splice(&file, splice.span, splice.text)?
            }
        };
        Some(Fix { title: format!("Rename the funko to `{name}`"), edit })
    }

    /// The Dockerfile in the build context changes this file's permission bits, or hands it to an interpreter.
    pub fn needs_no_bit(&self, path: &BundlePath) -> bool {
        self.cared_for.get_or_init(|| CaredFor::by(self.build_context)).holds(path)
    }
}

impl<'a> Source<'a> {
    fn new(id: FileId, file: &'a File) -> Self {
        let rendered = Fate::by_name(&id).is_rendered();
        let text = match rendered {
            true => Some(text::decode(&file.bytes)),
            false if file.bytes.len() <= READ => file.as_text().map(Cow::Borrowed),
            false => None,
        };
        Source { id, file, text, rendered, live: false, template: None }
    }

    /// It is run by a shell, as far as its name and first line tell.
    pub fn is_script(&self) -> bool {
        let name = self.id.path.name();
        let name = name.strip_suffix(".j2").unwrap_or(name);
        name.ends_with(".sh") || self.file.bytes.starts_with(b"#!")
    }
}

fn put(file: &FileId, new: File) -> Edit {
    let path = file.path.clone();
    match file.side {
        Side::Runtime => Edit::Runtime { path, file: Some(new) },
        Side::Funko => Edit::Funko { path, own: Some(FunkoEntry::File(new)) },
    }
}

/// The bytes of a template that made a stretch of its output, and whether they are the same bytes.
pub fn before_rendering(rendered: &Rendered, template: &str, span: Span) -> (Span, bool) {
    let mut made = Vec::new();
    let mut start = 0;
    for piece in &rendered.pieces {
        let output = Span::new(start, piece.end);
        start = piece.end;
        // an empty span between two pieces belongs to both
        if output.start > span.end || output.end < span.start || (output.is_empty() && !span.is_empty()) {
            continue;
        }
        let touches_only = !span.is_empty() && (output.start == span.end || output.end == span.start);
        if touches_only {
            continue;
        }
        let verbatim = piece.source.of(template) == output.of(&rendered.text);
        let exact =
            |at: usize| piece.source.start + at.saturating_sub(output.start).min(output.end - output.start);
        made.push(match verbatim {
            true => (Span::new(exact(span.start), exact(span.end)), true),
            false => (piece.source, false),
        });
    }
    if span.is_empty()
        && let Some(&exact) = made.iter().find(|(_, verbatim)| *verbatim)
    {
        return exact;
    }
    let verbatim = made.len() == 1 && made[0].1;
    match made.iter().map(|(span, _)| *span).reduce(Span::to) {
        Some(whole) => (whole, verbatim),
        None => (Span::at(0), false),
    }
}
