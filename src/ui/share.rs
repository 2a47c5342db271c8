//! The open project as a link, and what a link of somebody else holds.

use super::{
    bench,
    copy_button::CopyButton,
    count,
    dialog::Modal,
    export::{Exports, export},
    size, wired,
};
use crate::{
    engine::messages::Export,
    state::{files::title, view::Dialog},
};
use faaso::{
    bundle::File,
    project::{FileId, Own, Project},
    share::LONG_LINK,
};
use leptos::prelude::*;

/// Characters shown of a file that a link brings.
const SHOWN: usize = 20_000;

#[component]
pub fn ShareDialog() -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    let made = RwSignal::new(None::<Result<String, String>>);
    wiring.share(move |result| made.set(Some(result)));
    view! {
        <Modal title="Share" class="wide">
            {move || match made.get() {
                None => view! { <p>"Making the link…"</p> }.into_any(),
                Some(Ok(link)) => view! { <Link link /> }.into_any(),
                Some(Err(why)) => view! { <TooLarge why /> }.into_any(),
            }}
            <footer>
                <button type="button" on:click=move |_| bench.view.dialog.set(None)>"Done"</button>
            </footer>
        </Modal>
    }
}

#[component]
fn Link(link: String) -> impl IntoView {
    let length = link.len();
    let text = link.clone();
    view! {
        <p>
            "This link holds the whole project, runtime and funko, as it is now. The part behind “#” is not sent to any server: "
            "whoever opens the link sees what it holds and can make a project of it."
        </p>
        <div class="command-box">
            <div class="bar">
                <small>{format!("{length} characters")}</small>
                <CopyButton text />
            </div>
            <textarea class="code" aria-label="Link" readonly rows="4" spellcheck="false" prop:value=link></textarea>
        </div>
        {(length > LONG_LINK).then(|| view! {
            <p class="hint">"Some mail and chat programs cut links that long. A zip always arrives whole: see Export."</p>
        })}
    }
}

#[component]
fn TooLarge(why: String) -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    let exports = expect_context::<Exports>();
    let zip = move |what| move |_| export(bench, wiring, exports, what);
    view! {
        <p class="wrong" role="alert">{format!("There is no link: {why}.")}</p>
        <p>"Zips have room for it:"</p>
        <p class="choices">
            <button type="button" on:click=zip(Export::Runtime)>"Runtime zip"</button>
            <button type="button" on:click=zip(Export::FunkoSource)>"Funko source zip"</button>
        </p>
    }
}

/// What a link holds. Nothing is replaced: what is open stays among the projects.
#[component]
pub fn SharedDialog(shared: Result<Box<Project>, String>) -> impl IntoView {
    match shared {
        Ok(project) => view! { <Shared project=*project /> }.into_any(),
        Err(why) => view! { <Unreadable why /> }.into_any(),
    }
}

#[component]
fn Unreadable(why: String) -> impl IntoView {
    let bench = bench();
    view! {
        <Modal title="Shared project">
            <p class="wrong" role="alert">{format!("The link could not be read: {why}.")}</p>
            <p>"What was open is as it was."</p>
            <footer>
                <button type="button" class="primary" autofocus on:click=move |_| bench.view.dialog.set(None)>"OK"</button>
            </footer>
        </Modal>
    }
}

#[component]
fn Shared(project: Project) -> impl IntoView {
    let bench = bench();
    let runtime = project.runtime.files().map(|(path, file)| (FileId::runtime(path.clone()), Some(file)));
    let own = project.own.iter().map(|(path, own)| {
        let file = match own {
            Own::File(file) => Some(file),
            Own::Removed => None,
        };
        (FileId::funko(path.clone()), file)
    });
    let files: Vec<_> = runtime.chain(own).collect();
    let bytes = files.iter().filter_map(|(_, file)| *file).map(|file| file.bytes.len()).sum();
    let said = format!("{}, {}", count(files.len(), "file"), size(bytes));
    let rows = files.into_iter().map(|(id, file)| row(id, file.cloned())).collect_view();
    let (runtime_name, funko_name) = (project.runtime_name.clone(), project.funko_name.clone());
    let open = move |_| {
        bench.view.dialog.set(None);
        match bench.open(project.clone()) {
            Ok(()) => bench.view.say("The shared project is open. What was open is under Projects."),
            Err(refused) => bench.view.complain(format!("It could not be opened: {refused}.")),
        }
    };
    view! {
        <Modal title="Shared project" class="wide">
            <p>"The link that you opened holds a project. Nothing was opened or replaced yet."</p>
            <dl class="facts">
                <dt>"Runtime"</dt><dd><code>{runtime_name}</code></dd>
                <dt>"Funko"</dt><dd><code>{funko_name}</code></dd>
                <dt>"Holds"</dt><dd>{said}</dd>
            </dl>
            <ul class="shared-files" aria-label="Shared files">{rows}</ul>
            <footer>
                <button type="button" on:click=move |_| bench.view.dialog.set(None)>"Not now"</button>
                <button type="button" class="primary" autofocus on:click=open>"Open as a new project"</button>
            </footer>
        </Modal>
    }
}

/// One file, to be looked into before it is taken.
fn row(id: FileId, file: Option<File>) -> AnyView {
    let group = title(id.group());
    let path = id.shown().to_owned();
    let Some(file) = file else {
        return view! { <li><code>{path}</code> <small>{group} " · taken out"</small></li> }.into_any();
    };
    let length = size(file.bytes.len());
    let text = match file.as_text() {
        Some(text) if text.len() > SHOWN => text.chars().take(SHOWN).chain(['…']).collect(),
        Some(text) => text.to_owned(),
        None => "No text.".to_owned(),
    };
    view! {
        <li>
            <details>
                <summary><code>{path}</code> <small>{group} " · " {length}</small></summary>
                <pre>{text}</pre>
            </details>
        </li>
    }
    .into_any()
}

#[component]
pub fn ShareButton() -> impl IntoView {
    let bench = bench();
    view! {
        <button type="button" class="quiet" on:click=move |_| bench.view.dialog.set(Some(Dialog::Share))>"Share"</button>
    }
}
