//! A stranger's backup: refused or made fit, and whatever is done with it then, nothing panics.

use faaso::{
    bundle::File,
    history::History,
    journal::{Entry, Snapshot, Step, Unreadable, seal, unseal},
    outside::{self, MAX_NAME, MAX_PROJECTS, Taken},
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project},
    records::{Backup, Found, Head, Job, LAST, Pin, ProjectId, Tail, Write},
    share,
    text::Span,
};
use serde::Serialize;

const NOW: u64 = 1_000_000;

fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
}

fn head(name: &str) -> Head {
    Head { id: ProjectId(7), name: name.into(), named: true, changed: 5, bytes: 1, deleted: None }
}

/// A project that somebody worked on: with steps to take back and to make again.
fn worked_on() -> Snapshot {
    let mut project =
        Project { runtime_name: "flask".into(), funko_name: "añ".into(), ..Project::default() };
    project.runtime.put(path("Dockerfile.j2"), File::text("FROM {{ a }}\n")).unwrap();
    project.runtime.put(path("template/funko.yml.j2"), File::text("name: x\n")).unwrap();
    project.runtime.put_folder(path("empty")).unwrap();
    let mut snapshot = Snapshot { project, ..Snapshot::default() };
    let file = FileId::runtime(path("Dockerfile.j2"));
    let typed = |at, text: &str| Edit::Splice { file: file.clone(), span: Span::at(at), text: text.into() };
    let own = |text: &str| Some(FunkoEntry::File(File::text(text)));
    let edits = [
        typed(0, "# é\n"),
        Edit::All(vec![Edit::FunkoName("b".into()), Edit::Funko { path: path("a/b.py"), own: own("1") }]),
        Edit::Runtime { path: path("bin/run"), file: Some(File::new(*b"\x7f\xff", 0o755)) },
        Edit::Funko { path: path("main.py"), own: Some(FunkoEntry::Removed) },
        Edit::Open(Box::new(snapshot.project.clone())),
        typed(2, "xyz"),
    ];
    for edit in edits {
        snapshot.take(Step::Edit { edit, continues: false }).unwrap();
    }
    for step in [Step::Undo, Step::Undo, Step::Redo, Step::Undo] {
        snapshot.take(step).unwrap();
    }
    snapshot
}

fn backup() -> Backup {
    let snapshot = worked_on();
    let pin = |number| Pin { number, name: "p".into(), made: 3, project: snapshot.project.clone() };
    Backup {
        projects: vec![
            (head("one"), snapshot.clone(), vec![pin(0), pin(1)]),
            (head("two"), snapshot, vec![]),
        ],
    }
}

/// Everything that the page may do with what it took. It must not panic.
fn use_it(taken: Taken) {
    for (head, snapshot, pins) in taken.projects {
        assert!(head.name.len() <= MAX_NAME && snapshot.steps == 0);
        let (mut back, mut forth) = (snapshot.clone(), snapshot.clone());
        while back.take(Step::Undo).is_some() {}
        while back.take(Step::Redo).is_some() {}
        while forth.take(Step::Redo).is_some() {}
        while forth.take(Step::Undo).is_some() {}
        let mut typed = snapshot.clone();
        let first = typed.project.runtime.files().next().map(|(path, _)| FileId::runtime(path.clone()));
        if let Some(file) = first {
            for continues in [true, true, false] {
                let edit = Edit::Splice { file: file.clone(), span: Span::at(0), text: "a".into() };
                typed.take(Step::Edit { edit, continues });
            }
        }
        while typed.take(Step::Undo).is_some() {}
        let _ = share::link(&snapshot.project);
        for pin in &pins {
            let _ = faaso::changes::between(&pin.project, &snapshot.project);
        }
        // kept and read again it is the same
        let record = seal(&snapshot);
        let found = Found { snapshot: Some(record), ..Found::default() };
        assert_eq!(found.open().unwrap().snapshot, snapshot);
    }
}

