//! The dialogs of options: every file's change is shown before it is made.

use super::{bench, changed_files::changes, coded::Coded, copy_button::CopyButton, dialog::Modal, wired};
use crate::{
    engine::jobs::{MakeOption as Make, RenameOption as Rename},
    state::Workbench,
};
use convert::{
    options::{Changed, Extracted, Kind, Renamed, Selection, Wanted},
    patch::{Patch, State},
};
use faaso::project::Edit;
use leptos::{ev, prelude::*, task::spawn_local};

#[component]
pub fn MakeOption(selection: Selection) -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let wanted = RwSignal::new(Wanted::default());
    let name = RwSignal::new(String::new());
    let made = RwSignal::new(None::<Result<Extracted, String>>);
    let asked = Latest::new();
    let ask = move || {
        let job = Make { selection: selection.clone(), wanted: wanted.get_untracked() };
        let answer = wiring.ask(job);
        asked.then(answer, move |answer| {
            if let Ok(found) = &answer
                && wanted.with_untracked(|wanted| wanted.name.is_none())
            {
                name.set(found.name.clone());
            }
            made.set(Some(answer));
        });
    };
    ask();
    let ask = StoredValue::new_local(ask);
    let again = move || ask.with_value(|ask| ask());
    let proposed = Signal::derive(move || {
        made.with(|made| Some(Proposed::of(made.as_ref()?, |made| (&made.changes, &made.edit))))
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let said = format!("Made the option {}.", name.get_untracked());
        take(bench, proposed, said);
    };
    let list = move |event: ev::Event| {
        let kind = if event_target_checked(&event) { Kind::List } else { Kind::Text };
        wanted.update(|wanted| wanted.kind = Some(kind));
        again();
    };
    let places = move || {
        let found = made.with(|made| made.as_ref()?.as_ref().ok().map(|made| made.places.clone()));
        let places = found.unwrap_or_default();
        let taken: Vec<usize> =
            places.iter().enumerate().filter(|(_, place)| place.taken).map(|(number, _)| number).collect();
        let row = |(number, place): (usize, convert::options::Place)| {
            let taken = taken.clone();
            let tick = move |event: ev::Event| {
                let mut taken = taken.clone();
                taken.retain(|other| *other != number);
                if event_target_checked(&event) {
                    taken.push(number);
                }
                wanted.update(|wanted| wanted.places = Some(taken));
                again();
            };
            view! {
                <li>
                    <label class="check">
                        <input type="checkbox" prop:checked=place.taken on:change=tick />
                        <span>{format!("{}:{} ", place.file.path, place.line)} <code>{place.text.trim().to_owned()}</code></span>
                    </label>
                </li>
            }
        };
        (!places.is_empty()).then(|| {
            let rows = places.into_iter().enumerate().map(row).collect_view();
            view! {
                <fieldset>
                    <legend>"Also replace"</legend>
                    <ul>{rows}</ul>
                </fieldset>
            }
        })
    };
    let about =
        move || made.with(|made| Some(made.as_ref()?.as_ref().ok()?.about.clone())).unwrap_or_default();
    let is_list = move || made.with(|made| matches!(made, Some(Ok(made)) if made.kind == Kind::List));
    let no_list = move || made.with(|made| !matches!(made, Some(Ok(made)) if made.can_be_list));
    view! {
        <Modal title="Make an option" class="wide options">
            <form on:submit=submit>
                <NameField
                    name
                    on_input=move |new: String| {
                        name.set(new.clone());
                        wanted.update(|wanted| wanted.name = Some(new));
                        again();
                    }
                />
                <label class="stack">
                    <span>"What it does"</span>
                    <input
                        type="text"
                        prop:value=about
                        on:change=move |event| {
                            wanted.update(|wanted| wanted.about = Some(event_target_value(&event)));
                            again();
                        }
                    />
                </label>
                <label class="check">
                    <input type="checkbox" prop:checked=is_list disabled=no_list on:change=list />
                    <span>"A list: one item a word"</span>
                </label>
                {places}
                <Proposal proposed does="Make option" />
            </form>
        </Modal>
    }
}

