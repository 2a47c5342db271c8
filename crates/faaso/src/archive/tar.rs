//! tar and tar.gz to bundle and back, by the limits and the path policy of zips. FaaSO's own wire form is one: `funko.tgz`.
//!
//! A tar has no directory, so it is gone through twice: for its names, which tell what nobody wrote, and for the files.
//! The library gives headers only; names and sizes that stand before an entry are read here, within bounds.

use super::{
    MAX_FILE_BYTES, MAX_LISTED, MAX_RATIO, MAX_TOTAL_BYTES, MAX_UNPACKED_BYTES, MAX_UNREAD_BYTES,
    RATIO_FROM_BYTES, WriteError, entry_path,
    import::Imported,
    sift::sift,
    skip::{ImportError, Skip, Skipped},
};
use crate::{
    bundle::{Bundle, File, PLAIN},
    path::BundlePath,
};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};
use std::{
    cell::Cell,
    io::{self, Read},
};
use tar::{Archive, Builder, EntryType, Header};

/// The largest name, or set of names, that stands before an entry, in bytes.
const MAX_AHEAD: u64 = 1 << 20;
/// 1980-01-01, as in our zips: `tar` calls older times implausible.
const TIME: u64 = 315_532_800;
const BLOCK: usize = 512;
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// It begins as a gzip file does.
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&GZIP)
}

/// It begins as a tar does: with a header whose sum is right.
pub fn is_tar(bytes: &[u8]) -> bool {
    let Some(block) = bytes.get(..BLOCK) else { return false };
    let sum: u32 = block
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
        .sum();
    let header = Header::from_byte_slice(block);
    header.cksum().is_ok_and(|said| said == sum)
}

/// About how many bytes opening it goes through.
pub fn weight(bytes: &[u8]) -> usize {
    match bytes {
        // what its last four bytes say it unpacks to, twice
        [.., a, b, c, d] if is_gzip(bytes) => {
            let says = u64::from(u32::from_le_bytes([*a, *b, *c, *d])).min(MAX_UNPACKED_BYTES);
            bytes.len().max(2 * says as usize)
        }
        _ => bytes.len(),
    }
}

/// Opens a tar or tar.gz. Whatever the bytes, it ends within the limits and never panics; one bad entry is left out and
/// listed, an archive that breaks a limit as a whole, or ends too early, is refused.
pub fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.len() > MAX_UNREAD_BYTES {
        return Err(ImportError::TooLarge(None));
    }
    let mut items: Vec<Item> = Vec::new();
    walk(bytes, &mut |item, _| {
        items.push(item);
        match items.len() > MAX_LISTED {
            true => Err(ImportError::TooManyEntries(None)),
            false => Ok(()),
        }
    })?;
    let names: Vec<String> = items.iter().map(Item::shown).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let sifted = sift(&names)?;
    let mut imported = Imported { skipped: sifted.skipped, ..Imported::default() };
    let mut wanted = vec![false; items.len()];
    sifted.take.iter().for_each(|&at| wanted[at] = true);
    // A file that is too large is left out alone.
    let small = |at: &&usize| items[**at].size <= MAX_FILE_BYTES;
    let sizes = || sifted.take.iter().filter(small).map(|&at| (names[at], items[at].size));
    if sizes().map(|(_, size)| size).fold(0, u64::saturating_add) > MAX_TOTAL_BYTES {
        return Err(ImportError::TooMuch(None).mostly(sizes()));
    }
    let mut at = 0;
    walk(bytes, &mut |item, content| {
        if wanted[at] {
            let why = take(&item, content, &mut imported).err();
            imported.skipped.extend(why.map(|why| Skipped { name: names[at].to_owned(), why }));
        }
        at += 1;
        Ok(())
    })?;
    imported.finish();
    Ok(imported)
}

/// A tar.gz of the bundle in one folder, as [`super::write()`] makes a zip: sorted, dated, with the modes of the files, of
/// nobody.
pub fn write(bundle: &Bundle, folder: &str) -> Result<Vec<u8>, WriteError> {
    let folders = bundle.empty_folders();
    let mut entries: Vec<_> =
        bundle.files().map(|(path, file)| (format!("{folder}/{path}"), Some(file))).collect();
    entries.extend(folders.iter().map(|path| (format!("{folder}/{path}/"), None)));
    if entries.is_empty() {
        entries.push((format!("{folder}/"), None));
    }
    entries.sort_by(|(one, _), (other, _)| one.trim_end_matches('/').cmp(other.trim_end_matches('/')));
    pack(entries)
}

