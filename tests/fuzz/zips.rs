//! Zips from strangers: whatever they are made of, what comes in passes the path policy and the limits.
//!
//! Long because every way to lie in a zip has its own few lines.

use super::{
    memory,
    random::Random,
    show,
    zip_builder::{Entry, build, crc32, deflate, end, zip64_end},
};
use faaso::{
    archive::{self, ImportError, MAX_ENTRIES, MAX_FILE_BYTES, MAX_TOTAL_BYTES},
    bundle::Bundle,
    path::BundlePath,
};
use std::sync::LazyLock;

pub struct Hostile {
    pub family: &'static str,
    pub bytes: Vec<u8>,
}

/// Opens one hostile zip of any family.
pub fn run(random: &mut Random) {
    let Hostile { family, bytes } = hostile(random);
    let _verdict = open(family, &bytes);
}

/// Opens a zip, checks what came in, and gives whether it was opened at all.
pub fn open(family: &str, bytes: &[u8]) -> Result<usize, ImportError> {
    show(format!("{family}, {} bytes", bytes.len()));
    // Only what opening takes is counted, not what the zip took to make.
    memory::begin();
    let imported = archive::read(bytes)?;
    let bundle = &imported.bundle;
    let mut total = 0;
    for (path, file) in bundle.files() {
        passes(path.as_str());
        assert!(file.bytes.len() as u64 <= MAX_FILE_BYTES && file.mode <= 0o777, "{path}");
        total += file.bytes.len() as u64;
        for folder in path.ancestors() {
            assert!(bundle.get(folder.as_str()).is_none(), "“{path}” lies below a file");
        }
    }
    for path in bundle.folders() {
        passes(path.as_str());
        assert!(bundle.get(path.as_str()).is_none(), "“{path}” is a file, too");
    }
    assert!(total <= MAX_TOTAL_BYTES, "{total} bytes");
    assert!(bundle.len() + bundle.folders().count() <= MAX_ENTRIES);
    archive::recognise(bundle);
    if total < 1 << 20 {
        out_and_in_again(bundle);
    }
    Ok(bundle.len())
}

/// What was taken can be exported, and is the same when it is opened again.
fn out_and_in_again(bundle: &Bundle) {
    let zip = archive::write(bundle, "top").expect("it can be written");
    let again = archive::read(&zip).expect("our own zip");
    // Paths that just fit are too long inside another folder.
    if again.skipped.is_empty() && !bundle.is_empty() {
        let mut empty = bundle.clone();
        empty.forget_full_folders();
        assert_eq!(again.bundle, empty);
    }
}

/// The policy once more, in other words than the reader's.
fn passes(path: &str) {
    assert!(!path.is_empty() && path.len() <= 4095, "{path:?}");
    assert!(!path.contains('\\') && !path.contains(char::is_control), "{path:?}");
    assert!(path.as_bytes().get(1) != Some(&b':') || !path.as_bytes()[0].is_ascii_alphabetic(), "{path:?}");
    for part in path.split('/') {
        assert!(!matches!(part, "" | "." | ".." | "__MACOSX") && part.len() <= 255, "{path:?}");
    }
}

/// Any text as a path: refused, or relative, normalised and inside.
pub fn run_paths(random: &mut Random) {
    let text = name(random);
    show(text.clone());
    if let Ok(path) = BundlePath::new(&text) {
        assert_eq!(path.as_str(), text);
        assert!(!text.starts_with('/') && !text.contains('\0'));
        assert!(text.split('/').all(|part| !matches!(part, "" | "." | "..")));
        assert!(path.ancestors().all(|folder| BundlePath::new(folder.as_str()).is_ok()));
        assert_eq!(path.parent(), path.ancestors().last());
        if let Some(folder) = path.parent() {
            let below = path.below(folder.as_str()).expect("it lies below its parent");
            assert_eq!(below.as_str(), path.name());
            assert_eq!(below.inside(folder.as_str()), Ok(path.clone()));
        }
        assert_eq!(postcard::from_bytes::<BundlePath>(&postcard::to_stdvec(&path).unwrap()), Ok(path));
    } else {
        let bytes = postcard::to_stdvec(&text).unwrap();
        assert!(
            postcard::from_bytes::<BundlePath>(&bytes).is_err(),
            "what is no path does not come in as one"
        );
    }
    let folder = archive::folder_name(&text);
    passes(&folder);
    assert!(!folder.contains('/') && !folder.starts_with(['.', '-']), "{folder:?}");
}

/// A zip made to hurt.
pub fn hostile(random: &mut Random) -> Hostile {
    let (family, make) = *random.pick(FAMILIES);
    Hostile { family, bytes: make(random) }
}

type Make = fn(&mut Random) -> Vec<u8>;

