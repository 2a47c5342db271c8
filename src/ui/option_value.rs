//! The value of one option in the form: a text, or a list with a row an item.

use crate::{
    platform::dom,
    state::{Workbench, projects::Role},
};
use faaso::funko::{Change, OptionValue};
use leptos::{ev, prelude::*};

/// Which field was typed into last: typing on in it is one step of undo.
pub type Typed = StoredValue<Option<(String, Option<usize>)>>;

/// What the fields of one option have in common.
#[derive(Clone, Copy)]
pub struct Field {
    pub bench: Workbench,
    pub name: StoredValue<String>,
    pub typed: Typed,
}

impl Field {
    /// Makes a change that is a step of its own.
    pub fn make(self, change: &Change) -> bool {
        self.typed.set_value(None);
        self.write(change, false)
    }

    /// What was typed into a field; `item` of a list.
    fn type_in(self, item: Option<usize>, text: String) -> bool {
        let field = Some((self.name.get_value(), item));
        let on = self.typed.with_value(|typed| *typed == field);
        self.typed.set_value(field);
        let change = match item {
            Some(at) => Change::Item(at, text),
            None => Change::Value(OptionValue::Text(text)),
        };
        self.write(&change, on)
    }

    fn write(self, change: &Change, typing: bool) -> bool {
        let made = self.name.with_value(|name| self.bench.change_option(name, change, typing));
        if let Err(refused) = &made {
            self.bench.view.complain(format!("Couldn't change {}: {refused}.", self.name.get_value()));
        }
        made.is_ok()
    }

    /// The focus goes to the value, wherever the row stands by now.
    pub fn focus_value(self) {
        self.focus(":is(input, textarea, .add, select)");
    }

    fn focus_item(self, at: usize) {
        self.focus(&format!("[data-item='{at}']"));
    }

    fn focus(self, what: &str) {
        let name = self.name.with_value(|name| dom::quoted(name));
        dom::focus(format!("[data-option=\"{name}\"] {what}"));
    }
}

pub fn text_field(field: Field, value: Memo<Option<OptionValue>>, lines: bool) -> impl IntoView {
    let label = field.name.get_value();
    let shut = move || field.bench.projects.role() == Role::Follower;
    let text = move || value.with(|value| as_text(value.as_ref()));
    let ends = move || value.with(|value| LineEnds::of(&as_text(value.as_ref()), lines));
    let typed = move |event: ev::Event| {
        if !field.type_in(None, ends().put_back(event_target_value(&event))) {
            dom::set_value(&event, &text());
        }
    };
    let left = move |_| field.typed.set_value(None);
    let shut = move || shut() || ends() == LineEnds::Lost;
    let title = move || (ends() == LineEnds::Lost).then_some(LOST);
    if lines {
        return view! {
            <textarea
                aria-label=label
                rows=move || text().lines().count().clamp(2, 12).to_string()
                prop:value=text
                readonly=shut
                title=title
                on:input=typed
                on:blur=left
            ></textarea>
        }
        .into_any();
    }
    view! {
        <input
            type="text"
            aria-label=label
            placeholder="empty text"
            spellcheck="false"
            autocomplete="off"
            prop:value=text
            readonly=shut
            title=title
            on:input=typed
            on:blur=left
        />
    }
    .into_any()
}

const LOST: &str = "This field can't hold the line ends of this text. Edit it as YAML.";

/// A field makes every line end `\n`, and one of a single line drops them.
#[derive(Clone, Copy, PartialEq)]
enum LineEnds {
    Kept,
    /// All are `\r\n`, and are made so again.
    Crlf,
    Lost,
}

impl LineEnds {
    /// `lines`: the field takes several lines.
    fn of(text: &str, lines: bool) -> LineEnds {
        let (all, crlf) = (text.matches(['\r', '\n']).count(), text.matches("\r\n").count());
        match (lines, text.contains('\r')) {
            (false, _) if all > 0 => LineEnds::Lost,
            (_, false) => LineEnds::Kept,
            (_, true) if all == 2 * crlf => LineEnds::Crlf,
            (_, true) => LineEnds::Lost,
        }
    }

