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

/// A parsed template.
pub struct Template {
    /// The text that counts: without the final LF, up to the first NUL. All spans are of it, and it is the
    /// beginning of the template as it was given.
    pub text: Rc<str>,
    /// All tokens, in order.
    pub tokens: Vec<Token>,
    /// All nodes; a [`NodeId`] is a place in it.
    pub nodes: Vec<Node>,
    /// All expressions; an [`ExprId`] is a place in it.
    pub exprs: Vec<Expr>,
    /// The nodes at the top, in order.
    pub root: Vec<NodeId>,
}

/// Names a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodeId(pub(super) u32);

/// Names an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExprId(pub(super) u32);

impl Template {
    /// The node of that name.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The expression of that name.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    /// The tokens of a tag's arguments.
    pub fn arguments(&self, tag: &Tag) -> &[Token] {
        &self.tokens[tag.arguments.clone()]
    }
}

/// A stretch of a template.
#[derive(Debug)]
pub enum Node {
    /// Text between tags.
    Text(Text),
    /// `{{ … }}`.
    Print(Print),
    /// `{# … #}`, brace to brace.
    Comment(Span),
    /// `{% … %}`, with its body.
    Tag(Box<Tag>),
}

/// Text between tags.
#[derive(Debug)]
pub struct Text {
    /// Its bytes.
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
    /// What is printed.
    pub expr: ExprId,
}

/// `{% … %}` and, of a tag with a body, all up to its end tag.
#[derive(Debug)]
pub struct Tag {
    /// As written. Tags are looked up in lower case, but `else`, `elif` and end tags are told by this.
    pub name: Rc<str>,
    /// Which tag it is.
    pub kind: TagKind,
    /// The bytes of the name.
    pub name_span: Span,
    /// The opening tag, brace to brace.
    pub span: Span,
    /// From where to where Crinja reports it.
    pub reported: Span,
    /// The arguments among the template's tokens.
    pub arguments: Range<usize>,
    /// The arguments understood, or the error that reaching the tag gives.
    pub form: Fallible<Form>,
    /// What stands before its end tag.
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

/// The tags there are (docs/dialect.md §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// `if`
    If,
    /// `else`
    Else,
    /// `elif`
    Elif,
    /// `for`
    For,
    /// `set`
    Set,
    /// `filter`
    Filter,
    /// `with`
    With,
    /// `autoescape`
    Autoescape,
    /// `macro`
    Macro,
    /// `call`
    Call,
    /// `raw`
    Raw,
    /// `include`
    Include,
    /// `from`
    From,
    /// `import`
    Import,
    /// `extends`
    Extends,
    /// `block`
    Block,
    /// `do`
    Do,
}

/// A tag's arguments.
#[derive(Debug)]
pub enum Form {
    /// `else`, and what its tag does not look at.
    Nothing,
    /// `if`, `elif`, `do`, `autoescape`, `extends`.
    Expr(ExprId),
    /// `for`
    For(For),
    /// `set`
    Set(Set),
    /// `with`: all values are worked out before the first is given its name.
    With(Vec<(Name, ExprId)>),
    /// `filter`: a chain of filters that ends at an [`ExprKind::Body`].
    Filter(ExprId),
    /// `macro`
    Macro(Macro),
    /// `call`: the parameters of `caller`, and the call.
    Call(Vec<Parameter>, ExprId),
    /// `include`
    Include(Include),
    /// `import … as …`
    Import {
        /// Which template.
        source: ExprId,
        /// What it is to be called.
        name: Option<Name>,
    },
    /// `from … import …`
    From {
        /// Which template.
        source: ExprId,
        /// What is taken from it, and what each is to be called.
        names: Vec<(Name, Name)>,
    },
    /// `block`
    Block {
        /// Its name.
        name: Name,
        /// It sees the variables around it.
        scoped: bool,
    },
}

