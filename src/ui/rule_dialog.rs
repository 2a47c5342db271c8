//! What is to be said about a rule: what FaaSO does, why it hurts, what to write instead, an example of each.

use super::{arrival::opened, bench, coded::Coded, dialog::Modal, wired};
use crate::{
    engine::jobs::{Explain, Rule},
    state::prose,
};
use leptos::prelude::*;

#[component]
pub fn RuleDialog(rule: String) -> impl IntoView {
    let wiring = wired();
    let answer = RwSignal::new(None::<Result<Option<Rule>, String>>);
    let asked = wiring.ask(Explain(rule.clone()));
    leptos::task::spawn_local(async move { drop(answer.try_set(Some(asked.await))) });
    let title = {
        let rule = rule.clone();
        move || match answer.get() {
            Some(Ok(Some(rule))) => rule.title,
            _ => rule.clone(),
        }
    };
    view! {
        <Modal title=Signal::derive(title) class="wide rule-dialog">
            {move || match answer.get() {
                None => view! { <p>"Loading…"</p> }.into_any(),
                Some(Err(why)) => view! { <p class="wrong" role="alert"><Coded text=why /></p> }.into_any(),
                Some(Ok(None)) => view! { <p>"No more information."</p> }.into_any(),
                Some(Ok(Some(rule))) => explained(rule).into_any(),
            }}
        </Modal>
    }
}

fn explained(rule: Rule) -> impl IntoView {
    let bench = bench();
    let example = !rule.fires.is_empty();
    let (title, tried) = (prose::plain(&rule.title), rule.fires.clone());
    let try_it = move |_| {
        bench.view.close_dialog();
        opened(bench, "Opened the example in a project of its own.", || bench.open_example(&title, &tried));
    };
    view! {
        <dl class="facts">
            <dt>"What FaaSO does"</dt><dd><Coded text=rule.what /></dd>
            <dt>"Why it matters"</dt><dd><Coded text=rule.why /></dd>
            <dt>"How to fix it"</dt><dd><Coded text=rule.instead /></dd>
        </dl>
        {example.then(|| view! {
            <div class="examples">
                {files("Before", rule.fires)}
                {files("After", rule.quiet)}
            </div>
        })}
        <footer>
            <code>{rule.id}</code>
            <span class="grow"></span>
            {example.then(|| view! { <button type="button" class="primary" on:click=try_it>"Try it"</button> })}
        </footer>
    }
}

/// A small project. Where control signs and endless lines are the point, a part of them will do.
fn files(title: &'static str, files: Vec<(String, String)>) -> impl IntoView {
    let files = files.into_iter().map(|(path, text)| {
        let shown: String = text.chars().take(1_200).map(visible).collect();
        view! { <figure><figcaption>{path}</figcaption><pre>{shown}</pre></figure> }
    });
    view! { <section><h3>{title}</h3>{files.collect_view()}</section> }
}

fn visible(sign: char) -> char {
    match sign {
        '\r' => '␍',
        '\0' => '␀',
        other => other,
    }
}
