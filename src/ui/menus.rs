//! The menus of the top bar.

use super::{
    bench,
    commands::{Desk, REMOTE, items},
    deeds::{Deed, carry_out},
    menu::MenuButton,
    open::{As, Taken, application},
    wired,
};
use crate::platform::{files, folder};
use leptos::{ev, prelude::*};

/// With the file inputs that its first commands press.
#[component]
pub fn OpenMenu() -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    let in_place = ["open-in-place", "leave-folder"];
    let ids = ["open-zip", "open-folder"].into_iter().chain(in_place);
    let ids = ids.chain(["open-blank", "open-copy", "convert", "lessons"]);
    // a browser that can't do it isn't asked
    let ids: Vec<_> = ids.filter(|id| !in_place.contains(id) || folder::is_supported()).collect();
    let items = items(Desk::here(), &ids);
    let take = move |taken, what| carry_out(bench, wiring, Deed::Take(taken, what));
    view! {
        <MenuButton label="Open" class="quiet" on_open=move |()| wiring.expect_errand() items />
        <input
            class="unseen"
            type="file"
            accept=".zip,.tar,.tgz,.tar.gz,.gz,application/zip,application/gzip,application/x-tar"
            aria-label="Open zip"
            tabindex="-1"
            on:change=move |event: ev::Event| take(Taken::Files(files::chosen(&event)), As::Project)
        />
        <input
            class="unseen"
            type="file"
            prop:webkitdirectory=true
            aria-label="Open folder"
            tabindex="-1"
            on:change=move |event: ev::Event| take(Taken::Folder(files::chosen(&event)), As::Project)
        />
        <input
            class="unseen"
            type="file"
            accept=".zip,.tar,.tgz,.tar.gz,.gz,application/zip,application/gzip,application/x-tar"
            aria-label="Application zip"
            tabindex="-1"
            on:change=move |event: ev::Event| take(Taken::Files(files::chosen(&event)), application(bench))
        />
        <input
            class="unseen"
            type="file"
            prop:webkitdirectory=true
            aria-label="Application folder"
            tabindex="-1"
            on:change=move |event: ev::Event| take(Taken::Folder(files::chosen(&event)), application(bench))
        />
    }
}

#[component]
pub fn ExportMenu() -> impl IntoView {
    let desk = Desk::here();
    let remote = Memo::new(move |_| desk.bench.view.build_server.with(|server| server.on));
    move || {
        let mut ids = vec![
            "export-ready",
            "export-source",
            "export-runtime",
            "export-tar",
            "export-patch",
            "copy-command",
        ];
        if remote.get() {
            ids.push(REMOTE);
        }
        view! { <MenuButton label="Export" class="primary" on_open=move |()| desk.wiring.expect_errand() items=items(desk, &ids) /> }
    }
}
