//! What isn't in view at the start and opens inside the page: a part of its own.

use super::{
    bench,
    build_picture::BuildPicture,
    changes::Changes,
    conversion::Conversion,
    lens, lesson,
    option_form::OptionForm,
    options_matrix::OptionsMatrix,
    output_tree::{OutputTree, Which},
    part::{Door, In, when_wanted},
    scenarios::Scenarios,
    search, uses, wired,
};
use crate::state::view::OutputTab;
use leptos::prelude::*;

/// What opens inside the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    Output(OutputTab),
    Form,
    Lens,
    Lesson,
    Search,
    Uses,
}

pub static PANELS: Door<Panel, AnyView> = Door::new();

pub fn panel(panel: Panel) -> AnyView {
    when_wanted(In::Pane, &PANELS, panel)
}

/// The lesson that is open, beside the panes.
#[component]
pub fn LessonPanel() -> impl IntoView {
    let bench = bench();
    let shown =
        Memo::new(move |_| bench.lesson().is_some() && bench.view.lessons.with(|lessons| !lessons.shut));
    move || shown.get().then(|| panel(Panel::Lesson))
}

/// Behind [`PANELS`]: nothing but the page's program may name it.
pub fn panel_behind_door(panel: Panel) -> AnyView {
    wired().follow();
    match panel {
        Panel::Output(OutputTab::Rendered) => ().into_any(),
        Panel::Output(OutputTab::BuildContext) => {
            view! { <OutputTree which=Which::BuildContext /> }.into_any()
        }
        Panel::Output(OutputTab::NewFunko) => view! { <OutputTree which=Which::NewFunko /> }.into_any(),
        Panel::Output(OutputTab::Changes) => view! { <Changes /> }.into_any(),
        Panel::Output(OutputTab::Options) => view! { <OptionsMatrix /> }.into_any(),
        Panel::Output(OutputTab::Picture) => view! { <BuildPicture /> }.into_any(),
        Panel::Output(OutputTab::Scenarios) => view! { <Scenarios /> }.into_any(),
        Panel::Output(OutputTab::Conversion) => view! { <Conversion /> }.into_any(),
        Panel::Form => view! { <OptionForm /> }.into_any(),
        Panel::Lens => view! { <lens::LensPanel /> }.into_any(),
        Panel::Lesson => view! { <lesson::LessonPanel /> }.into_any(),
        Panel::Search => view! { <search::SearchPanel /> }.into_any(),
        Panel::Uses => view! { <uses::UsesPanel /> }.into_any(),
    }
}