/// A tar.gz of these files alone, each under its path, with nothing around them: FaaSO's wire form.
pub fn write_files<'a>(
    files: impl Iterator<Item = (&'a BundlePath, &'a File)>,
) -> Result<Vec<u8>, WriteError> {
    pack(files.map(|(path, file)| (path.to_string(), Some(file))).collect())
}

fn pack(entries: Vec<(String, Option<&File>)>) -> Result<Vec<u8>, WriteError> {
    let mut tar = Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    for (name, file) in entries {
        let mut header = Header::new_gnu();
        let bytes: &[u8] = file.map_or(&[], |file| &file.bytes);
        header.set_size(bytes.len() as u64);
        header.set_mode(file.map_or(0o755, |file| file.mode.into()));
        header.set_mtime(TIME);
        header.set_uid(0);
        header.set_gid(0);
        header.set_entry_type(if file.is_some() { EntryType::Regular } else { EntryType::Directory });
        tar.append_data(&mut header, name, bytes)?;
    }
    Ok(tar.into_inner()?.finish()?)
}

/// An entry, without what is in it.
struct Item {
    name: Vec<u8>,
    kind: EntryType,
    size: u64,
    mode: u32,
    sparse: bool,
}

impl Item {
    fn is_folder(&self) -> bool {
        self.kind.is_dir() || self.kind.is_file() && self.name.ends_with(b"/")
    }

    /// What is no UTF-8 replaced, and a folder with `/` at its end.
    fn shown(&self) -> String {
        let name = String::from_utf8_lossy(within(&self.name)).into_owned();
        if self.is_folder() && !name.ends_with('/') { name + "/" } else { name }
    }
}

/// `./a` is `a`: so `tar` writes what it is given as `.`.
fn within(mut name: &[u8]) -> &[u8] {
    while let Some(rest) = name.strip_prefix(b"./") {
        name = rest;
    }
    if name == b"." { b"" } else { name }
}

/// Puts one entry into the bundle, or says why not.
fn take(item: &Item, content: &mut dyn Read, imported: &mut Imported) -> Result<(), Skip> {
    let name = std::str::from_utf8(within(&item.name)).map_err(|_| Skip::BadName)?;
    if name.is_empty() && item.is_folder() {
        return Ok(());
    }
    let path = entry_path::path(name.strip_suffix('/').unwrap_or(name))?;
    match item.kind {
        EntryType::Symlink => return Err(Skip::Symlink),
        EntryType::Link => return Err(Skip::HardLink),
        EntryType::GNUSparse => return Err(Skip::Sparse),
        EntryType::Regular | EntryType::Continuous | EntryType::Directory => {}
        _ => return Err(Skip::Special),
    }
    if item.is_folder() {
        return imported.bundle.put_folder(path).map_err(|_| Skip::InTheWay);
    }
    if item.sparse {
        return Err(Skip::Sparse);
    }
    if item.size > MAX_FILE_BYTES {
        return Err(Skip::TooLarge);
    }
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).map_err(|_| Skip::Damaged)?;
    if bytes.len() as u64 != item.size {
        return Err(Skip::Damaged);
    }
    let mode = if item.mode & 0o777 == 0 { PLAIN } else { (item.mode & 0o777) as u16 };
    imported.put(path, File::new(bytes, mode))
}

/// What `walk` gives each entry to.
type Each<'a> = dyn FnMut(Item, &mut dyn Read) -> Result<(), ImportError> + 'a;

/// Goes through all entries, to the end of the file: a checksum stands there.
fn walk(bytes: &[u8], each: &mut Each<'_>) -> Result<(), ImportError> {
    let over = Cell::new(None);
    let mut stream = Stream::of(bytes, &over);
    let broken = |error: io::Error| match over.take() {
        Some(limit) => limit,
        None => ImportError::NotATar(error.to_string()),
    };
    let mut archive = Archive::new(&mut stream);
    let mut ahead = Ahead::default();
    for entry in archive.entries().map_err(broken)?.raw(true) {
        let mut entry = entry.map_err(broken)?;
        let (kind, size) = (entry.header().entry_type(), entry.header().entry_size().map_err(broken)?);
        match kind {
            EntryType::GNULongName => {
                let mut name = before(&mut entry, size).map_err(broken)?;
                name.truncate(name.iter().position(|byte| *byte == 0).unwrap_or(name.len()));
                ahead.name = Some(name);
            }
            EntryType::GNULongLink => drop(before(&mut entry, size).map_err(broken)?),
            EntryType::XHeader => ahead.read(&before(&mut entry, size).map_err(broken)?)?,
            EntryType::XGlobalHeader => {
                let mut global = Ahead::default();
                global.read(&before(&mut entry, size).map_err(broken)?)?;
                if global != Ahead::default() {
                    return Err(ImportError::NotATar("a name or size for all entries".to_owned()));
                }
            }
            kind => {
                let Ahead { name, size: said, sparse } = std::mem::take(&mut ahead);
                // tools that believe the one or the other would see other entries from here on
                if said.is_some_and(|said| said != size) {
                    return Err(ImportError::NotATar("two sizes of one entry".to_owned()));
                }
                let name = name.unwrap_or_else(|| entry.header().path_bytes().into_owned());
                let mode = entry.header().mode().unwrap_or_default();
                each(Item { name, kind, size, mode, sparse }, &mut entry)?;
            }
        }
    }
    if ahead != Ahead::default() {
        return Err(ImportError::NotATar("a name without an entry".to_owned()));
    }
    io::copy(archive.into_inner(), &mut io::sink()).map_err(broken)?;
    Ok(())
}

