//! The folder on this computer: opened and edited in place, what it says of itself, and conflicts with it.

use super::{
    arrival::{arrived, failed},
    bench, count,
    dialog::Modal,
    wired,
};
use crate::{
    state::{
        Workbench,
        folder::Link,
        view::{Dialog, Pane},
    },
    wiring::{
        Wiring,
        folders::{Outcome, Save, not_written},
    },
};
use faaso::{
    changes::{Row, lines},
    folder::{Blocked, Bytes, Conflict, Why},
};
use gloo::timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};

/// After this a save says that it waits, in ms.
const LATE: u32 = 3_000;
/// More lines than this are not drawn: nobody reads them.
const MOST: usize = 2_000;

/// Asks for a folder and opens what lies in it. Call it right after a click.
pub fn open_in_place(bench: Workbench, wiring: Wiring) {
    spawn_local(async move {
        match wiring.folders().pick().await {
            Ok(Some(arrival)) => arrived(bench, arrival),
            Ok(None) => {}
            Err((Some(name), why)) => failed(bench, &name, &why, Vec::new()),
            Err((None, why)) => bench.view.complain(format!("Couldn't open a folder: {why}.")),
        }
    });
}

/// Writes the project's changes to its folder. Without one everything is saved already.
pub fn save(bench: Workbench, wiring: Wiring) {
    if bench.projects.follows() {
        return bench.view.complain("This tab is read-only. Select “Edit here” to edit and save in it.");
    }
    let joined = bench.folder.joined.get_untracked();
    let Some(joined) = joined else {
        return bench.view.say("Saved automatically. Use Export to download a zip.");
    };
    let name = joined.name;
    spawn_local(async move {
        if joined.link == Link::Apart
            && let Err(why) = wiring.folders().join_again().await
        {
            return bench.view.complain(format!(
                "Couldn't use the folder `{name}`: {why}. {} Your work is saved.",
                why.advice()
            ));
        }
        let waiting = Timeout::new(LATE, {
            let name = name.clone();
            move || bench.view.say(format!("Waiting for the folder `{name}`…"))
        });
        let Outcome { written, failed } = wiring.folders().sync(Save::All).await;
        drop(waiting);
        if bench.folder.joined.get_untracked().is_none_or(|now| now.project != joined.project) {
            return;
        }
        if let Some(said) = not_written(&failed) {
            return bench.view.complain(said);
        }
        if bench.folder.conflicts.with_untracked(|all| !all.is_empty()) {
            return bench.view.show(Dialog::Conflicts);
        }
        let blocked = bench.folder.blocked.get_untracked();
        match (written, blocked.first()) {
            (_, Some(_)) => bench.view.complain(why_blocked(&blocked)),
            (0, None) => bench.view.say(format!("The folder `{name}` is up to date.")),
            (written, None) => {
                bench.view.say(format!("Wrote {} to the folder `{name}`.", count(written, "file")))
            }
        }
    });
}

/// Of what can't be brought to the other side the first, and what to do.
fn why_blocked(all: &[Blocked]) -> String {
    let Some(Blocked { path, why }) = all.first() else { return String::new() };
    let waits = |it: &&Blocked| matches!(&it.why, Why::Waits(other) if other == path);
    let waiting = match all.iter().find(waits) {
        Some(old) => format!(" Until then `{}` stays as it is in the folder.", old.path),
        None => String::new(),
    };
    match why {
        Why::LeftAlone => format!(
            "`{path}` stays in this browser: the designer doesn't write files with such names. Rename it to \
             write it.{waiting}"
        ),
        Why::Unreadable => format!(
            "`{path}` wasn't written: it can't be read in the folder now. Close it in other programs, then save \
             again. Your work is saved in this browser.{waiting}"
        ),
        Why::InTheWay(other) => {
            format!("`{path}` stays as it is: `{other}` is in the way. Rename one of them.{waiting}")
        }
        Why::Waits(other) => {
            format!(
                "`{path}` stays as it is in the folder: `{other}` can't be written yet. Rename `{other}`."
            )
        }
    }
}

/// Asks for access to the folder once more. Call it right after a click.
pub fn join_again(bench: Workbench, wiring: Wiring) {
    let Some(joined) = bench.folder.joined.get_untracked() else { return };
    spawn_local(async move {
        match wiring.folders().join_again().await {
            Ok(()) => bench.view.say(format!("The folder `{}` is joined again.", joined.name)),
            Err(why) => {
                let (name, advice) = (joined.name, why.advice());
                bench.view.complain(format!("Couldn't use the folder `{name}`: {why}. {advice}"));
            }
        }
    });
}

