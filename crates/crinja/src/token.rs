//! Tokens: what the lexer makes and the parser reads. They keep no text, only where it is.

use crate::place::Span;
use std::rc::Rc;

/// The kinds of tokens; [`Kind::name`] is what messages call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text between tags.
    Fixed,
    /// `{%`
    TagStart,
    /// `%}`
    TagEnd,
    /// `{# … #}`
    Note,
    /// `{{`
    ExprStart,
    /// `}}`
    ExprEnd,
    /// The end of the template or of the arguments.
    Eof,
    /// A name.
    Identifier,
    /// `|`
    Pipe,
    /// `is`
    Test,
    /// An operator, words included.
    Operator,
    /// A text literal, quotes included.
    String,
    /// A number with decimals.
    Float,
    /// A number without.
    Integer,
    /// `true` or `false`.
    Bool,
    /// `none`
    None,
    /// `[`
    LeftBracket,
    /// `{`
    LeftCurly,
    /// `:`
    DictAssign,
    /// `]`
    RightBracket,
    /// `}`
    RightCurly,
    /// `(`
    LeftParen,
    /// `)`
    RightParen,
    /// `=`
    KwAssign,
    /// `.`
    Point,
    /// `,`
    Comma,
}

impl Kind {
    /// Crinja's name for it, for messages.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Fixed => "FIXED",
            Kind::TagStart => "TAG_START",
            Kind::TagEnd => "TAG_END",
            Kind::Note => "NOTE",
            Kind::ExprStart => "EXPR_START",
            Kind::ExprEnd => "EXPR_END",
            Kind::Eof => "EOF",
            Kind::Identifier => "IDENTIFIER",
            Kind::Pipe => "PIPE",
            Kind::Test => "TEST",
            Kind::Operator => "OPERATOR",
            Kind::String => "STRING",
            Kind::Float => "FLOAT",
            Kind::Integer => "INTEGER",
            Kind::Bool => "BOOL",
            Kind::None => "NONE",
            Kind::LeftBracket => "LEFT_BRACKET",
            Kind::LeftCurly => "LEFT_CURLY",
            Kind::DictAssign => "DICT_ASSIGN",
            Kind::RightBracket => "RIGHT_BRACKET",
            Kind::RightCurly => "RIGHT_CURLY",
            Kind::LeftParen => "LEFT_PAREN",
            Kind::RightParen => "RIGHT_PAREN",
            Kind::KwAssign => "KW_ASSIGN",
            Kind::Point => "POINT",
            Kind::Comma => "COMMA",
        }
    }
}

/// A token.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// The token's own bytes.
    pub span: Span,
    /// Where Crinja has it begin: the names of tags and the ends of tags and expressions take the blanks
    /// before them along, all others are where they are.
    pub at: usize,
    /// What a text literal says, where that is not just what stands between its quotes.
    pub unescaped: Option<Rc<str>>,
    /// The text on its left is trimmed.
    pub trim_left: bool,
    /// The text on its right is trimmed.
    pub trim_right: bool,
}

impl Token {
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        Token { kind, span, at: span.start, unescaped: None, trim_left: false, trim_right: false }
    }

    /// The end of a tag's arguments, as their parser sees it.
    pub fn end_of_arguments(at: usize) -> Self {
        Token::new(Kind::Eof, Span::at(at))
    }

    /// The token's value as Crinja keeps it: of a text literal what it says, of others what is written.
    pub fn value<'a>(&'a self, text: &'a str) -> &'a str {
        match (&self.unescaped, self.kind) {
            (Some(unescaped), _) => unescaped,
            (None, Kind::String) => Span::new(self.span.start + 1, self.span.end - 1).of(text),
            _ => self.span.of(text),
        }
    }
}
