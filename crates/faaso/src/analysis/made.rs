//! What FaaSO makes of a project, before it is described to the page.

use crate::{
    bundle::{Bundle, File},
    path::BundlePath,
    trees,
};
use std::collections::BTreeMap;

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
    /// The build context as the page shows it.
    pub fn shown(&self) -> &trees::Tree {
        self.as_new.as_ref().unwrap_or(&self.build_context)
    }
}
