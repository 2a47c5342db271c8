//! How a check says what it found.

use super::{facts::Facts, rule::Brief, writing::Written};
use crate::{
    diagnostic::{At, Diagnostic, Fix, Place, Remedy},
    project::{Edit, FileId},
    text::Span,
};
use std::{borrow::Cow, collections::HashMap};

/// How often one check speaks up in one file. An author fixes one and looks again: ten thousand of a kind help nobody,
/// and each looks for its line and tries its fix.
const MOST: usize = 100;

/// Takes the findings of one check.
pub struct Report<'a> {
    facts: &'a Facts<'a>,
    rule: Brief,
    found: Vec<Diagnostic>,
    /// How many were wanted of each file.
    wanted: HashMap<FileId, usize>,
    /// Where something was said that is said once, and what it is about.
    once: Vec<(Place, &'static str)>,
}

impl<'a> Report<'a> {
    pub fn new(facts: &'a Facts<'a>, rule: Brief) -> Self {
        Report { facts, rule, found: Vec::new(), wanted: HashMap::new(), once: Vec::new() }
    }

    pub fn found(self) -> Vec<Diagnostic> {
        self.found
    }

    /// Another finding in this file is wanted. To be asked once before each, by what may find many.
    pub fn wants(&mut self, file: &FileId) -> bool {
        let wanted = self.wanted.entry(file.clone()).or_default();
        *wanted += 1;
        if *wanted == MOST + 1 {
            let message = format!("Only the first {MOST} in `{}` are shown.", file.shown());
            self.file(file, message);
            return false;
        }
        *wanted <= MOST
    }

    /// A finding in the text of a file: the bytes that are to blame. Where the template of a live file has the same
    /// bytes, it is said there, since that is where they can be changed.
    pub fn at(&mut self, file: &FileId, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        let written = self.facts.written(file, span);
        let written =
            if written.verbatim { written } else { Written { file: file.clone(), span, verbatim: true } };
        let at = self.facts.source(&written.file).and_then(|source| source.text.as_deref());
        let at = at.map(|text| At::new(text, written.span));
        self.push(Some(Place { file: written.file, at }), message.into())
    }

    /// A finding about a file as such.
    pub fn file(&mut self, file: &FileId, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Some(Place { file: file.clone(), at: None }), message.into())
    }

    /// A finding about the project as a whole.
    pub fn project(&mut self, message: impl Into<String>) -> &mut Diagnostic {
        self.push(None, message.into())
    }

    /// What is looked at.
    pub(super) fn facts(&self) -> &'a Facts<'a> {
        self.facts
    }

    /// A finding at a place; none if there is one about the same already, be it in other words.
    pub(super) fn once(
        &mut self,
        place: Place,
        about: &'static str,
        message: String,
    ) -> Option<&mut Diagnostic> {
        let again = |(at, what): &(Place, &str)| *at == place && *what == about && place.at.is_some();
        if self.once.iter().any(again) || !self.wants(&place.file) {
            return None;
        }
        self.once.push((place.clone(), about));
        Some(self.push(Some(place), message))
    }

    fn push(&mut self, place: Option<Place>, message: String) -> &mut Diagnostic {
        self.found.push(Diagnostic {
            severity: self.rule.severity,
            rule: Cow::Borrowed(self.rule.id),
            place,
            message,
            said: None,
            help: Some(self.rule.instead.to_owned()),
            fix: None,
        });
        self.found.last_mut().expect("it was just put there")
    }
}

/// A fix, if there is an edit for it.
pub fn fix(title: impl Into<String>, edit: impl Into<Option<Edit>>) -> Option<Fix> {
    fix_by(title, edit.into().map(Remedy::Edit))
}

/// The same by what is worked out when it is made.
pub fn fix_by(title: impl Into<String>, remedy: impl Into<Option<Remedy>>) -> Option<Fix> {
    remedy.into().map(|remedy| Fix { title: title.into(), remedy })
}
