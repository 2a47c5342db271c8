//! What the files use and mention, of each file and summed up: asked by checks that no single file can answer.

use super::{meaning::Meaning, reads::Read, uses};
use crate::project::{FileId, Group};
use crinja::{Template, visit};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

/// A word that some file should have.
#[derive(Clone, Copy)]
pub enum Word {
    Ping,
    Port,
}

impl Word {
    const ALL: [(Word, &str); 2] = [(Word::Ping, "ping"), (Word::Port, "3000")];
}

/// What a template does with the parts of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    Joined,
    LoopedOver,
}

/// What one file adds to the sums.
#[derive(Default)]
pub struct OfFile {
    mentions: [bool; 2],
    /// Only of what a build renders, from here on.
    is_template: bool,
    is_readable: bool,
    /// Options with what is first done with their parts.
    options: BTreeMap<Rc<str>, Option<Apart>>,
    uses: usize,
    in_broken_tags: BTreeSet<Rc<str>>,
    /// How often `options` is named, be it for one of them or as a whole.
    named: usize,
}

/// The sums of all files.
#[derive(Default)]
pub struct Sums {
    files: HashMap<FileId, OfFile>,
    mentions: [usize; 2],
    templates: usize,
    unreadable: usize,
    uses: usize,
    named: usize,
    options: BTreeMap<Rc<str>, BTreeMap<FileId, Option<Apart>>>,
    in_broken_tags: BTreeMap<Rc<str>, usize>,
}

impl OfFile {
    /// `text` is what can be read of it; `template` is none where it can't be parsed.
    pub fn new(file: &FileId, text: Option<&str>, rendered: bool, template: Option<&Template>) -> OfFile {
        let mentions = Word::ALL.map(|(_, word)| text.is_some_and(|text| text.contains(word)));
        let mut of_file = OfFile { mentions, ..OfFile::default() };
        if file.group() != Group::Runtime || !rendered {
            return of_file;
        }
        of_file.is_template = true;
        let Some(template) = template else { return of_file };
        of_file.is_readable = true;
        for found in uses::find(file, template) {
            of_file.uses += 1;
            let apart = match found.filter() {
                Some(filter) if filter == "join" => Some(Apart::Joined),
                _ if found.is_looped_over() => Some(Apart::LoopedOver),
                _ => None,
            };
            let first = of_file.options.entry(found.key).or_default();
            *first = first.or(apart);
        }
        let meaning = Meaning::of(template, None);
        of_file.in_broken_tags = uses::in_broken_tags(template, &meaning.tags).into_iter().collect();
        let is_whole = |place: &&visit::Place<'_>| visit::is_name(template, place.id, "options");
        of_file.named = meaning.places.iter().filter(is_whole).count();
        of_file
    }
}

impl Sums {
    /// A file is as this now, or gone. Notes what of the sums is different.
    pub fn put(&mut self, file: &FileId, of_file: Option<OfFile>, changed: &mut BTreeSet<Read>) {
        let before = self.files.remove(file);
        let seen = (self.templates > 0, self.unreadable > 0, self.named > self.uses);
        let mentioned = self.mentions.map(|count| count > 0);
        let kinds = self.options.len();
        let mut gone = BTreeSet::new();
        if let Some(old) = &before {
            self.add(old, -1);
            for key in old.in_broken_tags.iter() {
                let count = self.in_broken_tags.get_mut(key).expect("it was counted");
                *count -= 1;
                if *count == 0 {
                    self.in_broken_tags.remove(key);
                }
            }
            for key in old.options.keys() {
                let files = self.options.get_mut(key).expect("it was listed");
                files.remove(file);
                if files.is_empty() {
                    self.options.remove(key);
                    gone.insert(key.clone());
                }
            }
        }
        if let Some(new) = &of_file {
            self.add(new, 1);
            for key in new.in_broken_tags.iter() {
                *self.in_broken_tags.entry(key.clone()).or_default() += 1;
            }
            for (key, apart) in &new.options {
                self.options.entry(key.clone()).or_default().insert(file.clone(), *apart);
                gone.remove(key);
            }
        }
        let (empty, none) = (OfFile::default(), OfFile::default());
        let (old, new) = (before.as_ref().unwrap_or(&empty), of_file.as_ref().unwrap_or(&none));
        let uses = |key: &Rc<str>| Read::Uses(key.clone());
        let all = old.options.keys().chain(new.options.keys());
        changed.extend(all.filter(|key| old.options.get(*key) != new.options.get(*key)).map(uses));
        changed.extend(old.in_broken_tags.symmetric_difference(&new.in_broken_tags).map(uses));
        if !gone.is_empty() || self.options.len() != kinds {
            changed.insert(Read::UsedOptions);
        }
        if seen != (self.templates > 0, self.unreadable > 0, self.named > self.uses) {
            changed.insert(Read::Sums);
        }
        if mentioned != self.mentions.map(|count| count > 0) {
            changed.insert(Read::Mentions);
        }
        if let Some(new) = of_file {
            self.files.insert(file.clone(), new);
        }
    }

    fn add(&mut self, file: &OfFile, sign: isize) {
        let add = |sum: &mut usize, more: usize| *sum = sum.wrapping_add_signed(sign * more as isize);
        for (sum, is) in self.mentions.iter_mut().zip(file.mentions) {
            add(sum, usize::from(is));
        }
        add(&mut self.templates, usize::from(file.is_template));
        add(&mut self.unreadable, usize::from(file.is_template && !file.is_readable));
        add(&mut self.uses, file.uses);
        add(&mut self.named, file.named);
    }

    /// There are templates, and of each is known what it uses: it can be parsed, and takes the options neither as a
    /// whole nor by a key that is worked out.
    pub fn all_uses_are_known(&self) -> bool {
        self.templates > 0 && self.unreadable == 0 && self.named <= self.uses
    }

    pub(super) fn mentions(&self, word: Word) -> bool {
        self.mentions[word as usize] > 0
    }

    pub(super) fn options(&self) -> impl Iterator<Item = &str> {
        self.options.keys().map(|key| &**key)
    }

    pub(super) fn is_used(&self, key: &str) -> bool {
        self.options.contains_key(key) || self.in_broken_tags.contains_key(key)
    }

    pub(super) fn files_with(&self, key: &str) -> impl Iterator<Item = &FileId> {
        self.options.get(key).into_iter().flat_map(BTreeMap::keys)
    }

    pub(super) fn taken_apart(&self, key: &str) -> Option<Apart> {
        self.options.get(key)?.values().find_map(|apart| *apart)
    }
}
