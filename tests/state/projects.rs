//! Projects of the workbench: what goes to the storage, what comes from it, and two tabs at once.

use faaso::{
    bundle::{Bundle, File},
    journal::Entry,
    path::BundlePath,
    project::FileId,
    records::{Found, Job, LAST, ProjectId, Store, Tail, Write},
    text::Span,
};
use faaso_designer::state::{Bundled, Refused, Workbench, projects::Role, workspace::Choice};
use reactive_graph::owner::Owner;
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
};

/// The storage of a browser with its tabs.
#[derive(Default)]
struct Kept(BTreeMap<(Store, ProjectId, u64), Vec<u8>>);

impl Kept {
    /// What the page's wiring does; false where the storage refuses.
    fn keep(&mut self, tab: &Workbench) -> bool {
        let jobs = tab.projects.take();
        let mut next = self.0.clone();
        for write in jobs.iter().flat_map(Job::writes) {
            match write {
                Write::Add(store, id, number, record) => {
                    if next.insert((store, id, number), record).is_some() {
                        tab.branch_off(&jobs);
                        return false;
                    }
                }
                Write::Put(store, id, number, record) => {
                    next.insert((store, id, number), record);
                }
                Write::Remove(store, id, from, to) => {
                    next.retain(|(s, i, n), _| (*s, *i) != (store, id) || *n < from || *n > to);
                }
            }
        }
        self.0 = next;
        tab.projects.confirm();
        true
    }

    fn find(&self, id: ProjectId) -> Found {
        let all = |store| -> Vec<(u64, Vec<u8>)> {
            let of = self.0.range((store, id, 0)..=(store, id, LAST));
            of.map(|((.., number), record)| (*number, record.clone())).collect()
        };
        let one = |number| self.0.get(&(Store::Snapshots, id, number)).cloned();
        Found { snapshot: one(0), tail: one(Tail::NUMBER), steps: all(Store::Steps), pins: all(Store::Pins) }
    }

    fn show(&self, tab: &Workbench, id: ProjectId, role: Role) {
        tab.show(id, self.find(id).open().unwrap(), role);
    }
}

fn clock() -> u64 {
    static NOW: AtomicU64 = AtomicU64::new(1_000);
    NOW.fetch_add(1, Ordering::Relaxed)
}

fn tab() -> Workbench {
    let mut files = Bundle::new();
    files.put(BundlePath::new("main.py").unwrap(), File::text("")).unwrap();
    let bundled = ["flask-gunicorn", "kemal-alpine"].map(|name| Bundled {
        name: name.into(),
        about: String::new(),
        facts: Default::default(),
        files: files.clone(),
    });
    let bench = Workbench::new(bundled.into(), "flask-gunicorn");
    bench.projects.set_clock(clock);
    bench
}

fn with_tabs(test: impl FnOnce([Workbench; 2], Kept)) {
    let owner = Owner::new();
    owner.with(|| test([tab(), tab()], Kept::default()));
}

fn main_py() -> FileId {
    FileId::runtime(BundlePath::new("main.py").unwrap())
}

fn text(tab: &Workbench) -> String {
    tab.workspace.file(&main_py()).unwrap().as_text().unwrap().to_owned()
}

fn write(tab: &Workbench, new: &str) {
    let end = text(tab).len();
    tab.type_into(&main_py(), [(Span::at(end), new.to_owned())], false).unwrap();
}

/// What the list shows.
fn names(tab: &Workbench) -> Vec<String> {
    tab.projects.all().into_iter().filter(|head| head.deleted.is_none()).map(|head| head.name).collect()
}

#[test]
fn everything_comes_back_with_its_history() {
    with_tabs(|[tab, other], mut store| {
        assert!(tab.projects.take().is_empty(), "a runtime as it comes need not be kept");
        write(&tab, "a");
        write(&tab, "b");
        tab.undo();
        store.keep(&tab);
        let id = tab.projects.open();
        store.show(&other, id, Role::Writer);
        assert_eq!(text(&other), "a");
        other.redo();
        other.undo();
        other.undo();
        assert_eq!(text(&other), "");
        assert!(!other.workspace.can_undo());
        assert_eq!(other.projects.pins().len(), 1);
    });
}

#[test]
fn steps_are_compacted_now_and_then() {
    with_tabs(|[tab, other], mut store| {
        for step in 0..1_000 {
            write(&tab, if step % 2 == 0 { "a" } else { "b" });
            store.keep(&tab);
            assert!(store.0.len() < 420, "{}", store.0.len());
        }
        store.show(&other, tab.projects.open(), Role::Writer);
        assert_eq!(other.projects.snapshot(), tab.projects.snapshot());
    });
}

#[test]
fn what_is_not_kept_is_taken_again() {
    with_tabs(|[tab, _], mut store| {
        write(&tab, "a");
        let first = tab.projects.take();
        write(&tab, "b");
        assert!(!tab.projects.is_quiet());
        assert_eq!(tab.projects.take()[..first.len()], first);
        store.keep(&tab);
        assert!(tab.projects.is_quiet());
        assert_eq!(store.find(tab.projects.open()).steps.len(), 2);
    });
}

