//! Scopes: variables and macros, each scope inside another. Macros see the scope they are called in, not
//! the one they were written in (docs/dialect.md §15).

use super::super::ast::NodeId;
use super::super::value::Value;
use super::labels::{Labels, union};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

#[derive(Default)]
pub struct Scope {
    parent: Option<Rc<Scope>>,
    variables: RefCell<Vec<(Rc<str>, Binding)>>,
    macros: RefCell<Vec<(Rc<str>, Rc<Macro>)>>,
    /// None: as the scope around it.
    autoescape: Cell<Option<bool>>,
    block: RefCell<Option<BlockPlace>>,
    /// While tracing: names that something decided over which did not set them.
    decided: RefCell<Vec<(Rc<str>, Labels)>>,
}

/// A variable's value, and the option it was made of where it is not that option itself.
#[derive(Clone)]
pub struct Binding {
    pub value: Value,
    pub origin: Option<Value>,
    /// While tracing: why it is this value.
    pub labels: Labels,
}

/// A macro as its tag defined it. Defaults are worked out there, once; a list among them is shared by all
/// calls.
pub struct Macro {
    /// The tag whose body it prints.
    pub tag: NodeId,
    pub parameters: Vec<(Rc<str>, Value)>,
    /// While tracing: why each parameter has that value.
    pub labels: Vec<Labels>,
}

/// The block being rendered, and how many of its name were stepped over by `super()`.
#[derive(Clone)]
pub struct BlockPlace {
    pub name: Rc<str>,
    pub index: usize,
}

impl Scope {
    pub fn inside(parent: &Rc<Scope>) -> Rc<Scope> {
        Rc::new(Scope { parent: Some(parent.clone()), ..Scope::default() })
    }

    /// Ready for another round; what the last one left is gone.
    pub fn clear(&self) {
        self.variables.borrow_mut().clear();
        self.macros.borrow_mut().clear();
        self.autoescape.set(None);
        self.block.take();
        self.decided.borrow_mut().clear();
    }

    pub fn set(&self, name: &Rc<str>, value: Value, origin: Option<Value>, labels: Labels) {
        let binding = Binding { value, origin, labels };
        let mut variables = self.variables.borrow_mut();
        match variables.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = binding,
            None => variables.push((name.clone(), binding)),
        }
    }

    /// This scope's own variables, as `debug()` shows them.
    pub fn variables(&self) -> Vec<(Rc<str>, Value)> {
        let variables = self.variables.borrow();
        variables.iter().map(|(name, binding)| (name.clone(), binding.value.clone())).collect()
    }

    pub fn own_autoescape(&self) -> Option<bool> {
        self.autoescape.get()
    }

    /// The variable, and how many names were looked through on the way.
    pub fn get(&self, name: &str) -> (Option<Binding>, usize) {
        let mut looked = 0;
        for scope in self.chain() {
            let variables = scope.variables.borrow();
            looked += variables.len();
            if let Some((_, binding)) = variables.iter().find(|(known, _)| &**known == name) {
                return (Some(binding.clone()), looked);
            }
        }
        (None, looked)
    }

    /// Something decided over a name in this scope.
    pub fn decide(&self, name: &Rc<str>, labels: &Labels) {
        let mut decided = self.decided.borrow_mut();
        match decided.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = union(known, labels),
            None => decided.push((name.clone(), labels.clone())),
        }
    }

    /// A name was set whatever came before.
    pub fn decide_anew(&self, name: &Rc<str>) {
        self.decided.borrow_mut().retain(|(known, _)| known != name);
    }

    /// All that decided over what a name means here.
    pub fn decided(&self, name: &str) -> Labels {
        let mut all = None;
        for scope in self.chain() {
            for (_, labels) in scope.decided.borrow().iter().filter(|(known, _)| &**known == name) {
                all = union(&all, labels);
            }
            if scope.variables.borrow().iter().any(|(known, _)| &**known == name) {
                break;
            }
        }
        all
    }

    pub fn define(&self, name: &Rc<str>, makro: Rc<Macro>) {
        let mut macros = self.macros.borrow_mut();
        match macros.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = makro,
            None => macros.push((name.clone(), makro)),
        }
    }

    pub fn find_macro(&self, name: &str) -> Option<Rc<Macro>> {
        self.chain().find_map(|scope| {
            let macros = scope.macros.borrow();
            macros.iter().find(|(known, _)| &**known == name).map(|(_, makro)| makro.clone())
        })
    }

    pub fn autoescape(&self) -> bool {
        self.chain().find_map(|scope| scope.autoescape.get()).unwrap_or(false)
    }

    pub fn set_autoescape(&self, on: bool) {
        self.autoescape.set(Some(on));
    }

    pub fn block(&self) -> Option<BlockPlace> {
        self.chain().find_map(|scope| scope.block.borrow().clone())
    }

    pub fn set_block(&self, block: Option<BlockPlace>) {
        self.block.replace(block);
    }

    /// This scope and those around it, innermost first.
    fn chain(&self) -> impl Iterator<Item = &Scope> {
        std::iter::successors(Some(self), |scope| scope.parent.as_deref())
    }
}
