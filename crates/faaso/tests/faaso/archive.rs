//! Zips out and in: round trips, and archives that were made to hurt.
//!
//! Long because every way in which a zip can be odd has its own few lines.

use crinja::Rendered;
use faaso::{
    archive::{self, ImportError, Imported, Kind, Skip, Skipped, recognise},
    bundle::{Bundle, File},
    path::BundlePath,
    trees::build_context,
};
use std::{sync::Arc, time::Instant};

fn bundle(files: &[(&str, &str, u16)]) -> Bundle {
    let mut bundle = Bundle::new();
    for (path, text, mode) in files {
        bundle.put(BundlePath::new(path).unwrap(), File::new(text.as_bytes(), *mode)).unwrap();
    }
    bundle
}

#[test]
fn out_and_in_again() {
    let mut all = bundle(&[
        ("funko.yml", "name: hello\n", 0o644),
        ("run.sh", "#!/bin/sh\n", 0o755),
        ("secret", "", 0o600),
        ("odd/read only", "x", 0o444),
        ("ñ/☃ 🎉.txt", "text", 0o644),
        ("e\u{301}", "nfd", 0o644),
        ("\u{e9}", "nfc", 0o644),
        (".hidden/a", "", 0o640),
        ("a", "file", 0o644),
        ("A", "twin", 0o644),
    ]);
    all.put(BundlePath::new("binary").unwrap(), File::new((0..=255).collect::<Vec<u8>>(), 0o644)).unwrap();
    all.put_folder(BundlePath::new("empty/deep").unwrap()).unwrap();
    let bytes = archive::write(&all, "hello").unwrap();
    assert_eq!(archive::write(&all, "hello").unwrap(), bytes, "the same bundle, the same bytes");
    let back = archive::read(&bytes).unwrap();
    assert_eq!(back.bundle, all);
    assert_eq!(back.top_folder.as_deref(), Some("hello"));
    assert_eq!(back.skipped, []);
    assert_eq!(back.case_twins.len(), 1);
    let empty = archive::read(&archive::write(&Bundle::new(), "hello").unwrap()).unwrap();
    assert!(empty.bundle.is_empty());
}

#[test]
fn the_zip_is_as_other_tools_expect() {
    let bytes = archive::write(&bundle(&[("b", "2", 0o755), ("a/x", "1", 0o644)]), "top").unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes[..])).unwrap();
    let mut entries = Vec::new();
    for index in 0..zip.len() {
        let entry = zip.by_index(index).unwrap();
        let time = entry.last_modified().unwrap();
        assert_eq!((time.year(), time.month(), time.day(), time.hour()), (1980, 1, 1, 0));
        entries.push((entry.name().unwrap().into_owned(), entry.unix_mode().unwrap()));
    }
    assert_eq!(entries, [("top/a/x".to_owned(), 0o100_644), ("top/b".to_owned(), 0o100_755)]);
}

#[test]
fn the_three_exports() {
    let runtime = bundle(&[("Dockerfile.j2", "FROM x", 0o644), ("template/funko.yml.j2", "", 0o644)]);
    let funko = bundle(&[("funko.yml", "name: Hello\nruntime: r\n", 0o644), (".env", "", 0o600)]);
    let mut render =
        |_: &_, text: &str, _: &_| Ok(Arc::new(Rendered { text: text.to_owned(), pieces: Vec::new() }));
    let context = build_context(Some(&runtime), &funko, &mut render);
    let ready = archive::read(&archive::ready_zip(&context, "Hello").unwrap()).unwrap();
    assert_eq!(ready.top_folder.as_deref(), Some("Hello"));
    assert_eq!(ready.bundle, context.bundle().unwrap());
    assert_eq!(recognise(&ready.bundle), Kind::BuildContext);
    let source = archive::read(&archive::funko_zip(&funko, "Hello").unwrap()).unwrap();
    assert_eq!((source.bundle, source.top_folder), (funko.clone(), Some("Hello".to_owned())));
    let zipped = archive::read(&archive::runtime_zip(&runtime, "./my/r t/").unwrap()).unwrap();
    assert_eq!((zipped.bundle, zipped.top_folder), (runtime.clone(), Some("r-t".to_owned())));
    let failing = build_context(None, &funko, &mut render);
    assert_eq!(
        archive::ready_zip(&failing, "x").unwrap_err().to_string(),
        "FaaSO would fail. FaaSO can't find the runtime `r`."
    );
}

