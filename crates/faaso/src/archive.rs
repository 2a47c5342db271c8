//! Zip bytes to bundle and back, and the three zips that the designer exports.
//!
//! Out: the same bundle gives the same bytes, on every machine. In: an archive is a stranger's, so what it may
//! hold is decided here and not by the zip library: see [`read()`]. A folder comes in by the same rules: see
//! [`Imported::of_folder`]. What of it can be opened says [`find()`].

mod directory;
mod find;
mod import;
mod limits;
mod litter;
mod names;
mod policy;
mod read;
mod sift;
mod skip;
mod write;

pub use find::{Found, Kind, find, recognise};
pub use import::{Arrival, Imported};
pub use limits::{
    LIMITS, MAX_ENTRIES, MAX_FILE_BYTES, MAX_LISTED, MAX_PARTS, MAX_RATIO, MAX_TOTAL_BYTES, MAX_UNREAD_BYTES,
    MAX_ZIP_BYTES, RATIO_FROM_BYTES,
};
pub use litter::is_litter;
pub use names::folder_name;
pub use read::read;
pub use skip::{ImportError, Skip, Skipped};
pub use write::{WriteError, write};

use crate::{
    bundle::Bundle,
    trees::{Tree, Verdict},
};

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
