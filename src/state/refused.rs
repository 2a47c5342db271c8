//! Why something could not be done.

use faaso::{
    funko::CannotChange,
    path::PathError,
    project::{EditError, FileId},
};
use std::fmt;

/// Why something could not be done. The document is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    Edit(EditError),
    Path(PathError),
    /// A file of that path is there already.
    Exists(FileId),
    /// A folder of that path is there already.
    FolderExists(String),
    /// A funko's folders are there with their files only.
    EmptyInFunko,
    /// A folder cannot be moved into itself.
    IntoItself,
    /// An option can't be changed as a form does.
    Option(CannotChange),
    /// Another tab of the browser has the project; this one follows it.
    Follows,
    /// The fix is for an older text than the one that is there now.
    Outdated,
    /// In words.
    Said(String),
    /// Its text is in UTF-16, which is kept until its author converts it.
    Utf16(FileId),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Edit(error) => error.fmt(f),
            Refused::Option(error) => error.fmt(f),
            Refused::Path(error) => error.fmt(f),
            Refused::Exists(id) => write!(f, "a file named `{}` already exists", id.shown()),
            Refused::FolderExists(shown) => write!(f, "a folder named `{shown}` already exists"),
            Refused::EmptyInFunko => f.write_str("a folder of the funko needs a file in it"),
            Refused::Follows => f.write_str("this project is open for editing in another tab"),
            Refused::Outdated => f.write_str("the text has changed since; try again in a moment"),
            // it stands in a sentence
            Refused::Said(why) => f.write_str(why.trim_end_matches('.')),
            Refused::Utf16(id) => write!(f, "`{}` is in UTF-16; convert it to UTF-8 first", id.shown()),
            Refused::IntoItself => f.write_str("a folder can't be moved into itself"),
        }
    }
}

impl std::error::Error for Refused {}

impl From<EditError> for Refused {
    fn from(error: EditError) -> Self {
        Refused::Edit(error)
    }
}

impl From<PathError> for Refused {
    fn from(error: PathError) -> Self {
        Refused::Path(error)
    }
}
