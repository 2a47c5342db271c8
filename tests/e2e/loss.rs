//! The storage is emptied under an open page, in every way there is: what was shown as saved is there after a reload, or the
//! page says at once what is not.

use crate::page::{Page, wait_for};
use serde_json::json;
use std::{env, thread, time::Duration};

/// What is done to the storage. `{n}` is a number that chooses.
const WAYS: &[&str] = &[
    "delete the database",
    "CDP",
    "clear heads",
    "clear snapshots",
    "clear steps",
    "clear pins",
    "clear everything",
    "delete one snapshot",
    "delete the last step",
    "delete the first step",
    "delete the tail",
    "delete one pin",
    "delete the database and settings",
    "delete the database for an empty one",
    "delete the database for a half one",
];

/// Does one of them from a connection of its own, as another page would.
const PULL: &str = "async (way) => {
    const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        request.onblocked = () => reject(new Error('blocked'));
    });
    if (way.startsWith('delete the database')) {
        if (way.endsWith('settings')) { localStorage.clear(); sessionStorage.clear(); }
        await done(indexedDB.deleteDatabase('faaso-designer'));
        // nothing of the page's is in it, and its version says that nothing is to be made
        if (way.endsWith('empty one')) (await done(indexedDB.open('faaso-designer', 2))).close();
        if (way.endsWith('half one')) {
            const half = indexedDB.open('faaso-designer', 2);
            half.onupgradeneeded = () => half.result.createObjectStore('steps');
            (await done(half)).close();
        }
        return;
    }
    const database = await done(indexedDB.open('faaso-designer'));
    const stores = way === 'clear everything' ? [...database.objectStoreNames] : [{
        'clear heads': 'heads', 'clear snapshots': 'snapshots', 'clear steps': 'steps', 'clear pins': 'pins',
        'delete one snapshot': 'snapshots', 'delete the tail': 'snapshots', 'delete the last step': 'steps',
        'delete the first step': 'steps', 'delete one pin': 'pins' }[way]];
    for (const name of stores) {
        const store = database.transaction(name, 'readwrite').objectStore(name);
        if (way.startsWith('clear')) { await done(store.clear()); continue; }
        const keys = await done(store.getAllKeys());
        const key = way === 'delete the first step' || way === 'delete one snapshot' ? keys[0] : keys.at(-1);
        if (key) await done(store.delete(key));
    }
    database.close();
}";

fn pull(page: &Page, way: &str) {
    if way == "CDP" {
        let origin = page.evaluate("location.origin");
        page.browser.cdp("Storage.clearDataForOrigin", json!({ "origin": origin, "storageTypes": "all" }));
    } else {
        page.evaluate(&format!("({PULL})({})", json!(way)));
    }
}

fn saved(page: &Page) {
    page.status("Save state").wait_until("saved", |text| text == "Saved");
}

fn typed(page: &Page, line: &str) {
    page.textbox("Template editor").press("Control+Home");
    page.insert(&format!("{line}\n"));
}

/// Typing goes on after the storage is gone: after a reload everything that was shown as saved is there.
#[test]
fn what_is_saved_outlives_the_storage() {
    let whole = env::var("FAULTS").is_ok_and(|value| value == "whole");
    let rounds = if whole { 200 } else { WAYS.len() };
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let mut random = fastrand::Rng::with_seed(9);
    for round in 0..rounds {
        let way = WAYS[round % WAYS.len()];
        typed(&page, &format!("# before {round}"));
        if round % 2 == 0 {
            page.tab("Changes").click();
            page.textbox("Snapshot name").fill(&format!("pin {round}")).press("Enter");
            page.tab("Rendered").click();
        }
        saved(&page);
        pull(&page, way);
        if round >= WAYS.len() {
            // the page may look by itself first, or the next key be quicker
            thread::sleep(Duration::from_millis(random.u64(0..700)));
        }
        typed(&page, &format!("# after {round}"));
        page.textbox("Rendered output").wait_text(&format!("# after {round}"));
        saved(&page);
        page.reload();
        page.textbox("Rendered output").wait_until(way, |text| {
            text.contains(&format!("# before {round}")) && text.contains(&format!("# after {round}"))
        });
        page.tab("Changes").click();
        if round % 2 == 0 {
            page.get("tabpanel", "Changes").wait_text(&format!("pin {round}"));
        }
        page.tab("Rendered").click();
        // a notice may be in the way of nothing
        page.forgive();
    }
    println!("{rounds} storages pulled away, nothing that was shown as saved is missing");
}

/// Nothing is typed: the page sees by itself that what it shows as saved is not there, says so, and keeps it again.
#[test]
fn a_page_at_rest_keeps_what_it_shows() {
    let page = Page::open();
    typed(&page, "# mine");
    saved(&page);
    for way in ["delete the database", "CDP", "clear everything", "clear steps"] {
        typed(&page, &format!("# before {way}"));
        saved(&page);
        pull(&page, way);
        page.status("Notice").wait_text("Browser storage was cleared while this page was open");
        saved(&page);
        wait_for(way, || {
            let kept = page.evaluate(
                "(async () => { const request = indexedDB.open('faaso-designer');
                    await new Promise((resolve) => { request.onsuccess = resolve; });
                    const database = request.result;
                    if (!database.objectStoreNames.length) { database.close(); return 0; }
                    const count = database.transaction('snapshots').objectStore('snapshots').count();
                    await new Promise((resolve) => { count.onsuccess = resolve; });
                    database.close();
                    return count.result; })()",
            );
            if kept.as_f64() >= Some(1.0) { Ok(()) } else { Err(format!("{kept} snapshots")) }
        });
        page.reload();
        page.textbox("Rendered output").wait_text("# mine").wait_text(&format!("# before {way}"));
    }
}