#[test]
fn kinds() {
    for (files, kind) in [
        (&["Dockerfile.j2", "funko.yml"][..], Kind::Runtime),
        (&["template/funko.yml"], Kind::Runtime),
        (&["Dockerfile", "funko.yml", "template/funko.yml.j2"], Kind::Runtime),
        (&["Dockerfile", "template/app.py"], Kind::Runtime),
        (&["funko.yml", "funko.cr", "template/old.cr.j2"], Kind::Funko),
        (&["funko.yml", "template/funko.yml.j2"], Kind::Funko),
        (&["Dockerfile", "funko.yml", "template/old.cr.j2"], Kind::BuildContext),
        (&["Dockerfile", "main.py"], Kind::Runtime),
        (&["funko.yml", "app.py"], Kind::Funko),
        (&["readme"], Kind::Unknown),
        (&[], Kind::Unknown),
    ] {
        let files: Vec<_> = files.iter().map(|path| (*path, "", 0o644)).collect();
        assert_eq!(recognise(&bundle(&files)), kind, "{files:?}");
    }
    for (yml, kind) in
        [("name: a\nruntime: r", Kind::BuildContext), ("name: a", Kind::Funko), ("[", Kind::BuildContext)]
    {
        assert_eq!(
            recognise(&bundle(&[("funko.yml", yml, 0o644), ("Dockerfile", "", 0o644)])),
            kind,
            "{yml}"
        );
    }
}

/// One entry of a zip made by hand, every field as one likes.
#[derive(Clone, Debug)]
struct Entry {
    name: Vec<u8>,
    data: Vec<u8>,
    /// In the directory and the local header.
    size: u32,
    crc: u32,
    method: u16,
    flags: u16,
    system: u8,
    mode: u32,
    /// Where the directory says the local header is, if not where it is.
    at: Option<u32>,
}

fn entry(name: &str, data: &[u8]) -> Entry {
    Entry {
        name: name.as_bytes().to_vec(),
        data: data.to_vec(),
        size: data.len() as u32,
        crc: crc32(data),
        method: 0,
        flags: 0,
        system: 3,
        mode: 0o100_644,
        at: None,
    }
}

fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let at = entry.at.unwrap_or(out.len() as u32);
        let mut common = Vec::new();
        for field in [20, entry.flags, entry.method, 0, 33] {
            common.extend(u16::to_le_bytes(field));
        }
        for field in [entry.crc, entry.data.len() as u32, entry.size] {
            common.extend(u32::to_le_bytes(field));
        }
        common.extend(u16::to_le_bytes(entry.name.len() as u16));
        common.extend([0, 0]);
        if entry.at.is_none() {
            out.extend(b"PK\x03\x04");
            out.extend(&common);
            out.extend(&entry.name);
            out.extend(&entry.data);
        }
        directory.extend(b"PK\x01\x02");
        directory.extend([20, entry.system]);
        directory.extend(&common);
        directory.extend([0; 6]);
        directory.extend(u32::to_le_bytes(entry.mode << 16));
        directory.extend(u32::to_le_bytes(at));
        directory.extend(&entry.name);
    }
    let start = out.len() as u32;
    let count = u16::to_le_bytes(entries.len().min(0xFFFF) as u16);
    out.extend(&directory);
    if entries.len() > 0xFFFF {
        let record = out.len() as u64;
        out.extend(b"PK\x06\x06");
        out.extend(u64::to_le_bytes(44));
        out.extend([45, 3, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let (count, size) = (entries.len() as u64, directory.len() as u64);
        for field in [count, count, size, u64::from(start)] {
            out.extend(u64::to_le_bytes(field));
        }
        out.extend(b"PK\x06\x07\0\0\0\0");
        out.extend(u64::to_le_bytes(record));
        out.extend(u32::to_le_bytes(1));
    }
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count, count].concat());
    out.extend(u32::to_le_bytes(directory.len() as u32));
    out.extend(u32::to_le_bytes(start));
    out.extend([0, 0]);
    out
}

fn paths(imported: &Imported) -> Vec<&str> {
    imported.bundle.files().map(|(path, _)| path.as_str()).collect()
}

