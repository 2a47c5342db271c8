//! tar and tar.gz out and in: round trips, and archives that were made to hurt. The limits and the policy are those of zips.

#[path = "../../../../tests/fuzz/tar_builder.rs"]
mod tar_builder;

use faaso::{
    archive::{self, ImportError, Imported, Skip},
    bundle::{Bundle, File},
    path::BundlePath,
};
use flate2::{Compression, write::GzEncoder};
use std::{io::Write, time::Instant};
use tar_builder::{Entry, build, open};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn file(name: &str) -> Entry {
    Entry::file(name, "x")
}

fn paths(imported: &Imported) -> Vec<&str> {
    imported.bundle.files().map(|(path, _)| path.as_str()).collect()
}

/// What is left out, as a plain tar and packed.
fn skipped(entries: &[Entry]) -> Vec<(String, Skip)> {
    let tar = build(entries);
    let (plain, packed) = (archive::read(&tar).unwrap(), archive::read(&gzip(&tar)).unwrap());
    assert_eq!(plain, packed);
    plain.skipped.into_iter().map(|skipped| (skipped.name, skipped.why)).collect()
}

#[test]
fn out_and_in_again() {
    let mut all = Bundle::new();
    let long = format!("{}/{}", "folder".repeat(30), "name".repeat(40));
    for (path, mode) in [
        ("funko.yml", 0o644),
        ("run.sh", 0o755),
        ("secret", 0o600),
        ("odd/read only", 0o444),
        ("ñ/☃ 🎉.txt", 0o644),
        (".hidden/a", 0o640),
        ("a", 0o644),
        ("A", 0o644),
        (&*long, 0o755),
    ] {
        all.put(BundlePath::new(path).unwrap(), File::new(path.as_bytes(), mode)).unwrap();
    }
    all.put_folder(BundlePath::new("empty/deep").unwrap()).unwrap();
    let bytes = archive::write_tar_gz(&all, "hello").unwrap();
    assert_eq!(archive::write_tar_gz(&all, "hello").unwrap(), bytes, "the same bundle, the same bytes");
    let back = archive::read(&bytes).unwrap();
    assert_eq!(back.bundle, all);
    assert_eq!(back.top_folder.as_deref(), Some("hello"));
    assert_eq!(back.skipped, []);
    assert!(
        archive::read(&archive::write_tar_gz(&Bundle::new(), "hello").unwrap()).unwrap().bundle.is_empty()
    );
    // the same as by way of a zip
    assert_eq!(archive::read(&archive::write(&all, "hello").unwrap()).unwrap().bundle, back.bundle);
    let arrival = archive::read(&bytes).unwrap().arrive("other.tgz");
    assert_eq!(arrival.name, "hello");
    assert_eq!(archive::read(&build(&[file("a"), file("b")])).unwrap().arrive("shop.tar.gz").name, "shop");
}

#[test]
fn the_tar_is_as_other_tools_expect() {
    let mut all = Bundle::new();
    all.put(BundlePath::new("b").unwrap(), File::new(&b"2"[..], 0o755)).unwrap();
    all.put_folder(BundlePath::new("a").unwrap()).unwrap();
    let bytes = archive::runtime_tar_gz(&all, "./my/top/").unwrap();
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(&bytes[..]));
    let entries = tar.entries().unwrap().map(|entry| {
        let entry = entry.unwrap();
        let header = entry.header();
        let owner = (header.uid().unwrap(), header.gid().unwrap());
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        (name, header.mode().unwrap(), header.mtime().unwrap(), owner)
    });
    let time = 315_532_800;
    assert_eq!(
        entries.collect::<Vec<_>>(),
        [("top/a/".to_owned(), 0o755, time, (0, 0)), ("top/b".to_owned(), 0o755, time, (0, 0))]
    );
}

