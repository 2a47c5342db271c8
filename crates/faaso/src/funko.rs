//! `funko.yml`, read and typed exactly as FaaSO does (SEMANTICS §6).
//!
//! Three steps: [`libyaml`] gives events, [`nodes`] a tree with places, [`typing`] the [`Funko`] and all that
//! is worth saying about how it is written. [`edit`] changes a value in its place, comments kept.

mod edit;
mod help;
mod libyaml;
mod nodes;
mod plain;
mod typing;

pub use edit::{Splice, add_option, option_to_list, set_name, set_runtime, whole};
pub use nodes::MAX_DEPTH;

use crate::{
    diagnostic::{At, Diagnostic, Place, Severity},
    project::FileId,
    text::{self, Span},
};
use crinja::{Context, ContextValue};
use std::{borrow::Cow, collections::HashMap, fmt};

/// The name of the file, exactly (SEMANTICS §4.1).
pub const FILE: &str = "funko.yml";

/// What FaaSO gets from a `funko.yml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funko {
    /// Not checked: see [`check_name`].
    pub name: String,
    /// None: a funko without a runtime, its files alone are built.
    pub runtime: Option<String>,
    /// In the order templates see them.
    pub options: Vec<(String, OptionValue)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionValue {
    Text(String),
    List(Vec<String>),
}

impl Funko {
    pub fn option(&self, key: &str) -> Option<&OptionValue> {
        self.options.iter().find(|(k, _)| k == key).map(|(_, value)| value)
    }

    /// What a runtime's templates see in a build (SEMANTICS §4.1).
    pub fn context(&self) -> Context {
        let options = self.options.iter().map(|(key, value)| {
            let value = match value {
                OptionValue::Text(text) => ContextValue::Text(text.clone()),
                OptionValue::List(items) => ContextValue::List(items.clone()),
            };
            (key.clone(), value)
        });
        Context {
            variables: vec![
                ("name".to_owned(), ContextValue::Text(self.name.clone())),
                ("runtime".to_owned(), self.runtime.clone().map_or(ContextValue::None, ContextValue::Text)),
                ("options".to_owned(), ContextValue::Map(options.collect())),
            ],
        }
    }
}

/// What the files below `template/` see when a funko is made: no options (SEMANTICS §3.4).
pub fn new_context(name: &str, runtime: &str) -> Context {
    Context {
        variables: vec![
            ("name".to_owned(), ContextValue::Text(name.to_owned())),
            ("runtime".to_owned(), ContextValue::Text(runtime.to_owned())),
        ],
    }
}

/// The name that a `funko.yml` gives, where FaaSO can read it. Not checked: see [`check_name`]; it may end with an LF.
pub fn name_in(yml: &[u8]) -> Option<String> {
    read(yml).funko.ok().map(|funko| funko.name)
}

/// FaaSO's rule for a funko's name: one or more of `A-Z a-z 0-9`, and one LF at the end is let through
/// (SEMANTICS §6.2). It is applied when a funko is built, not when its file is read.
pub fn check_name(name: &str) -> Result<(), NameError> {
    let name = name.strip_suffix('\n').unwrap_or(name);
    match name.chars().find(|c| !c.is_ascii_alphanumeric()) {
        None if name.is_empty() => Err(NameError::Empty),
        None => Ok(()),
        Some(bad) => Err(NameError::Character(bad)),
    }
}

/// Why FaaSO takes no funko of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    Empty,
    Character(char),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NameError::Empty => f.write_str("a funko needs a name"),
            NameError::Character(' ') => {
                f.write_str("use only letters (A–Z, a–z) and digits; spaces aren't allowed")
            }
            NameError::Character(bad) if bad.is_control() || bad.is_whitespace() => {
                write!(f, "use only letters (A–Z, a–z) and digits; {bad:?} isn't allowed")
            }
            NameError::Character(bad) => {
                write!(f, "use only letters (A–Z, a–z) and digits; `{bad}` isn't allowed")
            }
        }
    }
}

impl std::error::Error for NameError {}

/// Which of FaaSO's ways to refuse a `funko.yml` it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// No YAML, or an alias to nothing.
    Syntax,
    /// A value has a shape that FaaSO does not take.
    Type,
    /// No key `name`.
    NameMissing,
    /// See [`check_name`].
    NameInvalid,
    /// Not FaaSO's: nesting or merges beyond what the designer follows.
    TooBig,
}

impl Code {
    /// The rule id of its diagnostic.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::Syntax => "funko-yml-syntax",
            Code::Type => "funko-yml-type",
            Code::NameMissing => "funko-name-missing",
            Code::NameInvalid => "funko-name-invalid",
            Code::TooBig => "funko-yml-too-big",
        }
    }
}

/// Why FaaSO does not take a `funko.yml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    /// In FaaSO's own words, its line and column (which do not count a BOM) included.
    pub message: String,
    /// Bytes of [`Reading::text`].
    pub span: Span,
    /// What to write instead.
    pub help: Option<&'static str>,
}

