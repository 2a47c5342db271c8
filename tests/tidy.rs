//! What ARCHITECTURE.md promises and the compiler can't say: modules of one package have no wall between them, the
//! standard library's clock and files are open to every crate, and a circle of imports compiles. Each rule says what
//! to do instead.

#[path = "tidy/code.rs"]
mod code;
#[path = "tidy/imports.rs"]
mod imports;

use imports::Crate;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Names that some files must not use, however they are imported.
struct Wall {
    /// Files it holds for, by the start of their path; none for all.
    within: &'static [&'static str],
    /// Files that may, by the start of their path.
    but_for: &'static [&'static str],
    words: &'static [&'static str],
    instead: &'static str,
}

const WALLS: &[Wall] = &[
    Wall {
        within: &["crates/"],
        but_for: &["crates/command/", "crates/replay/", "crates/catalog/build.rs", "crates/lessons/build.rs"],
        words: &["std::fs", "std::env", "std::net", "std::time", "SystemTime", "Instant::now"],
        instead: "the crates below the page know no clock and no file system: take what is needed as an argument",
    },
    Wall {
        within: &["src/state/"],
        but_for: &[],
        words: &["leptos", "web_sys", "js_sys", "gloo", "wasm_bindgen", "crate::ui", "crate::platform"],
        instead: "state is tested natively: reactive_graph yes, DOM no; browser effects belong to platform/ and wiring.rs",
    },
    Wall {
        within: &["src/platform/"],
        but_for: &[],
        words: &["crate::state", "crate::ui", "crate::engine", "crate::editor", "crate::wiring"],
        instead: "platform/ knows the browser and core's values; wiring.rs brings the state to it",
    },
    Wall {
        within: &["src/engine/"],
        but_for: &[],
        words: &["crate::state", "crate::ui", "crate::editor", "crate::platform", "crate::wiring"],
        instead: "the border carries core's values only; wiring.rs brings them from the state and back",
    },
    Wall {
        within: &["src/editor/"],
        but_for: &[],
        words: &[
            "crate::state",
            "crate::ui",
            "crate::platform",
            "crate::engine",
            "crinja",
            "faaso::project",
            "faaso::trees",
        ],
        instead: "the editor knows text, spans and diagnostics only; the page tells it the rest through CodeEditor",
    },
    Wall {
        within: &["src/ui/"],
        but_for: &[],
        words: &["js_sys", "crate::engine::client"],
        instead: "a component reads memos and calls actions; put browser effects into platform/, the engine into wiring.rs",
    },
    Wall {
        within: &["src/"],
        but_for: &["src/editor/", "src/platform/", "src/engine/", "src/bin/"],
        words: &["wasm_bindgen"],
        instead: "cross into JavaScript only under editor/, platform/ and engine/; wrap it there in a typed function",
    },
    Wall {
        within: &["src/"],
        but_for: &["src/editor/", "src/wiring", "src/ui/"],
        words: &["Effect::new"],
        instead: "app-level effects stand in wiring.rs, where they can be read together; derived values are memos",
    },
    Wall {
        within: &["src/", "crates/", "examples/"],
        but_for: &[],
        words: &["dbg!", "todo!", "unimplemented!", ".unwrap"],
        instead: "return an error, or `expect` the invariant it leans on",
    },
];

