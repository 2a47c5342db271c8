//! `funko.yml` at random: never a panic, places inside the text, and a name that is set is then read.

use super::{random::Random, show};
use faaso::{
    funko::{self, Entry, Places, Reading, Shape},
    text::Span,
};
use replay::templates as corpus;
use std::{collections::BTreeSet, sync::LazyLock};

pub fn run(random: &mut Random) {
    let mut bytes = text(random).into_bytes();
    match random.below(12) {
        0 => bytes = [b"\xEF\xBB\xBF", &bytes[..]].concat(),
        1 => bytes = utf16(&bytes, random.one_in(2)),
        2 | 3 => {
            for _ in 0..=random.below(4) {
                let at = random.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.byte();
                }
            }
        }
        _ => {}
    }
    check(&bytes);
    let name = if random.one_in(3) { random.noise(8) } else { "other".to_owned() };
    set(&String::from_utf8_lossy(&bytes), &name);
}

/// Reads, and looks at every place.
pub fn check(bytes: &[u8]) -> Reading {
    show(String::from_utf8_lossy(bytes));
    let reading = funko::read(bytes);
    let text = &reading.text;
    for problem in reading.funko.as_ref().err().into_iter().chain(&reading.further) {
        inside(text, problem.span, &problem.message);
    }
    let Places { top, options, merges } = &reading.places;
    for Entry { key, key_span, value, merge } in top.iter().chain(options) {
        inside(text, *key_span, key);
        inside(text, value.span, key);
        if let Shape::List(items) = &value.shape {
            items.iter().for_each(|item| inside(text, item.span, key));
        }
        assert!(merge.is_none_or(|merge| merge < merges.len()), "{key}");
    }
    merges.iter().for_each(|merge| inside(text, merge.span, "<<"));
    Places::duplicates(options);
    reading
}

/// Sets the name and the runtime: the text then says so, and nothing else is different.
fn set(text: &str, name: &str) {
    type Set = fn(&str, &str) -> Option<funko::Splice>;
    for (key, set) in [("name", funko::set_name as Set), ("runtime", funko::set_runtime)] {
        let Some(splice) = set(text, name) else { continue };
        inside(text, splice.span, key);
        let after = check(splice.apply(text).as_bytes()).funko.expect("a text that was fixed is read");
        let got = if key == "name" { Some(after.name) } else { after.runtime };
        assert_eq!(got.as_deref(), Some(name), "{key}");
        if let Ok(before) = funko::read(text.as_bytes()).funko {
            assert_eq!(before.options, after.options, "{key}");
        }
    }
}

fn utf16(bytes: &[u8], little: bool) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

/// Recorded texts with changes, and ones put together from lines.
pub fn text(random: &mut Random) -> String {
    let mut text = match random.below(3) {
        0 => (0..random.below(12)).map(|_| line(random)).collect(),
        _ => random.pick(&RECORDED).clone(),
    };
    for _ in 0..random.below(6) {
        let (start, end) = random.stretch(&text);
        match random.below(6) {
            0 => drop(text.drain(start..end)),
            1 => {
                let again = text[start..end].to_owned();
                let at = random.boundary(&text);
                text.insert_str(at, &again);
            }
            2 => text.insert_str(start, &line(random)),
            3 => text.insert_str(start, random.word(SIGNS)),
            4 => text.insert(start, random.character()),
            _ => text.replace_range(start..end, random.word(SIGNS)),
        }
    }
    text
}

static RECORDED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let cases =
        corpus::parse(include_str!("../../crates/crinja/tests/corpus.jsonl")).expect("cases in the format");
    let texts: BTreeSet<String> =
        cases.iter().filter_map(|case| case["funko"].as_str().map(str::to_owned)).collect();
    texts.into_iter().collect()
});

const SIGNS: &[&str] = &[
    ": ",
    "- ",
    "? ",
    "\n",
    "\n  ",
    "\n    - ",
    "&a ",
    "*a",
    "<<: *a",
    "!t ",
    "!!str ",
    "!<tag:x> ",
    "|\n  x",
    ">-\n  x",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "#",
    " #",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "%TAG ! x\n",
    "\t",
    "\r\n",
    "\"\\",
    "\\x4",
    "~",
    "null",
    "@",
    "`",
    "[!t, x]",
    "{a: ",
    "? [",
    "\u{85}",
    "\u{2028}",
];

fn line(random: &mut Random) -> String {
    const LINES: &[&str] = &[
        "name: hello\n",
        "runtime: kemal\n",
        "options:\n",
        "  a: b\n",
        "  c: [x, y]\n",
        "  d: &a\n    - 1.10\n    - yes\n",
        "  e: *a\n",
        "  <<: *a\n",
        "  <<: [*a, *b]\n",
        "base: &a\n  k: v\n",
        "b: &b {m: n}\n",
        "name: |\n  hello\n",
        "options: &o {}\n",
        "options: *o\n",
        "  f: \"x\\ty\"\n",
        "  'g': ''\n",
        "# note\n",
        "\n",
        "---\n",
        "...\n",
        "? a\n: b\n",
        "  h: >\n    folded\n    text\n",
        "  ? [x]\n  : y\n",
        "  i: !!binary aGk=\n",
        "options: null\n",
    ];
    (*random.pick(LINES)).to_owned()
}

#[track_caller]
fn inside(text: &str, span: Span, what: &str) {
    assert!(span.start <= span.end && text.get(span.start..span.end).is_some(), "{what} at {span:?}");
}
