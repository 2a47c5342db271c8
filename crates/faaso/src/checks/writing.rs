//! Where what is found is written, and edits that change it there.

use super::{Facts, reads::Read};
use crate::{
    bundle::File,
    diagnostic::{Fix, Remedy},
    funko::{self, Splice},
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project, Side, put},
    text::Span,
    trees::{self, Content},
};
use crinja::Rendered;

/// Where a stretch of text is written.
pub struct Written {
    pub file: FileId,
    pub span: Span,
    /// The same bytes stand there. If not, they come out of the `{{ … }}` that stands there.
    pub verbatim: bool,
}

impl Facts<'_> {
    /// Where a stretch of a file is written: in that file, or, of a live file, in its template.
    pub fn written(&self, file: &FileId, span: Span) -> Written {
        let here = Written { file: file.clone(), span, verbatim: true };
        if file.side != Side::Funko {
            return here;
        }
        self.note(Read::File(file.clone()));
        if self.project.own.contains_key(&file.path) {
            return here;
        }
        let Some(output) = self.made.new_funko.files.get(&file.path) else { return here };
        let origin = output.origin.clone();
        match &output.content {
            Content::Copied(_) => Written { file: origin, ..here },
            Content::Rendered(Ok(rendered)) => {
                match self.source(&origin).and_then(|source| source.text.as_deref()) {
                    Some(template) => {
                        let (span, verbatim) = before_rendering(rendered, template, span);
                        Written { file: origin, span, verbatim }
                    }
                    None => here,
                }
            }
            Content::Rendered(Err(_)) => here,
        }
    }

    /// Replaces part of a file's text, where it is written; a live file becomes the author's own if its
    /// template does not have that text.
    pub fn splice(&self, file: &FileId, span: Span, text: impl Into<String>) -> Option<Edit> {
        let text = text.into();
        let written = self.written(file, span);
        let target = self.source(&written.file)?;
        if written.verbatim && !target.live {
            target.file.as_text()?;
            return Some(Edit::Splice { file: written.file, span: written.span, text });
        }
        let source = self.source(file)?;
        let text = Splice { span, text }.apply(source.file.as_text()?);
        Some(put(file, File::new(text.into_bytes(), source.file.mode)))
    }

    /// Gives a file another path. None when something is there already.
    pub fn rename(&self, file: &FileId, to: BundlePath) -> Option<Remedy> {
        let source = self.source(file)?;
        self.note(Read::Shape);
        let (taken, gone) = match file.side {
            Side::Runtime => {
                let gone = Edit::Runtime { path: file.path.clone(), file: None };
                (&self.project.runtime, gone)
            }
            Side::Funko => {
                let from_template = self.made.new_funko.files.contains_key(&file.path);
                let own = from_template.then_some(FunkoEntry::Removed);
                (&self.made.funko, Edit::Funko { path: file.path.clone(), own })
            }
        };
        let free = taken.get(to.as_str()).is_none() && !taken.is_folder(to.as_str());
        free.then(|| match source.live {
            // the document doesn't have its bytes
            true => {
                let new = FileId { side: file.side, path: to };
                Remedy::Edit(Edit::All(vec![gone, put(&new, source.file.clone())]))
            }
            false => Remedy::Rename { file: file.clone(), to, gone: Box::new(gone) },
        })
    }

    /// Gives the funko another name, where it has it from.
    pub fn rename_funko(&self, name: &str) -> Option<Fix> {
        let (file, reading) = self.yml()?;
        let given = trees::funko_name(&self.project.funko_name);
        let filled_in =
            self.source(&file)?.live && reading.funko.as_ref().is_ok_and(|funko| funko.name == given);
        let edit = match filled_in {
            true => Edit::FunkoName(name.to_owned()),
            false => {
                let splice = funko::set_name(&reading.text, name)?;
                self.splice(&file, splice.span, splice.text)?
            }
        };
        Some(Fix { title: format!("Rename the funko to `{name}`"), remedy: edit.into() })
    }

    /// The part of the project that an edit needs, if it only changes files that are there: whether it can be made does
    /// not hang on others.
    pub fn part(&self, edit: &Edit) -> Option<Project> {
        let all = match edit {
            Edit::All(edits) => edits.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut part = Project::default();
        for edit in all {
            let id = match edit {
                Edit::Splice { file, .. } => file.clone(),
                Edit::Runtime { path, file: Some(_) } => FileId::runtime(path.clone()),
                _ => return None,
            };
            self.note(Read::File(id.clone()));
            let file = self.project.file(&id)?.clone();
            match id.side {
                Side::Runtime => drop(part.runtime.put(id.path, file).ok()?),
                Side::Funko => drop(part.own.insert(id.path, FunkoEntry::File(file))),
            }
        }
        Some(part)
    }
}

/// The bytes of a template that made a stretch of its output, and whether they are the same bytes.
pub fn before_rendering(rendered: &Rendered, template: &str, span: Span) -> (Span, bool) {
    let mut made = Vec::new();
    let mut start = 0;
    for piece in &rendered.pieces {
        let output = Span::new(start, piece.end);
        start = piece.end;
        // an empty span between two pieces belongs to both
        if output.start > span.end || output.end < span.start || (output.is_empty() && !span.is_empty()) {
            continue;
        }
        let touches_only = !span.is_empty() && (output.start == span.end || output.end == span.start);
        if touches_only {
            continue;
        }
        let verbatim = piece.source.of(template) == output.of(&rendered.text);
        let exact =
            |at: usize| piece.source.start + at.saturating_sub(output.start).min(output.end - output.start);
        made.push(match verbatim {
            true => (Span::new(exact(span.start), exact(span.end)), true),
            false => (piece.source, false),
        });
    }
    if span.is_empty()
        && let Some(&exact) = made.iter().find(|(_, verbatim)| *verbatim)
    {
        return exact;
    }
    let verbatim = made.len() == 1 && made[0].1;
    match made.iter().map(|(span, _)| *span).reduce(Span::to) {
        Some(whole) => (whole, verbatim),
        None => (Span::at(0), false),
    }
}
