//! A text as a template that renders to the same bytes, whatever the context, and back.

use crinja::{
    Budget, Context,
    ast::{ExprKind, Node, Template},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a file can't become a template, or a template can't become a plain file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// A NUL byte ends a template: FaaSO ignores what follows.
    Nul,
    /// FaaSO replaces each byte that isn't UTF-8.
    NotUtf8,
    /// The text ends in a CR without LF. Many editors write the two as one, so the last byte isn't safe.
    LoneCr,
    /// More bytes than the designer renders.
    TooLarge,
    /// It doesn't parse as a template. Crinja's words.
    Broken(String),
    /// The template does more than print fixed text. The line (from 1) of the first tag that does.
    Computes { line: usize },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Nul => f.write_str("It contains a NUL byte, and FaaSO stops reading a template there."),
            Why::NotUtf8 => f.write_str("It isn't UTF-8, and FaaSO replaces such bytes in templates."),
            Why::LoneCr => f.write_str("It ends with a lone CR, which a template can't keep safely."),
            Why::TooLarge => {
                f.write_str("It's too large for a template: over 8 MiB, or over 500,000 tags to escape.")
            }
            Why::Broken(message) => write!(f, "It isn't a valid template: {message}."),
            Why::Computes { line } => write!(f, "Line {line} has a tag whose output isn't fixed text."),
        }
    }
}

impl std::error::Error for Why {}

/// Larger texts stay as they are: their rendering would come near the limits of the preview.
pub const MAX_BYTES: usize = 8 << 20;

/// Each one is a step of a rendering, and those are counted too.
const MAX_TAGS: usize = 500_000;

/// What begins a tag, and what prints it.
const TAGS: [(&str, &str); 3] = [("{{", r#"{{ "{{" }}"#), ("{%", r#"{{ "{%" }}"#), ("{#", r##"{{ "{#" }}"##)];

/// A template that renders to exactly `text`, whatever the context. [`as_plain`] is the inverse.
pub fn as_template(text: &str) -> Result<String, Why> {
    if text.len() > MAX_BYTES {
        return Err(Why::TooLarge);
    }
    if text.contains('\0') {
        return Err(Why::Nul);
    }
    if text.ends_with('\r') {
        return Err(Why::LoneCr);
    }
    let tags = || TAGS.iter().map(|(tag, _)| text.matches(tag).count()).sum::<usize>();
    if text.len() > MAX_TAGS && tags() > MAX_TAGS {
        return Err(Why::TooLarge);
    }
    let mut template = escape(text);
    // FaaSO drops one LF at the very end (docs/semantics.md §2.1)
    if text.ends_with('\n') {
        template.push('\n');
    }
    Ok(template)
}

/// As [`as_template`], for bytes of a file.
pub fn file_as_template(bytes: &[u8]) -> Result<String, Why> {
    if bytes.contains(&0) {
        return Err(Why::Nul);
    }
    as_template(std::str::from_utf8(bytes).map_err(|_| Why::NotUtf8)?)
}

/// A stretch of text as it stands inside a template: what would begin a tag is printed instead. The end is as it was,
/// so the caller cares for a final newline, and for a `{` at the end that meets the next stretch.
pub fn escape(text: &str) -> String {
    let mut template = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        template.push_str(&rest[..at]);
        rest = &rest[at..];
        match TAGS.iter().find(|(tag, _)| rest.starts_with(tag)) {
            Some((tag, printed)) => {
                template.push_str(printed);
                rest = &rest[tag.len()..];
            }
            None => {
                template.push('{');
                rest = &rest[1..];
            }
        }
    }
    template.push_str(rest);
    template
}

/// The text that a template prints, if it is the same whatever the context: nothing but text and string literals.
pub fn as_plain(template: &str) -> Result<String, Why> {
    if template.contains('\0') {
        return Err(Why::Nul);
    }
    let broken = |error: crinja::Error| Why::Broken(error.message.trim_end_matches('.').to_owned());
    let parsed = crinja::parse(template).map_err(broken)?;
    for id in &parsed.root {
        let node = parsed.node(*id);
        if !is_fixed(&parsed, node) {
            let start = match node {
                Node::Text(text) => text.span.start,
                Node::Print(print) => print.span.start,
                Node::Comment(span) => span.start,
                Node::Tag(tag) => tag.span.start,
            };
            return Err(Why::Computes { line: 1 + template[..start].matches('\n').count() });
        }
    }
    let budget = Budget { bytes: template.len() + 1, ..Budget::default() };
    let rendered = crinja::render(template, &Context { variables: Vec::new() }, &budget).map_err(broken)?;
    Ok(rendered.text)
}

/// A comment is an author's words: it would be lost, so a template with one doesn't count as fixed.
fn is_fixed(template: &Template, node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::Print(print) => matches!(template.expr(print.expr).kind, ExprKind::Literal(_)),
        Node::Comment(_) | Node::Tag(_) => false,
    }
}
