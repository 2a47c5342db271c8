//! New contents of files, as an edit and as what the author sees before it is made.

use faaso::{
    bundle::{File, PLAIN},
    changes::{self, Row},
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project, Side},
    text::Span,
};
use serde::{Deserialize, Serialize};

/// A file that a change would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Where it is now; for a new one, where it will be.
    pub file: FileId,
    /// Its new path, where it gets another one.
    pub renamed: Option<BundlePath>,
    /// Lines that go, with their numbers.
    pub gone: Vec<(usize, String)>,
    /// Lines that come, with their numbers.
    pub new: Vec<(usize, String)>,
}

/// What becomes of a file: its new text and, where it gets another one, its path.
pub struct Rewrite {
    pub file: FileId,
    pub text: String,
    pub path: Option<BundlePath>,
}

impl Rewrite {
    pub fn new(file: FileId, text: String) -> Self {
        Rewrite { file, text, path: None }
    }
}

impl Changed {
    /// The lines of a text that come and go; a file that is no text has none.
    fn of(file: FileId, renamed: Option<BundlePath>, before: &str, after: &str) -> Self {
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for row in changes::lines(before, after) {
            match row {
                Row::Gone(line, text) => gone.push((line, text)),
                Row::New(line, text) => new.push((line, text)),
                Row::Same(..) | Row::Skipped(_) => {}
            }
        }
        Changed { file, renamed, gone, new }
    }
}

/// What an edit of runtime files changes.
pub fn changed_by(project: &Project, edit: &Edit) -> Vec<Changed> {
    match edit {
        Edit::All(edits) => edits.iter().flat_map(|edit| changed_by(project, edit)).collect(),
        Edit::Runtime { path, file } => {
            let before = project.runtime.get(path.as_str());
            let text = |file: Option<&File>| file.and_then(File::as_text).unwrap_or_default().to_owned();
            let (before, after) = (text(before), text(file.as_ref()));
            vec![Changed::of(FileId::runtime(path.clone()), None, &before, &after)]
        }
        _ => Vec::new(),
    }
}

/// The rewrites as one edit, and what the author sees of them.
pub fn edit(project: &Project, rewrites: &[Rewrite]) -> (Edit, Vec<Changed>) {
    let (mut edits, mut changed) = (Vec::new(), Vec::new());
    for rewrite in rewrites {
        let file = project.file(&rewrite.file);
        let before = file.and_then(File::as_text).unwrap_or_default();
        if rewrite.path.is_none() && file.is_some() && before == rewrite.text {
            continue;
        }
        changed.push(Changed::of(rewrite.file.clone(), rewrite.path.clone(), before, &rewrite.text));
        let mode = file.map_or(PLAIN, |file| file.mode);
        match (&rewrite.path, file) {
            (None, Some(_)) => edits.push(splice(rewrite.file.clone(), before, &rewrite.text)),
            (None, None) => edits.push(put(&rewrite.file, &rewrite.file.path, &rewrite.text, mode)),
            (Some(path), _) => {
                edits.push(Edit::Runtime { path: rewrite.file.path.clone(), file: None });
                edits.push(put(&rewrite.file, path, &rewrite.text, mode));
            }
        }
    }
    (Edit::All(edits), changed)
}

fn put(file: &FileId, path: &BundlePath, text: &str, mode: u16) -> Edit {
    let (path, new) = (path.clone(), File::new(text.as_bytes(), mode));
    match file.side {
        Side::Runtime => Edit::Runtime { path, file: Some(new) },
        Side::Funko => Edit::Funko { path, own: Some(FunkoEntry::File(new)) },
    }
}

/// From the first difference to the last.
fn splice(file: FileId, before: &str, after: &str) -> Edit {
    let boundary = |text: &str, mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let start = boundary(before, same);
    let room = before.len().min(after.len()) - start;
    let same = before.bytes().rev().zip(after.bytes().rev()).take(room).take_while(|(a, b)| a == b).count();
    let mut end = same;
    while !before.is_char_boundary(before.len() - end) || !after.is_char_boundary(after.len() - end) {
        end -= 1;
    }
    Edit::Splice {
        file,
        span: Span::new(start, before.len() - end),
        text: after[start..after.len() - end].to_owned(),
    }
}
