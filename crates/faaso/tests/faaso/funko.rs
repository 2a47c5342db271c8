//! `funko.yml` as FaaSO reads it: values, messages, places, edits.

use base64::{Engine, prelude::BASE64_STANDARD};
use faaso::{
    funko::{OptionValue, Places, check_name, read, set_name, set_runtime},
    text::{LineIndex, Span},
};
use serde_json::json;

/// `name|runtime|options` as one line, or the error's code and message.
fn shown(bytes: &[u8]) -> String {
    let reading = read(bytes);
    match reading.funko {
        Ok(funko) => {
            let runtime = funko.runtime.map_or("none".to_owned(), |runtime| format!("{runtime:?}"));
            let options = funko.options.iter().map(|(key, value)| match value {
                OptionValue::Text(text) => format!("{key:?}: {text:?}"),
                OptionValue::List(items) => format!("{key:?}: {items:?}"),
            });
            format!("{:?}|{runtime}|{}", funko.name, options.collect::<Vec<_>>().join(", "))
        }
        Err(problem) => format!("{}: {}", problem.code.as_str(), problem.message),
    }
}

/// What Crystal 1.6's reader made of texts put together by chance, for the class that FaaSO reads a `funko.yml` into:
/// some of each of its messages, and of each way to write what it takes.
#[test]
fn as_crystal_reads_them() {
    let mut wrong = Vec::new();
    let cases = replay::templates::parse(include_str!("../recorded-funko.jsonl")).unwrap();
    for case in &cases {
        let bytes = match (case["yml"].as_str(), case["base64"].as_str()) {
            (Some(text), _) => text.as_bytes().to_vec(),
            (None, base64) => BASE64_STANDARD.decode(base64.unwrap()).unwrap(),
        };
        let got = match read(&bytes).funko {
            Err(problem) => json!({ "err": problem.message }),
            Ok(funko) if check_name(&funko.name).is_err() => {
                json!({ "err": format!("Invalid funko name: {}", funko.name) })
            }
            Ok(funko) => {
                let options = funko.options.iter().map(|(key, value)| match value {
                    OptionValue::Text(text) => json!([key, text]),
                    OptionValue::List(items) => json!([key, items]),
                });
                json!({ "ok": [funko.name, funko.runtime, options.collect::<Vec<_>>()] })
            }
        };
        if got["ok"] != case["ok"] || got["err"] != case["err"] {
            wrong.push(format!("{case}\n  got {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn values_are_texts_as_written() {
    let utf16: Vec<u8> = "\u{FEFF}name: ñ🎉\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(shown(&utf16), r#""ñ🎉"|none|"#);
    for (yaml, expected) in [
        ("name: 1.50\nruntime: 0x1F", r#""1.50"|"0x1F"|"#),
        ("\u{FEFF}name: a\r\nruntime: b\r\n", r#""a"|"b"|"#),
        ("{\"name\": \"a\", \"options\": {\"x\": [1, true]}}", r#""a"|none|"x": ["1", "true"]"#),
        ("name: a\n---\n@ broken", r#""a"|none|"#),
        ("name: ~\nruntime: ~\noptions: ~", r#""~"|none|"#),
        ("name: a\nruntime: \"~\"", r#""a"|"~"|"#),
        (
            "name: a\noptions: {x: , y: ~, z: null, l: [~, '']}",
            r#""a"|none|"x": "", "y": "~", "z": "null", "l": ["~", ""]"#,
        ),
        (
            "name: a\noptions:\n  x: |\n    l1\n    l2\n  y: >-\n    f\n    g",
            r#""a"|none|"x": "l1\nl2\n", "y": "f g""#,
        ),
        ("name: a\nname: b\noptions: {x: 1}\noptions: {y: 2, z: 3, y: 4}", r#""b"|none|"y": "4", "z": "3""#),
        ("name: a\noptions: {x: [!foo, b], y: !bar }", r#""a"|none|"x": ["", "b"], "y": """#),
        ("name: a\noptions: {\"a\\0b\": \"\\x41\\u00f1\"}", r#""a"|none|"a\0b": "Añ""#),
        // The one tag that counts is that of null, for the runtime.
        ("name: a\nruntime: !!null \"~\"", r#""a"|none|"#),
        ("name: a\nruntime: !!null ''", r#""a"|none|"#),
        ("name: a\nruntime: !!null x", r#""a"|"x"|"#),
        ("name: a\nruntime: !!str ~", r#""a"|none|"#),
        ("name: !!null \"~\"\noptions: {x: !!null '~'}", r#""~"|none|"x": "~""#),
    ] {
        assert_eq!(shown(yaml.as_bytes()), expected, "{yaml}");
    }
}

#[test]
fn aliases_and_merges() {
    for (yaml, expected) in [
        ("name: &n a\nruntime: *n\noptions: {*n : *n, l: [*n]}", r#""a"|"a"|"a": "a", "l": ["a"]"#),
        ("x: &x {q: &q 1, r: *q}\nname: a\noptions: {q: 0, <<: *x, r: 2}", r#""a"|none|"q": "1", "r": "2""#),
        ("name: a\noptions: {<<: [{x: 1, y: 1}, {x: 2, z: 2}]}", r#""a"|none|"x": "1", "z": "2", "y": "1""#),
        ("name: a\noptions: {\"<<\": {x: 1}}", r#""a"|none|"x": "1""#),
        ("name: a\noptions: {!!str <<: b, <<: c}", r#""a"|none|"<<": "c""#),
        (
            "name: a\noptions: {<<: [a, {x: 1}]}",
            "funko-yml-type: Couldn't parse (Array(String) | String) at line 2, column 15",
        ),
        ("b: &b {name: z, runtime: r}\n<<: *b\nname: a", r#""a"|"r"|"#),
        // A mapping that was merged already is not merged again, nor into itself.
        ("name: a\nb: &b {q: 1}\noptions: {<<: *b, q: 0, <<: *b}", r#""a"|none|"q": "0""#),
        ("name: a\noptions: &o {q: 1, <<: *o}", r#""a"|none|"q": "1""#),
        // An anchor counts only where FaaSO has read something of the right shape.
        ("name: a\nx: &p b\nruntime: *p", "funko-yml-type: Error deserializing alias at line 3, column 10"),
        ("name: a\noptions: {l: &l [x], m: [*l]}", "funko-yml-type: Error deserializing alias"),
        // Of two things with one anchor the last counts, be it inside the first.
        ("name: a\noptions: {l: &l [x, &l y], m: *l}", r#""a"|none|"l": ["x", "y"], "m": "y""#),
        ("name: a\noptions: &o {x: &o y}\nruntime: *o", r#""a"|"y"|"x": "y""#),
        ("name: *p", "funko-yml-syntax: Unknown anchor 'p' at line 1, column 7"),
        ("name: a\nb: &b {}\noptions: *b", "funko-yml-type: Error deserializing alias"),
    ] {
        assert_eq!(shown(yaml.as_bytes()), expected, "{yaml}");
    }
}

#[test]
fn problems_have_faasos_words_and_the_right_place() {
    for (yaml, message, blamed) in [
        ("", "funko-name-missing: Missing YAML attribute: name at line 0, column 0", ""),
        ("# only\n", "funko-name-missing: Missing YAML attribute: name at line 0, column 0", ""),
        ("--- \n", "funko-name-missing: Missing YAML attribute: name at line 2, column 1", ""),
        ("null", "funko-yml-type: Expected mapping, not YAML::Nodes::Scalar at line 1, column 1", "null"),
        ("- a", "funko-yml-type: Expected mapping, not YAML::Nodes::Sequence at line 1, column 1", "- a"),
        ("[a]: b", "funko-yml-type: Expected scalar as key for mapping at line 1, column 1", "[a]"),
        (
            "name: {{ name }}",
            "funko-yml-type: Expected String, not mapping at line 1, column 7",
            "{{ name }}",
        ),
        (
            "name: a\nruntime: &r [x]",
            "funko-yml-type: Couldn't parse (String | Nil) at line 2, column 10",
            "[x]",
        ),
        (
            "name: a\noptions:\n- x: y\n\n# c",
            "funko-yml-type: Expected mapping, not sequence at line 3, column 1",
            "- x: y",
        ),
        (
            "name: a\noptions: {ñ: [a, {b: c}]}",
            "funko-yml-type: Couldn't parse (Array(String) | String) at line 2, column 14",
            "{b: c}",
        ),
        (
            "name: a\n  b: c",
            "funko-yml-syntax: mapping values are not allowed in this context at line 2, column 4",
            ":",
        ),
        (
            "name: \"ñ\\",
            "funko-yml-syntax: found unknown escape character at line 1, column 9, while parsing a quoted scalar at line 1, column 7",
            "\\",
        ),
        (
            "name: \"bad",
            "funko-yml-syntax: found unexpected end of stream at line 1, column 11, while scanning a quoted scalar at line 1, column 7",
            "",
        ),
        (
            "name: a\n...\nb",
            "funko-yml-syntax: did not find expected <document start> at line 3, column 1",
            "b",
        ),
        (
            "name: \"\\u26\"",
            "funko-yml-syntax: did not find expected hexdecimal number at line 1, column 10, while parsing a quoted scalar at line 1, column 7",
            "2",
        ),
        ("name: ñ\u{1}", "funko-yml-syntax: control characters are not allowed at line 1, column 1", "\u{1}"),
        (
            "\u{FEFF}name: a\nb: @",
            "funko-yml-syntax: found character that cannot start any token at line 2, column 4, while scanning for the next token at line 2, column 4",
            "@",
        ),
    ] {
        let reading = read(yaml.as_bytes());
        assert_eq!(shown(yaml.as_bytes()), message, "{yaml}");
        assert_eq!(reading.funko.unwrap_err().span.of(&reading.text), blamed, "{yaml}");
    }
    let reading = read(b"name: h\xFFello\n");
    let problem = reading.funko.unwrap_err();
    assert_eq!(problem.message, "invalid leading UTF-8 octet at line 1, column 1");
    assert_eq!(problem.span.of(&reading.text), "\u{FFFD}");
}

#[test]
fn every_problem_of_shape_is_told_at_once() {
    let reading = read(b"name: [a]\nruntime: {}\noptions: {x: {}, y: 1, z: [[]]}");
    assert_eq!(reading.further.len(), 3);
    assert_eq!(reading.places.option("y").map(|entry| entry.value.span.of(&reading.text)), Some("1"));
}

#[test]
fn everything_has_a_place() {
    let text = "name: &n hello # ñ\nruntme: x\nbase: &b\n  q: 1\noptions:\n  l: !!seq\n  - \"ñ\"\n  - b c\n\n  t: &t |\n    z\n  t: *t\n  <<: *b\n# end\n";
    let Places { top, options, merges } = read(text.as_bytes()).places;
    let of = |span: Span| span.of(text);
    let all: Vec<_> = top.iter().map(|e| (of(e.key_span), of(e.value.span))).collect();
    assert_eq!(all[..2], [("name", "hello"), ("runtme", "x")]);
    assert_eq!(all[2], ("base", "q: 1"));
    assert!(all[3].1.starts_with("l: !!seq") && all[3].1.ends_with("*b"));
    let all: Vec<_> = options.iter().map(|e| (of(e.key_span), of(e.value.span), e.merge)).collect();
    assert_eq!(all[0], ("l", "- \"ñ\"\n  - b c", None));
    assert_eq!(all[1], ("t", "|\n    z", None));
    assert_eq!(all[2], ("t", "*t", None));
    assert_eq!(all[3], ("q", "1", Some(0)));
    assert_eq!(of(merges[0].span), "<<");
    let places = Places { top, options, merges };
    assert_eq!(places.option_span("l", Some(0)).map(of), Some("\"ñ\""));
    assert_eq!(places.option_span("l", Some(1)).map(of), Some("b c"));
    assert_eq!(Places::duplicates(&places.options).len(), 1);
    assert_eq!(places.unknown().map(|e| e.key.as_str()).collect::<Vec<_>>(), ["runtme", "base"]);
}

#[test]
fn names() {
    for good in ["hello", "5", "true", "UPPER", "app\n", &"x".repeat(300)] {
        assert_eq!(check_name(good), Ok(()), "{good:?}");
    }
    for bad in [
        "", "\n", "my-app", "my_app", "1.5", "a b", "ñandu", "٣", "app\nx", "\napp", "app\n\n", "app\r\n",
        "app\0",
    ] {
        assert!(check_name(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn name_and_runtime_change_in_their_place() {
    let name = |text: &str, name: &str| set_name(text, name).map(|splice| splice.apply(text));
    for (before, wanted, after) in [
        ("name: a # c\nruntime: b\n", "z", Some("name: z # c\nruntime: b\n")),
        ("# x\nruntime: b\n", "z", Some("# x\nname: z\nruntime: b\n")),
        (
            "  runtime: b\n  options:\n    x: 1\n",
            "z",
            Some("  name: z\n  runtime: b\n  options:\n    x: 1\n"),
        ),
        ("{runtime: b}", "z", Some("{name: z, runtime: b}")),
        ("name:\nruntime: b\n", "z", Some("name: z\nruntime: b\n")),
        ("name: &n a\nruntime: *n\n", "z", None),
        ("name: &n a\nruntime: b\noptions: {x: 1}", "z", Some("name: &n z\nruntime: b\noptions: {x: 1}")),
        ("name: \"a\"\r\nruntime: b\r\n", "z", Some("name: z\r\nruntime: b\r\n")),
        ("name: |\n  a\nruntime: b\n", "z", Some("name: z\nruntime: b\n")),
        ("name: a", "a", None),
        ("name: a", "my: app #1", Some("name: 'my: app #1'")),
        ("name: a", "two\nlines\u{1}", Some("name: \"two\\nlines\\x01\"")),
        ("{name: a, runtime: b}", "x, y", Some("{name: 'x, y', runtime: b}")),
        ("runtime: b\r\n", "z", Some("name: z\r\nruntime: b\r\n")),
        ("# nothing\n", "z", Some("# nothing\nname: z\n")),
        ("", "z", Some("name: z\n")),
        ("\u{FEFF}name: ñ\n", "z", Some("\u{FEFF}name: z\n")),
        ("name: [", "z", None),
        ("- a", "z", None),
    ] {
        assert_eq!(name(before, wanted).as_deref(), after, "{before:?} {wanted:?}");
    }
    let runtime = |text: &str, name: &str| set_runtime(text, name).map(|splice| splice.apply(text));
    assert_eq!(runtime("name: a\n", "./x y"), Some("runtime: ./x y\nname: a\n".to_owned()));
    assert_eq!(runtime("name: a\nruntime: b", "null"), Some("name: a\nruntime: 'null'".to_owned()));
    assert_eq!(runtime("name: a\nruntime: b", "~"), Some("name: a\nruntime: '~'".to_owned()));
}

/// Whatever the bytes: no panic, an end, and spans on character boundaries of the text.
#[test]
fn any_bytes_are_survived() {
    let parts: [&[u8]; 38] = [
        b"name: ",
        b"runtime",
        b"options:",
        b"\n",
        b"\n  ",
        b"- ",
        b": ",
        b"[",
        b"]",
        b"{",
        b"}",
        b", ",
        b"&a ",
        b"*a",
        b"!t",
        b"!<x>",
        b"!!str ",
        b"\"",
        b"'",
        b"\\",
        b"\\x4",
        b"|\n",
        b">-\n ",
        b"#",
        b"%",
        b"---",
        b"...",
        b"\t",
        b"<<: ",
        b"? ",
        "ñ".as_bytes(),
        "🎉".as_bytes(),
        b"\xFF",
        b"\xE2\x82",
        b"\0",
        b"\r",
        "\u{FEFF}".as_bytes(),
        b"a",
    ];
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    for _ in 0..60_000 {
        let mut bytes = Vec::new();
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let mut state = seed;
        for _ in 0..(state % 24) {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            bytes.extend_from_slice(parts[(state >> 33) as usize % parts.len()]);
        }
        let reading = read(&bytes);
        let whole = |span: Span| reading.text.get(span.start..span.end).is_some();
        let problems = reading.funko.as_ref().err().into_iter().chain(&reading.further);
        assert!(problems.into_iter().all(|problem| whole(problem.span)), "{bytes:?}");
        for entry in reading.places.top.iter().chain(&reading.places.options) {
            assert!(whole(entry.key_span) && whole(entry.value.span), "{bytes:?}");
        }
        LineIndex::new(&reading.text);
    }
}

#[test]
fn bombs_end_quickly() {
    let start = std::time::Instant::now();
    let deep = "[".repeat(200_000);
    assert_eq!(read(deep.as_bytes()).funko.unwrap_err().code.as_str(), "funko-yml-too-big");
    let mut laughs = "name: a\nl0: &l0 {x: 1}\n".to_owned();
    for level in 1..60 {
        let before = format!("*l{}, ", level - 1).repeat(40);
        laughs.push_str(&format!("l{level}: &l{level} {{<<: [{before}], k{level}: 1}}\n"));
    }
    laughs.push_str("options: {<<: *l59}\n");
    let laughs = read(laughs.as_bytes());
    assert!(laughs.funko.is_ok() || laughs.funko.unwrap_err().code.as_str() == "funko-yml-too-big");
    let list = format!("name: a\noptions:\n  l: &l [{}]\n", "xxxxxxxx, ".repeat(90_000));
    let copies: String = (0..100).map(|n| format!("  c{n}: *l\n")).collect();
    let copies = read(format!("{list}{copies}").as_bytes());
    assert_eq!(copies.funko.unwrap_err().code.as_str(), "funko-yml-too-big");
    let directives: String = (0..100_000).map(|n| format!("%TAG !a{n}! b\n")).collect();
    assert_eq!(read(directives.as_bytes()).funko.unwrap_err().code.as_str(), "funko-yml-too-big");
    for part in ["a: b\n", "- ", "&a ", "? ", "%", "\"", "#\n", "a\n", "a: &a *a\n", "[],", "{", "\n"] {
        read(part.repeat((1 << 20) / part.len()).as_bytes());
    }
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
