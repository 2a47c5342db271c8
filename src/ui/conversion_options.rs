//! What can become an option: accepted under a name, or refused.

use super::{
    bench,
    coded::Coded,
    conversion_parts::{Shown, SpotLink, decide},
    conversion_preview::Preview,
    wired,
};
use convert::{
    decisions::{Choice, Decision},
    plan::Proposal,
};
use faaso::funko::OptionValue;
use leptos::{ev, prelude::*};

#[component]
pub fn Options(shown: Shown) -> impl IntoView {
    let ids = Memo::new(move |_| {
        shown.with(|now| {
            let options = now.iter().flat_map(|now| &now.plan.options);
            options.map(|option| option.id.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <section aria-label="Options to make">
            <h2>"Options"</h2>
            {move || ids.with(Vec::is_empty).then(|| view! {
                <p class="none">"No options proposed. To make one, select text in a file, then Make it an option."</p>
            })}
            <ul aria-label="Proposed options">
                <For each=move || ids.get() key=|id| id.clone() let:id>
                    <OneOption id shown />
                </For>
            </ul>
        </section>
    }
}

fn value(value: &OptionValue) -> String {
    let code = |text: &String| format!("`{}`", text.trim_end());
    match value {
        OptionValue::Text(text) if text.is_empty() => "nothing".to_owned(),
        OptionValue::Text(text) => code(text),
        OptionValue::List(items) => items.iter().map(code).collect::<Vec<_>>().join(", "),
    }
}

#[component]
fn OneOption(id: String, shown: Shown) -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let id = StoredValue::new(id);
    let option = Memo::new(move |_| {
        shown.with(|now| {
            let mut options = now.iter().flat_map(|now| &now.plan.options);
            options.find(|option| id.with_value(|id| option.id == *id)).cloned()
        })
    });
    let why_not = move || {
        shown.with(|now| {
            let mut refused = now.iter().flat_map(|now| &now.refused_options);
            let mine = refused.find(|(other, _)| id.with_value(|id| other == id));
            mine.map(|(_, why)| why.clone())
        })
    };
    let typed = RwSignal::new(None::<String>);
    let name = move || option.with(|it| it.as_ref().map_or_else(String::new, |it| it.name.clone()));
    let made = move || option.with(|it| it.as_ref().is_some_and(|it| it.made));
    let choose = move |choice: Choice, said: String| {
        let decision = Decision::Option { id: id.get_value(), choice: Some(choice) };
        decide(bench, wiring, decision, said);
    };
    let accept = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked().unwrap_or_else(|| untrack(name)).trim().to_owned();
        typed.set(None);
        choose(Choice::Make(name.clone()), format!("Made the option {name}."));
    };
    let refuse = move |_| choose(Choice::Refuse, format!("Refused the option {}.", untrack(name)));
    let about = move || {
        option.get().map(|Proposal { default, second, about, reason, .. }| {
            let default = value(&default);
            let other = shown.with(|now| now.as_ref()?.second.as_ref().map(|second| second.name.clone()));
            let its = second.zip(other).map(|(its, name)| format!(" In {name}: {}.", value(&its)));
            let its = its.unwrap_or_default();
            view! { <Coded text=format!("Default: {default}.{its} {about} {reason}") /> }
        })
    };
    let places =
        Memo::new(move |_| option.with(|it| it.as_ref().map_or_else(Vec::new, |it| it.places.clone())));
    view! {
        <li aria-label=id.get_value()>
            <form class="head" on:submit=accept>
                <span class=move || if made() { "became good" } else { "became warn" }>
                    {move || if made() { "option" } else { "plain" }}
                </span>
                <input
                    type="text"
                    class="code"
                    aria-label="Name of the option"
                    spellcheck="false"
                    autocomplete="off"
                    prop:value=move || typed.get().unwrap_or_else(name)
                    on:input=move |event| typed.set(Some(event_target_value(&event)))
                />
                <button type="submit" class="small">{move || if made() { "Rename" } else { "Accept" }}</button>
                {move || made().then(|| view! {
                    <button type="button" class="quiet small" on:click=refuse>"Refuse"</button>
                })}
            </form>
            <p class="none">{about}</p>
            <Preview
                of=id.get_value()
                title=Signal::derive(move || if made() { "Show what refusing changes" } else { "Show what accepting changes" })
                decision=move || {
                    let choice = match untrack(made) {
                        true => Choice::Refuse,
                        false => Choice::Make(typed.get_untracked().unwrap_or_else(|| untrack(name)).trim().to_owned()),
                    };
                    Decision::Option { id: id.get_value(), choice: Some(choice) }
                }
                shown
            />
            <div class="head">
                {move || places.get().into_iter().take(20).map(|spot| view! { <SpotLink spot /> " " }).collect_view()}
            </div>
            {move || why_not().map(|why| view! { <p class="none" role="alert"><Coded text=why /></p> })}
        </li>
    }
}
