//! Tokens to a [`Template`]: `{{ }}` are parsed at once and tags are matched in order, so the first of their
//! errors is the one told. Tag arguments are parsed here too, but their errors wait (see [`super::ast`]).
//!
//! Nesting costs no stack here: open tags are kept in a list.

mod expressions;
mod tags;
mod tokens;

use super::Error;
use super::ast::{Expr, Node, NodeId, Print, Tag, TagKind, Template, Text};
use super::error::Class;
use super::failure::Failure;
use super::fault::{Fallible, Fault};
use super::letters::downcase;
use super::lexer::lex;
use super::stack::with_room;
use super::token::{Kind, Token};
use super::whitespace::{Trim, kept};
use crate::place::Span;
use std::rc::Rc;
use tokens::Tokens;

/// Parses a template as it was given: its final LF is dropped, and a NUL ends it (docs/dialect.md §2).
pub fn parse(template: &str) -> Result<Template, Error> {
    let text = template.strip_suffix('\n').unwrap_or(template);
    let text = &text[..text.find('\0').unwrap_or(text.len())];
    with_room(|| parse_text(text)).map_err(|fault| fault.report(text))
}

fn parse_text(text: &str) -> Fallible<Template> {
    let tokens = lex(text)?;
    let mut parser = Parser {
        text,
        tokens: &tokens,
        at: 0,
        nodes: Vec::new(),
        exprs: Vec::new(),
        lists: vec![List::default()],
        pending: Trim::default(),
        sibling: None,
    };
    parser.template()?;
    let Parser { nodes, exprs, mut lists, .. } = parser;
    let root = lists.pop().map(|list| list.nodes).unwrap_or_default();
    Ok(Template { text: Rc::from(text), tokens, nodes, exprs, root })
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    nodes: Vec<Node>,
    exprs: Vec<Expr>,
    /// The lists of nodes that are open, the template's own first.
    lists: Vec<List>,
    /// How the next text is trimmed on its left.
    pending: Trim,
    /// The text that the next tag, expression or comment trims on its right: a text right before it. A tag
    /// with a body leaves it to what follows inside (docs/dialect.md §2).
    sibling: Option<(NodeId, Trim)>,
}

#[derive(Default)]
struct List {
    nodes: Vec<NodeId>,
    /// The tag whose body this is, and the end tag it wants.
    tag: Option<(NodeId, &'static str)>,
}

impl<'a> Parser<'a> {
    fn template(&mut self) -> Fallible<()> {
        loop {
            let token = &self.tokens[self.at];
            self.extend_last(token.at);
            match token.kind {
                Kind::Eof => break,
                Kind::Fixed => self.text_node(token),
                Kind::ExprStart => self.print()?,
                Kind::TagStart => self.tag()?,
                Kind::Note => {
                    self.trim(token.trim_right, token.trim_left, true);
                    self.at += 1;
                    self.add(Node::Comment(token.span));
                }
                other => return Err(Fault::at_token(format!("Unexpected {}", other.name()), token)),
            }
        }
        self.unclosed()
    }

    /// Nodes end, for Crinja, where the next one begins.
    fn extend_last(&mut self, at: usize) {
        let Some(&last) = self.lists.last().and_then(|list| list.nodes.last()) else { return };
        match &mut self.nodes[last.0 as usize] {
            Node::Print(print) => print.reported.end = at,
            Node::Tag(tag) => tag.reported.end = at,
            Node::Text(_) | Node::Comment(_) => {}
        }
    }

    fn unclosed(&mut self) -> Fallible<()> {
        let open: Vec<_> = self.lists.iter().filter_map(|list| list.tag).collect();
        let Some(&(innermost, _)) = open.last() else { return Ok(()) };
        let wanted: Vec<_> = open.iter().map(|(_, end)| *end).collect();
        let message = format!("Unclosed tag, missing: {}", wanted.join(", "));
        let end = self.tokens[self.at].at;
        Err(match &self.nodes[innermost.0 as usize] {
            Node::Tag(tag) => Fault::at_node(message, Span::new(tag.span.start, end), tag.span),
            _ => Fault::new(Class::TemplateSyntaxError, message),
        })
    }

    fn add(&mut self, node: Node) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        if let Some(list) = self.lists.last_mut() {
            list.nodes.push(id);
        }
        self.sibling = None;
        id
    }

    /// `right` is for the text before, `left` and `block` for the text after.
    fn trim(&mut self, left: bool, right: bool, block: bool) {
        self.pending = Trim { left, after_block: block, right: false };
        if let Some((id, trim)) = self.sibling
            && let Node::Text(text) = &mut self.nodes[id.0 as usize]
        {
            text.kept = kept(self.text, text.span, Trim { right, ..trim });
        }
    }

    fn text_node(&mut self, token: &Token) {
        let trim = std::mem::take(&mut self.pending);
        self.at += 1;
        let id = self.add(Node::Text(Text { span: token.span, kept: kept(self.text, token.span, trim) }));
        self.sibling = Some((id, trim));
    }

