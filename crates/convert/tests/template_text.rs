//! `as_template` and `as_plain`: the same bytes, on texts made by chance from what is difficult.

use convert::template_text::{Why, as_plain, as_template, file_as_template};
use crinja::{Budget, Context, ContextValue, render};

/// What a template trips over, in every language that applications are written in.
const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{",
    "}",
    "{{{",
    "{{{{",
    "{%-",
    "-%}",
    "{{-",
    "-}}",
    "{% raw %}",
    "{% endraw %}",
    "{{ name }}",
    "${#args[@]}",
    "${{ secrets.X }}",
    "{{range .Items}}",
    "\\{",
    "#{x}",
    "\"",
    "'",
    "\\",
    "`",
    "$",
    "%",
    "#",
    "-",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "a",
    "Zürich",
    "☃",
    "\u{feff}",
    "\u{a0}",
    "\u{2028}",
    "𝄞",
    "e\u{301}",
    "{% if x %}",
    "{# c #}",
    "##",
    "%%",
    "{{ \"{{\" }}",
    "\u{1}",
    "\u{7f}",
    "|",
    "options.x",
];

fn contexts() -> [Context; 2] {
    let some = vec![
        ("name".into(), ContextValue::Text("{{ runtime }}".into())),
        ("runtime".into(), ContextValue::Text("x".into())),
    ];
    [Context { variables: Vec::new() }, Context { variables: some }]
}

fn check(text: &str) {
    let template = match as_template(text) {
        Ok(template) => template,
        Err(why) => return assert!(why == Why::LoneCr && text.ends_with('\r'), "{text:?}: {why}"),
    };
    for context in contexts() {
        let rendered = render(&template, &context, &Budget::default());
        let rendered = rendered.unwrap_or_else(|error| panic!("{text:?} as {template:?}: {}", error.message));
        assert_eq!(rendered.text, text, "as {template:?}");
    }
    assert_eq!(as_plain(&template).as_deref(), Ok(text), "as {template:?}");
}

#[test]
fn ten_thousand_texts_render_to_themselves() {
    let mut chance = fastrand::Rng::with_seed(12);
    for _ in 0..10_000 {
        let pieces = chance.usize(0..24);
        let text: String = (0..pieces).map(|_| PIECES[chance.usize(0..PIECES.len())]).collect();
        check(&text);
    }
}

#[test]
fn every_pair_and_triple_of_braces() {
    let signs = ["{", "}", "%", "#", "-", "\n", "\r", "a"];
    for a in signs {
        for b in signs {
            for c in signs {
                for d in signs {
                    check(&format!("{a}{b}{c}{d}"));
                    check(&format!("{a}{b}{c}{d}\n"));
                }
            }
        }
    }
}

#[test]
fn what_can_be_no_template_says_why() {
    for (bytes, why) in [
        (&b"a\0b"[..], Why::Nul),
        (b"a\xff", Why::NotUtf8),
        (b"caf\xe9\n", Why::NotUtf8),
        (b"a\r", Why::LoneCr),
        (b"\r", Why::LoneCr),
    ] {
        assert_eq!(file_as_template(bytes), Err(why), "{bytes:?}");
    }
    assert_eq!(file_as_template(&vec![b'a'; 9 << 20]), Err(Why::TooLarge));
    assert_eq!(file_as_template("{{".repeat(600_000).as_bytes()), Err(Why::TooLarge));
    for kept in [&b""[..], b"\n", b"a\r\n", b"\xef\xbb\xbfa\n"] {
        assert!(file_as_template(kept).is_ok(), "{kept:?}");
    }
}

#[test]
fn what_computes_is_not_plain() {
    for (template, plain) in [
        ("a {{ \"b\" }} c\n", Ok("a b c")),
        ("{{ 'it' }}", Ok("it")),
        ("a\n{{ name }}\n", Err(Why::Computes { line: 2 })),
        ("a\n\n{% if x %}b{% endif %}", Err(Why::Computes { line: 3 })),
        ("{# why #}a", Err(Why::Computes { line: 1 })),
        ("{{ \"a\" | upper }}", Err(Why::Computes { line: 1 })),
        ("a\0", Err(Why::Nul)),
    ] {
        assert_eq!(as_plain(template), plain.map(str::to_owned), "{template:?}");
    }
    assert!(matches!(as_plain("{% if %"), Err(Why::Broken(_) | Why::Computes { .. })));
}
