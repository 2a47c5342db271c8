//! The projects of this browser: the list of them, and whether this tab or another edits the open one.

use super::{bench, coded::Coded, dialog::Modal, size, wired};
use crate::{
    platform::{clock, files},
    state::{projects::Role, view::Dialog},
};
use faaso::records::{Head, ProjectId};
use leptos::{ev, prelude::*};

#[component]
pub fn ProjectsDialog() -> impl IntoView {
    let bench = bench();
    let projects = bench.projects;
    let here = move || {
        let open = projects.open_head();
        let mut all = projects.all();
        if !all.iter().any(|head| head.id == open.id) {
            all.insert(0, open);
        }
        all.into_iter().filter(|head| head.deleted.is_none()).collect::<Vec<_>>()
    };
    let gone = move || projects.all().into_iter().filter(|head| head.deleted.is_some()).collect::<Vec<_>>();
    let new = move |_| {
        if bench.open_blank().is_ok() {
            bench.view.close_dialog();
            bench.view.say("Created a project with a blank runtime.");
        }
    };
    let chosen = NodeRef::<leptos::html::Input>::new();
    let choose = move |_| {
        if let Some(input) = chosen.get_untracked() {
            input.click();
        }
    };
    let restored = RwSignal::new(None::<Result<String, String>>);
    let take = move |event: ev::Event| {
        let keeper = wired().keeper();
        leptos::task::spawn_local(async move {
            for file in files::chosen(&event) {
                let tell = move |result| restored.set(Some(result));
                match file.read().await {
                    Ok(bytes) => keeper.open_backup(file.path, &bytes, tell),
                    Err(error) => tell(Err(format!("Couldn't read `{}`: {error}.", file.path))),
                }
            }
        });
    };
    let outcome = move || {
        restored.get().map(|result| match result {
            Ok(said) => view! { <span><Coded text=said /></span> }.into_any(),
            Err(said) => view! { <span class="wrong"><Coded text=said /></span> }.into_any(),
        })
    };
    let wiring = wired();
    view! {
        <Modal title="Projects" class="wide projects">
            <p class="hint">
                "Projects are saved in this browser, with their history. Export a zip to keep a copy elsewhere."
            </p>
            <ul aria-label="Projects" class="project-list">
                <For each=here key=|head| head.clone() let:head><Project head /></For>
            </ul>
            {move || (!gone().is_empty()).then(|| view! {
                <h3>"Deleted"</h3>
                <ul aria-label="Deleted projects" class="project-list">
                    <For each=gone key=|head| head.clone() let:head><Deleted head /></For>
                </ul>
            })}
            <Asides />
            <p role="status" aria-label="Restored">{outcome}</p>
            <footer>
                <button type="button" class="quiet" on:click=choose>"Restore backup…"</button>
                <input
                    class="unseen"
                    type="file"
                    accept=".backup"
                    aria-label="Restore backup"
                    tabindex="-1"
                    node_ref=chosen
                    on:change=take
                />
                <button type="button" class="quiet" on:click=move |_| wiring.keeper().download_everything()>
                    "Back up all projects"
                </button>
                <span class="grow"></span>
                <button type="button" class="primary" on:click=new>"New project"</button>
            </footer>
        </Modal>
    }
}

#[component]
fn Project(head: Head) -> impl IntoView {
    let bench = bench();
    let projects = bench.projects;
    let wiring = wired();
    let id = head.id;
    let naming = RwSignal::new(false);
    let (name, title) = (head.name.clone(), head.name.clone());
    let is_open = move || projects.tracked_open() == id;
    let open = move |_| {
        let keeper = wiring.keeper();
        bench.view.close_dialog();
        leptos::task::spawn_local(async move { keeper.open(id).await });
    };
    let rename = move |event: ev::SubmitEvent| {
        event.prevent_default();
        naming.set(false);
    };
    let typed = move |event: ev::Event| {
        projects.rename(id, &event_target_value(&event));
        naming.set(false);
    };
    let copy = {
        let head = head.clone();
        move |_| {
            bench.view.close_dialog();
            wiring.keeper().duplicate(head.clone());
        }
    };
    let delete = move |_| {
        let next = bench.delete_project(id);
        if let Some(next) = next {
            let keeper = wiring.keeper();
            leptos::task::spawn_local(async move { keeper.open(next).await });
        }
    };
    let facts = facts(&head);
    view! {
        <li aria-label=head.name aria-current=move || is_open().then_some("true")>
            {move || match naming.get() {
                true => view! {
                    <form on:submit=rename>
                        <input
                            type="text"
                            aria-label="Project name"
                            autofocus
                            value=name.clone()
                            on:change=typed
                            on:blur=move |_| naming.set(false)
                        />
                    </form>
                }
                .into_any(),
                false => view! {
                    <button type="button" class="link project" disabled=is_open on:click=open>{title.clone()}</button>
                }
                .into_any(),
            }}
            <small>{facts}{move || is_open().then_some(" · open")}</small>
            <span class="grow"></span>
            <button type="button" class="quiet" on:click=move |_| naming.set(true)>"Rename"</button>
            <button type="button" class="quiet" on:click=copy>"Duplicate"</button>
            <button type="button" class="quiet" on:click=delete>"Delete"</button>
        </li>
    }
}

