//! Every change to scenarios, as one edit.

use super::{
    run::{Now, run},
    store::{ERROR, EXPECTED, LIST, Part, check_name, inside, listed_as, names, scenario_of, yml_path},
};
use crate::{
    bundle::{Bundle, File},
    fate::SCENARIOS,
    path::BundlePath,
    project::{Edit, Project},
    trees::Render,
};
use std::collections::BTreeMap;

/// The edit that expects of a scenario what it makes now; none where it is expected already.
pub fn accept(runtime: &Bundle, name: &str, now: &Now) -> Option<Edit> {
    let written = |path: &BundlePath| {
        let path = path.below(&format!("{SCENARIOS}/{name}"));
        path.is_some_and(|path| {
            matches!(path.as_str(), LIST | ERROR) || path.as_str().split('/').next() == Some(EXPECTED)
        })
    };
    all(runtime, written, expectation(name, now))
}

/// The edit that adds a scenario. `now`: what it makes, if that is what is expected of it.
pub fn create(runtime: &Bundle, name: &str, yml: File, now: Option<&Now>) -> Result<Edit, String> {
    is_free(runtime, name)?;
    let mut wanted = now.map(|now| expectation(name, now)).unwrap_or_default();
    wanted.insert(yml_path(name).ok_or("The name is too long.")?, yml);
    all(runtime, |_| false, wanted).ok_or_else(|| "Nothing changed.".to_owned())
}

/// The edit that adds a scenario and expects of it what it makes now. Where FaaSO fails, nothing is expected yet.
pub fn create_as_it_is(
    runtime: &Bundle,
    name: &str,
    yml: File,
    render: &mut Render<'_>,
) -> Result<Edit, String> {
    let alone = create(runtime, name, yml.clone(), None)?;
    let mut tried = Project { runtime: runtime.clone(), ..Project::default() };
    tried.apply(alone).map_err(|error| error.to_string())?;
    let now = run(&tried.runtime, name, render).map(|ran| ran.now);
    create(runtime, name, yml, now.as_ref().filter(|now| matches!(now, Now::Files(_))))
}

/// A name that no scenario has: this one, or with a number.
pub fn free_name(runtime: &Bundle, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name} {number}"));
    let mut all = std::iter::once(name.to_owned()).chain(numbered);
    all.find(|name| names(runtime).iter().all(|known| known.to_lowercase() != name.to_lowercase()))
        .unwrap_or_default()
}

/// The edit that deletes a scenario; none where there is no such.
pub fn delete(runtime: &Bundle, name: &str) -> Option<Edit> {
    all(runtime, |path| scenario_of(path) == Some(name), BTreeMap::new())
}

/// The edit that gives a scenario another name.
pub fn rename(runtime: &Bundle, name: &str, new: &str) -> Result<Edit, String> {
    is_free(runtime, new)?;
    let folder = format!("{SCENARIOS}/{name}");
    let moved = runtime.files().filter_map(|(path, file)| {
        Some(path.below(&folder)?.inside(&format!("{SCENARIOS}/{new}")).map(|path| (path, file.clone())))
    });
    let wanted: BTreeMap<_, _> = moved.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let before = |path: &BundlePath| scenario_of(path) == Some(name);
    all(runtime, before, wanted).ok_or_else(|| format!("There is no scenario `{name}`."))
}

/// No scenario has this name, be it in other case: some systems can't keep both.
fn is_free(runtime: &Bundle, name: &str) -> Result<(), String> {
    check_name(name)?;
    match names(runtime).iter().find(|known| known.to_lowercase() == name.to_lowercase()) {
        Some(known) => Err(format!("There is already a scenario `{known}`.")),
        None => Ok(()),
    }
}

/// What is written down of what a scenario makes.
fn expectation(name: &str, now: &Now) -> BTreeMap<BundlePath, File> {
    let text = |path: &str, text: &str| Some((inside(name, path)?, File::text(text)));
    match now {
        Now::Error(error) => text(ERROR, &format!("{error}\n")).into_iter().collect(),
        Now::Files(files) => {
            let list: String = files.keys().map(|path| listed_as(path) + "\n").collect();
            let rendered = files.iter().filter_map(|(path, (part, _))| match part {
                Part::Rendered(rendered) => text(&format!("{EXPECTED}/{path}"), rendered),
                Part::Copied => None,
            });
            rendered.chain(text(LIST, &list)).collect()
        }
    }
}

/// In place of some files, these; none where they are the same. Files go before others come, so that a folder may take
/// the place of a file.
fn all(
    runtime: &Bundle,
    before: impl Fn(&BundlePath) -> bool,
    wanted: BTreeMap<BundlePath, File>,
) -> Option<Edit> {
    let gone =
        runtime.files().map(|(path, _)| path).filter(|path| before(path) && !wanted.contains_key(*path));
    let mut edits: Vec<Edit> = gone.map(|path| Edit::Runtime { path: path.clone(), file: None }).collect();
    for (path, file) in &wanted {
        if runtime.get(path.as_str()) != Some(file) {
            edits.push(Edit::Runtime { path: path.clone(), file: Some(file.clone()) });
        }
    }
    (!edits.is_empty()).then_some(Edit::All(edits))
}
