//! Bundle to zip: the same bytes for the same bundle.

use crate::bundle::Bundle;
use std::{
    fmt,
    io::{Cursor, Write},
};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// Writing a zip failed: it would be larger than the format, or the memory, holds.
#[derive(Debug)]
pub struct WriteError(ZipError);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the zip cannot be made: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

impl From<ZipError> for WriteError {
    fn from(error: ZipError) -> Self {
        WriteError(error)
    }
}

impl From<std::io::Error> for WriteError {
    fn from(error: std::io::Error) -> Self {
        WriteError(ZipError::Io(error))
    }
}

/// A zip of the bundle in one folder. Entries are sorted by their bytes, dated 1980-01-01, with the Unix modes of
/// the files; folders have entries of their own only if nothing is in them.
pub fn write(bundle: &Bundle, folder: &str) -> Result<Vec<u8>, WriteError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT);
    let folders = bundle.empty_folders();
    let mut entries: Vec<_> = bundle.files().map(|(path, file)| (path, Some(file))).collect();
    entries.extend(folders.iter().map(|path| (path, None)));
    entries.sort_by_key(|(path, _)| path.as_str());
    if entries.is_empty() {
        zip.add_directory(folder, options.unix_permissions(0o755))?;
    }
    for (path, file) in entries {
        let name = format!("{folder}/{path}");
        match file {
            Some(file) => {
                zip.start_file(name, options.unix_permissions(file.mode.into()))?;
                zip.write_all(&file.bytes)?;
            }
            None => zip.add_directory(name + "/", options.unix_permissions(0o755))?,
        }
    }
    Ok(zip.finish()?.into_inner())
}
