//! A folder on disk that the page edits and something else edits too: nothing is lost, and nothing is touched that the designer
//! would not open.

mod chance;
mod memory;

use faaso::{
    bundle::{EXECUTABLE, File, PLAIN},
    folder::{
        Bytes, Files, Here, Live, Looked, Mark, Marks, OnDisk, Places, Plan, Trouble, Why, is_passing, plan,
        take_in,
    },
    project::{Edit, FileId, FunkoEntry, Project},
};
use memory::{Fault, Memory, Page, disk, now, path};
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
fn what_cannot_be_read_now_waits() {
    let disk = disk(&[("rt/a", "1"), ("rt/b", "1"), ("rt/c/d", "1")]);
    let mut page = Page::of(&disk);
    for at in ["rt/a", "rt/b"] {
        disk.faults.borrow_mut().insert(at.into(), Fault::Unreadable);
    }
    let blocked = |page: &mut Page| {
        let blocked = page.sync(&disk).blocked.into_iter();
        blocked.map(|it| (it.path, it.why)).collect::<Vec<_>>()
    };
    assert_eq!((blocked(&mut page), page.get("rt/a")), (Vec::new(), Some(b"1".to_vec())));
    page.put("rt/a", Some("mine"));
    page.put("rt/b", None);
    let both = [("rt/a".to_owned(), Why::Unreadable), ("rt/b".to_owned(), Why::Unreadable)];
    assert_eq!(blocked(&mut page), both);
    disk.faults.borrow_mut().clear();
    assert_eq!(
        (page.save(&disk), disk.get("rt/a"), disk.get("rt/b")),
        (vec![], Some(b"mine".to_vec()), None)
    );
    assert_eq!(blocked(&mut page), []);
}

#[test]
fn a_deletion_waits_for_every_write() {
    // what fails, and what the disk holds then
    let check = |fault: Fault, renamed: bool| {
        let disk = disk(&[("rt/old", "1"), ("rt/other", "2")]);
        let mut page = Page::of(&disk);
        page.put("rt/old", None);
        page.put("rt/new", Some("1"));
        page.put("rt/other", Some("3"));
        disk.faults.borrow_mut().insert("rt/new".into(), fault.clone());
        assert_eq!(page.save(&disk).len(), 1, "{fault:?}");
        assert_eq!(disk.get("rt/old"), Some(b"1".to_vec()), "{fault:?}");
        assert_eq!(
            disk.get("rt/other"),
            Some(if renamed { b"3".to_vec() } else { b"2".to_vec() }),
            "{fault:?}"
        );
        // a page that was killed is opened anew
        disk.faults.borrow_mut().clear();
        disk.ends.set(None);
        page.looked = Looked::expecting(&page.seen);
        assert_eq!((page.save(&disk), page.sync(&disk)), (vec![], Plan::default()), "{fault:?}");
        assert_eq!((disk.get("rt/old"), disk.get("rt/new")), (None, Some(b"1".to_vec())), "{fault:?}");
    };
    check(Fault::Fails(Trouble::Name), true);
    check(Fault::Fails(Trouble::Locked), true);
    check(Fault::Fails(Trouble::Full), false);
    check(Fault::Fails(Trouble::NotAllowed), false);
    check(Fault::Killed, false);
}

