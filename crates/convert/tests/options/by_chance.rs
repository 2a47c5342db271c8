//! What holds for every input: 10,000 of each.

use super::*;
use convert::options::{Kind, Selection, Wanted, Within, extract, inline, rename, yml::Yml};

const INPUTS: u64 = 10_000;

struct Random(fastrand::Rng);

impl Random {
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.0.usize(..from.len())]
    }

    /// Text that makes trouble for one language or the other.
    fn odd(&mut self, most: usize) -> String {
        const PARTS: [&str; 40] = [
            "a", "word", "1.10", "yes", "null", "~", " ", "  ", "\n", "\t", "\r\n", "\"", "'", "\\", "\\n",
            "{", "{{", "}}", "{%", "%}", "{#", "#}", "#", ": ", ":", "- ", "[", "]", ",", "&a", "*a", "!x",
            "|", ">", "%", "@", "`", "é", "🎉", "\u{85}",
        ];
        (0..self.0.usize(..=most)).map(|_| self.pick(&PARTS)).collect()
    }

    /// Text without template code.
    fn plain(&mut self, most: usize) -> String {
        let mut text = self.odd(most);
        while let Some(at) = ["{{", "{%", "{#"].iter().find_map(|sign| text.find(sign)) {
            text.remove(at);
        }
        text
    }

    fn yml(&mut self) -> String {
        let tail = self.pick(&[
            "",
            "options:\n",
            "options: {}\n",
            "options:\n  one: \"1\"\n",
            "options:\n  # about one\n  one: [a, b] # why\n  # about two\n  two: |\n    x\n    y\n",
            "options:\n  two:\n    - a\n    - b\n  # the end\n",
            "options: {one: 1, two: [a]}\n",
            "options:\n  one: {{ name }}\n",
            "options:\n  {% if runtime %}one: x{% endif %}\n  two: 'y'",
            "# c\noptions:\n    deep: x\nother: y\n",
        ]);
        format!("name: {{{{ name }}}}\nruntime: {{{{ runtime }}}}\n{tail}")
    }

    /// A template in which this text stands between the two others.
    fn template(&mut self) -> (String, usize) {
        let before = self.pick(&[
            "",
            "{% if name -%}\n",
            "{{ name }}",
            "{# note #}",
            "{% raw %}{{ x }}",
            "{% for x in [1, 2] %}",
        ]);
        let after = match before {
            "{% if name -%}\n" => "{% endif %}",
            "{% raw %}{{ x }}" => "{% endraw %}",
            "{% for x in [1, 2] %}" => "{% endfor %}",
            _ => "",
        };
        let mut text = before.to_owned();
        text.push_str(&self.plain(6));
        let at = text.len();
        (format!("{text}\0{}{after}{}", self.plain(6), self.plain(3)), at)
    }
}

/// What stands in a template, or a copied file, becomes an option and plain text again: both times nothing of the
/// output changes, the default reads back, and at the end every byte is where it was.
#[test]
fn extract_then_inline_is_nothing() {
    let (mut made, mut refused) = (0, 0);
    for input in 0..INPUTS {
        let mut random = Random(fastrand::Rng::with_seed(input));
        let (template, at) = random.template();
        let selected = random.plain(5);
        let template = template.replacen('\0', &selected, 1);
        let is_template = random.0.u8(..4) > 0;
        let name = if is_template { "file.j2" } else { "file" };
        let before = project(&[(name, &template), ("template/funko.yml.j2", &random.yml())]);
        let wanted = Wanted {
            name: Some(random.pick(&["new", "a-b", "not", "x y"]).to_owned()),
            kind: random.0.bool().then_some(Kind::List),
            about: Some(random.odd(3)),
            ..Wanted::default()
        };
        let span = Span::new(at, at + selected.len());
        let selection = Selection { file: runtime(name), span, within: Within::File };
        let Ok(extracted) = extract(&before, &selection, &wanted) else {
            refused += 1;
            continue;
        };
        let Ok(edit) = extracted.edit else {
            refused += 1;
            continue;
        };
        let said =
            || format!("{input}: {template:?} {:?} {:?}", selected, text(&before, "template/funko.yml.j2"));
        let mut after = before.clone();
        after.apply(edit).unwrap_or_else(|error| panic!("{}: {error}", said()));
        assert_eq!(rest(&after), rest(&before), "{}", said());
        let value = default(&after, wanted.name.as_deref().unwrap())
            .unwrap_or_else(|| panic!("{}: no default", said()));
        match value {
            OptionValue::Text(value) => assert_eq!(value, selected.trim(), "{}", said()),
            OptionValue::List(items) => {
                let words =
                    selected.split(|c: char| c.is_whitespace() || c == '\\').filter(|word| !word.is_empty());
                assert_eq!(items, words.collect::<Vec<_>>(), "{}", said());
            }
        }
        made += 1;
        let inlined = inline(&after, &extracted.name).and_then(|inlined| inlined.edit);
        let edit = inlined.unwrap_or_else(|why| panic!("{}: {why}\n{after:?}", said()));
        after.apply(edit).expect("it fits");
        assert_eq!(after, before, "{}", said());
    }
    assert!(made > INPUTS / 2, "{made} made, {refused} refused");
}

