//! `funko.yml` as a form: a row an option. Unset, an empty text and an empty list are three different things to FaaSO, and
//! look different here. What is changed is spliced into the text: all the rest of it stays as it is.

use super::{
    bench,
    coded::Coded,
    count,
    editors::Editors,
    option_value::{Field, Typed, as_list, as_text, list_field, text_field},
};
use crate::state::{
    form::{OptionRow, Part},
    projects::Role,
    view::{Dialog, FunkoTab, OutputTab},
    words::written,
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
                    <p><Coded text=why /></p>
                    <p>
                        <button type="button" on:click=move |_| bench.view.show_funko(FunkoTab::Yaml)>
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
    let shape =
        Memo::new(move |before: Option<&Shape>| match (value.with(|value| shape(value.as_ref())), before) {
            // another field would take the focus from whoever deletes a line end
            (Shape::Text, Some(Shape::Lines)) => Shape::Lines,
            (shape, _) => shape,
        });
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
                <button
                    type="button"
                    class="quiet small"
                    aria-label=format!("Rename option: {label}")
                    title="Rename option in all files"
                    disabled=shut
                    on:click=move |_| bench.view.show(Dialog::RenameOption(name.get_value()))
                >
                    "Rename"
                </button>
            </div>
            {move || about.get().map(|about| view! { <p class="soft"><Coded text=about /></p> })}
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
                    <button type="button" class="link" on:click=move |_| bench.view.show_output(OutputTab::Options)>
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
