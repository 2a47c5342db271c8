//! Faults survived: a browser that is killed, a storage that is damaged or refuses, two tabs at once. A short run is among
//! the tests; `FAULTS=whole cargo test --features e2e --test e2e -- faults --nocapture --test-threads 1` is the whole one.

use crate::{
    page::{Page, wait_for},
    site,
};
use faaso::archive;
use serde_json::Value;
use std::{
    env, fs,
    path::PathBuf,
    time::{Duration, Instant},
};

fn times(short: usize, whole: usize) -> usize {
    if env::var("FAULTS").is_ok_and(|value| value == "whole") { whole } else { short }
}

/// A browser's profile that outlives the browser.
struct Profile(PathBuf);

impl Profile {
    fn new(name: &str) -> Self {
        Profile(env::temp_dir().join(format!("faaso-designer-profile-{}-{name}", std::process::id())))
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The first line of the Template editor, the words in it, and whether the page says that all is saved; of one moment.
fn first_line(page: &Page) -> (Vec<String>, bool) {
    let seen = page.evaluate(
        "[document.querySelector('[aria-label=\"Template editor\"] .cm-line, [aria-label=\"Template editor\"].cm-line')?.textContent ?? '',
          document.querySelector('[aria-label=\"Save state\"]')?.textContent]",
    );
    let words = seen[0].as_str().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    (words, seen[1] == "Saved")
}

/// The whole template, of which the editor draws a part: as the runtime's zip has it.
fn whole_text(page: &Page) -> String {
    let zip = page.download(|| {
        page.button("Export").click();
        page.menuitem("Runtime zip").click();
    });
    page.dialog("Export").button("Done").click();
    page.dialog("Export").wait_gone();
    let read = archive::read(&zip.bytes).expect("it is our own");
    read.bundle.get("Dockerfile.j2").and_then(|file| file.as_text()).expect("it is a text").to_owned()
}

/// Nothing that was shown as saved is missing when the browser comes up again. How much of what was typed last is gone is
/// told: a wait is not asserted.
#[test]
fn a_killed_browser_keeps_what_was_saved() {
    let profile = Profile::new("killed");
    let mut random = fastrand::Rng::with_seed(5);
    let (mut most_lost, mut lost_rounds) = (Duration::ZERO, 0);
    let rounds = times(4, 200);
    for round in 0..rounds {
        let mut page = Page::open_in(&profile.0);
        let editor = page.textbox("Template editor");
        editor.press("Control+Home");
        page.insert("# \n");
        page.press("ArrowUp");
        page.press("End");
        page.status("Save state").wait_until("saved", |text| text == "Saved");
        // the page stands: from here on only what it does counts
        let mut typed = Vec::<(String, Instant)>::new();
        let mut saved = 0;
        let end = Instant::now() + Duration::from_millis(random.u64(20..1_500));
        while Instant::now() < end {
            let word = format!("{round}.{}", typed.len());
            page.insert(&format!(" {word}"));
            typed.push((word, Instant::now()));
            if random.u8(0..3) == 0 {
                let (words, all_saved) = first_line(&page);
                if all_saved {
                    saved = words.len() - 1;
                }
            }
        }
        page.browser.kill();
        let killed = Instant::now();
        drop(page);

        let page = Page::open_in(&profile.0);
        page.textbox("Rendered output").wait_until("a text", |text| !text.trim().is_empty());
        let (words, _) = first_line(&page);
        // a browser that is gone before its project was drawn for a while could have been frozen by it
        std::thread::sleep(Duration::from_secs(3));
        let expected: Vec<&String> = typed.iter().map(|(word, _)| word).collect();
        let kept: Vec<&String> = words.iter().skip(1).collect();
        assert!(expected.starts_with(&kept), "round {round}: {kept:?} of {expected:?}");
        assert!(kept.len() >= saved, "round {round}: {saved} were shown as saved, {} are there", kept.len());
        if let Some((_, at)) = typed.get(kept.len()) {
            lost_rounds += 1;
            most_lost = most_lost.max(killed - *at);
        }
    }
    println!(
        "killed {rounds} times; {lost_rounds} times the last {most_lost:?} of typing or less were gone, nothing that was saved"
    );
}

/// Whatever is in the storage, the page starts, says what it could not read, and keeps what is typed from then on.
#[test]
fn a_damaged_store_never_leaves_a_blank_page() {
    let page = Page::open();
    let rounds = times(10, 200);
    for round in 0..rounds {
        page.textbox("Template editor").press("Control+Home");
        page.insert(&format!("# round {round}\n"));
        if round % 3 == 0 {
            page.tab("Changes").click();
            page.textbox("Snapshot name").fill(&format!("pin {round}")).press("Enter");
        }
        page.status("Save state").wait_until("saved", |text| text == "Saved");
        let damage = page.evaluate(&format!("({DAMAGE})({round})"));
        page.reload();
        page.textbox("Template editor").wait();
        // the view may be the one of the snapshots still
        page.tab("Rendered").click();
        page.textbox("Rendered output").wait_until("a text", |text| !text.trim().is_empty());
        // said, or not even needed; either way work goes on
        page.textbox("Template editor").press("Control+Home");
        page.insert(&format!("# after {round}\n"));
        page.textbox("Rendered output").wait_text(&format!("# after {round}"));
        page.status("Save state").wait_until(&format!("saved after {damage}"), |text| text == "Saved");
        page.forgive();
    }
    println!("{rounds} damaged stores, the page stood each time");
}

/// A write that fails is said, offers a way out, is tried again, and nothing typed meanwhile is lost.
#[test]
fn a_failing_write_is_seen_and_tried_again() {
    let page = Page::open();
    let rounds = times(FAILURES.len(), 100);
    for round in 0..rounds {
        page.evaluate(FAILURES[round % FAILURES.len()]);
        page.textbox("Template editor").press("Control+Home");
        page.insert(&format!("# round {round}\n"));
        page.status("Save state").wait_text("Not saved: ");
        page.button("Back up all projects").wait();
        page.insert("# meanwhile\n");
        page.evaluate("window.fix()");
        page.status("Save state").wait_until("saved", |text| text == "Saved");
        page.button("Back up all projects").wait_gone();
        if round + 1 == rounds || round % 10 == 0 {
            page.reload();
            page.textbox("Rendered output").wait_text(&format!("# round {round}")).wait_text("# meanwhile");
        }
        page.forgive();
    }
    println!("{rounds} failing writes, each seen and made good");
}

/// Two tabs on one project, each edits when it may: every edit is in the project in the end.
#[test]
fn edits_from_two_tabs_are_all_there() {
    let page = Page::open();
    page.textbox("Template editor").press("Control+Home");
    page.insert("# \n");
    page.status("Save state").wait_until("saved", |text| text == "Saved");
    page.browser.new_tab();
    page.go(site::address());
    page.status("Other tab").wait();
    let tabs = page.browser.tabs();
    let rounds = times(4, 100);
    const EACH: usize = 10;
    let mut expected = Vec::new();
    for round in 0..rounds {
        page.browser.turn_to(&tabs[round % 2]);
        if round > 0 {
            page.status("Other tab").button("Edit here").click();
            page.status("Other tab").wait_gone();
        }
        page.textbox("Template editor").press("Control+Home");
        page.press("End");
        for edit in 0..EACH {
            let word = format!("{round}.{edit}");
            page.insert(&format!(" {word}"));
            expected.push(word);
        }
    }
    let there = |what: &str| {
        wait_for(what, || {
            let text = whole_text(&page);
            let words: Vec<&str> = text.split_whitespace().collect();
            let missing: Vec<_> = expected.iter().filter(|word| !words.contains(&word.as_str())).collect();
            if missing.is_empty() { Ok(()) } else { Err(format!("missing: {missing:?}")) }
        });
    };
    there("every edit in the tab that made the last");
    page.status("Save state").wait_until("saved", |text| text == "Saved");
    page.browser.turn_to(&tabs[rounds % 2]);
    there("every edit in the tab that follows");
    page.reload();
    page.textbox("Rendered output").wait_until("a text", |text| !text.trim().is_empty());
    there("every edit after a reload");
    assert_eq!(page.evaluate("localStorage.length > 0"), Value::Bool(true));
    println!("{} edits from two tabs, all there", expected.len());
}

/// Ways in which the storage can refuse; `fix` takes each back.
const FAILURES: [&str; 5] = [
    // full
    "{ const add = IDBObjectStore.prototype.add;
       IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); };
       window.fix = () => { IDBObjectStore.prototype.add = add; }; }",
    // full, found out at the end
    "{ const commit = IDBTransaction.prototype.commit;
       IDBTransaction.prototype.commit = function () { this.abort(); };
       window.fix = () => { IDBTransaction.prototype.commit = commit; }; }",
    // the connection is gone
    "{ const begin = IDBDatabase.prototype.transaction;
       IDBDatabase.prototype.transaction = () => { throw new DOMException('The database connection is closing.', 'InvalidStateError'); };
       window.fix = () => { IDBDatabase.prototype.transaction = begin; }; }",
    // and cannot be had again
    "{ const [begin, open] = [IDBDatabase.prototype.transaction, IDBFactory.prototype.open];
       IDBDatabase.prototype.transaction = () => { throw new DOMException('gone', 'InvalidStateError'); };
       IDBFactory.prototype.open = () => { throw new DOMException('private', 'SecurityError'); };
       window.fix = () => { IDBDatabase.prototype.transaction = begin; IDBFactory.prototype.open = open; }; }",
    // no answer at all, for a while
    "{ const begin = IDBDatabase.prototype.transaction; const held = [];
       const set = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete');
       Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { ...set, set(heard) {
         set.set.call(this, (event) => held ? held.push(() => heard(event)) : heard(event)); } });
       window.fix = () => { Object.defineProperty(IDBTransaction.prototype, 'oncomplete', set); held.forEach((go) => go()); }; }",
];

