//! The template's `funko.yml.j2`, made of what is there: name and runtime filled in, and every option that the
//! runtime's templates use.

use super::{
    Facts,
    report::{fix, fix_by},
    uses::Use,
};
use crate::{
    bundle::File,
    diagnostic::Fix,
    funko::{self, Funko, OptionValue},
    path::BundlePath,
    project::{Edit, FileId},
    trees::Content,
};
use crinja::{
    Template,
    ast::{ExprId, ExprKind},
    value::Value,
};

const PATH: &str = "template/funko.yml.j2";

/// Gives a new funko a fitting `funko.yml`; none where it has one, where something else is in the way, and where there
/// is no runtime to write a template for. Never replaces a file.
pub fn fix_template(facts: &Facts<'_>) -> Option<Fix> {
    let path = BundlePath::new(PATH).ok()?;
    let runtime = &facts.shape().project.runtime;
    if runtime.is_empty() || runtime.get(PATH).is_some() {
        return None;
    }
    if let Some(output) = facts.shape().new_funko.files.get(funko::FILE) {
        let Content::Copied(_) = &output.content else { return None };
        return fill_in(facts, &output.origin, path);
    }
    let elsewhere = facts.shape().new_funko.files.iter().find(|(name, _)| name.as_str() == "funko.yaml");
    if let Some((_, output)) = elsewhere {
        let origin = &output.origin;
        let renamed = BundlePath::new(&origin.path.as_str().replacen("funko.yaml", "funko.yml", 1)).ok()?;
        return fix_by(format!("Rename `{}` to `{renamed}`", origin.path), facts.rename(origin, renamed));
    }
    let file = Some(File::text(&written(facts)?));
    fix(format!("Create `{path}`"), Edit::Runtime { path, file })
}

/// A `funko.yml` that is copied as it is gets name and runtime filled in, and is rendered.
fn fill_in(facts: &Facts<'_>, origin: &FileId, path: BundlePath) -> Option<Fix> {
    let file = facts.source(origin)?.file;
    let mut text = file.as_text()?.to_owned();
    // what looks like a template was not meant as one
    if ["{{", "{%", "{#"].iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let places = |text: &str| funko::read(text.as_bytes()).places;
    for key in ["name", "runtime"] {
        if let Some(span) = places(&text).top(key).map(|entry| entry.value.span) {
            text.replace_range(span.start..span.end, &format!("{{{{ {key} }}}}"));
        }
    }
    let title = format!("Rename `{}` to `{path}` and fill in name and runtime", origin.path);
    let gone = Edit::Runtime { path: origin.path.clone(), file: None };
    let new = Edit::Runtime { path, file: Some(File::new(text.into_bytes(), file.mode)) };
    fix(title, Edit::All(vec![gone, new]))
}

fn written(facts: &Facts<'_>) -> Option<String> {
    let option = |key: String| {
        let value = facts.value(&key).cloned().unwrap_or_else(|| default(facts, &key));
        is_plain(&key, &value).then_some((key, value))
    };
    let options = facts.options_used().into_iter().filter_map(option).collect();
    let text = funko::whole(&Funko { name: "a".to_owned(), runtime: Some("b".to_owned()), options })?;
    Some(text.replacen("name: a\nruntime: b\n", "name: {{ name }}\nruntime: {{ runtime }}\n", 1))
}

/// Rendering leaves it as it is.
fn is_plain(key: &str, value: &OptionValue) -> bool {
    let texts: Vec<&str> = match value {
        OptionValue::Text(text) => vec![key, text],
        OptionValue::List(items) => items.iter().map(String::as_str).chain([key]).collect(),
    };
    texts.iter().all(|text| !["{{", "{%", "{#"].iter().any(|mark| text.contains(mark)))
}

/// What the templates themselves take where it is not set, else an empty value of the kind that they want.
fn default(facts: &Facts<'_>, key: &str) -> OptionValue {
    if let Some(value) = facts.uses_of(key).find_map(said_default) {
        return value;
    }
    match facts.uses_of(key).any(wants_a_list) {
        true => OptionValue::List(Vec::new()),
        false => OptionValue::Text(String::new()),
    }
}

fn said_default(found: &Use<'_>) -> Option<OptionValue> {
    let ExprKind::Filter { arguments, .. } = &found.default()?.expr.kind else { return None };
    literal(found.template, *arguments.positional.first()?)
}

fn literal(template: &Template, expr: ExprId) -> Option<OptionValue> {
    let text = |expr: ExprId| match &template.expr(expr).kind {
        ExprKind::Literal(Value::Text(text)) => Some(text.as_str().to_owned()),
        ExprKind::Literal(Value::Int64(number)) => Some(number.to_string()),
        ExprKind::Literal(Value::Bool(truth)) => Some(truth.to_string()),
        _ => None,
    };
    match &template.expr(expr).kind {
        ExprKind::List { items, .. } => {
            items.iter().map(|item| text(*item)).collect::<Option<_>>().map(OptionValue::List)
        }
        _ => text(expr).map(OptionValue::Text),
    }
}

fn wants_a_list(found: &Use<'_>) -> bool {
    let filter = found.filter();
    found.is_looped_over()
        || matches!(filter.as_deref(), Some("join" | "list" | "first" | "last" | "sort" | "unique"))
}
