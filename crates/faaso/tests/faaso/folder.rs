//! A folder on disk that the page edits and something else edits too: nothing is lost, and nothing is touched that the designer
//! would not open.

mod chance;
mod failing;
mod memory;

use faaso::{
    bundle::{EXECUTABLE, File},
    folder::{
        Bytes, Files, Here, Live, Mark, Marks, OnDisk, Places, Plan, Trouble, Why, is_passing, plan, take_in,
    },
    project::{Edit, FileId, FunkoEntry, Project},
};
use memory::{Memory, Page, disk, now, path};
use std::collections::BTreeMap;

/// As both sides had them.
fn marks(files: &Files) -> Marks {
    files.iter().map(|(path, bytes)| (path.clone(), Mark::from(bytes.clone()))).collect()
}

/// What the plan of a state says: `seen`, `here` and `disk` are texts by path.
fn check(seen: &[(&str, &str)], here: &[(&str, &str)], disk: &[(&str, &str)], expected: &str) {
    let mut page = Page::new(Some("rt"), Some("fn"));
    let bytes = |text: &str| Bytes::from(text.as_bytes());
    let files = |all: &[(&str, &str)]| -> Files {
        all.iter().map(|(path, text)| ((*path).to_owned(), bytes(text))).collect()
    };
    page.seen = marks(&files(seen));
    for (at, text) in here {
        if !page.put(at, Some(text)) {
            let path = path(at.strip_prefix("rt/").unwrap());
            page.project.apply(Edit::Runtime { path, file: Some(File::text(text)) }).unwrap();
        }
    }
    page.looked.disk = OnDisk { files: files(disk), ..OnDisk::default() };
    let plan = page.plan();
    let sign = |bytes: &Option<Bytes>| match bytes {
        Some(bytes) => format!("={}", String::from_utf8_lossy(bytes)),
        None => " gone".to_owned(),
    };
    let mut said: Vec<String> = Vec::new();
    said.extend(plan.agreed.iter().map(|(path, bytes)| format!("agreed {path}{}", sign(bytes))));
    said.extend(
        plan.come.iter().map(|(file, bytes)| format!("come {:?} {}{}", file.side, file.path, sign(bytes))),
    );
    said.extend(plan.write.iter().map(|write| format!("write {}{}", write.path, sign(&write.bytes))));
    said.extend(
        plan.conflicts.iter().map(|it| format!("conflict {}{}{}", it.path, sign(&it.mine), sign(&it.theirs))),
    );
    said.extend(plan.blocked.iter().map(|it| match &it.why {
        Why::LeftAlone => format!("left alone {}", it.path),
        Why::Unreadable => format!("unreadable {}", it.path),
        Why::Waits(other) => format!("{} waits for {other}", it.path),
        Why::InTheWay(other) => format!("{other} is in the way of {}", it.path),
    }));
    assert_eq!(said.join("; "), expected, "seen {seen:?}, here {here:?}, disk {disk:?}");
}

#[test]
fn what_is_done_with_a_file() {
    let a = |text: &'static str| vec![("rt/a", text)];
    let none: &[(&str, &str)] = &[];
    check(&a("1"), &a("1"), &a("1"), "");
    check(&a("1"), &a("2"), &a("1"), "write rt/a=2");
    check(&a("1"), &a("1"), &a("2"), "come Runtime a=2");
    check(&a("1"), &a("2"), &a("2"), "agreed rt/a=2");
    check(&a("1"), &a("2"), &a("3"), "conflict rt/a=2=3");
    check(none, &a("1"), none, "write rt/a=1");
    check(none, none, &a("1"), "come Runtime a=1");
    check(none, &a("1"), &a("2"), "conflict rt/a=1=2");
    check(&a("1"), none, &a("1"), "write rt/a gone");
    check(&a("1"), &a("1"), none, "come Runtime a gone");
    check(&a("1"), none, none, "agreed rt/a gone");
    check(&a("1"), none, &a("2"), "conflict rt/a gone=2");
    check(&a("1"), &a("2"), none, "conflict rt/a=2 gone");
    check(&[("fn/f", "1")], &[("fn/f", "1")], &[("fn/f", "2")], "come Funko f=2");
    check(none, none, &[("other/f", "2")], "");
}

