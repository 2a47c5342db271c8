//! Zip to bundle: limits, a path policy of our own, and a list of what was left out.

use super::{
    MAX_ENTRIES, MAX_FILE_BYTES, MAX_RATIO, MAX_TOTAL_BYTES, MAX_ZIP_BYTES, RATIO_FROM_BYTES, policy,
};
use crate::{
    bundle::{Bundle, File, PLAIN},
    path::{BundlePath, PathError},
};
use std::{
    collections::BTreeMap,
    fmt,
    io::{Cursor, Read},
};
// Unstable by name only: the version is pinned. It gives entries one by one, so a hundred thousand of them are
// refused before they are read, and two of one name are both seen.
use zip::{
    CompressionMethod, System, ZipReadOptions,
    read::{Config, ZipFileEntry},
    result::ZipError,
    unstable::read::ZipIterable,
};

/// What was in a zip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Without the one folder that all was in, if there was one.
    pub bundle: Bundle,
    /// That folder's name.
    pub top_folder: Option<String>,
    /// Entries that were left out, in the zip's order.
    pub skipped: Vec<Skipped>,
    /// Files whose paths differ in upper and lower case only. Both were taken: to FaaSO they are two.
    pub case_twins: Vec<(BundlePath, BundlePath)>,
}

/// An entry that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// As the zip has it, what is no UTF-8 replaced.
    pub name: String,
    pub why: Skip,
}

/// Why an entry is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// `__MACOSX/`, `.DS_Store`, `Thumbs.db`, `desktop.ini`: nothing of the author's.
    Junk,
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
    /// Another entry has the same path; the first is taken.
    Duplicate,
    /// A file lies where another needs a folder.
    InTheWay,
    Symlink,
    /// A device, a pipe, a socket.
    Special,
    Encrypted,
    /// Neither stored nor deflated.
    Compression,
    /// More than [`MAX_FILE_BYTES`].
    TooLarge,
    /// Cut off, or not what its checksum or size says.
    Damaged,
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Skip::Junk => "left behind by a file manager",
            Skip::Absolute => "its path begins with “/”",
            Skip::Dots => "its path has a part “.” or “..”",
            Skip::Backslash => "its name has a backslash",
            Skip::DriveLetter => "its path has a drive letter",
            Skip::Control => "its name has a control character",
            Skip::TooDeep => "it lies too many folders deep",
            Skip::BadName => "its name is not valid UTF-8",
            Skip::Path(error) => return error.fmt(f),
            Skip::Duplicate => "another entry has the same path",
            Skip::InTheWay => "a file and a folder have the same path",
            Skip::Symlink => "it is a symbolic link",
            Skip::Special => "it is neither a file nor a folder",
            Skip::Encrypted => "it is encrypted",
            Skip::Compression => "it is compressed in a way other than deflate",
            Skip::TooLarge => "it is larger than 16 MiB",
            Skip::Damaged => "it is damaged",
        })
    }
}

/// Why nothing of a zip is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// The file is no zip, or its directory is damaged. In the zip library's words.
    NotAZip(String),
    TooLarge,
    TooManyEntries,
    TooMuch,
    /// It unpacks to far more than a bundle ever would.
    TooDense,
    /// Two entries share bytes of the file, as in a zip bomb.
    Overlap,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImportError::NotAZip(why) => write!(f, "this is not a zip that can be read: {why}"),
            ImportError::TooLarge => f.write_str("the zip is larger than 64 MiB"),
            ImportError::TooManyEntries => f.write_str("the zip has more than 10,000 entries"),
            ImportError::TooMuch => f.write_str("the zip holds more than 64 MiB"),
            ImportError::TooDense => f.write_str("the zip unpacks to more than 200 times its size"),
            ImportError::Overlap => f.write_str("entries of the zip overlap"),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<ZipError> for ImportError {
    fn from(error: ZipError) -> Self {
        ImportError::NotAZip(error.to_string())
    }
}

/// Opens a zip. Whatever the bytes, it ends within the limits and never panics; one bad entry is left out and
/// listed, an archive that breaks a limit as a whole is refused.
pub fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_ZIP_BYTES {
        return Err(ImportError::TooLarge);
    }
    let mut zip = ZipIterable::try_new(Cursor::new(bytes), Config::default())?;
    if zip.len() > MAX_ENTRIES {
        return Err(ImportError::TooManyEntries);
    }
    let entries = zip.files()?.collect::<Result<Vec<_>, _>>()?;
    // A file that is too large is left out alone.
    let sizes = entries.iter().map(|entry| entry.size()).filter(|&size| size <= MAX_FILE_BYTES);
    let declared = sizes.fold(0u64, u64::saturating_add);
    allowed(declared, bytes.len())?;
    if overlap(bytes, &entries) {
        return Err(ImportError::Overlap);
    }
    let mut imported = Imported::default();
    let mut total = 0;
    for entry in entries {
        let name = name(&entry);
        let shown = name.clone().unwrap_or_else(|| String::from_utf8_lossy(entry.name_raw()).into_owned());
        let why = match name {
            Some(name) => take(bytes, entry, &name, &mut imported.bundle, &mut total).err(),
            None => Some(Skip::BadName),
        };
        allowed(total, bytes.len())?;
        imported.skipped.extend(why.map(|why| Skipped { name: shown, why }));
    }
    imported.bundle.forget_full_folders();
    imported.strip_top_folder();
    imported.find_case_twins();
    Ok(imported)
}

