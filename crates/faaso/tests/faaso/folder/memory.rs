//! A disk in memory, and a page that edits a project on it.

use faaso::{
    bundle::File,
    folder::{
        Bytes, Conflict, Disk, Files, Here, Listed, Listing, Live, Looked, Places, Plan, Stamp, Trouble,
        plan, take_in,
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
}

impl Memory {
    pub fn tick(&self) -> u64 {
        self.time.set(self.time.get() + 10_000);
        self.time.get()
    }

    /// The name that the disk has for it.
    pub fn name(&self, path: &str) -> String {
        let is = |there: &&String| self.folds_case && there.to_lowercase() == path.to_lowercase();
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
        let listed = files.iter().filter(|(path, _)| inside(path)).map(|(path, (bytes, modified))| {
            let stamp = Stamp { size: bytes.len() as u64, modified: *modified };
            Listed { path: path.clone(), stamp: Some(stamp) }
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
        if self.get(path).as_deref() != seen {
            return Err(Trouble::Changed);
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
    pub seen: Files,
    pub looked: Looked,
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
        Page { project: Project::default(), places, seen: Files::new(), looked: Looked::default() }
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
            Some(bytes) => self.seen.insert(path, bytes),
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
        let edit = take_in(&self.project, &plan.come, |_| false, |_| None);
        self.project.apply(edit).expect("what comes in fits");
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
        self.see(conflict.path.clone(), conflict.theirs.clone());
    }

    pub fn take_theirs(&mut self, conflict: &Conflict) {
        let come = [(conflict.file.clone(), conflict.theirs.clone())];
        let edit = take_in(&self.project, &come, |_| false, |_| None);
        if self.project.apply(edit).is_ok() {
            self.see(conflict.path.clone(), conflict.theirs.clone());
        }
    }

    pub fn put(&mut self, at: &str, text: Option<&str>) -> bool {
        let Some(FileId { side, path }) = self.places.file(at) else { return false };
        let file = text.map(File::text);
        let edit = match side {
            Side::Runtime => Edit::Runtime { path, file },
            Side::Funko => Edit::Funko { path, own: file.map(FunkoEntry::File) },
        };
        self.project.apply(edit).is_ok()
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
