//! Why a template does not render, as Crinja says it.

use crate::place::{LineColumn, Span};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The class of an error, as FaaSO's engine names it (docs/dialect.md §19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Class {
    TemplateSyntaxError,
    UndefinedError,
    TypeError,
    RuntimeError,
    ArgumentsError,
    CrinjaError,
    UnknownFeatureError,
    TemplateNotFoundError,
    /// From here on: Crystal's own.
    ArgumentError,
    IndexError,
    EmptyError,
    DivisionByZeroError,
    OverflowError,
    KeyError,
    TypeCastError,
    JsonError,
    XmlError,
    Exception,
    /// Not FaaSO's: a budget of ours ended the rendering, or FaaSO would crash here.
    Budget,
}

impl Class {
    pub fn name(self) -> &'static str {
        match self {
            Class::TemplateSyntaxError => "Crinja::TemplateSyntaxError",
            Class::UndefinedError => "Crinja::UndefinedError",
            Class::TypeError => "Crinja::TypeError",
            Class::RuntimeError => "Crinja::RuntimeError",
            Class::ArgumentsError => "Crinja::Arguments::Error",
            Class::CrinjaError => "Crinja::Error",
            Class::UnknownFeatureError => "Crinja::FeatureLibrary::UnknownFeatureError",
            Class::TemplateNotFoundError => "Crinja::TemplateNotFoundError",
            Class::ArgumentError => "ArgumentError",
            Class::IndexError => "IndexError",
            Class::EmptyError => "Enumerable::EmptyError",
            Class::DivisionByZeroError => "DivisionByZeroError",
            Class::OverflowError => "OverflowError",
            Class::KeyError => "KeyError",
            Class::TypeCastError => "TypeCastError",
            Class::JsonError => "JSON::Error",
            Class::XmlError => "XML::Error",
            Class::Exception => "Exception",
            Class::Budget => "Budget",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    pub class: Class,
    pub message: String,
    /// The place as Crinja reports it, first and last; none where it reports none.
    pub reported: Option<(LineColumn, LineColumn)>,
    /// The bytes to underline: where what is never closed opens; else the reported place where there is one, else the
    /// tag or expression that was being rendered. Always inside the template, on character boundaries.
    pub span: Span,
    /// What it means and what to write instead, where more is known ([`crate::help`]).
    pub help: Option<String>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.class.name(), self.message)
    }
}

impl std::error::Error for Error {}
