//! Everything FaaSO would make, as a value.

use super::failure::{Clash, Failure, Verdict};
use crate::{
    bundle::{Bundle, File, PLAIN},
    fate::LeftOut,
    path::BundlePath,
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
    pub clashes: Vec<Clash>,
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
        match (self.failures.first(), self.clashes.first()) {
            (Some(failure), _) => Verdict::Fails(failure),
            (None, Some(clash)) => Verdict::Clash(clash),
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
