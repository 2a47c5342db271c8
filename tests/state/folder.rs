//! The folder on this computer that a project is edited in: what joins them, what comes in, and what undo brings back.

use crate::workspace::{id, with_workbench};
use faaso::{
    analysis::Delta,
    archive::Arrival,
    bundle::{EXECUTABLE, File, PLAIN},
    folder::{Bytes, Looked, Mark, OnDisk, Plan},
    journal::{Broken, Unreadable},
    project::{FileId, FunkoEntry, Group},
    records::Opened,
};
use faaso_designer::state::{Workbench, folder::Link, node::Node, projects::Role};

/// The folder as it lies on the disk.
fn disk(files: &[(&str, &str)]) -> OnDisk {
    let bytes = |(path, text): &(&str, &str)| ((*path).to_owned(), Bytes::from(text.as_bytes()));
    OnDisk { files: files.iter().map(bytes).collect(), ..OnDisk::default() }
}

fn arrival(files: &[(&str, &str)]) -> Arrival {
    let seen = disk(files).files.into_iter().map(|(path, bytes)| (path, Mark::from(bytes)));
    Looked::expecting(&seen.collect()).arrival("shop")
}

fn open(bench: Workbench, files: &[(&str, &str)]) {
    let arrival = arrival(files);
    bench.open_found(&arrival, &arrival.found[0]).unwrap();
}

/// A look at the folder: gives what is then left to do.
fn look(bench: Workbench, files: &[(&str, &str)]) -> Plan {
    let plan = bench.plan_folder(&disk(files)).unwrap();
    bench.take_in_folder(&plan).unwrap();
    plan
}

fn text(bench: Workbench, file: &str) -> Option<String> {
    bench.workspace.file(&id(file)).map(|file| file.as_text().unwrap().to_owned())
}

fn put(bench: Workbench, file: &str, text: &str) {
    bench.put_files(vec![(id(file), File::text(text))]).unwrap();
}

const SHOP: &[(&str, &str)] = &[("shop/Dockerfile.j2", "FROM a\n"), ("shop/README.md", "# Shop\n")];

#[test]
fn a_folder_goes_with_the_project_that_was_opened_from_it() {
    with_workbench(|bench| {
        open(bench, SHOP);
        let joined = bench.folder.joined.get_untracked().unwrap();
        assert_eq!((joined.name.as_str(), joined.link), ("shop", Link::Joined));
        assert_eq!((joined.project, joined.places.runtime.as_deref()), (bench.projects.open(), Some("shop")));
        assert_eq!((bench.folder.to_write(), look(bench, SHOP)), (0, Plan::default()));
        put(bench, "runtime:Dockerfile.j2", "FROM b\n");
        put(bench, "funko:mine.txt", "not in the folder\n");
        assert_eq!(bench.folder.to_write(), 1);
        for write in look(bench, SHOP).write {
            bench.wrote(&write);
        }
        assert_eq!(bench.folder.to_write(), 0);
        // undo is a change as any other
        bench.undo();
        bench.undo();
        assert_eq!(bench.folder.to_write(), 1);
        bench.leave_folder();
        assert_eq!((bench.folder.to_write(), bench.folder.joined.get_untracked()), (0, None));
    });
}

#[test]
fn what_is_opened_otherwise_has_no_folder() {
    with_workbench(|bench| {
        let arrival = Arrival { in_place: None, ..arrival(SHOP) };
        bench.open_found(&arrival, &arrival.found[0]).unwrap();
        assert_eq!(bench.folder.joined.get_untracked(), None);
    });
}

#[test]
fn a_funko_and_its_runtime_have_a_place_each() {
    with_workbench(|bench| {
        let files = [
            ("all/runtimes/rt/Dockerfile.j2", "FROM a\n"),
            ("all/runtimes/rt/template/funko.yml.j2", "name: {{ name }}\n"),
            ("all/shop/funko.yml", "name: shop\nruntime: rt\n"),
        ];
        let arrival = arrival(&files);
        let funko = arrival.found.iter().find(|found| found.name == "shop").unwrap();
        bench.open_found(&arrival, funko).unwrap();
        let places = bench.folder.joined.get_untracked().unwrap().places;
        assert_eq!(
            (places.runtime.as_deref(), places.funko.as_deref()),
            (Some("all/runtimes/rt"), Some("all/shop"))
        );
        // what a new funko gets is known
        bench.take_in(Delta { fresh: true, revision: bench.workspace.revision_now(), ..Delta::default() });
        let mut changed = files.to_vec();
        changed.push(("all/shop/main.py", "1\n"));
        changed.push(("all/runtimes/rt/new.txt", "2\n"));
        look(bench, &changed);
        assert_eq!(text(bench, "funko:main.py").as_deref(), Some("1\n"));
        assert_eq!(text(bench, "runtime:new.txt").as_deref(), Some("2\n"));
        // what both are in is one step, and undo takes it back
        bench.undo();
        assert_eq!((text(bench, "funko:main.py"), text(bench, "runtime:new.txt")), (None, None));
    });
}