pub const FAMILIES: &[(&str, Make)] = &[
    ("zip slip", slip),
    ("flat bomb", flat_bomb),
    ("nested bomb", nested_bomb),
    ("overlap", overlap),
    ("lying sizes", lying_sizes),
    ("duplicates", duplicates),
    ("links and devices", links),
    ("encrypted", encrypted),
    ("zip64", zip64),
    ("broken names", broken_names),
    ("truncated", truncated),
    ("flipped bytes", flipped),
    ("odd ends", odd_ends),
    ("long paths", long_paths),
    ("many entries", many),
];

/// Names that would lead out of the folder, in every spelling.
fn slip(random: &mut Random) -> Vec<u8> {
    let entries: Vec<_> =
        (0..=random.below(12)).map(|_| Entry::stored(name(random), random.noise(9))).collect();
    build(&entries)
}

pub fn name(random: &mut Random) -> String {
    const PARTS: &[&str] = &[
        "..",
        ".",
        "...",
        "",
        "a",
        "b",
        "etc",
        "passwd",
        "C:",
        "c:",
        "~",
        "//server",
        "%2e%2e",
        "..%2f",
        "．．",
        "∕",
        "／",
        "‥",
        ".. ",
        " ..",
        "..\u{200B}",
        "..\0",
        "a\0b",
        "\u{202E}txt",
        "con",
        "NUL.txt",
        "a:b",
        "$HOME",
        "`x`",
        "__MACOSX",
        ".DS_Store",
        ".git",
        "config",
        "-rf",
        "*",
        "template",
        "Dockerfile",
    ];
    const BETWEEN: &[&str] = &["/", "/", "/", "\\", "//", "\\\\", "/./", "\\..\\", "/../", "¥", "\u{2215}"];
    let mut name =
        (*random.pick(&["", "", "", "/", "\\", "./", "../", "..\\", "\\\\?\\", "file:///"])).to_owned();
    for at in 0..=random.below(4) {
        if at > 0 {
            name.push_str(random.word(BETWEEN));
        }
        name.push_str(random.word(PARTS));
    }
    if random.one_in(6) {
        let at = random.boundary(&name);
        name.insert(at, random.character());
    }
    if random.one_in(5) {
        name.push('/');
    }
    name
}

static ZEROS: LazyLock<Vec<u8>> = LazyLock::new(|| deflate(&vec![0; 16 << 20]));

/// A few kilobytes that become megabytes; the declared sizes say so, or do not.
fn flat_bomb(random: &mut Random) -> Vec<u8> {
    let full = (16 << 20) as u32;
    let zeros = Entry {
        data: ZEROS.clone(),
        size: full,
        crc: *CRC_OF_ZEROS,
        method: 8,
        ..Entry::stored("zeros", Vec::new())
    };
    let honest = random.one_in(2);
    let padding = random.below(3) * 200_000;
    let mut entries: Vec<_> = (0..=random.below(40))
        .map(|at| Entry {
            name: format!("f{at}").into_bytes(),
            size: if honest { full } else { *random.pick(&[0, 1, 1000, u32::MAX, full + 1]) },
            ..zeros.clone()
        })
        .collect();
    entries.push(Entry::stored("padding", vec![b'x'; padding]));
    build(&entries)
}

static CRC_OF_ZEROS: LazyLock<u32> = LazyLock::new(|| crc32(&vec![0; 16 << 20]));

fn nested_bomb(random: &mut Random) -> Vec<u8> {
    let mut bytes = flat_bomb(random);
    for level in 0..=random.below(3) {
        let copies = 1 + random.below(10);
        let entries: Vec<_> =
            (0..copies).map(|at| Entry::deflated(format!("{level}-{at}.zip"), &bytes)).collect();
        bytes = build(&entries);
    }
    bytes
}

/// Entries that share bytes, the way of the 42 kB that become petabytes.
fn overlap(random: &mut Random) -> Vec<u8> {
    let count = *random.pick(&[2, 3, 50, 5_000]);
    if random.one_in(2) {
        // All of the directory leads to one header.
        let kernel = Entry::deflated("kernel", &vec![b'a'; 1 << 16]);
        let mut entries = vec![kernel.clone()];
        entries.extend((1..count).map(|at| Entry {
            name: format!("f{at}").into_bytes(),
            at: Some(0),
            ..kernel.clone()
        }));
        return build(&entries);
    }
    // Each entry's data runs on into the headers of the next.
    let entries: Vec<_> = (0..count)
        .map(|at| Entry {
            packed: Some(30 * (count - at) as u32),
            size: 30 * (count - at) as u32,
            ..Entry::stored(format!("f{at}"), "")
        })
        .collect();
    build(&entries)
}

