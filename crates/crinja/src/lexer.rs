//! Text to tokens, with Crinja's own idea of where a tag ends and what a `-` trims.
//!
//! The whole template is read before anything is parsed, so the first error here hides all others. Crinja
//! reuses one token object and never takes its trim marks back; `carried` is that leak (docs/dialect.md §2).
//! Long because it is one state machine: its states call each other.

use super::fault::{Fallible, Fault};
use super::letters::{is_letter, is_number};
use super::token::{Kind, Token};
use crate::place::Span;
use std::rc::Rc;

/// The tokens of a template; the last one is EOF.
pub fn lex(text: &str) -> Fallible<Vec<Token>> {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
        carried: Trim::default(),
        opened: 0,
        stray_quote: None,
        open: Vec::new(),
        raw: false,
    };
    lexer.root()?;
    Ok(lexer.tokens)
}

/// Only these separate tokens; other Unicode blanks do not.
pub fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

struct Lexer<'a> {
    text: &'a str,
    /// Byte offset of the next character.
    at: usize,
    tokens: Vec<Token>,
    /// The marks on the token object that Crinja reuses.
    carried: Trim,
    /// Where the comment, tag or expression begins that is being read.
    opened: usize,
    /// The first quote whose text runs over the end of a tag and of a line: it was hardly meant to.
    stray_quote: Option<usize>,
    /// Closing brackets that are due, and where the opening ones stand. Kept across tags: what one tag leaves open the
    /// next must close.
    open: Vec<(Kind, usize)>,
    /// A raw tag was opened: what follows it is text.
    raw: bool,
}

#[derive(Clone, Copy, Default)]
struct Trim {
    left: bool,
    right: bool,
}

/// What stands open, in the words of messages, with the sign and kind that close it.
#[derive(Clone, Copy)]
struct State {
    name: &'static str,
    sign: char,
    kind: Kind,
}

const EXPRESSION: State = State { name: "expression", sign: '}', kind: Kind::ExprEnd };
const TAG: State = State { name: "tag", sign: '%', kind: Kind::TagEnd };
const NOTE: State = State { name: "note", sign: '#', kind: Kind::Note };