/// The arguments of `for`.
#[derive(Debug)]
pub struct For {
    /// The names that each round sets.
    pub variables: Vec<Name>,
    /// What is gone through.
    pub items: ExprId,
    /// Which items get a round.
    pub condition: Option<ExprId>,
    /// `loop(…)` starts it again, one level down.
    pub recursive: bool,
}

/// The arguments of `set`.
#[derive(Debug)]
pub enum Set {
    /// `{% set x %}…{% endset %}`.
    Body(Name),
    /// `{% set a = 1, b = 2 %}`.
    Values {
        /// Names with their values, in order.
        values: Vec<(Name, ExprId)>,
        /// What is wrong behind the last value; told after the values are worked out.
        after: Option<Box<Fault>>,
    },
}

/// The head of a macro.
#[derive(Debug)]
pub struct Macro {
    /// Its name.
    pub name: Name,
    /// What it can be given.
    pub parameters: Vec<Parameter>,
}

/// A parameter of a macro or of `call`.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its value in a call that gives none.
    pub default: Option<ExprId>,
}

/// The arguments of `include`.
#[derive(Debug)]
pub struct Include {
    /// Which template.
    pub source: ExprId,
    /// `ignore missing` is written.
    pub ignore_missing: bool,
}

/// A name and where it stands.
#[derive(Clone, Debug)]
pub struct Name {
    /// As written.
    pub text: Rc<str>,
    /// Its bytes.
    pub span: Span,
}

/// An expression.
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// The expression's own bytes, without brackets around it.
    pub span: Span,
    /// From where to where Crinja reports it; often ends at the next token.
    pub reported: Span,
}

/// The kinds of expressions.
pub enum ExprKind {
    /// Nothing at all between `{{` and `}}`.
    Empty,
    /// Text, a number, true, false or none.
    Literal(Value),
    /// A variable, or the function that wins over it.
    Name {
        /// As written.
        name: Rc<str>,
        /// The function, where there is one of that name.
        function: Option<&'static Signature>,
    },
    /// `a.b`
    Member {
        /// What is looked into.
        object: ExprId,
        /// Its name.
        name: Name,
    },
    /// `a[b]`
    Index {
        /// What is looked into.
        object: ExprId,
        /// The key or place.
        index: ExprId,
    },
    /// `a(…)`
    Call {
        /// What is called.
        callee: ExprId,
        /// `a` or `a.b`, where the callee is such a name.
        name: Option<Rc<str>>,
        /// What it is given.
        arguments: Arguments,
    },
    /// `a | b`, with or without arguments.
    Filter {
        /// What stands on the left.
        target: ExprId,
        /// Its name.
        name: Name,
        /// What it is given.
        arguments: Arguments,
    },
    /// `a is b`, with or without arguments.
    Test {
        /// What stands on the left.
        target: ExprId,
        /// Its name.
        name: Name,
        /// What it is given.
        arguments: Arguments,
    },
    /// `not a`, `-a`, `+a`.
    Unary(ops::Unary, ExprId),
    /// Two values and the operator between them.
    Binary(BinaryOp, ExprId, ExprId),
    /// `*x`.
    Splat(ExprId),
    /// `[a, b]`, and `(a, b)`, which gives a list as well.
    List {
        /// The items, in order.
        items: Vec<ExprId>,
        /// It is written with parentheses.
        is_tuple: bool,
    },
    /// `{a: b}`, in order.
    Map(Vec<(ExprId, ExprId)>),
    /// What a filter tag filters.
    Body,
}

/// What a call, filter or test is given.
#[derive(Default)]
pub struct Arguments {
    /// Those given by place.
    pub positional: Vec<ExprId>,
    /// Those given by name.
    pub keyword: Vec<(Name, ExprId)>,
    /// From where to where Crinja reports it.
    pub reported: Span,
}

/// An operator between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// These two look at their right side only when they must.
    Or,
    /// `and`
    And,
    /// `a not b`: in Crinja's grammar, but it cannot be worked out.
    Not,
    /// One that needs both sides.
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
