//! The *Build picture* view: the stages of the build, what ships, and what a change builds again; drawn, and as a list that
//! says the same.

use super::{against::CompareWith, bench, coded::Coded, count, editors::Editors, plan::Plan};
use crate::state::prose;
use faaso::picture::{Drawn, Picture, Stage, Step};
use leptos::prelude::*;

#[component]
pub fn BuildPicture() -> impl IntoView {
    let bench = bench();
    // the last one stays while there is none, and one that comes again is not drawn again: the focus stays where it is
    let picture = Memo::new(move |before: Option<&Option<(u64, Picture)>>| {
        let opened = bench.workspace.opened();
        match bench.workspace.drawn() {
            Some(Ok(Drawn::Picture(picture))) => Some((opened, picture)),
            _ => before.cloned().flatten().filter(|(of, _)| *of == opened),
        }
    });
    let why = Memo::new(move |_| match bench.workspace.drawn() {
        None => Some(("Drawing…".to_owned(), None)),
        Some(Err(why)) => Some((why, None)),
        Some(Ok(Drawn::Nothing(why, place))) => Some((why, place)),
        Some(Ok(Drawn::Picture(_))) => None,
    });
    let rebuilt = Memo::new(move |_| match why.get() {
        None => picture.with(|picture| picture.as_ref().map(|(_, picture)| picture.rebuilt())),
        Some(_) => None,
    });
    let stale = move || why.with(Option::is_some);
    view! {
        <div class="outcome build-picture" role="tabpanel" aria-label="Build picture">
            <div class="against"><CompareWith /></div>
            <p class="rebuilt" role="status" aria-label="Built again">
                {move || view! { <Coded text=rebuilt.get().unwrap_or_default() /> }}
            </p>
            {move || why.get().map(|(why, place)| {
                let editors = expect_context::<Editors>();
                let go = place.map(|place| view! {
                    <button type="button" class="link" on:click=move |_| editors.go_to(&place)>"Go to it"</button>
                });
                let old = picture.with(Option::is_some) && bench.workspace.drawn().is_some();
                view! {
                    <p class="none"><Coded text=why /> " " {go}</p>
                    {old.then(|| view! { <p class="none">"This is the last picture, from before the error."</p> })}
                }
            })}
            <div class:stale=stale>
                {move || picture.get().map(|(_, picture)| view! {
                    <Plan picture=picture.clone() />
                    <Words picture />
                })}
            </div>
        </div>
    }
}

/// The picture in words: what keyboard and screen reader use.
#[component]
fn Words(picture: Picture) -> impl IntoView {
    let last = picture.stages.len().saturating_sub(1);
    let stages = picture.stages.iter().enumerate().map(|(at, stage)| {
        let (name, title) = titles(at, last, stage);
        let steps = stage.steps.iter().map(|step| step_in_words(&picture, step)).collect_view();
        let about = picture.about(stage);
        let list = format!("Steps of stage {at}");
        view! {
            <li aria-label=name>
                <h2><Coded text=title /></h2>
                <p><Coded text=about /></p>
                <ol aria-label=list>{steps}</ol>
                {(stage.more > 0).then(|| view! { <p>{format!("And {}.", count(stage.more, "more step"))}</p> })}
            </li>
        }
    });
    view! { <ul class="stages" aria-label="Stages">{stages.collect_view()}</ul> }
}

/// A stage's name as a label, and with its code marked.
fn titles(at: usize, last: usize, stage: &Stage) -> (String, String) {
    let image = if at == last { ", the image" } else { "" };
    let title = match stage.name.as_str() {
        "" => format!("Stage {at}{image}"),
        name => format!("Stage {at} `{name}`{image}"),
    };
    (prose::plain(&title), title)
}

fn step_in_words(picture: &Picture, step: &Step) -> impl IntoView + use<> {
    let editors = expect_context::<Editors>();
    let place = step.place.clone();
    let class = super::plan::state(step);
    let notes = picture.notes(step).into_iter().map(|note| view! { <li><Coded text=note /></li> });
    let notes: Vec<_> = notes.collect();
    view! {
        <li class=class>
            <button type="button" class="link path" on:click=move |_| editors.go_to(&place)>
                {format!("Step {}: {}", step.number, step.text)}
            </button>
            {(!notes.is_empty()).then(|| view! { <ul>{notes}</ul> })}
        </li>
    }
}