/// The project is edited in the browser alone from now on.
pub fn leave(bench: Workbench, wiring: Wiring) {
    let Some(joined) = bench.folder.joined.get_untracked() else { return };
    let unwritten = untrack(|| bench.folder.to_write());
    wiring.folders().leave();
    let not_there = match unwritten {
        0 => String::new(),
        1 => " 1 file wasn't written to it.".to_owned(),
        more => format!(" {more} files weren't written to it."),
    };
    bench.view.say(format!(
        "Left the folder `{}`.{not_there} The project stays in this browser, with all changes.",
        joined.name
    ));
}

/// What the save state says of the folder, and whether all is well.
pub fn state_of_folder(bench: Workbench) -> Option<(String, bool)> {
    let joined = bench.folder.joined.get()?;
    let name = joined.name;
    let conflicts = bench.folder.conflicts.with(Vec::len);
    let to_write = bench.folder.to_write();
    let blocked = bench.folder.blocked.with(Vec::len);
    Some(match joined.link {
        Link::Apart => (format!("“{name}” isn't joined"), false),
        Link::Trouble(_) => (format!("can't use “{name}”"), false),
        Link::Joined if conflicts > 0 => (format!("{} with “{name}”", count(conflicts, "conflict")), false),
        Link::Joined if to_write > 0 => (format!("{} to write to “{name}”", count(to_write, "file")), false),
        Link::Joined if blocked > 0 => (
            format!(
                "{} {} from “{name}”",
                count(blocked, "file"),
                if blocked == 1 { "differs" } else { "differ" }
            ),
            false,
        ),
        Link::Joined => (format!("“{name}” is up to date"), true),
    })
}

/// Files that were changed on both sides, side by side.
#[component]
pub fn ConflictsDialog() -> impl IntoView {
    let bench = bench();
    let said = move || match bench.folder.conflicts.with(Vec::len) {
        0 => "No conflicts.".to_owned(),
        files => {
            format!("{} changed both here and in the folder. Nothing was overwritten.", count(files, "file"))
        }
    };
    view! {
        <Modal title="Conflicts" class="wide conflicts">
            <p>{said}</p>
            <ul class="changes" aria-label="Conflicts">
                <For each=move || bench.folder.conflicts.get() key=key let:conflict>
                    <OneConflict conflict />
                </For>
            </ul>
            <footer>
                <button type="button" class="primary" autofocus on:click=move |_| bench.view.close_dialog()>"Close"</button>
            </footer>
        </Modal>
    }
}

/// Another row is drawn when either side is changed.
fn key(conflict: &Conflict) -> (String, Option<Bytes>, Option<Bytes>) {
    (conflict.path.clone(), conflict.mine.clone(), conflict.theirs.clone())
}

#[component]
fn OneConflict(conflict: Conflict) -> impl IntoView {
    let (bench, wiring) = (bench(), wired());
    let (path, label) = (conflict.path.clone(), conflict.path.clone());
    let table = side_by_side(&conflict);
    let conflict = StoredValue::new(conflict);
    // what is said then is not to stand behind it
    let close = move || {
        if bench.folder.conflicts.with_untracked(Vec::is_empty) {
            bench.view.close_dialog();
        }
    };
    let keep = move |_| {
        let conflict = conflict.get_value();
        match bench.keep_mine(&conflict) {
            Ok(()) => {
                close();
                spawn_local(write_kept(bench, wiring, conflict));
            }
            Err(refused) => bench.view.complain(format!("Couldn't keep it: {refused}.")),
        }
    };
    let take = move |_| {
        let conflict = conflict.get_value();
        match bench.take_theirs(&conflict) {
            Ok(()) => {
                close();
                bench.view.say_done(format!("Took `{}` from the folder.", conflict.file.path));
                bench.view.go_to_pane(Pane::Template);
            }
            Err(refused) => bench.view.complain(format!("Couldn't take it: {refused}.")),
        }
    };
    view! {
        <li aria-label=label>
            <div class="head">
                <span class="path">{path}</span>
                <span class="grow"></span>
                <button type="button" on:click=keep>
                    {if conflict.with_value(|it| it.mine.is_none()) { "Keep mine: delete it" } else { "Keep mine" }}
                </button>
                <button type="button" on:click=take>
                    {if conflict.with_value(|it| it.theirs.is_none()) { "Take theirs: delete it" } else { "Take theirs" }}
                </button>
            </div>
            {table}
        </li>
    }
}

