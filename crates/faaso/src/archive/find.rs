//! What of a folder or zip can be opened: itself, or the runtimes and funkos that lie in it.

use crate::{
    bundle::{Bundle, File},
    funko,
    path::last_part,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// It has a Dockerfile and no `funko.yml`, or the files of a runtime's own: `Dockerfile.j2`, `template/funko.yml.j2`.
    Runtime,
    /// A funko's own files: `funko.yml`, and a Dockerfile only if it names no runtime.
    Funko,
    /// What `faaso export` or *Funko zip (ready to build)* made: `funko.yml` with a runtime, and a Dockerfile.
    BuildContext,
    Unknown,
}

/// Something that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub kind: Kind,
    /// Where it lies; empty for everything.
    pub folder: String,
    pub name: String,
    /// The README's first line, or of a funko without one its runtime.
    pub about: String,
    /// The runtime that a funko names.
    pub runtime: Option<String>,
}

/// How many are offered.
const MOST: usize = 500;

/// Says what a bundle is, by the files at its top.
pub fn recognise(bundle: &Bundle) -> Kind {
    marks(bundle).get("").map_or(Kind::Unknown, |marks| marks.kind(bundle, "").0)
}

/// What can be opened, runtimes first, by path; the whole stands last. A lone Dockerfile at the top may belong to a runtime or to a
/// repository that has runtimes in it, so those are looked for.
pub fn find(bundle: &Bundle, name: &str) -> Vec<Found> {
    let marks = marks(bundle);
    let whole = marks.get("").map_or((Kind::Unknown, false), |marks| marks.kind(bundle, ""));
    let (mut sure, mut unsure) = (Vec::<Found>::new(), Vec::<Found>::new());
    if !whole.1 {
        for (folder, marks) in marks.iter().filter(|(folder, _)| !folder.is_empty()) {
            let (kind, is_sure) = marks.kind(bundle, folder);
            let hidden = folder.split('/').any(|part| part.starts_with('.'));
            let inside = |found: &Found| {
                folder.strip_prefix(found.folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
            };
            if kind == Kind::Unknown || hidden || sure.iter().any(inside) || sure.len() > MOST {
                continue;
            }
            let found = describe(bundle, kind, folder, last_part(folder));
            if is_sure { sure.push(found) } else { unsure.push(found) }
        }
    }
    let mut found = match (whole.0, sure.is_empty()) {
        (Kind::Unknown, true) => unsure,
        _ => sure,
    };
    found.sort_by_key(|found| found.kind != Kind::Runtime);
    found.truncate(MOST);
    if whole.0 != Kind::Unknown {
        found.push(describe(bundle, whole.0, "", name));
    }
    found
}

/// What lies in one folder and tells what it is.
#[derive(Clone, Copy, Default)]
struct Marks {
    dockerfile: bool,
    dockerfile_template: bool,
    funko_yml: bool,
    template: bool,
    /// `template/funko.yml`, rendered or not.
    template_yml: bool,
}

/// Of every folder that has any.
fn marks(bundle: &Bundle) -> BTreeMap<&str, Marks> {
    let mut all = BTreeMap::<&str, Marks>::new();
    for (path, _) in bundle.files() {
        let path = path.as_str();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match last_part(path) {
            "Dockerfile" => all.entry(folder).or_default().dockerfile = true,
            "Dockerfile.j2" => all.entry(folder).or_default().dockerfile_template = true,
            funko::FILE => all.entry(folder).or_default().funko_yml = true,
            _ => {}
        }
        let mut at = 0;
        for part in path.split('/') {
            let rest = path.get(at + part.len() + 1..);
            if let (true, Some(rest)) = (part == "template", rest) {
                let marks = all.entry(path[..at].trim_end_matches('/')).or_default();
                marks.template = true;
                marks.template_yml |= matches!(rest, "funko.yml" | "funko.yml.j2");
            }
            at += part.len() + 1;
        }
    }
    for folder in bundle.folders().filter(|folder| folder.name() == "template") {
        let above = folder.as_str().strip_suffix("template").unwrap_or_default();
        all.entry(above.trim_end_matches('/')).or_default().template = true;
    }
    all
}

impl Marks {
    /// What the folder is, and whether that is sure: a Dockerfile alone may be anyone's.
    fn kind(&self, bundle: &Bundle, folder: &str) -> (Kind, bool) {
        let has_runtime = self.dockerfile_template || self.dockerfile && self.template_yml;
        match self.funko_yml {
            true if has_runtime => (Kind::Runtime, true),
            true if self.dockerfile => {
                match yml(bundle, folder).and_then(|yml| funko::read(&yml.bytes).funko.ok()) {
                    Some(described) if described.runtime.is_none() => (Kind::Funko, true),
                    _ => (Kind::BuildContext, true),
                }
            }
            // in a funko a folder `template/` is one like any other
            true => (Kind::Funko, true),
            false if has_runtime || self.template_yml || self.dockerfile && self.template => {
                (Kind::Runtime, true)
            }
            false if self.dockerfile => (Kind::Runtime, false),
            false if self.template && folder.is_empty() => (Kind::Runtime, false),
            false => (Kind::Unknown, false),
        }
    }
}

fn yml<'a>(bundle: &'a Bundle, folder: &str) -> Option<&'a File> {
    bundle.get(&inside(folder, funko::FILE))
}

fn inside(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn describe(bundle: &Bundle, kind: Kind, folder: &str, name: &str) -> Found {
    let runtime = match kind {
        Kind::Funko | Kind::BuildContext => yml(bundle, folder)
            .and_then(|yml| funko::read(&yml.bytes).funko.ok())
            .and_then(|funko| funko.runtime),
        _ => None,
    };
    let readme = bundle.get(&inside(folder, "README.md")).and_then(File::as_text).unwrap_or_default();
    let readme = readme.trim_start_matches('\u{feff}');
    let title = readme.lines().map(|line| line.trim_start_matches('#').trim()).find(|line| !line.is_empty());
    let about = match (title, &runtime) {
        (Some(title), _) => title.chars().take(200).collect(),
        (None, Some(runtime)) => format!("uses the runtime {runtime}"),
        (None, None) => String::new(),
    };
    Found { kind, folder: folder.to_owned(), name: name.to_owned(), about, runtime }
}