#[test]
fn what_the_designer_would_not_open_is_left_alone() {
    let none: &[(&str, &str)] = &[];
    for at in [
        "rt/.git/config",
        "rt/node_modules/a.js",
        "rt/.DS_Store",
        "rt/.Dockerfile.swp",
        "rt/a~",
        "rt/x.crswap",
    ] {
        check(none, none, &[(at, "1")], "");
        check(none, &[(at, "1")], none, &format!("left alone {at}"));
        check(&[(at, "1")], none, &[(at, "1")], "");
        check(&[(at, "1")], &[(at, "1")], none, "");
    }
    // what lies around it says so, on whichever side
    let (cargo, target) = (("rt/Cargo.toml", "c"), ("rt/target/x", "1"));
    check(&[cargo], &[cargo], &[cargo, target], "");
    check(&[cargo], &[cargo, target], &[cargo], "left alone rt/target/x");
    check(&[target], &[target], &[cargo], "come Runtime Cargo.toml=c");
    check(none, &[("rt/.conversion/a", "1")], &[("rt/.conversion/b", "1")], "");
    assert!(!is_passing("rt/swp") && !is_passing("rt/a.swp") && is_passing("rt/a/.b.swp"));
}

#[test]
fn nothing_is_deleted_for_a_new_name_that_cannot_be_written() {
    let (readme, seen) = (("rt/README.md", "1"), &[("rt/README.md", "1"), ("rt/old", "2")]);
    for new in ["rt/README.md~", "rt/.#x", "rt/4913", "rt/node_modules/README.md", "rt/.git/README.md"] {
        let waits = format!("left alone {new}; rt/README.md waits for {new}; rt/old waits for {new}");
        check(seen, &[(new, "1")], seen, &waits);
        // edited since, too
        check(
            &[readme],
            &[(new, "3")],
            &[readme],
            &format!("left alone {new}; rt/README.md waits for {new}"),
        );
        // what is new elsewhere is written all the same
        let both = format!("write rt/b=4; left alone {new}; rt/README.md waits for {new}");
        check(&[readme], &[(new, "1"), ("rt/b", "4")], &[readme], &both);
        // what comes from there goes there
        check(
            &[readme],
            &[readme, (new, "1")],
            &[],
            &format!("come Runtime README.md gone; left alone {new}"),
        );
    }
    // in the way of another
    let (a, b) = (("rt/a/b", "1"), ("rt/x", "2"));
    check(
        &[b],
        &[("rt/a", "2")],
        &[a, b],
        "rt/a/b is in the way of rt/a; rt/a is in the way of rt/a/b; rt/x waits for rt/a",
    );
    // and of what is taken elsewhere
    check(
        &[("rt/a", "1"), b],
        &[a, ("rt/4913", "2")],
        &[("rt/a", "1"), b],
        "left alone rt/4913; rt/a waits for rt/4913; rt/a/b waits for rt/4913; rt/x waits for rt/4913",
    );
}

#[test]
fn an_empty_file_that_appeared_is_nobodys() {
    check(&[], &[("rt/a", "1")], &[("rt/a", "")], "write rt/a=1");
    check(&[("rt/a", "1")], &[("rt/a", "2")], &[("rt/a", "")], "conflict rt/a=2=");
    check(&[], &[], &[("rt/a", "")], "come Runtime a=");
    check(&[], &[("rt/a", "")], &[("rt/a", "1")], "conflict rt/a==1");
}