#[component]
fn Deleted(head: Head) -> impl IntoView {
    let projects = bench().projects;
    let id = head.id;
    let facts = facts(&head);
    let label = head.name.clone();
    view! {
        <li aria-label=label>
            <span>{head.name}</span>
            <small>{facts}</small>
            <span class="grow"></span>
            <button type="button" class="quiet" on:click=move |_| projects.put_back(id)>"Restore"</button>
            <button type="button" class="quiet" on:click=move |_| projects.forget(id)>"Delete permanently"</button>
        </li>
    }
}

/// Records that could not be read are never thrown away.
#[component]
fn Asides() -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    let row = move |(id, damaged): (ProjectId, faaso::records::DamagedProject)| {
        let said = format!("{} — {}, {}", damaged.name, damaged.why, clock::written(damaged.made));
        view! {
            <li>
                <span>{said}</span>
                <span class="grow"></span>
                <button type="button" class="quiet" on:click=move |_| wiring.keeper().download_damaged(id, &damaged)>
                    "Download"
                </button>
            </li>
        }
    };
    move || {
        let all = bench.projects.damaged();
        (!all.is_empty()).then(|| view! {
            <h3>"Damaged projects"</h3>
            <ul aria-label="Damaged projects" class="project-list">{all.into_iter().map(row).collect_view()}</ul>
        })
    }
}

/// A project that the page stopped or froze with is offered, not opened.
#[component]
pub fn HeldDialog(id: ProjectId) -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    let name = bench.projects.head(id).map_or_else(String::new, |head| head.name);
    let open = move |plain: bool| {
        let keeper = wiring.keeper();
        bench.view.close_dialog();
        bench.view.show_plain(plain.then_some(id));
        leptos::task::spawn_local(async move { keeper.open(id).await });
    };
    // this dialog's end must not be taken for that of the next
    let others = move |_| {
        bench.view.close_dialog();
        request_animation_frame(move || bench.view.show(Dialog::Projects));
    };
    view! {
        <Modal title="Project not opened" class="wide">
            <p>
                <Coded text=format!("The designer stopped or froze the last time `{name}` was open, so it wasn't opened again.") />
            </p>
            <p class="hint">"Your projects are still saved in this browser."</p>
            <footer>
                <button type="button" class="quiet" on:click=others>
                    "Open another project"
                </button>
                <span class="grow"></span>
                <button type="button" class="quiet" on:click=move |_| open(false)>"Open anyway"</button>
                <button type="button" class="primary" on:click=move |_| open(true)>
                    "Open without syntax highlighting"
                </button>
            </footer>
        </Modal>
    }
}

/// Says that another tab edits the open project, and offers to edit here.
#[component]
pub fn SecondTab() -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    move || {
        (bench.projects.role() == Role::Follower).then(|| {
            view! {
                <div class="bar-notice" role="status" aria-label="Other tab">
                    <p>"This project is being edited in another tab. This tab is read-only and updates live."</p>
                    <button type="button" class="primary" on:click=move |_| wiring.keeper().take_over(true)>
                        "Edit here"
                    </button>
                </div>
            }
        })
    }
}

fn facts(head: &Head) -> String {
    let when = match head.changed {
        0 => "unknown date".to_owned(),
        changed => clock::written(changed),
    };
    format!("{when} · {}", size(head.bytes as usize))
}