#[test]
fn an_own_backup_comes_back_whole() {
    let backup = backup();
    let taken = outside::backup(&seal(&backup), NOW).unwrap();
    assert!(taken.skipped.is_empty() && taken.beyond == 0);
    for ((head, snapshot, pins), (_, before, pins_before)) in taken.projects.iter().zip(&backup.projects) {
        assert_eq!((&snapshot.project, &snapshot.history), (&before.project, &before.history));
        assert_eq!((pins, head.changed), (pins_before, 5));
    }
    use_it(taken);
}

/// Bytes changed at random, with the checksum made right again.
#[test]
fn mutated_backups_are_refused_or_survived() {
    let whole = seal(&backup());
    let mut random = fastrand::Rng::with_seed(4);
    let mut read = 0;
    for _ in 0..2_500 {
        let mut bytes = whole.clone();
        for _ in 0..random.usize(1..4) {
            let at = random.usize(8..bytes.len());
            match random.u8(0..4) {
                0 => bytes[at] = random.u8(..),
                1 => bytes[at] ^= 1 << random.u8(0..8),
                2 => drop(bytes.remove(at)),
                _ => bytes.insert(at, random.u8(..)),
            }
        }
        let sum = crc32fast::hash(&bytes[8..]);
        bytes[4..8].copy_from_slice(&sum.to_le_bytes());
        if let Ok(taken) = outside::backup(&bytes, NOW) {
            read += 1;
            use_it(taken);
        }
        // the same bytes as records of the storage, or as another tab's words
        if let Ok(snapshot) = unseal::<Snapshot>(&bytes) {
            use_it(Taken {
                projects: vec![(head(""), Snapshot { steps: 0, ..snapshot }, vec![])],
                ..Taken::default()
            });
        }
    }
    assert!(read > 300, "{read} were read as backups: the mutations say little");
}

/// A history with these steps to take back, as a stranger writes it.
fn history(back: Vec<Edit>, forward: Vec<Edit>) -> History {
    postcard::from_bytes(&postcard::to_stdvec(&(back, forward)).unwrap()).unwrap()
}

#[test]
fn steps_that_do_not_fit_are_dropped() {
    let file = FileId::runtime(path("Dockerfile.j2"));
    let fits = Edit::Splice { file: file.clone(), span: Span::new(0, 4), text: "from".into() };
    let large = 1_000_001;
    let misfits = [
        Edit::Splice { file: file.clone(), span: Span::new(large, large + 1), text: String::new() },
        Edit::Splice { file: file.clone(), span: Span { start: 5, end: 2 }, text: "x".into() },
        Edit::Splice { file: file.clone(), span: Span { start: 0, end: usize::MAX }, text: "x".into() },
        Edit::Splice { file: FileId::funko(path("no")), span: Span::at(0), text: "x".into() },
        Edit::Runtime { path: path("no"), file: None },
        Edit::Runtime { path: path("Dockerfile.j2/below"), file: Some(File::text("")) },
        Edit::FunkoName("x".repeat(MAX_NAME + 1)),
        Edit::All(vec![Edit::FunkoName("well".into()), Edit::Runtime { path: path("no"), file: None }]),
    ];
    for misfit in misfits {
        let mut snapshot = worked_on();
        for (back, forward) in
            [(vec![misfit.clone(), fits.clone()], vec![]), (vec![], vec![misfit.clone(), fits.clone()])]
        {
            snapshot.history = history(back.clone(), forward.clone());
            let taken =
                outside::backup(&seal(&Backup { projects: vec![(head(""), snapshot.clone(), vec![])] }), NOW);
            let mut taken = taken.unwrap().projects.remove(0).1;
            let step = if back.is_empty() { Step::Redo } else { Step::Undo };
            assert_eq!(taken.take(step.clone()), Some(()), "what fits is kept: {misfit:?}");
            assert_eq!(taken.take(step.clone()), None, "{misfit:?}");
            // and where it came another way, it is dropped when it is met
            snapshot.take(step.clone());
            let before = snapshot.clone();
            if snapshot.take(step).is_none() {
                assert_eq!(snapshot.project, before.project);
                assert!(!snapshot.history.can_undo() || !snapshot.history.can_redo());
            }
        }
    }
}

