//! What FaaSO makes of a project, before it is described to the page.

use crate::{
    bundle::{Bundle, File},
    path::BundlePath,
    project::{FileId, Group},
    trees::{self, Content},
};
use std::collections::{BTreeMap, BTreeSet};

/// What FaaSO makes of the document, whole.
pub struct Made {
    pub new_funko: trees::Tree,
    /// The funko's files that come from the template. One that does not render now is as it last was.
    pub live: BTreeMap<BundlePath, File>,
    /// The funko: live files and the author's own over them.
    pub funko: Bundle,
    pub build_context: trees::Tree,
    /// Where FaaSO fails since there is no `funko.yml`: the build context with the one that a new funko gets. Shown,
    /// never exported.
    pub as_new: Option<trees::Tree>,
}

impl Made {
    /// Where the files of a group are written.
    pub fn tree(&self, group: Group) -> &trees::Tree {
        match group {
            Group::Template => &self.new_funko,
            _ => &self.build_context,
        }
    }

    /// The build context as the page shows it.
    pub fn shown(&self) -> &trees::Tree {
        self.as_new.as_ref().unwrap_or(&self.build_context)
    }
}

/// What an edit has changed of what was made.
pub struct Edited {
    pub made: Made,
    /// Templates that may have another outcome.
    pub rendered: BTreeSet<FileId>,
    pub live: BTreeSet<BundlePath>,
    pub new_funko: BTreeSet<BundlePath>,
    pub build_context: BTreeSet<BundlePath>,
}

impl Edited {
    pub fn tree(&mut self, group: Group) -> &mut trees::Tree {
        match group {
            Group::Template => &mut self.made.new_funko,
            _ => &mut self.made.build_context,
        }
    }

    /// Another content where a file is written; nothing where another file is written.
    pub fn write(&mut self, id: &FileId, target: &BundlePath, content: Content) {
        let group = id.group();
        let Some(output) = self.tree(group).files.get_mut(target).filter(|output| output.origin == *id)
        else {
            return;
        };
        output.content = content;
        match group {
            Group::Template => self.new_funko.insert(target.clone()),
            _ => self.build_context.insert(target.clone()),
        };
    }
}
