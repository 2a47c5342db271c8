//! A menu behind a button, and one at the pointer. Arrow keys, Home, End, Escape, as the ARIA practices have it.

use super::icon::{Icon, Sign};
use crate::{platform::dom, state::prose};
use leptos::{ev, prelude::*};

#[derive(Clone)]
pub struct Item {
    pub label: &'static str,
    /// Said beside it: what it is for, or its key.
    pub hint: &'static str,
    pub run: Callback<()>,
    /// It makes no sense now.
    pub off: Signal<bool>,
}

impl Item {
    pub fn new(label: &'static str, hint: &'static str, run: impl Fn() + Send + Sync + 'static) -> Self {
        Item { label, hint, run: Callback::new(move |()| run()), off: false.into() }
    }

    pub fn off(self, off: impl Into<Signal<bool>>) -> Self {
        Item { off: off.into(), ..self }
    }
}

/// A button named `label` that opens a menu.
#[component]
pub fn MenuButton(
    label: &'static str,
    /// Shown instead of the name.
    #[prop(optional)]
    sign: Option<Sign>,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] on_open: Option<Callback<()>>,
    items: Vec<Item>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let turn = move |to: bool| {
        open.set(to);
        if let Some(on_open) = on_open.filter(|_| to) {
            on_open.run(());
        }
    };
    let button = NodeRef::<leptos::html::Button>::new();
    let leave = move |event: ev::FocusEvent| {
        if dom::left(&event) {
            open.set(false);
        }
    };
    let close = Callback::new(move |()| {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            // the button stands, so it can be focused
            let _ = button.focus();
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "ArrowDown" && !open.get_untracked() {
            event.prevent_default();
            turn(true);
        }
    };
    view! {
        <div class="menu-place" on:focusout=leave>
            <button
                type="button"
                class=class
                node_ref=button
                aria-label=label
                title=sign.map(|_| label)
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| turn(!open.get_untracked())
                on:keydown=key
            >
                {match sign {
                    Some(sign) => view! { <Icon sign /> }.into_any(),
                    None => view! { {label} <Icon sign=Sign::Chevron /> }.into_any(),
                }}
            </button>
            {move || open.get().then(|| view! { <MenuList label items=items.clone() close /> })}
        </div>
    }
}

/// The menu itself. It takes the focus and calls `close` when it is done with.
#[component]
pub fn MenuList(label: &'static str, items: Vec<Item>, close: Callback<()>) -> impl IntoView {
    let list = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(list) = list.get() {
            dom::keep_in_view(&list);
            dom::focus(".menu [role=menuitem]:not([aria-disabled=true])");
        }
    });
    let key = move |event: ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" => Step::By(1),
            "ArrowUp" => Step::By(-1),
            "Home" => Step::First,
            "End" => Step::Last,
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                close.run(());
                return;
            }
            "Tab" => return close.run(()),
            _ => return,
        };
        event.prevent_default();
        walk(step);
    };
    let rows = items.into_iter().map(|item| {
        // drawn by the theme, which has no code in a line
        let hint = prose::plain(item.hint);
        let shown = hint.clone();
        let run = move |_| {
            if !item.off.get_untracked() {
                close.run(());
                item.run.run(());
            }
        };
        view! {
            <button
                type="button"
                role="menuitem"
                tabindex="-1"
                aria-label=item.label
                aria-description=hint
                aria-disabled=move || item.off.get().then_some("true")
                on:click=run
            >
                <span>{item.label}</span>
                <small data-hint=shown></small>
            </button>
        }
    });
    view! {
        <div class="menu" role="menu" aria-label=label node_ref=list on:keydown=key>
            {rows.collect_view()}
        </div>
    }
}

enum Step {
    By(i32),
    First,
    Last,
}

fn walk(step: Step) {
    let Ok(found) = dom::document().query_selector_all(".menu [role=menuitem]") else { return };
    let count = found.length() as i32;
    let active = dom::document().active_element();
    let now = (0..count).find(|&at| {
        active.as_ref().is_some_and(|active| {
            found.get(at as u32).as_ref().is_some_and(|it| active.is_same_node(Some(it)))
        })
    });
    let to = match step {
        Step::By(by) => (now.unwrap_or(0) + by).rem_euclid(count.max(1)),
        Step::First => 0,
        Step::Last => count - 1,
    };
    dom::focus_now(&format!(".menu [role=menuitem]:nth-child({})", to + 1));
}