fn lying_sizes(random: &mut Random) -> Vec<u8> {
    let entries: Vec<_> = (0..=random.below(5))
        .map(|at| {
            let text = "text ".repeat(random.below(2_000));
            let name = format!("f{at}");
            let honest = match random.one_in(2) {
                true => Entry::stored(name, text),
                false => Entry::deflated(name, text.as_bytes()),
            };
            let lie = |random: &mut Random| {
                *random.pick(&[
                    0,
                    1,
                    9,
                    65_535,
                    65_536,
                    1 << 24,
                    (1 << 24) + 1,
                    i32::MAX as u32,
                    u32::MAX - 1,
                    u32::MAX,
                ])
            };
            Entry {
                size: if random.one_in(2) { lie(random) } else { honest.size },
                local_size: random.one_in(2).then(|| lie(random)),
                packed: random.one_in(3).then(|| lie(random)),
                crc: if random.one_in(4) { random.number() as u32 } else { honest.crc },
                flags: if random.one_in(4) { 1 << 3 } else { 0 },
                ..honest
            }
        })
        .collect();
    build(&entries)
}

fn duplicates(random: &mut Random) -> Vec<u8> {
    const NAMES: &[&str] = &[
        "a", "A", "a/", "a/b", "a/B", "A/b", "a/b/", "a/b/c", "ß", "SS", "ſ", "s", "İ", "i", "e\u{301}", "é",
        "É",
    ];
    let entries: Vec<_> =
        (0..=random.below(20)).map(|_| Entry::stored(*random.pick(NAMES), random.noise(4))).collect();
    build(&entries)
}

fn links(random: &mut Random) -> Vec<u8> {
    let entries: Vec<_> = (0..=random.below(8))
        .map(|at| {
            let target = *random.pick(&["/etc/passwd", "../..", "f0", ".", ""]);
            let name = if random.one_in(3) { "link/below".to_owned() } else { format!("f{at}") };
            let mode = (random.below(16) as u32) << 12 | random.below(0o10_000) as u32;
            let system = *random.pick(&[3, 3, 3, 19, 0, 10]);
            Entry { system, ..Entry::stored(name, target) }.mode(mode)
        })
        .collect();
    build(&entries)
}

fn encrypted(random: &mut Random) -> Vec<u8> {
    let entries: Vec<_> = (0..=random.below(6))
        .map(|at| {
            let mut entry = Entry::stored(format!("f{at}"), random.noise(30));
            let any = random.number() as u16;
            entry.flags = *random.pick(&[1, 0x41, 0x2001, 0x0801, 0xFFFF, any]);
            entry.method = *random.pick(&[0, 8, 99, 9, 12, 14, 93, 95, 97, any]);
            if random.one_in(2) {
                // AES: its extra field, whole or cut.
                let extra = [1, 0x99, 7, 0, 2, 0, b'A', b'E', 3, 8, 0];
                entry.extra = extra[..random.below(extra.len() + 1)].to_vec();
            }
            entry
        })
        .collect();
    build(&entries)
}

fn zip64(random: &mut Random) -> Vec<u8> {
    let entries: Vec<_> = (0..=random.below(4))
        .map(|at| {
            let mut entry = Entry::stored(format!("f{at}"), random.noise(30));
            if random.one_in(2) {
                (entry.size, entry.packed) = (u32::MAX, Some(u32::MAX));
            }
            let odd = |random: &mut Random| {
                *random.pick(&[
                    0,
                    1,
                    30,
                    1 << 20,
                    1 << 24,
                    u64::from(u32::MAX),
                    1 << 40,
                    i64::MAX as u64,
                    u64::MAX,
                ])
            };
            let fields: Vec<u8> = (0..random.below(5)).flat_map(|_| odd(random).to_le_bytes()).collect();
            let length = if random.one_in(3) { random.byte().into() } else { fields.len() as u16 };
            entry.extra = [vec![1, 0], length.to_le_bytes().to_vec(), fields].concat();
            if random.one_in(3) {
                entry.at = Some(u32::MAX);
            }
            entry
        })
        .collect();
    let mut bytes = build(&entries);
    if random.one_in(2) {
        let tail = bytes.split_off(bytes.len() - 22);
        let at = *random.pick(&[bytes.len() as u64, 0, u64::MAX, 1 << 33]);
        let odd = |random: &mut Random| {
            *random.pick(&[0, 1, 4, 100_000, u64::from(u32::MAX), u64::MAX, u64::MAX / 46])
        };
        bytes.extend(zip64_end(odd(random), odd(random), odd(random), at));
        bytes.extend(if random.one_in(2) { tail } else { end(u16::MAX, u32::MAX, u32::MAX) });
    }
    bytes
}

