//! The projects of this browser: the list of them, and whether this tab or another edits the open one.

use super::{bench, dialog::Modal, size, wired};
use crate::{
    platform::{clock, files},
    state::{projects::Role, workspace::Saving},
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
            bench.view.dialog.set(None);
            bench.view.say("A new project with a blank runtime is open.");
        }
    };
    let chosen = NodeRef::<leptos::html::Input>::new();
    let choose = move |_| {
        if let Some(input) = chosen.get_untracked() {
            input.click();
        }
    };
    let take = move |event: ev::Event| {
        let keeper = wired().keeper();
        leptos::task::spawn_local(async move {
            for file in files::chosen(&event) {
                match file.read().await {
                    Ok(bytes) => keeper.open_backup(&bytes),
                    Err(error) => bench.view.complain(format!("The backup could not be read: {error}")),
                }
            }
        });
    };
    let wiring = wired();
    view! {
        <Modal title="Projects" class="wide projects">
            <p class="hint">
                "They are kept in this browser, with their history. An export makes a zip to keep elsewhere."
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
            <footer>
                <button type="button" class="quiet" on:click=choose>"Open backup…"</button>
                <input
                    class="unseen"
                    type="file"
                    accept=".backup"
                    aria-label="Open backup"
                    tabindex="-1"
                    node_ref=chosen
                    on:change=take
                />
                <button type="button" class="quiet" on:click=move |_| wiring.keeper().download_everything()>
                    "Download everything"
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
        bench.view.dialog.set(None);
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
            bench.view.dialog.set(None);
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
            <button type="button" class="quiet" on:click=move |_| projects.put_back(id)>"Undo delete"</button>
            <button type="button" class="quiet" on:click=move |_| projects.forget(id)>"Remove for good"</button>
        </li>
    }
}

/// Records that could not be read are never thrown away.
#[component]
fn Asides() -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    let row = move |(id, aside): (ProjectId, faaso::records::Aside)| {
        let said = format!("{} — {}, {}", aside.name, aside.why, clock::written(aside.made));
        view! {
            <li>
                <span>{said}</span>
                <span class="grow"></span>
                <button type="button" class="quiet" on:click=move |_| wiring.keeper().download_aside(id, &aside)>
                    "Download"
                </button>
            </li>
        }
    };
    move || {
        let all = bench.projects.asides();
        (!all.is_empty()).then(|| view! {
            <h3>"Could not be read"</h3>
            <ul aria-label="Could not be read" class="project-list">{all.into_iter().map(row).collect_view()}</ul>
        })
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
                    <p>"This project is edited in another tab. You see here what happens there."</p>
                    <button type="button" class="primary" on:click=move |_| wiring.keeper().take_over(true)>
                        "Edit here"
                    </button>
                </div>
            }
        })
    }
}

/// A way out where nothing can be saved.
#[component]
pub fn WayOut() -> impl IntoView {
    let bench = bench();
    let wiring = wired();
    move || {
        let Saving::NotSaved(why) = bench.workspace.saving() else { return None };
        let said = format!(
            "Not saved: {why}. What you type stays here as long as this page is open, and is tried again."
        );
        Some(view! {
            <div class="bar-notice bad" role="alert" aria-label="Not saved">
                <p>{said}</p>
                <button type="button" class="primary" on:click=move |_| wiring.keeper().download_everything()>
                    "Download everything"
                </button>
            </div>
        })
    }
}

fn facts(head: &Head) -> String {
    let when = match head.changed {
        0 => "date unknown".to_owned(),
        changed => clock::written(changed),
    };
    format!("{when} · {}", size(head.bytes as usize))
}
