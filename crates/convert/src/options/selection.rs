//! What the author selected, as a part of a template's text.

use super::spelling;
use crinja::{
    Rendered, Template,
    ast::{Node, TagKind},
    parse,
};
use faaso::{
    fate::Fate,
    project::{FileId, Group, Project},
    text::Span,
};
use serde::{Deserialize, Serialize};

/// A part of a file's text, or of what it renders to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    pub file: FileId,
    /// Bytes of that text.
    pub span: Span,
    pub within: Within,
}

/// Which text a selection is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Within {
    File,
    Output,
}

/// A file in whose text options can stand.
pub struct Source {
    pub file: FileId,
    pub text: String,
    /// None of a file that FaaSO copies: all of it is text.
    pub template: Option<Template>,
}

impl Source {
    /// None where the file is none that a build renders or copies, or no text.
    pub fn of(project: &Project, file: &FileId) -> Result<Source, String> {
        match file.group() {
            Group::Runtime => {}
            Group::Template => {
                return Err("Files of a new funko can't use options: FaaSO renders them when the funko is \
                            created. Select text in a runtime file."
                    .to_owned());
            }
            Group::Funko => {
                return Err(
                    "A funko's files aren't rendered, so they can't use options. Select text in a runtime \
                            file."
                        .to_owned(),
                );
            }
        }
        let content = project.file(file).ok_or_else(|| format!("`{}` doesn't exist.", file.path))?;
        let text = content.as_text().ok_or_else(|| format!("`{}` isn't a text file.", file.path))?;
        let template = match Fate::by_name(file) {
            Fate::Rendered(_) => Some(parse(text).map_err(|error| {
                format!("Fix the error in `{}` first. FaaSO says: {}", file.path, error.message)
            })?),
            fate if fate.is_left_out() => {
                return Err(format!("FaaSO ignores `{}`, so it can't use options.", file.path));
            }
            _ => None,
        };
        Ok(Source { file: file.clone(), text: text.to_owned(), template })
    }

    /// Every file of the runtime in which options can stand.
    pub fn all(project: &Project) -> impl Iterator<Item = Source> + '_ {
        let files = project.runtime.files().map(|(path, _)| FileId::runtime(path.clone()));
        files.filter(|file| file.group() == Group::Runtime).filter_map(|file| Source::of(project, &file).ok())
    }

    /// The stretches that are plain text, in order, and whether each lies in a `raw` block.
    pub fn texts(&self) -> Vec<(Span, bool)> {
        let Some(template) = &self.template else { return vec![(Span::new(0, self.text.len()), false)] };
        let raw: Vec<Span> = template
            .nodes
            .iter()
            .filter_map(|node| match node {
                Node::Tag(tag) if tag.kind == TagKind::Raw => Some(tag.whole()),
                _ => None,
            })
            .collect();
        let texts = template.nodes.iter().filter_map(|node| match node {
            Node::Text(text) => {
                let inside = raw.iter().any(|it| it.start <= text.span.start && text.span.end <= it.end);
                Some((text.span, inside))
            }
            _ => None,
        });
        let mut texts: Vec<_> = texts.collect();
        texts.sort_by_key(|(span, _)| span.start);
        texts
    }

    /// Whether a span lies in plain text, and in a `raw` block; none where it doesn't.
    pub fn text_around(&self, span: Span) -> Option<bool> {
        let texts = self.texts();
        let around = texts.iter().find(|(text, _)| text.start <= span.start && span.end <= text.end);
        around.map(|(_, raw)| *raw)
    }

    /// What stands in the file without template code; none where a value has to be known for that.
    pub fn constant(&self) -> Option<String> {
        let Some(template) = &self.template else { return Some(self.text.clone()) };
        let plain = template.nodes.iter().all(|node| match node {
            Node::Text(_) => true,
            Node::Print(print) => super::uses::is_literal(template, print.expr),
            Node::Tag(tag) => tag.kind == TagKind::Raw,
            Node::Comment(_) => false,
        });
        let render = || crinja::render(&self.text, &crinja::Context::default(), &crinja::Budget::default());
        plain.then(render)?.ok().map(|rendered| rendered.text)
    }
}

/// The part of the file's own text, without the blanks around it.
pub fn resolve(selection: &Selection, source: &Source, rendered: Option<&Rendered>) -> Result<Span, String> {
    let span = match (selection.within, rendered) {
        (Within::Output, Some(rendered)) => in_template(selection.span, source, rendered)?,
        _ => selection.span,
    };
    let text = source
        .text
        .get(span.start..span.end)
        .ok_or_else(|| "The file changed since you selected text in it.".to_owned())?;
    let start = span.start + (text.len() - text.trim_start().len());
    let span = Span::new(start, start + text.trim().len());
    if span.is_empty() {
        return Err("Select the text that becomes the option's default.".to_owned());
    }
    if source.text_around(span).is_none() {
        return Err("The selection contains a template tag. Select text outside of tags.".to_owned());
    }
    Ok(span)
}

/// The template's own text that became this part of the output.
fn in_template(span: Span, source: &Source, rendered: &Rendered) -> Result<Span, String> {
    let selected = rendered
        .text
        .get(span.start..span.end)
        .ok_or_else(|| "The output changed since you selected text in it.".to_owned())?;
    let start = span.start + (selected.len() - selected.trim_start().len());
    let selected = selected.trim();
    let span = Span::new(start, start + selected.len());
    if span.is_empty() {
        return Err("Select the text that becomes the option's default.".to_owned());
    }
    let mut begin = 0;
    let (mut from, mut to) = (None, None);
    for piece in &rendered.pieces {
        if piece.end > span.start && begin < span.end {
            if let Some(option) = &piece.option {
                return Err(format!("This text already comes from the option `{}`.", option.key));
            }
            let written = piece.source.of(&source.text);
            if written != &rendered.text[begin..piece.end] {
                return Err("A template tag makes this text. Select text outside of tags.".to_owned());
            }
            let inside = |at: usize| piece.source.start + (at - begin);
            from = from.or(Some(inside(span.start.max(begin))));
            to = Some(inside(span.end.min(piece.end)));
        }
        begin = piece.end;
    }
    match (from, to) {
        (Some(from), Some(to)) if source.text.get(from..to) == Some(selected) => Ok(Span::new(from, to)),
        _ => Err("Several parts of the template make this text. Select less of it.".to_owned()),
    }
}

/// A template of what stood there, with new parts in the place of some.
pub fn rewritten(source: &Source, places: &[(Span, bool, String)]) -> String {
    let mut text = String::with_capacity(source.text.len() + 64 * places.len());
    let mut done = 0;
    for (span, raw, new) in places {
        let before = &source.text[done..span.start];
        let kept = before.trim_end_matches('{');
        match &source.template {
            Some(_) => text.push_str(kept),
            None => text.push_str(&spelling::escaped(kept)),
        }
        let braces = &before[kept.len()..];
        let tag = match braces {
            "" => format!("{{{{ {new} }}}}"),
            braces => format!("{{{{ {} ~ {new} }}}}", spelling::literal(braces, '"')),
        };
        match raw {
            true => text.push_str(&format!("{{% endraw %}}{tag}{{% raw %}}")),
            false => text.push_str(&tag),
        }
        done = span.end;
    }
    let rest = &source.text[done..];
    match &source.template {
        Some(_) => text.push_str(rest),
        None => {
            text.push_str(&spelling::escaped(rest));
            // of two newlines at the end one stays
            if rest.ends_with('\n') {
                text.push('\n');
            }
        }
    }
    text
}
