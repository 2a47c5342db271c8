//! What is kept comes back as it was, or is refused; never anything between.

use faaso::{
    bundle::File,
    journal::{Broken, Entry, Snapshot, Step, Unreadable, VERSION, seal, unseal},
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project},
    text::Span,
};

fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
}

fn start() -> Snapshot {
    let mut project =
        Project { runtime_name: "flask".into(), funko_name: "añ".into(), ..Project::default() };
    project.runtime.put(path("Dockerfile.j2"), File::text("FROM a\n")).unwrap();
    project.runtime.put(path("logo.png"), File::new([0, 255, 7], 0o755)).unwrap();
    Snapshot { project, ..Snapshot::default() }
}

/// Typing, undoing and file operations, as an author would.
fn steps() -> Vec<Step> {
    let dockerfile = FileId::runtime(path("Dockerfile.j2"));
    let typed = |at: usize, text: &str, continues| Step::Edit {
        edit: Edit::Splice { file: dockerfile.clone(), span: Span::at(at), text: text.into() },
        continues,
    };
    vec![
        typed(5, "x", false),
        typed(6, "y", true),
        Step::Undo,
        Step::Redo,
        Step::Edit { edit: Edit::Runtime { path: path("logo.png"), file: None }, continues: false },
        Step::Edit {
            edit: Edit::Funko { path: path("a.py"), own: Some(FunkoEntry::File(File::text("1"))) },
            continues: false,
        },
        Step::Undo,
        typed(0, "# ", false),
    ]
}

fn kept(snapshot: &Snapshot) -> (Vec<u8>, Vec<Vec<u8>>, Snapshot) {
    let mut now = snapshot.clone();
    let mut entries = Vec::new();
    for step in steps() {
        entries.push(seal(&Entry { number: now.steps, step: step.clone() }));
        now.take(step).unwrap();
    }
    (seal(snapshot), entries, now)
}

fn open(record: &[u8], entries: &[Vec<u8>]) -> Result<(Snapshot, Result<(), Broken>), Unreadable> {
    let mut snapshot: Snapshot = unseal(record)?;
    let result = snapshot.replay(entries.iter().map(|entry| unseal(entry)));
    Ok((snapshot, result))
}

#[test]
fn everything_comes_back() {
    let (record, entries, now) = kept(&start());
    assert_eq!(open(&record, &entries).unwrap(), (now.clone(), Ok(())));
    // a crash after a new snapshot was written and before the old steps were removed
    assert_eq!(open(&seal(&now), &entries).unwrap(), (now, Ok(())));
}

#[test]
fn what_came_from_outside_leaves_redo() {
    let (_, _, mut now) = kept(&start());
    now.take(Step::Undo).unwrap();
    let (before, edit) = (now.clone(), Edit::Runtime { path: path("b.txt"), file: Some(File::text("b")) });
    let entry = seal(&Entry { number: now.steps, step: Step::Outside(edit.clone()) });
    now.take(Step::Outside(edit)).unwrap();
    assert!(now.history.can_redo() && now.project.runtime.get("b.txt").is_some());
    assert_eq!(open(&seal(&before), &[entry]).unwrap(), (now, Ok(())));
}

#[test]
fn what_is_broken_is_named_and_the_rest_stands() {
    let (record, entries, _) = kept(&start());
    let without_third: Vec<_> =
        entries.iter().enumerate().filter(|(i, _)| *i != 3).map(|(_, e)| e.clone()).collect();
    let (snapshot, result) = open(&record, &without_third).unwrap();
    assert_eq!((snapshot.steps, result), (3, Err(Broken::Missing(3))));

    let mut damaged = entries.clone();
    damaged[4].truncate(9);
    let (snapshot, result) = open(&record, &damaged).unwrap();
    assert_eq!((snapshot.steps, result), (4, Err(Broken::Unreadable(Unreadable::Damaged))));

    let span = Span::new(900, 901);
    let edit = Edit::Splice { file: FileId::runtime(path("Dockerfile.j2")), span, text: String::new() };
    let misfit = seal(&Entry { number: 0, step: Step::Edit { edit, continues: false } });
    assert_eq!(open(&record, &[misfit]).unwrap(), (start(), Err(Broken::Misfit(0))));
}

#[test]
fn every_damaged_byte_is_noticed() {
    let (record, ..) = kept(&start());
    for at in 0..record.len() {
        let mut damaged = record.clone();
        damaged[at] ^= 0x20;
        assert!(unseal::<Snapshot>(&damaged).is_err(), "byte {at}");
        assert!(unseal::<Snapshot>(&record[..at]).is_err(), "cut at {at}");
    }
    let mut newer = record;
    newer[3] = VERSION + 1;
    assert_eq!(unseal::<Snapshot>(&newer), Err(Unreadable::Newer(VERSION + 1)));
}

/// A record of each version that was ever written. Made by `RECORD=1 cargo test --test journal`, once a version.
#[test]
fn old_records_are_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/journals");
    let (record, entries, now) = kept(&start());
    if std::env::var_os("RECORD").is_some() {
        let all: Vec<&[u8]> = std::iter::once(&record).chain(&entries).map(Vec::as_slice).collect();
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(format!("{folder}/v{VERSION}"), postcard::to_stdvec(&all).unwrap()).unwrap();
    }
    for version in 1..=VERSION {
        let bytes = std::fs::read(format!("{folder}/v{version}")).unwrap();
        let all: Vec<Vec<u8>> = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(open(&all[0], &all[1..]).unwrap(), (now.clone(), Ok(())), "version {version}");
    }
}
