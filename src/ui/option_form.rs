//! `funko.yml` as a form: a row an option. Unset, an empty text and an empty list are three different things to FaaSO, and
//! look different here. What is changed is spliced into the text: all the rest of it stays as it is.

use super::{bench, count, editors::Editors};
use crate::{
    platform::dom,
    state::{
        Workbench,
        form::{OptionRow, Part},
        projects::Role,
        view::{FunkoTab, OutputTab},
        words::written,
    },
};
use faaso::{
    diagnostic::Place,
    funko::{Change, OptionValue},
};
use leptos::{ev, prelude::*};

/// So many uses of an option are named in its row.
const USES: usize = 3;

const PARTS: [(Part, &str, &str); 3] = [
    (Part::Set, "Set", ""),
    (Part::Unset, "Not set", "A template that uses one of these gets its default, or nothing."),
    (Part::Unused, "Set, but not used", "No template of this runtime uses these."),
];

#[component]
pub fn OptionForm() -> impl IntoView {
    let bench = bench();
    let all = Memo::new(move |_| bench.option_rows());
    let why = Memo::new(move |_| all.with(|all| all.as_ref().err().cloned()));
    let rows = Memo::new(move |_| all.get().unwrap_or_default());
    let typed = StoredValue::new(None);
    let part = move |(part, title, about): (Part, &'static str, &'static str)| {
        let names = Memo::new(move |_| {
            let here = |rows: &Vec<OptionRow>| {
                rows.iter().filter(|row| row.part == part).map(|row| row.name.clone()).collect::<Vec<_>>()
            };
            rows.with(here)
        });
        let some = Memo::new(move |_| !names.with(Vec::is_empty));
        move || {
            some.get().then(|| {
                view! {
                    <section aria-label=title>
                        <h2>{title}</h2>
                        {(!about.is_empty()).then(|| view! { <p class="soft">{about}</p> })}
                        <div>
                            <For each=move || names.get() key=|name| name.clone() let:name>
                                <OptionField name rows typed />
                            </For>
                        </div>
                    </section>
                }
            })
        }
    };
    view! {
        <div class="form" role="tabpanel" aria-label="Form">
            {move || why.get().map(|why| view! {
                <div class="nothing">
                    <p>{why}</p>
                    <p>
                        <button type="button" on:click=move |_| bench.view.funko.set(FunkoTab::Yaml)>
                            "Edit as YAML"
                        </button>
                    </p>
                </div>
            })}
            {move || {
                let none = why.with(Option::is_none) && rows.with(Vec::is_empty);
                none.then(|| view! {
                    <p class="nothing">"This funko sets no options, and the runtime's templates use none."</p>
                })
            }}
            {PARTS.into_iter().map(part).collect_view()}
        </div>
    }
}

/// Which field was typed into last: typing on in it is one step of undo.
type Typed = StoredValue<Option<(String, Option<usize>)>>;

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Unset,
    Text,
    /// More than one line.
    Lines,
    List(usize),
}

fn shape(value: Option<&OptionValue>) -> Shape {
    match value {
        None => Shape::Unset,
        Some(OptionValue::Text(text)) if text.contains('\n') => Shape::Lines,
        Some(OptionValue::Text(_)) => Shape::Text,
        Some(OptionValue::List(items)) => Shape::List(items.len()),
    }
}

#[component]
fn OptionField(name: String, rows: Memo<Vec<OptionRow>>, typed: Typed) -> impl IntoView {
    let bench = bench();
    let name = StoredValue::new(name);
    let row = Memo::new(move |_| {
        let named = |rows: &Vec<OptionRow>| {
            name.with_value(|name| rows.iter().find(|row| row.name == *name).cloned())
        };
        rows.with(named)
    });
    let value = Memo::new(move |_| row.get().and_then(|row| row.value));
    let shape = Memo::new(move |_| value.with(|value| shape(value.as_ref())));
    let default = Memo::new(move |_| row.get().and_then(|row| row.default));
    let about = Memo::new(move |_| row.get().and_then(|row| row.about));
    let meant = Memo::new(move |_| row.get().and_then(|row| row.meant));
    let shut = move || bench.projects.role() == Role::Follower;
    let label = name.get_value();
    let field = Field { bench, name, typed };
    let kind = move |event: ev::Event| {
        let now = value.get_untracked();
        let change = match event_target_value(&event).as_str() {
            "text" => Change::Value(OptionValue::Text(as_text(now.as_ref()))),
            "list" => Change::Value(OptionValue::List(as_list(now.as_ref()))),
            _ => Change::Unset,
        };
        field.make(&change);
        field.focus_value();
    };
    let chosen = move |kind: &str| {
        let now = match shape.get() {
            Shape::Unset => "unset",
            Shape::Text | Shape::Lines => "text",
            Shape::List(_) => "list",
        };
        kind == now
    };
    view! {
        <div class="option" data-option=label.clone() role="group" aria-label=label.clone()>
            <div class="line">
                <code class="name">{label.clone()}</code>
                <select
                    aria-label=format!("Kind of {label}")
                    on:change=kind
                    disabled=shut
                    prop:value=move || match shape.get() {
                        Shape::Unset => "unset",
                        Shape::Text | Shape::Lines => "text",
                        Shape::List(_) => "list",
                    }
                >
                    <option value="unset" selected=move || chosen("unset")>"not set"</option>
                    <option value="text" selected=move || chosen("text")>"text"</option>
                    <option value="list" selected=move || chosen("list")>"list"</option>
                </select>
            </div>
            {move || about.get().map(|about| view! { <p class="soft">{about}</p> })}
            {move || match shape.get() {
                Shape::Unset => ().into_any(),
                Shape::Text | Shape::Lines => text_field(field, value, shape.get() == Shape::Lines).into_any(),
                Shape::List(items) => list_field(field, value, items).into_any(),
            }}
            {move || meant.get().map(|meant| {
                let to = meant.clone();
                let rename = move |_| {
                    field.make(&Change::Rename(to.clone()));
                };
                view! {
                    <p>
                        "Did you mean " <code>{meant.clone()}</code> "? "
                        <button type="button" class="small" on:click=rename>{format!("Rename to {meant}")}</button>
                    </p>
                }
            })}
            {move || default.get().map(|default| {
                let words = written(&default);
                let same = value.with(|value| value.as_ref() == Some(&default));
                let back = move |_| {
                    field.make(&Change::Value(default.clone()));
                    field.focus_value();
                };
                view! {
                    <p class="soft">
                        "Default: " <code>{words}</code> " "
                        {(!same).then(|| view! {
                            <button
                                type="button"
                                class="small"
                                aria-label=format!("Set to default: {}", name.get_value())
                                on:click=back
                            >
                                "Set to default"
                            </button>
                        })}
                    </p>
                }
            })}
            <Uses name />
        </div>
    }
}

