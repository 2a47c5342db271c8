//! The first document of a YAML text as a tree of nodes, with their places.

use super::{
    Code, Problem,
    libyaml::{Data, Event, Events, Mark, Properties, Style},
};
use crate::text::{self, Span};
use std::collections::HashMap;

/// How deep lists and mappings may be nested. FaaSO has no limit, and no use for more than three.
pub const MAX_DEPTH: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(usize);

#[derive(Debug)]
pub struct Node {
    pub kind: Kind,
    pub tag: Option<String>,
    pub anchor: Option<String>,
    /// Without the anchor and the tag before it.
    pub span: Span,
    /// With them: where FaaSO says the node is.
    pub whole: Span,
    pub mark: Mark,
}

#[derive(Debug)]
pub enum Kind {
    Scalar {
        text: String,
        style: Style,
    },
    List {
        items: Vec<NodeId>,
    },
    Mapping {
        entries: Vec<(NodeId, NodeId)>,
        flow: bool,
    },
    /// To the last node before it that had this anchor.
    Alias {
        anchor: String,
        to: NodeId,
    },
}

pub struct Tree {
    nodes: Vec<Node>,
    /// None: the text holds no document at all.
    pub root: Option<NodeId>,
}

impl std::ops::Index<NodeId> for Tree {
    type Output = Node;
    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }
}

impl Tree {
    /// The node an alias stands for; any other node is itself.
    pub fn target(&self, id: NodeId) -> NodeId {
        match self[id].kind {
            Kind::Alias { to, .. } => to,
            _ => id,
        }
    }

    /// Plain and empty, `~`, `null`, `Null` or `NULL` (docs/semantics.md §6.1).
    pub fn is_null(&self, id: NodeId) -> bool {
        matches!(&self[id].kind, Kind::Scalar { style: Style::Plain, .. }) && self.has_null_text(id)
    }

    /// The same, but for quotes.
    pub fn has_null_text(&self, id: NodeId) -> bool {
        matches!(&self[id].kind, Kind::Scalar { text, .. }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }
}

/// Reads the first document. `text` is what the bytes say, `bom` the bytes its BOM takes in it.
pub fn read(bytes: &[u8], text: &str, bom: usize) -> Result<Tree, Problem> {
    let mut builder = Builder {
        events: Events::new(bytes),
        bytes,
        text,
        bom,
        tree: Tree { nodes: Vec::new(), root: None },
        anchors: HashMap::new(),
    };
    builder.document()?;
    Ok(builder.tree)
}

struct Builder<'a> {
    events: Events<'a>,
    bytes: &'a [u8],
    text: &'a str,
    bom: usize,
    tree: Tree,
    /// The last node of each anchor. Not emptied between documents, since there is but one.
    anchors: HashMap<String, NodeId>,
}

/// A list or mapping whose end has not come yet.
struct Open {
    id: NodeId,
    flow: bool,
    children: Vec<NodeId>,
}