    fn put_back(self, text: String) -> String {
        match self {
            LineEnds::Crlf => text.replace('\n', "\r\n"),
            LineEnds::Kept | LineEnds::Lost => text,
        }
    }
}

pub fn list_field(field: Field, value: Memo<Option<OptionValue>>, items: usize) -> impl IntoView {
    let name = field.name.get_value();
    let add = move |_| {
        if field.make(&Change::Insert(items, String::new())) {
            field.focus_item(items);
        }
    };
    let rows = (0..items).map(move |at| item_field(field, value, at, items));
    view! {
        {(items == 0).then(|| view! { <p class="empty">"empty list"</p> })}
        <ol class="items">{rows.collect_view()}</ol>
        <button type="button" class="small add" aria-label=format!("Add item to {name}") on:click=add>
            "Add item"
        </button>
    }
}

fn item_field(field: Field, value: Memo<Option<OptionValue>>, at: usize, items: usize) -> impl IntoView {
    let name = field.name.get_value();
    let number = at + 1;
    let shut = move || field.bench.projects.role() == Role::Follower;
    let text = move || match value.get() {
        Some(OptionValue::List(items)) => items.get(at).cloned().unwrap_or_default(),
        _ => String::new(),
    };
    let lost = move || LineEnds::of(&text(), false) == LineEnds::Lost;
    let typed = move |event: ev::Event| {
        if !field.type_in(Some(at), event_target_value(&event)) {
            dom::set_value(&event, &text());
        }
    };
    let remove = move || {
        if field.make(&Change::Remove(at)) {
            match items {
                1 => field.focus_value(),
                _ => field.focus_item(at.min(items - 2)),
            }
        }
    };
    let shift = move |to: usize| {
        if to < items && field.make(&Change::Move(at, to)) {
            field.focus_item(to);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        match (event.key().as_str(), event.alt_key()) {
            ("Enter", false) => {
                if field.make(&Change::Insert(at + 1, String::new())) {
                    field.focus_item(at + 1);
                }
            }
            ("Backspace", false) if text().is_empty() => remove(),
            ("ArrowUp", true) => shift(at.wrapping_sub(1)),
            ("ArrowDown", true) => shift(at + 1),
            ("ArrowUp", false) if at > 0 => field.focus_item(at - 1),
            ("ArrowDown", false) => field.focus_item((at + 1).min(items - 1)),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <li>
            <input
                type="text"
                aria-label=format!("{name}, item {number}")
                aria-keyshortcuts="Enter Alt+ArrowUp Alt+ArrowDown"
                title=move || if lost() { LOST } else { "Enter adds an item, Alt with an arrow key moves it" }
                placeholder="empty text"
                spellcheck="false"
                autocomplete="off"
                data-item=at
                prop:value=text
                readonly=move || shut() || lost()
                on:input=typed
                on:keydown=key
                on:blur=move |_| field.typed.set_value(None)
            />
            <button
                type="button"
                class="quiet square"
                aria-label=format!("Move item {number} of {name} up")
                title="Move up"
                disabled=at == 0
                on:click=move |_| shift(at.wrapping_sub(1))
            >
                "↑"
            </button>
            <button
                type="button"
                class="quiet square"
                aria-label=format!("Remove item {number} of {name}")
                title="Remove"
                on:click=move |_| remove()
            >
                "×"
            </button>
        </li>
    }
}

/// A value that becomes a text: a list's items with a space between them.
pub fn as_text(value: Option<&OptionValue>) -> String {
    match value {
        None => String::new(),
        Some(OptionValue::Text(text)) => text.clone(),
        Some(OptionValue::List(items)) => items.join(" "),
    }
}

/// A value that becomes a list: a text is its one item, an empty text makes none.
pub fn as_list(value: Option<&OptionValue>) -> Vec<String> {
    match value {
        None => Vec::new(),
        Some(OptionValue::Text(text)) if text.is_empty() => Vec::new(),
        Some(OptionValue::Text(text)) => vec![text.clone()],
        Some(OptionValue::List(items)) => items.clone(),
    }
}
