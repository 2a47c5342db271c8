//! The *Conversion* view: where each file of the application goes, what FaaSO needs otherwise, what becomes an option, what
//! the README says, and the proof that a new funko still builds the application.

use super::{
    bench,
    coded::Coded,
    conversion_files::Files,
    conversion_options::Options,
    conversion_parts::{Shown, SpotLink, decide, file_in_runtime},
    conversion_preview::Preview,
    conversion_proof::Proof,
    conversion_second::SecondApplication,
    wired,
};
use crate::{
    state::{Workbench, prose},
    wiring::Wiring,
};
use convert::{decisions::Decision, plan::Finding};
use leptos::{ev, prelude::*};

#[component]
pub fn Conversion() -> impl IntoView {
    let bench = bench();
    let answer = move || bench.view.conversion.get().map(|(_, now)| now);
    let shown: Shown = Memo::new(move |_| answer().and_then(|now| now.ok().flatten()));
    let about = move || bench.view.conversion.with(|now| now.as_ref().map(|(revision, _)| *revision));
    let stale = move || about() != Some(bench.workspace.revision());
    let none = move || {
        match answer() {
        None => Some("Reading the application…".to_owned()),
        Some(Err(why)) => Some(why),
        Some(Ok(None)) => Some(
            "This runtime wasn't made from an application. To make one, select Open, then Application to convert."
                .to_owned(),
        ),
        Some(Ok(Some(_))) => None,
    }
    };
    let is_some = Memo::new(move |_| shown.with(Option::is_some));
    view! {
        <div
            class="outcome changes scenarios conversion"
            role="tabpanel"
            aria-label="Conversion"
            aria-busy=move || stale().to_string()
        >
            {move || none().map(|text| view! { <p class="none"><Coded text /></p> })}
            {move || is_some.get().then(|| view! {
                <Proof shown />
                <Files shown />
                <Dockerfile shown />
                <Options shown />
                <SecondApplication shown />
                <Description shown />
            })}
        </div>
    }
}

#[component]
fn Dockerfile(shown: Shown) -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let offered = Memo::new(move |_| shown.with(|now| now.as_ref()?.plan.dockerfile.clone()));
    let findings = Memo::new(move |_| {
        shown.with(|now| now.as_ref().map_or_else(Vec::new, |now| now.plan.findings.clone()))
    });
    let recognized = move || {
        shown.with(|now| {
            let known = now.as_ref()?.plan.recognized.as_ref()?;
            let framework = known.framework.as_ref().map(|name| format!(" with {name}")).unwrap_or_default();
            Some(format!("{}{framework}. {}", known.language, known.reason))
        })
    };
    view! {
        <section aria-label="Dockerfile">
            <h2>"Dockerfile"</h2>
            {move || recognized().map(|text| view! { <p class="none"><Coded text /></p> })}
            {move || offered.get().map(|offered| {
                let taken = offered.taken;
                let take = move |_| {
                    let said = if taken { "Removed the Dockerfile." } else { "Added a Dockerfile." };
                    decide(bench, wiring, Decision::Dockerfile { take: !taken }, said.to_owned());
                };
                view! {
                    <div class="head">
                        <span>
                            {format!("Nearest bundled runtime: {}. ", offered.runtime)} <Coded text=offered.reason />
                        </span>
                        <button type="button" class="small" on:click=take>
                            {if taken { "Remove this Dockerfile" } else { "Use its Dockerfile" }}
                        </button>
                    </div>
                    <pre class="offered" tabindex="0" aria-label="Offered Dockerfile">{offered.text}</pre>
                }
            })}
            {move || findings.with(Vec::is_empty).then(|| view! { <p class="none">"No changes needed."</p> })}
            <ul aria-label="Findings">
                {move || findings.get().into_iter().map(|it| one_finding(bench, wiring, shown, it)).collect_view()}
            </ul>
        </section>
    }
}

fn one_finding(bench: Workbench, wiring: Wiring, shown: Shown, finding: Finding) -> impl IntoView {
    let Finding { rule, must, found, help, places, fix, .. } = finding;
    let made = fix.as_ref().is_some_and(|fix| fix.made);
    let button = fix.map(|fix| {
        let (id, title) = (fix.id, fix.title);
        let decision = Decision::Fix { id: id.clone(), make: !made };
        let preview =
            Signal::stored(if made { "Show what taking it back changes" } else { "Show what this changes" });
        let of = title.clone();
        let said = if made { format!("Took back: {title}.") } else { format!("Fixed: {title}.") };
        let run = move |_| decide(bench, wiring, Decision::Fix { id: id.clone(), make: !made }, said.clone());
        let title = if made { format!("Take back: {title}") } else { title };
        let unsure = (!fix.sure && !made).then_some("Check the result.");
        view! {
            <button type="button" class="small" on:click=run><Coded text=title /></button>
            <span class="what">{unsure}</span>
            <Preview of=prose::plain(&of) title=preview decision=move || decision.clone() shown />
        }
    });
    // fixed, what was wanted is true; else what is wrong comes first
    let (headline, help) = match made {
        true => (must, String::new()),
        false => (found, format!("{help} FaaSO needs this: {}{}", must[..1].to_lowercase(), &must[1..])),
    };
    let places = places.into_iter().take(20).map(|spot| view! { <SpotLink spot /> " " }).collect_view();
    view! {
        <li aria-label=rule>
            <div class="head">
                <span class=if made { "became good" } else { "became warn" }>
                    {if made { "fixed" } else { "to do" }}
                </span>
                <span><Coded text=headline /></span>
                {places}
            </div>
            <p class="none"><Coded text=help /></p>
            <div class="head">{button}</div>
        </li>
    }
}

#[component]
fn Description(shown: Shown) -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let now = Memo::new(move |_| {
        shown.with(|now| now.as_ref().map_or_else(String::new, |now| now.plan.description.clone()))
    });
    let typed = RwSignal::new(None::<String>);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().unwrap_or_else(|| now.get_untracked()).trim().to_owned();
        typed.set(None);
        decide(bench, wiring, Decision::Describe { text: Some(text) }, "Changed the description.".to_owned());
    };
    let open = move |_| {
        if let Some(file) = file_in_runtime(bench, "README.md") {
            bench.view.open(file);
        }
    };
    view! {
        <section aria-label="Description">
            <h2>"Description"</h2>
            <form class="head" on:submit=save>
                <input
                    type="text"
                    aria-label="First line of README"
                    placeholder="What this runtime is for"
                    autocomplete="off"
                    prop:value=move || typed.get().unwrap_or_else(|| now.get())
                    on:input=move |event| typed.set(Some(event_target_value(&event)))
                />
                <button type="submit" class="small">"Save description"</button>
            </form>
            <p class="none">
                "The README's table of options is kept up to date. "
                <button type="button" class="link" on:click=open>"Open README.md"</button>
            </p>
        </section>
    }
}