#[test]
fn what_had_to_go_first_comes_back_where_the_write_fails() {
    let check = |old: &[&str], new: &str| {
        let files: Vec<(&str, &str)> = old.iter().map(|at| (*at, "1")).chain([("rt/x", "2")]).collect();
        let disk = Memory { folds_case: true, ..disk(&files) };
        let mut page = Page::of(&disk);
        old.iter().for_each(|at| assert!(page.put(at, None)));
        assert!(page.put(new, Some("1")));
        disk.faults.borrow_mut().insert(new.into(), Fault::Fails(Trouble::Locked));
        assert_eq!(page.save(&disk), [(new.to_owned(), Trouble::Locked)]);
        for at in old {
            assert_eq!(disk.get(at), Some(b"1".to_vec()), "{at} before {new}");
        }
        disk.faults.borrow_mut().clear();
        assert_eq!((page.save(&disk), page.sync(&disk)), (vec![], Plan::default()));
        assert_eq!(disk.files.borrow().keys().collect::<Vec<_>>(), [new, "rt/x"]);
        // for one file alone, too
        page.put(new, None);
        old.iter().for_each(|at| assert!(page.put(at, Some("3"))));
        let only = page.plan().only(old[0]);
        let wanted = [(new.to_owned(), None), (old[0].to_owned(), Some(Bytes::from(*b"3")))];
        assert_eq!(only.into_iter().map(|it| (it.path, it.bytes)).collect::<Vec<_>>(), wanted);
        assert_eq!(page.plan().only("rt/x"), []);
    };
    check(&["rt/Readme"], "rt/README");
    check(&["rt/a"], "rt/a/b");
    check(&["rt/a/b", "rt/a/c"], "rt/a");
    check(&["rt/\u{e9}"], "rt/e\u{301}");
}

#[test]
fn what_failed_for_good_is_told_apart() {
    // a file that both sides have, one that is deleted here, and a new one
    let check = |meanwhile: fn(&Memory), failing: &[(&str, Trouble)], expected: &[(&str, Trouble)]| {
        let disk = Memory { folds_case: true, ..disk(&[("rt/a", "1"), ("rt/b", "1"), ("rt/Twin", "1")]) };
        let mut page = Page::of(&disk);
        page.put("rt/a", Some("mine"));
        page.put("rt/new", Some("mine"));
        let mut once = Some(meanwhile);
        *disk.meanwhile.borrow_mut() =
            Some(Box::new(move |disk| once.take().into_iter().for_each(|it| it(disk))));
        let faults = failing.iter().map(|(at, why)| ((*at).to_owned(), Fault::Fails(why.clone())));
        *disk.faults.borrow_mut() = faults.collect();
        if failing.iter().any(|(at, _)| *at == "rt/twin") {
            page.put("rt/twin", Some("mine"));
        }
        let failed = page.save(&disk);
        let plan = page.sync(&disk);
        let expected: Vec<_> = expected.iter().map(|(at, why)| ((*at).to_owned(), why.clone())).collect();
        assert_eq!(plan.still_failed(failed, &page.looked.disk), expected, "{failing:?}");
    };
    let nothing: fn(&Memory) = |_| {};
    check(nothing, &[], &[]);
    // the browser says so, and yet the file is as it was
    check(nothing, &[("rt/a", Trouble::Changed)], &[("rt/a", Trouble::Locked)]);
    let two = [("rt/a", Trouble::Changed), ("rt/new", Trouble::Name)];
    check(nothing, &two, &[("rt/a", Trouble::Locked), ("rt/new", Trouble::Name)]);
    check(nothing, &[("rt/twin", Trouble::Changed)], &[("rt/twin", Trouble::Twin)]);
    check(|disk| disk.put("rt/a", b"theirs"), &[], &[]);
    check(|disk| disk.put("rt/new", b"theirs"), &[], &[]);
    // deleted there in the midst
    check(|disk| disk.remove("rt/a"), &[], &[]);
    check(|disk| disk.remove("rt/a"), &[("rt/new", Trouble::Locked)], &[("rt/new", Trouble::Locked)]);
}

