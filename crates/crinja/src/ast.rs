//! A parsed template. Nodes and expressions live in two tables and name each other by number, so that no
//! nesting, however deep, is walked on the stack to be dropped.
//!
//! Crinja parses a tag's arguments when it reaches the tag. Here that is done at once, and what failed waits
//! in [`Tag::form`] until the tag is reached.

use super::fault::{Fallible, Fault};
use super::ops;
use super::signature::Signature;
use super::token::Token;
use super::value::Value;
use crate::place::Span;
use std::ops::Range;
use std::rc::Rc;

pub struct Template {
    /// The text that counts: without the final LF, up to the first NUL. All spans are of it, and it is the
    /// beginning of the template as it was given.
    pub text: Rc<str>,
    pub tokens: Vec<Token>,
    pub nodes: Vec<Node>,
    pub exprs: Vec<Expr>,
    pub root: Vec<NodeId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(pub(super) u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExprId(pub(super) u32);

impl Template {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    /// The tokens of a tag's arguments.
    pub fn arguments(&self, tag: &Tag) -> &[Token] {
        &self.tokens[tag.arguments.clone()]
    }
}

#[derive(Debug)]
pub enum Node {
    Text(Text),
    Print(Print),
    Comment(Span),
    Tag(Box<Tag>),
}

/// Text between tags.
#[derive(Debug)]
pub struct Text {
    pub span: Span,
    /// What is left of it after trimming, in order. Never more than two stretches.
    pub kept: [Span; 2],
}

/// `{{ … }}`.
#[derive(Debug)]
pub struct Print {
    /// From brace to brace.
    pub span: Span,
    /// From where to where Crinja reports it.
    pub reported: Span,
    pub expr: ExprId,
}

/// `{% … %}` and, of a tag with a body, all up to its end tag.
#[derive(Debug)]
pub struct Tag {
    /// As written. Tags are looked up in lower case, but `else`, `elif` and end tags are told by this.
    pub name: Rc<str>,
    pub kind: TagKind,
    /// The bytes of the name.
    pub name_span: Span,
    /// The opening tag, brace to brace.
    pub span: Span,
    pub reported: Span,
    /// The arguments among the template's tokens.
    pub arguments: Range<usize>,
    /// The arguments understood, or the error that reaching the tag gives.
    pub form: Fallible<Form>,
    pub body: Vec<NodeId>,
    /// The end tag, brace to brace.
    pub end: Option<Span>,
}

impl Tag {
    /// From the opening tag to the end of the end tag.
    pub fn whole(&self) -> Span {
        self.end.map_or(self.span, |end| self.span.to(end))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    If,
    Else,
    Elif,
    For,
    Set,
    Filter,
    With,
    Autoescape,
    Macro,
    Call,
    Raw,
    Include,
    From,
    Import,
    Extends,
    Block,
    Do,
}

/// A tag's arguments.
#[derive(Debug)]
pub enum Form {
    /// `else`, and what its tag does not look at.
    Nothing,
    /// `if`, `elif`, `do`, `autoescape`, `extends`.
    Expr(ExprId),
    For(For),
    Set(Set),
    /// `with`: all values are worked out before the first is given its name.
    With(Vec<(Name, ExprId)>),
    /// `filter`: a chain of filters that ends at an [`ExprKind::Body`].
    Filter(ExprId),
    Macro(Macro),
    /// `call`: the parameters of `caller`, and the call.
    Call(Vec<Parameter>, ExprId),
    Include(Include),
    Import {
        source: ExprId,
        name: Option<Name>,
    },
    From {
        source: ExprId,
        names: Vec<(Name, Name)>,
    },
    Block {
        name: Name,
        scoped: bool,
    },
}

#[derive(Debug)]
pub struct For {
    pub variables: Vec<Name>,
    pub items: ExprId,
    pub condition: Option<ExprId>,
    pub recursive: bool,
}

#[derive(Debug)]
pub enum Set {
    /// `{% set x %}…{% endset %}`.
    Body(Name),
    Values {
        values: Vec<(Name, ExprId)>,
        /// What is wrong behind the last value; told after the values are worked out.
        after: Option<Box<Fault>>,
    },
}

#[derive(Debug)]
pub struct Macro {
    pub name: Name,
    pub parameters: Vec<Parameter>,
}

#[derive(Debug)]
pub struct Parameter {
    pub name: Name,
    pub default: Option<ExprId>,
}

#[derive(Debug)]
pub struct Include {
    pub source: ExprId,
    pub ignore_missing: bool,
}

/// A name and where it stands.
#[derive(Clone, Debug)]
pub struct Name {
    pub text: Rc<str>,
    pub span: Span,
}

pub struct Expr {
    pub kind: ExprKind,
    /// The expression's own bytes, without brackets around it.
    pub span: Span,
    /// From where to where Crinja reports it; often ends at the next token.
    pub reported: Span,
}

pub enum ExprKind {
    /// Nothing at all between `{{` and `}}`.
    Empty,
    /// Text, a number, true, false or none.
    Literal(Value),
    /// A variable, or the function that wins over it.
    Name {
        name: Rc<str>,
        function: Option<&'static Signature>,
    },
    Member {
        object: ExprId,
        name: Name,
    },
    Index {
        object: ExprId,
        index: ExprId,
    },
    Call {
        callee: ExprId,
        /// `a` or `a.b`, where the callee is such a name.
        name: Option<Rc<str>>,
        arguments: Arguments,
    },
    Filter {
        target: ExprId,
        name: Name,
        arguments: Arguments,
    },
    Test {
        target: ExprId,
        name: Name,
        arguments: Arguments,
    },
    Unary(ops::Unary, ExprId),
    Binary(BinaryOp, ExprId, ExprId),
    /// `*x`.
    Splat(ExprId),
    /// `[a, b]`, and `(a, b)`, which gives a list as well.
    List {
        items: Vec<ExprId>,
        is_tuple: bool,
    },
    Map(Vec<(ExprId, ExprId)>),
    /// What a filter tag filters.
    Body,
}

#[derive(Default)]
pub struct Arguments {
    pub positional: Vec<ExprId>,
    pub keyword: Vec<(Name, ExprId)>,
    pub reported: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// These two look at their right side only when they must.
    Or,
    And,
    /// `a not b`: in Crinja's grammar, but it cannot be worked out.
    Not,
    Value(ops::Binary),
}

impl BinaryOp {
    /// The operator and how tight it binds, from 1 up (docs/dialect.md §5). None for `**`, which is not among
    /// them, and for what is no operator.
    pub fn from_sign(sign: &str) -> Option<(Self, u8)> {
        use ops::Binary::*;
        Some(match sign {
            "or" => (BinaryOp::Or, 1),
            "and" => (BinaryOp::And, 2),
            "not" => (BinaryOp::Not, 3),
            "==" => (BinaryOp::Value(Equal), 3),
            "!=" => (BinaryOp::Value(NotEqual), 3),
            "<" => (BinaryOp::Value(Less), 4),
            ">" => (BinaryOp::Value(Greater), 4),
            "<=" => (BinaryOp::Value(LessEqual), 4),
            ">=" => (BinaryOp::Value(GreaterEqual), 4),
            "~" => (BinaryOp::Value(Join), 5),
            "+" => (BinaryOp::Value(Add), 6),
            "-" => (BinaryOp::Value(Subtract), 6),
            "*" => (BinaryOp::Value(Multiply), 7),
            "/" => (BinaryOp::Value(Divide), 7),
            "//" => (BinaryOp::Value(IntDivide), 7),
            "%" => (BinaryOp::Value(Modulo), 8),
            _ => return None,
        })
    }
}

impl ExprKind {
    /// Crinja's name for such a node, for messages.
    pub fn class(&self) -> &'static str {
        match self {
            ExprKind::Empty => "Crinja::AST::Empty",
            ExprKind::Literal(Value::Text(_)) => "Crinja::AST::StringLiteral",
            ExprKind::Literal(Value::Float(_)) => "Crinja::AST::FloatLiteral",
            ExprKind::Literal(Value::Bool(_)) => "Crinja::AST::BooleanLiteral",
            ExprKind::Literal(Value::None) => "Crinja::AST::NullLiteral",
            ExprKind::Literal(_) => "Crinja::AST::IntegerLiteral",
            ExprKind::Name { .. } => "Crinja::AST::IdentifierLiteral",
            ExprKind::Member { .. } => "Crinja::AST::MemberExpression",
            ExprKind::Index { .. } => "Crinja::AST::IndexExpression",
            ExprKind::Call { .. } => "Crinja::AST::CallExpression",
            ExprKind::Filter { .. } => "Crinja::AST::FilterExpression",
            ExprKind::Test { .. } => "Crinja::AST::TestExpression",
            ExprKind::Unary(..) => "Crinja::AST::UnaryExpression",
            ExprKind::Binary(BinaryOp::Value(op), ..) if is_comparison(*op) => {
                "Crinja::AST::ComparisonExpression"
            }
            ExprKind::Binary(BinaryOp::Not, ..) => "Crinja::AST::ComparisonExpression",
            ExprKind::Binary(..) => "Crinja::AST::BinaryExpression",
            ExprKind::Splat(_) => "Crinja::AST::SplashOperator",
            ExprKind::List { is_tuple: true, .. } => "Crinja::AST::TupleLiteral",
            ExprKind::List { .. } => "Crinja::AST::ArrayLiteral",
            ExprKind::Map(_) => "Crinja::AST::DictLiteral",
            ExprKind::Body => "Crinja::AST::ValuePlaceholder",
        }
    }
}

fn is_comparison(op: ops::Binary) -> bool {
    use ops::Binary::*;
    matches!(op, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual)
}
