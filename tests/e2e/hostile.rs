//! What strangers hand in is text to the page, never markup, and does not stop it.

use crate::{
    fuzz::{random::Random, zips},
    page::Page,
};
use faaso::{
    archive,
    bundle::{Bundle, File},
    path::BundlePath,
};
use serde_json::json;

/// Things that run where they are taken for markup, code or an address.
const BODIES: &[&str] = &[
    "<script>pwned()</script>",
    "<img src=x onerror=pwned()>",
    "<svg onload=pwned()>",
    "<svg><animate onbegin=pwned() attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.pwned()</script>'></iframe>",
    "<iframe src=javascript:parent.pwned()></iframe>",
    "<a href=javascript:pwned() autofocus>x</a>",
    "<details open ontoggle=pwned()>x</details>",
    "<input autofocus onfocus=pwned()>",
    "<body onload=pwned()>",
    "<style>@import 'x'; * { display: none }</style>",
    "<base href=x><script src=pwned.js></script>",
    "<meta http-equiv=refresh content='0;url=javascript:pwned()'>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=pwned()>",
    "<object data=javascript:pwned()>",
    "<template><script>pwned()</script></template>",
    "<button popovertarget=x autofocus onfocus=pwned()>",
    "${pwned()} `${pwned()}` #{pwned()}",
    "{{constructor.constructor('pwned()')()}}",
    "<!--<img src=\"--><img src=x onerror=pwned()//\">",
];

/// Ways out of the place that a text is put into.
const WAYS_OUT: &[(&str, &str)] = &[
    ("", ""),
    ("\">", ""),
    ("'>", ""),
    ("x' onfocus='pwned()' autofocus y='", ""),
    ("</textarea>", ""),
    ("</title></style></script>", ""),
    ("]]>", "<![CDATA["),
    ("-->", "<!--"),
    ("&lt;x&gt;", "&#60;img src=x onerror=pwned()&#62;"),
    ("\u{202e}\u{2028}", "\u{fe0f}"),
];

fn payloads() -> Vec<String> {
    let both = |body: &&str| {
        WAYS_OUT.iter().map(|(before, after)| format!("{before}{body}{after}")).collect::<Vec<_>>()
    };
    BODIES.iter().flat_map(both).collect()
}

/// Nothing ran, and nothing of it became an element or an attribute.
fn check(page: &Page, place: &str) {
    let found = page.evaluate(
        "[window.ran ?? null,
          [...document.querySelectorAll('iframe, object, base:not([data-trunk-public-url]):not(head > base), form[action], math, template, animate, a[href^=javascript], meta[http-equiv=refresh], body script')].map(e => e.outerHTML.slice(0, 100)),
          [...document.querySelectorAll('*')].filter(e => e.getAttributeNames().some(n => n.startsWith('on'))).map(e => e.outerHTML.slice(0, 100))]",
    );
    assert_eq!(found, json!([null, [], []]), "{place}");
}

