//! What comes in, whichever way: what was taken, what was left out and why.

use super::{
    Found,
    find::find,
    names::without_ending,
    sift::{Sifted, sift_folder},
    skip::{ImportError, Skip, Skipped},
};
use crate::{
    bundle::{Bundle, File, PLAIN},
    path::BundlePath,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was in a zip or folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Without the one folder that all was in, if there was one.
    pub bundle: Bundle,
    /// That folder's name.
    pub top_folder: Option<String>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// Files and folders whose paths differ in upper and lower case only. Both were taken: to FaaSO they are two.
    pub case_twins: Vec<(String, String)>,
    /// Names in an unknown code page, as they were read.
    pub guessed: Vec<String>,
}

/// What came in, ready to be opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// Of the zip or folder, or of the one folder in it.
    pub name: String,
    pub bundle: Bundle,
    /// What can be opened of it.
    pub found: Vec<Found>,
    /// What was left out, and why.
    pub skipped: Vec<(String, String)>,
    /// What else is worth knowing about it, in sentences.
    pub notes: Vec<String>,
    /// It is a folder that is edited where it lies: the folder of that disk that the bundle's paths begin in.
    pub in_place: Option<String>,
}

impl Imported {
    /// Which files of a folder are to be read, given their paths and sizes in bytes; the rest is noted as left out.
    pub fn of_folder(files: &[(&str, u64)]) -> Result<(Self, Vec<usize>), ImportError> {
        let Sifted { take, skipped } = sift_folder(files)?;
        Ok((Imported { skipped, ..Imported::default() }, take))
    }

    /// Notes a folder that was not looked into, since [`super::is_litter`] says so.
    pub fn leave_out(&mut self, folder: &str) {
        self.skipped.push(Skipped { name: format!("{folder}/"), why: Skip::Unopened });
    }

    /// Takes a file of a folder. None: it could not be read.
    pub fn add(&mut self, path: &str, bytes: Option<Vec<u8>>) {
        let put = match (BundlePath::new(path), bytes) {
            (Ok(path), Some(bytes)) => self.put(path, File::new(bytes, PLAIN)),
            (Err(error), _) => Err(Skip::Path(error)),
            (_, None) => Err(Skip::Unreadable),
        };
        self.skipped.extend(put.err().map(|why| Skipped { name: path.to_owned(), why }));
    }

    /// Of two files with one path the later stays, as with every tool that unpacks zips.
    pub(super) fn put(&mut self, path: BundlePath, file: File) -> Result<(), Skip> {
        match self.bundle.put(path.clone(), file) {
            Ok(None) => Ok(()),
            Ok(Some(_)) => {
                self.skipped.push(Skipped { name: path.to_string(), why: Skip::Duplicate });
                Ok(())
            }
            Err(_) => Err(Skip::InTheWay),
        }
    }

    /// All is taken in.
    pub fn finish(&mut self) {
        self.bundle.forget_full_folders();
        self.strip_top_folder();
        self.find_case_twins();
    }

    /// Says what can be opened. `file_name`: the zip's or folder's.
    pub fn arrive(self, file_name: &str) -> Arrival {
        let name = self
            .top_folder
            .clone()
            .unwrap_or_else(|| without_ending(file_name).unwrap_or(file_name).to_owned());
        let found = find(&self.bundle, &name);
        let notes = self.notes();
        let skipped = self.skipped.into_iter().map(|skipped| (skipped.name, skipped.why.to_string()));
        Arrival { name, found, notes, skipped: skipped.collect(), bundle: self.bundle, in_place: None }
    }

    /// The same of a folder that is to be edited where it lies.
    pub fn arrive_in_place(self, folder: &str) -> Arrival {
        let top = self.top_folder.clone();
        let empty = self.bundle.is_empty().then(|| folder.to_owned());
        let in_place = Some(top.or(empty).unwrap_or_default());
        Arrival { in_place, ..self.arrive(folder) }
    }

    fn notes(&self) -> Vec<String> {
        let twins = self.case_twins.iter().map(|(one, other)| {
            format!("`{one}` and `{other}` differ only in case. Windows and macOS can't store both.")
        });
        let guessed = self.guessed.first().map(|first| {
            let names = match self.guessed.len() {
                1 => "One name isn't".to_owned(),
                names => format!("{names} names aren't"),
            };
            format!(
                "{names} in UTF-8, for example `{first}`. Code page 437 was used, so accented or other letters may be \
                 wrong."
            )
        });
        guessed.into_iter().chain(twins.take(20)).collect()
    }

    /// Takes the folder away that everything is in. A lone `template/` stays, it is a runtime's.
    fn strip_top_folder(&mut self) {
        let paths = || self.bundle.files().map(|(path, _)| path).chain(self.bundle.folders());
        let Some(top) = paths().next().and_then(|path| path.components().next()).map(str::to_owned) else {
            return;
        };
        let inside = |path: &BundlePath| path.below(&top).is_some() || path.as_str() == top;
        let is_file = self.bundle.get(&top).is_some();
        let is_template = top == "template"
            && ["Dockerfile", "Dockerfile.j2", "funko.yml"]
                .iter()
                .all(|name| self.bundle.get(&format!("template/{name}")).is_none())
            && !self.bundle.is_folder("template/template");
        if is_file || is_template || !paths().all(inside) {
            return;
        }
        self.bundle = self.bundle.below(&top);
        self.top_folder = Some(top);
    }

    fn find_case_twins(&mut self) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let mut twins = Vec::new();
        for (path, _) in self.bundle.files() {
            for part in path.folders().chain([path.as_str()]) {
                // by way of upper case, where ß is SS
                let folded = part.to_uppercase().to_lowercase();
                let other = *seen.entry(folded).or_insert(part);
                let twin = (other.to_owned(), part.to_owned());
                if other != part && !twins.contains(&twin) {
                    // below two such folders every path is another
                    let parents = |path: &str| path.rsplit_once('/').map(|(parent, _)| parent.to_owned());
                    if parents(other) == parents(part) {
                        twins.push(twin);
                    }
                }
            }
        }
        self.case_twins = twins;
    }
}
