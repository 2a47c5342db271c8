//! A form's edit of `funko.yml`: it reads back exactly, and only the bytes of that value are other ones.

use faaso::{
    funko::{self, CannotChange, Change, Entry, OptionValue, Shape},
    text::Span,
};

fn text(value: &str) -> Change {
    Change::Value(OptionValue::Text(value.to_owned()))
}

fn list(items: &[&str]) -> Change {
    Change::Value(OptionValue::List(items.iter().map(|&item| item.to_owned()).collect()))
}

#[test]
fn a_form_edit_is_written_as_the_author_would() {
    let head = "name: a\nruntime: r\n";
    let check = |before: &str, key: &str, change: Change, after: &str| {
        let (before, after) = (format!("{head}{before}"), format!("{head}{after}"));
        let splices = funko::change(&before, key, &change);
        let made = splices.map(|splices| funko::apply(&before, &splices));
        assert_eq!(made.as_deref(), Ok(after.as_str()), "{before} {change:?}");
    };
    let gone = || Change::Unset;
    // quotes stay
    check("options:\n  x: 'a' # c\n", "x", text("b"), "options:\n  x: 'b' # c\n");
    check("options:\n  x: \"a\"\n", "x", text("b\"c"), "options:\n  x: \"b\\\"c\"\n");
    check("options:\n  x: 8 # c\n", "x", text("9"), "options:\n  x: 9 # c\n");
    check("options:\n  x: a # c\n", "x", text("a #b"), "options:\n  x: \"a #b\" # c\n");
    check("options:\n  x: a\n", "x", text(""), "options:\n  x: \"\"\n");
    check("options:\n  x: a\n", "x", text("null"), "options:\n  x: \"null\"\n");
    check("options:\n  x: # c\n  y: b\n", "x", text("a"), "options:\n  x: \"a\" # c\n  y: b\n");
    check(
        "options:\n  x: |\n    a\n    b\n  y: c\n",
        "x",
        text("a\n\nd\n"),
        "options:\n  x: |\n    a\n\n    d\n  y: c\n",
    );
    check("options:\n  x: |\n    a\n  y: c\n", "x", text("d"), "options:\n  x: \"d\"\n  y: c\n");
    // text and list
    check("options:\n  x: a # c\n", "x", list(&[]), "options:\n  x: [] # c\n");
    check("options:\n  x:\n    - a # c\n    - b\n  y: z\n", "x", text("d"), "options:\n  x: \"d\"\n  y: z\n");
    check("options:\n  x:\n  - a\n  - b\n  y: z\n", "x", list(&[]), "options:\n  x: []\n  y: z\n");
    check("options:\n  x: [a, b]\n", "x", list(&["c"]), "options:\n  x: [\"c\"]\n");
    check("options:\n  x:\n    - a\n", "x", list(&["c", "d"]), "options:\n  x:\n    - \"c\"\n    - \"d\"\n");
    // items
    let item = |at, text: &str| Change::Item(at, text.to_owned());
    let insert = |at, text: &str| Change::Insert(at, text.to_owned());
    check("options:\n  x: ['a', b] # c\n", "x", item(0, "q"), "options:\n  x: ['q', b] # c\n");
    check("options:\n  x: ['a', b]\n", "x", insert(2, "q"), "options:\n  x: ['a', b, \"q\"]\n");
    check("options:\n  x: [a]\n", "x", insert(0, "q"), "options:\n  x: [\"q\", a]\n");
    check("options:\n  x: []\n", "x", insert(0, "q"), "options:\n  x: [\"q\"]\n");
    check("options:\n  x: [a, b, c]\n", "x", Change::Remove(1), "options:\n  x: [a, c]\n");
    check("options:\n  x: [a, b]\n", "x", Change::Remove(1), "options:\n  x: [a]\n");
    check("options:\n  x: [a]\n", "x", Change::Remove(0), "options:\n  x: []\n");
    check("options:\n  x: [a, 'b', c]\n", "x", Change::Move(0, 2), "options:\n  x: ['b', c, a]\n");
    let lines = "options:\n  x:\n    # one\n    - a # A\n    # two\n    - 'b' # B\n  y: z\n";
    check(
        lines,
        "x",
        item(1, "q"),
        "options:\n  x:\n    # one\n    - a # A\n    # two\n    - 'q' # B\n  y: z\n",
    );
    check(
        lines,
        "x",
        insert(2, "q"),
        "options:\n  x:\n    # one\n    - a # A\n    # two\n    - 'b' # B\n    - \"q\"\n  y: z\n",
    );
    check(lines, "x", Change::Remove(0), "options:\n  x:\n    # one\n    # two\n    - 'b' # B\n  y: z\n");
    check(lines, "x", Change::Remove(1), "options:\n  x:\n    # one\n    - a # A\n    # two\n  y: z\n");
    check(
        lines,
        "x",
        Change::Move(1, 0),
        "options:\n  x:\n    # one\n    - 'b' # A\n    # two\n    - a # B\n  y: z\n",
    );
    check("options:\n  x:\n    - a", "x", insert(1, "q"), "options:\n  x:\n    - a\n    - \"q\"");
    // new ones, and gone ones
    check("options:\n  x: a # c\n", "y", text("b"), "options:\n  x: a # c\n  y: \"b\"\n");
    check("options: {x: a}\n", "y", list(&["b"]), "options: {x: a, y: [\"b\"]}\n");
    check("options: {}\n", "y", text("b"), "options:\n  y: \"b\"\n");
    check("options:\n", "y", text("b"), "options:\n  y: \"b\"\n");
    check("options: # none\n", "y", text("b"), "options: # none\n  y: \"b\"\n");
    check("# end", "y", text("b"), "# end\noptions:\n  y: \"b\"\n");
    check("options:\r\n  x: a\r\n", "y", text("b"), "options:\r\n  x: a\r\n  y: \"b\"\r\n");
    check("options:\n  x: a\n", "a: b", text("c"), "options:\n  x: a\n  \"a: b\": \"c\"\n");
    check("options:\n  # c\n  x: a # d\n  y: b\n", "x", gone(), "options:\n  # c\n  y: b\n");
    check("options:\n  x:\n    - a\n    - b\n  y: b\n", "x", gone(), "options:\n  y: b\n");
    check("options:\n  x: a\n", "x", gone(), "options:\n");
    check("options:\n  y: b\n  x: a", "x", gone(), "options:\n  y: b");
    check("options: {x: a, y: b}\n", "x", gone(), "options: {y: b}\n");
    check("options: {x: a, y: b}\n", "y", gone(), "options: {x: a}\n");
    check("options: {x: a}\n", "x", gone(), "options: {}\n");
    check("options:\n  x: a\n  y: b\n  x: c\n", "x", gone(), "options:\n  y: b\n");
    check("options:\n  x: a\n  x: c\n", "x", text("d"), "options:\n  x: a\n  x: d\n");
    check("options:\n  x: a\n", "x", Change::Rename("y".into()), "options:\n  y: a\n");
    // as it is
    check("options:\n  x: a\n", "x", text("a"), "options:\n  x: a\n");
    check("options:\n  x: a\n", "y", gone(), "options:\n  x: a\n");
    // what comes with a merge is written over
    let merged = "base: &b\n  x: 1\noptions:\n  <<: *b\n  y: 2\n";
    check(merged, "x", text("3"), "base: &b\n  x: 1\noptions:\n  <<: *b\n  y: 2\n  x: \"3\"\n");
}

