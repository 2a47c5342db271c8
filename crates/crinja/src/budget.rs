//! How much a rendering has used of what it may use.

use super::error::Class;
use super::failure::Failure;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How much a template may use. FaaSO has no such limits; a page that must stay alive has (docs/dialect.md §19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Nodes evaluated, loop rounds, items and characters touched by the library.
    pub steps: u64,
    /// Bytes of output, and of any one value on the way to it.
    pub bytes: usize,
    /// Nesting of tags, expressions and calls.
    pub depth: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { steps: 5_000_000, bytes: 16 << 20, depth: 1000 }
    }
}

/// A list that may come to hold itself. All that the meter knows of it is how to empty it.
pub trait Ring {
    /// Lets go of all items.
    fn clear(&self);
}

/// Counts against a [`Budget`]. Shared by the evaluator and the library; every loop and every allocation
/// whose size a template decides goes through it.
pub struct Meter {
    budget: Budget,
    steps_left: Cell<u64>,
    depth: Cell<usize>,
    /// Hears of it each time that [`PULSE`] steps were taken.
    pulse: Option<Rc<dyn Fn()>>,
    steps_to_pulse: Cell<u64>,
    /// Lists that may hold themselves, which nobody would let go of.
    rings: RefCell<Vec<Rc<dyn Ring>>>,
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.rings.take().iter().for_each(|ring| ring.clear());
    }
}

impl Meter {
    /// A meter that has used nothing yet.
    pub fn new(budget: Budget) -> Self {
        Meter {
            budget,
            steps_left: Cell::new(budget.steps),
            depth: Cell::new(0),
            pulse: None,
            steps_to_pulse: Cell::new(u64::MAX),
            rings: RefCell::default(),
        }
    }

    /// One whose work is heard of while it goes on.
    pub fn watched(budget: Budget, pulse: Option<Rc<dyn Fn()>>) -> Self {
        let mut meter = Meter::new(budget);
        meter.steps_to_pulse = Cell::new(if pulse.is_some() { PULSE } else { u64::MAX });
        meter.pulse = pulse;
        meter
    }

    #[cold]
    fn beat(&self) {
        self.steps_to_pulse.set(PULSE);
        if let Some(pulse) = &self.pulse {
            pulse();
        }
    }

    /// Takes `n` steps.
    pub fn step(&self, n: usize) -> Result<(), Failure> {
        match self.steps_left.get().checked_sub(n as u64) {
            Some(left) => {
                self.steps_left.set(left);
                match self.steps_to_pulse.get().checked_sub(n as u64) {
                    Some(steps) => self.steps_to_pulse.set(steps),
                    None => self.beat(),
                }
                Ok(())
            }
            None => {
                self.steps_left.set(0);
                Err(spent(format!("it takes more than {} steps", self.budget.steps)))
            }
        }
    }

    /// Allows a value or output to reach `n` bytes in all.
    pub fn size(&self, n: usize) -> Result<(), Failure> {
        if n > self.budget.bytes {
            return Err(spent(format!("it makes more than {} bytes", self.budget.bytes)));
        }
        Ok(())
    }

    /// Allows `n` bytes to be made. Costs steps, so that many large values are bounded in sum and not only
    /// one by one.
    pub fn bytes(&self, n: usize) -> Result<(), Failure> {
        self.size(n)?;
        self.step(n / BYTES_PER_STEP)
    }

    /// A list took in a list or map: when the rendering is over it is emptied.
    pub fn may_hold_itself(&self, list: Rc<dyn Ring>) {
        let mut rings = self.rings.borrow_mut();
        if rings.last().is_none_or(|last| !std::ptr::addr_eq(Rc::as_ptr(last), Rc::as_ptr(&list))) {
            rings.push(list);
        }
    }

    /// One level down; gives the way back up.
    pub fn enter(&self) -> Result<Level<'_>, Failure> {
        if self.depth.get() >= self.budget.depth {
            return Err(spent(format!("it nests deeper than {} levels", self.budget.depth)));
        }
        self.depth.set(self.depth.get() + 1);
        Ok(Level(self))
    }
}

/// Held while one level of nesting lasts.
pub struct Level<'a>(&'a Meter);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.depth.set(self.0.depth.get().saturating_sub(1));
    }
}

/// A few milliseconds of work.
const PULSE: u64 = 50_000;
const BYTES_PER_STEP: usize = 16;

fn spent(what: String) -> Failure {
    Failure::new(Class::Budget, format!("Rendering was stopped: {what}"))
}