impl Builder<'_> {
    fn document(&mut self) -> Result<(), Problem> {
        self.next()?;
        if !matches!(self.next()?.data, Data::DocumentStart) {
            return Ok(());
        }
        let mut open: Vec<Open> = Vec::new();
        loop {
            let event = self.next()?;
            let done = match event.data {
                Data::Scalar { properties, value, style } => {
                    let kind = Kind::Scalar { text: value, style };
                    Some(self.node(kind, properties, event.start, event.end))
                }
                Data::Alias { anchor } => {
                    let Some(&to) = self.anchors.get(&anchor) else {
                        let what = format!("Unknown anchor '{anchor}'");
                        return Err(self.problem(what, event.start, Some(event.end)));
                    };
                    let kind = Kind::Alias { anchor, to };
                    Some(self.node(kind, Properties::default(), event.start, event.end))
                }
                Data::SequenceStart { properties, flow } => {
                    let kind = Kind::List { items: Vec::new() };
                    let id = self.node(kind, properties, event.start, event.end);
                    open.push(Open { id, flow, children: Vec::new() });
                    None
                }
                Data::MappingStart { properties, flow } => {
                    let kind = Kind::Mapping { entries: Vec::new(), flow };
                    let id = self.node(kind, properties, event.start, event.end);
                    open.push(Open { id, flow, children: Vec::new() });
                    None
                }
                Data::SequenceEnd | Data::MappingEnd => {
                    let last = open.pop().expect("libyaml ends only what it has begun");
                    Some(self.close(last, event.end))
                }
                Data::StreamStart | Data::StreamEnd | Data::DocumentStart | Data::DocumentEnd => None,
            };
            if open.len() > MAX_DEPTH {
                let what = format!("lists and mappings nested more than {MAX_DEPTH} deep");
                return Err(Problem { code: Code::TooBig, ..self.problem(what, event.start, None) });
            }
            match (done, open.last_mut()) {
                (Some(id), Some(parent)) => parent.children.push(id),
                (Some(id), None) => {
                    self.tree.root = Some(id);
                    break;
                }
                (None, _) => {}
            }
        }
        // FaaSO's reader goes on to the end of the document and takes one look at what follows.
        self.next()?;
        self.next()?;
        Ok(())
    }

    /// Adds a node; of a list or mapping the start only.
    fn node(&mut self, kind: Kind, properties: Properties, start: Mark, end: Mark) -> NodeId {
        let id = NodeId(self.tree.nodes.len());
        let whole = Span::new(self.bom + start.index, self.bom + end.index);
        let skip =
            if matches!(kind, Kind::Alias { .. }) { 0 } else { properties_length(whole.of(self.text)) };
        let mut span = Span::new(whole.start + skip, whole.end);
        if let Kind::Scalar { style: Style::Block, .. } = kind {
            span.end = span.start + span.of(self.text).trim_end_matches(['\n', '\r', ' ']).len();
        }
        if let Some(anchor) = &properties.anchor {
            self.anchors.insert(anchor.clone(), id);
        }
        let Properties { anchor, tag } = properties;
        self.tree.nodes.push(Node { kind, tag, anchor, span, whole, mark: start });
        id
    }

    fn close(&mut self, open: Open, end: Mark) -> NodeId {
        let Open { id, flow, children } = open;
        let (first, last) = (children.first().copied(), children.last().copied());
        let mut span = self.tree[id].span;
        if flow {
            span.end = self.bom + end.index;
        } else if let (Some(first), Some(last)) = (first, last) {
            // libyaml ends a list or mapping in block style where the next thing begins, comments and
            // blank lines later: it ends with its last entry.
            span.end = self.tree[last].whole.end;
            if span.start > self.tree[id].whole.start {
                // After an anchor or tag: with the first key, or the dash before the first item.
                let before = &self.text[span.start..self.tree[first].whole.start];
                let dash = before.trim_end().ends_with('-').then(|| before.trim_end().len() - 1);
                span.start += dash.unwrap_or(before.len());
            }
        }
        let node = &mut self.tree.nodes[id.0];
        node.span = span;
        node.whole.end = span.end;
        match &mut node.kind {
            Kind::List { items } => *items = children,
            Kind::Mapping { entries, .. } => *entries = children.chunks(2).map(|e| (e[0], e[1])).collect(),
            Kind::Scalar { .. } | Kind::Alias { .. } => {}
        }
        id
    }

    fn next(&mut self) -> Result<Event, Problem> {
        self.events.next().map_err(|problem| {
            let mut message = at(&problem.what, problem.at);
            if let Some((context, mark)) = &problem.context {
                message.push_str(", ");
                message.push_str(&at(context, *mark));
            }
            let start = match problem.byte {
                Some(byte) => text_of(&self.bytes[..byte.min(self.bytes.len())]).0.len(),
                None => self.bom + problem.at.index,
            };
            Problem { code: Code::Syntax, message, span: self.character(start), help: None }
        })
    }

    fn problem(&self, what: String, start: Mark, end: Option<Mark>) -> Problem {
        let begin = self.bom + start.index;
        let span = end.map_or(self.character(begin), |end| Span::new(begin, self.bom + end.index));
        Problem { code: Code::Syntax, message: at(&what, start), span, help: None }
    }

    /// The character at an offset; nothing at the end of a line.
    fn character(&self, offset: usize) -> Span {
        let start = crate::text::floor_boundary(self.text, offset);
        match self.text[start..].chars().next() {
            Some(c) if c != '\n' && c != '\r' => Span::new(start, start + c.len_utf8()),
            _ => Span::at(start),
        }
    }
}

/// A message with its place, as FaaSO says it.
pub fn at(what: &str, mark: Mark) -> String {
    format!("{what} at line {}, column {}", mark.line + 1, mark.column + 1)
}

/// The bytes that `&anchor` and `!tag` take before a node, with the blanks and comments after them.
fn properties_length(text: &str) -> usize {
    let mut rest = text;
    while rest.starts_with(['&', '!']) {
        let end = if rest.starts_with("!<") {
            rest.find('>').map(|end| end + 1)
        } else {
            rest.find([' ', '\t', '\r', '\n', ',', ']', '}'])
        };
        rest = &rest[end.unwrap_or(rest.len())..];
        loop {
            let after = rest.trim_start();
            match after.strip_prefix('#') {
                Some(comment) if after.len() < rest.len() => {
                    rest = &comment[comment.find(['\r', '\n']).unwrap_or(comment.len())..];
                }
                _ => {
                    rest = after;
                    break;
                }
            }
        }
    }
    text.len() - rest.len()
}

/// The text of a file as libyaml decodes it, and the bytes its BOM takes in that text: one of UTF-8 is kept,
/// one of UTF-16 is not.
pub(super) fn text_of(bytes: &[u8]) -> (String, usize) {
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