impl Problem {
    pub fn diagnostic(&self, text: &str, file: FileId) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            rule: Cow::Borrowed(self.code.as_str()),
            place: Some(Place { file, at: Some(At::new(text, self.span)) }),
            message: self.plainly(),
            said: self.in_faasos_words(),
            help: self.help.map(str::to_owned),
            fix: None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// A `funko.yml` as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The file's text, BOM included. UTF-16 is turned into UTF-8; what is no text at all is shown as U+FFFD.
    pub text: String,
    /// What FaaSO gets, or the problem it stops at.
    pub funko: Result<Funko, Problem>,
    /// More problems of the same kind, further down: FaaSO would come to them after the first is mended.
    pub further: Vec<Problem>,
    /// How it is written, as far as it could be read.
    pub places: Places,
}

/// Where things are in a `funko.yml`. All spans are bytes of [`Reading::text`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Every assignment FaaSO makes, in its order: `name`, `runtime`, `options` and keys it does not know.
    pub top: Vec<Entry>,
    /// Every assignment to an option, in FaaSO's order.
    pub options: Vec<Entry>,
    /// Every `<<` that merges.
    pub merges: Vec<Merge>,
}

/// One `key: value` that FaaSO reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub value: Value,
    /// The `<<` that brought it here (index into [`Places::merges`]).
    pub merge: Option<usize>,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Without anchor and tag. Of an alias, the alias.
    pub span: Span,
    pub shape: Shape,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `null`: plain and empty, `~`, `null`, … (SEMANTICS §6.1).
    Text {
        plain: bool,
        null: bool,
    },
    List(Vec<Item>),
    Mapping,
    /// Something that FaaSO refuses here.
    Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub span: Span,
    pub plain: bool,
    pub null: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The `<<`.
    pub span: Span,
    pub in_options: bool,
}

impl Places {
    /// The entry of `name`, `runtime` or `options` that counts: the last.
    pub fn top(&self, key: &str) -> Option<&Entry> {
        self.top.iter().rev().find(|entry| entry.key == key)
    }

    /// The entry of an option that counts: the last.
    pub fn option(&self, key: &str) -> Option<&Entry> {
        self.options.iter().rev().find(|entry| entry.key == key)
    }

    /// Where an option's value, or one item of it, is written.
    pub fn option_span(&self, key: &str, item: Option<usize>) -> Option<Span> {
        let value = &self.option(key)?.value;
        match (item, &value.shape) {
            (Some(item), Shape::List(items)) => items.get(item).map(|item| item.span),
            _ => Some(value.span),
        }
    }

    /// Entries that a later one of the same key replaces, each with the next such.
    pub fn duplicates(entries: &[Entry]) -> Vec<(&Entry, &Entry)> {
        let mut next: HashMap<&str, &Entry> = HashMap::new();
        let mut found = Vec::new();
        for entry in entries.iter().rev() {
            found.extend(next.insert(&entry.key, entry).map(|later| (entry, later)));
        }
        found.reverse();
        found
    }

    /// Top-level keys that FaaSO ignores.
    pub fn unknown(&self) -> impl Iterator<Item = &Entry> {
        self.top.iter().filter(|entry| !matches!(entry.key.as_str(), "name" | "runtime" | "options"))
    }
}

/// The largest `funko.yml` that is read, in bytes, and the most directives (lines that begin with `%`: libyaml
/// compares each with all others). FaaSO has no such limits.
pub const MAX_BYTES: usize = 1 << 20;
pub const MAX_DIRECTIVES: usize = 1_000;

/// Reads the bytes of a `funko.yml`. Never fails: problems are part of the reading.
pub fn read(bytes: &[u8]) -> Reading {
    let directives = bytes.split(|b| matches!(b, b'\n' | b'\r')).filter(|line| line.starts_with(b"%"));
    if bytes.len() > MAX_BYTES || directives.count() > MAX_DIRECTIVES {
        let message = "this funko.yml is larger than the designer reads".to_owned();
        let problem = Problem { code: Code::TooBig, message, span: Span::default(), help: None };
        let (text, further, places) = Default::default();
        return Reading { text, funko: Err(problem), further, places };
    }
    let (text, bom) = text_of(bytes);
    match nodes::read(bytes, &text, bom) {
        Ok(tree) => {
            let typed = typing::read(&tree, &text);
            Reading { text, funko: typed.funko, further: typed.further, places: typed.places }
        }
        Err(problem) => Reading { text, funko: Err(problem), further: Vec::new(), places: Places::default() },
    }
}

/// The text of a file as libyaml decodes it, and the bytes its BOM takes in that text: one of UTF-8 is kept,
/// one of UTF-16 is not.
fn text_of(bytes: &[u8]) -> (String, usize) {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
    };
    match bytes {
        [0xFF, 0xFE, ..] => (utf16(u16::from_le_bytes), 0),
        [0xFE, 0xFF, ..] => (utf16(u16::from_be_bytes), 0),
        [0xEF, 0xBB, 0xBF, ..] => (text::decode(bytes).into_owned(), 3),
        _ => (text::decode(bytes).into_owned(), 0),
    }
}
