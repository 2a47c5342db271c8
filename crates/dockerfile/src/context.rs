//! The files beside a Dockerfile.

use crate::glob::{self, Ignored};
use std::{
    borrow::Cow,
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    rc::Rc,
};

/// A file or folder of the build context.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Relative, parts separated by `/`.
    pub path: &'a str,
    /// It is a folder.
    pub folder: bool,
    /// A file that may be run.
    pub executable: bool,
    /// What is in the file.
    pub bytes: &'a [u8],
}

/// The build context as it lies on disk. Made once for many Dockerfiles, it is gone through once for each builder.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// None is a folder.
    entries: BTreeMap<Rc<str>, Option<File>>,
    views: OnceCell<Rc<Views>>,
}

/// A file of the build context.
#[derive(Clone, Debug)]
pub struct File {
    /// It may be run.
    pub executable: bool,
    /// What is in it.
    pub bytes: Rc<[u8]>,
}

/// The build context as the two builders see it.
#[derive(Debug)]
pub(crate) struct Views {
    pub same: bool,
    pub faaso: Seen,
    pub buildkit: Seen,
}

/// What of the context a builder sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// FaaSO's tar: no hidden file, no empty folder.
    Faaso,
    /// `docker build`: all but what `.dockerignore` names.
    Buildkit,
}

impl Context {
    /// Gathers files and folders. Folders above a file need not be named.
    pub fn new<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let mut made = Context::default();
        for entry in entries {
            let path = entry.path.trim_end_matches('/');
            for (at, _) in path.match_indices('/') {
                made.entries.entry(path[..at].into()).or_insert(None);
            }
            let file = || File { executable: entry.executable, bytes: entry.bytes.into() };
            let known = (!entry.folder).then(file);
            let place = made.entries.entry(path.into()).or_insert(None);
            if known.is_some() {
                *place = known;
            }
        }
        made
    }

    /// A file by its path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.entries.get(path)?.as_ref()
    }

    /// The files that a source of `COPY` takes in FaaSO's build, as a path or a pattern.
    pub fn copied(&self, source: &str) -> Vec<&str> {
        let seen = &self.views().faaso;
        seen.copied(source).into_iter().filter(|path| self.file(path).is_some()).collect()
    }

    /// As the two builders see it.
    pub(crate) fn views(&self) -> &Rc<Views> {
        self.views.get_or_init(|| {
            let (faaso, buildkit) = (self.seen(View::Faaso), self.seen(View::Buildkit));
            Rc::new(Views { same: faaso == buildkit, faaso, buildkit })
        })
    }

    /// What BuildKit leaves out: the patterns of `Dockerfile.dockerignore` or else of `.dockerignore`, and which of
    /// the two it was.
    pub(crate) fn ignored(&self) -> (Ignored, &'static str) {
        for name in ["Dockerfile.dockerignore", ".dockerignore"] {
            if let Some(file) = self.file(name) {
                return (Ignored::read(&String::from_utf8_lossy(&file.bytes)), name);
            }
        }
        (Ignored::default(), ".dockerignore")
    }

    /// What a builder sees of it.
    fn seen(&self, view: View) -> Seen {
        let ignored = match view {
            View::Buildkit => self.ignored().0,
            View::Faaso => Ignored::default(),
        };
        let there = |path: &str| match view {
            View::Faaso => !is_hidden(path),
            View::Buildkit => !ignored.takes(path),
        };
        let files = self.entries.iter().filter(|(path, entry)| entry.is_some() && there(path));
        let mut seen: BTreeMap<Rc<str>, bool> = BTreeMap::new();
        for (path, _) in files {
            for (at, _) in path.match_indices('/') {
                if seen.get(&path[..at]) != Some(&true) {
                    seen.insert(path[..at].into(), true);
                }
            }
            seen.insert(path.clone(), false);
        }
        if view == View::Buildkit {
            for (path, _) in self.entries.iter().filter(|(path, entry)| entry.is_none() && there(path)) {
                seen.entry(path.clone()).or_insert(true);
            }
        }
        Seen { seen }
    }
}

/// A part of the path begins with a dot.
pub(crate) fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// The context as one of the builders sees it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Paths, and whether each is a folder.
    seen: BTreeMap<Rc<str>, bool>,
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    File,
    Folder,
    Nothing,
    /// A file stands where a folder would have to.
    BelowFile,
}

impl Seen {
    pub(crate) fn at(&self, path: &str) -> Found {
        let path = glob::clean(path.trim_start_matches('/'));
        if path == "." {
            return Found::Folder;
        }
        match self.seen.get(path.as_str()) {
            Some(true) => Found::Folder,
            Some(false) => Found::File,
            None => {
                let above = path.match_indices('/').any(|(at, _)| self.seen.get(&path[..at]) == Some(&false));
                if above { Found::BelowFile } else { Found::Nothing }
            }
        }
    }

    /// Paths that a pattern takes.
    pub(crate) fn matching(&self, pattern: &str) -> Vec<&str> {
        let plain = pattern.find(['*', '?', '[', '\\']).unwrap_or(pattern.len());
        let takes = glob::matcher(pattern);
        self.beginning(&pattern[..plain]).filter(|path| takes(path)).collect()
    }

    /// Files and folders in a folder, at any depth; a file itself.
    pub(crate) fn below(&self, path: &str) -> Vec<&str> {
        let path = path.trim_start_matches('/');
        let clean = if self.seen.contains_key(path) { Cow::Borrowed(path) } else { glob::clean(path).into() };
        match self.seen.get_key_value(clean.as_ref()) {
            _ if clean == "." => self.seen.keys().map(|path| &**path).collect(),
            None => Vec::new(),
            Some((file, false)) => vec![file],
            Some((folder, true)) => {
                let within = format!("{folder}/");
                [&**folder].into_iter().chain(self.beginning(&within)).collect()
            }
        }
    }

    /// All that a source of `COPY` brings along, as a path or a pattern.
    pub(crate) fn copied(&self, source: &str) -> BTreeSet<&str> {
        if !glob::is_pattern(source) {
            return self.below(source).into_iter().collect();
        }
        self.matching(source).into_iter().flat_map(|root| self.below(root)).collect()
    }

    /// Paths that begin with a text.
    fn beginning<'s, 't>(&'s self, start: &'t str) -> impl Iterator<Item = &'s str> + use<'s, 't> {
        let from = (Bound::Included(start), Bound::Unbounded);
        self.seen
            .range::<str, _>(from)
            .map(|(path, _)| &**path)
            .take_while(move |path| path.starts_with(start))
    }
}
