//! What `faaso new` and `faaso export` make of files, to the letter (SEMANTICS §2–§5).
//!
//! FaaSO stops at the first failure and leaves half a folder. Here nothing stops: a [`Tree`] holds every file
//! that would be made, each with its own success or failure, and beside them whether FaaSO gets through.

mod failure;
mod headline;
mod overlay;
mod write;

pub use failure::{Chance, Failure, Verdict};

use crate::{
    bundle::{Bundle, File, PLAIN},
    funko::{self, Funko},
    path::{BundlePath, last_part},
    project::FileId,
};
use crinja::{Context, Error, Rendered};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Renders one template: its file, its text as FaaSO decodes it, the variables. A caller that keeps what it
/// has rendered before answers from there.
pub type Render<'a> = dyn FnMut(&FileId, &str, &Context) -> Outcome + 'a;

/// What became of a template.
pub type Outcome = Result<Arc<Rendered>, Error>;

/// Everything FaaSO would make, whether or not it gets through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    pub files: BTreeMap<BundlePath, Output>,
    /// Folders with nothing in them.
    pub empty_folders: BTreeSet<BundlePath>,
    /// Files of the runtime or funko that FaaSO leaves out in silence.
    pub left_out: Vec<(FileId, LeftOut)>,
    /// Why FaaSO fails. The first is what it says, but for the order in which it comes to the files.
    pub failures: Vec<Failure>,
    /// Where FaaSO's result hangs on the order of a folder listing. The tree has one of the two.
    pub chances: Vec<Chance>,
}

/// A file of the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    pub origin: FileId,
    pub content: Content,
    /// Files that would be here, had this one not replaced them.
    pub replaced: Vec<FileId>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Copied(File),
    Rendered(Outcome),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// A part of its path begins with a dot; of a funko's file, the first.
    Hidden,
    /// Its path begins with the letters `template` (SEMANTICS §4.2). Files below `template/` are not listed.
    TemplatePrefix,
}

impl Output {
    /// The file as written; none for a template that failed.
    pub fn file(&self) -> Option<File> {
        match &self.content {
            Content::Copied(file) => Some(file.clone()),
            Content::Rendered(Ok(rendered)) => Some(File::new(rendered.text.as_bytes(), PLAIN)),
            Content::Rendered(Err(_)) => None,
        }
    }
}

impl Tree {
    pub fn verdict(&self) -> Verdict<'_> {
        match (self.failures.first(), self.chances.first()) {
            (Some(failure), _) => Verdict::Fails(failure),
            (None, Some(chance)) => Verdict::Chance(chance),
            (None, None) => Verdict::Works,
        }
    }

    /// The whole result, if FaaSO gets through and its result is certain.
    pub fn bundle(&self) -> Result<Bundle, Verdict<'_>> {
        match self.verdict() {
            Verdict::Works => Ok(self.partial_bundle()),
            no => Err(no),
        }
    }

    /// The files that can be made.
    pub fn partial_bundle(&self) -> Bundle {
        let mut bundle = Bundle::new();
        for (path, output) in &self.files {
            if let Some(file) = output.file() {
                bundle.put(path.clone(), file).expect("a tree has no file below a file");
            }
        }
        for folder in &self.empty_folders {
            bundle.put_folder(folder.clone()).expect("a tree has no folder where a file is");
        }
        bundle
    }
}

/// `faaso new -r RUNTIME FOLDER`. `runtime` is the folder that `runtime_name` stands for, none if there is none.
pub fn new_funko(
    runtime: Option<&Bundle>,
    runtime_name: &str,
    folder: &str,
    render: &mut Render<'_>,
) -> Tree {
    let mut tree = Tree::default();
    let Some(runtime) = runtime.filter(|_| !runtime_name.is_empty()) else {
        tree.failures.push(Failure::RuntimeNotFound { name: runtime_name.to_owned() });
        return tree;
    };
    let context = funko::new_context(funko_name(folder), runtime_name);
    let mut sources = Vec::new();
    for (path, file) in runtime.files() {
        if let Some(below) = path.below("template") {
            let id = FileId::runtime(path.clone());
            match below.is_hidden() {
                true => tree.left_out.push((id, LeftOut::Hidden)),
                false => sources.push((id, below, file)),
            }
        }
    }
    write::write(&mut tree, sources, &context, render);
    tree
}

/// `faaso export SOURCE DESTINATION`, the build context of `faaso build` too. `runtime` is the folder that the
/// `runtime:` of `funko.yml` stands for; it is not looked at when there is no `runtime:`.
pub fn build_context(runtime: Option<&Bundle>, funko: &Bundle, render: &mut Render<'_>) -> Tree {
    let mut tree = Tree::default();
    let Some(yml) = funko.get(funko::FILE) else {
        tree.failures.push(Failure::YmlMissing);
        return tree;
    };
    let described = match funko::read(&yml.bytes).funko {
        Ok(described) => described,
        Err(problem) => {
            tree.failures.push(Failure::Yml(problem));
            return tree;
        }
    };
    described_context(&described, runtime, funko, render)
}

/// As [`build_context`], of a funko with this `funko.yml`, whatever its own says.
pub fn described_context(
    described: &Funko,
    runtime: Option<&Bundle>,
    funko: &Bundle,
    render: &mut Render<'_>,
) -> Tree {
    let mut tree = Tree::default();
    if let Err(error) = funko::check_name(&described.name) {
        tree.failures.push(Failure::Name { name: described.name.clone(), error });
    }
    if let Some(name) = &described.runtime {
        match runtime.filter(|_| !name.is_empty()) {
            Some(runtime) => {
                let sources = runtime_files(runtime, &mut tree);
                write::write(&mut tree, sources, &described.context(), render);
            }
            None => tree.failures.push(Failure::RuntimeNotFound { name: name.clone() }),
        }
    }
    overlay::overlay(&mut tree, funko);
    tree
}

/// The name of the funko that `faaso new` makes in a folder: the last part of its path.
pub fn funko_name(folder: &str) -> &str {
    match last_part(folder) {
        "" if !folder.is_empty() => "/",
        last => last,
    }
}

/// A path at the runtime's top that only begins like `template/`: neither a build nor a new funko takes it (SEMANTICS §4.2).
pub fn is_lost(path: &BundlePath) -> bool {
    path.as_str().starts_with("template") && !path.as_str().starts_with("template/")
}

/// All but what is hidden or begins with the letters `template` (SEMANTICS §4.2).
fn runtime_files<'a>(runtime: &'a Bundle, tree: &mut Tree) -> Vec<write::Source<'a>> {
    let mut sources = Vec::new();
    for (path, file) in runtime.files() {
        let id = FileId::runtime(path.clone());
        if path.as_str().starts_with("template") {
            if path.below("template").is_none() {
                tree.left_out.push((id, LeftOut::TemplatePrefix));
            }
        } else if path.is_hidden() {
            tree.left_out.push((id, LeftOut::Hidden));
        } else {
            sources.push((id, path.clone(), file));
        }
    }
    sources
}