fn allowed(total: u64, zip: usize) -> Result<(), ImportError> {
    if total > MAX_TOTAL_BYTES {
        return Err(ImportError::TooMuch);
    }
    if total > RATIO_FROM_BYTES && total / MAX_RATIO > zip as u64 {
        return Err(ImportError::TooDense);
    }
    Ok(())
}

/// UTF-8 where it is, flagged or not: many systems forget the flag. Else CP437, as the format has it, unless the
/// flag says UTF-8.
///
/// Older .NET, and so `Compress-Archive` of PowerShell 5, writes backslashes between the parts of a path.
fn name(entry: &ZipFileEntry<'_>) -> Option<String> {
    const UTF8: u16 = 1 << 11;
    let name = match std::str::from_utf8(entry.name_raw()) {
        Ok(name) => name.to_owned(),
        Err(_) if entry.flags().as_u16() & UTF8 != 0 => return None,
        Err(_) => entry.name().ok()?.into_owned(),
    };
    let of_windows = matches!(entry.system(), System::Dos) && !name.contains('/');
    Some(if of_windows { name.replace('\\', "/") } else { name })
}

/// Puts one entry into the bundle, or says why not.
fn take(
    bytes: &[u8],
    entry: ZipFileEntry<'_>,
    name: &str,
    bundle: &mut Bundle,
    total: &mut u64,
) -> Result<(), Skip> {
    const KIND: u32 = 0o170_000;
    let unix = matches!(entry.system(), System::Unix | System::OsDarwin);
    // The upper half of the attributes is `st_mode`; some tools leave it empty.
    let mode = if unix { entry.external_attributes() >> 16 } else { 0 };
    let is_folder = name.ends_with('/') || mode & KIND == 0o040_000;
    let path = policy::path(name.strip_suffix('/').unwrap_or(name))?;
    match mode & KIND {
        0o120_000 => return Err(Skip::Symlink),
        0 | 0o040_000 | 0o100_000 => {}
        _ => return Err(Skip::Special),
    }
    if is_folder {
        return bundle.put_folder(path).map_err(|_| Skip::InTheWay);
    }
    if bundle.get(path.as_str()).is_some() {
        return Err(Skip::Duplicate);
    }
    if entry.encrypted() {
        return Err(Skip::Encrypted);
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(Skip::Compression);
    }
    if entry.size() > MAX_FILE_BYTES {
        return Err(Skip::TooLarge);
    }
    let mut content = Vec::new();
    let mut reader = Cursor::new(bytes);
    let file = entry.with_reader(&mut reader, ZipReadOptions::new()).map_err(|_| Skip::Damaged)?;
    let read = file.take(MAX_FILE_BYTES + 1).read_to_end(&mut content);
    *total += content.len() as u64;
    read.map_err(|_| Skip::Damaged)?;
    if content.len() as u64 > MAX_FILE_BYTES {
        return Err(Skip::TooLarge);
    }
    let mode = if mode & 0o777 == 0 { PLAIN } else { (mode & 0o777) as u16 };
    bundle.put(path, File::new(content, mode)).map(|_| ()).map_err(|_| Skip::InTheWay)
}

/// Do two entries share a byte? Their headers and data must lie one after the other.
fn overlap(bytes: &[u8], entries: &[ZipFileEntry<'_>]) -> bool {
    let mut ranges: Vec<(u64, u64)> = entries
        .iter()
        .filter_map(|entry| {
            let start = entry.header_start();
            let header = bytes.get(usize::try_from(start).ok()?..)?.get(..30)?;
            let length = |at: usize| u64::from(u16::from_le_bytes([header[at], header[at + 1]]));
            let data = start + 30 + length(26) + length(28);
            Some((start, data.saturating_add(entry.compressed_size())))
        })
        .collect();
    ranges.sort_unstable();
    ranges.windows(2).any(|two| two[0].1 > two[1].0)
}

impl Imported {
    /// Takes the folder away that everything is in. A lone `template/` stays, it is a runtime's.
    fn strip_top_folder(&mut self) {
        let paths = || self.bundle.files().map(|(path, _)| path).chain(self.bundle.folders());
        let Some(top) = paths().next().and_then(|path| path.components().next()).map(str::to_owned) else {
            return;
        };
        let inside = |path: &BundlePath| path.below(&top).is_some() || path.as_str() == top;
        let is_file = self.bundle.get(&top).is_some();
        let is_template = top == "template"
            && ["Dockerfile", "Dockerfile.j2", "funko.yml"]
                .iter()
                .all(|name| self.bundle.get(&format!("template/{name}")).is_none())
            && !self.bundle.is_folder("template/template");
        if is_file || is_template || !paths().all(inside) {
            return;
        }
        let mut bundle = Bundle::new();
        for (path, file) in self.bundle.files() {
            let path = path.below(&top).expect("every file is inside");
            bundle.put(path, file.clone()).expect("they did not collide before");
        }
        for folder in self.bundle.folders().filter_map(|folder| folder.below(&top)) {
            bundle.put_folder(folder).expect("they did not collide before");
        }
        self.bundle = bundle;
        self.top_folder = Some(top);
    }

    fn find_case_twins(&mut self) {
        let mut seen: BTreeMap<String, &BundlePath> = BTreeMap::new();
        for (path, _) in self.bundle.files() {
            if let Some(other) = seen.insert(path.as_str().to_lowercase(), path) {
                self.case_twins.push((other.clone(), path.clone()));
            }
        }
    }
}