#[test]
fn names_that_are_not_taken() {
    let names = [
        ("ok", None),
        ("sub/ok", None),
        ("año ☃", None),
        ("/abs", Some(Skip::Absolute)),
        ("../evil", Some(Skip::Dots)),
        ("a/../../b", Some(Skip::Dots)),
        ("./a", Some(Skip::Dots)),
        ("a\\b", Some(Skip::Backslash)),
        ("..\\evil", Some(Skip::Backslash)),
        ("C:/x", Some(Skip::DriveLetter)),
        ("c:x", Some(Skip::DriveLetter)),
        ("sub/C:x", Some(Skip::DriveLetter)),
        ("a\0b", Some(Skip::Control)),
        ("a\nb", Some(Skip::Control)),
        ("a\u{1b}[31m", Some(Skip::Control)),
        ("ok", Some(Skip::Duplicate)),
        ("ok/below", Some(Skip::InTheWay)),
        ("sub", Some(Skip::InTheWay)),
    ];
    let imported = archive::read(&zip(&names.map(|(name, _)| entry(name, b"x")))).unwrap();
    assert_eq!(paths(&imported), ["año ☃", "ok", "sub/ok"]);
    let skipped: Vec<_> = imported.skipped.iter().map(|s| (s.name.as_str(), Some(s.why))).collect();
    assert_eq!(skipped, names.into_iter().filter(|(_, why)| why.is_some()).collect::<Vec<_>>());
    let empty_name = archive::read(&zip(&[entry("", b""), entry("a//b", b"")])).unwrap();
    assert!(empty_name.skipped.iter().all(|skipped| matches!(skipped.why, Skip::Path(_))), "{empty_name:?}");
    assert_eq!(empty_name.skipped.len(), 2);
}

#[test]
fn names_that_are_no_utf8() {
    let mut cp437 = entry("x", b"");
    cp437.name = b"a\xA4o".to_vec();
    let mut lying = cp437.clone();
    lying.name = b"b\xA4o".to_vec();
    lying.flags = 1 << 11;
    let mut unflagged = entry("ñ", b"");
    unflagged.flags = 0;
    match archive::read(&zip(&[cp437.clone(), unflagged.clone()])) {
        Ok(imported) => assert_eq!(paths(&imported), ["año", "ñ"]),
        Err(error) => panic!("{error}"),
    }
    let imported = archive::read(&zip(&[unflagged, lying])).unwrap();
    assert_eq!(paths(&imported), ["ñ"]);
    assert_eq!(imported.skipped[0].why, Skip::BadName);
}

#[test]
fn entries_that_are_not_taken() {
    let change = |name: &str, change: fn(&mut Entry)| {
        let mut entry = entry(name, b"data");
        change(&mut entry);
        entry
    };
    let entries = [
        change("link", |e| e.mode = 0o120_777),
        change("pipe", |e| e.mode = 0o010_644),
        change("secret", |e| e.flags = 1),
        change("lzma", |e| e.method = 14),
        change("wrong sum", |e| e.crc ^= 1),
        change("no deflate", |e| e.method = 8),
        change("nowhere", |e| e.at = Some(0x00FF_FFFF)),
        change("huge", |e| e.size = 17 << 20),
        change("good", |e| e.mode = 0o100_755),
        change("dos", |e| (e.system, e.mode) = (0, 0o100_755)),
        change("no mode", |e| e.mode = 0),
        change("set-uid", |e| e.mode = 0o104_711),
        change("folder/", |e| e.mode = 0o040_755),
    ];
    let imported = archive::read(&zip(&entries)).unwrap();
    let modes: Vec<_> = imported.bundle.files().map(|(path, file)| (path.as_str(), file.mode)).collect();
    assert_eq!(modes, [("dos", 0o644), ("good", 0o755), ("no mode", 0o644), ("set-uid", 0o711)]);
    assert_eq!(imported.bundle.folders().map(BundlePath::as_str).collect::<Vec<_>>(), ["folder"]);
    let why: Vec<_> = imported.skipped.iter().map(|skipped| skipped.why).collect();
    use Skip::*;
    assert_eq!(why, [Symlink, Special, Encrypted, Compression, Damaged, Damaged, Damaged, TooLarge]);
}

#[test]
fn archives_that_are_refused() {
    let refused = |bytes: &[u8]| archive::read(bytes).unwrap_err();
    assert!(matches!(refused(b""), ImportError::NotAZip(_)));
    assert!(matches!(refused(b"hello"), ImportError::NotAZip(_)));
    assert_eq!(refused(&vec![0; (64 << 20) + 1]), ImportError::TooLarge(None));
    assert_eq!(refused(&vec![0; (128 << 20) + 1]), ImportError::TooLarge(None));
    // Two entries of the directory point at one local header.
    let shared = entry("a", b"data");
    assert_eq!(refused(&zip(&[shared.clone(), Entry { at: Some(0), ..shared }])), ImportError::Overlap);
    // Together more than 64 MiB, each small enough: declared, and declared falsely.
    let half = |n: usize, size: u32| Entry { size, ..entry(&format!("f{n}"), b"") };
    let much: Vec<_> = (0..5).map(|n| half(n, 15 << 20)).collect();
    assert_eq!(refused(&zip(&much)), ImportError::TooMuch(None));
    let dense: Vec<_> = (0..2).map(|n| half(n, 15 << 20)).collect();
    assert_eq!(refused(&zip(&dense)), ImportError::TooDense);
    let zeros = archive::write(&bundle(&[("zeros", &"\0".repeat(15 << 20), 0o644)]), "x").unwrap();
    assert_eq!(refused(&zeros), ImportError::TooDense);
}

