//! A selected text becomes an option: its default is what stands there.

use super::{
    guess::{self, Guess, Kind},
    output::{self, Made},
    preview::{self, Changed, Rewrite},
    selection::{Selection, Source, Within, resolve, rewritten},
    spelling, uses,
    yml::Yml,
};
use crate::readme_table;
use crinja::Rendered;
use faaso::{
    fate::Fate,
    funko::OptionValue,
    path::BundlePath,
    project::{Edit, FileId, Project},
    text::Span,
    trees::{self, Content},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, sync::Arc};

/// The most places that are listed.
const MOST: usize = 500;

/// What the author wants of it. What is none is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub name: Option<String>,
    pub kind: Option<Kind>,
    /// What the option does: the comment above it.
    pub about: Option<String>,
    /// Which of the other places take it too, by their number.
    pub places: Option<Vec<usize>>,
}

/// Another place where the same text stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub file: FileId,
    pub span: Span,
    /// From 1.
    pub line: usize,
    /// The whole line.
    pub text: String,
    /// It takes the option too.
    pub taken: bool,
}

/// An option as it would be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extracted {
    pub name: String,
    pub kind: Kind,
    /// It can be a list.
    pub can_be_list: bool,
    pub about: String,
    /// What stands there.
    pub default: String,
    /// The file and line that it was selected in.
    pub at: (FileId, usize),
    pub places: Vec<Place>,
    /// Every file that changes.
    pub changes: Vec<Changed>,
    /// The one edit, or why it can't be made.
    pub edit: Result<Edit, String>,
}

/// What becomes of a selection. An error where nothing can become of it, whatever the author wants.
pub fn extract(project: &Project, selection: &Selection, wanted: &Wanted) -> Result<Extracted, String> {
    let source = Source::of(project, &selection.file)?;
    let rendered = match selection.within {
        Within::Output => rendered_file(project, &selection.file)?,
        Within::File => None,
    };
    let span = resolve(selection, &source, rendered.as_deref())?;
    let default = span.of(&source.text).to_owned();
    let guess = guess::guess(selection.file.path.as_str(), &source.text, span);
    let list = guess::words(&default);
    let kind = match wanted.kind.unwrap_or(guess.kind) {
        Kind::List if list.is_none() => Kind::Text,
        kind => kind,
    };
    let value = match (kind, &list) {
        (Kind::List, Some((items, _))) => OptionValue::List(items.clone()),
        _ => OptionValue::Text(default.clone()),
    };
    let separator = list.as_ref().map_or(" ", |(_, separator)| separator);
    let name = match &wanted.name {
        Some(name) => name.trim().to_owned(),
        None => free(project, &guess.name, &value),
    };
    let about = wanted.about.clone().unwrap_or_else(|| guess.about.clone());
    let mut places = others(project, &source, span, &guess);
    if let Some(taken) = &wanted.places {
        places.iter_mut().enumerate().for_each(|(number, place)| place.taken = taken.contains(&number));
    }
    let made = make(project, (&source, span), &places, &name, &value, separator, &about);
    let (changes, edit) = match made {
        Ok((edit, changes)) => (changes, Ok(edit)),
        Err((changes, why)) => (changes, Err(why)),
    };
    Ok(Extracted {
        name,
        kind,
        can_be_list: list.is_some(),
        about,
        default,
        at: (selection.file.clone(), line_of(&source.text, span.start)),
        places,
        changes,
        edit,
    })
}

/// What a file is rendered to in a build.
fn rendered_file(project: &Project, file: &FileId) -> Result<Option<Arc<Rendered>>, String> {
    if !Fate::by_name(file).is_rendered() {
        return Ok(None);
    }
    let outcome = |tree: &trees::Tree| {
        tree.files.values().filter(|output| output.origin == *file).find_map(|output| match &output.content {
            Content::Rendered(outcome) => Some(outcome.clone()),
            Content::Copied(_) => None,
        })
    };
    match output::shown(project, outcome) {
        Some(Ok(rendered)) => Ok(Some(rendered)),
        Some(Err(error)) => {
            Err(format!("Fix the error in `{}` first. FaaSO says: {}", file.path, error.message))
        }
        None => Err(format!("FaaSO doesn't render `{}` now.", file.path)),
    }
}

pub type Refused = (Vec<Changed>, String);

