//! The editor as the page uses it.

use super::{
    Cursor, DocKey, Document, EditorHandle, Mark, OptionName, TextChange, YmlWords,
    ffi::{EditorError, report},
    protocol::{self, Notes},
    session::{Owner, Session},
};
use faaso::text::Span;
use leptos::{html, prelude::*, task::spawn_local};
use std::{rc::Rc, sync::Arc};

/// A code editor over one document of the project.
///
/// * `label`: its accessible name (role `textbox`): `Template editor`, `funko.yml editor`, `Rendered output`.
/// * `document`: what it shows. None leaves it empty and read-only. A new key shows another document with the
///   selection and scroll it had; a new text under the same key is spliced in and is not reported back.
/// * `read_only`: it can be selected, searched and copied from, not changed.
/// * `plain`: nothing is highlighted, and the editor says so. For a project that did not open otherwise.
/// * `marks`: what is wrong with the text shown.
/// * `options`: what completion offers after `options.` in Jinja places.
/// * `yml`: what completion offers where the text shown is a `funko.yml`; none for any other text.
/// * `still`: the cursor stays where the document's text becomes another, as another editor of it has the author.
/// * `wrap`: long lines are broken to the editor's width.
/// * `on_change`: the author changed the text. The callback must apply the change to the document before it
///   returns: where `document` does not hold the new text then, the editor puts the document's text back.
/// * `landed`: where the author's typing goes on, where that changed more of the document; none where the cursor stays.
/// * `on_undo`, `on_redo`: Mod-z, Mod-y and Mod-Shift-z. What the document does then comes in through `document`,
///   and the cursor goes where it changed.
/// * `on_cursor`: the cursor or selection moved, at most once a frame.
/// * `lit`: spans to light up, in order.
/// * `notes`: what is shown of a rendering.
/// * `on_point`: what the pointer is over, at most once a frame; none where it left.
/// * `on_follow`: Ctrl or ⌘ and a click, which no longer sets a second cursor.
/// * `on_option`: what is said of an option where the pointer rests on it, or by key; empty where there is none.
/// * `on_rename`: an option is to have another name.
/// * `handle`: for what is an event and no state: `reveal`, `focus`, `search`, `forget`.
///
/// The editor fills its parent's height; it brings no frame of its own.
#[component]
pub fn CodeEditor(
    label: &'static str,
    #[prop(into)] document: Signal<Option<Document>>,
    #[prop(optional)] read_only: bool,
    #[prop(optional, into)] plain: Signal<bool>,
    #[prop(optional, into)] marks: Signal<Arc<[Mark]>>,
    #[prop(optional, into)] options: Signal<Arc<[OptionName]>>,
    #[prop(optional, into)] yml: Signal<Option<YmlWords>>,
    #[prop(optional, into)] still: Signal<bool>,
    #[prop(optional, into)] wrap: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<TextChange>>,
    #[prop(optional, into)] landed: Option<Callback<(), Option<usize>>>,
    #[prop(optional, into)] on_undo: Option<Callback<()>>,
    #[prop(optional, into)] on_redo: Option<Callback<()>>,
    #[prop(optional, into)] on_cursor: Option<Callback<Cursor>>,
    #[prop(optional, into)] lit: Signal<Arc<[Span]>>,
    #[prop(optional, into)] notes: Signal<Notes>,
    #[prop(optional, into)] on_point: Option<Callback<Option<(DocKey, usize)>>>,
    #[prop(optional, into)] on_follow: Option<Callback<(DocKey, usize)>>,
    #[prop(optional, into)] on_option: Option<Callback<String, String>>,
    #[prop(optional, into)] on_rename: Option<Callback<String>>,
    #[prop(optional)] handle: Option<EditorHandle>,
) -> impl IntoView {
    let host = NodeRef::<html::Div>::new();
    let session = RwSignal::new_local(None::<Result<Rc<Session>, EditorError>>);
    let handle = handle.unwrap_or_default();
    let undone = StoredValue::new_local(false);
    let change = move |change| {
        undone.set_value(false);
        if let Some(on_change) = on_change {
            on_change.run(change);
        }
        document.try_get_untracked().flatten()
    };

    Effect::new(move |_| {
        let Some(host) = host.get() else { return };
        let tell_back = move |callback: Option<Callback<()>>| {
            Box::new(move || {
                undone.set_value(true);
                callback.into_iter().for_each(|callback| callback.run(()));
            })
        };
        let owner = Owner {
            change: Box::new(change),
            landed: Box::new(move || landed.and_then(|callback| callback.run(()))),
            undo: tell_back(on_undo),
            redo: tell_back(on_redo),
            cursor: Box::new(move |at| on_cursor.into_iter().for_each(|callback| callback.run(at.clone()))),
            point: Box::new(move |at| on_point.into_iter().for_each(|callback| callback.run(at.clone()))),
            option: Box::new(move |name| on_option.map_or_else(String::new, |callback| callback.run(name))),
            rename: Box::new(move |name| {
                on_rename.into_iter().for_each(|callback| callback.run(name.clone()))
            }),
            follow: Box::new(move |at| on_follow.into_iter().for_each(|callback| callback.run(at.clone()))),
        };
        spawn_local(async move {
            let started = Session::start(host.into(), label, read_only, owner).await;
            if let Ok(session) = &started {
                handle.attach(session.clone());
            }
            // The component may be gone by now: then this drops the session, and with it the editor.
            session.try_set(Some(started));
        });
    });
    on_cleanup(move || handle.detach());

    Effect::new(move |_| {
        let (document, marks, options, plain) = (document.get(), marks.get(), options.get(), plain.get());
        if let Some(Ok(session)) = session.get() {
            // what the author takes back is shown, wherever it is
            session.set_still(still.get_untracked() && !undone.get_value());
            report(session.set_plain(plain));
            report(session.render(document.as_ref(), &marks, &options));
            undone.set_value(false);
            if let Some(at) = landed.and_then(|landed| landed.run(())) {
                report(session.carry_on(at));
            }
            handle.settle();
        }
    });
    Effect::new(move |before: Option<(Option<DocKey>, Notes)>| {
        let now = (document.with(|document| document.as_ref().map(|it| it.key.clone())), notes.get());
        if let Some(Ok(session)) = session.get()
            && before.as_ref() != Some(&now)
        {
            report(session.set_notes(&now.1));
        }
        now
    });
    Effect::new(move |before: Option<(Option<DocKey>, Arc<[Span]>)>| {
        let now = (document.with(|document| document.as_ref().map(|it| it.key.clone())), lit.get());
        if let Some(Ok(session)) = session.get()
            && before.as_ref() != Some(&now)
        {
            report(session.set_lit(&now.1));
        }
        now
    });
    Effect::new(move |_| {
        let wrap = wrap.get();
        if let Some(Ok(session)) = session.get() {
            report(session.set_wrap(wrap));
        }
    });
    Effect::new(move |_| {
        let yml = yml.get();
        if let Some(Ok(session)) = session.get() {
            report(session.set_yml(yml.as_ref()));
        }
    });

    view! {
        <div class="editor" node_ref=host></div>
        {move || match session.get() {
            Some(Err(error)) => Some(plain_editor(error, label, document, read_only, change)),
            _ => None,
        }}
    }
}

/// Where there is no CodeMirror, a plain text area keeps the work going.
fn plain_editor(
    error: EditorError,
    label: &'static str,
    document: Signal<Option<Document>>,
    read_only: bool,
    change: impl Fn(TextChange) -> Option<Document> + 'static,
) -> impl IntoView {
    let text = move || document.with(|document| document.as_ref().map(|document| document.text.to_string()));
    // A text area would rewrite a file's CRs.
    let locked = move || {
        read_only || document.with(|document| document.as_ref().is_none_or(|it| it.text.contains('\r')))
    };
    let input = move |event| {
        let Some(before) = document.get_untracked() else { return };
        if let Some(splice) = protocol::difference(&before.text, &event_target_value(&event)) {
            change(TextChange { key: before.key, splices: vec![splice], typing: false });
        }
    };
    view! {
        <div class="editor-plain">
            <p role="alert">{error.to_string()} " You can edit in this plain text field, or reload the page to try again."</p>
            <textarea aria-label=label prop:value=text on:input=input readonly=locked spellcheck="false"></textarea>
        </div>
    }
}
