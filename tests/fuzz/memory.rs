//! How much memory an input makes the heap grow by, counted at the allocator.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

/// The allocator of a program that wants to know: `#[global_allocator] static HEAP: Counting = Counting;`.
pub struct Counting;

/// Forgets what this thread used until now.
pub fn begin() {
    USED.set(0);
    MOST.set(0);
}

#[allow(dead_code)] // a long session asks for `now` instead
/// The most this thread had on top of what it had at [`begin`], in bytes. 0 without the allocator.
pub fn most() -> usize {
    usize::try_from(MOST.get()).unwrap_or(0)
}

/// What this thread has now on top of what it had at [`begin`], in bytes.
#[allow(dead_code)] // a target asks for the most, a long session for this
pub fn now() -> isize {
    USED.get()
}

thread_local! {
    // Signed: what was taken before may be given back after.
    static USED: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    // A thread that ends has no cells any more.
    let _ = USED.try_with(|used| {
        used.set(used.get() + bytes);
        let _ = MOST.try_with(|most| most.set(most.get().max(used.get())));
    });
}

// SAFETY: all is left to the system's allocator; counting allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        unsafe { System.realloc(at, layout, size) }
    }
}
