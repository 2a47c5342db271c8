//! A disk in memory, and a page that edits a project on it.

use faaso::{
    bundle::File,
    folder::{
        Bytes, Conflict, Disk, Here, Listed, Listing, Live, Looked, Mark, Marks, Modes, Places, Plan, Stamp,
        Trouble, plan, take_in,
    },
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project, Side},
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Another program.
pub type Hook = Box<dyn FnMut(&Memory)>;

/// A disk in memory. Every change has a later time.
#[derive(Default)]
pub struct Memory {
    pub files: RefCell<BTreeMap<String, (Vec<u8>, u64)>>,
    pub time: Cell<u64>,
    /// `A` and `a` are one file.
    pub folds_case: bool,
    /// Called before each write, as another program that is quicker.
    pub meanwhile: RefCell<Option<Hook>>,
    pub reads: Cell<usize>,
    pub gone: Cell<bool>,
    /// What goes wrong with a file now.
    pub faults: RefCell<BTreeMap<String, Fault>>,
    /// After so many writes and deletions the page is killed.
    pub ends: Cell<Option<usize>>,
    /// Called while the page waits whether a file comes back.
    pub pausing: RefCell<Option<Hook>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is there, and can't be looked at.
    Unreadable,
    /// Its write or deletion fails.
    Fails(Trouble),
    /// A write makes an empty file, and then the page is killed.
    Killed,
}

impl Memory {
    pub fn tick(&self) -> u64 {
        self.time.set(self.time.get() + 10_000);
        self.time.get()
    }

    /// The name that the disk has for it.
    pub fn name(&self, path: &str) -> String {
        let folded = |path: &str| path.replace("e\u{301}", "\u{e9}").to_lowercase();
        let is = |there: &&String| self.folds_case && folded(there) == folded(path);
        self.files.borrow().keys().find(is).cloned().unwrap_or_else(|| path.to_owned())
    }

    pub fn get(&self, path: &str) -> Option<Vec<u8>> {
        self.files.borrow().get(&self.name(path)).map(|(bytes, _)| bytes.clone())
    }

    pub fn put(&self, path: &str, bytes: &[u8]) {
        let (name, time) = (self.name(path), self.tick());
        self.files.borrow_mut().insert(name, (bytes.to_vec(), time));
    }

    /// As a program that gives the file the time it had.
    pub fn put_in_secret(&self, path: &str, bytes: &[u8]) {
        let time = self.files.borrow()[path].1;
        self.files.borrow_mut().insert(path.to_owned(), (bytes.to_vec(), time));
    }

    pub fn remove(&self, path: &str) {
        let name = self.name(path);
        self.tick();
        self.files.borrow_mut().remove(&name);
    }

    /// No file lies above or below it.
    pub fn has_room(&self, path: &str) -> bool {
        let files = self.files.borrow();
        let below = format!("{path}/");
        !files.keys().any(|other| other.starts_with(&below) || path.starts_with(&format!("{other}/")))
    }
}

impl Disk for Memory {
    async fn list(&self, folders: &[&str]) -> Result<Listing, Trouble> {
        if self.gone.get() {
            return Err(Trouble::Gone);
        }
        let inside =
            |path: &str| folders.iter().any(|it| it.is_empty() || path.starts_with(&format!("{it}/")));
        let files = self.files.borrow();
        let faults = self.faults.borrow();
        let listed = files.iter().filter(|(path, _)| inside(path)).map(|(path, (bytes, modified))| {
            let stamp = Stamp { size: bytes.len() as u64, modified: *modified };
            let is_readable = faults.get(path) != Some(&Fault::Unreadable);
            Listed { path: path.clone(), stamp: is_readable.then_some(stamp) }
        });
        Ok(Listing { files: listed.collect(), ..Listing::default() })
    }

    async fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Trouble> {
        self.reads.set(self.reads.get() + 1);
        Ok(self.get(path))
    }

    async fn write(&self, path: &str, seen: Option<&[u8]>, bytes: Option<&[u8]>) -> Result<(), Trouble> {
        if let Some(mut meanwhile) = self.meanwhile.take() {
            meanwhile(self);
            self.meanwhile.replace(Some(meanwhile));
        }
        let left = self.ends.get();
        if left == Some(0) {
            return Err(Trouble::Left);
        }
        self.ends.set(left.map(|left| left - 1));
        if self.get(path).as_deref() != seen {
            return Err(Trouble::Changed);
        }
        let fault = self.faults.borrow().get(path).cloned();
        match (fault, bytes) {
            (Some(Fault::Fails(trouble)), _) => return Err(trouble),
            (Some(Fault::Killed), Some(_)) if seen.is_none() && self.has_room(path) => {
                self.put(path, b"");
                self.ends.set(Some(0));
                return Err(Trouble::Left);
            }
            _ => {}
        }
        match bytes {
            Some(bytes) if self.has_room(path) => self.put(path, bytes),
            Some(_) => return Err(Trouble::Other("there is something in the way".into())),
            None => self.remove(path),
        }
        Ok(())
    }

    fn now(&self) -> u64 {
        self.tick()
    }

    async fn pause(&self) {
        if let Some(mut pausing) = self.pausing.take() {
            pausing(self);
            self.pausing.replace(Some(pausing));
        }
    }
}

/// Runs what never waits.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => it,
        Poll::Pending => panic!("a disk in memory never waits"),
    }
}