#[test]
fn a_file_and_a_folder_of_one_name() {
    let (a, below) = (("rt/a", "1"), ("rt/a/b", "2"));
    check(&[a], &[below], &[a], "write rt/a gone; write rt/a/b=2");
    check(&[a], &[a], &[below], "come Runtime a gone; come Runtime a/b=2");
    check(&[below], &[a], &[below], "write rt/a/b gone; write rt/a=1");
    check(&[], &[a], &[below], "rt/a/b is in the way of rt/a; rt/a is in the way of rt/a/b");
    check(&[a], &[("rt/a", "3")], &[below], "conflict rt/a=3 gone; rt/a is in the way of rt/a/b");
    // an empty folder of the project does not
    let mut page = Page::new(Some("rt"), None);
    page.project.runtime.put_folder(path("a/b")).unwrap();
    page.sync(&self::disk(&[("rt/a", "1")]));
    assert_eq!(page.get("rt/a"), Some(b"1".to_vec()));
    // what is left alone stays in the way
    let mut page = Page::new(Some("rt"), None);
    page.put("rt/a", Some("1"));
    page.looked.disk.kept_out.insert("rt/a/large".into());
    assert_eq!(page.plan().write, []);
}

#[test]
fn what_the_template_makes_of_a_funko_is_written_once_it_is_known() {
    let places = Places { runtime: None, funko: Some("fn".into()) };
    let files: Files =
        [("fn/live".to_owned(), Bytes::from(*b"old")), ("fn/broken".to_owned(), Bytes::from(*b"b"))].into();
    let seen = marks(&files);
    let disk = OnDisk { files, ..OnDisk::default() };
    let project = Project::default();
    let unknown = plan(&places, &seen, &Here::of(&places, &project, None), &disk).unwrap();
    assert_eq!(unknown, Plan::default());
    // of a template with an error what it made last is known
    let files = [(path("live"), File::text("new")), (path("broken"), File::text("older"))].into();
    let broken = [path("broken")].into();
    let here = Here::of(&places, &project, Some(Live { files: &files, broken: &broken }));
    let known = plan(&places, &seen, &here, &disk).unwrap();
    assert_eq!(known.write.iter().map(|write| &*write.path).collect::<Vec<_>>(), ["fn/live"]);
    assert_eq!(here.changed(&seen).collect::<Vec<_>>(), ["fn/live"]);
    // what the disk lacks is taken out of the funko, though the template makes it
    let edit = take_in(&project, &[(FileId::funko(path("live")), None)], |_| true, |_| None);
    let removed = Edit::Funko { path: path("live"), own: Some(FunkoEntry::Removed) };
    assert_eq!(edit, Edit::All(vec![removed]));
}

#[test]
fn permissions_stay_with_what_comes_in() {
    let disk = disk(&[("rt/run.sh", "1")]);
    let mut page = Page::of(&disk);
    let file = File::new(*b"2", EXECUTABLE);
    page.project.apply(Edit::Runtime { path: path("run.sh"), file: Some(file) }).unwrap();
    assert_eq!(page.save(&disk), []);
    disk.put("rt/run.sh", b"\xff\0 not a text");
    page.sync(&disk);
    let file = page.project.runtime.get("run.sh").unwrap();
    assert_eq!((&file.bytes[..], file.mode), (&b"\xff\0 not a text"[..], EXECUTABLE));
    page.project
        .apply(Edit::Runtime { path: path("run.sh"), file: Some(File::new(file.bytes.clone(), 0o644)) })
        .unwrap();
    assert_eq!(page.plan(), Plan::default());
}

#[test]
fn only_changed_files_are_read_and_written() {
    let disk = disk(&[("rt/a", "1"), ("rt/b", "1"), ("rt/c", "1")]);
    let mut page = Page::of(&disk);
    page.sync(&disk);
    let before = disk.reads.get();
    page.sync(&disk);
    assert_eq!(disk.reads.get(), before);
    disk.put("rt/b", b"2");
    page.put("rt/a", Some("2"));
    let times = |disk: &Memory| {
        disk.files.borrow().iter().map(|(path, it)| (path.clone(), it.1)).collect::<BTreeMap<_, _>>()
    };
    let old = times(&disk);
    assert_eq!(page.save(&disk), []);
    assert_eq!(disk.reads.get(), before + 1);
    let new = times(&disk);
    let written: Vec<_> = new.keys().filter(|path| new[*path] != old[*path]).collect();
    assert_eq!(written, ["rt/a"]);
    assert_eq!((page.get("rt/b"), disk.get("rt/a")), (Some(b"2".to_vec()), Some(b"2".to_vec())));
}