#[test]
fn a_file_that_is_missed_once_is_not_gone() {
    let disk = disk(&[("rt/run.sh", "1"), ("rt/b", "1")]);
    let mut page = Page::of(&disk);
    let file = File::new(*b"1", EXECUTABLE);
    page.project.apply(Edit::Runtime { path: path("run.sh"), file: Some(file) }).unwrap();
    let mode = |page: &Page| page.project.runtime.get("run.sh").map(|file| file.mode);
    let pausing = |hook: fn(&Memory)| Some(Box::new(hook) as memory::Hook);
    // a program that deletes a file and makes it anew
    disk.remove("rt/run.sh");
    *disk.pausing.borrow_mut() = pausing(|disk| disk.put("rt/run.sh", b"2"));
    assert_eq!(page.sync(&disk).come.len(), 1);
    assert_eq!((mode(&page), page.get("rt/run.sh")), (Some(EXECUTABLE), Some(b"2".to_vec())));
    // one comes back while another goes: nobody knows of that yet
    disk.remove("rt/run.sh");
    *disk.pausing.borrow_mut() = pausing(|disk| {
        disk.put("rt/run.sh", b"2");
        disk.remove("rt/b");
    });
    assert_eq!(page.sync(&disk), Plan::default());
    disk.pausing.take();
    assert_eq!(page.sync(&disk).come, [(FileId::runtime(path("b")), None)]);
    // gone for longer, and back: it has its permissions again
    disk.remove("rt/run.sh");
    disk.put("rt/c", b"1");
    page.sync(&disk);
    assert_eq!(mode(&page), None);
    disk.put("rt/run.sh", b"3");
    page.sync(&disk);
    assert_eq!(mode(&page), Some(EXECUTABLE));
    // the last that the project gave it
    page.project.apply(Edit::Runtime { path: path("run.sh"), file: Some(File::text("3")) }).unwrap();
    page.sync(&disk);
    disk.remove("rt/run.sh");
    page.sync(&disk);
    disk.put("rt/run.sh", b"3");
    page.sync(&disk);
    assert_eq!(mode(&page), Some(PLAIN));
}

#[test]
fn what_was_seen_is_known_by_its_hash() {
    let disk = disk(&[("rt/a", "1"), ("rt/b", "1"), ("rt/c", "1"), ("rt/d", "1")]);
    let mut page = Page::of(&disk);
    // the page is closed and opened anew, as it was and with edits
    page.put("rt/a", Some("mine"));
    page.put("rt/d", None);
    disk.put("rt/b", b"theirs");
    disk.remove("rt/c");
    let here = memory::here(&page.places, &page.project);
    let mark =
        |(path, mark): (&String, &Mark)| (path.clone(), Mark::remembered(mark.hash(), here.files.get(path)));
    page.seen = page.seen.iter().map(mark).collect();
    let known: Vec<_> = page.seen.values().map(|mark| mark.bytes().is_some()).collect();
    assert_eq!(known, [false, true, true, false]);
    assert_eq!(here.changed(&page.seen).collect::<Vec<_>>(), ["rt/d", "rt/a"]);
    page.looked = Looked::expecting(&page.seen);
    let plan = page.sync(&disk);
    assert_eq!(plan.write.iter().map(|it| &*it.path).collect::<Vec<_>>(), ["rt/a", "rt/d"]);
    assert_eq!((plan.come.len(), plan.conflicts.len()), (2, 0));
    assert_eq!(page.save(&disk), []);
    assert_eq!(disk.files.borrow().keys().collect::<Vec<_>>(), ["rt/a", "rt/b"]);
    // nothing of it is there
    page.looked = Looked::expecting(&page.seen);
    disk.files.borrow_mut().clear();
    assert_eq!(now(page.looked.clone().look(&disk, &page.folders())), Err(Trouble::Gone));
}

#[test]
fn every_trouble_says_what_to_do() {
    let all = [
        Trouble::Gone,
        Trouble::NotAllowed,
        Trouble::Changed,
        Trouble::Full,
        Trouble::Locked,
        Trouble::Name,
        Trouble::Twin,
        Trouble::Protected,
        Trouble::Silent,
        Trouble::Left,
        Trouble::Other("Something failed.".into()),
    ];
    for trouble in all {
        let (said, advice) = (trouble.to_string(), trouble.advice());
        assert!(!said.ends_with('.') && advice.ends_with('.'), "{said}. {advice}");
        assert!(advice.split(' ').count() <= 20 && advice.starts_with(char::is_uppercase), "{advice}");
    }
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