/// Whatever the default, it reads back as exactly that, and taking it out leaves what was there.
#[test]
fn every_default_reads_back() {
    for input in 0..INPUTS {
        let mut random = Random(fastrand::Rng::with_seed(input));
        let project = project(&[("template/funko.yml.j2", &random.yml())]);
        let yml = Yml::of_template(&project).unwrap().unwrap();
        let value = match random.0.bool() {
            true => OptionValue::Text(random.odd(12)),
            false => OptionValue::List((0..random.0.usize(..4)).map(|_| random.odd(5)).collect()),
        };
        let name = random.pick(&["new", "a b", "1", "é", "x:y", "#", "true"]);
        let said = || format!("{input}: {name:?} {value:?} in {:?}", yml.source);
        let written = yml.with(name, &value, &random.odd(4)).unwrap_or_else(|| panic!("{}", said()));
        let after = super::project(&[("template/funko.yml.j2", &written)]);
        assert_eq!(default(&after, name).as_ref(), Some(&value), "{}", said());
        let after = Yml::of_template(&after).unwrap().unwrap();
        let back = after.without(name).unwrap_or_else(|| panic!("{}: {written:?}", said()));
        assert_eq!(back, yml.source, "{}", said());
    }
}

/// Another name changes no byte of the output, and back again nothing at all.
#[test]
fn a_new_name_changes_nothing() {
    let mut renamed = 0;
    for input in 0..INPUTS {
        let mut random = Random(fastrand::Rng::with_seed(input));
        let mut template = String::new();
        for _ in 0..random.0.usize(1..6) {
            template.push_str(random.pick(&[
                "{{ options.one }}",
                "{{ options['one'] | default(\"x\") }}",
                "{{ options[\"one\"] ~ options.two }}",
                "{% for x in options.one | default([]) %}{{ x }}{% endfor %}",
                "{% if options.one is defined and options.two %}a{% endif %}",
                "{% set x = options.one %}{{ x }}",
                "{{ (options.one | default('b')) | upper }}",
                "{% raw %}{{ options.one }}{% endraw %}",
                "one options.one",
            ]));
            template.push_str(&random.plain(3));
        }
        let yml = random.yml();
        let before = project(&[
            ("file.j2", &template),
            ("template/funko.yml.j2", &yml),
            ("README.md", "`one` and `two`\n"),
        ]);
        let new = random.pick(&["three", "a-b", "not", "x y", "é"]);
        // chance made no template of it
        if crinja::parse(&template).is_err() {
            continue;
        }
        let Ok(to) = rename(&before, "one", new) else { continue };
        let said = || format!("{input}: {template:?} {yml:?} {new:?}");
        let edit = to.edit.unwrap_or_else(|why| panic!("{}: {why}", said()));
        let mut after = before.clone();
        after.apply(edit).expect("it fits");
        assert_eq!(rest(&after), rest(&before), "{}", said());
        renamed += 1;
        let back = rename(&after, new, "one").and_then(|back| back.edit);
        after.apply(back.unwrap_or_else(|why| panic!("{}: {why}", said()))).expect("it fits");
        assert_eq!(rest(&after), rest(&before), "{}", said());
        assert_eq!(after.runtime.get("README.md"), before.runtime.get("README.md"), "{}", said());
        assert_eq!(built(&after).1, built(&before).1, "{}", said());
    }
    assert!(renamed > INPUTS / 2, "{renamed} renamed");
}