#[test]
fn a_change_in_the_last_moment_is_not_overwritten() {
    let disk = disk(&[("rt/a", "1")]);
    let mut page = Page::of(&disk);
    page.put("rt/a", Some("mine"));
    page.put("rt/new", Some("mine"));
    *disk.meanwhile.borrow_mut() = Some(Box::new(|disk| {
        disk.put("rt/a", b"theirs");
        disk.put("rt/new", b"theirs");
    }));
    let failed = page.save(&disk);
    assert_eq!(failed, [("rt/a".to_owned(), Trouble::Changed), ("rt/new".to_owned(), Trouble::Changed)]);
    let conflicts = page.sync(&disk).conflicts;
    assert_eq!(conflicts.iter().map(|it| &*it.path).collect::<Vec<_>>(), ["rt/a", "rt/new"]);
    assert_eq!((disk.get("rt/a"), page.get("rt/a")), (Some(b"theirs".to_vec()), Some(b"mine".to_vec())));
    page.keep_mine(&conflicts[0]);
    page.take_theirs(&conflicts[1]);
    disk.meanwhile.take();
    assert_eq!(page.save(&disk), []);
    assert_eq!((disk.get("rt/a"), page.get("rt/new")), (Some(b"mine".to_vec()), Some(b"theirs".to_vec())));
}

#[test]
fn a_change_that_no_time_tells_is_not_overwritten() {
    let disk = disk(&[("rt/a", "1")]);
    let mut page = Page::of(&disk);
    page.sync(&disk);
    disk.put_in_secret("rt/a", b"2");
    page.put("rt/a", Some("mine"));
    assert_eq!(page.save(&disk), [("rt/a".to_owned(), Trouble::Changed)]);
    assert_eq!(page.sync(&disk).conflicts.len(), 1);
    assert_eq!(disk.get("rt/a"), Some(b"2".to_vec()));
}

#[test]
fn a_disk_without_case_loses_nothing() {
    let disk = Memory { folds_case: true, ..disk(&[("rt/Readme", "theirs")]) };
    let mut page = Page::of(&disk);
    page.put("rt/README", Some("mine"));
    // to this disk it is a file that is there already
    assert_eq!(page.save(&disk), [("rt/README".to_owned(), Trouble::Changed)]);
    assert_eq!(disk.get("rt/Readme"), Some(b"theirs".to_vec()));
    assert_eq!(
        (page.get("rt/README"), page.get("rt/Readme")),
        (Some(b"mine".to_vec()), Some(b"theirs".to_vec()))
    );
    // a name that only changes its case goes first
    page.put("rt/Readme", None);
    assert_eq!(page.save(&disk), []);
    assert_eq!(disk.files.borrow().keys().collect::<Vec<_>>(), ["rt/README"]);
}

#[test]
fn a_folder_that_is_gone_deletes_nothing() {
    let disk = disk(&[("rt/a", "1")]);
    let mut page = Page::of(&disk);
    disk.gone.set(true);
    let mut looked = page.looked.clone();
    assert_eq!(now(looked.look(&disk, &page.folders())), Err(Trouble::Gone));
    assert_eq!(looked.disk, page.looked.disk);
    disk.gone.set(false);
    assert_eq!(page.sync(&disk), Plan::default());
    // nor does one of which nothing is left
    disk.remove("rt/a");
    assert_eq!(now(looked.look(&disk, &page.folders())), Err(Trouble::Gone));
}
