//! A signal that everybody reads, and only `state` changes: by a method with a name.

use reactive_graph::{signal::RwSignal, traits::*};

pub struct Seen<T: 'static>(RwSignal<T>);

impl<T> Clone for Seen<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Seen<T> {}

impl<T: Send + Sync> Seen<T> {
    pub(super) fn new(value: T) -> Self {
        Seen(RwSignal::new(value))
    }

    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.0.with(read)
    }

    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.0.with_untracked(read)
    }

    pub(super) fn set(self, value: T) {
        self.0.set(value);
    }

    pub(super) fn update(self, change: impl FnOnce(&mut T)) {
        self.0.update(change);
    }
}

impl<T: Clone + Send + Sync> Seen<T> {
    pub fn get(self) -> T {
        self.0.get()
    }

    pub fn get_untracked(self) -> T {
        self.0.get_untracked()
    }
}

impl<T: Default + Send + Sync> Default for Seen<T> {
    fn default() -> Self {
        Seen::new(T::default())
    }
}
