//! Which folder on disk holds which part of a project.

use crate::{
    fate::is_of_conversion,
    path::BundlePath,
    project::{FileId, Side},
};
use serde::{Deserialize, Serialize};

/// Where the parts of a project lie, by paths on the disk; empty for everything. A part without a place stays in the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    pub runtime: Option<String>,
    pub funko: Option<String>,
}

impl Places {
    /// Where a file of the project lies.
    pub fn path(&self, file: &FileId) -> Option<String> {
        let place = match file.side {
            Side::Runtime => self.runtime.as_deref(),
            Side::Funko => self.funko.as_deref(),
        };
        let path = match place? {
            "" => file.path.to_string(),
            place => format!("{place}/{}", file.path),
        };
        // a conversion stays in the browser, and of two folders in each other the inner one has its files alone
        (self.file(&path).as_ref() == Some(file)).then_some(path)
    }

    /// The file of the project that lies there.
    pub fn file(&self, path: &str) -> Option<FileId> {
        let places = [(self.funko.as_deref(), Side::Funko), (self.runtime.as_deref(), Side::Runtime)];
        let inside =
            places.into_iter().filter_map(|(place, side)| Some((place?, below(path, place?)?, side)));
        let (_, path, side) = inside.max_by_key(|(place, ..)| place.len())?;
        let is_kept_back = side == Side::Runtime && is_of_conversion(path.as_str());
        (!is_kept_back).then_some(FileId { side, path })
    }

    /// The folders that are looked into.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.runtime.iter().chain(&self.funko).map(String::as_str)
    }
}

fn below(path: &str, place: &str) -> Option<BundlePath> {
    let rest = if place.is_empty() { path } else { path.strip_prefix(place)?.strip_prefix('/')? };
    BundlePath::new(rest).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_places() {
        let places = |runtime: Option<&str>, funko: Option<&str>| Places {
            runtime: runtime.map(str::to_owned),
            funko: funko.map(str::to_owned),
        };
        let check = |places: &Places, path: &str, expected: Option<(Side, &str)>| {
            let file = places.file(path);
            let found = file.as_ref().map(|file| (file.side, file.path.as_str()));
            assert_eq!(found, expected, "{path} in {places:?}");
            if let Some(file) = file {
                assert_eq!(places.path(&file).as_deref(), Some(path));
            }
        };
        let both = places(Some("all/rt"), Some("all/fn"));
        check(&both, "all/rt/Dockerfile.j2", Some((Side::Runtime, "Dockerfile.j2")));
        check(&both, "all/rt/template/a", Some((Side::Runtime, "template/a")));
        check(&both, "all/fn/a/b", Some((Side::Funko, "a/b")));
        check(&both, "all/rtx/a", None);
        check(&both, "all/rt", None);
        check(&both, "all/rt/.conversion/a", None);
        check(&both, "all/rt/.scenarios/a/funko.yml", Some((Side::Runtime, ".scenarios/a/funko.yml")));
        let nested = places(Some("rt"), Some("rt/example"));
        check(&nested, "rt/example/a", Some((Side::Funko, "a")));
        check(&nested, "rt/a", Some((Side::Runtime, "a")));
        let hidden = FileId::runtime(BundlePath::new("example/a").unwrap());
        assert_eq!(nested.path(&hidden), None);
        check(&places(Some(""), None), "template/a", Some((Side::Runtime, "template/a")));
        check(&places(None, None), "a", None);
        let ours = FileId::runtime(BundlePath::new("a").unwrap());
        assert_eq!(places(None, Some("x")).path(&ours), None);
    }
}