#[test]
fn a_file_that_the_template_makes_is_taken_out_where_the_folder_loses_it() {
    with_workbench(|bench| {
        let files = [("shop/funko.yml", "name: shop\nruntime: flask-gunicorn\n"), ("shop/a.txt", "1\n")];
        open(bench, &files);
        look(bench, &files[1..]);
        let own = |file: &FileId| bench.workspace.project_now().own.get(&file.path).cloned();
        assert_eq!(own(&id("funko:funko.yml")), Some(FunkoEntry::Removed));
        look(bench, &files[..1]);
        assert!(matches!(own(&id("funko:funko.yml")), Some(FunkoEntry::File(_))));
        assert_eq!(own(&id("funko:a.txt")), None);
    });
}

#[test]
fn both_ways_out_of_a_conflict_can_be_undone() {
    with_workbench(|bench| {
        open(bench, SHOP);
        let theirs = [("shop/Dockerfile.j2", "FROM theirs\n"), SHOP[1]];
        put(bench, "runtime:Dockerfile.j2", "FROM mine\n");
        let conflicts = look(bench, &theirs).conflicts;
        assert_eq!((conflicts.len(), bench.folder.to_write()), (1, 0));
        assert_eq!(text(bench, "runtime:Dockerfile.j2").as_deref(), Some("FROM mine\n"));
        bench.keep_mine(&conflicts[0]).unwrap();
        assert_eq!((bench.folder.conflicts.get_untracked().len(), bench.folder.to_write()), (0, 1));
        assert_eq!(text(bench, "runtime:Dockerfile.j2").as_deref(), Some("FROM mine\n"));
        bench.undo();
        assert_eq!(text(bench, "runtime:Dockerfile.j2").as_deref(), Some("FROM theirs\n"));
        assert_eq!(bench.folder.to_write(), 0);
        bench.undo();
        assert_eq!(text(bench, "runtime:Dockerfile.j2").as_deref(), Some("FROM mine\n"));
        // deleted here, changed there
        bench.delete(&Node::File(id("runtime:README.md"))).unwrap();
        let theirs = [theirs[0], ("shop/README.md", "# Theirs\n")];
        let conflicts = look(bench, &theirs).conflicts;
        assert_eq!(
            conflicts.iter().map(|it| (&*it.path, it.mine.clone())).collect::<Vec<_>>(),
            [("shop/README.md", None)]
        );
        bench.take_theirs(&conflicts[0]).unwrap();
        assert_eq!(text(bench, "runtime:README.md").as_deref(), Some("# Theirs\n"));
        bench.undo();
        assert_eq!(text(bench, "runtime:README.md"), None);
    });
}

#[test]
fn a_folder_is_remembered_with_what_was_seen_in_it() {
    with_workbench(|bench| {
        open(bench, SHOP);
        put(bench, "runtime:Dockerfile.j2", "FROM mine\n");
        let kept = bench.kept_folder().unwrap();
        open_anew(bench, 0, None);
        assert!(bench.remember_folder(kept));
        assert_eq!(bench.folder.joined.get_untracked().unwrap().link, Link::Apart);
        assert_eq!(bench.folder.to_write(), 1);
        let theirs = [("shop/Dockerfile.j2", "FROM theirs\n"), ("shop/README.md", "# New\n")];
        let plan = look(bench, &theirs);
        assert_eq!((plan.come.len(), plan.conflicts.len(), plan.write.len()), (1, 1, 0));
    });
}

/// The project is opened from the storage with so many of its steps missing at the end.
fn open_anew(bench: Workbench, missing: usize, trouble: Option<Broken>) {
    let mut snapshot = bench.projects.snapshot();
    for _ in 0..missing {
        snapshot.history.undo(&mut snapshot.project).unwrap();
        snapshot.steps -= 1;
    }
    let (from, pins) = (snapshot.steps, bench.projects.pins());
    bench.leave_folder();
    bench.show(bench.projects.open(), Opened { snapshot, from, pins, trouble }, Role::Writer);
}

