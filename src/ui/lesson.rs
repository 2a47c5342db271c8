//! The lesson that is open, docked beside the panes: what to do, and what is done so far, read from what the engine
//! answers.

use super::{
    arrival::said,
    bench,
    coded::Coded,
    icon::{Icon, Sign},
    wired,
};
use crate::{
    platform::dom,
    state::{Workbench, view::Dialog},
    wiring::Wiring,
};
use leptos::prelude::*;
use lessons::{Lesson, lessons};

/// Shown once the lesson stands.
const TITLE: &str = "[aria-label=Lesson] h2";

/// Goes on with a lesson where it was left, or begins it. What was open stays among the projects.
pub fn open_lesson(bench: Workbench, wiring: Wiring, lesson: &'static Lesson) {
    let kept = untrack(|| bench.is_kept());
    bench.view.close_dialog();
    bench.view.welcome();
    bench.show_lesson();
    if bench.lesson_now().as_deref() == Some(lesson.id) {
        return dom::focus(TITLE);
    }
    if let Some(project) = untrack(|| bench.lesson_project(lesson.id)) {
        let keeper = wiring.keeper();
        return leptos::task::spawn_local(async move {
            keeper.open(project).await;
            bench.view.say(said("Opened the lesson where you left it.", kept));
            dom::focus(TITLE);
        });
    }
    match bench.begin_lesson(lesson.id, &lesson.words.title, lesson.start.clone(), lesson.shown()) {
        Ok(()) => bench.view.say(said("Opened the lesson in a project of its own.", kept)),
        Err(refused) => bench.view.complain(format!("Couldn't open the lesson: {refused}.")),
    }
    dom::focus(TITLE);
}

/// Opens the lessons' panel again, or the list of lessons.
pub fn show_lessons(bench: Workbench) {
    bench.view.show(Dialog::Lessons);
}

#[component]
pub fn LessonPanel() -> impl IntoView {
    let bench = bench();
    let shown = Memo::new(move |_| {
        let id = bench.lesson().filter(|_| bench.view.lessons.with(|lessons| !lessons.shut))?;
        lessons().iter().position(|lesson| lesson.id == id)
    });
    move || shown.get().map(|at| view! { <Shown at /> })
}

#[component]
fn Shown(at: usize) -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let lesson = &lessons()[at];
    let words = &lesson.words;
    let met = move |at: usize| bench.view.met.with(|met| met.is_of(lesson.id) && met.checks[at]);
    let count = Memo::new(move |_| (0..words.checks.len()).filter(|at| met(*at)).count());
    let done = Memo::new(move |_| count.get() == words.checks.len());
    let progress = move || match done.get() {
        true => "Lesson done".to_owned(),
        false => format!("{} of {} done", count.get(), words.checks.len()),
    };
    let steps = words.steps.iter().map(|step| view! { <li><Coded text=step.clone() /></li> });
    let checks = words.checks.iter().enumerate().map(|(at, check)| {
        let is_met = move || met(at);
        view! {
            <li class:met=is_met>
                {move || view! { <Icon sign=if is_met() { Sign::Tick } else { Sign::Dots } /> }}
                <span>
                    <b>{move || if is_met() { "Done: " } else { "To do: " }}</b>
                    <Coded text=check.says.clone() />
                </span>
            </li>
        }
    });
    let (steps, checks) = (steps.collect_view(), checks.collect_view());
    let hint = RwSignal::new(false);
    let make = move |edit, what: &str, verb: &str| match bench.edit(edit) {
        Ok(()) => bench.view.say_done(what),
        Err(refused) => bench.view.complain(format!("Couldn't {verb}: {refused}.")),
    };
    let solve = move |_| {
        let edit = lesson.solve(&bench.workspace.project_now());
        make(edit, "Made the changes of the solution.", "show the solution");
    };
    let restart = move |_| {
        let edit = lesson.restart(&bench.workspace.project_now());
        make(edit, "Started the lesson again.", "start again");
    };
    let next = move |_| match lessons().get(at + 1) {
        Some(next) => open_lesson(bench, wiring, next),
        None => show_lessons(bench),
    };
    let next_name = if at + 1 < lessons().len() { "Next lesson" } else { "All lessons" };
    view! {
        <section class="lesson" aria-label="Lesson">
            <div class="bar">
                <h2 class="title" tabindex="-1">{format!("{}. {}", at + 1, words.title)}</h2>
                <span class="right">
                    <button
                        type="button"
                        class="quiet square"
                        aria-label="Close lesson"
                        title="Close"
                        on:click=move |_| bench.close_lesson()
                    >
                        <Icon sign=Sign::Close />
                    </button>
                </span>
            </div>
            <div class="lesson-body" tabindex="0" role="group" aria-label="Task">
                <p><Coded text=words.about.clone() /></p>
                <ol aria-label="Steps">{steps}</ol>
                <h3>"The page checks"</h3>
                <ul class="checks" aria-label="Checks">{checks}</ul>
                {move || hint.get().then(|| view! { <p class="hint" role="note" aria-label="Hint text"><Coded text=words.hint.clone() /></p> })}
            </div>
            <div class="lesson-foot">
                <p role="status" aria-label="Lesson progress" class:met=done>{progress}</p>
                <button type="button" class="quiet" aria-expanded=move || hint.get().to_string() on:click=move |_| hint.update(|hint| *hint = !*hint)>
                    "Hint"
                </button>
                <button type="button" class="quiet" on:click=solve>"Show the solution"</button>
                <button type="button" class="quiet" on:click=restart>"Start again"</button>
                <button type="button" class=move || if done.get() { "primary" } else { "" } on:click=next>{next_name}</button>
            </div>
        </section>
    }
}
