//! What a `funko.yml` holds: what FaaSO gets from it, what it refuses, and where everything is.

use crate::{
    diagnostic::{At, Diagnostic, Place, Severity},
    project::FileId,
    text::Span,
};
use crinja::{Context, ContextValue};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::HashMap, fmt};

/// The name of the file, exactly (docs/semantics.md §4.1).
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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OptionValue {
    Text(String),
    List(Vec<String>),
}

impl Funko {
    pub fn option(&self, key: &str) -> Option<&OptionValue> {
        self.options.iter().find(|(k, _)| k == key).map(|(_, value)| value)
    }

    /// What a runtime's templates see in a build (docs/semantics.md §4.1).
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

/// What the files below `template/` see when a funko is made: no options (docs/semantics.md §3.4).
pub fn new_context(name: &str, runtime: &str) -> Context {
    Context {
        variables: vec![
            ("name".to_owned(), ContextValue::Text(name.to_owned())),
            ("runtime".to_owned(), ContextValue::Text(runtime.to_owned())),
        ],
    }
}

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
    /// More problems of the same kind, further down: FaaSO would come to them after the first is fixed.
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
    /// `null`: plain and empty, `~`, `null`, … (docs/semantics.md §6.1).
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
