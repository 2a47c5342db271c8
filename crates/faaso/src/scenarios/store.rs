//! Where a scenario's parts lie in its runtime.

use crate::{
    bundle::{Bundle, File},
    fate::SCENARIOS,
    funko,
    path::BundlePath,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The list of the files that are built.
pub(super) const LIST: &str = "files.txt";
/// The folder of the rendered ones.
pub(super) const EXPECTED: &str = "expected";
/// FaaSO's error, where one is expected.
pub(super) const ERROR: &str = "error.txt";

/// The most letters of a name.
const LONGEST: usize = 60;

/// A part of what is built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A copy of one of the runtime's files, which stands for itself.
    Copied,
    /// What a template gave, or FaaSO's error.
    Rendered(String),
}

/// What is expected of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Nothing was accepted yet.
    Nothing,
    /// These files of the build context, by their paths.
    Files(BTreeMap<String, Part>),
    /// FaaSO stops with this.
    Error(String),
}

/// The names of all scenarios of a runtime, in their order.
pub fn names(runtime: &Bundle) -> Vec<String> {
    let mut names: Vec<String> =
        runtime.files().filter_map(|(path, _)| Some(scenario_of(path)?.to_owned())).collect();
    names.dedup();
    names
}

/// The scenario that a file of a runtime belongs to.
pub fn scenario_of(path: &BundlePath) -> Option<&str> {
    let (name, _) = path.as_str().strip_prefix(SCENARIOS)?.strip_prefix('/')?.split_once('/')?;
    Some(name)
}

/// Where a scenario's `funko.yml` lies.
pub fn yml_path(name: &str) -> Option<BundlePath> {
    inside(name, funko::FILE)
}

/// A scenario's `funko.yml`.
pub fn yml_of<'a>(runtime: &'a Bundle, name: &str) -> Option<&'a File> {
    runtime.get(&format!("{SCENARIOS}/{name}/{}", funko::FILE))
}

/// A scenario can have this name: it is a folder's, on every system.
pub fn check_name(name: &str) -> Result<(), String> {
    let say = |why: &str| Err(why.to_owned());
    match name {
        "" => say("Enter a name."),
        _ if name.chars().count() > LONGEST => Err(format!("A name can have at most {LONGEST} characters.")),
        _ if name.starts_with('.') => say("A name can't start with a dot."),
        _ if name.trim() != name || name.ends_with('.') => {
            say("A name can't start or end with a space, or end with a dot.")
        }
        _ if name.chars().any(|c| c.is_control() || "/\\<>:\"|?*".contains(c)) => {
            say(r#"A name can't contain any of `/ \ < > : " | ? *` or control characters."#)
        }
        _ => Ok(()),
    }
}

pub(super) fn inside(name: &str, path: &str) -> Option<BundlePath> {
    BundlePath::new(&format!("{SCENARIOS}/{name}/{path}")).ok()
}

/// What is expected of a scenario.
pub(super) fn expected(runtime: &Bundle, name: &str) -> Expected {
    let text = |path: &str| {
        let file = runtime.get(&format!("{SCENARIOS}/{name}/{path}"))?;
        Some(String::from_utf8_lossy(&file.bytes).into_owned())
    };
    if let Some(error) = text(ERROR) {
        return Expected::Error(error.trim_end().to_owned());
    }
    let listed = text(LIST);
    let folder = format!("{SCENARIOS}/{name}/{EXPECTED}");
    let mut files: BTreeMap<String, Part> = listed
        .iter()
        .flat_map(|list| list.lines())
        .filter(|line| !line.is_empty())
        .map(|line| (line.to_owned(), Part::Copied))
        .collect();
    for (path, file) in runtime.files() {
        if let Some(path) = path.below(&folder) {
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            files.insert(listed_as(&path), Part::Rendered(text));
        }
    }
    if listed.is_none() && files.is_empty() { Expected::Nothing } else { Expected::Files(files) }
}

/// A path as a line of the list.
pub(super) fn listed_as(path: &BundlePath) -> String {
    let path = path.as_str();
    match path.contains(char::is_control) {
        true => path.escape_debug().to_string(),
        false => path.to_owned(),
    }
}
