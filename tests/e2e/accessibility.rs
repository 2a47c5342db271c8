//! Every view, in both themes and three widths, and with forced colours, through axe-core: no finding. And none shows
//! code in backticks.

use crate::{
    page::Page,
    pictures::{SCENES, Way},
    site,
};
use std::{fs, thread};

/// What axe is asked for: WCAG 2.0 to 2.2, A and AA, and its best practice.
const RUN: &str = "(async () => {
    const drawn = () => new Promise((done) => requestAnimationFrame(done));
    // what fades has faded
    for (let i = 0; i < 3; i++) await drawn();
    await Promise.allSettled(document.getAnimations().filter((it) => it.effect?.getTiming().iterations !== Infinity)
        .map((it) => it.finished));
    await drawn();
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) =>
        `${id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
})()";

/// Words and names in which backticks are left: code is set as code, or said without them. What an author wrote is left
/// out.
const BACKTICKS: &str = "(() => {
    const raw = (text) => /`[^`]+`/.test(text ?? '');
    const own = '.editor, pre, code, textarea, input, select, script, style';
    const said = [...document.body.querySelectorAll('*')].filter((it) => !it.closest(own)).flatMap((it) => [
        ...['title', 'aria-label', 'aria-description', 'alt', 'placeholder', 'data-hint'].map((name) => it.getAttribute(name)),
        [...it.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(''),
    ]);
    return said.filter(raw).map((text) => `backticks: ${text.trim().slice(0, 160)}`);
})()";

/// Browsers at a time.
const AT_ONCE: usize = 2;

#[test]
fn axe_finds_nothing_in_any_view() {
    let source = fs::read_to_string(site::root().join("node_modules/axe-core/axe.min.js"))
        .expect("axe-core is there: run npm ci");
    // SCENE=lens for one alone
    let wanted = &std::env::var("SCENE").unwrap_or_default();
    let findings: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE)
            .map(|worker| {
                let source = &source;
                scope.spawn(move || {
                    let mine = SCENES.iter().filter(|(name, _)| wanted.is_empty() || wanted == name);
                    let mine = mine.skip(worker).step_by(AT_ONCE);
                    mine.flat_map(|(name, scene)| audit(source, name, *scene)).collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("an audit runs")).collect()
    });
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

fn audit(source: &str, name: &str, scene: Way) -> Vec<String> {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    scene(&page);
    page.evaluate(&format!("{source}; 0"));
    let mut findings = Vec::new();
    let mut look = |at: &str| {
        for question in [RUN, BACKTICKS] {
            let found = page.evaluate(question);
            let found = found.as_array().into_iter().flatten();
            findings.extend(found.map(|it| format!("{name} {at}: {}", it.as_str().unwrap_or_default())));
        }
    };
    for (width, height) in [(1440, 900), (900, 700), (420, 800)] {
        page.resize(width, height);
        for theme in ["dark", "light"] {
            page.prefer_scheme(theme);
            look(&format!("{width} {theme}"));
        }
    }
    page.resize(1440, 900);
    page.force_colors();
    look("1440 forced colours");
    page.forgive();
    findings
}
