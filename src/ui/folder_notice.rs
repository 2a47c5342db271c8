//! What the folder on this computer needs of its author, above the panes.

use super::{
    bench,
    coded::Coded,
    count,
    deeds::{Deed, carry_out},
    wired,
};
use crate::state::{folder::Link, view::Dialog};
use leptos::prelude::*;

/// Says what the folder needs of its author.
#[component]
pub fn FolderNotice() -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let needs = Memo::new(move |_| {
        let joined = bench.folder.joined.get()?;
        let conflicts = bench.folder.conflicts.with(Vec::len);
        (joined.link != Link::Joined || conflicts > 0).then_some((joined.name, joined.link, conflicts))
    });
    let carry_out = move |deed: fn() -> Deed| carry_out(bench, wiring, deed());
    let leave = move |_| carry_out(|| Deed::LeaveFolder);
    let notice = move |said: String, bad: bool, button: AnyView| {
        view! {
            <div class=if bad { "bar-notice bad" } else { "bar-notice" } role="status" aria-label="Folder">
                <p><Coded text=said /></p>
                {button}
            </div>
        }
    };
    let leave_button = move || {
        view! { <button type="button" on:click=leave>"Leave the folder"</button> }
    };
    move || {
        needs.get().map(|(name, link, conflicts)| match link {
            Link::Apart => {
                let said =
                    format!("This project is from the folder `{name}`. Allow access to write to it again.");
                let button = view! {
                    {leave_button()}
                    <button type="button" class="primary" on:click=move |_| carry_out(|| Deed::JoinFolder)>
                        "Join the folder again"
                    </button>
                };
                notice(said, false, button.into_any())
            }
            Link::Trouble(why) => {
                let said =
                    format!("Couldn't use the folder `{name}`: {why} Your work is saved in this browser.");
                notice(said, true, leave_button().into_any())
            }
            Link::Joined => {
                let said =
                    format!("{} changed both here and in the folder `{name}`.", count(conflicts, "file"));
                let show = move |_| bench.view.show(Dialog::Conflicts);
                let button =
                    view! { <button type="button" class="primary" on:click=show>"Show conflicts"</button> };
                notice(said, false, button.into_any())
            }
        })
    }
}