#[test]
fn names_that_are_not_taken() {
    let names = [
        ("ok", None),
        ("sub/ok", None),
        ("año ☃", None),
        // as tar writes `.`
        ("./dot", None),
        ("././dots", None),
        ("/abs", Some(Skip::Absolute)),
        ("../evil", Some(Skip::Dots)),
        ("./../evil", Some(Skip::Dots)),
        ("a/../../b", Some(Skip::Dots)),
        ("a/./b", Some(Skip::Dots)),
        ("a\\b", Some(Skip::Backslash)),
        ("C:/x", Some(Skip::DriveLetter)),
        ("sub/C:x", Some(Skip::DriveLetter)),
        ("a\nb", Some(Skip::Control)),
        ("ok", Some(Skip::Duplicate)),
        ("ok/below", Some(Skip::InTheWay)),
        ("sub", Some(Skip::InTheWay)),
    ];
    let entries = names.map(|(name, _)| file(name));
    let shown = |name: &str| if name == "./../evil" { "../evil".to_owned() } else { name.to_owned() };
    let wanted = names.iter().filter_map(|(name, why)| Some((shown(name), (*why)?)));
    assert_eq!(skipped(&entries), wanted.collect::<Vec<_>>());
    assert_eq!(paths(&archive::read(&build(&entries)).unwrap()), ["año ☃", "dot", "dots", "ok", "sub/ok"]);
    // by any of the three ways to write a long one
    let long = "../".repeat(60) + "etc/passwd";
    for entries in [
        vec![file("ok"), Entry::long_name(&long), file("short")],
        vec![file("ok"), Entry::pax(&[("path", long.as_bytes())]), file("short")],
        vec![file("ok"), Entry { prefix: b"/abs".to_vec(), ..file("short") }],
    ] {
        let left_out = skipped(&entries);
        assert!(matches!(left_out[..], [(_, Skip::Dots | Skip::Absolute)]), "{left_out:?}");
    }
    let no_utf8 = Entry::file(b"caf\xe9".to_vec(), "x");
    assert_eq!(skipped(&[file("ok"), no_utf8]), [("caf\u{fffd}".to_owned(), Skip::BadName)]);
    let deep = Entry::long_name(&"d/".repeat(150));
    assert_eq!(skipped(&[file("ok"), deep, file("x")])[0].1, Skip::TooDeep);
}

#[test]
fn long_names_are_read() {
    let long = format!("top/{}/{}", "folder".repeat(20), "ñ".repeat(80));
    for entries in [
        vec![Entry::long_name(&long), file("short")],
        vec![Entry::pax(&[("mtime", b"1.5"), ("path", long.as_bytes())]), file("short")],
        // the later counts
        vec![Entry::long_name("wrong"), Entry::pax(&[("path", long.as_bytes())]), file("short")],
        vec![Entry::of_kind(b'K', "././@LongLink", "elsewhere\0"), Entry::long_name(&long), file("short")],
    ] {
        let imported = archive::read(&build(&entries)).unwrap();
        assert_eq!(format!("top/{}", paths(&imported)[0]), long);
        assert_eq!(imported.bundle.len(), 1);
    }
    let parts = Entry { prefix: b"top/sub".to_vec(), ..file("name") };
    assert_eq!(paths(&archive::read(&build(&[parts, file("top/b")])).unwrap()), ["b", "sub/name"]);
}

#[test]
fn entries_that_are_not_taken() {
    let link = |kind, name: &str| Entry { link: b"/etc/passwd".to_vec(), ..Entry::of_kind(kind, name, "") };
    let large = 17 << 20;
    for (entry, why) in [
        (link(b'2', "soft"), Skip::Symlink),
        (link(b'1', "hard"), Skip::HardLink),
        (link(b'3', "device"), Skip::Special),
        (link(b'4', "device"), Skip::Special),
        (link(b'6', "pipe"), Skip::Special),
        (Entry::of_kind(b'S', "holes", "x"), Skip::Sparse),
        (Entry::of_kind(b'V', "label", ""), Skip::Special),
        (Entry::of_kind(b'M', "part", "x"), Skip::Special),
        (Entry::file("large", vec![b'.'; large]), Skip::TooLarge),
    ] {
        let tar = build(&[file("ok"), entry.clone(), file("z")]);
        let imported = archive::read(&tar).unwrap();
        assert_eq!(paths(&imported), ["ok", "z"], "{why:?}");
        let name = String::from_utf8(entry.name).unwrap();
        assert_eq!(
            imported.skipped.iter().map(|it| (&*it.name, it.why)).collect::<Vec<_>>(),
            [(&*name, why)]
        );
    }
    let holes = Entry::pax(&[("GNU.sparse.major", b"1"), ("GNU.sparse.name", b"holes")]);
    assert_eq!(skipped(&[file("ok"), holes, file("data")]), [("data".to_owned(), Skip::Sparse)]);
}