#[test]
fn a_hundred_thousand_entries_are_refused_at_once() {
    for count in [10_001, 60_000, 100_000] {
        let many: Vec<_> = (0..count).map(|n| entry(&format!("f{n}"), b"")).collect();
        let bytes = zip(&many);
        let start = Instant::now();
        assert_eq!(archive::read(&bytes), Err(ImportError::TooManyEntries(None)), "{count}");
        assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
    }
    let most: Vec<_> = (0..10_000).map(|n| entry(&format!("f{n}"), b"")).collect();
    assert_eq!(archive::read(&zip(&most)).unwrap().bundle.len(), 10_000);
}

#[test]
fn a_size_that_lies_ends_the_entry() {
    let honest = archive::write(&bundle(&[("a", &"text ".repeat(10_000), 0o644)]), "x").unwrap();
    let mut lying = honest.clone();
    // The uncompressed size, in the directory: 24 bytes into its header.
    let directory = honest.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    lying[directory + 24..directory + 28].copy_from_slice(&10u32.to_le_bytes());
    let imported = archive::read(&lying).unwrap();
    assert_eq!(imported.skipped[0].why, Skip::Damaged);
    assert!(imported.bundle.is_empty());
}

#[test]
fn one_common_folder_is_taken_away() {
    for (names, top, inside) in [
        (&["app/funko.yml", "app/src/x"][..], Some("app"), &["funko.yml", "src/x"][..]),
        (&["app/a", "__MACOSX/app/._a"], Some("app"), &["a"]),
        (&["._app", "app/a", "app/._a"], Some("app"), &["a"]),
        (&[".DS_Store", "Thumbs.db", ".Trashes/501/x", "app/a"], Some("app"), &["a"]),
        (&["node_modules/x/y.js", "app/a"], Some("app"), &["a"]),
        (&["app/a", "b"], None, &["app/a", "b"]),
        (&["a"], None, &["a"]),
        (&["template/funko.yml.j2"], None, &["template/funko.yml.j2"]),
        (
            &["template/Dockerfile.j2", "template/template/x"],
            Some("template"),
            &["Dockerfile.j2", "template/x"],
        ),
    ] {
        let entries: Vec<_> = names.iter().map(|name| entry(name, b"")).collect();
        let imported = archive::read(&zip(&entries)).unwrap();
        assert_eq!(imported.top_folder.as_deref(), top, "{names:?}");
        assert_eq!(paths(&imported), inside, "{names:?}");
    }
}

/// Cut off anywhere, or with any bytes changed: a verdict, no panic.
#[test]
fn damage_is_survived() {
    let good = archive::write(
        &bundle(&[("funko.yml", "name: a\n", 0o644), ("src/ñ", &"text".repeat(50), 0o755), ("e", "", 0o600)]),
        "hello",
    )
    .unwrap();
    for end in 0..good.len() {
        let _ = archive::read(&good[..end]);
    }
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..4_000 {
        let mut bytes = good.clone();
        for _ in 0..1 + seed % 4 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let at = (seed >> 16) as usize % bytes.len();
            bytes[at] = [0, 0xFF, 1, 0x7F, seed as u8][(seed >> 8) as usize % 5];
        }
        let _ = archive::read(&bytes);
    }
}

/// One after the other into one folder, the later stays: so does every tool that unpacks zips.
#[test]
fn the_last_of_two_with_one_name_wins() {
    let imported =
        archive::read(&zip(&[entry("a", b"first"), entry("b", b""), entry("a", b"last")])).unwrap();
    assert_eq!(&*imported.bundle.get("a").unwrap().bytes, b"last");
    assert_eq!(imported.skipped, [Skipped { name: "a".into(), why: Skip::Duplicate }]);
}

