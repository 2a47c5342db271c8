//! Zip to bundle: limits, a path policy of our own, and a list of what was left out.

use super::{
    MAX_FILE_BYTES, MAX_LISTED, MAX_RATIO, MAX_TOTAL_BYTES, MAX_UNREAD_BYTES, MAX_ZIP_BYTES,
    RATIO_FROM_BYTES,
    directory::{self, Listed},
    entry_path,
    import::Imported,
    sift::sift,
    skip::{ImportError, Skip, Skipped},
};
use crate::bundle::{File, PLAIN};
use std::io::{Cursor, Read};
// Unstable by name only: the version is pinned. It gives entries one by one, so a hundred thousand of them are
// refused before they are read, and two of one name are both seen.
use zip::{
    CompressionMethod, System, ZipReadOptions,
    read::{Config, ZipFileEntry},
    unstable::read::ZipIterable,
};

/// Opens a zip. Whatever the bytes, it ends within the limits and never panics; one bad entry is left out and
/// listed, an archive that breaks a limit as a whole is refused.
pub fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_UNREAD_BYTES {
        return Err(ImportError::TooLarge(None));
    }
    let mut imported = Imported::default();
    let entries = chosen(bytes, &mut imported)?;
    // A file that is too large is left out alone.
    let small = |entry: &&Chosen<'_>| entry.entry.size() <= MAX_FILE_BYTES;
    let sizes = || entries.iter().filter(small).map(|chosen| (chosen.shown.as_str(), chosen.entry.size()));
    let declared = sizes().map(|(_, size)| size).fold(0u64, u64::saturating_add);
    allowed(declared, bytes.len()).map_err(|error| error.mostly(sizes()))?;
    if overlap(bytes, &entries) {
        return Err(ImportError::Overlap);
    }
    let mut total = 0;
    for chosen in entries {
        let shown = chosen.shown.clone();
        let why = take(bytes, chosen, &mut imported, &mut total).err();
        allowed(total, bytes.len())?;
        imported.skipped.extend(why.map(|why| Skipped { name: shown, why }));
    }
    imported.finish();
    Ok(imported)
}

/// An entry that may be the author's.
struct Chosen<'a> {
    listed: Listed<'a>,
    entry: ZipFileEntry<'static>,
    /// What is no UTF-8 replaced.
    shown: String,
    /// None: it cannot be read.
    name: Option<String>,
}

/// The entries that are to be read, once the directory is known to be whole. What nobody wrote is left out here, so it
/// counts for no limit.
fn chosen<'a>(bytes: &'a [u8], imported: &mut Imported) -> Result<Vec<Chosen<'a>>, ImportError> {
    let broken = |error: zip::result::ZipError| match bytes.len() > MAX_ZIP_BYTES {
        true => ImportError::TooLarge(None),
        false => ImportError::from(error),
    };
    let mut zip = ZipIterable::try_new(Cursor::new(bytes), Config::default()).map_err(broken)?;
    let count = zip.len();
    let Some(first) = zip.files().map_err(broken)?.next() else {
        // an end that counts none, of a directory that holds some
        return match directory::is_said_to_hold_some(bytes) {
            true => Err(ImportError::Miscounted),
            false => Ok(Vec::new()),
        };
    };
    let listed = directory::list(bytes, first.map_err(broken)?.central_header_start(), MAX_LISTED + 1);
    if listed.len() > MAX_LISTED {
        return Err(ImportError::TooManyEntries(None));
    }
    if listed.len() != count {
        return Err(ImportError::Miscounted);
    }
    let names: Vec<_> = listed.iter().map(|listed| String::from_utf8_lossy(listed.name)).collect();
    let names: Vec<_> = names
        .iter()
        .zip(&listed)
        .map(
            |(name, listed)| {
                if listed.is_of_windows() { name.replace('\\', "/").into() } else { name.clone() }
            },
        )
        .collect();
    let paths: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let sifted = sift(&paths)?;
    imported.skipped = sifted.skipped;
    let mut chosen = Vec::new();
    let mut wanted = sifted.take.into_iter().peekable();
    for (at, entry) in zip.files().map_err(broken)?.enumerate() {
        let entry = entry.map_err(broken)?;
        if wanted.next_if_eq(&at).is_some() {
            let name = name(&entry, listed[at], imported);
            let shown =
                name.clone().unwrap_or_else(|| String::from_utf8_lossy(entry.name_raw()).into_owned());
            chosen.push(Chosen { listed: listed[at], entry, shown, name });
        }
    }
    if bytes.len() > MAX_ZIP_BYTES {
        let packed = || chosen.iter().map(|chosen| (chosen.shown.as_str(), chosen.entry.compressed_size()));
        if packed().map(|(_, size)| size).fold(0, u64::saturating_add) > MAX_ZIP_BYTES as u64 {
            return Err(ImportError::TooLarge(None).mostly(packed()));
        }
    }
    Ok(chosen)
}