#[test]
fn modes_are_kept_and_owners_are_not() {
    for (mode, kept) in [(0o644, 0o644), (0o755, 0o755), (0o4755, 0o755), (0o100_600, 0o600), (0, 0o644)] {
        let imported = archive::read(&build(&[Entry { mode, ..file("a") }, file("b")])).unwrap();
        assert_eq!(imported.bundle.get("a").unwrap().mode, kept, "{mode:o}");
    }
    let folders = [Entry::of_kind(b'5', "./", ""), Entry::of_kind(b'5', "./empty", ""), file("./a")];
    let imported = archive::read(&build(&folders)).unwrap();
    assert_eq!(imported.bundle.folders().map(|path| path.as_str()).collect::<Vec<_>>(), ["empty"]);
    assert_eq!((paths(&imported), imported.skipped.len()), (vec!["a"], 0));
}

#[test]
fn archives_that_are_refused() {
    let good = build(&[file("a"), file("b")]);
    let packed = gzip(&good);
    let mut flipped = packed.clone();
    let sum = flipped.len() - 6;
    flipped[sum] ^= 1;
    let damaged = |bytes: &[u8]| match archive::read(bytes) {
        Err(ImportError::NotATar(_)) => {}
        other => panic!("{other:?}"),
    };
    for bytes in [
        packed[..packed.len() / 2].to_vec(),
        packed[..packed.len() - 4].to_vec(),
        flipped,
        gzip(b"no tar at all, though it is packed"),
        gzip(&[b'x'; 2000]),
        vec![0x1f, 0x8b],
        // ends in the middle of an entry
        gzip(&open(&[Entry { size: Some(4_000), ..file("a") }])),
        open(&[file("a"), Entry { size: Some(4_000), ..file("b") }]),
        open(&[file("a"), Entry { size: Some(u64::MAX - 600), ..file("b") }]),
        build(&[file("a"), Entry { size: Some(u64::MAX), ..file("b") }]),
        // a header that is none
        build(&[file("a"), Entry { sum: 1, ..file("b") }]),
        // tools would not agree where the next entry begins
        build(&[Entry::pax(&[("size", b"512")]), file("a"), file("b")]),
        build(&[Entry::pax(&[("size", b"much")]), file("a")]),
        build(&[Entry::of_kind(b'x', "PaxHeader", "999 path=a\n"), file("a")]),
        build(&[Entry::of_kind(b'x', "PaxHeader", "9 path=ab\n"), file("a")]),
        build(&[Entry::of_kind(b'x', "PaxHeader", "8 patha\n"), file("a")]),
        build(&[Entry::of_kind(b'x', "PaxHeader", "0 path=a\n"), file("a")]),
        build(&[Entry::of_kind(b'x', "PaxHeader", "path=a\n"), file("a")]),
        build(&[Entry { kind: b'g', ..Entry::pax(&[("path", b"a")]) }, file("a")]),
        build(&[file("a"), Entry::long_name("b")]),
        build(&[Entry::of_kind(b'L', "././@LongLink", vec![b'a'; 2 << 20]), file("a")]),
    ] {
        damaged(&bytes);
    }
    assert_eq!(
        archive::read(b"neither").unwrap_err().to_string(),
        "it isn't a zip or tar.gz file, or it's damaged"
    );
    // what only says who made it is passed over
    let by_git = Entry { kind: b'g', ..Entry::pax(&[("comment", b"0123456789abcdef")]) };
    assert_eq!(paths(&archive::read(&build(&[by_git, file("a"), file("b")])).unwrap()), ["a", "b"]);
    // an attribute's value may hold newlines, and what looks like a record
    let attribute = Entry::pax(&[("SCHILY.xattr.user.note", b"a\n12 path=no\nb"), ("path", b"a")]);
    assert_eq!(paths(&archive::read(&build(&[attribute, file("x"), file("b")])).unwrap()), ["a", "b"]);
    // no end mark, more after it, members, and what follows the last
    for bytes in [
        open(&[file("a"), file("b")]),
        [&good[..], &good].concat(),
        [&good[..], &[0; 9 * 512]].concat(),
        [&packed[..], b"trailing garbage"].concat(),
        [gzip(&good[..700]), gzip(&good[700..])].concat(),
    ] {
        assert_eq!(paths(&archive::read(&bytes).unwrap()), ["a", "b"]);
    }
}

