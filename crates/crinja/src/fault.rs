//! A failure on its way out of the lexer, the parser or the evaluator, and where Crinja says it is.
//!
//! Lines and columns are worked out only when a failure leaves ([`Fault::report`]): a template may hold
//! thousands of broken tags that are never reached.

use super::error::{Class, Error};
use super::failure::Failure;
use super::help;
use super::printing::mask_addresses;
use super::token::Token;
use crate::place::{LineColumn, Span, floor_boundary};

/// Boxed everywhere, so that results stay small on the stack.
#[derive(Clone, Debug)]
pub struct Fault {
    pub class: Class,
    pub message: String,
    /// What Crinja reports as the place, where it reports one.
    place: Option<Place>,
    /// What to underline when Crinja reports no place, or the end of what was never closed.
    near: Option<Span>,
}

/// Offsets are of the template's text.
#[derive(Clone, Debug)]
enum Place {
    /// One character the lexer stood at.
    Point(usize),
    Token(Token),
    /// From the start of a node to where Crinja thinks it ends; the second span is the node itself.
    Node(Span, Span),
}

pub type Fallible<T> = Result<T, Box<Fault>>;

impl Fault {
    pub fn new(class: Class, message: impl Into<String>) -> Box<Self> {
        Box::new(Fault { class, message: message.into(), place: None, near: None })
    }

    /// A syntax error the lexer found.
    pub fn at_point(message: impl Into<String>, offset: usize) -> Box<Self> {
        let mut fault = Fault::new(Class::TemplateSyntaxError, message);
        fault.place = Some(Place::Point(offset));
        fault
    }

    /// A syntax error at a token.
    pub fn at_token(message: impl Into<String>, token: &Token) -> Box<Self> {
        let mut fault = Fault::new(Class::TemplateSyntaxError, message);
        fault.place = Some(Place::Token(token.clone()));
        fault
    }

    /// A syntax error at a node.
    pub fn at_node(message: impl Into<String>, reported: Span, span: Span) -> Box<Self> {
        Fault::new(Class::TemplateSyntaxError, message).within(reported, span)
    }

    /// Says that the failure happened while this node was evaluated. The innermost node counts, and only
    /// for the classes that Crinja gives a place.
    pub fn within(mut self: Box<Self>, reported: Span, span: Span) -> Box<Self> {
        if self.place.is_none() && self.class.has_place() {
            self.place = Some(Place::Node(reported, span));
        }
        self.near.get_or_insert(span);
        self
    }

    /// Puts the place at this node, whatever it was.
    pub fn moved_to(mut self: Box<Self>, reported: Span, span: Span) -> Box<Self> {
        self.place = Some(Place::Node(reported, span));
        self.near = Some(span);
        self
    }

    /// Says what to underline if nothing else is known.
    pub fn near(mut self: Box<Self>, span: Span) -> Box<Self> {
        self.near.get_or_insert(span);
        self
    }

    /// The failure as it is told: `text` is the template the offsets belong to.
    pub fn report(self, text: &str) -> Error {
        let (reported, span) = match &self.place {
            None => (None, self.near.unwrap_or_default()),
            Some(Place::Point(offset)) => {
                let place = position(text, *offset);
                let next = text[*offset..].chars().next().map_or(0, char::len_utf8);
                (Some((place, place)), self.near.unwrap_or(Span::new(*offset, offset + next)))
            }
            Some(Place::Token(token)) => {
                let blanks = &text[token.at..token.span.start];
                let start = advance(position(text, token.at), blanks);
                let end = advance(advance(start, blanks), token.value(text));
                let is_end = token.span.start >= text.len();
                (Some((start, end)), self.near.filter(|_| is_end).unwrap_or(token.span))
            }
            Some(Place::Node(reported, span)) => {
                (Some((position(text, reported.start), position(text, reported.end))), *span)
            }
        };
        let span = Span::new(floor_boundary(text, span.start), floor_boundary(text, span.end));
        let message = mask_addresses(&self.message).into_owned();
        let mut error = Error { class: self.class, message, reported, span, help: None };
        error.help = help::find(&error, text);
        error
    }
}

impl From<Failure> for Box<Fault> {
    fn from(failure: Failure) -> Self {
        Fault::new(failure.class, failure.message)
    }
}

impl Class {
    /// Crystal's own errors pass without a place, and so does a template that is not found.
    fn has_place(self) -> bool {
        self.is_crinjas() || self == Class::Budget
    }

    /// One of Crinja's own errors, which it catches to add the place.
    pub fn is_crinjas(self) -> bool {
        use Class::*;
        matches!(
            self,
            TemplateSyntaxError
                | UndefinedError
                | TypeError
                | RuntimeError
                | ArgumentsError
                | CrinjaError
                | UnknownFeatureError
        )
    }
}

/// Where Crinja's reader says it is. It counts a LF when it arrives at it, not when it leaves it: the LF
/// itself has column 0 of the next line. A LF that is the very first character is never arrived at, and
/// does not count (docs/dialect.md §19).
pub fn position(text: &str, offset: usize) -> LineColumn {
    let offset = floor_boundary(text, offset);
    let seen = &text[..offset];
    let arrived = text[offset..].starts_with('\n');
    let last = if arrived { Some(offset) } else { seen.rfind('\n') };
    match last.filter(|&at| at > 0) {
        None => LineColumn { line: 1, column: seen.chars().count() + 1 },
        Some(last) => {
            let breaks = seen.bytes().skip(1).filter(|&byte| byte == b'\n').count() + usize::from(arrived);
            LineColumn { line: 1 + breaks, column: text[last..offset].chars().count() }
        }
    }
}

/// A place moved on by some text, as Crinja adds them.
fn advance(from: LineColumn, text: &str) -> LineColumn {
    let breaks = text.bytes().filter(|&byte| byte == b'\n').count();
    match text.rfind('\n') {
        None => LineColumn { line: from.line, column: from.column + text.chars().count() },
        Some(last) => LineColumn { line: from.line + breaks, column: text[last + 1..].chars().count() },
    }
}
