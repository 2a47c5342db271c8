//! Why something could not be done on a disk, and what to do about it.

use crate::archive::ImportError;
use std::fmt;

/// Why something could not be done on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The folder was moved, renamed or deleted, or its disk is not there.
    Gone,
    /// The author, the browser or the system does not allow it.
    NotAllowed,
    /// The file isn't as it was seen.
    Changed,
    Full,
    /// Another program has the file.
    Locked,
    /// The system or the browser takes no file of that name.
    Name,
    /// To this disk that name is another file's, as `a` is `A` to some.
    Twin,
    /// The system doesn't let this file be changed or read.
    Protected,
    /// There is no answer.
    Silent,
    /// The page has left the folder.
    Left,
    /// The folder is over the limits of what the designer opens.
    TooMuch(ImportError),
    /// In the browser's words.
    Other(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Trouble::Gone => "the folder was moved, deleted or emptied",
            Trouble::NotAllowed => "access isn't allowed",
            Trouble::Changed => "it was changed in the folder",
            Trouble::Full => "the disk is full",
            Trouble::Locked => "another program may be using it",
            Trouble::Name => "this computer doesn't allow that name",
            Trouble::Twin => "the folder has a file whose name differs only in case",
            Trouble::Protected => "the file is protected",
            Trouble::Silent => "the folder doesn't answer",
            Trouble::Left => "the page has left the folder",
            Trouble::TooMuch(why) => return why.fmt(f),
            Trouble::Other(why) => why.trim_end_matches('.'),
        })
    }
}

impl std::error::Error for Trouble {}

impl Trouble {
    /// What to do, as a sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Trouble::Gone => "Put the folder back where it was, or leave it and open it anew.",
            Trouble::NotAllowed => "Join the folder again and allow access.",
            Trouble::Changed => "Save once more.",
            Trouble::Full => "Free some space on it, then save again.",
            Trouble::Locked => "Close the file in other programs, then save again.",
            Trouble::Name => "Rename the file, then save again.",
            Trouble::Twin => "Rename one of the two files, then save again.",
            Trouble::Protected => "Make the file writable, then save again.",
            Trouble::Silent => "Check the disk or its network connection; the page keeps trying.",
            Trouble::Left => "Open the folder again to write to it.",
            Trouble::TooMuch(_) => "Remove files from the folder, or open a part of it.",
            Trouble::Other(_) => "Check the folder, then save again.",
        }
    }

    /// It would stop every other write, too.
    pub(super) fn is_for_all(&self) -> bool {
        matches!(self, Trouble::Gone | Trouble::NotAllowed | Trouble::Full | Trouble::Silent | Trouble::Left)
    }
}
