//! An option gets another name, wherever it stands. No byte of the output changes.

use super::{
    extract::{finish, name_is_good},
    preview::{Changed, Rewrite},
    selection::Source,
    spelling, uses,
    yml::Yml,
};
use crate::readme_table;
use crinja::{
    Template,
    ast::ExprKind,
    visit::{self},
};
use faaso::{
    project::{Edit, Project},
    text::Span,
};
use serde::{Deserialize, Serialize};

/// What another name for an option changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renamed {
    pub changes: Vec<Changed>,
    /// The one edit, or why it can't be made.
    pub edit: Result<Edit, String>,
}

/// Renames an option in templates, in every `funko.yml`, in scenarios and in the README.
pub fn rename(project: &Project, old: &str, new: &str) -> Result<Renamed, String> {
    let new = new.trim();
    name_is_good(new)?;
    if old == new {
        return Err("This is its name already.".to_owned());
    }
    let template = Yml::of_template(project)?;
    let ymls: Vec<Yml> = template.into_iter().chain(Yml::others(project)).collect();
    let sources: Vec<Source> = Source::all(project).collect();
    let named = |name: &str| {
        let used = |source: &Source| {
            source.template.as_ref().is_some_and(|template| {
                let broken = uses::in_broken_tags(template);
                uses::keys(template).iter().any(|key| key == name)
                    || broken.iter().any(|(key, _)| key == name)
            })
        };
        sources.iter().any(used) || ymls.iter().any(|yml| yml.option(name).is_some())
    };
    if !named(old) {
        return Err(format!("There is no option `{old}`."));
    }
    if named(new) {
        return Err(format!("There is already an option `{new}`."));
    }
    let mut rewrites = Vec::new();
    for source in &sources {
        let Some(template) = &source.template else { continue };
        let text = in_template(template, &source.text, old, new);
        if text != source.text {
            rewrites.push(Rewrite::new(source.file.clone(), text));
        }
    }
    for yml in ymls {
        // a comment may name it, where it isn't set
        let text = yml.renamed(old, new).ok_or_else(|| {
            format!("Couldn't rename the option in `{}`. Rename it there, then try again.", yml.file.path)
        })?;
        if text != yml.source {
            rewrites.push(Rewrite::new(yml.file, text));
        }
    }
    rewrites.extend(readme_table::renamed(project, old, new).map(|(file, text)| Rewrite::new(file, text)));
    let (changes, edit) = match finish(project, rewrites) {
        Ok((edit, changes)) => (changes, Ok(edit)),
        Err((changes, why)) => (changes, Err(why)),
    };
    Ok(Renamed { changes, edit })
}

fn in_template(template: &Template, text: &str, old: &str, new: &str) -> String {
    let mut places: Vec<(Span, String)> = Vec::new();
    for found in uses::of(template, old) {
        let expr = found.place.expr;
        match &expr.kind {
            ExprKind::Member { .. } if spelling::can_follow_a_dot(new) => {
                places.push((found.key_span, new.to_owned()));
            }
            ExprKind::Member { object, .. } => {
                let dot = Span::new(template.expr(*object).span.end, found.key_span.end);
                places.push((dot, format!("[{}]", spelling::literal(new, '"'))));
            }
            _ => places.push((found.key_span, literal_like(found.key_span.of(text), new))),
        }
    }
    for (key, span) in uses::in_broken_tags(template) {
        if key == old && spelling::can_follow_a_dot(new) {
            let quoted = span.of(text).starts_with(['"', '\'']);
            let new = if quoted { literal_like(span.of(text), new) } else { new.to_owned() };
            places.push((span, new));
        }
    }
    places.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    places.dedup_by_key(|(span, _)| span.start);
    let mut text = text.to_owned();
    for (span, new) in places {
        text.replace_range(span.start..span.end, &new);
    }
    text
}

/// With the quotes that are there.
fn literal_like(written: &str, text: &str) -> String {
    spelling::literal(text, if written.starts_with('\'') { '\'' } else { '"' })
}

/// Every option that a project names, sorted: what can be renamed.
pub fn all(project: &Project) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for source in Source::all(project) {
        names.extend(source.template.iter().flat_map(|template| {
            visit::options(template).into_iter().map(|found| found.key.to_string()).collect::<Vec<_>>()
        }));
    }
    let template = Yml::of_template(project).ok().flatten();
    for yml in template.into_iter().chain(Yml::others(project)) {
        names.extend(yml.described().into_iter().map(|option| option.name));
    }
    names.sort();
    names.dedup();
    names
}
