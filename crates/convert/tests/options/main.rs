//! Options: made of text, taken back, renamed. What comes out is held against what FaaSO makes.

mod by_chance;
mod cases;
mod patch;

mod readme;

use crinja::{Budget, Context};
use faaso::{
    bundle::{Bundle, File},
    funko::{self, OptionValue},
    path::BundlePath,
    project::{FileId, FunkoEntry, Project},
    text::Span,
    trees::{self, Outcome},
};
use std::sync::Arc;

pub fn path(text: &str) -> BundlePath {
    BundlePath::new(text).expect("a path")
}

pub fn runtime(text: &str) -> FileId {
    FileId::runtime(path(text))
}

/// A project with these files of the runtime.
pub fn project(files: &[(&str, &str)]) -> Project {
    let mut runtime = Bundle::new();
    for (name, text) in files {
        runtime.put(path(name), File::text(text)).expect("no file lies below another");
    }
    Project { runtime_name: "mine".into(), runtime, funko_name: "hello".into(), ..Project::default() }
}

pub fn bundled(name: &str) -> Project {
    let runtime = catalog::find(name).expect("it is bundled").files.clone();
    Project { runtime_name: name.into(), runtime, funko_name: "hello".into(), ..Project::default() }
}

pub fn text(project: &Project, name: &str) -> String {
    let file = project.runtime.get(name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(file.bytes.to_vec()).expect("text")
}

/// Where a text first stands in a file.
pub fn find(project: &Project, name: &str, wanted: &str) -> Span {
    let text = text(project, name);
    let start = text.find(wanted).unwrap_or_else(|| panic!("{wanted:?} isn't in {name}"));
    Span::new(start, start + wanted.len())
}

fn render(_: &FileId, text: &str, context: &Context) -> Outcome {
    crinja::render(text, context, &Budget::default()).map(Arc::new)
}

/// What a new funko builds, and what it gets.
pub fn built(project: &Project) -> (Bundle, Bundle) {
    let new = trees::new_funko(Some(&project.runtime), &project.runtime_name, "hello", &mut render);
    let new = new.bundle().expect("a new funko");
    let built = trees::build_context(Some(&project.runtime), &new, &mut render);
    (built.bundle().unwrap_or_else(|verdict| panic!("{verdict:?}")), new)
}

/// The same, without the files that say which options there are.
pub fn rest(project: &Project) -> Bundle {
    let (mut built, _) = built(project);
    built.remove("funko.yml");
    built.remove("README.md");
    built
}

/// What a new funko's `funko.yml` says of an option.
pub fn default(project: &Project, name: &str) -> Option<OptionValue> {
    let (_, new) = built(project);
    funko::read(&new.get("funko.yml")?.bytes).funko.ok()?.option(name).cloned()
}

/// The project with this `funko.yml` of the author's own.
pub fn with_yml(mut project: Project, yml: &str) -> Project {
    project.own.insert(path("funko.yml"), FunkoEntry::File(File::text(yml)));
    project
}
