//! Expressions to values. Failures take the place of the innermost expression they happened in.
//!
//! Chains of operators are folded in a loop; all other nesting is counted against the budget's depth.

use super::super::ast::{Arguments, BinaryOp, Expr, ExprId, ExprKind, Name};
use super::super::call::Args;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::fault::{Fallible, Fault};
use super::super::printing::ADDRESS;
use super::super::value::Value;
use super::super::{filters, ops, tests};
use super::Machine;
use super::labels::union;
use super::tracer::Given;

impl<'a> Machine<'a> {
    pub fn eval(&mut self, id: ExprId) -> Fallible<Value> {
        let expr = self.template.expr(id);
        self.eval_inner(expr).map_err(|fault| fault.within(expr.reported, expr.span))
    }

    fn eval_inner(&mut self, expr: &'a Expr) -> Fallible<Value> {
        let meter = self.meter;
        meter.step(1)?;
        match &expr.kind {
            ExprKind::Literal(value) => {
                self.trail = None;
                self.flow(|_| None);
                return Ok(value.clone());
            }
            ExprKind::Name { function: Some(function), .. } => {
                self.trail = None;
                self.flow(|_| None);
                return Ok(Value::Function(function));
            }
            ExprKind::Name { name, function: None } => return Ok(self.variable(name)?),
            _ => {}
        }
        let _level = meter.enter()?;
        match &expr.kind {
            ExprKind::Binary(op, left, right) => self.binary(*op, *left, *right),
            ExprKind::Unary(op, operand) => {
                let operand = self.eval(*operand)?;
                self.flow(|tracer| {
                    let flow = tracer.flow.take();
                    tracer.shallow(&operand, &flow)
                });
                Ok(ops::unary(*op, &operand)?)
            }
            ExprKind::Member { object, name } => self.member(expr, *object, name),
            ExprKind::Index { object, index } => self.index(expr, *object, *index),
            ExprKind::Filter { target, name, arguments } => self.filter(*target, name, arguments),
            ExprKind::Test { target, name, arguments } => self.test(*target, name, arguments),
            ExprKind::Call { callee, name, arguments } => {
                self.call(expr, *callee, name.as_deref(), arguments)
            }
            ExprKind::List { items, .. } => self.list(items),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Splat(operand) => self.eval(*operand),
            ExprKind::Body => {
                self.flow(|_| None);
                Ok(self.bodies.last().cloned().unwrap_or(Value::None))
            }
            _ => Err(Failure::new(Class::Exception, "empty expression").into()),
        }
    }

    pub fn variable(&mut self, name: &str) -> Result<Value, Failure> {
        let (binding, looked) = self.scope.get(name);
        self.meter.step(looked / 16)?;
        if let Some(tracer) = &mut self.tracer {
            let own = binding.as_ref().and_then(|binding| binding.labels.clone());
            tracer.flow = union(&own, &self.scope.decided(name));
        }
        match binding {
            Some(binding) => {
                self.trail = binding.origin;
                Ok(binding.value)
            }
            None => {
                self.trail = None;
                Ok(self.unknown.clone())
            }
        }
    }

    /// `a op b op c …` from the left. What an operation makes is traced to its left side, else its right.
    fn binary(&mut self, op: BinaryOp, left: ExprId, right: ExprId) -> Fallible<Value> {
        let template = self.template;
        let mut leftmost = left;
        let mut chain = Vec::new();
        while let expr @ Expr { kind: ExprKind::Binary(op, left, right), .. } = template.expr(leftmost) {
            self.meter.step(1)?;
            chain.push((*op, *right, expr));
            leftmost = *left;
        }
        let mut value = self.eval(leftmost)?;
        for (op, right, expr) in chain.into_iter().rev() {
            value = self.operate(op, value, right).map_err(|fault| fault.within(expr.reported, expr.span))?;
        }
        self.operate(op, value, right)
    }

    fn operate(&mut self, op: BinaryOp, left: Value, right: ExprId) -> Fallible<Value> {
        let op = match op {
            BinaryOp::Or | BinaryOp::And => {
                self.flow(|tracer| {
                    let flow = tracer.flow.take();
                    tracer.shallow(&left, &flow)
                });
                let first = left.truth()?;
                return Ok(Value::Bool(match first == matches!(op, BinaryOp::Or) {
                    true => first,
                    false => {
                        let before = self.take_flow();
                        let right = self.eval(right)?;
                        self.flow(|tracer| {
                            let flow = union(&before, &tracer.flow.take());
                            tracer.shallow(&right, &flow)
                        });
                        right.truth()?
                    }
                }));
            }
            BinaryOp::Not => {
                return Err(Failure::new(Class::Exception, "unreachable: invalid operator").into());
            }
            BinaryOp::Value(op) => op,
        };
        let trail = self.take_trail(&left);
        let flow = self.take_flow();
        let right = self.eval(right)?;
        let value = ops::binary(op, &left, &right, self.meter)?;
        self.flow(|tracer| {
            let other = tracer.flow.take();
            match (op, &left) {
                (ops::Binary::Join, _) => tracer.concatenated((&left, flow), (&right, other), &value),
                (ops::Binary::Add, Value::List(_)) if matches!(right, Value::List(_)) => {
                    let all = tracer.shallow(&left, &flow);
                    tracer.shallow(&right, &union(&all, &other))
                }
                // The list itself was made longer.
                (ops::Binary::Add, Value::List(_)) => {
                    let added = union(&tracer.shallow(&right, &other), &tracer.here());
                    tracer.label(&left, &added);
                    flow
                }
                _ => {
                    let all = tracer.deep(&left, &flow);
                    tracer.deep(&right, &union(&all, &other))
                }
            }
        });
        self.trail = trail.or_else(|| self.take_trail(&right));
        Ok(value)
    }