/// As [`Edit`], but for one that holds a list of one, that holds a list of one, …
fn nested(depth: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..depth {
        // the seventh kind, a list of one
        bytes.extend([6, 1]);
    }
    bytes.extend(postcard::to_stdvec(&Edit::FunkoName("x".into())).unwrap());
    bytes
}

fn sealed(body: &[u8]) -> Vec<u8> {
    let mut record = seal(&());
    record.extend(body);
    let sum = crc32fast::hash(&record[8..]);
    record[4..8].copy_from_slice(&sum.to_le_bytes());
    record
}

#[test]
fn edits_do_not_lie_too_deep_in_each_other() {
    for (depth, is_read) in
        [(0, true), (3, true), (16, true), (17, false), (10_000, false), (1_000_000, false)]
    {
        let edit = nested(depth);
        assert_eq!(unseal::<Edit>(&sealed(&edit)).is_ok(), is_read, "{depth}");
        let mut body = postcard::to_stdvec(&(1u8, head(""), Project::default(), 1u8)).unwrap();
        body.extend(&edit);
        body.extend(postcard::to_stdvec(&(0u8, 0u64, 0u8)).unwrap());
        assert_eq!(outside::backup(&sealed(&body), NOW).is_ok(), is_read, "{depth}");
    }
    // one refusal does not make the next reading shallower
    assert!(unseal::<Edit>(&sealed(&nested(16))).is_ok());
}

/// Bytes and permission bits.
type LooseFile<'a> = (&'a [u8], u16);

