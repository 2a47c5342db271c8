//! The pane around the tree, with its buttons.

use super::{
    bench,
    commands::{Desk, FILE_ACTIONS, items},
    file_actions::{here, new_file, new_folder, put_uploads},
    icon::{Icon, Sign},
    menu::MenuButton,
    tree::Tree,
};
use crate::platform::files;
use leptos::{ev, prelude::*};

#[component]
pub fn FilesPane() -> impl IntoView {
    let bench = bench();
    let upload = NodeRef::<leptos::html::Input>::new();
    let choose = move || {
        if let Some(input) = upload.get_untracked() {
            input.click();
        }
    };
    let taken = move |event: ev::Event| {
        let (group, folder) = here(bench);
        let incoming = files::chosen(&event);
        leptos::task::spawn_local(put_uploads(bench, group, folder, incoming));
    };
    view! {
        <nav class="pane files" aria-label="Files" data-pane="files">
            <div class="bar">
                <span class="title">"Files"</span>
                <span class="right">
                    <button
                        type="button"
                        class="quiet square"
                        aria-label="New file"
                        title="New file"
                        on:click=move |_| new_file(bench)
                    >
                        <Icon sign=Sign::Plus />
                    </button>
                    <button
                        type="button"
                        class="quiet square"
                        aria-label="New folder"
                        title="New folder"
                        on:click=move |_| new_folder(bench)
                    >
                        <Icon sign=Sign::Folder />
                    </button>
                    <button
                        type="button"
                        class="quiet square"
                        aria-label="Upload files"
                        title="Upload files"
                        on:click=move |_| choose()
                    >
                        <Icon sign=Sign::Upload />
                    </button>
                    <MenuButton label="File actions" sign=Sign::Dots class="quiet square" items=items(Desk::here(), FILE_ACTIONS) />
                </span>
            </div>
            <input
                class="unseen"
                type="file"
                multiple
                aria-label="Upload"
                tabindex="-1"
                node_ref=upload
                on:change=taken
            />
            <Tree />
        </nav>
    }
}
