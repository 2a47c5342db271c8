//! Sets of sources, shared wherever they are the same.

use std::rc::Rc;

/// A set of sources by number, in order; none is the empty set.
pub type Labels = Option<Rc<[u32]>>;

/// Both sets as one.
pub fn union(one: &Labels, other: &Labels) -> Labels {
    let (a, b) = match (one, other) {
        (None, it) | (it, None) => return it.clone(),
        (Some(a), Some(b)) => (a, b),
    };
    let holds = |all: &Rc<[u32]>, few: &Rc<[u32]>| few.iter().all(|it| all.binary_search(it).is_ok());
    if Rc::ptr_eq(a, b) || (a.len() >= b.len() && holds(a, b)) {
        return one.clone();
    }
    if b.len() > a.len() && holds(b, a) {
        return other.clone();
    }
    let mut all: Vec<u32> = a.iter().chain(b.iter()).copied().collect();
    all.sort_unstable();
    all.dedup();
    Some(all.into())
}
