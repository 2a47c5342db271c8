//! An option becomes plain text again: its default stands where it was used.

use super::{
    extract::{finish, is_single},
    preview::{Changed, Rewrite},
    selection::Source,
    spelling, uses,
    yml::Yml,
};
use crinja::{Budget, Context, ContextValue};
use faaso::{
    funko::OptionValue,
    path::BundlePath,
    project::{Edit, FileId, Project},
    text::Span,
};
use serde::{Deserialize, Serialize};

/// What takes a use's place.
struct New {
    text: String,
    /// It stands where template code can begin.
    is_text: bool,
}

/// What becomes of an option that is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inlined {
    pub name: String,
    pub changes: Vec<Changed>,
    /// The one edit, or why it can't be made.
    pub edit: Result<Edit, String>,
}

/// Puts an option's default in its place everywhere, and forgets the option.
pub fn inline(project: &Project, name: &str) -> Result<Inlined, String> {
    let yml = Yml::of_template(project)?;
    let value = yml.as_ref().and_then(|yml| yml.option(name)).cloned();
    let value = value.ok_or_else(|| {
        format!("The option `{name}` has no default in `template/funko.yml.j2`. Add one first.")
    })?;
    let mut rewrites = Vec::new();
    for source in Source::all(project) {
        let Some(text) = without(&source, name, &value)? else { continue };
        rewrites.push(plain_again(project, &source, text));
    }
    let own = Yml::others(project).into_iter().filter(|yml| yml.file.path.as_str() == faaso::funko::FILE);
    for yml in yml.into_iter().chain(own).filter(|yml| yml.option(name).is_some()) {
        let text = yml.without(name).ok_or_else(|| {
            format!("Couldn't remove the option from `{}`. Remove it there, then try again.", yml.file.path)
        })?;
        rewrites.push(Rewrite::new(yml.file, text));
    }
    let (changes, edit) = match finish(project, rewrites) {
        Ok((edit, changes)) => (changes, Ok(edit)),
        Err((changes, why)) => (changes, Err(why)),
    };
    Ok(Inlined { name: name.to_owned(), changes, edit })
}

/// The option at a place of a file: one that a template uses there, or that a `funko.yml` sets.
pub fn option_at(project: &Project, file: &FileId, at: usize) -> Option<String> {
    if let Ok(source) = Source::of(project, file)
        && let Some(template) = &source.template
    {
        let all = crinja::visit::options(template);
        let at_it = all.iter().find(|found| {
            let span = found.place.expr.span;
            span.start <= at && at <= span.end
        });
        let around = || {
            all.iter().find(|found| {
                let whole = match template.node(found.place.node) {
                    crinja::ast::Node::Print(print) => print.span,
                    crinja::ast::Node::Tag(tag) => tag.span,
                    _ => Span::at(0),
                };
                whole.start <= at && at <= whole.end
            })
        };
        return at_it.or_else(around).map(|found| found.key.to_string());
    }
    let template = Yml::of_template(project).ok().flatten();
    let mut files = template.into_iter().chain(Yml::others(project));
    files.find(|yml| yml.file == *file).and_then(|yml| yml.named_at(at))
}

/// The file with the value in the option's place; none where it isn't used.
fn without(source: &Source, name: &str, value: &OptionValue) -> Result<Option<String>, String> {
    let Some(template) = &source.template else { return Ok(None) };
    let mut places: Vec<(Span, New)> = Vec::new();
    for found in uses::of(template, name) {
        let place = match uses::printed_alone(template, &found) {
            Some(print) => printed(source, print.span, name, value)?,
            None => {
                let literal = spelling::value(value, '"');
                (uses::with_default(template, &found), New { text: literal, is_text: false })
            }
        };
        places.push(place);
    }
    if places.is_empty() {
        return Ok(None);
    }
    places.sort_by_key(|(span, _)| span.start);
    places.dedup_by_key(|(span, _)| span.start);
    let mut text = source.text.clone();
    for (span, new) in places.into_iter().rev() {
        // what follows would open template code with it
        let opens = new.is_text && text[span.end..].starts_with(['{', '%', '#']);
        let new = match new.text.strip_suffix('{').filter(|_| opens) {
            Some(start) => format!("{start}{{{{ \"{{\" }}}}"),
            None => new.text,
        };
        text.replace_range(span.start..span.end, &new);
    }
    Ok(Some(text))
}

/// What a `{{ }}` prints with the default, and what it takes the place of.
fn printed(source: &Source, span: Span, name: &str, value: &OptionValue) -> Result<(Span, New), String> {
    let value = match value {
        OptionValue::Text(text) => ContextValue::Text(text.clone()),
        OptionValue::List(items) => ContextValue::List(items.clone()),
    };
    let options = ContextValue::Map(vec![(name.to_owned(), value)]);
    let context = Context { variables: vec![("options".to_owned(), options)] };
    let rendered = crinja::render(span.of(&source.text), &context, &Budget::default());
    let text = rendered.map_err(|error| format!("`{}` fails: {}", source.file.path, error.message))?.text;
    // out of a `raw` block and into it again, for this option alone
    let (open, close) = ("{% endraw %}", "{% raw %}");
    let before = source.text[..span.start].ends_with(open);
    let after = source.text[span.end..].starts_with(close);
    match before && after && !text.contains("{% endraw") {
        true => {
            let whole = Span::new(span.start - open.len(), span.end + close.len());
            Ok((whole, New { text, is_text: false }))
        }
        false => Ok((span, New { text: spelling::escaped(&text), is_text: true })),
    }
}

/// A file that was no template before the option came, and has no other, is none again.
fn plain_again(project: &Project, source: &Source, text: String) -> Rewrite {
    let was_plain = source.template.as_ref().is_some_and(|template| {
        let all = crinja::visit::options(template);
        all.iter().all(|found| {
            uses::printed_alone(template, found).is_some_and(|print| is_single(print.span.of(&source.text)))
        })
    });
    let path = source.file.path.as_str().strip_suffix(".j2").and_then(|path| BundlePath::new(path).ok());
    let plain =
        path.filter(|path| was_plain && project.runtime.get(path.as_str()).is_none()).and_then(|path| {
            let parsed = crinja::parse(&text).ok()?;
            let new = Source { file: source.file.clone(), text: text.clone(), template: Some(parsed) };
            Some((path, new.constant()?))
        });
    match plain {
        Some((path, plain)) => Rewrite { file: source.file.clone(), text: plain, path: Some(path) },
        None => Rewrite::new(source.file.clone(), text),
    }
}
