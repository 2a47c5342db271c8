//! A file of the runtime or funko, as the checks look into it.

use crate::{bundle::File, fate::Fate, project::FileId, text};
use crinja::Template;
use std::borrow::Cow;

/// Files that are copied are looked into up to this size, in bytes: larger ones no author wrote by hand.
const READ: usize = 256 << 10;

/// A file of the runtime or funko.
pub struct Source<'a> {
    pub id: FileId,
    pub file: &'a File,
    /// Of a file that is rendered, what FaaSO decodes; else the text, if it is one and not very large.
    pub text: Option<Cow<'a, str>>,
    /// FaaSO renders it, be it for a new funko or in a build.
    pub rendered: bool,
    /// A file of the funko that comes from the template.
    pub live: bool,
    /// Of a file that is rendered, if it can be parsed.
    pub template: Option<&'a Template>,
}

impl<'a> Source<'a> {
    pub(super) fn new(id: FileId, file: &'a File) -> Self {
        let rendered = Fate::by_name(&id).is_rendered();
        let text = match rendered {
            true => Some(text::decode(&file.bytes)),
            false if file.bytes.len() <= READ => file.as_text().map(Cow::Borrowed),
            false => None,
        };
        Source { id, file, text, rendered, live: false, template: None }
    }

    /// It is run by a shell, as far as its name and first line tell.
    pub fn is_script(&self) -> bool {
        let name = self.id.path.name();
        let name = name.strip_suffix(".j2").unwrap_or(name);
        name.ends_with(".sh") || self.file.bytes.starts_with(b"#!")
    }
}