fn broken_names(random: &mut Random) -> Vec<u8> {
    let entries: Vec<_> = (0..=random.below(6))
        .map(|_| {
            let name: Vec<u8> = (0..random.below(12))
                .map(|_| {
                    *random
                        .pick(&[0xC0, 0x80, 0xFF, 0xED, 0xA0, 0xF5, b'a', b'/', b'.', 0xE2, 0x81, b'\\', 0])
                })
                .collect();
            let mut entry = Entry::stored(name.clone(), "x");
            entry.flags = if random.one_in(2) { 1 << 11 } else { 0 };
            if random.one_in(3) {
                // Info-ZIP's Unicode path: another name under the name.
                let other = self::name(random);
                let sum = if random.one_in(3) { 0 } else { crc32(&name) };
                let field = [vec![1], sum.to_le_bytes().to_vec(), other.into_bytes()].concat();
                entry.extra = [vec![0x75, 0x70], (field.len() as u16).to_le_bytes().to_vec(), field].concat();
            }
            if random.one_in(3) {
                entry.local_name = Some(self::name(random).into_bytes());
            }
            entry
        })
        .collect();
    build(&entries)
}

fn ordinary(random: &mut Random) -> Vec<u8> {
    let entries: Vec<_> = (0..=random.below(6))
        .map(|at| {
            let text = random.noise(200);
            let entry = Entry::deflated(format!("top/f{at}"), text.as_bytes());
            let mode = *random.pick(&[0o100_644, 0o100_755, 0]);
            Entry { comment: random.noise(5).into_bytes(), ..entry }.mode(mode)
        })
        .collect();
    build(&entries)
}

fn truncated(random: &mut Random) -> Vec<u8> {
    let mut bytes = ordinary(random);
    match random.below(4) {
        0 => bytes.truncate(random.below(bytes.len())),
        1 => drop(bytes.drain(..random.below(40))),
        2 => {
            let at = random.below(bytes.len());
            let end = (at + random.below(60)).min(bytes.len());
            drop(bytes.drain(at..end));
        }
        _ => {
            // Right behind a signature.
            let marks: Vec<_> =
                bytes.windows(2).enumerate().filter(|(_, two)| two == b"PK").map(|(at, _)| at).collect();
            let at = *random.pick(&marks);
            bytes.truncate((at + random.below(50)).min(bytes.len()));
        }
    }
    bytes
}

fn flipped(random: &mut Random) -> Vec<u8> {
    let mut bytes = ordinary(random);
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        let any = random.byte();
        bytes[at] = *random.pick(&[0, 0xFF, 1, 0x7F, 0x80, any]);
    }
    bytes
}

/// More than one end, ends inside comments, things before the beginning and behind the end.
fn odd_ends(random: &mut Random) -> Vec<u8> {
    let (mut bytes, other) = (ordinary(random), ordinary(random));
    match random.below(6) {
        0 => bytes = [random.noise(50).into_bytes(), bytes].concat(),
        1 => bytes.extend(random.noise(50).into_bytes()),
        2 => bytes.extend(other),
        3 => {
            let length = bytes.len();
            bytes[length - 2..].copy_from_slice(&(other.len() as u16).to_le_bytes());
            bytes.extend(other);
        }
        4 => {
            let length = bytes.len();
            bytes[length - 2..].copy_from_slice(&u16::MAX.to_le_bytes());
        }
        _ => {
            let tail = end(random.number() as u16, random.number() as u32, random.below(bytes.len()) as u32);
            bytes.extend(tail);
        }
    }
    bytes
}

/// Paths as deep and as long as they come, many of them.
fn long_paths(random: &mut Random) -> Vec<u8> {
    let count = *random.pick(&[1, 10, 1_000, 10_000]);
    let part = *random.pick(&["a/", "ab/", "☃/", "aaaaaaaaaaaaaaaa/"]);
    let length = *random.pick(&[255, 256, 4_000, 4_094, 4_095, 4_096, 20_000, 65_500]);
    let length = length.min((50 << 20) / count);
    let entries: Vec<_> = (0..count)
        .map(|at| {
            let mut name = part.repeat(length / part.len());
            name.push_str(&at.to_string());
            if random.one_in(3) {
                name.push('/');
            }
            Entry { local_name: random.one_in(2).then(Vec::new), ..Entry::stored(name, "") }
        })
        .collect();
    build(&entries)
}

fn many(random: &mut Random) -> Vec<u8> {
    let count = *random.pick(&[9_999, 10_000, 10_001, 65_535, 65_536, 100_000]);
    let folders = random.one_in(3);
    let entries: Vec<_> = (0..count)
        .map(|at| Entry::stored(format!("d{}/f{at}{}", at % 7, if folders { "/" } else { "" }), ""))
        .collect();
    let mut bytes = build(&entries);
    if random.one_in(3) {
        // The end says less than there is.
        let length = bytes.len();
        bytes[length - 12..length - 8].copy_from_slice(&[3, 0, 3, 0]);
    }
    bytes
}
