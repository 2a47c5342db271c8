//! Expressions, as tight and as loose as Crinja reads them (docs/dialect.md §5, §6).
//! Long because the whole grammar of expressions stands here, loosest first; every part calls the others.

use super::super::ast::{Arguments, BinaryOp, ExprId, ExprKind, Name};
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::fault::{Fallible, Fault};
use super::super::functions;
use super::super::ops;
use super::super::token::Kind;
use super::super::value::Value;
use super::tokens::Tokens;
use crate::place::Span;
use std::rc::Rc;

impl Tokens<'_> {
    /// The inside of `{{ }}`; stands on the EXPR_END afterwards.
    pub fn printed(&mut self) -> Fallible<ExprId> {
        if self.kind() == Kind::ExprEnd {
            let at = self.current().at;
            return Ok(self.add(ExprKind::Empty, Span::at(at), Span::at(at)));
        }
        let expr = self.expression()?;
        if self.kind() != Kind::ExprEnd {
            let message = format!("expression was not fully parsed: {}", self.shown());
            return Err(Fault::at_token(message, self.current()));
        }
        Ok(expr)
    }

    pub fn expression(&mut self) -> Fallible<ExprId> {
        self.enter()?;
        let expr = self.binary(1)?;
        self.leave();
        let end = self.current().at;
        self.expr_mut(expr).reported.end = end;
        Ok(expr)
    }

    /// Operators at least this tight. All group to the left.
    fn binary(&mut self, loosest: u8) -> Fallible<ExprId> {
        let start = self.current().span.start;
        let mut left = self.filters()?;
        while self.kind() == Kind::Operator
            && let Some((op, level)) = BinaryOp::from_sign(self.value())
            && level >= loosest
        {
            self.next()?;
            let right = self.binary(level + 1)?;
            left = self.add_binary(op, start, left, right);
        }
        Ok(left)
    }

    /// `x | filter` and `x is test`, with arguments in brackets or without.
    fn filters(&mut self) -> Fallible<ExprId> {
        let first = self.current().span.start;
        let mut target = self.unary()?;
        loop {
            let is_test = match self.kind() {
                Kind::Pipe => false,
                Kind::Test => true,
                _ => return Ok(target),
            };
            self.next()?;
            let negation = (is_test && self.kind() == Kind::Operator && self.value() == "not")
                .then(|| self.current().at);
            if negation.is_some() {
                self.next()?;
            }
            if !matches!(self.kind(), Kind::None | Kind::Identifier) {
                return Err(self.unexpected(Some(Kind::Identifier.name())));
            }
            let name = self.name()?;
            let in_brackets = !is_test && self.kind() == Kind::LeftParen;
            if in_brackets {
                self.next()?;
            }
            let (arguments, end) = self.arguments(in_brackets)?;
            let start = self.expr(target).reported.start;
            let reported = Span::new(start, end.max(start));
            let span = Span::new(first, self.before());
            let kind = if is_test {
                ExprKind::Test { target, name, arguments }
            } else {
                ExprKind::Filter { target, name, arguments }
            };
            target = self.add(kind, span, reported);
            if let Some(at) = negation {
                target = self.add(ExprKind::Unary(ops::Unary::Not, target), span, Span::at(at));
            }
        }
    }

    /// Signs bind tighter than filters and tests.
    fn unary(&mut self) -> Fallible<ExprId> {
        if self.kind() != Kind::Operator {
            return self.power();
        }
        let op = match self.value() {
            "not" => Some(ops::Unary::Not),
            "+" => Some(ops::Unary::Plus),
            "-" => Some(ops::Unary::Minus),
            "*" => None,
            _ => return self.power(),
        };
        let (at, start) = (self.current().at, self.current().span.start);
        self.enter()?;
        self.next()?;
        let operand = self.unary()?;
        self.leave();
        let kind = op.map_or(ExprKind::Splat(operand), |op| ExprKind::Unary(op, operand));
        let reported = Span::new(at, self.expr(operand).reported.end.max(at));
        Ok(self.add(kind, Span::new(start, self.before()), reported))
    }

    fn power(&mut self) -> Fallible<ExprId> {
        let start = self.current().span.start;
        let mut left = self.brackets()?;
        while self.kind() == Kind::Operator && self.value() == "**" {
            self.next()?;
            self.enter()?;
            let right = self.unary()?;
            self.leave();
            left = self.add_binary(BinaryOp::Value(ops::Binary::Power), start, left, right);
        }
        Ok(left)
    }

    /// `( … )` is a group or a tuple; nothing can follow it but operators and filters.
    fn brackets(&mut self) -> Fallible<ExprId> {
        if self.kind() != Kind::LeftParen {
            return self.variable();
        }
        let (at, start) = (self.current().at, self.current().span.start);
        self.next()?;
        let first = self.expression()?;
        if self.kind() != Kind::Comma {
            self.expect(Kind::RightParen)?;
            return Ok(first);
        }
        self.next()?;
        let mut items = vec![first];
        self.list(&[Kind::RightParen], &mut items)?;
        let end = self.current().at;
        self.expect(Kind::RightParen)?;
        Ok(self.add(
            ExprKind::List { items, is_tuple: true },
            Span::new(start, self.before()),
            Span::new(at, end),
        ))
    }

    /// A literal or name, and the calls, indices and members behind it.
    fn variable(&mut self) -> Fallible<ExprId> {
        let mut object = self.literal()?;
        let end = self.current().at;
        self.expr_mut(object).reported.end = end;
        loop {
            let (start, span) = (self.expr(object).reported.start, self.expr(object).span);
            let (kind, end) = match self.kind() {
                Kind::LeftParen => {
                    self.next()?;
                    let name = self.dotted_name(object);
                    let (arguments, end) = self.arguments(true)?;
                    (ExprKind::Call { callee: object, name, arguments }, end)
                }
                Kind::LeftBracket => {
                    self.next()?;
                    let index = self.expression()?;
                    let end = self.current().at;
                    self.expect(Kind::RightBracket)?;
                    (ExprKind::Index { object, index }, end)
                }
                Kind::Point => {
                    self.next()?;
                    if !matches!(self.kind(), Kind::Identifier | Kind::Integer) {
                        return Err(self.unexpected(Some(Kind::Identifier.name())));
                    }
                    let name = self.name()?;
                    (ExprKind::Member { object, name }, self.current().at)
                }
                _ => return Ok(object),
            };
            object = self.add(kind, Span::new(span.start, self.before()), Span::new(start, end));
        }
    }

    /// `a.b.c`, where the expression is nothing but such names.
    fn dotted_name(&self, expr: ExprId) -> Option<Rc<str>> {
        let mut names = Vec::new();
        let mut expr = expr;
        loop {
            match &self.expr(expr).kind {
                ExprKind::Member { object, name } => {
                    names.push(&*name.text);
                    expr = *object;
                }
                ExprKind::Name { name, .. } if names.is_empty() => return Some(name.clone()),
                ExprKind::Name { name, .. } => {
                    names.push(name);
                    names.reverse();
                    return Some(Rc::from(names.join(".")));
                }
                _ => return None,
            }
        }
    }

    /// The arguments of a call, and where Crinja has the call end. Without brackets they end where nothing
    /// can follow an argument, before they began or not (docs/dialect.md §6).
    pub fn arguments(&mut self, in_brackets: bool) -> Fallible<(Arguments, usize)> {
        use Kind::*;
        let ends: &[Kind] = if in_brackets {
            &[RightParen]
        } else {
            &[Eof, ExprEnd, TagEnd, Operator, Pipe, Test, RightBracket, RightParen]
        };
        let start = self.current().at;
        let mut arguments = Arguments::default();
        self.list(ends, &mut arguments.positional)?;
        let end = arguments.positional.last().map_or(start, |&last| self.expr(last).reported.end);
        arguments.reported = Span::new(start, end.max(start));
        if self.kind() == KwAssign {
            let keyword = arguments.positional.pop();
            arguments.keyword = self.keywords(ends, keyword)?;
        }
        let end = self.current().at;
        if in_brackets {
            self.expect(RightParen)?;
        }
        Ok((arguments, end))
    }

    /// Expressions with commas between them, none behind the last.
    fn list(&mut self, ends: &[Kind], items: &mut Vec<ExprId>) -> Fallible<()> {
        if ends.contains(&self.kind()) {
            return Ok(());
        }
        loop {
            items.push(self.expression()?);
            if self.kind() != Kind::Comma {
                return Ok(());
            }
            self.next()?;
        }
    }

    /// `a=1, b=2`; the first name may be read already.
    pub fn keywords(&mut self, ends: &[Kind], first: Option<ExprId>) -> Fallible<Vec<(Name, ExprId)>> {
        let mut found = Vec::new();
        if ends.contains(&self.kind()) {
            return Ok(found);
        }
        let mut keyword = first;
        loop {
            let expr = match keyword.take() {
                Some(expr) => expr,
                None => self.literal()?,
            };
            let ExprKind::Name { name, .. } = &self.expr(expr).kind else {
                return Err(self.unexpected(Some(Kind::Identifier.name())));
            };
            let name = Name { text: name.clone(), span: self.expr(expr).span };
            self.expect(Kind::KwAssign)?;
            found.push((name, self.expression()?));
            if self.kind() != Kind::Comma {
                return Ok(found);
            }
            self.next()?;
        }
    }

    fn literal(&mut self) -> Fallible<ExprId> {
        let (at, span) = (self.current().at, self.current().span);
        let kind = match self.kind() {
            Kind::LeftParen => {
                self.next()?;
                let expr = self.expression()?;
                self.expect(Kind::RightParen)?;
                return Ok(expr);
            }
            Kind::LeftBracket => {
                self.next()?;
                let mut items = Vec::new();
                self.list(&[Kind::RightBracket], &mut items)?;
                let end = self.current().at;
                self.expect(Kind::RightBracket)?;
                let span = Span::new(span.start, self.before());
                return Ok(self.add(ExprKind::List { items, is_tuple: false }, span, Span::new(at, end)));
            }
            Kind::LeftCurly => return self.map(),
            Kind::Identifier => {
                let name = self.value();
                ExprKind::Name { name: Rc::from(name), function: functions::lookup(name) }
            }
            Kind::Integer => ExprKind::Literal(Value::Int64(self.parsed("Int64")?)),
            Kind::Float => ExprKind::Literal(Value::Float(self.parsed("Float64")?)),
            Kind::String => ExprKind::Literal(Value::text(self.value())),
            Kind::Bool => ExprKind::Literal(Value::Bool(self.value().eq_ignore_ascii_case("true"))),
            Kind::None => ExprKind::Literal(Value::None),
            Kind::Eof => return Err(self.unexpected(Some("an expression"))),
            _ => return Err(self.unexpected(None)),
        };
        self.next()?;
        Ok(self.add(kind, span, Span::at(at)))
    }

    fn parsed<T: std::str::FromStr>(&self, kind: &str) -> Fallible<T> {
        let value = self.value();
        value.parse().map_err(|_| {
            let failure = Failure::new(Class::ArgumentError, format!("Invalid {kind}: \"{value}\""));
            Box::<Fault>::from(failure).near(self.current().span)
        })
    }

    fn map(&mut self) -> Fallible<ExprId> {
        let (at, start) = (self.current().at, self.current().span.start);
        self.next()?;
        let mut entries = Vec::new();
        while self.kind() != Kind::RightCurly || !entries.is_empty() {
            let key = self.expression()?;
            self.expect(Kind::DictAssign)?;
            entries.push((key, self.expression()?));
            if self.kind() != Kind::Comma {
                break;
            }
            self.next()?;
        }
        let end = self.current().at;
        self.expect(Kind::RightCurly)?;
        Ok(self.add(ExprKind::Map(entries), Span::new(start, self.before()), Span::new(at, end)))
    }

    fn add_binary(&mut self, op: BinaryOp, start: usize, left: ExprId, right: ExprId) -> ExprId {
        let from = self.expr(left).reported.start;
        let to = self.expr(right).reported.end;
        let span = Span::new(start, self.before());
        self.add(ExprKind::Binary(op, left, right), span, Span::new(from, to.max(from)))
    }
}