/// Where an option is used: the first places, with the way there.
#[component]
fn Uses(name: StoredValue<String>) -> impl IntoView {
    let bench = bench();
    let editors = expect_context::<Editors>();
    let places = Memo::new(move |_| {
        bench.workspace.with_option_uses(|uses| {
            let of_it = uses.iter().filter(|found| name.with_value(|name| found.option == *name));
            of_it.map(|found| found.place.clone()).collect::<Vec<_>>()
        })
    });
    move || {
        let places = places.get();
        let more = places.len().saturating_sub(USES);
        let links = places.into_iter().take(USES).map(|place| {
            let at = line_of(&place);
            view! { " " <button type="button" class="link" on:click=move |_| editors.go_to(&place)>{at}</button> }
        });
        let links = links.collect_view();
        (!links.is_empty()).then(|| view! {
            <p class="soft">
                "Used in"
                {links}
                {(more > 0).then(|| view! {
                    " "
                    <button type="button" class="link" on:click=move |_| bench.view.output.set(OutputTab::Options)>
                        {format!("and {}", count(more, "more place"))}
                    </button>
                })}
            </p>
        })
    }
}

/// `Dockerfile.j2:9`
fn line_of(place: &Place) -> String {
    match place.at {
        Some(at) => format!("{}:{}", place.file.path, at.from.line),
        None => place.file.path.to_string(),
    }
}

/// What the fields of one option have in common.
#[derive(Clone, Copy)]
struct Field {
    bench: Workbench,
    name: StoredValue<String>,
    typed: Typed,
}

impl Field {
    /// Makes a change that is a step of its own.
    fn make(self, change: &Change) -> bool {
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
    fn focus_value(self) {
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

fn text_field(field: Field, value: Memo<Option<OptionValue>>, lines: bool) -> impl IntoView {
    let label = field.name.get_value();
    let shut = move || field.bench.projects.role() == Role::Follower;
    let text = move || value.with(|value| as_text(value.as_ref()));
    let typed = move |event: ev::Event| {
        if !field.type_in(None, event_target_value(&event)) {
            dom::set_value(&event, &text());
        }
    };
    let left = move |_| field.typed.set_value(None);
    if lines {
        return view! {
            <textarea
                aria-label=label
                rows=move || text().lines().count().clamp(2, 12).to_string()
                prop:value=text
                readonly=shut
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
            on:input=typed
            on:blur=left
        />
    }
    .into_any()
}

fn list_field(field: Field, value: Memo<Option<OptionValue>>, items: usize) -> impl IntoView {
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
                title="Enter adds an item, Alt with an arrow key moves it"
                placeholder="empty text"
                spellcheck="false"
                autocomplete="off"
                data-item=at
                prop:value=text
                readonly=shut
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
fn as_text(value: Option<&OptionValue>) -> String {
    match value {
        None => String::new(),
        Some(OptionValue::Text(text)) => text.clone(),
        Some(OptionValue::List(items)) => items.join(" "),
    }
}

/// A value that becomes a list: a text is its one item, an empty text makes none.
fn as_list(value: Option<&OptionValue>) -> Vec<String> {
    match value {
        None => Vec::new(),
        Some(OptionValue::Text(text)) if text.is_empty() => Vec::new(),
        Some(OptionValue::Text(text)) => vec![text.clone()],
        Some(OptionValue::List(items)) => items.clone(),
    }
}
