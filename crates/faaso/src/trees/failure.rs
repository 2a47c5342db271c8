//! Why FaaSO fails, or does what nobody can foretell.

use super::headline::{headline, in_faasos_words};
use crate::{
    diagnostic::{At, Diagnostic, Place, Severity},
    funko::{self, NameError, Problem},
    path::BundlePath,
    project::FileId,
};
use crinja::{self, Error};
use std::{borrow::Cow, fmt};

/// Does FaaSO get through?
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict<'a> {
    Works,
    Fails(&'a Failure),
    /// It does, but nobody knows with what result. The designer refuses to export that.
    Clash(&'a Clash),
}

/// One reason for which FaaSO fails.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The funko has no `funko.yml`.
    YmlMissing,
    Yml(Problem),
    Name {
        name: String,
        error: NameError,
    },
    RuntimeNotFound {
        name: String,
    },
    /// A template does not parse or does not render.
    Template {
        file: FileId,
        error: Error,
    },
    /// A file and a folder want the same place.
    Conflict {
        /// The place.
        at: BundlePath,
        /// The file that is, or would be, there.
        file: FileId,
        /// A file that would lie below it, when there is one.
        below: Option<FileId>,
    },
}

/// `X` and `X.j2` in one folder: the last in FaaSO's listing wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub path: BundlePath,
    pub one: FileId,
    pub other: FileId,
}

impl Failure {
    /// The rule id of its diagnostic.
    pub fn code(&self) -> &'static str {
        match self {
            Failure::YmlMissing => "funko-yml-missing",
            Failure::Yml(problem) => problem.code.as_str(),
            Failure::Name { .. } => "funko-name-invalid",
            Failure::RuntimeNotFound { .. } => "runtime-not-found",
            Failure::Template { .. } => "template-error",
            Failure::Conflict { .. } => "overlay-conflict",
        }
    }

    /// `text` gives the text of a file of the project, as FaaSO decodes it.
    pub fn diagnostic(&self, text: &dyn Fn(&FileId) -> Option<String>) -> Diagnostic {
        let yml = BundlePath::new(funko::FILE).map(FileId::funko).ok();
        let said = match self {
            Failure::YmlMissing => Some("Index out of bounds".to_owned()),
            Failure::Yml(problem) => problem.in_faasos_words(),
            Failure::Name { name, .. } => Some(format!("Invalid funko name: {}", name.trim_end())),
            Failure::RuntimeNotFound { name } => Some(format!("Can't find runtime {name}")),
            Failure::Template { error, .. } => in_faasos_words(error),
            Failure::Conflict { .. } => None,
        };
        let (place, help) = match self {
            Failure::YmlMissing => {
                (None, Some("FaaSO needs one at the top of the funko to build it.".to_owned()))
            }
            Failure::Yml(problem) => {
                let at = yml.as_ref().and_then(text).map(|text| At::new(&text, problem.span));
                (yml.map(|file| Place { file, at }), problem.help.map(str::to_owned))
            }
            Failure::Name { .. } | Failure::RuntimeNotFound { .. } => {
                let key = if matches!(self, Failure::Name { .. }) { "name" } else { "runtime" };
                let at = yml.as_ref().and_then(text).and_then(|text| {
                    let places = funko::read(text.as_bytes()).places;
                    Some(At::new(&text, places.top(key)?.value.span))
                });
                (yml.map(|file| Place { file, at }), None)
            }
            Failure::Template { file, error } => {
                let at = text(file).map(|text| At::new(&text, error.span));
                (Some(Place { file: file.clone(), at }), headline(error).1)
            }
            Failure::Conflict { file, below, .. } => {
                let file = below.as_ref().unwrap_or(file).clone();
                (Some(Place { file, at: None }), Some("Rename one of the two.".to_owned()))
            }
        };
        Diagnostic {
            severity: Severity::Error,
            rule: Cow::Borrowed(self.code()),
            place,
            message: self.to_string(),
            said,
            help,
            fix: None,
        }
    }
}

/// In plain words, as a sentence.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::YmlMissing => f.write_str("This funko has no funko.yml."),
            Failure::Yml(problem) => f.write_str(&problem.plainly()),
            Failure::Name { name, .. } if name.trim_end().is_empty() => {
                f.write_str("The funko's name is empty.")
            }
            Failure::Name { name, error } => {
                write!(f, "`{}` isn't a valid funko name: {error}.", name.trim_end())
            }
            Failure::RuntimeNotFound { name } if name.is_empty() => {
                f.write_str("The runtime's name is empty.")
            }
            Failure::RuntimeNotFound { name } => write!(f, "FaaSO can't find the runtime `{name}`."),
            Failure::Template { error, .. } => f.write_str(&headline(error).0),
            Failure::Conflict { at, file, below: Some(below) } => {
                let (file, below) = (file.shown(), below.shown());
                write!(f, "`{file}` produces a file `{at}`, but `{below}` needs a folder there.")
            }
            Failure::Conflict { at, .. } => write!(f, "`{at}` is both a file and a folder."),
        }
    }
}

impl Clash {
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            rule: Cow::Borrowed("output-collision"),
            place: Some(Place { file: self.other.clone(), at: None }),
            message: self.to_string(),
            said: None,
            help: Some("Rename or delete one of the two.".to_owned()),
            fix: None,
        }
    }
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, other) = (self.one.shown(), self.other.shown());
        write!(
            f,
            "`{one}` and `{other}` both produce `{}`. Which one FaaSO keeps is unpredictable.",
            self.path
        )
    }
}
