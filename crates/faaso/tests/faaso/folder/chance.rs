//! Edits by chance on both sides, and a witness who knows what each side had seen of the other.

use super::memory::{Fault, Memory, Page, disk};
use faaso::{
    bundle::{EXECUTABLE, PLAIN},
    folder::{Bytes, Trouble},
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// One state of one file, and every state of it that whoever made it knew.
#[derive(Clone, Debug, Default, PartialEq)]
struct Version {
    number: usize,
    bytes: Option<Vec<u8>>,
    knew: BTreeSet<usize>,
}

/// What each side should hold by its own author's doing, and by what it took from the other.
#[derive(Default)]
struct Witness {
    made: usize,
    page: BTreeMap<String, Version>,
    disk: BTreeMap<String, Version>,
    /// Where both sides had a file, and the same.
    shared: BTreeSet<String>,
}

impl Version {
    fn knows(&self, other: &Version) -> bool {
        self.number == other.number || self.knew.contains(&other.number)
    }
}

impl Witness {
    fn make(&mut self, on_disk: bool, path: &str, bytes: Option<Vec<u8>>) {
        self.made += 1;
        let number = self.made;
        let side = if on_disk { &mut self.disk } else { &mut self.page };
        let old = side.remove(path).unwrap_or_default();
        let knew = old.knew.into_iter().chain([old.number]).collect();
        side.insert(path.to_owned(), Version { number, bytes, knew });
    }

    /// Whatever became different on a side came from the other, whose author knew what it replaced.
    fn look(&mut self, page: &Page, disk: &Memory) {
        let paths: BTreeSet<String> = self.page.keys().chain(self.disk.keys()).cloned().collect();
        for path in paths {
            let (mine, theirs) = (page.get(&path), disk.get(&path));
            let ours = self.page.get(&path).cloned().unwrap_or_default();
            let other = self.disk.get(&path).cloned().unwrap_or_default();
            // that a file isn't there is worth nothing, unless one that both had was deleted
            // and so is the empty file that a write makes before it is killed
            let is_worthless = |it: &Version| match &it.bytes {
                None => !self.shared.contains(&path),
                Some(bytes) => bytes.is_empty(),
            };
            match (mine == ours.bytes, theirs == other.bytes) {
                (true, true) => {}
                (false, true) => {
                    assert_eq!(mine, other.bytes, "{path}: the page holds what nobody made");
                    assert!(other.knows(&ours) || is_worthless(&ours), "{path}: lost {ours:?} to {other:?}");
                    self.page.insert(path.clone(), other.clone());
                }
                (true, false) => {
                    assert_eq!(theirs, ours.bytes, "{path}: the disk holds what nobody made");
                    assert!(ours.knows(&other) || is_worthless(&other), "{path}: lost {other:?} to {ours:?}");
                    self.disk.insert(path.clone(), ours.clone());
                }
                (false, false) => panic!("{path}: both sides became different"),
            }
            // what both have, both know
            if mine == theirs {
                match mine {
                    Some(_) => self.shared.insert(path.clone()),
                    None => self.shared.remove(&path),
                };
                let knew = ours.knew.iter().chain(&other.knew).chain([&ours.number, &other.number]).copied();
                let number = self.page.get(&path).map_or(0, |it| it.number);
                let both = Version { number, bytes: mine, knew: knew.collect() };
                self.page.insert(path.clone(), both.clone());
                self.disk.insert(path, both);
            }
        }
    }
}

/// Paths that get in each other's way, and some that are left alone.
const PATHS: &[&str] = &[
    "rt/a",
    "rt/a/b",
    "rt/a/b/c",
    "rt/Dockerfile.j2",
    "rt/template/x",
    "rt/A",
    "rt/.env",
    "rt/.git/config",
    "rt/node_modules/m",
    "rt/target/x",
    "rt/a~",
    "rt/4913",
    "rt/Cargo.toml",
    "fn/funko.yml",
    "fn/a",
    "fn/a/b",
    "other/z",
];

/// What the page gave another name, as the disk had it.
struct Rename {
    old: &'static str,
    new: &'static str,
    bytes: Vec<u8>,
}

impl Rename {
    fn is_at(&self, path: &str) -> bool {
        path == self.old || path == self.new
    }
}

fn edit_outside(
    chance: &mut fastrand::Rng,
    disk: &Memory,
    number: usize,
) -> Option<(String, Option<Vec<u8>>)> {
    let at = PATHS[chance.usize(..PATHS.len())];
    if chance.u8(..4) == 0 {
        disk.get(at)?;
        disk.remove(at);
        return Some((at.to_owned(), None));
    }
    let bytes = format!("outside {number}\u{1}\n").into_bytes();
    if !disk.has_room(at) {
        return None;
    }
    disk.put(at, &bytes);
    Some((at.to_owned(), Some(bytes)))
}

#[test]
fn a_thousand_edits_on_both_sides_lose_nothing() {
    let (mut conflicts, mut late, mut blocked, mut written, mut come) = (0, 0, 0, 0, 0);
    let (mut renamed, mut killed, mut refused, mut back, mut executable) = (0, 0, 0, 0, 0);
    for seed in 0..10 {
        let mut chance = fastrand::Rng::with_seed(seed);
        let disk = disk(&[("rt/a", "first"), ("rt/.git/config", "git")]);
        let mut page = Page::new(Some("rt"), Some("fn"));
        let mut witness = Witness::default();
        witness.make(true, "rt/a", Some(b"first".to_vec()));
        witness.make(true, "rt/.git/config", Some(b"git".to_vec()));
        let mut renames: Vec<Rename> = Vec::new();
        let mut modes: BTreeMap<String, u16> = BTreeMap::new();
        for number in 0..1_000 {
            match chance.u8(..18) {
                // a file gets another name, be it one that the designer leaves alone
                10..=11 => {
                    let (mut old, mut new) =
                        (PATHS[chance.usize(..PATHS.len())], PATHS[chance.usize(..PATHS.len())]);
                    // and mostly another one soon, or it would hold up every deletion
                    let blocked = page.plan().blocked;
                    let is_stuck = |at: &&&str| blocked.iter().any(|it| it.path == **at);
                    if let Some(stuck) = PATHS.iter().find(is_stuck).filter(|_| chance.u8(..4) > 0) {
                        (old, new) =
                            (stuck, ["rt/template/x", "rt/A", "rt/.env", "fn/funko.yml"][chance.usize(..4)]);
                    }
                    let Some(bytes) = page.get(old) else { continue };
                    let text = String::from_utf8(bytes.clone()).unwrap();
                    // what lies there must be told from what came from outside, below
                    if [".git/config", "node_modules/m"].iter().any(|at| new.ends_with(at)) {
                        continue;
                    }
                    // what is as it was seen is no change
                    let was_seen = page.seen.get(new).is_some_and(|mark| mark.is_of(&Bytes::from(&*bytes)));
                    if page.get(new).is_none() && !was_seen && page.put(new, Some(&text)) {
                        witness.make(false, new, Some(bytes.clone()));
                        page.put(old, None);
                        witness.make(false, old, None);
                        modes.remove(new);
                        renamed += 1;
                        if disk.get(old).as_ref() == Some(&bytes) && disk.get(new).is_none() {
                            renames.push(Rename { old, new, bytes });
                        }
                    }
                }
                // permissions, which no disk tells
                12 => {
                    let at = PATHS[chance.usize(..PATHS.len())];
                    let mode = if chance.bool() { EXECUTABLE } else { PLAIN };
                    if page.set_mode(at, mode) {
                        modes.insert(at.to_owned(), mode);
                        page.sync(&disk);
                        witness.look(&page, &disk);
                    }
                }
                // a file is there again before anybody can be sure that it is gone
                13 => {
                    let at = PATHS[chance.usize(..PATHS.len())];
                    let Some(bytes) = disk.get(at).filter(|_| page.places.file(at).is_some()) else {
                        continue;
                    };
                    let other = format!("outside {number}\u{2}\n").into_bytes();
                    let bytes = if chance.bool() { bytes } else { other };
                    let was_here = page.get(at);
                    disk.remove(at);
                    let again = bytes.clone();
                    *disk.pausing.borrow_mut() = Some(Box::new(move |disk| disk.put(at, &again)));
                    page.sync(&disk);
                    if disk.pausing.take().is_some() && disk.get(at).is_none() {
                        // it was not known, so nobody waited for it
                        disk.put(at, &bytes);
                    }
                    assert!(was_here.is_none() || page.get(at).is_some(), "{at} was taken for gone");
                    // with the same bytes nobody has changed anything
                    if witness.disk.get(at).is_none_or(|it| it.bytes.as_ref() != Some(&bytes)) {
                        witness.make(true, at, Some(bytes));
                        renames.retain(|it| !it.is_at(at));
                    }
                    page.sync(&disk);
                    witness.look(&page, &disk);
                    back += 1;
                }
                0..=3 => {
                    let at = PATHS[chance.usize(..PATHS.len())];
                    // one that can't be written holds up every deletion
                    let is_stuck = ["rt/a~", "rt/4913", "rt/.git/config", "rt/node_modules/m"].contains(&at);
                    if is_stuck && chance.u8(..8) > 0 {
                        continue;
                    }
                    let text = format!("page {seed} {number}");
                    let text = (chance.u8(..4) > 0).then_some(text);
                    if (text.is_some() || page.get(at).is_some()) && page.put(at, text.as_deref()) {
                        witness.make(false, at, text.map(String::into_bytes));
                        modes.remove(at);
                    }
                }
                4..=6 | 14 | 15 => {
                    if let Some((path, bytes)) = edit_outside(&mut chance, &disk, number) {
                        witness.make(true, &path, bytes);
                        renames.retain(|it| !it.is_at(&path));
                    }
                }
                7 => {
                    let plan = page.sync(&disk);
                    come += plan.come.len();
                    witness.look(&page, &disk);
                    for conflict in plan.conflicts {
                        conflicts += 1;
                        match chance.u8(..3) {
                            0 => {
                                page.keep_mine(&conflict);
                                // who keeps theirs out has seen it
                                let theirs = witness.disk.get(&conflict.path).cloned().unwrap_or_default();
                                witness.make(false, &conflict.path, page.get(&conflict.path));
                                let mine = witness.page.get_mut(&conflict.path).unwrap();
                                mine.knew.extend(theirs.knew.iter().chain([&theirs.number]));
                            }
                            1 => {
                                let before = page.get(&conflict.path);
                                page.take_theirs(&conflict);
                                if page.get(&conflict.path) != before {
                                    let theirs =
                                        witness.disk.get(&conflict.path).cloned().unwrap_or_default();
                                    let mine = witness.page.remove(&conflict.path).unwrap_or_default();
                                    let knew =
                                        theirs.knew.iter().chain(&mine.knew).chain([&mine.number]).copied();
                                    let both = Version { knew: knew.collect(), ..theirs };
                                    witness.page.insert(conflict.path.clone(), both.clone());
                                    witness.disk.insert(conflict.path.clone(), both);
                                }
                            }
                            _ => {}
                        }
                    }
                }
                _ => {
                    // what came before is told apart from what comes in the midst
                    page.sync(&disk);
                    witness.look(&page, &disk);
                    // another program writes while the page does
                    let mut own = chance.fork();
                    let made = std::rc::Rc::new(RefCell::new(Vec::new()));
                    let heard = made.clone();
                    let mut nth = 0;
                    *disk.meanwhile.borrow_mut() = Some(Box::new(move |disk| {
                        nth += 1;
                        if own.u8(..3) == 0 {
                            heard.borrow_mut().extend(edit_outside(&mut own, disk, number * 100_000 + nth));
                        }
                    }));
                    // a write fails, or the page is killed between two of them, or within one
                    let hazard = chance.u8(..4);
                    if hazard == 0 {
                        let faults = (0..8).map(|_| {
                            let fault = match chance.u8(..5) {
                                0 => Fault::Killed,
                                1 => Fault::Fails(Trouble::Full),
                                2 => Fault::Unreadable,
                                _ => Fault::Fails(Trouble::Locked),
                            };
                            (PATHS[chance.usize(..PATHS.len())].to_owned(), fault)
                        });
                        *disk.faults.borrow_mut() = faults.collect();
                    }
                    disk.ends.set((hazard == 1).then(|| chance.usize(..4)));
                    let (seen, before) = (page.seen.clone(), disk.files.borrow().clone());
                    let failed = page.save(&disk);
                    written += usize::from(disk.files.borrow().len() != before.len());
                    disk.meanwhile.take();
                    refused += failed.iter().filter(|(_, trouble)| *trouble == Trouble::Locked).count();
                    for (path, fault) in disk.faults.take() {
                        if fault == Fault::Killed && disk.get(&path).is_some_and(|bytes| bytes.is_empty()) {
                            witness.make(true, &path, Some(Vec::new()));
                        }
                    }
                    let is_killed = disk.ends.take() == Some(0);
                    if is_killed {
                        killed += 1;
                        page.open_anew(&seen);
                    }
                    late += failed.iter().filter(|(_, trouble)| *trouble == Trouble::Changed).count();
                    // it was written over what the page had written, or beside it
                    let made = made.take();
                    renames.retain(|it| !made.iter().any(|(path, _)| it.is_at(path)));
                    for (path, (bytes, _)) in before {
                        let is_kept = disk.get(&path).as_ref() == Some(&bytes) || page.had.contains(&bytes);
                        let by_others = made.iter().any(|(at, _)| *at == path) || bytes.is_empty();
                        assert!(is_kept || by_others, "{path}: {bytes:?} is nowhere");
                    }
                    let is_late = |path: &str| made.iter().any(|(at, _)| at == path);
                    let shared = std::mem::take(&mut witness.shared);
                    let mut quiet = Witness { made: witness.made, shared, ..Witness::default() };
                    let untouched = |side: &BTreeMap<String, Version>| {
                        side.iter()
                            .filter(|(path, _)| !is_late(path))
                            .map(|(path, it)| (path.clone(), it.clone()))
                            .collect()
                    };
                    (quiet.page, quiet.disk) = (untouched(&witness.page), untouched(&witness.disk));
                    quiet.look(&page, &disk);
                    witness.shared = quiet.shared;
                    witness.page.extend(quiet.page);
                    witness.disk.extend(quiet.disk);
                    for (path, bytes) in made {
                        witness.make(true, &path, bytes);
                        // what the page wrote before was seen by whoever wrote over it, as on any disk
                        let seen = page.seen.get(&path).and_then(|mark| Some(mark.bytes()?.to_vec()));
                        let mine = witness.page.get(&path).cloned().unwrap_or_default();
                        if seen == mine.bytes {
                            let theirs = witness.disk.get_mut(&path).unwrap();
                            theirs.knew.extend(mine.knew.iter().chain([&mine.number]));
                        }
                    }
                    if is_killed {
                        // a page that is opened anew looks first
                        page.sync(&disk);
                        witness.look(&page, &disk);
                    }
                }
            }
            blocked += page.plan().blocked.len();
            // a file that was renamed has the one name there or the other, as long as it is the same
            renames.retain(|it| page.get(it.old).is_none() && page.get(it.new).as_ref() == Some(&it.bytes));
            for Rename { old, new, bytes } in &renames {
                let is_there = |at| disk.get(at).as_ref() == Some(bytes);
                assert!(is_there(old) || is_there(new), "{old} was renamed to {new}, and is gone");
            }
            for (at, mode) in &modes {
                let now = page.mode(at);
                assert!(now.is_none_or(|now| now == *mode), "{at} has {now:?} for {mode:o}");
                executable += usize::from(now == Some(EXECUTABLE));
            }
        }
        // the page never writes where it would not read
        for at in [".git/config", "node_modules/m"] {
            let on_disk = disk.get(&format!("rt/{at}"));
            assert!(on_disk.is_none_or(|bytes| !bytes.starts_with(b"page")), "{at} was written");
            let in_page = page.get(&format!("rt/{at}"));
            assert!(in_page.is_none_or(|bytes| bytes.starts_with(b"page")), "{at} came in");
        }
        assert!(disk.get("other/z").is_none_or(|bytes| bytes.starts_with(b"outside")));
    }
    assert!(
        conflicts > 100 && late > 15 && blocked > 100 && written > 100 && come > 100,
        "too little happened: {conflicts} conflicts, {late} late, {blocked} blocked, {written} written, {come} came"
    );
    assert!(
        renamed > 100 && killed > 50 && refused > 20 && back > 100 && executable > 100,
        "too little happened: {renamed} renamed, {killed} killed, {refused} refused, {back} back, {executable} executable"
    );
}
