//! Nodes and tags, in the order they are reached.

use super::super::ast::{ExprId, ExprKind, Form, Node, NodeId, Print, Set, Tag, TagKind};
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::fault::{Fallible, Fault};
use super::super::printing::{self, ADDRESS};
use super::super::value::Value;
use super::Machine;
use super::labels::{Labels, union};
use super::output::Output;
use super::scope::{BlockPlace, Scope};
use crate::place::Span;
use crate::trace::FrameKind;
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
                if let Some(tracer) = &mut self.tracer {
                    let [first, rest] = text.kept;
                    let before =
                        out.text.len() - first.of(&template.text).len() - rest.of(&template.text).len();
                    tracer.printed_text(out, text.span, [first, rest], before);
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
        let before = out.text.len();
        let mut is_escaped = false;
        match (&value, value.as_text()) {
            (Value::Safe(_), Some(text)) => out.push(text, print.span, origin, self.meter)?,
            (_, Some(text)) if !escape => out.push(text, print.span, origin, self.meter)?,
            _ => {
                let text = printing::print(&value, escape, self.meter)?;
                out.push(&text, print.span, origin, self.meter)?;
                is_escaped = true;
            }
        }
        if let Some(tracer) = &mut self.tracer {
            tracer.printed(out, before, &value, is_escaped, print.span);
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
                TagKind::If => self.if_tag(id, *expr, tag, out),
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
                    let labels = self.take_flow();
                    scope.set(&name.text, value, self.trail.take(), labels);
                }
                self.within(scope, |machine| machine.in_list(|machine| machine.nodes(&tag.body, out)))
            }
            Form::Filter(chain) => self.filter_tag(*chain, tag, out),
            Form::Macro(form) => self.macro_tag(id, form),
            Form::Call(parameters, call) => self.call_tag(id, parameters, *call, tag, out),
            Form::Block { name, scoped } => {
                self.blocks.push((name.text.clone(), &tag.body));
                let scope = scoped.then(|| self.scope.clone());
                let frame = self.tracer.as_mut().map_or(0, |tracer| {
                    let here = tracer.here();
                    tracer.decide_block(&name.text, &here);
                    tracer.frame
                });
                out.hole(&name.text, scope, &self.lists, frame);
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
    fn if_tag(&mut self, id: NodeId, condition: ExprId, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let mut decided = None;
        let outside = self.tracer.as_ref().map(|tracer| tracer.frame);
        let result = self.branches(condition, tag, out, &mut decided);
        self.leave(outside);
        self.decided(id, tag, &decided);
        result
    }

    /// Whether a condition holds; it decides over the branches from then on.
    fn asked(&mut self, condition: ExprId, branch: &Tag, decided: &mut Labels) -> Fallible<bool> {
        let value = self.eval(condition)?;
        let holds = value.truth()?;
        if let Some(tracer) = &mut self.tracer {
            let flow = tracer.flow.take();
            *decided = union(decided, &tracer.shallow(&value, &flow));
            if holds {
                tracer.enter(FrameKind::Branch, branch.span, decided.clone());
            }
        }
        Ok(holds)
    }

    fn branches(
        &mut self,
        condition: ExprId,
        tag: &'a Tag,
        out: &mut Output,
        decided: &mut Labels,
    ) -> Fallible<()> {
        let mut active = self.asked(condition, tag, decided)?;
        for &id in &tag.body {
            match self.template.node(id) {
                Node::Tag(branch) if matches!(&*branch.name, "elif" | "else") => {
                    if active {
                        break;
                    }
                    active = match branch.form.as_ref().map_err(Clone::clone)? {
                        Form::Expr(condition) => self.asked(*condition, branch, decided)?,
                        _ => {
                            if let Some(tracer) = &mut self.tracer {
                                tracer.enter(FrameKind::Branch, branch.span, decided.clone());
                            }
                            true
                        }
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
        let value = self.eval(on)?;
        let on = value.truth()?;
        let flow = self.take_flow();
        let labels = self.tracer.as_mut().and_then(|tracer| tracer.shallow(&value, &flow));
        let before = self.scope.autoescape();
        self.scope.set_autoescape(on);
        let result = self.on_way(
            || FrameKind::Autoescape,
            tag.span,
            &labels,
            |machine| machine.in_list(|machine| machine.nodes(&tag.body, out)),
        );
        if let Some(tracer) = &mut self.tracer {
            tracer.touch(&labels);
        }
        self.scope.set_autoescape(before);
        result
    }

    fn set_tag(&mut self, set: &'a Set, tag: &'a Tag) -> Fallible<()> {
        match set {
            Set::Body(name) => {
                let kind = || FrameKind::Set(name.text.to_string());
                let body =
                    self.on_way(kind, tag.span, &None, |machine| machine.value_of(&tag.body, Value::safe))?;
                self.take_flow();
                self.assign(&name.text, body, None);
            }
            Set::Values { values, after } => {
                for (name, expr) in values {
                    let value = self.eval(*expr)?;
                    let trail = self.trail.take();
                    self.assign(&name.text, value, trail);
                }
                if let Some(fault) = after {
                    return Err(fault.clone());
                }
            }
        }
        Ok(())
    }

    /// Gives a name the value worked out last.
    fn assign(&mut self, name: &Rc<str>, value: Value, trail: Option<Value>) {
        let mut labels = None;
        if self.tracer.is_some() {
            labels = union(&self.take_flow(), &self.here());
            self.scope.decide_anew(name);
        }
        self.scope.set(name, value, trail, labels);
    }

    /// Raw text is never trimmed. The lexer only knows `raw` in small letters: what a `RAW` holds was read like any
    /// other template text, and may be nothing at all. The spelling of the message is Crinja's.
    fn raw_tag(&mut self, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let Some(&first) = tag.body.first() else {
            return Err(Failure::new(Class::EmptyError, "Empty enumerable").into());
        };
        match self.template.node(first) {
            Node::Text(text) => {
                let raw = text.span.of(&self.template.text);
                out.push(raw, text.span, None, self.meter)?;
                if let Some(tracer) = &mut self.tracer {
                    let before = out.text.len() - raw.len();
                    tracer.printed_text(out, text.span, [text.span, Span::at(text.span.end)], before);
                }
                Ok(())
            }
            _ => Err(Fault::at_node(
                "raw tag expexts exactly one fixed content node inside",
                tag.reported,
                tag.span,
            )),
        }
    }

    fn filter_tag(&mut self, chain: ExprId, tag: &'a Tag, out: &mut Output) -> Fallible<()> {
        let body = self.on_way(
            || FrameKind::Filter,
            tag.span,
            &None,
            |machine| machine.value_of(&tag.body, Value::text),
        )?;
        self.bodies.push(body);
        let value = self.eval(chain);
        self.bodies.pop();
        self.push_text(&value?, tag, out)
    }

    /// Prints a value as text, without escaping, for a tag.
    pub fn push_text(&mut self, value: &Value, tag: &Tag, out: &mut Output) -> Fallible<()> {
        let text = value.to_text_ref(self.meter)?;
        let before = out.text.len();
        out.push(&text, tag.whole(), None, self.meter)?;
        if let Some(tracer) = &mut self.tracer {
            tracer.printed(out, before, value, !value.is_text(), tag.whole());
        }
        Ok(())
    }

    /// Nodes as text, at once.
    pub fn value_of(&mut self, nodes: &'a [NodeId], make: fn(String) -> Value) -> Fallible<Value> {
        self.gathered(make, |machine, out| machine.in_list(|machine| machine.nodes(nodes, out)))
    }

    /// What is printed, as a value.
    pub fn gathered(
        &mut self,
        make: fn(String) -> Value,
        run: impl FnOnce(&mut Self, &mut Output) -> Fallible<()>,
    ) -> Fallible<Value> {
        let mut out = Output::default();
        if let Some(tracer) = &mut self.tracer {
            tracer.begin_text();
        }
        let result = run(self, &mut out).and_then(|()| Ok(out.refuse_holes(0)?));
        let value = result.is_ok().then(|| make(out.text));
        if let Some(tracer) = &mut self.tracer {
            tracer.end_text(value.as_ref().map(|value| (value, out.stretches)));
            tracer.flow = None;
        }
        result?;
        Ok(value.unwrap_or(Value::None))
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
                let before = self.tracer.as_mut().map(|tracer| {
                    let why = tracer.block(&hole.name);
                    let kind = FrameKind::Block(hole.name.to_string());
                    tracer.enter_from(hole.frame, kind, Span::default(), why)
                });
                let made = self.fill_block(hole.name.clone(), hole.scope.clone());
                self.leave(before);
                filled[place] = made?;
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
        self.scope.set_block(Some(BlockPlace { name: name.clone(), index }));
        let meter = self.meter;
        let _level = meter.enter()?;
        let why = self.tracer.as_ref().and_then(|tracer| tracer.block(&name));
        let span = self.template.expr(call).span;
        self.on_way(
            || FrameKind::Block(name.to_string()),
            span,
            &why,
            |machine| machine.in_list(|machine| machine.nodes(body, out)),
        )
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
