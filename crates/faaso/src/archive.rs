//! The bytes of a zip or tar.gz to bundle and back, and what the designer exports.
//!
//! Out: the same bundle gives the same bytes, on every machine. In: an archive is a stranger's, so what it may
//! hold is decided here and not by a library: see [`read()`]. A folder comes in by the same rules: see
//! [`Imported::of_folder`]. What of it can be opened says [`find()`].

mod directory;
mod entry_path;
mod find;
mod import;
mod limits;
mod litter;
mod names;
mod read;
mod sift;
mod skip;
mod tar;
mod write;

pub use find::{Found, Kind, find, recognise};
pub use import::{Arrival, Imported};
pub use limits::{
    LIMITS, MAX_ENTRIES, MAX_FILE_BYTES, MAX_LISTED, MAX_PARTS, MAX_RATIO, MAX_TOTAL_BYTES,
    MAX_UNPACKED_BYTES, MAX_UNREAD_BYTES, MAX_ZIP_BYTES, RATIO_FROM_BYTES,
};
pub use litter::is_litter;
pub use names::{folder_name, without_ending};
pub(crate) use sift::{Sifted, sift, sift_folder};
pub use skip::{ImportError, Skip, Skipped};
pub use tar::{weight, write as write_tar_gz, write_files};
pub use write::{WriteError, write};

use crate::{
    bundle::Bundle,
    trees::{Tree, Verdict},
};

/// Opens a zip, a tar or a tar.gz: which of them it is say its first bytes.
pub fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    match tar::is_gzip(bytes) || tar::is_tar(bytes) {
        true => tar::read(bytes),
        false => read::read(bytes),
    }
}

/// Its name ends as an archive's does that [`read()`] opens.
pub fn is_archive(file_name: &str) -> bool {
    without_ending(file_name).is_some()
}

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

/// *Runtime tar.gz*: the same, for tools that take no zip.
pub fn runtime_tar_gz(runtime: &Bundle, runtime_name: &str) -> Result<Vec<u8>, WriteError> {
    write_tar_gz(runtime, &folder_name(runtime_name))
}

/// Why there is no zip.
#[derive(Debug)]
pub enum ExportError<'a> {
    /// FaaSO would not get through; the problem is the author's to fix.
    Faaso(Verdict<'a>),
    Write(WriteError),
}

impl std::fmt::Display for ExportError<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ExportError::Faaso(Verdict::Fails(failure)) => write!(f, "FaaSO would fail. {failure}"),
            ExportError::Faaso(Verdict::Clash(clash)) => clash.fmt(f),
            ExportError::Faaso(Verdict::Works) => f.write_str("FaaSO works"),
            ExportError::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ExportError<'_> {}