#[component]
pub fn RenameOption(old: String) -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let name = RwSignal::new(old.clone());
    let made = RwSignal::new(None::<Result<Renamed, String>>);
    let asked = Latest::new();
    let ask = move |new: String| {
        name.set(new.clone());
        let answer = wiring.ask(Rename { old: old.clone(), new });
        asked.then(answer, move |answer| made.set(Some(answer)));
    };
    let proposed = Signal::derive(move || {
        made.with(|made| Some(Proposed::of(made.as_ref()?, |made| (&made.changes, &made.edit))))
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        take(bench, proposed, format!("Renamed the option to {}.", name.get_untracked()));
    };
    view! {
        <Modal title="Rename option" class="wide options">
            <form on:submit=submit>
                <NameField name on_input=ask />
                <Proposal proposed does="Rename" />
            </form>
        </Modal>
    }
}

#[component]
pub fn PatchDialog(patch: Patch) -> impl IntoView {
    let Patch { file_name, checklist, title, text, .. } = patch;
    let items = checklist.into_iter().map(|item| {
        let state = if item.state == State::Done { "Done: " } else { "To do: " };
        view! { <li><strong>{state}</strong> <Coded text=item.text /> " " <Coded text=item.help /></li> }
    });
    let items = items.collect_view();
    let whole = format!("{title}\n\n{text}");
    let copied = Signal::stored(whole.clone());
    view! {
        <Modal title="Patch for FaaSO">
            <p>{format!("Downloaded {file_name}. In FaaSO's repository, run ")} <code>{format!("git am {file_name}")}</code> "."</p>
            <ul>{items}</ul>
            <label class="stack">
                <span>"Text for the pull request"</span>
                <textarea class="code" readonly rows="8" prop:value=whole></textarea>
            </label>
            <footer><CopyButton text=copied /></footer>
        </Modal>
    }
}

#[component]
fn NameField(name: RwSignal<String>, on_input: impl Fn(String) + 'static) -> impl IntoView {
    view! {
        <label class="stack">
            <span>"Option name"</span>
            <input
                type="text"
                class="code"
                autofocus
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                prop:value=name
                on:input=move |event| on_input(event_target_value(&event))
            />
        </label>
    }
}

/// What changes, what stands in the way, and the button that does it.
#[component]
fn Proposal(proposed: Signal<Option<Proposed>>, does: &'static str) -> impl IntoView {
    let bench = bench();
    let refused = move || proposed.get().and_then(|proposed| proposed.edit.err());
    let off = move || proposed.with(|proposed| proposed.as_ref().is_none_or(|it| it.edit.is_err()));
    view! {
        {move || proposed.with(|proposed| proposed.as_ref()?.changes.as_deref().map(changes))}
        <p class="wrong" role="alert">{move || refused().map(|why| view! { <Coded text=why /> })}</p>
        <footer>
            <button type="button" on:click=move |_| bench.view.close_dialog()>"Cancel"</button>
            <button type="submit" class="primary" disabled=off>{does}</button>
        </footer>
    }
}

/// A change as it is shown before it is made.
#[derive(Clone)]
struct Proposed {
    changes: Option<Vec<Changed>>,
    /// Or why it can't be made.
    edit: Result<Edit, String>,
}

impl Proposed {
    fn of<T>(
        answer: &Result<T, String>,
        parts: impl FnOnce(&T) -> (&Vec<Changed>, &Result<Edit, String>),
    ) -> Self {
        match answer {
            Ok(made) => {
                let (changes, edit) = parts(made);
                Proposed { changes: Some(changes.clone()), edit: edit.clone() }
            }
            Err(why) => Proposed { changes: None, edit: Err(why.clone()) },
        }
    }
}

/// Of several questions, only the last one's answer counts.
#[derive(Clone, Copy)]
struct Latest(StoredValue<u32>);

impl Latest {
    fn new() -> Self {
        Latest(StoredValue::new(0))
    }

    fn then<T>(self, answer: impl Future<Output = T> + 'static, take: impl FnOnce(T) + 'static) {
        self.0.update_value(|number| *number += 1);
        let number = self.0.get_value();
        spawn_local(async move {
            let answer = answer.await;
            // none where the dialog is gone
            if self.0.try_get_value() == Some(number) {
                take(answer);
            }
        });
    }
}

/// Makes the edit that is shown.
fn take(bench: Workbench, proposed: Signal<Option<Proposed>>, said: String) {
    let Some(Proposed { edit: Ok(edit), .. }) = proposed.get_untracked() else { return };
    bench.view.close_dialog();
    match bench.edit(edit) {
        Ok(()) => bench.view.say_done(said),
        Err(refused) => bench.view.complain(format!("Couldn't change it: {refused}.")),
    }
}