#[test]
fn what_is_shared_is_not_written() {
    let check = |yml: &str, key, change, why| assert_eq!(funko::change(yml, key, &change), Err(why), "{yml}");
    let shared = "name: a\noptions:\n  x: &v a\n  y: *v\n";
    check(shared, "x", text("b"), CannotChange::Shared);
    check(shared, "x", Change::Unset, CannotChange::Shared);
    check("name: a\nbase: &b\n  x: 1\noptions:\n  <<: *b\n", "x", Change::Unset, CannotChange::Shared);
    check("name: a\noptions: [\n", "x", text("b"), CannotChange::Unread);
    check("name: a\noptions:\n  x: [a]\n", "x", Change::Remove(1), CannotChange::Gone);
    check("name: a\noptions:\n  x: a\n", "x", Change::Remove(0), CannotChange::Gone);
    check("name: a\noptions:\n  x: a\n", "y", Change::Rename("z".into()), CannotChange::Gone);
    check("name: a\noptions:\n  x: a\n  y: b\n", "y", Change::Rename("x".into()), CannotChange::Gone);
}

/// Edits that change something.
const CASES: usize = 20_000;

/// A small generator of its own: the same inputs in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const TEXTS: [&str; 24] = [
    "",
    "a",
    "8",
    "1.10",
    "yes",
    "null",
    "~",
    "a b",
    "a: b",
    "a #b",
    "#",
    "- a",
    "[a",
    "{{ x }}",
    "'",
    "\"",
    "a\nb\n",
    "a\n\nb",
    " a ",
    "é🎉",
    "\\n",
    "\t",
    "\u{7f}\u{feff}x",
    "a,b",
];