#[test]
fn walls_stand() {
    let mut broken = Vec::new();
    for (folder, read) in crates() {
        for file in read.files() {
            let path = format!("{folder}{file}");
            let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| path.starts_with(prefix));
            for wall in WALLS.iter().filter(|wall| starts(wall.within) && !starts(wall.but_for)) {
                for place in read.paths(file).iter().chain(read.calls(file)) {
                    for word in wall.words.iter().filter(|word| names(&place.segments, word)) {
                        broken.push(format!("{path}:{}: `{word}`. {}", place.line, wall.instead));
                    }
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Two files that need each other are one file, or three: what both need stands in a third.
#[test]
fn no_file_imports_another_in_a_circle() {
    let mut found = Vec::new();
    for (folder, read) in crates() {
        let edges = read.edges();
        assert!(edges.len() > 1 || folder != "src/", "no imports seen in {folder}");
        for circle in imports::circles(&edges) {
            let within = |edge: &&imports::Edge| circle.contains(&*edge.from) && circle.contains(&*edge.to);
            for imports::Edge { from, line, what, to } in edges.iter().filter(within) {
                found.push(format!("{folder}{from}:{line} takes `{what}` from {to}"));
            }
            found.push(String::new());
        }
    }
    assert!(
        found.is_empty(),
        "a circle of imports: move what both need to a file of its own\n{}",
        found.join("\n")
    );
}

/// A comment that says `docs/semantics.md §4.2` sends its reader to a heading that is there.
#[test]
fn sections_that_comments_name_are_there() {
    let (mut missing, mut seen) = (Vec::new(), 0);
    let headings = ["docs/semantics.md", "docs/dialect.md"].map(|page| {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page));
        let text = text.unwrap_or_else(|error| panic!("{page}: {error}"));
        (page, text.lines().filter_map(section_of_heading).collect::<BTreeSet<_>>())
    });
    for file in ["src", "crates", "tests", "examples"].into_iter().flat_map(|folder| sources(folder, "rs")) {
        let text = one_line(&file.text);
        for (page, sections) in &headings {
            for section in text.match_indices(page).flat_map(|(at, _)| named(&text[at + page.len()..])) {
                seen += 1;
                if !sections.contains(&section) {
                    missing.push(format!("{}: {page} has no section {section}", file.path));
                }
            }
        }
        let orphan = ["SEMANTICS ", "DIFFERENCES "].map(|old| format!("{old}§"));
        missing.extend(
            orphan.iter().filter(|old| text.contains(*old)).map(|old| format!("{}: {old}", file.path)),
        );
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(seen > 50, "only {seen} mentions were seen");
}

/// Comments go on in the next line.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start().trim_start_matches(['/', '!']).trim_start());
    lines.collect::<Vec<_>>().join(" ")
}

/// `## 4. Tags` and `### 4.1 Context` as `4` and `4.1`.
fn section_of_heading(line: &str) -> Option<String> {
    let number = line.strip_prefix("##")?.trim_start_matches('#').trim_start();
    let number = number.split(' ').next()?.trim_end_matches('.');
    number.starts_with(|c: char| c.is_ascii_digit()).then(|| number.to_owned())
}

/// The sections named right behind a page: ` §3.4, §4.1`, ` §2–§5`.
fn named(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(after) = [" §", ", §", "–§", " and §"].iter().find_map(|mark| rest.strip_prefix(mark))
    {
        let end = after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(after.len());
        found.push(after[..end].trim_end_matches('.').to_owned());
        rest = &after[end..];
    }
    found
}

#[test]
fn the_sections_are_read_as_written() {
    assert_eq!(named(" §3.4, §4.1)."), ["3.4", "4.1"]);
    assert_eq!(named(" §2–§5. And §6"), ["2", "5"]);
    assert_eq!(named("` shows"), [""; 0]);
    assert_eq!(section_of_heading("### 4.1 Context").as_deref(), Some("4.1"));
    assert_eq!(section_of_heading("## 12. Safe strings").as_deref(), Some("12"));
    assert_eq!(section_of_heading("## Terms"), None);
}

/// A component may have an effect of its own for focus alone; a modal dialog takes it by being shown.
#[test]
fn effects_in_components_are_about_focus() {
    let mut broken = Vec::new();
    for file in sources("src/ui", "rs") {
        let lines: Vec<_> = file.text.lines().collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.contains("Effect::new")) {
            let near = &lines[at.saturating_sub(3)..(at + 12).min(lines.len())];
            if !near.iter().any(|line| line.to_lowercase().contains("focus") || line.contains("show_modal")) {
                broken.push(format!(
                    "{}:{}: an effect that is not about focus belongs to wiring.rs",
                    file.path,
                    at + 1
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Without its tests. A little over is no crime: the limit is a question, and the answer stands at the file's top.
#[test]
fn a_long_file_says_why_at_its_top() {
    let mut broken = Vec::new();
    let files = ["src", "crates", "tests", "examples"].into_iter().flat_map(|folder| sources(folder, "rs"));
    let styles = sources("style", "css").into_iter().chain(sources("src/editor/js", "js"));
    for file in files.chain(styles) {
        let length = code_lines(&file.text).len();
        let mut top = file.text.lines().take(20);
        if length > 440 && !top.any(|line| line.contains("Long because")) {
            broken.push(format!(
                "{} has {length} lines: part it, or give the reason at its top in a sentence that begins “Long because”",
                file.path
            ));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Colours are tokens, so that both themes are complete and their contrast is checked in one place.
#[test]
fn colours_stand_in_tokens_alone() {
    let mut broken = Vec::new();
    let files =
        sources("style", "css").into_iter().chain(sources("src", "rs")).chain(sources("src/editor/js", "js"));
    for file in files.filter(|file| file.path != "style/tokens.css") {
        for (number, line) in code_lines(&file.text) {
            let styled = file.path.ends_with(".css") || line.contains("style") || file.path.ends_with(".js");
            let hex = line.match_indices('#').any(|(at, _)| is_hex_colour(&line[at + 1..]));
            if styled
                && (hex || ["rgb(", "rgba(", "hsl(", "oklch("].iter().any(|function| line.contains(function)))
            {
                broken.push(format!(
                    "{}:{number}: a raw colour; give it a name in style/tokens.css",
                    file.path
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// What the page is told not to load must not come in by the back door.
#[test]
fn nothing_comes_from_another_site() {
    let files =
        sources("style", "css").into_iter().chain(sources("src/editor/js", "js")).chain(sources("", "html"));
    for file in files {
        for (at, line) in file.text.lines().enumerate() {
            let loads = ["src=", "href=", "url(", "import "].iter().any(|word| line.contains(word));
            assert!(
                !(loads && (line.contains("http://") || line.contains("https://") || line.contains("\"//"))),
                "{}:{}: the designer works without a network; ship the file with it",
                file.path,
                at + 1
            );
        }
    }
}

#[test]
fn the_rules_see_what_they_look_for() {
    let read = |code: &str| Crate::read([("ui/pane.rs".to_owned(), code.to_owned())]);
    let used = |code: &str, word: &str| {
        let read = read(code);
        read.paths("ui/pane.rs")
            .iter()
            .chain(read.calls("ui/pane.rs"))
            .any(|place| names(&place.segments, word))
    };
    assert!(used("use leptos::prelude::*;", "leptos"));
    assert!(!used("use leptospira::X; // leptos::prelude", "leptos"));
    assert!(used("fn f() { value.unwrap() }", ".unwrap"));
    assert!(!used("fn f() { value.unwrap_or(1) }", ".unwrap"));
    assert!(used("use crate::{ui, engine::{jobs, client::Engine}};", "crate::engine::client"));
    assert!(used("use super::super::engine; fn f() { engine::client::ask() }", "crate::engine::client"));
    assert!(used("use std as s; fn f() { s::time::Instant::now() }", "std::time"));
    assert!(used("use leptos::prelude::*; fn f() { Effect::new(|_| {}) }", "Effect::new"));
    assert!(used("fn f() { assert!(todo!()) }", "todo!"));
    assert!(
        is_hex_colour("fff;")
            && is_hex_colour("0e1116")
            && !is_hex_colour("editor")
            && !is_hex_colour("add-file")
    );
    let text =
        "a(); // .unwrap()\n/* b\n.unwrap() */ c();\n#[cfg(test)]\nmod tests {\n  x.unwrap();\n}\nd();\n";
    let lines: Vec<_> = code_lines(text).into_iter().map(|(_, line)| line.trim().to_owned()).collect();
    assert_eq!(lines, ["a();", "", "c();", "d();"]);
}

/// Every crate by its folder of sources.
fn crates() -> BTreeMap<String, Crate> {
    let mut files: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for Source { path, text } in
        ["src", "crates", "examples"].into_iter().flat_map(|folder| sources(folder, "rs"))
    {
        // the applications that a test converts are not ours
        let of_crate = path.strip_prefix("crates/").and_then(|rest| rest.split_once("/src/"));
        let top = match of_crate.filter(|(name, _)| !name.contains('/')) {
            Some((name, _)) => format!("crates/{name}/src/"),
            None if path.starts_with("src/bin/") => "src/bin/".to_owned(),
            None if path.starts_with("src/") => "src/".to_owned(),
            None if path.starts_with("examples/") => "examples/".to_owned(),
            None => continue,
        };
        files.entry(top.clone()).or_default().push((path[top.len()..].to_owned(), text));
    }
    files.into_iter().map(|(folder, files)| (folder, Crate::read(files))).collect()
}

struct Source {
    /// From the top of the repository, with slashes.
    path: String,
    text: String,
}

/// Every file below a folder with this ending; of the top itself, only what lies in it.
fn sources(folder: &str, ending: &str) -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&top.join(folder), !folder.is_empty(), ending, &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Source {
            path: path.strip_prefix(top).expect("it is below").to_string_lossy().replace('\\', "/"),
            text,
        }
    };
    found.into_iter().map(read).collect()
}

fn collect(folder: &Path, deep: bool, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && deep {
            collect(&path, deep, ending, found);
        } else if path.is_file() && path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
}

/// Lines with their numbers, without comments and without the tests of a file (formatted Rust: a module that
/// begins with `#[cfg(test)]` at the margin ends with a brace at the margin).
fn code_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let (mut in_tests, mut in_comment) = (false, false);
    for (index, line) in text.lines().enumerate() {
        if line == "#[cfg(test)]" {
            in_tests = true;
        }
        if in_tests {
            in_tests = line != "}";
            continue;
        }
        let mut line = line;
        if in_comment {
            match line.split_once("*/") {
                Some((_, rest)) => (in_comment, line) = (false, rest),
                None => continue,
            }
        }
        let mut code = line.to_owned();
        if let Some((before, rest)) = line.split_once("/*") {
            in_comment = !rest.contains("*/");
            code = format!("{before}{}", rest.split_once("*/").map_or("", |(_, after)| after));
        }
        if let Some(at) = code.find("//").filter(|&at| !code[..at].ends_with(':')) {
            code.truncate(at);
        }
        lines.push((index + 1, code));
    }
    lines
}

/// Whether a path goes through these names, one after the other.
fn names(segments: &[String], word: &str) -> bool {
    let word: Vec<_> = word.split("::").collect();
    segments.windows(word.len()).any(|part| part == word)
}

fn is_hex_colour(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_hexdigit).count();
    let ends = text[digits..].chars().next().is_none_or(|c| !(c.is_alphanumeric() || c == '-' || c == '_'));
    ends && matches!(digits, 3 | 4 | 6 | 8)
}
