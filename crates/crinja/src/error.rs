//! Why a template does not render, as Crinja says it.

use crate::place::{LineColumn, Span};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The class of an error, as FaaSO's engine names it (docs/dialect.md §19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Class {
    /// The template is not written as Crinja wants it.
    TemplateSyntaxError,
    /// Something is looked up in what is not there.
    UndefinedError,
    /// A value is of a type that does not fit.
    TypeError,
    /// Anything else that goes wrong while rendering.
    RuntimeError,
    /// A call is given what it can't use.
    ArgumentsError,
    /// A value could not be converted.
    CrinjaError,
    /// There is no such tag, filter or test.
    UnknownFeatureError,
    /// There is no such template.
    TemplateNotFoundError,
    /// From here on: Crystal's own.
    ArgumentError,
    /// A place past the end.
    IndexError,
    /// The first or last of nothing.
    EmptyError,
    /// An integer is divided by zero.
    DivisionByZeroError,
    /// A number is too large for its type.
    OverflowError,
    /// There is no such key.
    KeyError,
    /// A value is not of the type that Crystal was told.
    TypeCastError,
    /// JSON can't be made of it.
    JsonError,
    /// HTML can't be read.
    XmlError,
    /// Anything else of Crystal.
    Exception,
    /// Not FaaSO's: a budget of ours ended the rendering, or FaaSO would crash here.
    Budget,
}

impl Class {
    /// The name in messages.
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

/// Why a template does not render.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    /// Which of the errors it is.
    pub class: Class,
    /// In Crinja's own words.
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
