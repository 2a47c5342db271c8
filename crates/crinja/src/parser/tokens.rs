//! A place among the tokens, and the table that expressions go to.

use super::super::ast::{Expr, ExprId, ExprKind, Name};
use super::super::error::Class;
use super::super::fault::{Fallible, Fault, position};
use super::super::token::{Kind, Token};
use crate::place::Span;
use std::rc::Rc;

/// How deep brackets and signs may nest. FaaSO has no such limit but its stack.
const NESTING: usize = 500;

/// Reads expressions off tokens into the table of a template's expressions.
pub struct Tokens<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// What comes behind the last token: EOF for a tag's arguments.
    end: Option<Token>,
    at: usize,
    exprs: &'a mut Vec<Expr>,
    depth: usize,
}

impl<'a> Tokens<'a> {
    /// Of a whole template, from token `at` on.
    pub fn new(text: &'a str, tokens: &'a [Token], at: usize, exprs: &'a mut Vec<Expr>) -> Self {
        Tokens { text, tokens, end: None, at, exprs, depth: 0 }
    }

    /// Of a tag, whose end Crinja has at `end`.
    pub fn of_tag(text: &'a str, tokens: &'a [Token], end: usize, exprs: &'a mut Vec<Expr>) -> Self {
        Tokens { text, tokens, end: Some(Token::end_of_arguments(end)), at: 0, exprs, depth: 0 }
    }

    /// The number of the current token.
    pub fn at(&self) -> usize {
        self.at
    }

    pub fn current(&self) -> &Token {
        let last = || self.end.as_ref().or(self.tokens.last());
        self.tokens.get(self.at).or_else(last).expect("a template has at least its EOF")
    }

    pub fn kind(&self) -> Kind {
        self.current().kind
    }

    pub fn value(&self) -> &str {
        self.current().value(self.text)
    }

    pub fn is_word(&self, word: &str) -> bool {
        self.kind() == Kind::Identifier && self.value() == word
    }

    /// To the next token. Crystal's own error when there is none.
    pub fn next(&mut self) -> Fallible<()> {
        let length = self.tokens.len() + usize::from(self.end.is_some());
        if self.at + 1 >= length {
            return Err(Fault::new(Class::Exception, "Unexpected EOF").near(self.current().span));
        }
        self.at += 1;
        Ok(())
    }

    pub fn expect(&mut self, kind: Kind) -> Fallible<()> {
        if self.kind() != kind {
            return Err(self.unexpected(Some(kind.name())));
        }
        self.next()
    }

    /// `wanted` is named only at the end of the arguments, or when it is a kind of token or a word.
    pub fn unexpected(&self, wanted: Option<&str>) -> Box<Fault> {
        let token = self.current();
        let message = match (token.kind, wanted) {
            (Kind::Eof, Some(wanted)) => format!("Unexpected end of file, expected {wanted}"),
            (Kind::Eof, None) => "Unexpected end of file".to_owned(),
            (kind, Some(wanted)) => format!("Expected {wanted}, got {}", kind.name()),
            (kind, None) => format!("Unexpected {}", kind.name()),
        };
        Fault::at_token(message, token)
    }

    /// The token as messages show it.
    pub fn shown(&self) -> String {
        let token = self.current();
        let place = position(self.text, token.at);
        let value = token.value(self.text);
        let mut shown = token.kind.name().to_owned();
        if !value.is_empty() {
            let preview: String = value.chars().take(6).collect();
            let long = value.chars().count() > 7;
            let preview = if long { preview + ".." } else { value.to_owned() };
            shown += &format!(":{}", dumped(&preview));
        }
        shown + &format!("[{}:{}]", place.line, place.column)
    }

    /// The current token as a name, whatever it is.
    pub fn name(&mut self) -> Fallible<Name> {
        let name = Name { text: Rc::from(self.value()), span: self.current().span };
        self.next()?;
        Ok(name)
    }

    pub fn add(&mut self, kind: ExprKind, span: Span, reported: Span) -> ExprId {
        let id = ExprId(self.exprs.len() as u32);
        self.exprs.push(Expr { kind, span, reported });
        id
    }

    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    pub fn expr_mut(&mut self, id: ExprId) -> &mut Expr {
        &mut self.exprs[id.0 as usize]
    }

    /// The end of the token before the current one.
    pub fn before(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span.end)
    }

    /// One level down; an error when that is too deep.
    pub fn enter(&mut self) -> Fallible<()> {
        self.depth += 1;
        if self.depth > NESTING {
            let message = format!("Rendering was stopped: an expression nests deeper than {NESTING} levels");
            return Err(Fault::new(Class::Budget, message).near(self.current().span));
        }
        Ok(())
    }

    pub fn leave(&mut self) {
        self.depth -= 1;
    }
}

/// As Crystal's `dump` shows text: everything but printable ASCII escaped.
fn dumped(text: &str) -> String {
    let mut shown = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => shown.push_str("\\\""),
            '\\' => shown.push_str("\\\\"),
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            ' '..='~' => shown.push(character),
            other if u32::from(other) > 0xFFFF => shown += &format!("\\u{{{:X}}}", u32::from(other)),
            other => shown += &format!("\\u{:04X}", u32::from(other)),
        }
    }
    shown.push('"');
    shown
}