    fn print(&mut self) -> Fallible<()> {
        let start = &self.tokens[self.at];
        let mut tokens = Tokens::new(self.text, self.tokens, self.at + 1, &mut self.exprs);
        let expr = tokens.printed().map_err(|fault| fault.near(start.span))?;
        self.at = tokens.at() + 1;
        // Crinja reads this mark off the token behind the expression, to which it has leaked.
        let behind = &self.tokens[self.at];
        self.trim(behind.trim_right, start.trim_left, false);
        let end = self.tokens[self.at - 1].span.end;
        self.add(Node::Print(Print {
            span: Span::new(start.span.start, end),
            reported: Span::new(start.at, behind.at),
            expr,
        }));
        Ok(())
    }

    fn tag(&mut self) -> Fallible<()> {
        let start = &self.tokens[self.at];
        let name = &self.tokens[self.at + 1];
        if name.kind != Kind::Identifier {
            return Err(Fault::at_token(format!("Expected IDENTIFIER, got {}", name.kind.name()), name));
        }
        let written = name.span.of(self.text);
        let (kind, end_name) = match lookup(written) {
            Some(found) => found,
            None => {
                let failure = Failure::unknown_feature("tag", &downcase(written));
                return Err(Box::<Fault>::from(failure).near(name.span));
            }
        };
        let first = self.at + 2;
        let length = self.tokens[first..].iter().take_while(|token| token.kind != Kind::TagEnd).count();
        let end = &self.tokens[first + length];
        self.at = first + length + 1;
        self.trim(end.trim_right, start.trim_left, true);
        let span = Span::new(start.span.start, end.span.end);
        let reported = Span::new(start.at, end.at);
        let Some(kind) = kind else {
            return self.end_tag(written, span, reported);
        };
        let arguments = &self.tokens[first..first + length];
        let form = tags::form(kind, self.text, arguments, end.at, &mut self.exprs);
        let sibling = self.sibling;
        let id = self.add(Node::Tag(Box::new(Tag {
            name: Rc::from(written),
            kind,
            name_span: name.span,
            span,
            reported,
            arguments: first..first + length,
            form,
            body: Vec::new(),
            end: None,
        })));
        let has_body = kind != TagKind::Set || length <= 1;
        if let Some(end_name) = end_name.filter(|_| has_body) {
            self.lists.push(List { nodes: Vec::new(), tag: Some((id, end_name)) });
            self.sibling = sibling;
        }
        Ok(())
    }

    fn end_tag(&mut self, written: &str, span: Span, reported: Span) -> Fallible<()> {
        let Some((opened, wanted)) = self.lists.last().and_then(|list| list.tag) else {
            return Err(Fault::at_node(format!("End tag without start: {written}"), reported, span));
        };
        if written != wanted {
            return Err(Fault::at_node(format!("Mismatched end tag: {written}"), reported, span));
        }
        let body = self.lists.pop().map(|list| list.nodes).unwrap_or_default();
        if let Node::Tag(tag) = &mut self.nodes[opened.0 as usize] {
            tag.body = body;
            tag.end = Some(span);
        }
        self.sibling = None;
        Ok(())
    }
}

/// A tag by its name in any case: what it is (none for an end tag) and the end tag it wants.
fn lookup(written: &str) -> Option<(Option<TagKind>, Option<&'static str>)> {
    let name = downcase(written);
    let known = TAGS.iter().find(|(known, ..)| *known == name).map(|&(_, kind, end)| (Some(kind), end));
    known.or_else(|| TAGS.iter().any(|(.., end)| *end == Some(&name)).then_some((None, None)))
}

/// The names of all tags, end tags included.
pub fn tag_names() -> impl Iterator<Item = &'static str> {
    TAGS.iter().flat_map(|&(name, _, end)| [Some(name), end]).flatten()
}

/// All tags there are, and the end tags of those with a body (docs/dialect.md §4).
pub const TAGS: &[(&str, TagKind, Option<&str>)] = &[
    ("if", TagKind::If, Some("endif")),
    ("else", TagKind::Else, None),
    ("elif", TagKind::Elif, None),
    ("for", TagKind::For, Some("endfor")),
    ("set", TagKind::Set, Some("endset")),
    ("filter", TagKind::Filter, Some("endfilter")),
    ("with", TagKind::With, Some("endwith")),
    ("autoescape", TagKind::Autoescape, Some("endautoescape")),
    ("macro", TagKind::Macro, Some("endmacro")),
    ("call", TagKind::Call, Some("endcall")),
    ("raw", TagKind::Raw, Some("endraw")),
    ("include", TagKind::Include, None),
    ("from", TagKind::From, None),
    ("import", TagKind::Import, None),
    ("extends", TagKind::Extends, None),
    ("block", TagKind::Block, Some("endblock")),
    ("do", TagKind::Do, None),
];