    /// The option a value just worked out is, or was made of.
    fn take_trail(&mut self, value: &Value) -> Option<Value> {
        let trail = self.trail.take();
        if value.origin().is_some() { Some(value.clone()) } else { trail }
    }

    fn member(&mut self, expr: &'a Expr, object: ExprId, name: &'a Name) -> Fallible<Value> {
        let value = self.defined(object)?;
        // The two that are looked into all the time, without making a value of the name.
        let found = match &value {
            Value::Map(map) => map.get(&name.text).cloned(),
            Value::Object(object) => object.attribute(&name.text),
            _ => None,
        };
        self.flow(|tracer| {
            if let Value::Cycler(_) = &value {
                let here = tracer.here();
                tracer.label(&value, &here);
            }
            let flow = tracer.flow.take();
            tracer.looked_into(&value, &flow)
        });
        if let Some(found) = found.filter(|found| !found.is_undefined()) {
            self.trail = None;
            return Ok(found);
        }
        let found = value.attribute(&Value::text(&*name.text), self.meter);
        let flow = self.take_flow();
        let found = self.named(expr, found)?;
        self.flow(|tracer| {
            tracer.missing(&value, &name.text, &found);
            flow
        });
        Ok(found)
    }

    fn index(&mut self, expr: &'a Expr, object: ExprId, index_id: ExprId) -> Fallible<Value> {
        let value = self.defined(object)?;
        let trail = self.take_trail(&value);
        let flow = self.take_flow();
        let index = self.eval(index_id)?;
        let asked = self.take_flow();
        let found = if self.is_no_number(index_id, &value, &index) {
            Ok(Value::undefined(index.to_text(self.meter)?))
        } else {
            value.attribute(&index, self.meter)
        };
        self.trail = trail;
        let found = self.named(expr, found)?;
        self.flow(|tracer| {
            let flow = tracer.looked_into(&value, &flow);
            let flow = tracer.deep(&index, &union(&flow, &asked));
            if let Some(key) = index.as_text() {
                tracer.missing(&value, key, &found);
            }
            flow
        });
        Ok(found)
    }

    /// Of a list, what no item could be found by. Crinja only tries to make a number of what can be one, but
    /// what comes out of a name, call, filter or lookup it holds in a wrapper, and that always tries.
    fn is_no_number(&self, index_id: ExprId, value: &Value, index: &Value) -> bool {
        let is_wrapped = matches!(
            self.template.expr(index_id).kind,
            ExprKind::Name { .. }
                | ExprKind::Member { .. }
                | ExprKind::Index { .. }
                | ExprKind::Call { .. }
                | ExprKind::Filter { .. }
                | ExprKind::Binary(BinaryOp::Or | BinaryOp::And, ..)
                | ExprKind::Unary(ops::Unary::Not, _)
                | ExprKind::Body
        );
        let cannot = matches!(index, Value::None | Value::Bool(_) | Value::List(_) | Value::Map(_));
        matches!(value, Value::List(_) | Value::Pair(_)) && cannot && !is_wrapped
    }

    /// A value that can be looked into.
    fn defined(&mut self, id: ExprId) -> Fallible<Value> {
        let value = self.eval(id)?;
        if value.is_undefined() {
            let name = self.name_of(self.template.expr(id))?;
            return Err(Failure::undefined(&name).into());
        }
        Ok(value)
    }

    /// What was looked up; when it is not there, it is called as the expression says.
    fn named(&mut self, expr: &'a Expr, found: Result<Value, Failure>) -> Fallible<Value> {
        match found {
            Ok(value) if value.is_undefined() => {
                let name = self.name_of(expr)?;
                value.name_undefined(name);
                Ok(value)
            }
            Err(failure) if failure.class == Class::UndefinedError => {
                Err(Failure::undefined(&self.name_of(expr)?).into())
            }
            other => Ok(other?),
        }
    }

    /// An expression as messages call it. Only names, members and indices have one.
    fn name_of(&mut self, expr: &'a Expr) -> Fallible<String> {
        let meter = self.meter;
        let _level = meter.enter()?;
        match &expr.kind {
            ExprKind::Name { name, .. } => Ok(name.to_string()),
            ExprKind::Member { object, name } => {
                let object = self.name_of(self.template.expr(*object))?;
                Ok(format!("{object}.{}", name.text))
            }
            ExprKind::Index { object, index } => {
                let object = self.name_of(self.template.expr(*object))?;
                let index = self.eval(*index)?.to_text(meter)?;
                Ok(format!("{object}[{index}]"))
            }
            other => {
                let message = format!("not implemented for {}", other.class());
                Err(Failure::new(Class::Exception, message).into())
            }
        }
    }

