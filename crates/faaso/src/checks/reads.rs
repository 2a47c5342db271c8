//! What findings hang on, so that an edit costs what it touches.
//!
//! Findings lie in cells: a cell for each file, with what the checks of files find there, and one for each check of the
//! whole project. While a cell is filled, [`Facts`](super::Facts) notes every [`Read`]. An edit says which reads are not
//! as before, and the cells that read one of them are filled again.

use crate::project::FileId;
use std::rc::Rc;

/// What a finding hangs on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Read {
    /// A file: bytes, permission bits, whether it's there, comes live from the template, can be rendered, and to what.
    File(FileId),
    /// Which files there are, and what becomes of each.
    Shape,
    /// The funko's `funko.yml`.
    Yml,
    /// The `funko.yml` of a new funko.
    TemplateYml,
    /// Whether the funko is built with this runtime.
    IsBuilt,
    /// An option's value, in the funko or a new one.
    Option(Rc<str>),
    /// What the templates do with an option.
    Uses(Rc<str>),
    /// Which options the templates use.
    UsedOptions,
    /// Whether all that templates use is known.
    Sums,
    /// The words that some file should have.
    Mentions,
    /// The Dockerfile of a build, and what Docker says of it.
    Docker,
    /// The files that it gives their permission bits.
    CaredFor,
    /// The whole project.
    Everything,
}
