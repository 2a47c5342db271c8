//! Where something in a rendered file is written.

use crate::{
    bundle::Bundle,
    checks,
    diagnostic::{At, Place},
    project::FileId,
    text::{self, Span},
    trees::{Content, Output},
};

/// The place in the template of these bytes of its output.
pub fn of(runtime: &Bundle, output: &Output, span: Span) -> Place {
    let file = output.origin.clone();
    let at = source(runtime, &file).map(|source| {
        let span = match &output.content {
            Content::Rendered(Ok(rendered)) => checks::before_rendering(rendered, &source, span).0,
            _ => span,
        };
        At::new(&source, Span::new(span.start.min(source.len()), span.end.min(source.len())))
    });
    Place { file, at }
}

fn source(runtime: &Bundle, file: &FileId) -> Option<String> {
    let file = runtime.get(file.path.as_str())?;
    Some(text::decode(&file.bytes).into_owned())
}