impl Lexer<'_> {
    /// Text, tags, expressions and comments in turn.
    fn root(&mut self) -> Fallible<()> {
        loop {
            let start = self.at;
            if std::mem::take(&mut self.raw) {
                let end = self.raw_end();
                self.at = end;
                self.push(Kind::Fixed, Span::new(start, end));
                continue;
            }
            self.opened = start;
            let rest = &self.text[start..];
            if rest.is_empty() {
                self.push(Kind::Eof, Span::at(start));
                return Ok(());
            } else if rest.starts_with("{%") {
                self.opening(Kind::TagStart);
                self.tag()?;
            } else if rest.starts_with("{{") {
                self.opening(Kind::ExprStart);
                if self.expression()? == Ending::OfFile {
                    return Ok(());
                }
            } else if rest.starts_with("{#") {
                self.note()?;
            } else {
                self.at = self.fixed_end();
                self.push(Kind::Fixed, Span::new(start, self.at));
            }
        }
    }

    /// A token of the reused object.
    fn push(&mut self, kind: Kind, span: Span) {
        let mut token = Token::new(kind, span);
        (token.trim_left, token.trim_right) = (self.carried.left, self.carried.right);
        self.tokens.push(token);
    }

    fn opening(&mut self, kind: Kind) {
        let start = self.at;
        self.at += 2;
        if self.text[self.at..].starts_with('-') {
            self.at += 1;
            self.carried.left = true;
        }
        self.push(kind, Span::new(start, self.at));
    }

    /// Text runs to the next opening sign; its own first character is never one.
    fn fixed_end(&self) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        while at < bytes.len() {
            if bytes[at] == b'{' && matches!(bytes.get(at + 1), Some(b'{' | b'%' | b'#')) {
                break;
            }
            at += 1;
        }
        at
    }

    /// Raw text runs to `{% endraw`, with any blanks but no `-` (docs/dialect.md §3).
    fn raw_end(&self) -> usize {
        let rest = &self.text[self.at..];
        rest.match_indices("{%")
            .find(|(at, _)| rest[at + 2..].trim_start_matches(is_blank).starts_with("endraw"))
            .map_or(self.text.len(), |(at, _)| self.at + at)
    }

    fn note(&mut self) -> Fallible<()> {
        let start = self.at;
        self.at += 2;
        if self.text[self.at..].starts_with('-') {
            self.carried.left = true;
        }
        loop {
            if let Some(end) = self.closing(NOTE)? {
                self.at = end.span.end;
                self.push(Kind::Note, Span::new(start, self.at));
                return Ok(());
            }
            self.skip_in_note();
        }
    }

    /// To the next character that could begin an ending. Blanks go with the ending they lead to.
    fn skip_in_note(&mut self) {
        let rest = &self.text[self.at..];
        let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
        let step = if blanks > 0 { blanks } else { rest.chars().next().map_or(0, char::len_utf8) };
        let rest = &rest[step..];
        let ahead = rest.find(|it| is_blank(it) || matches!(it, '-' | '}' | '%' | '#'));
        self.at += step + ahead.unwrap_or(rest.len());
    }

    fn tag(&mut self) -> Fallible<()> {
        let mut named = false;
        loop {
            if let Some(end) = self.closing(TAG)? {
                self.at = end.span.end;
                self.tokens.push(end);
                return Ok(());
            }
            if named {
                let token = self.expression_token()?;
                self.tokens.push(token);
                self.carried = Trim::default();
            } else {
                self.tag_name();
                named = true;
            }
        }
    }

    /// The name begins with any sign at all.
    fn tag_name(&mut self) {
        let before = self.at;
        self.skip_blanks();
        let start = self.at;
        let rest = &self.text[start..];
        let first = rest.chars().next().map_or(0, char::len_utf8);
        self.at = start + first + name_length(&rest[first..]);
        let span = Span::new(start, self.at);
        match span.of(self.text) {
            "raw" => self.raw = true,
            "endraw" => self.raw = false,
            _ => {}
        }
        self.push(Kind::Identifier, span);
        if let Some(token) = self.tokens.last_mut() {
            token.at = before;
        }
    }

    /// Inside `{{ }}` open brackets hide the end.
    fn expression(&mut self) -> Fallible<Ending> {
        loop {
            if self.open.is_empty()
                && let Some(end) = self.closing(EXPRESSION)?
            {
                self.at = end.span.end;
                self.tokens.push(end);
                return Ok(Ending::OfExpression);
            }
            let token = self.expression_token()?;
            self.carried = Trim::default();
            let kind = token.kind;
            self.tokens.push(token);
            if kind == Kind::Eof {
                return Ok(Ending::OfFile);
            }
        }
    }

    /// The end of the state, if it stands here, blanks before it or not. Any other end is an error, and so
    /// is the end of the file.
    fn closing(&mut self, state: State) -> Fallible<Option<Token>> {
        let rest = &self.text[self.at..];
        let ending = rest.trim_start_matches(is_blank);
        let start = self.at + rest.len() - ending.len();
        let trims = ending.starts_with('-');
        let mut signs = ending[usize::from(trims)..].chars();
        match signs.next() {
            Some(sign @ ('}' | '%' | '#')) if signs.next() == Some('}') => {
                if sign != state.sign {
                    let mark = if trims { "-" } else { "" };
                    let message = format!("Terminated <State:{}> with '{mark}{sign}}}'", state.name);
                    let fault = Fault::at_point(message, self.at);
                    // A comment that goes on for lines was hardly meant to be one: `${#list[@]}`.
                    let is_far = state.kind == Kind::Note && self.text[self.opened..start].contains('\n');
                    let sign = Span::new(start, start + usize::from(trims) + 2);
                    return Err(fault.near(if is_far { self.opening_sign() } else { sign }));
                }
                self.carried.right |= trims;
                let end = start + usize::from(trims) + 2;
                let mut token = Token::new(state.kind, Span::new(start, end));
                token.at = self.at;
                (token.trim_left, token.trim_right) = (self.carried.left, self.carried.right);
                Ok(Some(token))
            }
            None => {
                let fault = Fault::at_point(format!("Unterminated {}", state.name), self.at);
                Err(fault.near(self.opening_sign()))
            }
            _ => Ok(None),
        }
    }

    /// `{{`, `{%` or `{#` of what is being read; or the quote that swallowed its end.
    fn opening_sign(&self) -> Span {
        if let Some(quote) = self.stray_quote {
            return Span::new(quote, quote + 1);
        }
        Span::new(self.opened, (self.opened + 2).min(self.text.len()))
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(is_blank).len();
    }

    fn expression_token(&mut self) -> Fallible<Token> {
        self.skip_blanks();
        let start = self.at;
        let rest = &self.text[start..];
        let Some(first) = rest.chars().next() else {
            return Ok(Token::new(Kind::Eof, Span::at(start)));
        };
        let second = rest[first.len_utf8()..].chars().next();
        let (kind, length) = match (first, second) {
            ('"' | '\'', _) => return self.string(first),
            (it, _) if is_number(it) => return self.number(),
            (it, _) if is_letter(it) || it == '_' => (Kind::Identifier, it.len_utf8()),
            ('/', Some('/')) | ('*', Some('*')) => (Kind::Operator, 2),
            ('!' | '=' | '<' | '>', Some('=')) => (Kind::Operator, 2),
            ('/' | '*' | '+' | '-' | '~' | '%' | '<' | '>', _) => (Kind::Operator, 1),
            ('!', _) => return Err(Fault::at_point("Invalid operator `!`", start)),
            ('=', _) => (Kind::KwAssign, 1),
            ('|', _) => (Kind::Pipe, 1),
            ('.', _) => (Kind::Point, 1),
            (',', _) => (Kind::Comma, 1),
            (':', _) => (Kind::DictAssign, 1),
            ('[', _) => (Kind::LeftBracket, 1),
            ('{', _) => (Kind::LeftCurly, 1),
            ('(', _) => (Kind::LeftParen, 1),
            (']', _) => (Kind::RightBracket, 1),
            ('}', _) => (Kind::RightCurly, 1),
            (')', _) => (Kind::RightParen, 1),
            _ => {
                return Err(Fault::at_point(format!("Not implemented expression value `{first}`"), start));
            }
        };
        self.bracket(kind)?;
        self.at = start + length;
        if kind != Kind::Identifier {
            return Ok(Token::new(kind, Span::new(start, self.at)));
        }
        self.at += name_length(&self.text[self.at..]);
        let span = Span::new(start, self.at);
        Ok(Token::new(word(span.of(self.text)), span))
    }

    fn bracket(&mut self, kind: Kind) -> Fallible<()> {
        match kind {
            Kind::LeftBracket => self.open.push((Kind::RightBracket, self.at)),
            Kind::LeftCurly => self.open.push((Kind::RightCurly, self.at)),
            Kind::LeftParen => self.open.push((Kind::RightParen, self.at)),
            Kind::RightBracket | Kind::RightCurly | Kind::RightParen => match self.open.last() {
                Some(&(due, _)) if due == kind => {
                    self.open.pop();
                }
                Some(&(due, opened)) => {
                    let message = format!("Expecting {}, instead found {}", due.name(), kind.name());
                    let fault = Fault::at_point(message, self.at);
                    // The bracket of an earlier tag.
                    let is_far = opened < self.opened;
                    return Err(if is_far { fault.near(Span::new(opened, opened + 1)) } else { fault });
                }
                None => {
                    let message = format!("Not expecting closing symbol {}", kind.name());
                    return Err(Fault::at_point(message, self.at));
                }
            },
            _ => {}
        }
        Ok(())
    }

    /// A backslash before anything but `n` and the quotes takes that character along into nothing.
    fn string(&mut self, quote: char) -> Fallible<Token> {
        let start = self.at;
        let inner = start + 1;
        let mut unescaped: Option<String> = None;
        let mut escaped = false;
        for (offset, character) in self.text[inner..].char_indices() {
            if escaped {
                escaped = false;
                match (character, &mut unescaped) {
                    ('n', Some(text)) => text.push('\n'),
                    ('"' | '\'' | '\\', Some(text)) => text.push(character),
                    _ => {}
                }
            } else if character == quote {
                self.at = inner + offset + 1;
                let text = &self.text[inner..inner + offset];
                if text.contains('\n') && (text.contains("}}") || text.contains("%}")) {
                    self.stray_quote.get_or_insert(start);
                }
                let mut token = Token::new(Kind::String, Span::new(start, self.at));
                token.unescaped = unescaped.map(Rc::from);
                return Ok(token);
            } else if character == '\\' {
                escaped = true;
                unescaped.get_or_insert_with(|| self.text[inner..inner + offset].to_owned());
            } else if let Some(text) = &mut unescaped {
                text.push(character);
            }
        }
        let fault = Fault::at_point("Unterminated string literal", self.text.len());
        let quote = self.stray_quote.unwrap_or(start);
        Err(fault.near(Span::new(quote, quote + 1)))
    }

    fn number(&mut self) -> Fallible<Token> {
        let start = self.at;
        let mut is_float = false;
        let mut rest = self.text[start..].char_indices().peekable();
        let mut end = self.text.len();
        while let Some((offset, character)) = rest.next() {
            match character {
                it if is_number(it) => continue,
                '.' if is_float => {
                    return Err(Fault::at_point("Invalid floating point number", start + offset));
                }
                '.' if rest.peek().is_some_and(|&(_, next)| is_number(next)) => {
                    is_float = true;
                    continue;
                }
                '.' | ' ' | '\n' | '\t' | '\r' | ')' | ']' | '}' | ':' | ',' | '|' => {}
                '~' | '+' | '-' | '*' | '/' | '%' | '=' | '>' | '<' | '!' => {}
                it => {
                    let message = format!("Invalid number. Found char: '{it}'({})", u32::from(it));
                    return Err(Fault::at_point(message, start + offset));
                }
            }
            end = start + offset;
            break;
        }
        self.at = end;
        Ok(Token::new(if is_float { Kind::Float } else { Kind::Integer }, Span::new(start, end)))
    }
}

#[derive(PartialEq, Eq)]
enum Ending {
    OfExpression,
    OfFile,
}

fn word(name: &str) -> Kind {
    match name {
        "true" | "false" | "True" | "False" => Kind::Bool,
        "none" | "None" => Kind::None,
        "is" => Kind::Test,
        "not" | "and" | "or" => Kind::Operator,
        _ => Kind::Identifier,
    }
}

fn name_length(text: &str) -> usize {
    text.find(|it: char| !(is_letter(it) || is_number(it) || it == '_')).unwrap_or(text.len())
}
