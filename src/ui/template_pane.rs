//! The editor of the file that is worked on, one tab a file, and room for a second one.

use super::{
    bench,
    commands::shown_key,
    commands::{Desk, items},
    editors::Editors,
    file_actions::reset_file,
    file_editor::FileEditor,
    icon::{Icon, Sign},
    maximise::Maximise,
    menu::MenuButton,
    name::Name,
    second_editor::SecondEditor,
    size,
    tab_row::walk,
};
use crate::{
    editor::Language,
    platform::files,
    state::{
        node::title,
        view::{Dialog, Pane},
        workspace::Origin,
    },
};
use faaso::project::{FileId, Group};
use leptos::{ev, prelude::*};

#[component]
pub fn TemplatePane() -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let first = Memo::new(move |_| bench.view.first());
    let second = Memo::new(move |_| bench.view.second().is_some());
    view! {
        <section class="pane template" aria-label="Template" data-pane="template">
            <div class="sides">
                <div class="side" class:used=move || !bench.view.uses_second() on:focusin=move |_| editors.used(false)>
                    <div class="bar">
                        <OpenFiles />
                        <span class="right">
                            <MenuButton label="Tab actions" sign=Sign::Dots class="quiet square" items=items(Desk::here(), TAB_ACTIONS) />
                            <Maximise pane=Pane::Template name="Template" />
                        </span>
                    </div>
                    <FileEditor label="Template editor" file=first second=false handle=editors.template />
                    {move || first.get().is_none().then(|| view! { <Nothing /> })}
                </div>
                {move || second.get().then(|| view! { <SecondEditor /> })}
            </div>
            <Foot />
        </section>
    }
}

const TAB_ACTIONS: &[&str] = &[
    "close-tab",
    "close-others",
    "close-all",
    "keep-tab",
    "beside",
    "tab-left",
    "tab-right",
    "go-to-file",
    "find-in-files",
];

#[component]
fn OpenFiles() -> impl IntoView {
    let bench = bench();
    let there = Memo::new(move |_| {
        let tabs = bench.view.tabs.get();
        tabs.into_iter().filter(|id| bench.workspace.file(id).is_some()).collect::<Vec<_>>()
    });
    let dragged = RwSignal::new(None::<FileId>);
    let key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        // with Alt they are commands: a place back, a tab to the left
        _ if event.alt_key() => (),
        "Delete" => {
            if let Some(first) = bench.view.first() {
                event.prevent_default();
                bench.view.close(&first);
            }
        }
        _ => walk(&event, "open-files"),
    };
    view! {
        <div class="tabs open-files" role="tablist" aria-label="Open files" id="open-files" on:keydown=key>
            <For each=move || there.get() key=|id| id.clone() let:id>
                <FileTab id dragged />
            </For>
        </div>
    }
}

#[component]
fn FileTab(
    id: FileId,
    /// The tab that is being dragged.
    dragged: RwSignal<Option<FileId>>,
) -> impl IntoView {
    let bench = bench();
    let on = {
        let id = id.clone();
        Memo::new(move |_| bench.view.first().as_ref() == Some(&id))
    };
    let errors = {
        let id = id.clone();
        move || bench.workspace.counts_of(&id).errors > 0
    };
    let group = match id.group() {
        Group::Runtime => None,
        other => Some(view! { <small aria-hidden="true">{title(other).to_lowercase()}</small> }),
    };
    let shown = id.shown().to_owned();
    let open = {
        let id = id.clone();
        move |_| {
            bench.view.use_second(false);
            bench.view.open(id.clone());
        }
    };
    let preview = {
        let id = id.clone();
        Memo::new(move |_| bench.view.is_preview(&id))
    };
    let keep = {
        let id = id.clone();
        move |_: ev::MouseEvent| bench.view.keep_tab(&id)
    };
    let close = {
        let id = id.clone();
        move |_| bench.view.close(&id)
    };
    let begin = {
        let id = id.clone();
        move |event: ev::DragEvent| {
            dragged.set(Some(id.clone()));
            files::begin_drag(&event, id.shown());
        }
    };
    let over = move |event: ev::DragEvent| {
        if dragged.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    };
    let drop = {
        let id = id.clone();
        move |event: ev::DragEvent| {
            let Some(tab) = dragged.get_untracked() else { return };
            event.prevent_default();
            event.stop_propagation();
            dragged.set(None);
            bench.view.move_tab(&tab, &id);
        }
    };
    let middle = {
        let id = id.clone();
        move |event: ev::MouseEvent| {
            if event.button() == 1 {
                bench.view.close(&id);
            }
        }
    };
    view! {
        <div class="tab-place" class:on=on role="presentation" on:auxclick=middle
            draggable="true"
            on:dragstart=begin
            on:dragend=move |_| dragged.set(None)
            on:dragover=over
            on:drop=drop
        >
            <button
                type="button"
                role="tab"
                class="tab"
                class:broken=errors
                class:preview=preview
                aria-description=move || preview.get().then_some("Preview: edit or double-click to keep it open")
                aria-label=shown.clone()
                aria-selected=move || on.get().to_string()
                tabindex=move || if on.get() { "0" } else { "-1" }
                title=format!("{}: {shown}", title(id.group()))
                on:click=open
                on:dblclick=keep
            >
                <span class="name"><Name name=shown.clone() /></span>
                {group}
            </button>
            // the Delete key does the same: this one is for the pointer alone
            <button type="button" class="tab-close" tabindex="-1" aria-hidden="true" on:click=close>
                <Icon sign=Sign::Close />
            </button>
        </div>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let bench = bench();
    view! {
        <div class="nothing">
            <p>"No file is open"</p>
            <p>
                "Select a file, or press "<kbd>{shown_key("Ctrl+P")}</kbd>" to "
                <button type="button" class="link" on:click=move |_| bench.view.show(Dialog::GoToFile)>
                    "find one"
                </button>
                "."
            </p>
        </div>
    }
}

#[component]
fn Foot() -> impl IntoView {
    let bench = bench();
    let text = Memo::new(move |_| {
        let id = bench.view.active()?;
        let file = bench.workspace.file(&id)?;
        let mut language = Language::of(id.path.as_str());
        if id.group() == Group::Funko {
            language = language.rendered();
        }
        let language = if file.as_text().is_some() { language.title() } else { "Binary".into() };
        Some((language, size(file.bytes.len())))
    });
    let is_text = Memo::new(move |_| {
        let file = bench.view.active().and_then(|id| bench.workspace.file(&id));
        file.is_some_and(|file| file.as_text().is_some())
    });
    let origin = Memo::new(move |_| bench.view.active().and_then(|id| bench.workspace.origin(&id)));
    let reset = move |_| {
        if let Some(id) = bench.view.active() {
            reset_file(bench, &id);
        }
    };
    view! {
        <div class="foot">
            {move || text.get().map(|(language, size)| view! { <span>{language}</span> <span>{size}</span> })}
            <span>
                {move || {
                    let at = bench.view.cursor.get().filter(|_| is_text.get())?;
                    Some(format!("Ln {}, Col {}", at.line, at.column))
                }}
            </span>
            <span class="grow"></span>
            {move || match origin.get() {
                Some(Origin::Live) => view! { <span>"Generated from the template. Editing it creates your own copy."</span> }.into_any(),
                Some(Origin::Edited) => view! {
                    <button type="button" class="link" on:click=reset>"Reset to template"</button>
                }.into_any(),
                _ => ().into_any(),
            }}
        </div>
    }
}
