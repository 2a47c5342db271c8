//! Edits by chance on both sides, and a witness who knows what each side had seen of the other.

use super::memory::{Memory, Page, disk};
use faaso::folder::Trouble;
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
            let is_worthless = |it: &Version| it.bytes.is_none() && !self.shared.contains(&path);
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
    "rt/Cargo.toml",
    "fn/funko.yml",
    "fn/a",
    "fn/a/b",
    "other/z",
];

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
    for seed in 0..12 {
        let mut chance = fastrand::Rng::with_seed(seed);
        let disk = disk(&[("rt/a", "first"), ("rt/.git/config", "git")]);
        let mut page = Page::new(Some("rt"), Some("fn"));
        let mut witness = Witness::default();
        witness.make(true, "rt/a", Some(b"first".to_vec()));
        witness.make(true, "rt/.git/config", Some(b"git".to_vec()));
        for number in 0..1_000 {
            match chance.u8(..10) {
                0..=3 => {
                    let at = PATHS[chance.usize(..PATHS.len())];
                    let text = format!("page {seed} {number}");
                    let text = (chance.u8(..4) > 0).then_some(text);
                    if (text.is_some() || page.get(at).is_some()) && page.put(at, text.as_deref()) {
                        witness.make(false, at, text.map(String::into_bytes));
                    }
                }
                4..=6 => {
                    if let Some((path, bytes)) = edit_outside(&mut chance, &disk, number) {
                        witness.make(true, &path, bytes);
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
                    // another program writes while the page does
                    let mut own = chance.fork();
                    let made = std::rc::Rc::new(RefCell::new(Vec::new()));
                    let heard = made.clone();
                    let mut nth = 0;
                    *disk.meanwhile.borrow_mut() = Some(Box::new(move |disk| {
                        nth += 1;
                        if own.u8(..4) == 0 {
                            heard.borrow_mut().extend(edit_outside(&mut own, disk, number * 100_000 + nth));
                        }
                    }));
                    let before = disk.files.borrow().len();
                    let failed = page.save(&disk);
                    written += usize::from(disk.files.borrow().len() != before);
                    disk.meanwhile.take();
                    late += failed.iter().filter(|(_, trouble)| *trouble == Trouble::Changed).count();
                    // it was written over what the page had written, or beside it
                    let made = made.take();
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
                        let seen = page.seen.get(&path).map(|bytes| bytes.to_vec());
                        let mine = witness.page.get(&path).cloned().unwrap_or_default();
                        if seen == mine.bytes {
                            let theirs = witness.disk.get_mut(&path).unwrap();
                            theirs.knew.extend(mine.knew.iter().chain([&mine.number]));
                        }
                    }
                }
            }
            blocked += page.plan().blocked.len();
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
        conflicts > 100 && late > 20 && blocked > 100 && written > 100 && come > 100,
        "too little happened: {conflicts} conflicts, {late} late, {blocked} blocked, {written} written, {come} came"
    );
}
