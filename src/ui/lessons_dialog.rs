//! The list of lessons, and how far each is.

use super::{bench, dialog::Modal, lesson::open_lesson, wired};
use leptos::prelude::*;
use lessons::lessons;

#[component]
pub fn LessonsDialog() -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let progress = bench.view.lessons.get_untracked();
    let next = lessons().iter().position(|lesson| !progress.done.contains(lesson.id)).unwrap_or_default();
    let rows = lessons().iter().enumerate().map(|(at, lesson)| {
        let state = match (progress.done.contains(lesson.id), progress.projects.contains_key(lesson.id)) {
            (true, _) => "Done",
            (false, true) => "Started",
            (false, false) => "Not started",
        };
        view! {
            <li aria-label=lesson.words.title.clone()>
                <button type="button" class="found" autofocus=at == next on:click=move |_| open_lesson(bench, wiring, lesson)>
                    <span><b>{format!("{}. {}", at + 1, lesson.words.title)}</b></span>
                    <small>{state}</small>
                </button>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Modal title="Lessons">
            <p>
                "Eight short tasks on the real workbench. The page checks your changes as you type. Each lesson is a project of its "
                "own; your current project stays in Projects."
            </p>
            <ol class="found-list lessons-list" aria-label="Lessons">{rows}</ol>
            <footer>
                <button type="button" on:click=move |_| bench.view.close_dialog()>"Close"</button>
            </footer>
        </Modal>
    }
}
