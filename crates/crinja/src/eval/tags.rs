//! Nodes and tags, in the order they are reached.

use super::super::ast::{ExprId, ExprKind, Form, Node, NodeId, Print, Set, Tag, TagKind};
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::fault::{Fallible, Fault};
use super::super::printing::{self, ADDRESS};
use super::super::value::Value;
use super::Machine;
use super::output::Output;
use super::scope::{BlockPlace, Scope};
use crate::place::Span;
use std::rc::Rc;

impl<'a> Machine<'a> {
    pub fn nodes(&mut self, nodes: &'a [NodeId], out: &mut Output) -> Fallible<()> {
        for &id in nodes {
            self.node(id, out)?;
        }
        Ok(())
    }

    pub fn node(&mut self, id: NodeId, out: &mut Output) -> Fallible<()> {
        let template = self.template;
        match template.node(id) {
            Node::Text(text) => {
                for span in text.kept {
                    out.push(span.of(&template.text), span, None, self.meter)
                        .map_err(|it| placed(it, span))?;
                }
                Ok(())
            }
            Node::Comment(_) => Ok(()),
            Node::Print(print) => {
                self.print(print, out).map_err(|fault| fault.within(print.reported, print.span))
            }
            Node::Tag(tag) => self.tag(id, tag, out).map_err(|fault| fault.within(tag.reported, tag.span)),
        }
    }

    fn print(&mut self, print: &'a Print, out: &mut Output) -> Fallible<()> {
        self.meter.step(1)?;
        if let ExprKind::Call { callee, .. } = &self.template.expr(print.expr).kind
            && let ExprKind::Name { name, .. } = &self.template.expr(*callee).kind
            && &**name == "super"
        {
            return self.super_block(print.expr, out);
        }
        let value = self.eval(print.expr)?;
        let origin = value.origin().or_else(|| self.trail.as_ref().and_then(Value::origin));
        let escape = self.scope.autoescape();
        match (&value, value.as_text()) {
            (Value::Safe(_), Some(text)) => out.push(text, print.span, origin, self.meter)?,
            (_, Some(text)) if !escape => out.push(text, print.span, origin, self.meter)?,
            _ => {
                let text = printing::print(&value, escape, self.meter)?;
                out.push(&text, print.span, origin, self.meter)?;
            }
        }
        Ok(())
    }

    fn tag(&mut self, id: NodeId, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let meter = self.meter;
        meter.step(1)?;
        let _level = meter.enter()?;
        // Alone, these two are nothing, whatever their arguments are.
        if matches!(tag.kind, TagKind::Else | TagKind::Elif) {
            return Ok(());
        }
        let form = tag.form.as_ref().map_err(Clone::clone)?;
        match form {
            Form::Expr(expr) => match tag.kind {
                TagKind::If => self.if_tag(*expr, tag, out),
                TagKind::Autoescape => self.autoescape_tag(*expr, tag, out),
                TagKind::Extends => self.load(*expr, false),
                _ => self.eval(*expr).map(drop),
            },
            Form::Nothing => self.raw_tag(tag, out),
            Form::For(form) => self.for_tag(id, form, tag, out),
            Form::Set(set) => self.set_tag(set, tag),
            Form::With(values) => {
                let scope = Scope::inside(&self.scope);
                for (name, expr) in values {
                    let value = self.eval(*expr)?;
                    scope.set(&name.text, value, self.trail.take());
                }
                self.within(scope, |machine| machine.in_list(|machine| machine.nodes(&tag.body, out)))
            }
            Form::Filter(chain) => self.filter_tag(*chain, tag, out),
            Form::Macro(form) => self.macro_tag(id, form),
            Form::Call(parameters, call) => self.call_tag(id, parameters, *call, tag, out),
            Form::Block { name, scoped } => {
                self.blocks.push((name.text.clone(), &tag.body));
                let scope = scoped.then(|| self.scope.clone());
                out.hole(&name.text, scope, &self.lists);
                Ok(())
            }
            Form::Include(include) => match self.load(include.source, true) {
                Err(fault) if include.ignore_missing && fault.class == Class::TemplateNotFoundError => Ok(()),
                other => other,
            },
            Form::Import { source, .. } | Form::From { source, .. } => self.load(*source, false),
        }
    }