#[test]
fn what_nobody_wrote_is_left_out_and_listed() {
    let names = [
        "shop/node_modules/",
        "shop/node_modules/a/index.js",
        "shop/node_modules/b.js",
        "shop/._Dockerfile",
        "shop/.git/HEAD",
        "shop/target/debug/shop",
        "shop/Dockerfile",
        "shop/src/main.rs",
    ];
    let imported = archive::read(&zip(&names.map(|name| entry(name, b"x")))).unwrap();
    assert_eq!(paths(&imported), ["Dockerfile", "src/main.rs"]);
    let skipped =
        imported.skipped.iter().map(|skipped| (skipped.name.as_str(), skipped.why)).collect::<Vec<_>>();
    let made = |files| Skip::Made { files };
    assert_eq!(
        skipped,
        [
            ("shop/._Dockerfile", Skip::System),
            ("shop/.git/", made(1)),
            ("shop/node_modules/", made(2)),
            ("shop/target/", made(1)),
        ]
    );
}

/// Dependencies count for no limit, and where one is met the folder that is to blame is named.
#[test]
fn dependencies_do_not_fill_a_zip() {
    let many = |folder: &str| {
        let mut entries: Vec<_> = (0..12_000).map(|n| entry(&format!("shop/{folder}/f{n}"), b"")).collect();
        entries.push(entry("shop/Dockerfile.j2", b"FROM alpine\n"));
        archive::read(&zip(&entries))
    };
    assert_eq!(paths(&many("node_modules").unwrap()), ["Dockerfile.j2"]);
    let error = many("data").unwrap_err();
    assert_eq!(
        error.to_string(),
        "it has more than 10,000 files and folders, most of it in `shop/data`. Leave that folder out"
    );
    // as a folder
    let files: Vec<_> =
        (0..12_000).map(|n| format!("shop/.venv/f{n}")).chain(["shop/Dockerfile".into()]).collect();
    let files: Vec<_> = files.iter().map(|path| (path.as_str(), 100 << 10)).collect();
    let (imported, take) = Imported::of_folder(&files).unwrap();
    assert_eq!((take, imported.skipped.len()), (vec![12_000], 1));
    let large: Vec<_> = (0..5).map(|n| format!("shop/data/f{n}")).chain(["shop/Dockerfile".into()]).collect();
    let large: Vec<_> = large.iter().map(|path| (path.as_str(), 15 << 20)).collect();
    assert_eq!(Imported::of_folder(&large).unwrap_err(), ImportError::TooMuch(Some("shop/data".into())));
    // more than is opened, until what nobody wrote is left out
    let heavy = entry("", &vec![b'x'; 10 << 20]);
    let deps: Vec<_> =
        (0..7).map(|n| Entry { name: format!("node_modules/{n}").into_bytes(), ..heavy.clone() }).collect();
    let bytes = zip(&[deps, vec![entry("Dockerfile", b"FROM alpine\n")]].concat());
    assert!(bytes.len() > archive::MAX_ZIP_BYTES);
    assert_eq!(paths(&archive::read(&bytes).unwrap()), ["Dockerfile"]);
}

/// Never a part of a zip without a word.
#[test]
fn an_end_that_counts_wrong_is_refused() {
    let all = zip(&[entry("a", b""), entry("b", b""), entry("c", b"")]);
    for count in [0, 1, 2, 4] {
        let mut bytes = all.clone();
        let end = bytes.len() - 22;
        bytes[end + 8] = count;
        bytes[end + 10] = count;
        let error = archive::read(&bytes).unwrap_err();
        assert!(matches!(error, ImportError::Miscounted | ImportError::NotAZip(_)), "{count}: {error:?}");
    }
    assert!(archive::read(&zip(&[])).unwrap().bundle.is_empty());
}

/// Two tools would unpack two things.
#[test]
fn an_entry_whose_headers_disagree_is_left_out() {
    for (at, value) in [(30, b'z'), (8, 8), (6, 1)] {
        let mut bytes = zip(&[entry("a", b"x"), entry("b", b"y")]);
        assert_eq!(&bytes[..4], b"PK\x03\x04", "the header beside the content of the first");
        bytes[at] = value;
        let imported = archive::read(&bytes).unwrap();
        assert_eq!(paths(&imported), ["b"], "{at}");
        assert_eq!(imported.skipped[0].why, Skip::Disagree, "{at}");
    }
}

