//! The parsed templates of a runtime, and the verdict on its Dockerfile.

use super::docker::Kept;
use crate::{bundle::Bundle, fate::Fate, project::FileId, text};
use crinja::{Error, Template};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

/// Kept between analyses, for checks and rendering.
#[derive(Default)]
pub struct Templates {
    parsed: BTreeMap<FileId, Parsed>,
    docker: Kept,
}

struct Parsed {
    /// What it was parsed of.
    bytes: Arc<[u8]>,
    template: Result<Template, Error>,
}

impl Templates {
    /// Parses what has changed, forgets what is gone. `skip` are files that are not parsed now; `begins` hears of each
    /// of the others that is, before.
    pub fn update(
        &mut self,
        runtime: &Bundle,
        skip: &BTreeSet<FileId>,
        begins: &mut dyn FnMut(&FileId, usize),
    ) {
        let mut before = std::mem::take(&mut self.parsed);
        for (path, file) in runtime.files() {
            let id = FileId::runtime(path.clone());
            if !Fate::by_name(&id).is_rendered() || skip.contains(&id) {
                continue;
            }
            let kept = before.remove(&id).filter(|kept| kept.bytes == file.bytes);
            let mut parse = || {
                begins(&id, file.bytes.len());
                let template = crinja::parse(&text::decode(&file.bytes));
                Parsed { bytes: file.bytes.clone(), template }
            };
            let parsed = kept.unwrap_or_else(&mut parse);
            self.parsed.insert(id, parsed);
        }
    }

    /// The verdict on the Dockerfile that was given last.
    pub fn docker(&self) -> &Kept {
        &self.docker
    }

    /// None for a file that is not rendered.
    pub fn parsed(&self, id: &FileId) -> Option<Result<&Template, Error>> {
        self.parsed.get(id).map(|parsed| parsed.template.as_ref().map_err(Error::clone))
    }
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.parsed.keys()).finish()
    }
}
