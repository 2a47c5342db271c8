//! Where templates use options, as data.

use crate::diagnostic::Place;
use serde::{Deserialize, Serialize};

/// A use of an option in a file that a build renders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionUse {
    pub option: String,
    /// Where it is written: `options.key`.
    pub place: Place,
    /// It has a `default` there, or is asked for first: it may be unset.
    pub optional: bool,
}
