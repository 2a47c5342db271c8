//! Writes a template once more so that Jinja2 does what FaaSO does.
//!
//! All but the constructs of [`Habit`] is copied. A construct that is *off* is copied too: then Jinja2 does with it
//! what it does. Trim marks are always worked out here, for FaaSO or for Jinja2, and not written.

use super::{
    habits::{Construct, Habit},
    library,
};
use crate::text::Span;
use crinja::{
    Template,
    ast::{Arguments, BinaryOp, Expr, ExprId, ExprKind, Node, NodeId, Tag, TagKind, Text},
    ops::{Binary, Unary},
    value::Value,
    visit::{self, Role, Visited},
};
use std::{collections::HashMap, fmt::Write};

/// How deep tags and expressions are followed; what is nested deeper is copied.
const DEEP: usize = 150;

/// What is left to Jinja2's own meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Off {
    Nothing,
    Everything,
    AllBut(Habit),
    All(Habit),
    One(Construct),
}

pub struct Translator<'a> {
    template: &'a Template,
    /// The whole expressions of each tag, in the order they are written.
    of_tags: HashMap<NodeId, Vec<(ExprId, Role)>>,
}

impl<'a> Translator<'a> {
    pub fn new(template: &'a Template) -> Self {
        let mut of_tags: HashMap<NodeId, Vec<_>> = HashMap::new();
        visit::walk(template, |visited| {
            if let Visited::Expr(place) = visited
                && place.parent.is_none()
            {
                of_tags.entry(place.node).or_default().push((place.id, place.role));
            }
        });
        Translator { template, of_tags }
    }

    /// The template for Jinja2, and the constructs in it.
    pub fn write(&self, off: Off) -> (String, Vec<Construct>) {
        let mut writer = Writer {
            of: self,
            off,
            text: &self.template.text,
            out: String::new(),
            found: Vec::new(),
            depth: 0,
            operators: None,
        };
        writer.nodes(&self.template.root);
        // Jinja2 takes one line end off, as FaaSO has done
        writer.out.push('\n');
        (writer.out, writer.found)
    }
}

struct Writer<'t, 'a> {
    of: &'t Translator<'a>,
    off: Off,
    text: &'t str,
    out: String,
    found: Vec<Construct>,
    depth: usize,
    /// Inside an operator: whether it is put into FaaSO's meaning.
    operators: Option<bool>,
}

impl Writer<'_, '_> {
    /// Notes a construct and says whether it is put into FaaSO's meaning.
    fn is_on(&mut self, habit: Habit, span: Span) -> bool {
        let construct = Construct { habit, span };
        self.found.push(construct);
        match self.off {
            Off::Nothing => true,
            Off::Everything => false,
            Off::AllBut(on) => on == habit,
            Off::All(off) => off != habit,
            Off::One(off) => off != construct,
        }
    }

    fn nodes(&mut self, nodes: &[NodeId]) {
        for &id in nodes {
            match self.of.template.node(id) {
                Node::Text(text) => self.trimmed(text),
                Node::Comment(_) => {}
                Node::Print(print) if matches!(self.of.template.expr(print.expr).kind, ExprKind::Empty) => {}
                Node::Print(print) => {
                    let is_on = self.is_on(Habit::Printing, print.span);
                    let open = if is_on { "{{ (" } else { "{{ " };
                    self.out.push_str(open);
                    self.expr(print.expr, Role::Printed);
                    let close = if is_on { format!(")|{} }}}}", library::PRINT) } else { " }}".to_owned() };
                    self.out.push_str(&close);
                }
                Node::Tag(tag) => self.tag(id, tag),
            }
        }
    }

    /// A text as FaaSO trims it or, off, as Jinja2 does.
    fn trimmed(&mut self, text: &Text) {
        let (before, after) = (&self.text[..text.span.start], &self.text[text.span.end..]);
        let closed = ["-%}", "-}}", "-#}"].into_iter().any(|mark| before.ends_with(mark));
        let opened = ["{%-", "{{-", "{#-"].into_iter().any(|mark| after.starts_with(mark));
        let whole = text.span.of(self.text);
        let jinja2 = if closed { whole.trim_start() } else { whole };
        let jinja2 = if opened { jinja2.trim_end() } else { jinja2 };
        let faaso: String = text.kept.iter().map(|kept| kept.of(self.text)).collect();
        if faaso == jinja2 {
            self.out.push_str(jinja2);
            return;
        }
        let end_of = |text: &str| text[text.trim_end().len()..].to_owned();
        let end_differs = end_of(&faaso) != end_of(jinja2);
        let (habit, span) = match () {
            () if end_differs && opened => (Habit::TrimBefore, Span::new(text.span.end, text.span.end + 3)),
            () if end_differs && !closed => (Habit::TrimStray, text.span),
            () if closed => (Habit::TrimAfter, Span::new(text.span.start - 3, text.span.start)),
            () => (Habit::TrimStray, text.span),
        };
        let is_on = self.is_on(habit, span);
        self.out.push_str(if is_on { &faaso } else { jinja2 });
    }

