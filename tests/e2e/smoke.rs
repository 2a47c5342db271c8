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
/// not bring the engine along. Nor does the engine of a release bring what is asked now and then, and its page not what is
/// not in view at the start: each part has its own.
#[test]
fn each_program_links_its_own_work_only() {
    // only the parser of FaaSO's dialect says this
    const DIALECT: &str = "Did not expect any more tokens";
    // only MiniJinja says this
    const JINJA2: &str = "could not serialize to value";
    // only a dialog says this
    const DIALOG: &str = "Or drop a zip, tar.gz or folder on the page.";
    // only a panel says this
    const PANEL: &str = "FaaSO doesn't render this file, so there's nothing to compare.";
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(site::root().join("dist")).expect("it was built").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".wasm") {
            let wasm = std::fs::read(entry.path()).expect("it is there");
            let holds = |words: &str| wasm.windows(words.len()).any(|window| window == words.as_bytes());
            let stem = name.rsplit_once('-').map_or(&*name, |(stem, _)| stem);
            seen.push((stem.trim_end_matches("_bg").to_owned(), [DIALECT, JINJA2, DIALOG, PANEL].map(holds)));
        }
    }
    seen.sort();
    let expected: &[(&str, [bool; 4])] = match site::is_released() {
        true => &[
            ("at_once", [true, false, false, false]),
            ("engine", [true, false, false, false]),
            ("page", [false, false, false, false]),
            ("part-dialogs", [false, false, true, false]),
            ("part-dialogs-panels", [false, false, false, false]),
            ("part-panels", [false, false, false, true]),
            ("workshop", [true, true, false, false]),
        ],
        // for development the engine does the workshop's work, too, and the page has no parts
        false => &[
            ("at_once", [true, false, false, false]),
            ("engine", [true, true, false, false]),
            ("page", [false, false, true, true]),
        ],
    };
    let seen: Vec<_> = seen.iter().map(|(program, holds)| (program.as_str(), *holds)).collect();
    assert_eq!(seen, expected, "(program, holds the dialect, Jinja2, a dialog's words, a panel's)");
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