#[allow(clippy::too_many_arguments, reason = "an option with all that it is made of")]
fn make(
    project: &Project,
    (source, span): (&Source, Span),
    places: &[Place],
    name: &str,
    value: &OptionValue,
    separator: &str,
    about: &str,
) -> Result<(Edit, Vec<Changed>), Refused> {
    let no = |why: String| (Vec::new(), why);
    name_is_good(name).map_err(no)?;
    let mut taken: Vec<(FileId, Span)> = vec![(source.file.clone(), span)];
    taken.extend(places.iter().filter(|place| place.taken).map(|place| (place.file.clone(), place.span)));
    taken.sort();
    let files: BTreeSet<FileId> = taken.iter().map(|(file, _)| file.clone()).collect();
    let mut rewrites = Vec::new();
    for file in files {
        let of = Source::of(project, &file).map_err(no)?;
        let quote = quote(&of);
        let written = written(name, value, separator, quote);
        let here = taken.iter().filter(|(other, _)| *other == file);
        let here: Vec<_> = here
            .map(|(_, span)| (*span, of.text_around(*span).unwrap_or_default(), written.clone()))
            .collect();
        let mut rewrite = Rewrite::new(file.clone(), rewritten(&of, &here));
        if of.template.is_none() {
            rewrite.path = Some(as_template_path(project, &file).map_err(no)?);
        }
        rewrites.push(rewrite);
    }
    describe(project, name, value, about, &mut rewrites).map_err(no)?;
    finish(project, rewrites)
}

/// Brings the README's table up to date, looks whether the output stays what it is, and gives the edit.
pub fn finish(project: &Project, mut rewrites: Vec<Rewrite>) -> Result<(Edit, Vec<Changed>), Refused> {
    let no = |why: String| (Vec::new(), why);
    let broken = |error: faaso::project::EditError| no(format!("{error}."));
    let (edit, _) = preview::edit(project, &rewrites);
    let mut after = project.clone();
    after.apply(edit).map_err(broken)?;
    if let Some((file, text)) = readme_table::updated(&after) {
        rewrites.retain(|rewrite| rewrite.file != file);
        rewrites.push(Rewrite::new(file, text));
    }
    let (edit, changes) = preview::edit(project, &rewrites);
    let mut after = project.clone();
    after.apply(edit.clone()).map_err(broken)?;
    match Made::of(project).difference(&Made::of(&after)) {
        Some(difference) => Err((changes, difference)),
        None => Ok((edit, changes)),
    }
}

/// Writes the option into the template's `funko.yml` and the author's own.
pub(super) fn describe(
    project: &Project,
    name: &str,
    value: &OptionValue,
    about: &str,
    rewrites: &mut Vec<Rewrite>,
) -> Result<(), String> {
    let yml = Yml::of_template(project)?;
    let same = match yml.as_ref().and_then(|yml| yml.option(name)) {
        Some(known) if known != value => {
            return Err(format!(
                "There is already an option `{name}` with another default. Choose another name."
            ));
        }
        known => known.is_some(),
    };
    let used = Source::all(project).any(|source| {
        source.template.as_ref().is_some_and(|template| uses::keys(template).iter().any(|key| key == name))
    });
    if used && !same {
        return Err(format!("The runtime already uses an option `{name}`. Choose another name."));
    }
    if same {
        return Ok(());
    }
    match yml {
        Some(yml) => {
            let text = yml.with(name, value, about).ok_or_else(|| {
                format!(
                    "Couldn't find a place for the option in `{}`. Add it there, then try again.",
                    yml.file.path
                )
            })?;
            rewrites.push(Rewrite::new(yml.file.clone(), text));
        }
        None => {
            let path = BundlePath::new(super::yml::TEMPLATES[0]).map_err(|error| error.to_string())?;
            let yml = Yml::empty(FileId::runtime(path.clone()), project)?;
            let text = yml.with(name, value, about).ok_or("Couldn't write the option's default.")?;
            rewrites.push(Rewrite::new(FileId::runtime(path), text));
        }
    }
    for yml in Yml::others(project).into_iter().filter(|yml| yml.file.path.as_str() == faaso::funko::FILE) {
        if yml.option(name).is_none()
            && let Some(text) = yml.with(name, value, about)
        {
            rewrites.push(Rewrite::new(yml.file.clone(), text));
        }
    }
    Ok(())
}

/// The option as it is printed: with its default, so that funkos that don't set it stay as they are.
pub(super) fn written(name: &str, value: &OptionValue, separator: &str, quote: char) -> String {
    let access = spelling::access(name);
    let default = spelling::value(value, quote);
    match value {
        OptionValue::Text(_) => format!("{access} | default({default})"),
        OptionValue::List(_) => {
            format!("{access} | default({default}) | join({})", spelling::literal(separator, quote))
        }
    }
}

