//! How the designer looks and behaves in this browser. What is chosen acts at once and is remembered.

use super::{bench, coded::Coded, dialog::Modal, panes::PANES};
use crate::{
    platform::{folder, server},
    state::view::{FontSize, Pane, Theme},
    wiring::remote_build::RemoteBuild,
};
use leptos::prelude::*;

const THEMES: [(Theme, &str, &str); 4] = [
    (Theme::System, "system", "System"),
    (Theme::Light, "light", "Light"),
    (Theme::Dark, "dark", "Dark"),
    (Theme::HighContrast, "contrast", "High contrast"),
];

#[component]
pub fn SettingsDialog() -> impl IntoView {
    let view = bench().view;
    let themes = THEMES.map(|(theme, value, title)| {
        let chosen = move || view.theme.get() == theme;
        view! { <option value=value prop:selected=chosen selected=chosen>{title}</option> }
    });
    let set_theme = move |event| {
        let value = event_target_value(&event);
        if let Some((theme, ..)) = THEMES.iter().find(|(_, name, _)| *name == value) {
            view.set_theme(*theme);
        }
    };
    // what is no number is what one is still typing
    let set_size = move |event| {
        let typed = event_target_value(&event).parse::<u8>();
        if let Ok(px) = typed
            && (FontSize::LEAST..=FontSize::MOST).contains(&px)
        {
            view.set_font_size(FontSize::new(px));
        }
    };
    let wrapped = [Pane::Template, Pane::Funko, Pane::Output].map(|pane| {
        let name = PANES.iter().find(|(it, _)| *it == pane).map_or("", |(_, name)| name);
        let on = Signal::derive(move || view.wrap.with(|wrap| wrap.of(pane)));
        choice(format!("Word wrap in {name}"), on, move || view.toggle_wrap(pane))
    });
    view! {
        <Modal title="Settings" class="settings">
            <label class="line" for="theme-choice">
                <span>"Theme"</span>
                <select id="theme-choice" on:change=set_theme autofocus>{themes}</select>
            </label>
            <label class="line" for="font-size">
                <span>"Font size"</span>
                <input
                    type="number"
                    id="font-size"
                    min=FontSize::LEAST
                    max=FontSize::MOST
                    aria-describedby="font-size-note"
                    prop:value=move || view.font_size.get().px().to_string()
                    on:input=set_size
                />
            </label>
            <p class="hint" id="font-size-note">
                {format!("Of code in editors: {} to {} px.", FontSize::LEAST, FontSize::MOST)}
            </p>
            {wrapped.into_iter().collect_view()}
            {choice(
                "Tint what options made in the output".to_owned(),
                Signal::derive(move || view.tint.get().0),
                move || view.toggle_tint(),
            )}
            {choice(
                "Show whitespace that a dash removes".to_owned(),
                Signal::derive(move || view.whitespace.get()),
                move || view.toggle_whitespace(),
            )}
            {choice(
                "Build on a FaaSO".to_owned(),
                Signal::derive(move || view.build_server.with(|server| server.on)),
                move || view.toggle_build_server(),
            )}
            <FaasoAddress />
            {folder::is_supported().then(|| view! {
                {choice(
                    "Write each change at once".to_owned(),
                    Signal::derive(move || view.write_at_once.get()),
                    move || view.toggle_write_at_once(),
                )}
                <p class="hint">"To a folder on this computer that you edit in place. Otherwise Ctrl+S writes changes."</p>
            })}
            {choice(
                "Preview tabs: a file you only look at gives its tab to the next".to_owned(),
                Signal::derive(move || view.preview_tabs.get()),
                move || view.toggle_preview_tabs(),
            )}
            <footer>
                <button type="button" on:click=move |_| view.reset_settings()>"Reset all"</button>
                <button type="button" class="primary" on:click=move |_| view.close_dialog()>"Done"</button>
            </footer>
        </Modal>
    }
}

/// Where builds are sent, where they are switched on.
#[component]
fn FaasoAddress() -> impl IntoView {
    let view = bench().view;
    let remote = expect_context::<RemoteBuild>();
    let on = Memo::new(move |_| view.build_server.with(|server| server.on));
    let near = server::near().map(|server| server.to_string());
    let example = near.clone().unwrap_or_else(|| "https://faaso.example.org/admin/".to_owned());
    let hint = move || {
        let typed = view.build_server.with(|server| !server.address.trim().is_empty());
        match (remote.server(), typed, near.is_some()) {
            (Ok(_), false, true) => "Empty: the FaaSO that serves this page.".to_owned(),
            (Err(why), true, _) => why.to_owned(),
            _ => "The address in FAASO_SERVER of FaaSO's client. It usually ends in `/admin/`.".to_owned(),
        }
    };
    let hint = Memo::new(move |_| hint());
    let is_wrong = move || {
        view.build_server.with(|server| !server.address.trim().is_empty()) && remote.server().is_err()
    };
    move || {
        let example = example.clone();
        on.get().then(|| {
            view! {
                <p class="hint">"Adds Build on a FaaSO to Export. Nothing is sent before you select Build here."</p>
                <label class="stack" for="faaso-address">
                    <span>"FaaSO address"</span>
                    <input
                        type="url"
                        id="faaso-address"
                        placeholder=example
                        spellcheck="false"
                        autocomplete="off"
                        aria-describedby="faaso-address-note"
                        prop:value=move || view.build_server.with(|server| server.address.clone())
                        on:input=move |event| view.set_build_address(event_target_value(&event))
                    />
                </label>
                <p
                    class=move || if is_wrong() { "hint wrong" } else { "hint" }
                    id="faaso-address-note"
                >{move || view! { <Coded text=hint.get() /> }}</p>
            }
        })
    }
}

fn choice(title: String, on: Signal<bool>, toggle: impl Fn() + 'static) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=on on:change=move |_| toggle() />
            <span>{title}</span>
        </label>
    }
}
