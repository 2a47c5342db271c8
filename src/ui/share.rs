//! The open project as a link, and what a link of somebody else holds.

use super::{
    arrival::opened,
    bench,
    coded::Coded,
    copy_button::CopyButton,
    count,
    dialog::Modal,
    export::{Exports, export},
    size, wired,
};
use crate::{
    engine::jobs::Export,
    state::{node::title, view::Dialog},
};
use faaso::{
    bundle::File,
    links::{self, Asked},
    project::{FileId, FunkoEntry, Project},
    share::LONG_LINK,
};
use leptos::prelude::*;

/// Characters shown of a file that a link brings.
const SHOWN: usize = 20_000;
/// How many files are drawn at once.
const CHUNK: usize = 100;

#[component]
pub fn ShareDialog() -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    let made = RwSignal::new(None::<Result<String, String>>);
    leptos::task::spawn_local(async move { drop(made.try_set(Some(wiring.share().await))) });
    view! {
        <Modal title="Share" class="wide">
            {move || match made.get() {
                None => view! { <p>"Creating link…"</p> }.into_any(),
                Some(Ok(link)) => view! { <Link link /> }.into_any(),
                Some(Err(why)) => view! { <TooLarge why /> }.into_any(),
            }}
            <footer>
                <button type="button" on:click=move |_| bench.view.close_dialog()>"Done"</button>
            </footer>
        </Modal>
    }
}

#[component]
fn Link(link: String) -> impl IntoView {
    let length = link.len();
    let text = link.clone();
    let what = match links::asked(link.split_once('#').map_or("", |(_, fragment)| fragment)) {
        Some(Asked::Runtime(name, _)) => {
            format!(
                "This link opens the bundled runtime `{name}` as it comes. You haven't changed anything in it."
            )
        }
        _ => "This link contains the current project. Anyone with the link can view and copy it. Nothing is \
              uploaded to a server."
            .to_owned(),
    };
    view! {
        <p><Coded text=what /></p>
        <div class="command-box">
            <div class="bar">
                <small>{format!("{length} characters")}</small>
                <CopyButton text />
            </div>
            <textarea class="code" aria-label="Link" readonly rows="4" spellcheck="false" prop:value=link></textarea>
        </div>
        {(length > LONG_LINK).then(|| view! {
            <p class="hint">"Some email and chat apps cut off links this long. Export a zip instead."</p>
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
        <p class="wrong" role="alert"><Coded text=format!("Couldn't create a link: {why}.") /></p>
        <p>"Export a zip instead:"</p>
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
            <p class="wrong" role="alert"><Coded text=format!("Couldn't read the link: {why}.") /></p>
            <p>"Your project is unchanged."</p>
            <footer>
                <button type="button" class="primary" autofocus on:click=move |_| bench.view.close_dialog()>"OK"</button>
            </footer>
        </Modal>
    }
}

/// A link to a bundled runtime that there is none of: those that may be meant.
#[component]
pub fn NoRuntime(name: String) -> impl IntoView {
    let bench = bench();
    let like = catalog::like(&name);
    let asked = match like.len() == catalog::bundled().len() {
        true => "Open one of these instead:",
        false => "Did you mean this one?",
    };
    let choices = like.into_iter().map(move |name| {
        let open = move |_| {
            bench.view.close_dialog();
            opened(bench, &format!("Opened the bundled runtime `{name}`."), || {
                bench.open_bundled(name).map(drop)
            });
        };
        view! { <button type="button" on:click=open>{name}</button> }
    });
    view! {
        <Modal title="Bundled runtime">
            <p role="alert"><Coded text=format!("The designer has no bundled runtime called `{name}`.") /></p>
            <p>{asked}</p>
            <p class="choices">{choices.collect_view()}</p>
            <p>"Your project is unchanged."</p>
            <footer>
                <button type="button" class="primary" autofocus on:click=move |_| bench.view.close_dialog()>"OK"</button>
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
            FunkoEntry::File(file) => Some(file),
            FunkoEntry::Removed => None,
        };
        (FileId::funko(path.clone()), file)
    });
    let files: Vec<_> = runtime.chain(own).map(|(id, file)| (id, file.cloned())).collect();
    let bytes = files.iter().filter_map(|(_, file)| file.as_ref()).map(|file| file.bytes.len()).sum();
    let said = format!("{}, {}", count(files.len(), "file"), size(bytes));
    let (runtime_name, funko_name) = (project.runtime_name.clone(), project.funko_name.clone());
    let open = move |_| {
        bench.view.close_dialog();
        opened(bench, "Opened the shared project.", || bench.open(project.clone()));
    };
    view! {
        <Modal title="Shared project" class="wide">
            <p>"This link contains a project. Your current project isn't affected."</p>
            <dl class="facts">
                <dt>"Runtime"</dt><dd><code>{runtime_name}</code></dd>
                <dt>"Funko"</dt><dd><code>{funko_name}</code></dd>
                <dt>"Contains"</dt><dd>{said}</dd>
            </dl>
            <SharedFiles files />
            <footer>
                <button type="button" on:click=move |_| bench.view.close_dialog()>"Cancel"</button>
                <button type="button" class="primary" autofocus on:click=open>"Open as a new project"</button>
            </footer>
        </Modal>
    }
}

/// A thousand files are drawn a chunk at a time: the page is not held by any link.
#[component]
fn SharedFiles(files: Vec<(FileId, Option<File>)>) -> impl IntoView {
    let all = files.len();
    let files = StoredValue::new(files);
    let drawn = RwSignal::new(CHUNK.min(all));
    let rows = move || {
        (0..drawn.get().div_ceil(CHUNK))
            .map(|chunk| (chunk, chunk * CHUNK..((chunk + 1) * CHUNK).min(all)))
            .collect::<Vec<_>>()
    };
    view! {
        <ul class="shared-files" aria-label="Shared files">
            <For each=rows key=|(chunk, _)| *chunk let:((_, places))>
                {places.map(|at| files.with_value(|files| files[at].clone())).map(|(id, file)| row(id, file)).collect_view()}
            </For>
        </ul>
        {move || (drawn.get() < all).then(|| {
            let more = CHUNK.min(all - drawn.get());
            let show = move |_| drawn.update(|drawn| *drawn += more);
            view! { <button type="button" on:click=show>{format!("Show {more} more of {all} files")}</button> }
        })}
    }
}

/// One file, to be looked into before it is taken. Its text is drawn when it is wanted.
fn row(id: FileId, file: Option<File>) -> AnyView {
    let group = title(id.group());
    let path = id.shown().to_owned();
    let Some(file) = file else {
        return view! { <li><code>{path}</code> <small>{group} " · deleted"</small></li> }.into_any();
    };
    let length = size(file.bytes.len());
    let wanted = RwSignal::new(false);
    let text = move || {
        wanted.get().then(|| match file.as_text() {
            Some(text) if text.len() > SHOWN => text.chars().take(SHOWN).chain(['…']).collect(),
            Some(text) => text.to_owned(),
            None => "Binary file".to_owned(),
        })
    };
    view! {
        <li>
            <details on:toggle=move |_| wanted.set(true)>
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
        <button type="button" class="quiet" on:click=move |_| bench.view.show(Dialog::Share)>"Share"</button>
    }
}
