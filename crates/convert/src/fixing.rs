//! Changes of the application's own files: what a fix would do, and the application with it done.

use crate::plan::{Change, Spot};
use faaso::{
    bundle::{Bundle, File},
    path::BundlePath,
    text::Span,
};
use std::collections::BTreeMap;

/// Where a stretch of a file stands. None for a path that is none.
pub fn spot(file: &str, text: &str, span: Span) -> Option<Spot> {
    let line = line_of(text, span.start);
    Some(Spot { file: BundlePath::new(file).ok()?, span, line })
}

pub fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count()
}

/// Another text in the place of a stretch.
pub fn splice(file: &str, text: &str, span: Span, new: impl Into<String>) -> Option<Change> {
    let Spot { file, span, line } = spot(file, text, span)?;
    Some(Change::Splice {
        file,
        span,
        line,
        old: text.get(span.start..span.end)?.to_owned(),
        new: new.into(),
    })
}

/// Text put in at a place.
pub fn insert(file: &str, text: &str, at: usize, new: impl Into<String>) -> Option<Change> {
    splice(file, text, Span::at(at), new)
}

pub fn create(file: &str, text: impl Into<String>) -> Option<Change> {
    Some(Change::Create { file: BundlePath::new(file).ok()?, text: text.into() })
}

/// No two of the changes touch the same bytes, and no file is created twice.
pub fn fit_together<'a>(changes: impl IntoIterator<Item = &'a Change>) -> bool {
    let mut spans: BTreeMap<&BundlePath, Vec<Span>> = BTreeMap::new();
    for change in changes {
        let span = match change {
            Change::Splice { span, .. } => *span,
            Change::Create { .. } => Span::new(0, usize::MAX),
        };
        let others = spans.entry(change.file()).or_default();
        let meets =
            |other: &Span| other.start < span.end && span.start < other.end || other.start == span.start;
        if others.iter().any(meets) {
            return false;
        }
        others.push(span);
    }
    true
}

/// The application with these changes, which [fit together](fit_together). One that doesn't apply any more is left out.
pub fn changed<'a>(application: &Bundle, changes: impl IntoIterator<Item = &'a Change>) -> Bundle {
    let mut changes: Vec<&Change> = changes.into_iter().collect();
    // from the end, so that each place still holds
    changes.sort_by_key(|change| match change {
        Change::Splice { span, .. } => std::cmp::Reverse(span.start),
        Change::Create { .. } => std::cmp::Reverse(0),
    });
    let mut made = application.clone();
    for change in changes {
        match change {
            Change::Splice { file, span, old, new, .. } => {
                let Some(there) = made.get(file.as_str()) else { continue };
                let Some(text) = there.as_text() else { continue };
                if text.get(span.start..span.end) != Some(old.as_str()) {
                    continue;
                }
                let text = format!("{}{new}{}", &text[..span.start], &text[span.end..]);
                let put = File::new(text.into_bytes(), there.mode);
                // it replaces a file that is there
                let _ = made.put(file.clone(), put);
            }
            Change::Create { file, text } => {
                if made.get(file.as_str()).is_none() {
                    // where a folder or file is in the way, the finding stays
                    let _ = made.put(file.clone(), File::text(text));
                }
            }
        }
    }
    made
}