    /// The filter is looked for first, then come the arguments, then what is filtered. The result is traced
    /// to that.
    fn filter(&mut self, target: ExprId, name: &'a Name, arguments: &'a Arguments) -> Fallible<Value> {
        let filter = filters::find(&name.text)?;
        let args = self.arguments(arguments)?;
        // `map` takes arguments away.
        let asked = self.tracer.as_mut().map(|tracer| (std::mem::take(&mut tracer.given), args.clone()));
        let target = self.eval(target)?;
        let trail = self.take_trail(&target);
        let value = filter.call(&target, &args, self.env())?;
        let env = self.env();
        self.flow(|tracer| {
            let (given, args) = asked.unwrap_or_default();
            let flow = tracer.flow.take();
            tracer.filtered(filter, (&target, flow), (&args, &given), &value, env)
        });
        self.trail = trail;
        Ok(value)
    }

    fn test(&mut self, target: ExprId, name: &'a Name, arguments: &'a Arguments) -> Fallible<Value> {
        let test = tests::find(&name.text)?;
        let args = self.arguments(arguments)?;
        let given = self.tracer.as_mut().map(|tracer| std::mem::take(&mut tracer.given));
        let target = self.eval(target)?;
        let holds = test.call(&target, &args, self.env())?;
        self.flow(|tracer| {
            let flow = union(&tracer.flow.take(), &given.and_then(|given| given.all));
            match &*name.text {
                "defined" | "undefined" | "none" => tracer.shallow(&target, &flow),
                _ => tracer.deep(&target, &flow),
            }
        });
        Ok(Value::Bool(holds))
    }

    pub fn arguments(&mut self, arguments: &'a Arguments) -> Fallible<Args> {
        let mut args = Args::default();
        let mut given = Given::default();
        for &id in &arguments.positional {
            let ExprKind::Splat(inner) = self.template.expr(id).kind else {
                let value = self.eval(id)?;
                if let Some(tracer) = &mut self.tracer {
                    tracer.give(&mut given, &value, false);
                }
                args.push(value);
                continue;
            };
            match self.eval(inner)? {
                Value::List(list) => {
                    self.meter.step(list.len())?;
                    let flow = self.take_flow();
                    for item in list.items() {
                        if let Some(tracer) = &mut self.tracer {
                            tracer.flow = tracer.shallow(&Value::List(list.clone()), &flow);
                            tracer.give(&mut given, &item, false);
                        }
                        args.push(item);
                    }
                    if let Some(tracer) = &mut self.tracer {
                        given.all = union(&given.all, &tracer.shallow(&Value::List(list), &flow));
                    }
                }
                _ => {
                    let inner = self.template.expr(inner);
                    let message = format!(
                        "#<{}:{ADDRESS}> needs to be an array for splash operator",
                        inner.kind.class()
                    );
                    let fault: Box<Fault> = Failure::type_error(message).into();
                    return Err(fault.within(arguments.reported, inner.span));
                }
            }
        }
        for (name, id) in &arguments.keyword {
            let value = self.eval(*id)?;
            if let Some(tracer) = &mut self.tracer {
                tracer.give(&mut given, &value, true);
            }
            args.keyword.push((name.text.clone(), value));
        }
        if let Some(tracer) = &mut self.tracer {
            tracer.given = given;
        }
        Ok(args)
    }

    fn list(&mut self, items: &'a [ExprId]) -> Fallible<Value> {
        let mut values = Vec::with_capacity(items.len());
        let mut flow = None;
        for &id in items {
            values.push(self.eval(id)?);
            flow = union(&flow, &self.take_flow());
        }
        self.trail = None;
        self.flow(|_| flow);
        Ok(Value::list(values))
    }

    fn map(&mut self, entries: &'a [(ExprId, ExprId)]) -> Fallible<Value> {
        let mut values = Vec::with_capacity(entries.len());
        let mut flow = None;
        for &(key, value) in entries {
            let key = self.eval(key)?;
            // Which keys there are decides over every look into it.
            if let Some(tracer) = &mut self.tracer {
                let why = tracer.flow.take();
                flow = union(&flow, &tracer.deep(&key, &why));
            }
            values.push((key, self.eval(value)?));
            flow = union(&flow, &self.take_flow());
        }
        // Text is looked up; any other key is compared with all that came before it, a list item by item.
        let compared = values.iter().map(|(key, _)| match key {
            Value::Text(_) => 0,
            Value::List(_) => 64,
            _ => 1,
        });
        self.meter.step(values.len() + compared.sum::<usize>().saturating_mul(values.len()) / 8)?;
        self.trail = None;
        self.flow(|_| flow);
        Ok(Value::map(values))
    }
}