    fn tag(&mut self, id: NodeId, tag: &Tag) {
        self.depth += 1;
        let end = tag.end.unwrap_or(Span::at(tag.span.end));
        if self.depth > DEEP {
            self.out.push_str(Span::new(tag.span.start, end.end).of(self.text));
        } else {
            let inside = Span::new(tag.span.start + 2, tag.span.end - 2);
            let inside = without_marks(self.text, inside);
            self.out.push_str("{%");
            // the chain of a filter tag begins with what the tag filters, which is not written there
            let is_understood = tag.form.is_ok() && tag.kind != TagKind::Filter;
            let whole = self.of.of_tags.get(&id).filter(|_| is_understood).map_or(&[][..], Vec::as_slice);
            self.with_parts(inside, whole);
            self.out.push_str("%}");
            self.nodes(&tag.body);
            if let Some(end) = tag.end {
                let inside = without_marks(self.text, Span::new(end.start + 2, end.end - 2));
                self.out.push_str("{%");
                self.out.push_str(inside.of(self.text));
                self.out.push_str("%}");
            }
        }
        self.depth -= 1;
    }

    /// Copies a stretch, with the expressions in it written in their turn.
    fn with_parts(&mut self, span: Span, parts: &[(ExprId, Role)]) {
        let mut at = span.start;
        for &(id, role) in parts {
            let part = self.of.template.expr(id).span;
            if part.start < at || part.end > span.end {
                continue;
            }
            self.out.push_str(Span::new(at, part.start).of(self.text));
            at = part.end;
            match role {
                Role::Condition => self.truth(id),
                Role::Items => {
                    let is_on = self.is_on(Habit::MapPairs, part);
                    self.wrapped(is_on, library::ITEMS, |writer| writer.expr(id, role));
                }
                _ => self.expr(id, role),
            }
        }
        self.out.push_str(Span::new(at, span.end).of(self.text));
    }

    /// An expression of which only the truth counts.
    fn truth(&mut self, id: ExprId) {
        let expr = self.of.template.expr(id);
        let is_boolean = matches!(
            expr.kind,
            ExprKind::Test { .. }
                | ExprKind::Unary(Unary::Not, _)
                | ExprKind::Binary(BinaryOp::And | BinaryOp::Or | BinaryOp::Not, ..)
                | ExprKind::Literal(Value::Bool(_))
        ) || matches!(expr.kind, ExprKind::Binary(BinaryOp::Value(op), ..) if is_comparison(op));
        let is_on = !is_boolean && self.is_on(Habit::Truth, expr.span);
        self.wrapped(is_on, library::TRUTH, |writer| writer.expr(id, Role::Condition));
    }

    fn wrapped(&mut self, is_on: bool, filter: &str, write: impl FnOnce(&mut Self)) {
        if is_on {
            self.out.push_str("((");
        }
        write(self);
        if is_on {
            // writing to a String does not fail
            let _ = write!(self.out, ")|{filter})");
        }
    }

    fn expr(&mut self, id: ExprId, role: Role) {
        let expr = self.of.template.expr(id);
        // only what stands directly in an operator belongs to it
        let operators = if is_operator(expr) { self.operators } else { self.operators.take() };
        self.depth += 1;
        match self.depth > DEEP {
            true => self.out.push_str(expr.span.of(self.text)),
            false => self.expr_inside(expr, role),
        }
        self.depth -= 1;
        self.operators = operators;
    }

