//! The lessons: the folders of `lessons/`, embedded at build time. Adding one is adding a folder: `lesson.json` with its
//! words, goals and solution, and `start/` with the project it begins with.

mod files;
mod goal;
mod solution;

pub use goal::{Goal, Nothing};
pub use solution::Step;

use files::{place, put};

use faaso::{
    analysis::Analysis,
    bundle::File,
    changes::{self, State},
    project::{Edit, FileId, Project},
};
use serde::Deserialize;
use std::sync::LazyLock;

/// The name of the funko in every lesson.
const FUNKO_NAME: &str = "hello";

/// A small task on the real workbench.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The folder's name without its number, also the runtime's name.
    pub id: &'static str,
    pub words: Words,
    /// What it begins with.
    pub start: Project,
    /// What it ends with, where the author does as `solution` says.
    pub solved: Project,
}

/// `lesson.json`. Texts are plain; code stands in backticks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub title: String,
    /// What it is about, in a sentence or two.
    pub about: String,
    /// The file that is shown first: `runtime/…` or `funko/…`.
    pub shows: String,
    /// What to do, one thing each.
    pub steps: Vec<String>,
    pub checks: Vec<Check>,
    pub hint: String,
    /// One way to do it, one change each. The lesson is done with the last one.
    pub solution: Vec<Step>,
}

/// Something that has to be true for the lesson to be done.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// In words.
    pub says: String,
    pub goal: Goal,
}

/// Every lesson, in the order they are meant to be taken.
pub fn lessons() -> &'static [Lesson] {
    static LESSONS: LazyLock<Vec<Lesson>> =
        LazyLock::new(|| EMBEDDED.iter().map(|&(folder, files)| read(folder, files)).collect());
    &LESSONS
}

impl Lesson {
    /// For each of its checks whether it is true of this project, of which the engine answered this.
    pub fn met(&self, project: &Project, analysis: &Analysis) -> Vec<bool> {
        self.words.checks.iter().map(|check| check.goal.is_met(project, analysis)).collect()
    }

    /// The edit that makes the solution of whatever the project is now.
    pub fn solve(&self, now: &Project) -> Edit {
        towards(&self.solved, now)
    }

    /// The edit that makes what the lesson begins with of whatever the project is now.
    pub fn restart(&self, now: &Project) -> Edit {
        towards(&self.start, now)
    }

    /// The file that is shown first.
    pub fn shown(&self) -> FileId {
        place(&self.words.shows)
    }
}

/// A path inside a lesson's folder, its text.
type Embedded = (&'static str, &'static str);

/// Made by `build.rs`.
static EMBEDDED: &[(&str, &[Embedded])] = include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

fn read(folder: &'static str, files: &'static [Embedded]) -> Lesson {
    let id = folder.split_once('-').map_or(folder, |(_, id)| id);
    let json = files.iter().find(|(path, _)| *path == "lesson.json").map(|(_, text)| *text);
    let words: Words = serde_json::from_str(json.expect("a lesson has a lesson.json"))
        .unwrap_or_else(|error| panic!("lessons/{folder}/lesson.json: {error}"));
    let mut start =
        Project { runtime_name: id.to_owned(), funko_name: FUNKO_NAME.to_owned(), ..Project::default() };
    for (path, text) in files.iter().filter_map(|(path, text)| Some((path.strip_prefix("start/")?, text))) {
        put(&mut start, &place(path), Some(File::text(text)));
    }
    let mut solved = start.clone();
    words.solution.iter().for_each(|step| step.make(&mut solved));
    Lesson { id, words, start, solved }
}

fn towards(wanted: &Project, now: &Project) -> Edit {
    let differing = changes::between(wanted, now);
    // a file may have to go before another can lie below its path
    let (gone, made): (Vec<_>, Vec<_>) =
        differing.into_iter().partition(|change| change.before == State::Missing);
    let names = [Edit::RuntimeName(wanted.runtime_name.clone()), Edit::FunkoName(wanted.funko_name.clone())];
    Edit::All(gone.iter().chain(&made).map(|change| change.back()).chain(names).collect())
}
