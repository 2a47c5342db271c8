//! Why something is left out, and why nothing is taken.

use crate::path::PathError;
use std::fmt;
use zip::result::ZipError;

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// As it came, what is no UTF-8 replaced; with `/` at the end for a whole folder.
    pub name: String,
    pub why: Skip,
}

/// Why something is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// `__MACOSX/`, `._x`, `.DS_Store`, `Thumbs.db`, …: nothing of the author's.
    System,
    /// A folder that is made again: dependencies, caches, version control. How many files it has.
    Made {
        files: usize,
    },
    /// A folder of that kind, not counted.
    Unopened,
    Absolute,
    /// `.` or `..` in the path.
    Dots,
    Backslash,
    DriveLetter,
    Control,
    /// More than [`super::MAX_PARTS`] parts.
    TooDeep,
    /// The name says it is UTF-8 and is not.
    BadName,
    Path(PathError),
    /// A later entry has the same path, and is taken.
    Duplicate,
    /// A file lies where another needs a folder.
    InTheWay,
    Symlink,
    /// Of a tar: another name of a file before it.
    HardLink,
    /// Of a tar: a file with holes.
    Sparse,
    /// A device, a pipe, a socket.
    Special,
    Encrypted,
    /// Neither stored nor deflated.
    Compression,
    /// More than [`super::MAX_FILE_BYTES`].
    TooLarge,
    /// The two headers of the entry say different things.
    Disagree,
    /// Cut off, or not what its checksum or size says.
    Damaged,
    /// The browser does not hand it over.
    Unreadable,
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Skip::System => "system file",
            Skip::Made { files: 1 } => "dependencies, caches or history: 1 file",
            Skip::Made { files } => return write!(f, "dependencies, caches or history: {files} files"),
            Skip::Unopened => "dependencies, caches, history or system files",
            Skip::Absolute => "its path starts with `/`",
            Skip::Dots => "its path contains `.` or `..`",
            Skip::Backslash => "its name contains a backslash",
            Skip::DriveLetter => "its path contains a drive letter",
            Skip::Control => "its name contains a control character",
            Skip::TooDeep => "it's more than 100 folders deep",
            Skip::BadName => "its name isn't valid UTF-8",
            Skip::Path(error) => return error.fmt(f),
            Skip::Duplicate => "a later entry has the same path and is used instead",
            Skip::InTheWay => "its path is both a file and a folder",
            Skip::Symlink => "symbolic link",
            Skip::HardLink => "hard link",
            Skip::Sparse => "sparse file",
            Skip::Special => "not a regular file",
            Skip::Encrypted => "encrypted",
            Skip::Compression => "compressed with a method other than deflate",
            Skip::TooLarge => "larger than 16 MiB",
            Skip::Disagree => "its two headers in the zip file don't match",
            Skip::Damaged => "damaged",
            Skip::Unreadable => "the browser couldn't read it",
        })
    }
}

/// Why nothing is taken. Where a limit is met, the folder that most lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// The file is no zip, or its directory is damaged. In the zip library's words.
    NotAZip(String),
    /// A tar, or a gzip file that should hold one, is damaged.
    NotATar(String),
    /// The directory holds more or fewer entries than the zip's end says.
    Miscounted,
    TooLarge(Option<String>),
    TooManyEntries(Option<String>),
    TooMuch(Option<String>),
    /// It unpacks to far more than a bundle ever would.
    TooDense,
    /// Two entries share bytes of the file, as in a zip bomb.
    Overlap,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (limit, heavy) = match self {
            ImportError::NotAZip(_) => return f.write_str("it isn't a zip or tar.gz file, or it's damaged"),
            ImportError::NotATar(_) => return f.write_str("it isn't a tar.gz file, or it's damaged"),
            ImportError::Miscounted => {
                return f.write_str(
                    "the zip file is damaged: it contains more or fewer files than it says. Create it again",
                );
            }
            ImportError::TooDense => {
                return f.write_str("its compression ratio is too high (over 200:1)");
            }
            ImportError::Overlap => return f.write_str("the zip file is damaged: its entries overlap"),
            ImportError::TooLarge(heavy) => ("the file is larger than 64 MiB", heavy),
            ImportError::TooManyEntries(heavy) => ("it has more than 10,000 files and folders", heavy),
            ImportError::TooMuch(heavy) => ("its files are larger than 64 MiB in total", heavy),
        };
        match heavy {
            Some(heavy) => write!(f, "{limit}, most of it in `{heavy}`. Leave that folder out"),
            None => f.write_str(limit),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<ZipError> for ImportError {
    fn from(error: ZipError) -> Self {
        ImportError::NotAZip(error.to_string())
    }
}
