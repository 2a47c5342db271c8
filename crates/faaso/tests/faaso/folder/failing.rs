//! A disk that fails, a page that is killed, and a page that is opened anew.

use super::memory::{self, Fault, Memory, Page, disk, now, path};
use faaso::{
    bundle::{EXECUTABLE, File, PLAIN},
    folder::{Bytes, Looked, Mark, Plan, Trouble, Why},
    project::{Edit, FileId},
};

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