/// How the values of a made file are written.
fn scalar(random: &mut Random, flow: bool, indent: &str) -> String {
    match random.below(if flow { 3 } else { 6 }) {
        0 => random.one(&["a", "8", "1.10", "a-b", "yes", "x_y/z", "null", "é"]).to_string(),
        1 => format!("'{}'", random.one(&["", "a", "it''s", "#", "a: b", "- x"])),
        2 => format!("\"{}\"", random.one(&["", "a", "\\\"", "a\\nb", "# no", "\\u00e9"])),
        3 => format!("|\n{indent}  one\n{indent}\n{indent}  two"),
        4 => format!(">-\n{indent}  one\n{indent}  two"),
        _ => String::new(),
    }
}

/// A `funko.yml` with comments, quotes, lists of both kinds, in any order.
fn file(random: &mut Random) -> String {
    let flow_options = random.is(15);
    let comment = |random: &mut Random| match random.below(4) {
        0 => " # \"said\": [it]",
        _ => "",
    };
    let mut options = Vec::new();
    for key in ["x", "packages", "\"quoted key\"", "y-z", "lone"] {
        if random.is(35) {
            continue;
        }
        let indent = "  ";
        let value = match random.below(4) {
            0 | 1 => scalar(random, flow_options, indent),
            2 => {
                let items: Vec<_> = (0..random.below(4)).map(|_| scalar(random, true, indent)).collect();
                format!("[{}]", items.join(*random.one::<&str>(&[", ", ","])))
            }
            _ if flow_options => "[]".to_owned(),
            _ => {
                let dash = *random.one(&["  ", "    "]);
                let mut lines = String::new();
                for _ in 0..1 + random.below(3) {
                    if random.is(25) {
                        lines.push_str(&format!("\n{dash}# before an item"));
                    }
                    let item = scalar(random, false, &format!("{dash}  "));
                    let note = if item.starts_with(['|', '>']) { "" } else { comment(random) };
                    lines.push_str(&format!("\n{dash}- {item}{note}"));
                }
                lines
            }
        };
        options.push((key, value));
    }
    let written = match flow_options {
        true => {
            let pairs: Vec<_> = options.iter().map(|(key, value)| format!("{key}: {value}")).collect();
            format!("options: {{{}}}{}\n", pairs.join(", "), comment(random))
        }
        false => {
            let mut lines = format!("options:{}\n", comment(random));
            for (key, value) in options {
                if random.is(25) {
                    let line: &&str = random.one(&["  # about it\n", "\n", "# far left\n"]);
                    lines.push_str(line);
                }
                let plain = !value.starts_with(['\n', '|', '>']);
                let note = if plain { comment(random) } else { "" };
                let gap = if value.starts_with('\n') { "" } else { " " };
                lines.push_str(&format!("  {key}:{gap}{value}{note}\n"));
            }
            lines
        }
    };
    let mut parts = vec!["name: a # the name\n".to_owned(), "runtime: \"r\"\n".to_owned(), written];
    if random.is(30) {
        parts.swap(0, 2);
    }
    if random.is(20) {
        parts.push("\n# the end\n".to_owned());
    }
    let mut text = parts.concat();
    if random.is(15) {
        text.truncate(text.trim_end().len());
    }
    if random.is(20) {
        text = text.replace('\n', "\r\n");
    }
    if random.is(5) {
        text.insert(0, '\u{feff}');
    }
    text
}

