//! Which file takes something from which: every path of a file, followed through names it imported and through what
//! another file hands on (`pub use`), to the file that has the thing.

use super::code::{self, Place};
use std::collections::{BTreeMap, BTreeSet};

/// One crate: its files by module, and what each module holds.
#[derive(Debug, Default)]
pub struct Crate {
    modules: BTreeMap<Vec<String>, Module>,
}

#[derive(Debug, Default)]
struct Module {
    file: String,
    code: code::Module,
}

/// From a file to one that it takes something of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: String,
    pub line: usize,
    /// As written.
    pub what: String,
    pub to: String,
}

/// Where a path leads.
#[derive(Debug)]
struct Target {
    module: Vec<String>,
    /// None: the module itself.
    item: Option<String>,
}

impl Crate {
    /// Reads a crate. A file's path is from the crate's `src/`, with slashes.
    pub fn read(files: impl IntoIterator<Item = (String, String)>) -> Crate {
        let mut read = Crate::default();
        for (file, text) in files {
            let path = module_path(&file);
            for code in code::modules(&text) {
                let inner = [path.clone(), code.path.clone()].concat();
                read.modules.insert(inner, Module { file: file.clone(), code });
            }
        }
        read
    }

    /// Every edge between two files, once.
    pub fn edges(&self) -> BTreeSet<Edge> {
        let mut edges = BTreeMap::new();
        for (path, module) in &self.modules {
            let imports = module.code.imports.iter().map(|import| &import.from);
            let declared = module.code.declared.iter().filter(|word| self.child(path, word).is_some());
            let declared =
                declared.map(|word| Place { line: 1, segments: vec!["self".into(), word.clone()] });
            let declared: Vec<_> = declared.collect();
            for place in imports.chain(&module.code.paths).chain(&declared) {
                for to in self.files_of(path, place) {
                    if to != module.file {
                        edges
                            .entry((module.file.clone(), to))
                            .or_insert((place.line, place.segments.join("::")));
                    }
                }
            }
        }
        edges.into_iter().map(|((from, to), (line, what))| Edge { from, line, what, to }).collect()
    }

    /// The files, each once.
    pub fn files(&self) -> BTreeSet<&str> {
        self.modules.values().map(|module| &*module.file).collect()
    }

    /// The paths of a file as the compiler sees them, from the crate (`crate::ui::…`) or from a crate outside.
    pub fn paths(&self, file: &str) -> Vec<Place> {
        let mut found = Vec::new();
        for (path, module) in self.modules.iter().filter(|(_, module)| module.file == file) {
            let imports = module.code.imports.iter().map(|import| &import.from);
            for place in imports.chain(&module.code.paths) {
                let segments = self.full(path, &place.segments);
                found.push(Place { line: place.line, segments });
            }
        }
        found
    }

    /// Calls and macros of a file: `.name`, `name!`.
    pub fn calls(&self, file: &str) -> impl Iterator<Item = &Place> {
        let of_file = self.modules.values().filter(move |module| module.file == file);
        of_file.flat_map(|module| &module.code.calls)
    }

    fn files_of(&self, at: &[String], place: &Place) -> Vec<String> {
        let full = self.full(at, &place.segments);
        if full.first().is_none_or(|first| first != "crate") {
            return Vec::new();
        }
        let Some(target) = self.follow(&full[1..], 0) else { return Vec::new() };
        vec![self.modules[&target.module].file.clone()]
    }

    /// The path from the top: `self`, `super` and imported names replaced.
    fn full(&self, at: &[String], segments: &[String]) -> Vec<String> {
        let top = |module: &[String]| [vec!["crate".to_owned()], module.to_vec()].concat();
        let mut base = match segments.first().map(String::as_str) {
            Some("crate") => return segments.to_vec(),
            Some("self") => top(at),
            Some("super") => top(&at[..at.len().saturating_sub(1)]),
            Some(first) => {
                let Some(module) = self.modules.get(at) else { return segments.to_vec() };
                let imported = module.code.imports.iter().find(|import| import.name == first);
                match imported {
                    Some(import)
                        if import.from.segments != segments[..1] && import.from.segments != segments =>
                    {
                        self.full(at, &import.from.segments)
                    }
                    _ if self.child(at, first).is_some()
                        || module.code.items.iter().any(|item| item == first) =>
                    {
                        [top(at), vec![first.to_owned()]].concat()
                    }
                    _ => return segments.to_vec(),
                }
            }
            None => return Vec::new(),
        };
        for segment in &segments[1..] {
            match segment.as_str() {
                "super" => {
                    base.pop();
                }
                segment => base.push(segment.to_owned()),
            }
        }
        base
    }

