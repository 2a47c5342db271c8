//! What isn't needed for the first output: fetched and set going once it stands.

use super::{Wiring, compare, conversion, drawing, folder, lessons, option_uses, remade, scenarios, search};
use crate::state::workspace::EngineState;
use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

/// From one try to fetch to the next, in ms.
const AGAIN: u32 = 10_000;

impl Wiring {
    /// The first output stands, or something else is said in its place.
    pub(super) fn stands(&self) -> bool {
        self.ready.get() && self.bench.workspace.engine() != EngineState::Starting
    }

    /// Fetches what isn't in view at the start, once the first output stands: before, it would take the line from what the author
    /// waits for. Again and again until `fetch` says that all is there.
    pub fn fetch_later<F>(self, fetch: impl Fn() -> F + Copy + 'static)
    where
        F: Future<Output = bool> + 'static,
    {
        let stands = Memo::new(move |_| self.stands());
        Effect::new(move |_| {
            if stands.get() {
                spawn_local(async move {
                    while !fetch().await {
                        TimeoutFuture::new(AGAIN).await;
                    }
                });
            }
        });
    }

    /// Sets going what is for panels that open now and then, and the folder on this computer. Once, however often it is called.
    pub fn follow(self) {
        let Some(owner) = self.later.try_update_value(Option::take).flatten() else { return };
        owner.with(|| {
            compare(self);
            drawing::draw(self);
            conversion::show(self);
            remade::follow(self);
            scenarios::run(self);
            search::follow(self);
            option_uses::follow(self);
            lessons::check(self);
            folder::follow(self);
        });
    }
}