/// A project as [`Project`] is written, without what holds for every one.
#[derive(Serialize)]
struct Loose<'a> {
    runtime_name: &'a str,
    runtime: (Vec<(&'a str, LooseFile<'a>)>, Vec<&'a str>),
    funko_name: &'a str,
    own: Vec<(&'a str, Option<()>)>,
}

#[test]
fn nothing_lies_below_a_file() {
    let file: LooseFile = (b"x", 0o644);
    for (files, folders, is_read) in [
        (vec!["a", "b/c", "b/d", "b-"], vec!["e", "b"], true),
        (vec!["a", "a-b", "a/b"], vec![], false),
        (vec!["a/b", "a/b-c", "a/b/c/d"], vec![], false),
        (vec!["a"], vec!["a"], false),
        (vec!["a"], vec!["a/b"], false),
        (vec!["../a"], vec![], false),
    ] {
        let runtime = (files.iter().map(|path| (*path, file)).collect(), folders.clone());
        let loose = Loose { runtime_name: "", runtime, funko_name: "", own: vec![] };
        let record = sealed(&postcard::to_stdvec(&loose).unwrap());
        assert_eq!(unseal::<Project>(&record).is_ok(), is_read, "{files:?} {folders:?}");
    }
    let mut own = Project::default();
    own.own.insert(path("a"), FunkoEntry::File(File::text("")));
    own.own.insert(path("a/b"), FunkoEntry::Removed);
    assert!(unseal::<Project>(&seal(&own)).is_ok());
    own.own.insert(path("a/b"), FunkoEntry::File(File::text("")));
    assert_eq!(unseal::<Project>(&seal(&own)), Err(Unreadable::Damaged));
}

#[test]
fn what_is_too_much_is_skipped_and_said() {
    let small = (head("small"), worked_on(), vec![]);
    let mut many = worked_on();
    for number in 0..20_001 {
        many.project.runtime.put(path(&format!("{number}")), File::text("")).unwrap();
    }
    let mut deep = worked_on();
    deep.project.runtime.put(path("a/".repeat(101).trim_end_matches('/')), File::text("")).unwrap();
    let mut long = worked_on();
    long.project.runtime_name = "é".repeat(2_000_000);
    let projects = vec![
        (head("many"), many, vec![]),
        (head("deep"), deep, vec![]),
        (head(&"é".repeat(2_000_000)), long, vec![]),
        small.clone(),
    ];
    let taken = outside::backup(&seal(&Backup { projects }), NOW).unwrap();
    let skipped: Vec<_> = taken.skipped.iter().map(|(name, why)| format!("{name}: {why}")).collect();
    assert_eq!(
        skipped,
        ["many: it has more than 20000 files and folders", "deep: it has paths with more than 100 parts"]
    );
    let names: Vec<_> = taken.projects.iter().map(|(head, ..)| head.name.len()).collect();
    assert_eq!(names, [MAX_NAME, 5]);
    assert_eq!(taken.projects[0].1.project.runtime_name.len(), MAX_NAME);

    let taken = outside::backup(&seal(&Backup { projects: vec![small; 10_000] }), NOW).unwrap();
    assert_eq!((taken.projects.len(), taken.beyond), (MAX_PROJECTS, 10_000 - MAX_PROJECTS));
}

/// Numbers of steps, of pinned states and times that a double cannot count to.
#[test]
fn numbers_begin_anew() {
    for large in [(1 << 53) - 2, (1 << 53) - 1, 1 << 53, u64::MAX] {
        let snapshot = Snapshot { steps: large, ..worked_on() };
        let pin = Pin { number: large, name: "p".into(), made: large, project: Project::default() };
        let before = Head { changed: large, deleted: Some(large), id: ProjectId(large), ..head("x") };
        let backup = Backup { projects: vec![(before, snapshot.clone(), vec![pin.clone(), pin])] };
        let taken = outside::backup(&seal(&backup), NOW).unwrap();
        let (head, snapshot_taken, pins) = &taken.projects[0];
        assert_eq!((snapshot_taken.steps, head.changed), (0, NOW));
        assert_eq!(pins.iter().map(|pin| (pin.number, pin.made)).collect::<Vec<_>>(), [(0, NOW), (1, NOW)]);
        // such a record in the storage is opened, and goes on with numbers that can be kept
        let found = Found { snapshot: Some(seal(&snapshot)), ..Found::default() };
        let opened = found.open().unwrap();
        assert!(opened.snapshot.steps < LAST && opened.trouble.is_some(), "{large}");
        assert_eq!(opened.snapshot.project, snapshot.project);
    }
}

/// A link has the same limits for names and depths.
#[test]
fn a_link_with_endless_names_is_neither_made_nor_opened() {
    let mut project = worked_on().project;
    project.funko_name = "x".repeat(MAX_NAME + 1);
    assert_eq!(share::link(&project), Err(share::ShareError::LongName));
    project.funko_name.truncate(MAX_NAME);
    assert_eq!(share::open(&share::link(&project).unwrap()), Ok(project.clone()));
    project.own.insert(path("a/".repeat(101).trim_end_matches('/')), FunkoEntry::Removed);
    assert_eq!(share::link(&project), Err(share::ShareError::Deep));
}

/// What is gone at a project's end is known by what was noted beside the snapshot.
#[test]
fn a_project_without_its_end_says_so() {
    let start = Snapshot { steps: 0, ..worked_on() };
    let tail = Tail { steps: 3, pins: vec![0, 1] };
    let pin =
        |number| (number, seal(&Pin { number, name: "p".into(), made: 3, project: start.project.clone() }));
    let step = |number: u64| {
        let edit = Edit::FunkoName(format!("{number}"));
        (number, seal(&Entry { number, step: Step::Edit { edit, continues: false } }))
    };
    for (steps, pins, said) in [
        (0..3, vec![0, 1], None),
        (0..2, vec![0, 1], Some("its last change is missing")),
        (0..0, vec![0, 1], Some("its last 3 changes are missing")),
        (0..3, vec![1], Some("one of its snapshots is missing")),
        (0..3, vec![], Some("2 of its snapshots are missing")),
        (1..3, vec![0, 1], Some("change 0 and later ones are missing")),
    ] {
        let found = Found {
            snapshot: Some(seal(&start)),
            tail: Some(seal(&tail)),
            steps: steps.clone().map(step).collect(),
            pins: pins.iter().map(|number| pin(*number)).collect(),
        };
        let opened = found.open().unwrap();
        assert_eq!(opened.trouble.map(|why| why.to_string()).as_deref(), said, "{steps:?} {pins:?}");
    }
    let writes = Job::Tail(ProjectId(1), tail.clone()).writes();
    assert!(matches!(&writes[..], [Write::Put(_, _, Tail::NUMBER, record)] if unseal(record) == Ok(tail)));
}