/// Damages the page's database and settings in a way that the number chooses. Gives what it did.
const DAMAGE: &str = "async (seed) => {
    const random = (most) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % most; };
    const done = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const database = await done(indexedDB.open('faaso-designer'));
    const names = [...database.objectStoreNames];
    random(7);
    const store = names[random(names.length)];
    const write = database.transaction(store, 'readwrite').objectStore(store);
    const keys = await done(write.getAllKeys());
    const how = ['flip', 'cut', 'text', 'remove', 'newer', 'zeros', 'stranger', 'all', 'settings'][random(9)];
    const chosen = how === 'all' ? keys : keys.slice(-1 - random(Math.max(1, keys.length))).slice(0, 1);
    for (const key of chosen) {
        const record = await done(write.get(key));
        const bytes = record instanceof Uint8Array ? record.slice() : new Uint8Array();
        if (how === 'flip' || how === 'all') bytes[random(bytes.length || 1)] ^= 1 << random(8);
        if (how === 'newer') bytes[3] = 200;
        if (how === 'zeros') bytes.fill(0);
        await done(how === 'remove' ? write.delete(key)
            : write.put(how === 'cut' ? bytes.slice(0, random(bytes.length || 1)) : how === 'text' ? 'no bytes' : bytes, key));
    }
    if (how === 'stranger') await done(write.put({ some: 'thing' }, 'a key of another shape'));
    if (how === 'settings') for (const key of Object.keys(localStorage)) localStorage.setItem(key, '{\"theme\":7,');
    database.close();
    return `${how} in ${store}, ${chosen.length} of ${keys.length}`;
}";