/// Other projects cannot be kept again from here: they are named.
#[test]
fn other_projects_that_are_lost_are_named() {
    let page = Page::open();
    typed(&page, "# first");
    saved(&page);
    page.button("Projects").click();
    page.dialog("Projects").button("New project").click();
    page.dialog("Projects").wait_gone();
    typed(&page, "# second");
    saved(&page);
    page.evaluate("document.querySelector('.notice button')?.click()");
    pull(&page, "clear everything");
    typed(&page, "# third");
    page.status("Notice").wait_text("Lost: hello");
    saved(&page);
    page.button("Projects").click();
    assert_eq!(page.evaluate("document.querySelectorAll('[aria-label=Projects] > li').length"), json!(1));
}

/// The last step is cut off while no page is open: known by the number in the head, and said.
#[test]
fn a_cut_off_end_is_said() {
    let page = Page::open();
    for line in ["# one", "# two"] {
        typed(&page, line);
        saved(&page);
        thread::sleep(Duration::from_millis(700));
    }
    // another page of the same origin
    page.go(&format!("{}not-there.html", crate::site::address()));
    wait_for("the other page", || match page.evaluate_object("location.pathname")?["value"].as_str() {
        Some("/not-there.html") => Ok(()),
        other => Err(format!("{other:?}")),
    });
    pull(&page, "delete the last step");
    page.go(crate::site::address());
    page.status("Notice").wait_text("its last change is missing");
    page.textbox("Rendered output").wait_text("# one");
    page.forgive();
}

/// A stranger's backups: 257 bytes whose step does not fit, edits in edits, steps beyond all counting.
#[test]
fn a_strangers_backup_does_no_harm() {
    use faaso::{
        bundle::File,
        journal::{Snapshot, seal},
        path::BundlePath,
        project::{Edit, FileId, Project},
        records::{Backup, Head, ProjectId},
        text::Span,
    };
    let file = BundlePath::new("Dockerfile.j2").unwrap();
    let mut project =
        Project { runtime_name: "demo".into(), funko_name: "hello".into(), ..Project::default() };
    project.runtime.put(file.clone(), File::text("FROM strange\n")).unwrap();
    let yml = "name: {{ name }}\nruntime: {{ runtime }}\n";
    project.runtime.put(BundlePath::new("template/funko.yml.j2").unwrap(), File::text(yml)).unwrap();
    let misfit = Edit::Splice { file: FileId::runtime(file), span: Span::new(900, 901), text: "x".into() };
    let history = |back: Vec<Edit>, forward: Vec<Edit>| {
        postcard::from_bytes(&postcard::to_stdvec(&(back, forward)).unwrap()).unwrap()
    };
    let backup = |name: &str, snapshot: &Snapshot, times: usize| {
        let head =
            Head { id: ProjectId(1), name: name.into(), named: true, changed: 1, bytes: 1, deleted: None };
        seal(&Backup { projects: vec![(head, snapshot.clone(), Vec::new()); times] })
    };
    let plain = Snapshot { project: project.clone(), ..Snapshot::default() };
    let misfits = Snapshot { history: history(vec![misfit.clone()], vec![misfit]), ..plain.clone() };
    let far = Snapshot { steps: 1 << 53, ..plain.clone() };
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let take = |name: &str, bytes: &[u8]| {
        page.button("Projects").click();
        page.upload("Restore backup", &format!("{name}.backup"), bytes);
    };
    for (name, snapshot) in [("misfits", &misfits), ("far", &far)] {
        take(name, &backup(name, snapshot, 1));
        page.dialog("Projects").listitem(name).button(name).click();
        // the project that was open before began with the same words
        for shown in ["Template editor", "Rendered output"] {
            page.textbox(shown).wait_until(name, |text| text.trim_start().starts_with("FROM strange"));
        }
        page.press("Control+z");
        page.press("Control+y");
        typed(&page, &format!("# in {name}"));
        page.textbox("Rendered output").wait_text(&format!("# in {name}"));
        saved(&page);
        page.reload();
        page.textbox("Rendered output").wait_text(&format!("# in {name}"));
    }
    // ten thousand lists in each other, in place of a history's one edit
    let nested = Snapshot { history: history(vec![Edit::FunkoName("x".into())], vec![]), ..plain.clone() };
    let mut bytes = backup("nested", &nested, 1);
    let at = bytes.windows(4).rposition(|four| four == [1, 3, 1, b'x']).expect("the edit") + 1;
    bytes.splice(at..at, [6, 1].repeat(10_000));
    let sum = crc32fast::hash(&bytes[8..]);
    bytes[4..8].copy_from_slice(&sum.to_le_bytes());
    take("nested", &bytes);
    page.dialog("Projects").status("Restored").wait_text("Couldn't restore nested.backup: it is damaged.");
    page.press("Escape");

    take("many", &backup("many", &plain, 3_000));
    page.dialog("Projects").status("Restored").wait_text("Restored 1000 projects. Skipped 2000 more");
}
