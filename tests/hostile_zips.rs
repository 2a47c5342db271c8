//! Zips from strangers, by the hundred, and honest ones from the tools people have. Thousands are run by
//! `cargo run --profile fuzz --example fuzz -- SECONDS zips`.

mod fuzz;

use faaso::archive::{self, Kind, Skip, recognise};
use fuzz::{memory::Counting, random::Random, zips};
use std::time::{Duration, Instant};

#[global_allocator]
static HEAP: Counting = Counting;

/// Without optimisation, beside other tests. Optimised it is less than a tenth.
const VERDICT_WITHIN: Duration = Duration::from_secs(20);

#[test]
fn every_family_of_hostile_zips_gets_a_verdict() {
    for (family, make) in zips::FAMILIES {
        let mut opened = 0;
        for number in 0..12 {
            let bytes = make(&mut Random::new(family, number));
            let start = Instant::now();
            opened += usize::from(zips::open(family, &bytes).is_ok());
            assert!(start.elapsed() < VERDICT_WITHIN, "{family} {number}: {:?}", start.elapsed());
        }
        println!("{family}: {opened} of 12 opened");
    }
}

/// What is in each of the zips that `zips/make.py` makes.
const FILES: &[(&str, &str)] = &[
    ("a\u{f1}o \u{2603}.txt", "snow\n"),
    ("funko.yml", "name: hello\nruntime: kemal\n"),
    ("nothing", ""),
    ("run.sh", "#!/bin/sh\nexec ./hello\n"),
    ("src/app.py", ""),
];

/// `modes`: the zip says what is executable. `junk`: entries of the system's own, left out.
#[track_caller]
fn opens(zip: &[u8], modes: bool, empty_folder: bool, junk: usize) {
    let imported = archive::read(zip).expect("an honest zip");
    assert!(imported.skipped.iter().all(|skipped| skipped.why == Skip::System), "{:?}", imported.skipped);
    assert_eq!(imported.skipped.len(), junk, "{:?}", imported.skipped);
    assert_eq!(imported.top_folder.as_deref(), Some("hello"));
    let python = "print('hello')\n".repeat(40);
    let expected: Vec<_> = FILES
        .iter()
        .map(|&(path, text)| {
            let text = if path == "src/app.py" { &python } else { text };
            (path, text, if modes && path == "run.sh" { 0o755 } else { 0o644 })
        })
        .collect();
    let text = |bytes| std::str::from_utf8(bytes).expect("text");
    let got: Vec<_> =
        imported.bundle.files().map(|(path, file)| (path.as_str(), text(&file.bytes), file.mode)).collect();
    assert_eq!(got, expected);
    let folders: Vec<_> = imported.bundle.folders().map(|folder| folder.as_str()).collect();
    assert_eq!(folders, if empty_folder { &["empty"][..] } else { &[] });
    assert_eq!(recognise(&imported.bundle), Kind::Funko);
}

#[test]
fn info_zip() {
    opens(include_bytes!("../crates/faaso/tests/zips/info-zip.zip"), true, true, 0);
    opens(include_bytes!("../crates/faaso/tests/zips/info-zip-stored-extras.zip"), true, true, 0);
    opens(include_bytes!("../crates/faaso/tests/zips/info-zip-streamed.zip"), true, true, 0);
    opens(include_bytes!("../crates/faaso/tests/zips/info-zip-zip64.zip"), true, true, 0);
}

#[test]
fn seven_zip() {
    opens(include_bytes!("../crates/faaso/tests/zips/7zip.zip"), true, true, 0);
    opens(include_bytes!("../crates/faaso/tests/zips/7zip-stored.zip"), true, true, 0);
}

#[test]
fn python() {
    opens(include_bytes!("../crates/faaso/tests/zips/python.zip"), true, true, 0);
    opens(include_bytes!("../crates/faaso/tests/zips/python-make-archive.zip"), true, true, 0);
}

/// Mode 600 is what `writestr` gives a file, and what comes in.
#[test]
fn python_writestr() {
    let imported = archive::read(include_bytes!("../crates/faaso/tests/zips/python-writestr.zip"))
        .expect("an honest zip");
    assert!(imported.bundle.files().all(|(_, file)| file.mode == 0o600));
    assert_eq!(imported.bundle.len(), FILES.len());
}

#[test]
fn git_archive() {
    opens(include_bytes!("../crates/faaso/tests/zips/git-archive.zip"), true, false, 0);
}

#[test]
fn macos() {
    opens(include_bytes!("../crates/faaso/tests/zips/macos.zip"), true, true, FILES.len() + 1);
}

#[test]
fn windows() {
    opens(include_bytes!("../crates/faaso/tests/zips/windows.zip"), false, true, 2);
    opens(include_bytes!("../crates/faaso/tests/zips/windows-backslashes.zip"), false, true, 2);
}
