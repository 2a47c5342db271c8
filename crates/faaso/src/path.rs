//! A path inside a bundle: relative, normalised, no way out of it.

use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, fmt, sync::Arc};

/// One or more components joined by `/`. No component is empty, `.` or `..`, and none holds NUL: whatever
/// a file may be called in a folder on Linux, and nothing else (docs/semantics.md §2.1 takes them all).
/// What may come in through a zip is narrower; see `archive`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BundlePath(Arc<str>);

/// Why a text is no path. The author typed it, or an archive holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    Empty,
    /// It begins with `/`.
    Absolute,
    /// A component is `.` or `..`.
    Dots,
    /// Two slashes in a row, or one at the end.
    EmptyComponent,
    Nul,
    /// A component of more than 255 bytes, or a path of more than 4,095: no file system takes it.
    TooLong,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PathError::Empty => "enter a name",
            PathError::Absolute => "paths can't start with `/`",
            PathError::Dots => "paths can't contain `.` or `..`",
            PathError::EmptyComponent => "paths can't contain `//` or end with `/`",
            PathError::Nul => "paths can't contain the NUL character",
            PathError::TooLong => "a name can have at most 255 bytes, a path at most 4,095",
        })
    }
}

impl std::error::Error for PathError {}

impl BundlePath {
    pub fn new(text: &str) -> Result<Self, PathError> {
        if text.is_empty() {
            return Err(PathError::Empty);
        }
        if text.starts_with('/') {
            return Err(PathError::Absolute);
        }
        if text.contains('\0') {
            return Err(PathError::Nul);
        }
        if text.len() > 4095 || text.split('/').any(|part| part.len() > 255) {
            return Err(PathError::TooLong);
        }
        if text.split('/').any(str::is_empty) {
            return Err(PathError::EmptyComponent);
        }
        if text.split('/').any(|part| part == "." || part == "..") {
            return Err(PathError::Dots);
        }
        Ok(BundlePath(text.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last component.
    pub fn name(&self) -> &str {
        last_part(&self.0)
    }

    /// The folder it lies in; none at the top.
    pub fn parent(&self) -> Option<BundlePath> {
        self.0.rsplit_once('/').map(|(parent, _)| BundlePath(parent.into()))
    }

    /// Every folder above it, outermost first.
    pub fn ancestors(&self) -> impl Iterator<Item = BundlePath> + '_ {
        self.folders().map(|folder| BundlePath(folder.into()))
    }

    /// The same as texts, without a copy of each: a path may have thousands.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| &self.0[..at])
    }

    pub fn components(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// A component begins with a dot (docs/semantics.md §1).
    pub fn is_hidden(&self) -> bool {
        self.components().any(|part| part.starts_with('.'))
    }

    /// The rest of the path below `folder`, when it lies below it.
    pub fn below(&self, folder: &str) -> Option<BundlePath> {
        let rest = self.0.strip_prefix(folder)?.strip_prefix('/')?;
        Some(BundlePath(rest.into()))
    }

    /// This path inside `folder`.
    pub fn inside(&self, folder: &str) -> Result<BundlePath, PathError> {
        BundlePath::new(&format!("{folder}/{self}"))
    }
}

impl fmt::Display for BundlePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for BundlePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Borrow<str> for BundlePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for BundlePath {
    type Error = PathError;
    fn try_from(text: String) -> Result<Self, PathError> {
        BundlePath::new(&text)
    }
}

impl From<BundlePath> for String {
    fn from(path: BundlePath) -> String {
        path.0.as_ref().to_owned()
    }
}

/// The first of these paths, which come in their order, that lies below a file. Folders that neighbours share are looked
/// at once: paths can have thousands.
pub fn below_a_file<'a>(
    paths: impl Iterator<Item = &'a BundlePath>,
    is_file: impl Fn(&str) -> bool,
) -> Option<&'a BundlePath> {
    let mut before = "";
    for path in paths {
        let shared = path.as_str().bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
        if path.folders().any(|folder| folder.len() >= shared && is_file(folder)) {
            return Some(path);
        }
        before = path.as_str();
    }
    None
}

/// The last component of a path as it is typed, whatever slashes stand behind it. Empty of slashes alone.
pub fn last_part(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ordinary_paths() {
        for good in ["a", "a/b", "a b/c\\d\n'\"*", "...", ".env", "a/.b", "ñ/☃"] {
            assert_eq!(BundlePath::new(good).map(|p| p.to_string()), Ok(good.to_owned()));
        }
        for (bad, why) in [
            ("", PathError::Empty),
            ("/a", PathError::Absolute),
            ("a//b", PathError::EmptyComponent),
            ("a/", PathError::EmptyComponent),
            ("../a", PathError::Dots),
            ("a/./b", PathError::Dots),
            ("a/..", PathError::Dots),
            ("a\0", PathError::Nul),
        ] {
            assert_eq!(BundlePath::new(bad), Err(why), "{bad:?}");
        }
        assert_eq!(BundlePath::new(&"x".repeat(256)), Err(PathError::TooLong));
    }
}