#[test]
fn limits_end_it() {
    let many =
        |count: usize| -> Vec<Entry> { (0..count).map(|at| Entry::file(format!("f{at}"), "")).collect() };
    let began = Instant::now();
    for count in [10_001, 100_000] {
        assert_eq!(archive::read(&build(&many(count))), Err(ImportError::TooManyEntries(None)), "{count}");
    }
    assert_eq!(archive::read(&build(&many(10_000))).unwrap().bundle.len(), 10_000);
    // bombs: one large file, a file in the file, many files
    let zeros = |size: usize| Entry::file("zeros", vec![0; size]);
    for bytes in [
        gzip(&build(&[zeros(15 << 20)])),
        gzip(&build(&(0..3).map(|_| zeros(15 << 20)).collect::<Vec<_>>())),
        gzip(&build(&[Entry { size: Some(1 << 40), ..zeros(9 << 20) }])),
    ] {
        assert_eq!(archive::read(&bytes).unwrap_err(), ImportError::TooDense);
    }
    let five: Vec<_> = (0..5).map(|at| Entry::file(format!("big/{at}"), vec![b'.'; 15 << 20])).collect();
    assert!(matches!(archive::read(&build(&five)), Err(ImportError::TooMuch(_))));
    let mut packed = gzip(&build(&[file("a")]));
    packed.resize(129 << 20, 0);
    assert_eq!(archive::read(&packed).unwrap_err(), ImportError::TooLarge(None));
    println!("{:?}", began.elapsed());
}

#[test]
fn what_nobody_wrote_is_left_out_and_counts_for_no_limit() {
    let mut entries: Vec<_> =
        (0..20_000).map(|at| Entry::file(format!("shop/node_modules/x/{at}.js"), format!("{at}"))).collect();
    entries.extend(["shop/Dockerfile", "shop/.DS_Store", "shop/._Dockerfile"].map(file));
    let imported = archive::read(&gzip(&build(&entries))).unwrap();
    assert_eq!(paths(&imported), ["Dockerfile"]);
    let left_out: Vec<_> = imported.skipped.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(left_out, ["shop/.DS_Store", "shop/._Dockerfile", "shop/node_modules/"]);
}

#[test]
fn several_runtimes_are_offered_with_what_they_say_of_themselves() {
    let entries = [
        ("all/one/Dockerfile.j2", "FROM a"),
        ("all/one/README.md", "# One: the first\n\nMore."),
        ("all/two/Dockerfile.j2", "FROM b"),
        ("all/two/README.md", "Two\n"),
        ("all/fn/funko.yml", "name: fn\nruntime: ./one\n"),
    ];
    let entries = entries.map(|(path, text)| Entry::file(path, text));
    let arrival = archive::read(&gzip(&build(&entries))).unwrap().arrive("all.tgz");
    let found: Vec<_> = arrival.found.iter().map(|it| (&*it.folder, &*it.about)).collect();
    assert_eq!(found, [("one", "One: the first"), ("two", "Two"), ("fn", "uses the runtime ./one")]);
}

#[test]
fn damage_is_survived() {
    let good = gzip(&build(&[
        Entry::long_name(&"n".repeat(150)),
        file("a"),
        Entry::pax(&[("path", b"p")]),
        file("b"),
    ]));
    let plain =
        build(&[Entry::long_name(&"n".repeat(150)), file("a"), Entry::pax(&[("path", b"p")]), file("b")]);
    for good in [good, plain] {
        for end in 0..good.len() {
            let _ = archive::read(&good[..end]);
        }
        for at in 0..good.len() {
            for change in [1, 0x80, 0xff] {
                let mut bytes = good.clone();
                bytes[at] ^= change;
                let _ = archive::read(&bytes);
            }
        }
    }
}