/// Single quotes say that the file was none of FaaSO's templates before: without its options it becomes plain again.
pub fn quote(source: &Source) -> char {
    let Some(template) = &source.template else { return '\'' };
    let has_tags = template.nodes.iter().any(|node| !matches!(node, crinja::ast::Node::Text(_)));
    let all_single = crinja::visit::options(template).iter().all(|found| {
        let print = uses::printed_alone(template, found);
        print.is_some_and(|print| is_single(print.span.of(&source.text)))
    });
    if has_tags && all_single && !crinja::visit::options(template).is_empty() { '\'' } else { '"' }
}

/// An option that was written into a file that wasn't a template.
pub fn is_single(print: &str) -> bool {
    print.contains("| default('") || print.contains("| default(['")
}

/// A copied file's path as a template.
pub(super) fn as_template_path(project: &Project, file: &FileId) -> Result<BundlePath, String> {
    let path = format!("{}.j2", file.path);
    match project.runtime.get(&path) {
        Some(_) => Err(format!("`{path}` already exists.")),
        None => BundlePath::new(&path).map_err(|error| error.to_string()),
    }
}

/// Any name can be written, but for one that is empty or goes over several lines.
pub fn name_is_good(name: &str) -> Result<(), String> {
    match name {
        "" => Err("Enter a name.".to_owned()),
        name if name.chars().any(char::is_control) => {
            Err("The name can't contain control characters.".to_owned())
        }
        name if name.chars().count() > 100 => Err("The name can have at most 100 characters.".to_owned()),
        name if !spelling::can_follow_a_dot(name) && name.contains(['{', '}']) => {
            Err("The name can't contain `{` or `}`.".to_owned())
        }
        _ => Ok(()),
    }
}

/// The name, or one with a number that no other option has.
fn free(project: &Project, name: &str, value: &OptionValue) -> String {
    let yml = Yml::of_template(project).ok().flatten();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for source in Source::all(project) {
        known.extend(source.template.iter().flat_map(uses::keys));
    }
    if let Some(yml) = &yml {
        known.extend(yml.described().into_iter().map(|option| option.name));
        if yml.option(name) == Some(value) {
            return name.to_owned();
        }
    }
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| !known.contains(name))
        .unwrap_or_else(|| name.to_owned())
}

/// Where else the same text stands, as whole words; ticked where the same thing is meant beyond doubt.
fn others(project: &Project, source: &Source, span: Span, guess: &Guess) -> Vec<Place> {
    let selected = span.of(&source.text);
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '.';
    let first = selected.chars().next().is_some_and(part);
    let last = selected.chars().next_back().is_some_and(part);
    let distinctive = selected.chars().count() >= 8 && selected.chars().any(|c| !c.is_alphabetic());
    let mut places = Vec::new();
    for other in Source::all(project) {
        // a text for readers would become a template of itself; the author may still want that
        let is_document = other.file.path.as_str().ends_with(".md");
        for (text, _) in other.texts() {
            for (at, _) in text.of(&other.text).match_indices(selected) {
                let here = Span::new(text.start + at, text.start + at + selected.len());
                let before = other.text[..here.start].chars().next_back().is_some_and(part);
                let after = other.text[here.end..].chars().next().is_some_and(part);
                let itself = other.file == source.file && here.start < span.end && span.start < here.end;
                let overlaps = places
                    .last()
                    .is_some_and(|last: &Place| last.file == other.file && here.start < last.span.end);
                if (first && before) || (last && after) || itself || overlaps {
                    continue;
                }
                if places.len() == MOST {
                    return places;
                }
                let same = guess::guess(other.file.path.as_str(), &other.text, here);
                let taken = !is_document
                    && (distinctive || (guess.by_context && same.by_context && same.name == guess.name));
                let start = other.text[..here.start].rfind('\n').map_or(0, |newline| newline + 1);
                let end = other.text[here.end..].find('\n').map_or(other.text.len(), |at| here.end + at);
                places.push(Place {
                    file: other.file.clone(),
                    span: here,
                    line: line_of(&other.text, here.start),
                    text: other.text[start..end].to_owned(),
                    taken,
                });
            }
        }
    }
    places
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text[..at].bytes().filter(|&byte| byte == b'\n').count()
}