#[test]
fn names_from_windows() {
    let of = |system: u8, name: &[u8]| Entry { name: name.to_vec(), system, ..entry("", b"x") };
    for (made, taken) in [
        (of(0, b"shop\\src\\a"), Some("src/a")),
        (of(0, b"shop/src\\a"), Some("src/a")),
        (of(10, b"shop\\src/a"), Some("src/a")),
        (of(3, b"shop/src\\a"), None),
        (of(0, b"shop\\..\\..\\a"), None),
    ] {
        let imported = archive::read(&zip(&[made.clone(), of(0, b"shop\\Dockerfile")])).unwrap();
        assert_eq!(
            imported.bundle.files().map(|(path, _)| path.as_str()).find(|path| *path != "Dockerfile"),
            taken,
            "{made:?}"
        );
        assert_eq!(imported.skipped.len(), usize::from(taken.is_none()), "{made:?}");
    }
}

/// The second byte of some signs in Shift JIS and Big5 is a backslash's.
#[test]
fn a_sign_with_a_backslash_byte_is_no_path() {
    for system in [0, 3] {
        let shift_jis = Entry { name: b"shop/\x95\x5C.txt".to_vec(), system, ..entry("", b"x") };
        let imported = archive::read(&zip(&[shift_jis, entry("shop/Dockerfile", b"")])).unwrap();
        assert_eq!(
            imported.skipped.iter().map(|skipped| skipped.why.to_string()).collect::<Vec<_>>(),
            ["its name isn't valid UTF-8"]
        );
        assert!(imported.guessed.is_empty());
    }
}

/// That a name may be read wrongly is said.
#[test]
fn a_guessed_code_page_is_said() {
    let mut cp437 = entry("x", b"");
    cp437.name = b"a\xA4o".to_vec();
    let arrival = archive::read(&zip(&[cp437, entry("Dockerfile", b"")])).unwrap().arrive("shop.zip");
    assert!(arrival.notes[0].contains("`año`") && arrival.notes[0].contains("437"), "{:?}", arrival.notes);
}

#[test]
fn twins_of_any_spelling_are_said() {
    for (one, other) in [("Dir/a", "dir/b"), ("ß", "SS"), ("a/B", "a/b")] {
        let imported = archive::read(&zip(&[entry(one, b""), entry(other, b"")])).unwrap();
        assert_eq!(imported.case_twins.len(), 1, "{one} {other}: {:?}", imported.case_twins);
    }
}

/// What can be opened, by folder.
#[test]
fn runtimes_and_funkos_are_found_wherever_they_lie() {
    let repository = [
        ("Dockerfile", "FROM alpine\n"),
        ("README.md", "# FaaSO\n"),
        ("runtimes/flask/Dockerfile.j2", ""),
        ("runtimes/flask/README.md", "\u{feff}# Flask: Python\n"),
        ("runtimes/flask/template/funko.yml.j2", ""),
        ("runtimes/kemal/Dockerfile", ""),
        ("runtimes/kemal/template/funko.yml.j2", ""),
        ("examples/hello/funko.yml", "name: hello\nruntime: kemal\n"),
        ("examples/old/Dockerfile", ""),
        (".scenarios/a/funko.yml", "name: a\n"),
    ];
    let found = |files: &[(&str, &str)]| {
        let files: Vec<_> = files.iter().map(|(path, text)| (*path, *text, 0o644)).collect();
        let found = archive::find(&bundle(&files), "all");
        found.into_iter().map(|found| (found.kind, found.folder, found.name, found.about)).collect::<Vec<_>>()
    };
    let is = |kind, folder: &str, name: &str, about: &str| (kind, folder.into(), name.into(), about.into());
    assert_eq!(
        found(&repository),
        [
            is(Kind::Runtime, "runtimes/flask", "flask", "Flask: Python"),
            is(Kind::Runtime, "runtimes/kemal", "kemal", ""),
            is(Kind::Funko, "examples/hello", "hello", "uses the runtime kemal"),
            is(Kind::Runtime, "", "all", "FaaSO"),
        ]
    );
    // nothing at the top, and a lone Dockerfile below is better than nothing
    assert_eq!(found(&[("a/b/Dockerfile", "")]), [is(Kind::Runtime, "a/b", "b", "")]);
    // an application with a Dockerfile is one thing
    assert_eq!(found(&[("Dockerfile", ""), ("db/Dockerfile", "")]), [is(Kind::Runtime, "", "all", "")]);
    // a runtime is one, whatever lies in it
    assert_eq!(found(&[("Dockerfile.j2", ""), ("template/funko.yml", ""), ("x/funko.yml", "")]).len(), 1);
    assert_eq!(found(&[("readme", "")]), []);
}