fn any_change(random: &mut Random) -> Change {
    let text = |random: &mut Random| random.one(&TEXTS).to_string();
    let at = random.below(4);
    match random.below(8) {
        0 | 1 => Change::Value(OptionValue::Text(text(random))),
        2 => Change::Value(OptionValue::List((0..random.below(4)).map(|_| text(random)).collect())),
        3 => Change::Unset,
        4 => Change::Item(at, text(random)),
        5 => Change::Insert(at, text(random)),
        6 => Change::Remove(at),
        _ => Change::Move(at, random.below(4)),
    }
}

/// What of the file may be written: the value with what stands between the colon and it, and the rest of its last line.
fn room(text: &str, entry: &Entry) -> Span {
    let line = entry.value.span.end
        + text[entry.value.span.end..].find('\n').map_or(text.len() - entry.value.span.end, |at| at + 1);
    Span::new(entry.key_span.end, line)
}

#[test]
fn a_form_edit_changes_only_its_value() {
    let mut made = 0;
    for number in 0.. {
        if made == CASES {
            break;
        }
        let mut random = Random(number);
        let before = file(&mut random);
        let reading = funko::read(before.as_bytes());
        let funko = reading.funko.clone().unwrap_or_else(|problem| panic!("{number}: {problem:?}\n{before}"));
        let key = *random.one(&["x", "packages", "quoted key", "y-z", "lone", "new", "a: b"]);
        let change = any_change(&mut random);
        let splices = match funko::change(&before, key, &change) {
            Ok(splices) => splices,
            // no such item
            Err(CannotChange::Gone) => continue,
            Err(why) => panic!("{number}: {why:?} for {key} {change:?} in\n{before}"),
        };
        let after = funko::apply(&before, &splices);
        let what = || format!("{number}: {key} {change:?}\n{before}---\n{after}");
        let read = funko::read(after.as_bytes());
        let now = read.funko.clone().unwrap_or_else(|problem| panic!("{problem:?} {}", what()));
        // the others as they were, their bytes and their order
        let others = |reading: &funko::Reading| -> Vec<(String, String)> {
            let others = reading.places.options.iter().chain(&reading.places.top);
            let others = others.filter(|entry| entry.key != key && entry.key != "options");
            others
                .map(|entry| (entry.key.clone(), entry.value.span.of(&reading.text).trim_end().to_owned()))
                .collect()
        };
        assert_eq!(others(&reading), others(&read), "{}", what());
        assert_eq!((&funko.name, &funko.runtime), (&now.name, &now.runtime), "{}", what());
        match &change {
            Change::Value(value) => assert_eq!(now.option(key), Some(value), "{}", what()),
            Change::Unset => assert_eq!(now.option(key), None, "{}", what()),
            Change::Rename(_) => unreachable!("not made here"),
            Change::Item(at, text) => {
                let Some(OptionValue::List(items)) = now.option(key) else { panic!("{}", what()) };
                assert_eq!(&items[*at], text, "{}", what());
            }
            Change::Insert(..) | Change::Remove(_) | Change::Move(..) => {
                let Some(OptionValue::List(items)) = now.option(key) else { panic!("{}", what()) };
                let Some(OptionValue::List(old)) = funko.option(key) else { panic!("{}", what()) };
                let mut expected = old.clone();
                match &change {
                    Change::Insert(at, text) => expected.insert(*at, text.clone()),
                    Change::Remove(at) => drop(expected.remove(*at)),
                    Change::Move(from, to) => {
                        let item = expected.remove(*from);
                        expected.insert(*to, item);
                    }
                    _ => {}
                }
                assert_eq!(*items, expected, "{}", what());
            }
        }
        // only there, where the option stood
        if let (Some(entry), false) = (reading.places.option(key), matches!(change, Change::Unset)) {
            let room = room(&before, entry);
            for splice in &splices {
                assert!(
                    room.start <= splice.span.start && splice.span.end <= room.end,
                    "{splice:?} {}",
                    what()
                );
            }
            if let (Change::Item(at, _), Shape::List(items)) = (&change, &entry.value.shape)
                && let [splice] = &splices[..]
            {
                assert_eq!(splice.span, items[*at].span, "{}", what());
            }
        }
        // the line ends of the file
        if before.contains("\r\n") {
            assert!(!after.replace("\r\n", "").contains('\n'), "{}", what());
        }
        made += usize::from(!splices.is_empty());
    }
}
