//! Product, runtime, funko, save state, and what is done with the whole.

use super::{
    bench,
    commands::{aria_key, hint},
    deeds::{Deed, carry_out},
    icon::{Icon, Sign},
    menus::{ExportMenu, OpenMenu},
    runtime_picker::RuntimePicker,
    save_state::SaveState,
    share::ShareButton,
    welcome::Welcome,
    wired,
};
use crate::state::{
    prose,
    view::{Dialog, Theme},
};
use faaso::funko;
use leptos::prelude::*;

#[component]
pub fn TopBar() -> impl IntoView {
    let bench = bench();
    let w = bench.workspace;
    view! {
        <header class="top">
            <h1><span class="mark" aria-hidden="true"></span><span>"FaaSO Runtime Designer"</span></h1>
            <RuntimePicker />
            <RuntimeName />
            <FunkoName />
            <OpenMenu />
            <button type="button" class="quiet" on:click=move |_| bench.view.show(Dialog::Projects)>
                "Projects"
            </button>
            <span class="grow"></span>
            <SaveState />
            <div class="cluster">
                <button
                    type="button"
                    class="quiet square"
                    aria-label="Undo"
                    title=hint("undo")
                    aria-keyshortcuts=aria_key("undo")
                    disabled=move || !w.can_undo()
                    on:click=move |_| bench.undo()
                >
                    <Icon sign=Sign::Undo />
                </button>
                <button
                    type="button"
                    class="quiet square"
                    aria-label="Redo"
                    title=hint("redo")
                    aria-keyshortcuts=aria_key("redo")
                    disabled=move || !w.can_redo()
                    on:click=move |_| bench.redo()
                >
                    <Icon sign=Sign::Redo />
                </button>
                <button
                    type="button"
                    class="quiet square"
                    aria-label="Theme"
                    aria-description=move || theme_title(bench.view.theme.get())
                    title=move || theme_title(bench.view.theme.get())
                    on:click=move |_| bench.view.next_theme()
                >
                    {move || {
                        let sign = match bench.view.theme.get() {
                            Theme::System => Sign::Screen,
                            Theme::Light => Sign::Sun,
                            Theme::Dark => Sign::Moon,
                            Theme::HighContrast => Sign::Contrast,
                        };
                        view! { <Icon sign /> }
                    }}
                </button>
                <button
                    type="button"
                    class="quiet square"
                    aria-label="Help"
                    title=hint("help")
                    aria-keyshortcuts=aria_key("help")
                    on:click=move |_| bench.view.show(Dialog::Help)
                >
                    <Icon sign=Sign::Help />
                </button>
            </div>
            <ShareButton />
            <ExportMenu />
            <Welcome />
        </header>
    }
}

fn theme_title(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "Theme: system",
        Theme::Light => "Theme: light",
        Theme::Dark => "Theme: dark",
        Theme::HighContrast => "Theme: high contrast",
    }
}

/// What `faaso new -r` is given, and the folder of the exported runtime. It is changed when the box is left or with Enter:
/// one step, whatever was typed.
#[component]
fn RuntimeName() -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let name = move || bench.workspace.with_project(|project| project.runtime_name.clone());
    let typed = RwSignal::new(None::<String>);
    let change = move |event| {
        let new = event_target_value(&event);
        carry_out(bench, wiring, Deed::NameRuntime(new.trim().to_owned()));
        typed.set(None);
    };
    view! {
        <label class="field name">
            <span class="unseen">"Runtime name"</span>
            <input
                type="text"
                aria-label="Runtime name"
                title="Name of this runtime. Press Enter to rename it."
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                prop:value=move || typed.get().unwrap_or_else(name)
                on:input=move |event| typed.set(Some(event_target_value(&event)))
                on:change=change
            />
        </label>
    }
}

#[component]
fn FunkoName() -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let name = move || bench.workspace.funko_name();
    // what is typed without leaving the box is one step
    let typing = StoredValue::new(false);
    let input = move |event| {
        carry_out(bench, wiring, Deed::NameFunko(event_target_value(&event), typing.get_value()));
        typing.set_value(true);
    };
    let wrong = move || funko::check_name(&name()).err();
    view! {
        <label class="field funko">
            <span>"Funko"</span>
            <input
                type="text"
                aria-label="Funko name"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                prop:value=name
                aria-invalid=move || wrong().map(|_| "true")
                title=move || wrong().map(|error| prose::plain(&format!("Invalid funko name: {error}.")))
                aria-description=move || wrong().map(|error| prose::plain(&format!("Invalid funko name: {error}.")))
                on:focus=move |_| typing.set_value(false)
                on:input=input
            />
        </label>
    }
}
