//! Projects go into a storage and come back, whatever happens to it between.

use faaso::{
    bundle::File,
    journal::{Broken, Entry, Snapshot, Step, Unreadable, VERSION, seal, unseal},
    path::BundlePath,
    project::{Edit, FileId, Project},
    records::{Found, Head, Job, LAST, Pin, ProjectId, Store, Tail, Write, heads},
    text::Span,
};
use std::collections::BTreeMap;

const ID: ProjectId = ProjectId(7);

/// A storage as the browser's: a list of writes is done wholly or not at all.
#[derive(Clone, Default)]
struct Kept(BTreeMap<(Store, ProjectId, u64), Vec<u8>>);

impl Kept {
    fn keep(&mut self, jobs: &[Job]) -> Result<(), ()> {
        let mut next = self.0.clone();
        for write in jobs.iter().flat_map(Job::writes) {
            match write {
                Write::Add(store, id, number, record) => {
                    if next.insert((store, id, number), record).is_some() {
                        return Err(());
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
        Ok(())
    }

    fn find(&self, id: ProjectId) -> Found {
        let all = |store| -> Vec<(u64, Vec<u8>)> {
            let of = self.0.range((store, id, 0)..=(store, id, LAST));
            of.map(|((.., number), record)| (*number, record.clone())).collect()
        };
        let one = |number| self.0.get(&(Store::Snapshots, id, number)).cloned();
        Found { snapshot: one(0), tail: one(Tail::NUMBER), steps: all(Store::Steps), pins: all(Store::Pins) }
    }
}

fn start() -> Snapshot {
    let mut project = Project::default();
    project.runtime.put(BundlePath::new("a").unwrap(), File::text("")).unwrap();
    Snapshot { project, ..Snapshot::default() }
}

fn typed(number: u64) -> Entry {
    let file = FileId::runtime(BundlePath::new("a").unwrap());
    let edit = Edit::Splice { file, span: Span::at(0), text: number.to_string() };
    Entry { number, step: Step::Edit { edit, continues: false } }
}

fn pin(number: u64) -> Pin {
    Pin { number, name: "p".into(), made: 1, project: start().project }
}

/// A project with so many steps after its beginning.
fn kept(steps: u64) -> (Kept, Snapshot) {
    let mut store = Kept::default();
    let mut now = start();
    store.keep(&[Job::Begin(ID, Box::new(now.clone())), Job::Pin(ID, Box::new(pin(0)))]).unwrap();
    for number in 0..steps {
        store.keep(&[Job::Step(ID, typed(number))]).unwrap();
        now.take(typed(number).step).unwrap();
    }
    (store, now)
}

#[test]
fn what_is_kept_comes_back() {
    let (mut store, mut now) = kept(5);
    let opened = store.find(ID).open().unwrap();
    assert_eq!((&opened.snapshot, opened.trouble, opened.pins), (&now, None, vec![pin(0)]));

    store.keep(&[Job::Compact { id: ID, snapshot: Box::new(now.clone()), first: 0 }]).unwrap();
    assert_eq!(store.find(ID).steps.len(), 1, "only the guard is left");
    store.keep(&[Job::Step(ID, typed(5))]).unwrap();
    now.take(typed(5).step).unwrap();
    assert_eq!(store.find(ID).open().unwrap().snapshot, now);

    store.keep(&[Job::Forget(ID)]).unwrap();
    assert!(store.0.is_empty());
}

/// Another tab took the project over at step 3 and wrote on; the first tab knows nothing of it.
#[test]
fn a_tab_that_was_written_past_cannot_write() {
    let (mut store, now) = kept(3);
    let mut other = now.clone();
    other.take(typed(3).step).unwrap();
    store.keep(&[Job::Step(ID, typed(3))]).unwrap();
    assert!(store.keep(&[Job::Step(ID, typed(3))]).is_err());
    store.keep(&[Job::Compact { id: ID, snapshot: Box::new(other.clone()), first: 3 }]).unwrap();
    assert!(store.keep(&[Job::Step(ID, typed(3))]).is_err(), "not after a compaction either");
    let stale = Job::Compact { id: ID, snapshot: Box::new(now), first: 0 };
    assert!(store.keep(&[Job::Step(ID, typed(3)), stale]).is_err(), "wholly or not at all");
    assert_eq!(store.find(ID).open().unwrap().snapshot, other);
}

/// Every record of the project damaged in every way at many places: it opens with what can be read, or says why not.
#[test]
fn whatever_is_damaged_the_rest_opens() {
    let (store, now) = kept(8);
    let keys: Vec<_> = store.0.keys().copied().collect();
    let mut cases = 0;
    for key in keys {
        let length = store.0[&key].len();
        for at in (0..length).step_by(2) {
            for cut in [false, true] {
                let mut damaged = store.clone();
                let record = damaged.0.get_mut(&key).unwrap();
                if cut {
                    record.truncate(at)
                } else {
                    record[at] ^= 0x11
                }
                cases += 1;
                match damaged.find(ID).open() {
                    Ok(opened) => {
                        assert!(opened.trouble.is_some(), "{key:?} {at}");
                        assert!(opened.snapshot.steps <= now.steps);
                        if key.0 == Store::Steps {
                            assert_eq!(opened.snapshot.steps, key.2, "every step before it");
                        }
                    }
                    Err(why) => assert!(matches!(why, Unreadable::Newer(_)), "the pin stands in: {why}"),
                }
            }
        }
    }
    assert!(cases > 200, "{cases}");

    let mut gone = store.clone();
    gone.0.remove(&(Store::Steps, ID, 2));
    let opened = gone.find(ID).open().unwrap();
    assert_eq!((opened.snapshot.steps, opened.trouble), (2, Some(Broken::Missing(2))));
    gone.0.retain(|(store, ..), _| *store == Store::Steps);
    assert_eq!(gone.find(ID).open().unwrap_err(), Unreadable::Damaged);
}

#[test]
fn a_newer_designers_project_is_left_alone() {
    let (mut store, _) = kept(2);
    store.0.get_mut(&(Store::Steps, ID, 1)).unwrap()[3] = VERSION + 1;
    assert_eq!(store.find(ID).open().unwrap_err(), Unreadable::Newer(VERSION + 1));
}

#[test]
fn what_is_set_aside_is_complete() {
    let (store, _) = kept(2);
    let damaged = store.find(ID).damaged("n".into(), 3, "why".into());
    assert_eq!(damaged.records.len(), 4);
    for (of, number, record) in &damaged.records {
        assert_eq!(&store.0[&(*of, ID, *number)], record);
    }
    assert_eq!(unseal(&seal(&damaged)), Ok(damaged));
}

#[test]
fn projects_without_a_head_are_found_again() {
    let head = Head { id: ID, name: "n".into(), named: true, changed: 5, bytes: 9, deleted: None };
    let records = [(ID, seal(&head)), (ProjectId(8), b"rubbish".to_vec())];
    let all = heads(&records, [ID, ProjectId(8), ProjectId(9)]);
    assert_eq!(all.keys().copied().collect::<Vec<_>>(), [ID, ProjectId(8), ProjectId(9)]);
    assert_eq!(all[&ID], head);
    assert_eq!(all[&ProjectId(9)].name, "Recovered project");
}
