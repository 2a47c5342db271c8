//! What is wrong, where, and what to do: a user's mistake is a value, never an `Err`.

use crate::{
    bundle::File,
    path::BundlePath,
    project::{self, Edit, FileId, Project},
    text::{LineColumn, Span, floor_boundary},
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// FaaSO fails here.
    Error,
    /// FaaSO does something that the author hardly wants.
    Warning,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    pub severity: Severity,
    /// The rule that found it, in kebab case: a check's file name, or `template-error`, `funko-yml-syntax`, …
    pub rule: Cow<'static, str>,
    /// Where; none when it is about the project as a whole.
    pub place: Option<Place>,
    /// What is wrong, in one plain sentence; `code` stands in back-quotes.
    pub message: String,
    /// FaaSO's own words, where they are others: what its author finds in a terminal. Shown second, as code.
    pub said: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// A change that is sure to fix it.
    pub fix: Option<Fix>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub file: FileId,
    /// The part of the file's text; none when it is about the file as such.
    pub at: Option<At>,
}

/// A span with its start as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// Bytes of the file's text.
    pub span: Span,
    pub from: LineColumn,
}

impl At {
    pub fn new(text: &str, span: Span) -> Self {
        // Problems come by the hundred: no index of the whole text for each.
        let seen = &text[..floor_boundary(text, span.start)];
        let line = 1 + seen.bytes().filter(|&byte| byte == b'\n').count();
        let start = seen.rfind('\n').map_or(0, |end| end + 1);
        At { span, from: LineColumn { line, column: 1 + seen[start..].chars().count() } }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What the button says: a verb and its object.
    pub title: String,
    pub remedy: Remedy,
}

/// What a fix does. It holds no bytes of a file that is there: those are taken from it when the fix is made, so that a fix is
/// the same whatever else is typed into that file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remedy {
    Edit(Edit),
    /// Other permission bits.
    Mode {
        file: FileId,
        mode: u16,
    },
    /// LF in the place of CRLF.
    LineEnds {
        file: FileId,
    },
    /// All in this order, or none.
    All(Vec<Remedy>),
    /// Another path on the same side. `gone` is what then takes the file away from the old one.
    Rename {
        file: FileId,
        to: BundlePath,
        gone: Box<Edit>,
    },
}

impl Fix {
    /// The edit that makes it in a project as it is; none where the file isn't there any more, or is no text.
    pub fn edit(&self, project: &Project) -> Option<Edit> {
        self.remedy.edit(project)
    }
}

impl Remedy {
    fn edit(&self, project: &Project) -> Option<Edit> {
        match self {
            Remedy::All(all) => all.iter().map(|one| one.edit(project)).collect::<Option<_>>().map(Edit::All),
            Remedy::Edit(edit) => Some(edit.clone()),
            Remedy::Mode { file, mode } => {
                let new = File { mode: *mode, ..project.file(file)?.clone() };
                Some(project::put(file, new))
            }
            Remedy::LineEnds { file } => {
                let old = project.file(file)?;
                let text = old.as_text()?.replace("\r\n", "\n");
                Some(project::put(file, File::new(text.into_bytes(), old.mode)))
            }
            Remedy::Rename { file, to, gone } => {
                let new = FileId { side: file.side, path: to.clone() };
                let put = project::put(&new, project.file(file)?.clone());
                Some(Edit::All(vec![Edit::clone(gone), put]))
            }
        }
    }
}

impl From<Edit> for Remedy {
    fn from(edit: Edit) -> Remedy {
        Remedy::Edit(edit)
    }
}