/// Writes what was kept over what lies in the folder, and says what became of it.
async fn write_kept(bench: Workbench, wiring: Wiring, conflict: Conflict) {
    let Conflict { path, file, .. } = conflict;
    let outcome = wiring.folders().sync(Save::File(path.clone())).await;
    let again = bench.folder.conflicts.with_untracked(|all| all.iter().any(|it| it.path == path));
    let mut blocked = bench.folder.blocked.get_untracked();
    blocked.retain(|it| it.path == path);
    let refused = match not_written(&outcome.failed) {
        None if again => {
            format!("`{path}` was changed in the folder once more. Nothing was overwritten: choose again.")
        }
        None if !blocked.is_empty() => why_blocked(&blocked),
        None => {
            return bench.view.say_done(format!("Kept your `{}` and wrote it to the folder.", file.path));
        }
        Some(said) => said,
    };
    // nobody sees it behind the dialog
    bench.view.close_dialog();
    bench.view.complain(refused);
}

/// Both texts, line beside line.
fn side_by_side(conflict: &Conflict) -> AnyView {
    let text = |side: &Option<Bytes>| match side {
        None => Some(String::new()),
        Some(bytes) => std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).map(str::to_owned),
    };
    let said = |side: &Option<Bytes>| match side {
        None => "deleted".to_owned(),
        Some(bytes) => super::size(bytes.len()),
    };
    let (mine, theirs) = (&conflict.mine, &conflict.theirs);
    let heads = view! {
        <colgroup><col class="number" /><col /><col class="number" /><col /></colgroup>
        <thead>
            <tr>
                <th scope="col" colspan="2">{format!("Mine, here ({})", said(mine))}</th>
                <th scope="col" colspan="2">{format!("Theirs, in the folder ({})", said(theirs))}</th>
            </tr>
        </thead>
    };
    let (Some(one), Some(other)) = (text(mine), text(theirs)) else {
        return view! {
            <table class="lines beside">{heads}</table>
            <p class="none">"This is a binary file."</p>
        }
        .into_any();
    };
    let rows = pairs(lines(&one, &other));
    let left = rows.len().saturating_sub(MOST);
    let rows = rows.into_iter().take(MOST).map(|(mine, theirs)| {
        let cell = |side: Option<(usize, String)>, class: &'static str| {
            let (number, text) = side.map_or((String::new(), String::new()), |(number, text)| match number {
                0 => (String::new(), text),
                number => (number.to_string(), text),
            });
            view! { <td class="line">{number}</td><td class=class><pre>{text}</pre></td> }
        };
        let differs = mine.as_ref().map(|it| &it.1) != theirs.as_ref().map(|it| &it.1);
        let class =
            |side: &Option<(usize, String)>, class| if differs && side.is_some() { class } else { "" };
        let (gone, new) = (class(&mine, "gone"), class(&theirs, "new"));
        view! { <tr>{cell(mine, gone)}{cell(theirs, new)}</tr> }
    });
    view! {
        <div class="beside-place" tabindex="0" role="group" aria-label=format!("Both versions of {}", conflict.file.path)>
            <table class="lines beside">{heads}<tbody>{rows.collect_view()}</tbody></table>
            {(left > 0).then(|| view! { <p class="none">{format!("{} more", count(left, "line"))}</p> })}
        </div>
    }
    .into_any()
}

type Line = Option<(usize, String)>;

/// Lines that took each other's place stand beside each other. The number is 0 where it says what is not shown.
fn pairs(rows: Vec<Row>) -> Vec<(Line, Line)> {
    let mut pairs: Vec<(Line, Line)> = Vec::new();
    for row in rows {
        match row {
            Row::Gone(number, text) => pairs.push((Some((number, text)), None)),
            Row::New(number, text) => {
                // a line that is gone, and nothing has its place yet
                let free = pairs.iter().rposition(|(_, right)| right.is_some()).map_or(0, |at| at + 1);
                match pairs.get_mut(free) {
                    Some((_, right)) => *right = Some((number, text)),
                    None => pairs.push((None, Some((number, text)))),
                }
            }
            Row::Same(one, other, text) => pairs.push((Some((one, text.clone())), Some((other, text)))),
            Row::Skipped(lines) => {
                let said = count(lines, "unchanged line");
                pairs.push((Some((0, said.clone())), Some((0, said))));
            }
        }
    }
    pairs
}