fn allowed(total: u64, zip: usize) -> Result<(), ImportError> {
    if total > MAX_TOTAL_BYTES {
        return Err(ImportError::TooMuch(None));
    }
    if total > RATIO_FROM_BYTES && total / MAX_RATIO > zip as u64 {
        return Err(ImportError::TooDense);
    }
    Ok(())
}

/// UTF-8 where it is, flagged or not: many systems forget the flag. Else code page 437, as the format has it, unless the
/// flag says UTF-8; that it may be another code page is noted.
///
/// Older .NET, and so `Compress-Archive` of PowerShell 5, writes backslashes between the parts of a path. In a code page
/// of two bytes a sign one may end in the backslash's byte: it is none then, and code page 437 can't be meant.
fn name(entry: &ZipFileEntry<'_>, listed: Listed<'_>, imported: &mut Imported) -> Option<String> {
    let raw = entry.name_raw();
    let (name, guessed) = match std::str::from_utf8(raw) {
        Ok(name) => (name.to_owned(), false),
        Err(_) if listed.is_utf8() => return None,
        Err(_) => (entry.name().ok()?.into_owned(), true),
    };
    if guessed && raw.windows(2).any(|two| !two[0].is_ascii() && two[1] == b'\\') {
        return None;
    }
    if guessed {
        imported.guessed.push(name.clone());
    }
    Some(if listed.is_of_windows() { name.replace('\\', "/") } else { name })
}

/// Puts one entry into the bundle, or says why not.
fn take(bytes: &[u8], chosen: Chosen<'_>, imported: &mut Imported, total: &mut u64) -> Result<(), Skip> {
    const KIND: u32 = 0o170_000;
    let Chosen { listed, entry, name, .. } = chosen;
    let name = name.ok_or(Skip::BadName)?;
    let unix = matches!(entry.system(), System::Unix | System::OsDarwin);
    // The upper half of the attributes is `st_mode`; some tools leave it empty.
    let mode = if unix { entry.external_attributes() >> 16 } else { 0 };
    let is_folder = name.ends_with('/') || mode & KIND == 0o040_000;
    let path = entry_path::path(name.strip_suffix('/').unwrap_or(&name))?;
    match mode & KIND {
        0o120_000 => return Err(Skip::Symlink),
        0 | 0o040_000 | 0o100_000 => {}
        _ => return Err(Skip::Special),
    }
    if is_folder {
        return imported.bundle.put_folder(path).map_err(|_| Skip::InTheWay);
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
    if !listed.agrees(bytes, entry.header_start()) {
        return Err(Skip::Disagree);
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
    imported.put(path, File::new(content, mode))
}

/// Do two entries share a byte? Their headers and data must lie one after the other.
fn overlap(bytes: &[u8], entries: &[Chosen<'_>]) -> bool {
    let mut ranges: Vec<(u64, u64)> = entries
        .iter()
        .filter_map(|Chosen { entry, .. }| {
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