/// What stands before an entry, for the next one.
fn before(entry: &mut impl Read, size: u64) -> io::Result<Vec<u8>> {
    if size > MAX_AHEAD {
        return Err(io::Error::other("a name of more than a megabyte"));
    }
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    match bytes.len() as u64 == size {
        true => Ok(bytes),
        false => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// What the next entry is called, where its header has no room for it.
#[derive(Default, PartialEq, Eq)]
struct Ahead {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

impl Ahead {
    /// The records of POSIX's extended header; those that don't tell what an entry is are passed over.
    fn read(&mut self, records: &[u8]) -> Result<(), ImportError> {
        let damaged = || ImportError::NotATar("an extended header".to_owned());
        let mut rest = records;
        while !rest.is_empty() {
            let (key, value, after) = record(rest).ok_or_else(damaged)?;
            rest = after;
            match key {
                b"path" => self.name = Some(value.to_vec()),
                b"size" => {
                    let size = std::str::from_utf8(value).ok().and_then(|size| size.parse().ok());
                    self.size = Some(size.ok_or_else(damaged)?);
                }
                key if key.starts_with(b"GNU.sparse.") => self.sparse = true,
                _ => {}
            }
        }
        Ok(())
    }
}

/// The first record, `LENGTH KEY=VALUE\n`, and what comes after it. The length counts all of it: a value may hold newlines,
/// as extended attributes do, where the library takes each line for a record.
fn record(records: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let space = records.iter().position(|byte| *byte == b' ')?;
    let length: usize = std::str::from_utf8(&records[..space]).ok()?.parse().ok()?;
    let (record, after) = records.split_at_checked(length)?;
    let record = record.get(space + 1..)?.strip_suffix(b"\n")?;
    let equals = record.iter().position(|byte| *byte == b'=')?;
    Some((&record[..equals], &record[equals + 1..], after))
}

/// The tar's bytes, unpacked on the way if need be, within the limits.
struct Stream<'a> {
    from: Source<'a>,
    packed: u64,
    unpacked: u64,
    over: &'a Cell<Option<ImportError>>,
}

enum Source<'a> {
    Plain(&'a [u8]),
    /// A gzip file may have several members.
    Packed(Box<GzDecoder<&'a [u8]>>),
}

impl<'a> Stream<'a> {
    fn of(bytes: &'a [u8], over: &'a Cell<Option<ImportError>>) -> Self {
        let from = match is_gzip(bytes) {
            true => Source::Packed(Box::new(GzDecoder::new(bytes))),
            false => Source::Plain(bytes),
        };
        Stream { from, packed: bytes.len() as u64, unpacked: 0, over }
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = loop {
            match &mut self.from {
                Source::Plain(bytes) => break bytes.read(into)?,
                Source::Packed(packed) => {
                    let read = packed.read(into)?;
                    let rest = *packed.get_ref();
                    // what is no member is ignored, as gzip does
                    if read > 0 || into.is_empty() || !is_gzip(rest) {
                        break read;
                    }
                    self.from = Source::Packed(Box::new(GzDecoder::new(rest)));
                }
            }
        };
        self.unpacked += read as u64;
        let limit = match self.unpacked {
            unpacked if unpacked > RATIO_FROM_BYTES && unpacked / MAX_RATIO > self.packed => {
                ImportError::TooDense
            }
            unpacked if unpacked > MAX_UNPACKED_BYTES => ImportError::TooMuch(None),
            _ => return Ok(read),
        };
        self.over.set(Some(limit));
        Err(io::Error::other("over the limit"))
    }
}