/// The page: a project, and what it last saw on the disk.
pub struct Page {
    pub project: Project,
    pub places: Places,
    pub seen: Marks,
    pub modes: Modes,
    pub looked: Looked,
    /// Every text that the project ever had.
    pub had: BTreeSet<Vec<u8>>,
}

pub fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
}

/// What no template makes.
pub fn here(places: &Places, project: &Project) -> Here {
    let (files, broken) = (BTreeMap::new(), BTreeSet::new());
    Here::of(places, project, Some(Live { files: &files, broken: &broken }))
}

impl Page {
    pub fn new(runtime: Option<&str>, funko: Option<&str>) -> Self {
        let places = Places { runtime: runtime.map(str::to_owned), funko: funko.map(str::to_owned) };
        Page {
            project: Project::default(),
            places,
            seen: Marks::new(),
            modes: Modes::new(),
            looked: Looked::default(),
            had: BTreeSet::new(),
        }
    }

    pub fn of(disk: &Memory) -> Self {
        let mut page = Page::new(Some("rt"), None);
        page.sync(disk);
        page
    }

    pub fn folders(&self) -> Vec<&str> {
        self.places.folders().collect()
    }

    pub fn plan(&self) -> Plan {
        plan(&self.places, &self.seen, &here(&self.places, &self.project), &self.looked.disk).unwrap()
    }

    pub fn see(&mut self, path: String, bytes: Option<Bytes>) {
        match bytes {
            Some(bytes) => self.seen.insert(path, Mark::from(bytes)),
            None => self.seen.remove(&path),
        };
    }

    /// Looks, and takes in what was changed outside.
    pub fn sync(&mut self, disk: &Memory) -> Plan {
        let mut looked = std::mem::take(&mut self.looked);
        now(looked.look(disk, &self.folders())).unwrap();
        self.looked = looked;
        let plan = self.plan();
        for (path, bytes) in plan.agreed.clone() {
            self.see(path, bytes);
        }
        here(&self.places, &self.project).remember_modes(&mut self.modes);
        let edit = self.edit_of(&plan.come);
        self.project.apply(edit).expect("what comes in fits");
        self.note();
        for (file, bytes) in plan.come.clone() {
            self.see(self.places.path(&file).unwrap(), bytes);
        }
        plan
    }

    pub fn save(&mut self, disk: &Memory) -> Vec<(String, Trouble)> {
        let writes = self.sync(disk).write;
        let mut written = Vec::new();
        let failed = now(self
            .looked
            .write(disk, writes, |write| written.push((write.path.clone(), write.bytes.clone()))));
        for (path, bytes) in written {
            self.see(path, bytes);
        }
        failed
    }

    pub fn keep_mine(&mut self, conflict: &Conflict) {
        // undo has the other one
        self.had.extend(conflict.theirs.as_ref().map(|bytes| bytes.to_vec()));
        self.see(conflict.path.clone(), conflict.theirs.clone());
    }

    pub fn take_theirs(&mut self, conflict: &Conflict) {
        let come = [(conflict.file.clone(), conflict.theirs.clone())];
        let edit = self.edit_of(&come);
        if self.project.apply(edit).is_ok() {
            self.see(conflict.path.clone(), conflict.theirs.clone());
        }
        self.note();
    }

    fn edit_of(&self, come: &[(FileId, Option<Bytes>)]) -> Edit {
        let mode = |file: &FileId| self.modes.get(&self.places.path(file)?).copied();
        take_in(&self.project, come, |_| false, mode)
    }

    /// Undo has whatever the project had.
    fn note(&mut self) {
        self.had.extend(here(&self.places, &self.project).files.values().map(|bytes| bytes.to_vec()));
    }

    /// The page was killed: of what was seen then it has the hashes.
    pub fn open_anew(&mut self, seen: &Marks) {
        let here = here(&self.places, &self.project);
        let mark = |(path, mark): (&String, &Mark)| {
            (path.clone(), Mark::remembered(mark.hash(), here.files.get(path)))
        };
        self.seen = seen.iter().map(mark).collect();
        self.looked = Looked::expecting(&self.seen);
    }

    pub fn set_mode(&mut self, at: &str, mode: u16) -> bool {
        let Some(id) = self.places.file(at) else { return false };
        let Some(bytes) = self.project.file(&id).map(|file| file.bytes.clone()) else { return false };
        let (FileId { side, path }, file) = (id, File::new(bytes, mode));
        let edit = match side {
            Side::Runtime => Edit::Runtime { path, file: Some(file) },
            Side::Funko => Edit::Funko { path, own: Some(FunkoEntry::File(file)) },
        };
        self.project.apply(edit).is_ok()
    }

    pub fn mode(&self, at: &str) -> Option<u16> {
        Some(self.project.file(&self.places.file(at)?)?.mode)
    }

    pub fn put(&mut self, at: &str, text: Option<&str>) -> bool {
        let Some(FileId { side, path }) = self.places.file(at) else { return false };
        let file = text.map(File::text);
        let edit = match side {
            Side::Runtime => Edit::Runtime { path, file },
            Side::Funko => Edit::Funko { path, own: file.map(FunkoEntry::File) },
        };
        let fits = self.project.apply(edit).is_ok();
        self.note();
        fits
    }

    pub fn get(&self, at: &str) -> Option<Vec<u8>> {
        here(&self.places, &self.project).files.get(at).map(|bytes| bytes.to_vec())
    }
}

pub fn disk(files: &[(&str, &str)]) -> Memory {
    let disk = Memory::default();
    files.iter().for_each(|(path, text)| disk.put(path, text.as_bytes()));
    disk
}
