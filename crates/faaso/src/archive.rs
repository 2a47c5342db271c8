//! Zip bytes to bundle and back, and the three zips that the designer exports.
//!
//! Out: the same bundle gives the same bytes, on every machine. In: an archive is a stranger's, so what it may
//! hold is decided here and not by the zip library: see [`read()`]. A folder comes in by the same rules: see
//! [`Imported::of_folder`]. What of it can be opened says [`find()`].

mod directory;
mod find;
mod import;
mod litter;
mod names;
mod policy;
mod read;
mod sift;
mod write;

pub use find::{Found, Kind, find, recognise};
pub use import::{Arrival, ImportError, Imported, Skip, Skipped};
pub use litter::is_litter;
pub use names::folder_name;
pub use read::read;
pub use write::{WriteError, write};

use crate::{
    bundle::Bundle,
    trees::{Tree, Verdict},
};

/// The largest zip that is looked into, in bytes. What nobody wrote counts only for this one.
pub const MAX_UNREAD_BYTES: usize = 128 << 20;
/// Entries of a zip that are looked at by name.
pub const MAX_LISTED: usize = 200_000;
/// The largest zip that is opened, in bytes, without the folders that are left out.
pub const MAX_ZIP_BYTES: usize = 64 << 20;
/// Files and folders that are taken.
pub const MAX_ENTRIES: usize = 10_000;
/// How many parts a path in a zip may have. Every folder above a file is looked at, and a path of 4,095 bytes
/// could have two thousand.
pub const MAX_PARTS: usize = 100;
/// The largest file that is taken, in bytes. A larger one is left out, and listed.
pub const MAX_FILE_BYTES: u64 = 16 << 20;
/// All files together, in bytes.
pub const MAX_TOTAL_BYTES: u64 = 64 << 20;
/// How many bytes one byte of the zip may become, all in all, once they are more than [`RATIO_FROM_BYTES`].
pub const MAX_RATIO: u64 = 200;
/// Below this size a zip may be as dense as it likes.
pub const RATIO_FROM_BYTES: u64 = 1 << 20;
/// The limits in words, for the page.
pub const LIMITS: &str = "10,000 files and folders, 16 MiB per file, 64 MiB in total";
/// *Funko zip (ready to build)*: exactly the files of `faaso export`, in one folder named like the funko.
/// Refused where FaaSO fails, or its result is chance.
pub fn ready_zip<'a>(context: &'a Tree, funko_name: &str) -> Result<Vec<u8>, ExportError<'a>> {
    let bundle = context.bundle().map_err(ExportError::Faaso)?;
    write(&bundle, &folder_name(funko_name)).map_err(ExportError::Write)
}

/// *Funko source zip*: the funko's own files, for `faaso build`.
pub fn funko_zip(funko: &Bundle, funko_name: &str) -> Result<Vec<u8>, WriteError> {
    write(funko, &folder_name(funko_name))
}

/// *Runtime zip*: the runtime as a folder, for FaaSO's `runtimes/` or `faaso new -r ./folder`.
pub fn runtime_zip(runtime: &Bundle, runtime_name: &str) -> Result<Vec<u8>, WriteError> {
    write(runtime, &folder_name(runtime_name))
}

/// Why there is no zip.
#[derive(Debug)]
pub enum ExportError<'a> {
    /// FaaSO would not get through; the problem is the author's to mend.
    Faaso(Verdict<'a>),
    Write(WriteError),
}

impl std::fmt::Display for ExportError<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ExportError::Faaso(Verdict::Fails(failure)) => write!(f, "FaaSO would fail. {failure}"),
            ExportError::Faaso(Verdict::Chance(chance)) => chance.fmt(f),
            ExportError::Faaso(Verdict::Works) => f.write_str("FaaSO works"),
            ExportError::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ExportError<'_> {}