#[test]
fn text_is_never_markup() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.evaluate("window.pwned = () => { window.ran = true; }");
    let payloads = payloads();
    let mut tried = 0;
    let mut say = |page: &Page, place: &str, count: usize| {
        check(page, place);
        tried += count;
    };

    // names and contents of files, what is rendered of them, and the messages about them
    let mut bundle = Bundle::new();
    let put = |bundle: &mut Bundle, path: String, text: String| {
        if let Ok(path) = BundlePath::new(&path) {
            // a payload with slashes may ask for a folder where a file is
            let _ = bundle.put(path, File::text(&text));
        }
    };
    for (number, payload) in payloads.iter().enumerate() {
        put(&mut bundle, format!("{number} {payload}"), payload.clone());
        put(
            &mut bundle,
            format!("broken/{number}.j2"),
            format!("{{{{ '{}' | nope }}}}", payload.replace('\'', "\"")),
        );
        put(&mut bundle, format!("made/{number}.html.j2"), format!("{{% raw %}}{payload}{{% endraw %}}"));
    }
    let raw = format!("FROM x\n{{% raw %}}# {}\n{{% endraw %}}", payloads.join("\n# "));
    put(&mut bundle, "Dockerfile.j2".into(), raw);
    put(&mut bundle, "template/funko.yml.j2".into(), "name: {{ name }}\nruntime: {{ runtime }}\n".into());
    let files = bundle.len();
    let zip = archive::write(&bundle, "<img src=x onerror=pwned()>").expect("it can be written");
    page.upload("Open zip", "<img src=x onerror=pwned()>.zip", &zip);
    page.textbox("Rendered output").wait_text("onerror=pwned()");
    say(&page, "the tree, the output", files);
    page.region("Problems").wait_text("nope");
    say(&page, "the problems", payloads.len());
    for tab in ["Build context", "New funko", "Changes", "Rendered"] {
        page.tab(tab).click();
        page.region("Output").wait();
        say(&page, tab, payloads.len());
    }
    page.button("Compare with Jinja2").click();
    page.region("Jinja2 lens").wait();
    say(&page, "the lens", payloads.len());
    page.button("Compare with Jinja2").click();

    // keys and values of funko.yml
    // the line separator would end the line: YAML 1.1 knows it
    let quoted = |text: &String| json!(text).to_string().replace('\u{2028}', "\\u2028");
    let keys = payloads.iter().map(|payload| format!("{}: {}\n", quoted(payload), quoted(payload)));
    let yml =
        format!("name: a\nruntime: b\n{}options:\n  x: {}\n", keys.collect::<String>(), quoted(&payloads[1]));
    page.textbox("funko.yml editor").fill(&yml);
    for _ in 0..2 {
        page.region("Problems").button("Show 200 more").click();
    }
    page.region("Problems").wait_text("funko.yml:3:");
    say(&page, "funko.yml", payloads.len());

    // names that are typed
    for payload in payloads.iter().step_by(7) {
        page.textbox("Funko name").fill(payload);
        say(&page, "the funko's name", 1);
    }
    page.press("Control+p");
    for payload in payloads.iter().step_by(19) {
        page.combobox("Part of a path").fill(payload);
        say(&page, "the search for a file", 1);
    }
    page.press("Escape");
    page.tab("Changes").click();
    for payload in payloads.iter().step_by(19) {
        page.textbox("Snapshot name").fill(payload).press("Enter");
        say(&page, "a snapshot's name", 1);
    }
    page.button("Projects").click();
    for payload in payloads.iter().step_by(19) {
        let project = page.dialog("Projects").list("Projects").names("listitem").remove(0);
        page.dialog("Projects").listitem(&project).button("Rename").click();
        page.dialog("Projects").textbox("Project name").fill(payload).press("Enter");
        say(&page, "a project's name", 1);
    }
    page.press("Escape");
    page.screenshot("payloads");
    page.go(&format!("{}#share=1.{}", crate::site::address(), payloads[0]));
    page.dialog("Shared project").wait_text("Couldn't read the link");
    say(&page, "a link", 1);
    page.dialog("Shared project").button("OK").click();
    assert!(tried >= 1_000, "{tried}");
    println!("{tried} payloads, none ran, none became an element");
}

/// Zips of every hostile kind, one after the other: each gets its verdict, and the page answers all the while.
#[test]
fn hostile_zips_get_their_verdict_in_the_page() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    page.evaluate(WATCH_TASKS);
    let (mut slowest, mut count) = (0.0f64, 0);
    for (family, make) in zips::FAMILIES {
        for number in 0..4 {
            let bytes = make(&mut Random::new(family, number));
            page.evaluate(VERDICT);
            page.upload("Open zip", "strange.zip", &bytes);
            let took = page.evaluate("window.verdict").as_f64().expect("ms");
            slowest = slowest.max(took);
            count += 1;
            if page.dialog("Open").is_there() {
                page.dialog("Open").button("Close").click();
                page.dialog("Open").wait_gone();
            }
        }
    }
    println!("{count} hostile zips, the slowest verdict after {slowest:.0} ms; {}", long_tasks(&page));
    page.textbox("Template editor").press("Control+Home");
    page.type_text("still here ");
    page.textbox("Template editor").wait_text("still here");
}

/// An honest zip is unpacked in the Worker. How long the page did not answer while it came in is told.
#[test]
fn a_large_zip_does_not_stop_the_page() {
    for (files, bytes) in [(200, 1 << 20), (5_000, 10 << 20)] {
        let page = Page::open();
        page.textbox("Rendered output").wait_text("FROM");
        page.evaluate(WATCH_TASKS);
        let mut noise = fastrand::Rng::with_seed(3);
        let mut bundle = Bundle::new();
        let mut put = |path: &str, file| drop(bundle.put(BundlePath::new(path).unwrap(), file).unwrap());
        put("Dockerfile.j2", File::text("FROM many\n"));
        put("template/funko.yml", File::text("name: a\nruntime: b\n"));
        for number in 0..files {
            let text = format!("{}\n", noise.u64(..)).repeat(20);
            put(&format!("folder {}/file {number}.txt", number % 40), File::text(&text));
        }
        let large: Vec<u8> = std::iter::repeat_with(|| noise.u8(..)).take(bytes).collect();
        put("large.bin", File::new(large, 0o644));
        let zip = archive::write(&bundle, "many").expect("it can be written");
        page.upload("Open zip", "many.zip", &zip);
        page.textbox("Rendered output").wait_text("FROM many");
        let counted = format!("{} runtime files", files + 2);
        page.only("contentinfo").wait_text(&counted);
        page.status("Save state").wait_until("saved", |text| text == "Saved");
        page.textbox("Template editor").press("Control+Home");
        page.type_text("# still here ");
        page.textbox("Rendered output").wait_text("# still here");
        println!("{files} files and {} MiB opened and typed in; {}", bytes >> 20, long_tasks(&page));
        page.screenshot("large-zip");
    }
}

