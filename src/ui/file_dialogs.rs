//! A new file, another path, a deletion.

use super::{bench, dialog::Modal, editors::Editors};
use crate::state::{
    actions::Refused,
    files::{GROUPS, Node, title},
};
use faaso::project::Group;
use leptos::{ev, prelude::*};

#[component]
pub fn NewFileDialog(group: Group, folder: String) -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let run = move |group: Group, path: &str| {
        let id = bench.new_file(group, path)?;
        editors.reveal(&id, None);
        Ok(())
    };
    view! {
        <Modal title="New file">
            <PathForm group path=folder button="Make the file" run />
        </Modal>
    }
}

#[component]
pub fn MoveDialog(node: Node) -> impl IntoView {
    let bench = bench();
    let (group, path) = (node.group(), node.shown().to_owned());
    let run = move |group: Group, path: &str| bench.move_to(&node, group, path);
    view! {
        <Modal title="Rename or move">
            <PathForm group path button="Rename" run />
        </Modal>
    }
}

#[component]
pub fn DeleteDialog(node: Node) -> impl IntoView {
    let bench = bench();
    let files = bench.files_of(&node).into_iter().filter(|id| bench.workspace.file(id).is_some()).count();
    let what = match &node {
        Node::File(id) => format!("“{}” goes from {}.", id.shown(), title(node.group())),
        folder => format!(
            "“{}” with {} goes from {}.",
            folder.shown(),
            super::count(files, "file"),
            title(node.group())
        ),
    };
    let delete = move |event: ev::SubmitEvent| {
        event.prevent_default();
        bench.view.dialog.set(None);
        if let Err(refused) = bench.delete(&node) {
            bench.view.complain(format!("Nothing was deleted: {refused}."));
        }
    };
    view! {
        <Modal title="Delete">
            <form on:submit=delete>
                <p>{what} " Undo brings it back."</p>
                <footer>
                    <button type="button" on:click=move |_| bench.view.dialog.set(None)>"Cancel"</button>
                    <button type="submit" class="primary danger" autofocus>"Delete"</button>
                </footer>
            </form>
        </Modal>
    }
}

/// A group and a path. It stays open, and says why, when `run` refuses.
#[component]
fn PathForm<F>(group: Group, path: String, button: &'static str, run: F) -> impl IntoView
where
    F: Fn(Group, &str) -> Result<(), Refused> + 'static,
{
    let bench = bench();
    let group = RwSignal::new(group);
    let path = RwSignal::new(path);
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match run(group.get_untracked(), path.get_untracked().trim()) {
            Ok(()) => bench.view.dialog.set(None),
            Err(refused) => wrong.set(Some(format!("That does not work: {refused}."))),
        }
    };
    let options = GROUPS.map(|it| {
        view! { <option value=title(it) selected=move || group.get() == it>{title(it)}</option> }
    });
    let choose = move |event| {
        let value = event_target_value(&event);
        if let Some(it) = GROUPS.into_iter().find(|&it| title(it) == value) {
            group.set(it);
        }
    };
    view! {
        <form on:submit=submit>
            <label class="stack">
                <span>"In"</span>
                <select on:change=choose>{options.collect_view()}</select>
            </label>
            <label class="stack">
                <span>"Path"</span>
                <input
                    type="text"
                    class="code"
                    autofocus
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    placeholder="public/style.css"
                    prop:value=path
                    on:input=move |event| path.set(event_target_value(&event))
                />
            </label>
            <p class="hint">"Slashes make folders. A name that ends in “.j2” is rendered, except in the funko."</p>
            <p class="wrong" role="alert">{wrong}</p>
            <footer>
                <button type="button" on:click=move |_| bench.view.dialog.set(None)>"Cancel"</button>
                <button type="submit" class="primary">{button}</button>
            </footer>
        </form>
    }
}