    fn expr_inside(&mut self, expr: &Expr, role: Role) {
        match &expr.kind {
            ExprKind::Literal(Value::Text(text)) if expr.span.of(self.text).contains('\\') => {
                match self.is_on(Habit::Escapes, expr.span) {
                    true => self.literal(text.as_str()),
                    false => self.copy(expr),
                }
            }
            ExprKind::Filter { target, name, arguments } => {
                let written = Span::new(name.span.end, expr.span.end).of(self.text);
                let has_arguments = !arguments.positional.is_empty() || !arguments.keyword.is_empty();
                let is_bare = has_arguments && !written.trim_start().starts_with('(');
                let habit = match () {
                    () if is_bare => Habit::BareArguments,
                    () if self.is_not(*target) => Habit::NotFirst,
                    () => Habit::Filter,
                };
                if !self.is_on(habit, expr.span) {
                    return self.left(habit, expr);
                }
                self.out.push_str("((");
                self.expr(*target, Role::Other);
                let _ = write!(self.out, ")|{}(", library::FILTER);
                self.literal(&name.text);
                self.arguments(arguments);
                self.out.push_str("))");
            }
            ExprKind::Test { .. } => self.test(expr, false),
            ExprKind::Unary(Unary::Not, operand) => {
                let inner = self.of.template.expr(*operand);
                if matches!(inner.kind, ExprKind::Test { .. }) && inner.span == expr.span {
                    return self.test(inner, true);
                }
                self.out.push_str("(not ");
                self.truth(*operand);
                self.out.push(')');
            }
            ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), left, right) => {
                let sign = if *op == BinaryOp::And { " and " } else { " or " };
                let in_condition = role == Role::Condition;
                let is_on = !in_condition && self.is_on(Habit::AndOr, expr.span);
                self.out.push('(');
                for (side, before) in [(*left, ""), (*right, sign)] {
                    self.out.push_str(before);
                    match in_condition {
                        true => self.truth(side),
                        false => self.wrapped(is_on, library::TRUTH, |writer| writer.expr(side, Role::Other)),
                    }
                }
                self.out.push(')');
            }
            ExprKind::Binary(BinaryOp::Value(_), left, right) => self.operator(expr, *left, *right),
            _ => self.copy(expr),
        }
    }

    /// An operator. Those that it is made of belong to it, since Jinja2 may group them otherwise.
    fn operator(&mut self, expr: &Expr, left: ExprId, right: ExprId) {
        let outer = self.operators;
        let habit = if self.is_not(left) { Habit::NotFirst } else { Habit::Operator };
        let is_on = outer.unwrap_or_else(|| self.is_on(habit, expr.span));
        if !is_on {
            self.operators = Some(false);
            self.left(habit, expr);
        } else {
            let ends = (self.of.template.expr(left).span.end, self.of.template.expr(right).span.start);
            let between = if ends.0 <= ends.1 { Span::new(ends.0, ends.1).of(self.text) } else { "" };
            let sign = between.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
            let _ = write!(self.out, "{}(\"{sign}\", ", library::OPERATOR);
            for (side, after) in [(left, ", "), (right, ")")] {
                self.operators = Some(true);
                self.expr(side, Role::Other);
                self.out.push_str(after);
            }
        }
        self.operators = outer;
    }

    fn test(&mut self, test: &Expr, negated: bool) {
        let ExprKind::Test { target, name, arguments } = &test.kind else { return };
        let habit = match () {
            () if self.is_not(*target) => Habit::NotFirst,
            () => Habit::Test,
        };
        if !self.is_on(habit, test.span) {
            return self.left(habit, test);
        }
        let _ = write!(self.out, "({}{}(", if negated { "not " } else { "" }, library::TEST);
        self.expr(*target, Role::Other);
        self.out.push_str(", ");
        self.literal(&name.text);
        self.arguments(arguments);
        self.out.push_str("))");
    }

    fn arguments(&mut self, arguments: &Arguments) {
        for &argument in &arguments.positional {
            self.out.push_str(", ");
            self.expr(argument, Role::Other);
        }
        for (name, argument) in &arguments.keyword {
            let _ = write!(self.out, ", {}=", name.text);
            self.expr(*argument, Role::Other);
        }
    }

    /// What is left to Jinja2's own meaning. Where that hangs on
    /// how the parts are grouped, they are copied too.
    fn left(&mut self, habit: Habit, expr: &Expr) {
        match habit {
            Habit::NotFirst | Habit::BareArguments => self.out.push_str(expr.span.of(self.text)),
            _ => self.copy(expr),
        }
    }

    /// As it is written, but for its parts.
    fn copy(&mut self, expr: &Expr) {
        let parts: Vec<_> = visit::parts_of(expr).into_iter().map(|id| (id, Role::Other)).collect();
        self.with_parts(expr.span, &parts);
    }

    fn literal(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.out.extend(['\\', c]),
                '\n' => self.out.push_str("\\n"),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    fn is_not(&self, id: ExprId) -> bool {
        let expr = self.of.template.expr(id);
        // “(not x) is y” is as clear in Jinja2
        matches!(expr.kind, ExprKind::Unary(Unary::Not, _))
            && !self.text[..expr.span.start].trim_end().ends_with('(')
    }
}

fn is_operator(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Binary(BinaryOp::Value(_), ..))
}

fn is_comparison(op: Binary) -> bool {
    use Binary::*;
    matches!(op, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual)
}

/// The inside of a tag without the marks that trim.
fn without_marks(text: &str, inside: Span) -> Span {
    let written = inside.of(text);
    let start = inside.start + usize::from(written.starts_with('-'));
    let end = inside.end - usize::from(written.len() > 1 && written.ends_with('-'));
    Span::new(start, end.max(start))
}
