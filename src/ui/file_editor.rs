//! An editor of the Template pane over one file: its text, or what there is of one that is no text.

use super::{
    bench,
    binary::BinaryView,
    editors::{self, Editors},
    made_by, options,
};
use crate::{
    editor::{CodeEditor, Cursor, EditorHandle, Notes},
    state::{projects::Role, view::Pane},
};
use convert::options::Within;
use faaso::project::FileId;
use leptos::prelude::*;

#[component]
pub fn FileEditor(
    label: &'static str,
    file: Memo<Option<FileId>>,
    /// It is the one beside the first.
    second: bool,
    handle: EditorHandle,
) -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let document = Memo::new(move |_| file.get().and_then(|id| editors::document(bench, &id)));
    let marks = Memo::new(move |_| file.get().map(|id| editors::marks(bench, &id)).unwrap_or_default());
    let options = Memo::new(move |_| editors::options(bench));
    let yml = Memo::new(move |_| file.get().and_then(|id| editors::yml(bench, &id)));
    let notes = Memo::new(move |before: Option<&Notes>| editors::template_notes(bench, file.get(), before));
    let wrap = editors::wrap(bench, Pane::Template);
    let binary = Memo::new(move |_| {
        let id = file.get()?;
        let file = bench.workspace.file(&id).filter(|file| file.as_text().is_none())?;
        Some((id.path.to_string(), file))
    });
    // of two editors the one that was used last speaks
    let is_used = move || bench.view.uses_second() == second;
    view! {
           <div class="body" class:away=move || document.with(Option::is_none)>
               {move || view! {
                   <CodeEditor
                       label=label
                       document=document
                       marks=marks
                       options=options
                       yml=yml
                       still=Signal::derive(move || !is_used())
                       wrap=wrap
                       read_only=bench.projects.role() == Role::Follower
                       on_change=editors::on_change(bench)
                       on_undo=editors::on_undo(bench)
                       on_redo=editors::on_redo(bench)
                       on_cursor=Callback::new(move |cursor: Cursor| {
                           if untrack(is_used) {
                               bench.view.cursor_moved(cursor.place);
                               options::select(bench, cursor.selected, Within::File);
                               editors.cursor.set(Some(cursor));
                           }
                       })
                       lit=Signal::derive(move || editors.lit.with(|lit| match lit.file == file.get() {
                           true => lit.template.clone(),
                           false => Default::default(),
                       }))
                       notes=notes
                       on_point=editors.on_point()
                       on_follow=made_by::on_follow(bench, editors)
                       on_option=Callback::new(move |name: String| bench.said_of_option(&name))
    on_rename=editors::on_rename(bench)
                       handle=handle
                   />
               }}
           </div>
           {move || binary.get().map(|(path, file)| view! { <BinaryView path file /> })}
       }
}