#[test]
fn a_project_that_went_back_overwrites_nothing() {
    let newer = [("shop/Dockerfile.j2", "FROM mine\n"), ("shop/README.md", "# Mine\n")];
    // steps that are missing, what the storage says of it, steps that come then, and whether what was seen is believed
    let check = |missing: usize, trouble: Option<Broken>, later: usize, believed: bool| {
        with_workbench(|bench| {
            open(bench, SHOP);
            for (path, text) in newer {
                put(bench, &format!("runtime:{}", &path[5..]), text);
            }
            look(bench, &newer);
            let kept = bench.kept_folder().unwrap();
            open_anew(bench, missing, trouble);
            for number in 0..later {
                put(bench, "funko:later.txt", &number.to_string());
            }
            assert_eq!(bench.remember_folder(kept), believed, "{missing} {trouble:?} {later}");
            let plan = look(bench, &newer);
            assert_eq!(plan.write, [], "{missing} {trouble:?} {later}");
            assert_eq!(plan.conflicts.len(), missing, "{missing} {trouble:?} {later}");
            if !believed {
                // what is remembered from here on is of the project as it is now
                let kept = bench.kept_folder().unwrap();
                open_anew(bench, 0, None);
                assert!(bench.remember_folder(kept));
                assert_eq!(look(bench, &newer).write, []);
            }
        });
    };
    check(0, None, 0, true);
    check(0, None, 3, true);
    check(1, Some(Broken::Missing(1)), 0, false);
    check(2, Some(Broken::Unreadable(Unreadable::Damaged)), 0, false);
    check(2, Some(Broken::Cut(2)), 5, false);
    // nobody noticed, as where a whole profile is an older one
    check(1, None, 0, false);
    check(2, None, 5, false);
    check(0, Some(Broken::Unpinned(1)), 0, false);
}

#[test]
fn what_comes_in_leaves_redo_where_it_can() {
    let check = |theirs: &[(&str, &str)], stays: bool| {
        with_workbench(|bench| {
            open(bench, SHOP);
            put(bench, "runtime:Dockerfile.j2", "FROM mine\n");
            bench.undo();
            look(bench, theirs);
            assert_eq!(bench.workspace.can_redo(), stays, "{theirs:?}");
            bench.redo();
            let mine = text(bench, "runtime:Dockerfile.j2").as_deref() == Some("FROM mine\n");
            assert_eq!(mine, stays, "{theirs:?}");
            // the steps that are kept make the same of it
            let steps = bench.projects.steps();
            assert_eq!(bench.projects.snapshot().steps, steps);
        });
    };
    check(&[SHOP[0], SHOP[1], ("shop/other.log", "x")], true);
    check(&[SHOP[0], ("shop/README.md", "# Theirs\n")], true);
    check(&SHOP[..1], true);
    check(&[("shop/Dockerfile.j2", "FROM theirs\n"), SHOP[1]], false);
    check(&SHOP[1..], false);
}

#[test]
fn permissions_outlast_a_time_without_the_file() {
    with_workbench(|bench| {
        open(bench, SHOP);
        let mode = || bench.workspace.file(&id("runtime:README.md")).map(|file| file.mode);
        bench.toggle_executable(&id("runtime:README.md")).unwrap();
        look(bench, &SHOP[..1]);
        assert_eq!(mode(), None);
        // over a reload, too
        let kept = bench.kept_folder().unwrap();
        open_anew(bench, 0, None);
        assert!(bench.remember_folder(kept));
        look(bench, SHOP);
        assert_eq!(mode(), Some(EXECUTABLE));
        // another folder knows nothing of it
        bench.leave_folder();
        open(bench, &SHOP[..1]);
        look(bench, SHOP);
        assert_eq!(mode(), Some(PLAIN));
    });
}

#[test]
fn what_cannot_be_written_is_not_to_be_written() {
    with_workbench(|bench| {
        open(bench, SHOP);
        bench.move_to(&Node::File(id("runtime:README.md")), Group::Runtime, "README.md~").unwrap();
        assert_eq!(bench.folder.to_write(), 2);
        let plan = look(bench, SHOP);
        assert_eq!((plan.write.len(), bench.folder.to_write()), (0, 0));
        assert_eq!(bench.folder.blocked.get_untracked().len(), 2);
        bench.undo();
        assert_eq!((look(bench, SHOP), bench.folder.to_write()), (Plan::default(), 0));
    });
}
