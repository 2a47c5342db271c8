//! Offers a newer version of the designer. It is never forced: the open one goes on as long as it is wanted.

use super::{bench, wired};
use leptos::prelude::*;

#[component]
pub fn NewVersion() -> impl IntoView {
    let view = bench().view;
    let newer = view.newer;
    let wiring = wired();
    move || {
        newer.get().then(|| {
            view! {
                <div class="bar-notice" role="status" aria-label="New version">
                    <p>"An update is available. Your work is saved."</p>
                    <button type="button" class="quiet" on:click=move |_| view.offer_newer(false)>"Later"</button>
                    <button type="button" class="primary" on:click=move |_| wiring.renew()>"Reload now"</button>
                </div>
            }
        })
    }
}