    /// The branches in order; text is made of each child at once.
    fn if_tag(&mut self, condition: ExprId, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let mut active = self.eval(condition)?.truth()?;
        for &id in &tag.body {
            match self.template.node(id) {
                Node::Tag(branch) if matches!(&*branch.name, "elif" | "else") => {
                    if active {
                        break;
                    }
                    active = match branch.form.as_ref().map_err(Clone::clone)? {
                        Form::Expr(condition) => self.eval(*condition)?.truth()?,
                        _ => true,
                    };
                }
                _ if active => {
                    let holes = out.holes.len();
                    self.node(id, out)?;
                    out.refuse_holes(holes)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn autoescape_tag(&mut self, on: ExprId, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let on = self.eval(on)?.truth()?;
        let before = self.scope.autoescape();
        self.scope.set_autoescape(on);
        let result = self.in_list(|machine| machine.nodes(&tag.body, out));
        self.scope.set_autoescape(before);
        result
    }

    fn set_tag(&mut self, set: &'a Set, tag: &'a Tag) -> Fallible<()> {
        match set {
            Set::Body(name) => {
                let body = self.text_of(&tag.body)?;
                self.scope.set(&name.text, Value::safe(body), None);
            }
            Set::Values { values, after } => {
                for (name, expr) in values {
                    let value = self.eval(*expr)?;
                    self.scope.set(&name.text, value, self.trail.take());
                }
                if let Some(fault) = after {
                    return Err(fault.clone());
                }
            }
        }
        Ok(())
    }

    /// Raw text is never trimmed. The lexer only knows `raw` in small letters: what a `RAW` holds was read like any
    /// other template text, and may be nothing at all. The spelling of the message is Crinja's.
    fn raw_tag(&mut self, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let Some(&first) = tag.body.first() else {
            return Err(Failure::new(Class::EmptyError, "Empty enumerable").into());
        };
        match self.template.node(first) {
            Node::Text(text) => {
                Ok(out.push(text.span.of(&self.template.text), text.span, None, self.meter)?)
            }
            _ => Err(Fault::at_node(
                "raw tag expexts exactly one fixed content node inside",
                tag.reported,
                tag.span,
            )),
        }
    }

    fn filter_tag(&mut self, chain: ExprId, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let body = self.text_of(&tag.body)?;
        self.bodies.push(Value::text(body));
        let value = self.eval(chain);
        self.bodies.pop();
        self.push_text(&value?, tag, out)
    }

    /// Prints a value as text, without escaping, for a tag.
    pub fn push_text(&mut self, value: &Value, tag: &Tag, out: &mut Output) -> Fallible<()> {
        let text = value.to_text_ref(self.meter)?;
        Ok(out.push(&text, tag.whole(), None, self.meter)?)
    }

    /// Nodes as text, at once.
    pub fn text_of(&mut self, nodes: &'a [NodeId]) -> Fallible<String> {
        let mut out = Output::default();
        self.in_list(|machine| machine.nodes(nodes, &mut out))?;
        out.refuse_holes(0)?;
        Ok(out.text)
    }

    /// No template is ever found: Crinja looks in the folder the FaaSO process runs in (docs/dialect.md §16).
    /// Of several names, where the tag takes them, the first that is found would count.
    fn load(&mut self, source: ExprId, takes_several: bool) -> Fallible<()> {
        let source = self.eval(source)?;
        let message = match source {
            Value::List(_) | Value::Map(_) | Value::Pair(_) if takes_several => {
                let mut names = Vec::new();
                for item in source.collect(self.meter)? {
                    names.push(Value::text(item.to_text(self.meter)?).inspect(self.meter)?);
                }
                format!("templates [{}] could not be found by #<Crinja:{ADDRESS}>", names.join(", "))
            }
            _ => missing(&source.to_text(self.meter)?),
        };
        Err(Fault::new(Class::TemplateNotFoundError, message))
    }

    /// Renders the blocks that were met, where they were met.
    pub fn fill_blocks(&mut self, output: Output) -> Fallible<Output> {
        if output.holes.is_empty() {
            return Ok(output);
        }
        let meter = self.meter;
        let _level = meter.enter()?;
        let mut order: Vec<usize> = (0..output.holes.len()).collect();
        order.sort_by(|&a, &b| output.holes[a].list.cmp(&output.holes[b].list));
        let mut filled: Vec<Output> = output.holes.iter().map(|_| Output::default()).collect();
        for place in order {
            let hole = &output.holes[place];
            if !self.filling.contains(&hole.name) {
                filled[place] = self.fill_block(hole.name.clone(), hole.scope.clone())?;
            }
        }
        Ok(output.fill(filled, meter)?)
    }

    /// Of two blocks with one name the first counts.
    fn fill_block(&mut self, name: Rc<str>, scope: Option<Rc<Scope>>) -> Fallible<Output> {
        let Some(&(_, body)) = self.blocks.iter().find(|(known, _)| *known == name) else {
            return Ok(Output::default());
        };
        let scope = scope.unwrap_or_else(|| self.scope.clone());
        self.within(scope, |machine| {
            machine.scope.set_block(Some(BlockPlace { name: name.clone(), index: 0 }));
            let mut output = Output::default();
            machine.nodes(body, &mut output)?;
            machine.filling.push(name);
            let output = machine.fill_blocks(output)?;
            machine.filling.pop();
            machine.scope.set_block(None);
            Ok(output)
        })
    }

    /// `{{ super() }}`: the next block of the same name; outside of blocks nothing.
    fn super_block(&mut self, call: ExprId, out: &mut Output) -> Fallible<()> {
        let Some(BlockPlace { name, index }) = self.scope.block() else { return Ok(()) };
        let index = index + 1;
        self.meter.step(self.blocks.len() / 16)?;
        let body = self.blocks.iter().filter(|(known, _)| *known == name).nth(index).map(|&(_, body)| body);
        let Some(body) = body else {
            let expr = self.template.expr(call);
            return Err(
                Fault::new(Class::RuntimeError, "cannot call super block").within(expr.reported, expr.span)
            );
        };
        self.scope.set_block(Some(BlockPlace { name, index }));
        let meter = self.meter;
        let _level = meter.enter()?;
        self.in_list(|machine| machine.nodes(body, out))
    }
}

const LOADER: &str = "FileSystemLoader(<cwd>)";

fn missing(name: &str) -> String {
    let mut pieces = name.split('/');
    if name.split('/').any(|piece| piece == "..") {
        format!("template {name} could not be found by .")
    } else if pieces.all(|piece| matches!(piece, "" | ".")) {
        format!("template {name} could not be found by {LOADER}. Error reading file: Is a directory")
    } else {
        format!("template {name} could not be found by {LOADER}.")
    }
}

fn placed(failure: Failure, span: Span) -> Box<Fault> {
    Box::<Fault>::from(failure).within(span, span)
}