    /// Down the modules as far as they go, then through what the last one imports.
    fn follow(&self, path: &[String], depth: usize) -> Option<Target> {
        let mut module = Vec::new();
        let mut rest = path;
        while let Some((first, after)) = rest.split_first() {
            match self.child(&module, first) {
                Some(child) => (module, rest) = (child, after),
                None => break,
            }
        }
        let code = &self.modules.get(&module)?.code;
        let Some(name) = rest.first() else { return Some(Target { module, item: None }) };
        if depth > 8 || code.items.contains(name) {
            return Some(Target { module, item: Some(name.clone()) });
        }
        if let Some(import) = code.imports.iter().find(|import| import.name == *name) {
            let full = [self.full(&module, &import.from.segments), rest[1..].to_vec()].concat();
            if full.first().is_some_and(|first| first == "crate") && full[1..] != *path {
                return self.follow(&full[1..], depth + 1);
            }
        }
        for import in code.imports.iter().filter(|import| import.name == "*") {
            let full = [self.full(&module, &import.from.segments), rest.to_vec()].concat();
            if full.first().is_some_and(|first| first == "crate")
                && let Some(target) = self.follow(&full[1..], depth + 1)
                && target
                    .item
                    .as_ref()
                    .is_some_and(|item| self.modules[&target.module].code.items.contains(item))
            {
                return Some(target);
            }
        }
        Some(Target { module, item: Some(name.clone()) })
    }

    fn child(&self, module: &[String], name: &str) -> Option<Vec<String>> {
        let child = [module.to_vec(), vec![name.to_owned()]].concat();
        self.modules.contains_key(&child).then_some(child)
    }
}

/// The circles among edges: groups of files each of which reaches every other.
pub fn circles(edges: &BTreeSet<Edge>) -> Vec<BTreeSet<&str>> {
    let reach = |start| {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut next = vec![start];
        while let Some(file) = next.pop() {
            next.extend(
                edges
                    .iter()
                    .filter(|edge| edge.from == file)
                    .map(|edge| &*edge.to)
                    .filter(|to| reached.insert(to)),
            );
        }
        reached
    };
    let files: BTreeSet<&str> = edges.iter().map(|edge| &*edge.from).collect();
    let reached: BTreeMap<&str, BTreeSet<&str>> = files.into_iter().map(|file| (file, reach(file))).collect();
    let mut found: Vec<BTreeSet<&str>> = Vec::new();
    for (file, to) in reached.iter().filter(|(file, to)| to.contains(*file)) {
        if !found.iter().any(|circle| circle.contains(file)) {
            let back = |other: &&&str| reached.get(**other).is_some_and(|to| to.contains(file));
            found.push(to.iter().filter(back).copied().collect());
        }
    }
    found
}

/// `ui/tree.rs` is the module `ui::tree`, `ui/mod.rs` the module `ui`, `lib.rs` and `main.rs` the crate itself.
fn module_path(file: &str) -> Vec<String> {
    let mut path: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if path.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        path.pop();
    }
    path
}

#[test]
fn finds_every_way_round() {
    let circles_of = |files: &[(&str, &str)]| {
        let read = Crate::read(files.iter().map(|&(file, text)| (file.to_owned(), text.to_owned())));
        let edges = read.edges();
        circles(&edges)
            .into_iter()
            .map(|circle| circle.into_iter().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    let check = |a: &str, b: &str, circle: bool| {
        let found = circles_of(&[("lib.rs", "pub mod a; pub mod b;"), ("a.rs", a), ("b.rs", b)]);
        let wanted: &[&str] = if circle { &["a.rs b.rs"] } else { &[] };
        assert_eq!(found, wanted, "{a} | {b}");
    };
    let b = "pub struct Y; use super::a::X;";
    check("pub struct X; use crate::b::Y;", b, true);
    check("pub struct X; use crate::{b::{self, Y}};", b, true);
    check("pub struct X; fn f() { crate::b::g() }", b, true);
    check("pub struct X; fn f() { use super::b; b::g() }", b, true);
    check("pub struct X; mod inner { use super::super::b::Y; }", b, true);
    check("pub struct X; use super::b as c;", b, true);
    check("pub struct X; /// [`crate::b`]\n fn f() { \"crate::b\"; }", b, false);
    check("pub struct X; #[cfg(test)] mod tests { use crate::b::Y; }", b, false);
    // handed on by the parent, so the parent has no part in it
    let parent = "mod a; mod b; pub use a::X; pub use b::Y;";
    let found =
        circles_of(&[("lib.rs", parent), ("a.rs", "pub struct X;"), ("b.rs", "use crate::X; pub struct Y;")]);
    assert!(found.is_empty(), "{found:?}");
    // what the parent holds itself, and takes back
    let found = circles_of(&[
        ("p/mod.rs", "mod a; use a::X; pub struct P;"),
        ("p/a.rs", "use super::P; pub struct X;"),
    ]);
    assert_eq!(found, ["p/a.rs p/mod.rs"]);
    let found = circles_of(&[
        ("p.rs", "rules! { a } pub struct P;"),
        ("p/a.rs", "use super::*; fn f() { super::P }"),
    ]);
    assert_eq!(found, ["p.rs p/a.rs"]);
}
