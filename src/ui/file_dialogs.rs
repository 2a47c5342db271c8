//! A new file, another path.

use super::{bench, coded::Coded, dialog::Modal, editors::Editors, file_actions::focus_on};
use crate::{
    platform::dom,
    state::{
        Refused,
        node::{GROUPS, Node, in_group, title},
        view::Dialog,
    },
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
            <PathForm group path=folder button="Create file" place="Add to" failed="Couldn't create it" run />
        </Modal>
    }
}

/// A folder of the funko is there with its files only, so there the next question is for one.
#[component]
pub fn NewFolderDialog(group: Group, folder: String) -> impl IntoView {
    let bench = bench();
    let run = move |group: Group, path: &str| {
        if group == Group::Funko {
            let folder = in_group(group, path.trim_end_matches('/'))?;
            let folder = format!("{}/", folder.shown());
            // this dialog's end must not be taken for that of the next
            request_animation_frame(move || bench.view.show(Dialog::NewFile(group, folder)));
            return Ok(());
        }
        focus_on(bench, Some(bench.new_folder(group, path)?));
        Ok(())
    };
    view! {
        <Modal title="New folder">
            <PathForm
                group
                path=folder
                button="Create folder"
                place="Add to"
                hint="FaaSO doesn't create empty folders. This one is in the build once it has a file."
                failed="Couldn't create it"
                run
            />
        </Modal>
    }
}

#[component]
pub fn MoveDialog(node: Node) -> impl IntoView {
    let bench = bench();
    let (group, path) = (node.group(), node.shown().to_owned());
    let run = move |group: Group, path: &str| {
        bench.move_to(&node, group, path)?;
        focus_on(bench, node.moved(group, path));
        Ok(())
    };
    view! {
        <Modal title="Rename or move">
            <PathForm group path button="Rename" place="Move to" failed="Couldn't rename it" run />
        </Modal>
    }
}

/// A group and a path. It stays open, and says why, when `run` refuses.
#[component]
fn PathForm<F>(
    group: Group,
    path: String,
    button: &'static str,
    /// Before the choice of a group.
    place: &'static str,
    #[prop(default = "Use / to create folders. Files ending in .j2 are rendered, except in the funko.")]
    hint: &'static str,
    /// Before the reason why it could not be done.
    failed: &'static str,
    run: F,
) -> impl IntoView
where
    F: Fn(Group, &str) -> Result<(), Refused> + 'static,
{
    let bench = bench();
    let group = RwSignal::new(group);
    // the name without its ending is what one changes most
    let stem = StoredValue::new(Some(stem(&path)));
    let preselect = move |event: ev::FocusEvent| {
        if let Some(Some((from, to))) = stem.try_update_value(Option::take) {
            dom::select(&event, from, to);
        }
    };
    let path = RwSignal::new(path);
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match run(group.get_untracked(), path.get_untracked().trim()) {
            Ok(()) => bench.view.close_dialog(),
            Err(refused) => wrong.set(Some(format!("{failed}: {refused}."))),
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
                <span>{place}</span>
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
                    on:focus=preselect
                    on:input=move |event| path.set(event_target_value(&event))
                />
            </label>
            <p class="hint">{hint}</p>
            <p class="wrong" role="alert">{move || wrong.get().map(|text| view! { <Coded text /> })}</p>
            <footer>
                <button type="button" on:click=move |_| bench.view.close_dialog()>"Cancel"</button>
                <button type="submit" class="primary">{button}</button>
            </footer>
        </form>
    }
}

/// Where the last part of a path begins and its ending starts, in UTF-16.
pub fn stem(path: &str) -> (u32, u32) {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let dot = path[name..].rfind('.').filter(|&dot| dot > 0).map_or(path.len(), |dot| name + dot);
    let utf16 = |to: usize| path[..to].encode_utf16().count() as u32;
    (utf16(name), utf16(dot))
}
