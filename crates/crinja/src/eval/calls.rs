//! Calls: what is called, and calling it.

use super::super::ast::{Arguments, Expr, ExprId, ExprKind};
use super::super::call::Args;
use super::super::error::Class;
use super::super::failure::Failure;
use super::super::fault::{Fallible, Fault};
use super::super::functions;
use super::super::signature::Signature;
use super::super::value::{Cycler, Joiner, Object, Value};
use super::Machine;
use super::labels::{Labels, union};
use super::loops::{CycleMethod, LoopObject};
use super::scope::Macro;
use super::tracer::Given;
use crate::place::Span;
use std::rc::Rc;

/// What can be called.
enum Callable {
    Macro(Rc<Macro>),
    Function(&'static Signature),
    Joiner(Rc<Joiner>),
    Method(Rc<Cycler>, Rc<str>),
    Object(Rc<dyn Object>),
    /// What Crystal cannot tell from something callable. FaaSO works the arguments out, then crashes.
    Crash(Value),
}

impl Callable {
    fn of(value: Value) -> Result<Callable, Value> {
        match value {
            Value::Function(function) => Ok(Callable::Function(function)),
            Value::Joiner(joiner) => Ok(Callable::Joiner(joiner)),
            Value::Object(object) if object.is_callable() => Ok(Callable::Object(object)),
            value if value.seems_callable() => Ok(Callable::Crash(value)),
            other => Err(other),
        }
    }
}

impl<'a> Machine<'a> {
    /// What is called is found before its arguments are worked out.
    pub fn call(
        &mut self,
        expr: &'a Expr,
        callee: ExprId,
        name: Option<&str>,
        arguments: &'a Arguments,
    ) -> Fallible<Value> {
        let callable = self.callable(expr, callee, name)?;
        let why = self.take_flow();
        let args = self.arguments(arguments)?;
        let given = self.tracer.as_mut().map(|tracer| std::mem::take(&mut tracer.given)).unwrap_or_default();
        let is_traced = matches!(callable, Callable::Macro(_) | Callable::Object(_));
        // What changes by each call is another one wherever it is called or not.
        let state = match &callable {
            Callable::Joiner(it) => Some(Value::Joiner(it.clone())),
            Callable::Method(it, _) => Some(Value::Cycler(it.clone())),
            _ => None,
        };
        let shows_scope = matches!(&callable, Callable::Function(it) if functions::shows_scope(it, &args));
        let value = self.invoke(callable, args, &given, expr.span, &why);
        let shown = if shows_scope && self.tracer.is_some() { self.scope.variables() } else { Vec::new() };
        self.trail = None;
        self.flow(|tracer| match state {
            Some(state) => {
                let here = tracer.here();
                tracer.label(&state, &here);
                tracer.deep(&state, &why)
            }
            None if is_traced => why,
            None => shown.iter().fold(union(&why, &given.all), |all, (_, value)| tracer.deep(value, &all)),
        });
        value
    }

    fn invoke(
        &mut self,
        callable: Callable,
        args: Args,
        given: &Given,
        call: Span,
        why: &Labels,
    ) -> Fallible<Value> {
        match callable {
            Callable::Macro(makro) => self.call_macro(&makro, args, given, call, why),
            Callable::Function(function) if functions::shows_scope(function, &args) => {
                Ok(functions::debug_scope(&self.scope.variables(), self.scope.own_autoescape(), self.meter)?)
            }
            Callable::Function(function) => Ok(functions::call(function, &args, self.env())?),
            Callable::Joiner(joiner) => Ok(joiner.call()),
            Callable::Method(cycler, method) => match cycler.call_method(&method) {
                Some(result) => Ok(result?),
                None => Ok(self.unknown.clone()),
            },
            Callable::Crash(value) => {
                let message =
                    format!("Rendering was stopped: FaaSO crashes when it calls a {}", value.type_name());
                Err(Failure::new(Class::Budget, message).into())
            }
            Callable::Object(object) => match object.as_any() {
                it if let Some(it) = it.downcast_ref::<LoopObject>() => self.recurse(&it.0, &args, given),
                it if let Some(it) = it.downcast_ref::<CycleMethod>() => Ok(it.call(&args)?),
                _ => Ok(self.unknown.clone()),
            },
        }
    }

    /// A macro or function of that name wins; then come the methods of the object; then whatever the callee
    /// is, and last the macro or function it names.
    fn callable(&mut self, expr: &'a Expr, callee: ExprId, name: Option<&str>) -> Fallible<Callable> {
        if let Some(name) = name
            && let Some(callable) = self.callable_named(name)?.and_then(Result::ok)
        {
            return Ok(callable);
        }
        if let ExprKind::Member { object, name } = &self.template.expr(callee).kind
            && let Value::Cycler(cycler) = self.eval(*object)?
            && cycler.has_method(&name.text)
        {
            return Ok(Callable::Method(cycler, name.text.clone()));
        }
        match Callable::of(self.eval(callee).map_err(|fault| at_call(fault, expr))?) {
            Ok(callable) => Ok(callable),
            Err(value) => self.callable_meant(&value, expr),
        }
    }

    /// Of a value that is not callable itself: what its text names.
    fn callable_meant(&mut self, value: &Value, expr: &'a Expr) -> Fallible<Callable> {
        let name = value.to_text(self.meter)?;
        match self.callable_named(&name)? {
            Some(Ok(callable)) => Ok(callable),
            Some(Err(_)) => {
                let shown = value.inspect(self.meter)?;
                let message = format!("`Crinja::Value<{shown}>` is not callable");
                Err(at_call(Failure::type_error(message).into(), expr))
            }
            None => match value.undefined_name() {
                Some(name) => Err(at_call(Failure::type_error(format!("{name} is undefined")).into(), expr)),
                None => Err(Failure::cast(value, "Crinja::Undefined+").into()),
            },
        }
    }

    /// What a name says to a call: something to call, or a variable that is not.
    fn callable_named(&mut self, name: &str) -> Result<Option<Result<Callable, Value>>, Failure> {
        if let Some(makro) = self.scope.find_macro(name) {
            let why = if self.tracer.is_some() { self.scope.decided(name) } else { None };
            self.flow(|_| why);
            return Ok(Some(Ok(Callable::Macro(makro))));
        }
        if let Some(function) = functions::lookup(name) {
            return Ok(Some(Ok(Callable::Function(function))));
        }
        let value = self.variable(name)?;
        Ok((!value.is_undefined()).then(|| Callable::of(value)))
    }
}

/// A type error found while looking for what to call is told at the call, wherever it was.
fn at_call(fault: Box<Fault>, expr: &Expr) -> Box<Fault> {
    if fault.class == Class::TypeError { fault.moved_to(expr.reported, expr.span) } else { fault }
}
