//! What a lesson wants, as data, and whether it is so: read from the project and from what the engine answered.

use crate::files::place;
use faaso::{
    analysis::{Analysis, Tree, What},
    bundle::File,
    funko::{self, OptionValue},
    path::BundlePath,
    project::{FileId, Project, Side},
};
use serde::Deserialize;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Goal {
    /// The file is in the build context, and this stands in it.
    Builds {
        file: String,
        text: String,
    },
    /// The file is in the build context, and this doesn't stand in it.
    BuildsWithout {
        file: String,
        text: String,
    },
    /// This stands in a file of the build context, and the value of the option is a part of it.
    BuildsFromOption {
        file: String,
        text: String,
        option: String,
    },
    /// A new funko has the file, and this stands in it.
    NewFunko {
        file: String,
        text: String,
    },
    /// This stands in a file of the project (`runtime/…`, `funko/…`) as it is written. Spaces don't count.
    Writes {
        file: String,
        text: String,
    },
    /// A file of the project begins with this.
    Starts {
        file: String,
        text: String,
    },
    /// `funko.yml` sets the option to this, or doesn't set it.
    Option {
        name: String,
        is: Nothing,
    },
    /// `funko.yml` has this list.
    List {
        name: String,
        items: Vec<String>,
    },
    /// No errors and no warnings.
    NoProblems,
    All(Vec<Goal>),
}

/// The three kinds of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nothing {
    Unset,
    EmptyText,
    EmptyList,
}

impl Goal {
    /// Whether it is so. The answer has to be about the project as it is.
    pub fn is_met(&self, project: &Project, analysis: &Analysis) -> bool {
        let built = |file: &str| text_at(project, analysis, &analysis.build_context, file);
        match self {
            Goal::Builds { file, text } => built(file).is_some_and(|it| it.contains(text)),
            Goal::BuildsWithout { file, text } => built(file).is_some_and(|it| !it.contains(text)),
            Goal::BuildsFromOption { file, text, option } => is_from_option(analysis, file, text, option),
            Goal::NewFunko { file, text } => {
                let made = text_at(project, analysis, &analysis.new_funko, file);
                made.is_some_and(|it| it.contains(text))
            }
            Goal::Writes { file, text } => {
                let written = project.file(&place(file)).and_then(File::as_text);
                written.is_some_and(|it| without_spaces(it).contains(&without_spaces(text)))
            }
            Goal::Starts { file, text } => {
                let written = project.file(&place(file)).and_then(File::as_text);
                written.is_some_and(|it| it.starts_with(text))
            }
            Goal::Option { name, is } => options(project, analysis).is_some_and(|set| {
                let value = set.iter().find(|(key, _)| key == name).map(|(_, value)| value);
                match is {
                    Nothing::Unset => value.is_none(),
                    Nothing::EmptyText => value == Some(&OptionValue::Text(String::new())),
                    Nothing::EmptyList => value == Some(&OptionValue::List(Vec::new())),
                }
            }),
            Goal::List { name, items } => options(project, analysis).is_some_and(|set| {
                set.iter().any(|(key, value)| key == name && *value == OptionValue::List(items.clone()))
            }),
            Goal::NoProblems => analysis.problems.is_empty(),
            Goal::All(goals) => goals.iter().all(|goal| goal.is_met(project, analysis)),
        }
    }
}

/// The file of which FaaSO makes this one; none where that doesn't go well.
fn made_at<'a>(tree: &'a Tree, path: &str) -> Option<(&'a FileId, bool)> {
    let entry = tree.entry(&BundlePath::new(path).ok()?)?;
    match &entry.what {
        What::File { from, rendered, broken: false, .. } if !tree.as_new => Some((from, *rendered)),
        _ => None,
    }
}

fn text_at(project: &Project, analysis: &Analysis, tree: &Tree, path: &str) -> Option<String> {
    let (from, rendered) = made_at(tree, path)?;
    if rendered {
        let rendering = analysis.renderings.get(from).filter(|it| it.error.is_none())?;
        return Some(rendering.good.as_ref()?.text.clone());
    }
    file(project, analysis, from)?.as_text().map(str::to_owned)
}

/// The project's own file, or a live one.
fn file<'a>(project: &'a Project, analysis: &'a Analysis, id: &FileId) -> Option<&'a File> {
    match project.file(id) {
        None if id.side == Side::Funko && !project.own.contains_key(&id.path) => analysis.live.get(&id.path),
        own => own,
    }
}

fn is_from_option(analysis: &Analysis, path: &str, text: &str, option: &str) -> bool {
    let Some((from, true)) = made_at(&analysis.build_context, path) else { return false };
    let rendering = analysis.renderings.get(from).filter(|it| it.error.is_none());
    let Some(good) = rendering.and_then(|it| it.good.as_ref()) else { return false };
    let Some(start) = good.text.find(text) else { return false };
    let end = start + text.len();
    let mut begin = 0;
    good.pieces.iter().any(|piece| {
        let within = begin < end && piece.end > start;
        begin = piece.end;
        within && piece.option.as_ref().is_some_and(|it| it.key == option)
    })
}

fn options(project: &Project, analysis: &Analysis) -> Option<Vec<(String, OptionValue)>> {
    let id = FileId::funko(BundlePath::new(funko::FILE).ok()?);
    let yml = file(project, analysis, &id)?;
    Some(funko::read(&yml.bytes).funko.ok()?.options)
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|sign| !matches!(sign, ' ' | '\t')).collect()
}