fn long_tasks(page: &Page) -> String {
    let tasks = page.evaluate("window.long.join(' ms, ')");
    match tasks.as_str() {
        Some("") | None => "no task of the page above 50 ms".into(),
        Some(tasks) => format!("tasks of the page above 50 ms: {tasks} ms"),
    }
}

const WATCH_TASKS: &str = "window.long = [];
    new PerformanceObserver(list => window.long.push(...list.getEntries().map(task => Math.round(task.duration))))
        .observe({ type: 'longtask' });";

/// From the choice of a file until something is said of it, in ms.
const VERDICT: &str = "{
    document.querySelector('.notice button')?.click();
    let chosen;
    addEventListener('change', () => { chosen = performance.now(); }, { capture: true, once: true });
    window.verdict = (async () => {
        for (const begun = performance.now(); !chosen || !document.querySelector('dialog[open], .notice');) {
            if (performance.now() - begun > 20_000) throw new Error(chosen ? 'nothing was said' : 'no file was chosen');
            await new Promise((next) => setTimeout(next, 5));
        }
        return performance.now() - chosen;
    })();
    null; // not the promise, which would be waited for
}";

/// How soon a reason is shown for what never ends, and the next good render after the fix: told, not asserted.
#[test]
fn a_reason_comes_soon_and_so_does_the_mend() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let (mut reasons, mut fixes) = (Vec::new(), Vec::new());
    let doubling = format!("{{% set x = 1 %}}{}{{{{ x }}}}", "{% set x = [x, x] %}".repeat(60));
    for (round, hostile) in ENDLESS.iter().chain([&doubling.as_str()]).enumerate() {
        page.evaluate(CLOCK);
        page.textbox("Template editor").fill(&format!("{hostile}\n"));
        reasons.push(page.evaluate("window.until('Problems', 'Dockerfile.j2:1:')").as_f64().expect("ms"));
        page.evaluate(CLOCK);
        page.textbox("Template editor").fill(&format!("FROM fixed-{round}\n"));
        let fixed = format!("window.until('Rendered output', 'fixed-{round}')");
        fixes.push(page.evaluate(&fixed).as_f64().expect("ms"));
    }
    println!("ms from the edit to the reason: {reasons:.0?}; from the fix to its output: {fixes:.0?}");
}

const ENDLESS: &[&str] = &[
    "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "{% for a in range(100000000) %}{% for b in range(100000000) %}{% endfor %}{% endfor %}",
    "{{ 'x' | center(4000000000) }}",
    "{% set x = 'x' * 1000000 %}{% for a in range(1000000) %}{{ x }}{% endfor %}",
    "{{ range(0, 10, 0) }}",
    "{{ 'a b' | wordwrap(0) }}",
    "{{ (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1",
    "{% for a in range(999) %}{% for b in range(999) %}{{ options.ship_packages | sort | join(a) | upper | replace('a', 'b') }}{% endfor %}{% endfor %}",
];

/// From the next change of a text on, until words stand in something of that name.
const CLOCK: &str = "{
    let begun;
    addEventListener('beforeinput', () => { begun ??= performance.now(); }, { capture: true, once: true });
    window.until = async (name, words) => {
        const there = () => document.querySelector(`[aria-label='${name}']`)?.innerText.includes(words);
        while (!there()) {
            if (performance.now() - begun > 10_000) throw new Error(document.querySelector(`[aria-label='${name}']`)?.innerText);
            await new Promise((next) => setTimeout(next, 2));
        }
        return performance.now() - begun;
    };
}";

/// Ten megabytes in one template: it is rendered, typing in it reaches the output and is kept.
#[test]
fn a_large_file_is_edited_like_any_other() {
    let page = Page::open();
    page.textbox("Rendered output").wait_text("FROM");
    let line = "# {{ name }} and so on, up to the end of a line of a usual length, which is not that short\n";
    let text = format!("FROM x\n{}", line.repeat((10 << 20) / line.len()));
    let mut bundle = Bundle::new();
    bundle.put(BundlePath::new("Dockerfile.j2").unwrap(), File::text(&text)).unwrap();
    let yml = "name: {{ name }}\nruntime: {{ runtime }}\n";
    bundle.put(BundlePath::new("template/funko.yml.j2").unwrap(), File::text(yml)).unwrap();
    page.upload("Open zip", "large.zip", &archive::write(&bundle, "large").expect("it can be written"));
    page.textbox("Template editor").wait_text("and so on");
    page.textbox("Rendered output").wait_text("# hello and so on");
    page.evaluate(CLOCK);
    page.textbox("Template editor").press("Control+Home");
    page.type_text("# mine ");
    page.textbox("Template editor").wait_text("# mine FROM");
    let seen = page.evaluate("window.until('Rendered output', '# mine FROM')").as_f64().expect("ms");
    println!("ms from the first of seven keys to the output: {seen:.0}");
    page.status("Save state").wait_until("saved", |text| text == "Saved");
    page.screenshot("large-file");
    page.reload();
    page.textbox("Rendered output").wait_text("# mine FROM");
}
