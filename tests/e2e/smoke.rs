//! The site starts, under its own policy, and the editor takes keys.

use crate::{page::Page, site};

#[test]
fn typing_in_the_template_editor_reaches_the_output() {
    let page = Page::open();
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# ty");
    page.insert("ped for {{ name }} ");
    page.textbox("Rendered output").wait_text("# typed for hello");
    page.status("Save state").wait_text("Saved");
    page.button("Undo").click();
    page.textbox("Rendered output").wait_no_text("typed for hello");
    page.screenshot("smoke");
}

/// Any static host will do, a project's page on a shared one too: the editor, its languages and the engine are found.
#[test]
fn the_site_works_below_a_path() {
    let page = Page::open_at(site::BELOW);
    page.textbox("Rendered output").wait_text("EXPOSE 3000");
    page.screenshot("below-a-path");
}

/// The page answers keys while the engine works, because they are two programs; and it loads quickly, because it does
/// not bring the engine along.
#[test]
fn the_page_does_not_link_the_template_engine() {
    // only the parser says this
    const WORDS: &[u8] = b"Did not expect any more tokens";
    let holds = |wasm: &[u8]| wasm.windows(WORDS.len()).any(|window| window == WORDS);
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(site::root().join("dist")).expect("it was built").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wasm") {
            seen.push((
                name.starts_with("engine"),
                holds(&std::fs::read(entry.path()).expect("it is there")),
            ));
        }
    }
    seen.sort();
    assert_eq!(seen, [(false, false), (true, true)], "(is the engine, holds its words)");
}

/// The policy lets no script in but the site's own, and nothing is asked of any other origin.
#[test]
fn the_policy_holds_and_nothing_leaves_the_origin() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let policy = page.evaluate("document.querySelector('meta[http-equiv=Content-Security-Policy]').content");
    let policy = policy.as_str().expect("it is text");
    let scripts =
        policy.split(';').find(|part| part.trim().starts_with("script-src")).expect("scripts are named");
    assert!(!scripts.contains("unsafe-inline") && !scripts.contains("'unsafe-eval'"), "{scripts}");
    assert!(scripts.contains("'wasm-unsafe-eval'"), "{scripts}");
    let ran = page.evaluate(
        "new Promise(done => { window.ran = false; const s = document.createElement('script');
           s.textContent = 'window.ran = true'; document.head.append(s); setTimeout(() => done(window.ran), 50); })",
    );
    assert_eq!(ran, false, "an inline script was let in");
    let foreign = page.evaluate(
        "performance.getEntriesByType('resource').map(it => it.name).filter(it => !it.startsWith(location.origin))",
    );
    assert_eq!(foreign, serde_json::json!([]), "asked of elsewhere");
    // the script above was complained of, as it should be
    page.forgive();
}
