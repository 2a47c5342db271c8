//! Tars from strangers: whatever they are made of, what comes in passes the path policy and the limits of zips.

use super::{
    random::Random,
    tar_builder::{Entry, build, open as without_end},
    zips::{self, Hostile},
};
use faaso::archive::{self, ImportError};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// Opens one hostile tar of any family, packed or not.
pub fn run(random: &mut Random) {
    let (family, make) = *random.pick(FAMILIES);
    let tar = make(random);
    let bytes = if random.below(2) == 0 { gzip(&tar) } else { tar };
    let hostile = Hostile { family, bytes: spoil(random, bytes) };
    let opened: Result<usize, ImportError> = zips::open(hostile.family, &hostile.bytes);
    if opened.is_ok() {
        let bundle = archive::read(&hostile.bytes).expect("it was opened").bundle;
        // what is large may be denser than is taken in
        if bundle.files().map(|(_, file)| file.bytes.len()).sum::<usize>() > 1 << 20 {
            return;
        }
        let again = archive::read(&archive::write_tar_gz(&bundle, "top").expect("it is written"));
        let again = again.expect("our own tar");
        if again.skipped.is_empty() && !bundle.is_empty() {
            let mut full = bundle.clone();
            full.forget_full_folders();
            assert_eq!(again.bundle, full);
        }
    }
}

type Make = fn(&mut Random) -> Vec<u8>;

const FAMILIES: &[(&str, Make)] = &[
    ("tar names", |random| build(&names(random))),
    ("tar without an end", |random| without_end(&names(random))),
    ("tar kinds", kinds),
    ("tar sizes", sizes),
    ("tar names before", ahead),
    ("tar bomb", bomb),
    ("tar of many", |random| {
        let count = 9_990 + random.below(30);
        build(&(0..count).map(|at| Entry::file(format!("{at}"), "")).collect::<Vec<_>>())
    }),
    ("noise", |random| random.noise(4_000).into_bytes()),
];

fn names(random: &mut Random) -> Vec<Entry> {
    (0..=random.below(12)).map(|_| Entry::file(zips::name(random), random.noise(900))).collect()
}

fn kinds(random: &mut Random) -> Vec<u8> {
    let entry = |random: &mut Random| {
        let kind = *random.pick(b"\x00012345 67SLKxgVMDN\xff");
        let mode = random.below(1 << 20) as u32;
        let link = zips::name(random).into_bytes();
        Entry { kind, mode, link, ..Entry::file(zips::name(random), random.noise(600)) }
    };
    build(&(0..=random.below(9)).map(|_| entry(random)).collect::<Vec<_>>())
}

fn sizes(random: &mut Random) -> Vec<u8> {
    let odd = [0, 1, 511, 512, 513, 1 << 20, 17 << 20, 1 << 33, u64::MAX - 511, u64::MAX];
    let mut entries = names(random);
    for entry in &mut entries {
        if random.below(3) == 0 {
            entry.size = Some(*random.pick(&odd));
        }
        entry.sum = u32::from(random.below(20) == 0);
    }
    build(&entries)
}

fn ahead(random: &mut Random) -> Vec<u8> {
    let mut entries = Vec::new();
    for entry in names(random) {
        let name = zips::name(random);
        match random.below(5) {
            0 => entries.push(Entry::long_name(&name)),
            1 => entries.push(Entry::pax(&[("path", name.as_bytes())])),
            2 => entries.push(Entry::pax(&[("size", b"1"), ("GNU.sparse.size", b"9")])),
            3 => entries.push(Entry::of_kind(b'x', "x", random.noise(80))),
            _ => entries.push(Entry { kind: b'g', ..Entry::pax(&[("comment", name.as_bytes())]) }),
        }
        entries.push(entry);
    }
    build(&entries)
}

fn bomb(random: &mut Random) -> Vec<u8> {
    let size = 1 << (10 + random.below(14));
    build(&(0..=random.below(3)).map(|at| Entry::file(format!("z{at}"), vec![0; size])).collect::<Vec<_>>())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).expect("memory takes it");
    gzip.finish().expect("memory takes it")
}

/// Cuts it off, changes a byte, or adds something, now and then.
fn spoil(random: &mut Random, mut bytes: Vec<u8>) -> Vec<u8> {
    match random.below(8) {
        0 => bytes.truncate(random.below(bytes.len() + 1)),
        1 if !bytes.is_empty() => {
            let at = random.below(bytes.len());
            bytes[at] ^= 1 << random.below(8);
        }
        2 => bytes.extend(random.noise(600).bytes()),
        _ => {}
    }
    bytes
}
