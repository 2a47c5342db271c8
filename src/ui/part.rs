//! Parts of the page that are fetched when they are wanted: in a released site each is a file of its own, and the page holds
//! only what is in view at the start (`scripts/parts.mjs`). Built for development all of them are in the page.

use super::dialog::Modal;
use crate::{platform::dom, state::Workbench};
use leptos::{prelude::*, task::spawn_local};
use std::{
    future::Future,
    pin::Pin,
    sync::OnceLock,
    task::{Context, Poll, Waker},
};

/// A part that couldn't be fetched. It is asked for anew when it is wanted again.
pub type NotFetched = leptos::wasm_split::SplitLoaderError;

const WHY: &str = "Couldn't load this part of the designer. Check the network connection, then try again.";

/// What is behind a door, once its part is there.
pub type Coming<T> = Pin<Box<dyn Future<Output = Result<T, NotFetched>>>>;

type Ways<A, T> = (fn(A) -> Coming<T>, fn() -> Coming<()>);

/// The way into a part. Where it leads says the page's program alone (`src/main.rs`): the others link none of it.
pub struct Door<A, T>(OnceLock<Ways<A, T>>);

impl<A, T> Door<A, T> {
    pub(super) const fn new() -> Self {
        Door(OnceLock::new())
    }

    /// Through it goes `go`; `fetch` only fetches what is behind it. Before the page is shown.
    pub fn lead_to(&self, go: fn(A) -> Coming<T>, fetch: fn() -> Coming<()>) {
        // it leads where it led first
        let _ = self.0.set((go, fetch));
    }

    fn ways(&self) -> &Ways<A, T> {
        self.0.get().expect("the page's program says where its doors lead before it shows the page")
    }

    pub(super) fn go(&self, with: A) -> Coming<T> {
        self.ways().0(with)
    }

    pub(super) fn fetch(&self) -> Coming<()> {
        self.ways().1()
    }
}

/// Where a view of a part stands, and so what stands there meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum In {
    Dialog,
    Pane,
}

/// A view of a part. At once where the part is there; else what says so, and where it couldn't be fetched, a button that tries again.
pub fn when_wanted<A: Clone + Send + Sync + 'static>(
    place: In,
    door: &'static Door<A, AnyView>,
    with: A,
) -> AnyView {
    let (came, failed) = (RwSignal::new(false), RwSignal::new(false));
    let get = move || {
        failed.set(false);
        let fetched = door.fetch();
        // not bound to whoever asks: the button that tries again goes at once
        spawn_local(async move {
            let signal = if fetched.await.is_ok() { came } else { failed };
            // none is there where the view is wanted no more
            let _ = signal.try_set(true);
        });
    };
    let show = move || {
        let waited = came.get();
        if let Some(Ok(view)) = untrack(|| at_once(&mut door.go(with.clone()))) {
            if waited {
                dom::focus_what_was_missed();
            }
            return view;
        }
        untrack(get);
        stands_in(place, failed.into(), Callback::new(move |()| get()))
    };
    show.into_any()
}

/// Does what a part does, at once where the part is there. Says so where it couldn't be fetched.
pub fn do_when_there(bench: Workbench, mut work: Coming<()>) {
    // the browser lets a click open its own dialogs, and little that comes later
    match at_once(&mut work) {
        Some(Ok(())) => {}
        Some(Err(_)) => bench.view.complain(WHY),
        None => spawn_local(async move {
            if work.await.is_err() {
                bench.view.complain(WHY);
            }
        }),
    }
}

/// What the future gives without waiting. It may be polled on.
fn at_once<T>(future: &mut Coming<T>) -> Option<Result<T, NotFetched>> {
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// Stands where the view will be, and doesn't change its place when the fetch fails: who has the focus in it keeps it.
fn stands_in(place: In, failed: Signal<bool>, again: Callback<()>) -> AnyView {
    let said = move || if failed.get() { WHY } else { "Loading…" };
    let text = view! { <p role=move || if failed.get() { "alert" } else { "status" }>{said}</p> };
    let button = move || {
        failed
            .get()
            .then(|| view! { <button type="button" on:click=move |_| again.run(())>"Try again"</button> })
    };
    match place {
        In::Pane => view! { <div class="nothing">{text}{button}</div> }.into_any(),
        In::Dialog => view! { <Modal title="Loading">{text}<footer>{button}</footer></Modal> }.into_any(),
    }
}