#[test]
fn choosing_another_runtime_loses_nothing() {
    with_tabs(|[tab, _], mut store| {
        let kemal = Choice::Bundled("kemal-alpine".into());
        write(&tab, "mine");
        let mine = tab.projects.open();
        tab.choose(&kemal).unwrap();
        store.keep(&tab);
        assert_eq!(tab.workspace.choice(), kemal);
        assert!(!tab.workspace.can_undo(), "another project has a history of its own");
        assert_eq!(names(&tab).len(), 2);
        let left = tab.projects.open();
        store.show(&tab, mine, Role::Writer);
        store.keep(&tab);
        assert_eq!(text(&tab), "mine");
        assert_eq!(names(&tab).len(), 1, "a runtime as it comes is no project to keep");
        assert!(store.find(left).snapshot.is_none());
    });
}

#[test]
fn projects_are_named_deleted_and_had_back() {
    with_tabs(|[tab, _], mut store| {
        write(&tab, "a");
        let first = tab.projects.open();
        assert_eq!(names(&tab), ["hello — flask-gunicorn"]);
        tab.projects.rename(first, " mine ");
        write(&tab, "b");
        assert_eq!(names(&tab), ["mine"], "a given name stays");
        tab.duplicate(tab.projects.snapshot(), "mine");
        let copy = tab.projects.open();
        assert_eq!((names(&tab), text(&tab)), (vec!["mine (copy)".into(), "mine".into()], "ab".to_owned()));

        assert_eq!(tab.delete_project(first), None);
        assert_eq!(names(&tab), ["mine (copy)"]);
        tab.projects.put_back(first);
        assert_eq!(tab.delete_project(copy), Some(first), "the other one is to be opened");
        store.keep(&tab);
        store.show(&tab, first, Role::Writer);
        assert_eq!(tab.delete_project(first), None);
        assert_eq!(text(&tab), "", "none is left: a fresh one is open");
        store.keep(&tab);
        assert_eq!(store.find(first).open().unwrap().snapshot.steps, 2, "a deleted project is still there");
        tab.projects.forget(first);
        store.keep(&tab);
        assert!(store.find(first).snapshot.is_none());
    });
}

#[test]
fn a_pinned_state_is_kept_and_can_be_had_back() {
    with_tabs(|[tab, other], mut store| {
        write(&tab, "a");
        tab.projects.pin("before").unwrap();
        tab.delete(&faaso_designer::state::node::Node::File(main_py())).unwrap();
        store.keep(&tab);
        store.show(&other, tab.projects.open(), Role::Writer);
        let pins = other.projects.pins();
        assert_eq!(pins.iter().map(|pin| pin.name.as_str()).collect::<Vec<_>>(), ["When opened", "before"]);
        let changes = other.workspace.with_project(|now| faaso::changes::between(&pins[1].project, now));
        other.take_back(&changes[0]).unwrap();
        assert_eq!(text(&other), "a");
        other.projects.unpin(0);
        other.projects.unpin(1);
        assert_eq!(other.projects.pins().len(), 1, "how it was opened cannot be removed");
    });
}

#[test]
fn a_second_tab_follows_and_takes_over() {
    with_tabs(|[tab, other], mut store| {
        write(&tab, "a");
        store.keep(&tab);
        let id = tab.projects.open();
        store.show(&other, id, Role::Follower);
        assert!(matches!(
            other.type_into(&main_py(), [(Span::at(0), "x".into())], false),
            Err(Refused::Follows)
        ));
        write(&tab, "b");
        let heard: Vec<Entry> = tab
            .projects
            .take()
            .into_iter()
            .filter_map(|job| match job {
                Job::Step(_, entry) => Some(entry),
                _ => None,
            })
            .collect();
        assert!(!other.follow(Entry { number: 9, ..heard[0].clone() }), "a gap is noticed");
        for entry in heard.iter().chain(&heard) {
            assert!(other.follow(entry.clone()), "twice is no harm");
        }
        assert_eq!(text(&other), "ab");
        assert!(other.projects.is_quiet(), "who follows writes nothing");
        store.keep(&tab);
        tab.projects.set_role(Role::Follower);
        store.show(&other, id, Role::Writer);
        write(&other, "c");
        store.keep(&other);
        assert_eq!(store.find(id).open().unwrap().snapshot, other.projects.snapshot());
    });
}

/// Two tabs that both believe that they write: a thousand edits, none lost.
#[test]
fn two_writers_never_overwrite_each_other() {
    with_tabs(|[tab, other], mut store| {
        write(&tab, "start ");
        store.keep(&tab);
        store.show(&other, tab.projects.open(), Role::Writer);
        let mut refused = 0;
        for edit in 0..500 {
            write(&tab, &format!("a{edit} "));
            write(&other, &format!("b{edit} "));
            for tab in [&tab, &other] {
                while !tab.projects.is_quiet() {
                    refused += usize::from(!store.keep(tab));
                }
            }
        }
        assert_eq!(refused, 1);
        assert_ne!(tab.projects.open(), other.projects.open());
        for (tab, mark) in [(&tab, 'a'), (&other, 'b')] {
            let kept = store.find(tab.projects.open()).open().unwrap();
            assert_eq!(kept.trouble, None);
            let file = kept.snapshot.project.file(&main_py()).unwrap().as_text().unwrap().to_owned();
            for edit in 0..500 {
                assert!(file.contains(&format!("{mark}{edit} ")), "{mark}{edit}");
            }
        }
    });
}
