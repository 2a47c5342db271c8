//! The designer itself: kept for visits without a network, and renewed when the author says so.

use super::Wiring;
use crate::platform::{
    dom,
    offline::{Kept, Offline},
};
use leptos::{prelude::*, task::spawn_local};

/// Registers the site's service worker once the first output stands: before, what it fetches would take the line from what the
/// author waits for. Looks for a newer version on each return to it.
pub(super) fn keep(wiring: Wiring) {
    let (view, offline) = (wiring.bench.view, wiring.offline);
    let stands = Memo::new(move |_| wiring.stands());
    Effect::new(move |_| {
        if !stands.get() {
            return;
        }
        spawn_local(async move {
            let tell = move |kept| match kept {
                Kept::Whole => view.set_offline(),
                Kept::Newer => view.offer_newer(true),
            };
            // a browser that refuses (private mode, no room) still has the page, as long as there is a network
            if let Ok(registered) = Offline::register(tell).await {
                offline.set_value(registered);
            }
        });
    });
    let back = window_event_listener_untyped("visibilitychange", move |_| {
        if !dom::is_hidden() {
            offline.with_value(|offline| offline.iter().for_each(Offline::look));
        }
    });
    on_cleanup(move || back.remove());
}

impl Wiring {
    /// Changes to the newer version, when everything is kept.
    pub fn renew(&self) {
        let (keeper, offline) = (self.keeper(), self.offline);
        spawn_local(async move {
            keeper.flush().await;
            offline.with_value(|offline| offline.iter().for_each(Offline::take_over));
        });
    }
}
