//! Zips made by hand, every field as one likes.

/// One entry: what its local header, its data and the directory say of it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: Vec<u8>,
    /// The name in the local header, where it is another.
    pub local_name: Option<Vec<u8>>,
    pub data: Vec<u8>,
    /// The size when unpacked, in the directory and in the local header.
    pub size: u32,
    pub local_size: Option<u32>,
    /// The size in the zip, where it is not that of `data`.
    pub packed: Option<u32>,
    pub crc: u32,
    pub method: u16,
    pub flags: u16,
    /// The system in the upper byte of "made by": 0 DOS, 3 Unix, 19 macOS.
    pub system: u8,
    pub attributes: u32,
    /// Where the directory says the local header is, if not where it is.
    pub at: Option<u32>,
    /// In the directory and the local header.
    pub extra: Vec<u8>,
    pub comment: Vec<u8>,
}

impl Entry {
    /// A stored file with mode 644.
    pub fn stored(name: impl Into<Vec<u8>>, data: impl Into<Vec<u8>>) -> Entry {
        let data = data.into();
        Entry {
            name: name.into(),
            local_name: None,
            size: data.len() as u32,
            local_size: None,
            packed: None,
            crc: crc32(&data),
            data,
            method: 0,
            flags: 0,
            system: 3,
            attributes: 0o100_644 << 16,
            at: None,
            extra: Vec::new(),
            comment: Vec::new(),
        }
    }

    pub fn deflated(name: impl Into<Vec<u8>>, data: &[u8]) -> Entry {
        let packed = deflate(data);
        Entry { size: data.len() as u32, crc: crc32(data), method: 8, ..Entry::stored(name, packed) }
    }

    /// The same with other Unix mode bits.
    pub fn mode(self, mode: u32) -> Entry {
        Entry { attributes: mode << 16, ..self }
    }
}

/// A zip of the entries: local headers with data, the directory, its end.
pub fn build(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let at = entry.at.unwrap_or(out.len() as u32);
        if entry.at.is_none() {
            let name = entry.local_name.as_ref().unwrap_or(&entry.name);
            out.extend(b"PK\x03\x04");
            out.extend(common(entry, entry.local_size.unwrap_or(entry.size), name.len()));
            out.extend(name);
            out.extend(&entry.extra);
            out.extend(&entry.data);
        }
        directory.extend(b"PK\x01\x02");
        directory.extend([20, entry.system]);
        directory.extend(common(entry, entry.size, entry.name.len()));
        directory.extend(u16::to_le_bytes(entry.comment.len() as u16));
        directory.extend([0; 4]);
        directory.extend(u32::to_le_bytes(entry.attributes));
        directory.extend(u32::to_le_bytes(at));
        directory.extend(&entry.name);
        directory.extend(&entry.extra);
        directory.extend(&entry.comment);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    if entries.len() > 0xFFFF {
        out.extend(zip64_end(
            entries.len() as u64,
            directory.len() as u64,
            u64::from(start),
            out.len() as u64,
        ));
    }
    out.extend(end(entries.len().min(0xFFFF) as u16, directory.len() as u32, start));
    out
}

/// The record at the end of a zip.
pub fn end(entries: u16, size: u32, start: u32) -> Vec<u8> {
    let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
    end.extend([entries.to_le_bytes(), entries.to_le_bytes()].concat());
    end.extend(size.to_le_bytes());
    end.extend(start.to_le_bytes());
    end.extend([0, 0]);
    end
}

/// The zip64 record and its locator; the record stands at `at`.
pub fn zip64_end(entries: u64, size: u64, start: u64, at: u64) -> Vec<u8> {
    let mut end = b"PK\x06\x06".to_vec();
    end.extend(44u64.to_le_bytes());
    end.extend([45, 3, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for field in [entries, entries, size, start] {
        end.extend(field.to_le_bytes());
    }
    end.extend(b"PK\x06\x07\0\0\0\0");
    end.extend(at.to_le_bytes());
    end.extend(1u32.to_le_bytes());
    end
}

/// What a local header and the directory have in common.
fn common(entry: &Entry, size: u32, name: usize) -> Vec<u8> {
    let mut common = Vec::new();
    for field in [20, entry.flags, entry.method, 0, 33] {
        common.extend(u16::to_le_bytes(field));
    }
    for field in [entry.crc, entry.packed.unwrap_or(entry.data.len() as u32), size] {
        common.extend(u32::to_le_bytes(field));
    }
    for field in [name, entry.extra.len()] {
        common.extend(u16::to_le_bytes(field as u16));
    }
    common
}

pub fn crc32(data: &[u8]) -> u32 {
    let mut table = [0u32; 256];
    for (at, slot) in (0u32..).zip(&mut table) {
        *slot = (0..8).fold(at, |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()));
    }
    !data.iter().fold(!0u32, |crc, &byte| (crc >> 8) ^ table[usize::from(crc as u8 ^ byte)])
}

/// The bytes as a deflate stream, taken out of a zip that the library makes.
pub fn deflate(data: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    writer.start_file("x", options).expect("memory takes everything");
    writer.write_all(data).expect("memory takes everything");
    let zip = writer.finish().expect("memory takes everything").into_inner();
    let field = |at: usize| u16::from_le_bytes([zip[at], zip[at + 1]]) as usize;
    let start = 30 + field(26) + field(28);
    let directory = zip.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    let size = u32::from_le_bytes([0, 1, 2, 3].map(|at| zip[directory + 20 + at])) as usize;
    zip[start..start + size].to_vec()
}
