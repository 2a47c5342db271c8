//! Find and replace in all files: what is found, how it is shown, and what the one edit makes.

use faaso::{
    bundle::{Bundle, File},
    path::BundlePath,
    project::{FileId, FunkoEntry, Project},
    search::{self, Found, MOST_LISTED, Query, Scope},
};

fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
}

/// A project of the runtime's files, and with `funko:` before the path of the funko's own.
fn project(files: &[(&str, &[u8])]) -> Project {
    let mut project = Project { runtime_name: "./r".into(), funko_name: "f".into(), ..Project::default() };
    let mut runtime = Bundle::new();
    for (name, bytes) in files {
        let file = File::new(*bytes, 0o644);
        match name.strip_prefix("funko:") {
            Some(name) => drop(project.own.insert(path(name), FunkoEntry::File(file))),
            None => drop(runtime.put(path(name), file).unwrap()),
        }
    }
    project.runtime = runtime;
    project
}

/// `Aa` counts capitals, `W` takes whole words, `.*` is a regular expression.
fn query(text: &str, how: &str) -> Query {
    let has = |flag: &str| how.contains(flag);
    Query { text: text.into(), case: has("Aa"), word: has("W"), regex: has(".*") }
}

fn shown(found: &Found) -> Vec<String> {
    let line = |hit: &search::Hit| {
        let at = hit.place.at.unwrap().from;
        format!(
            "{}:{}:{} {}[{}>{}]{}",
            hit.place.file.path, at.line, at.column, hit.before, hit.found, hit.replacement, hit.after
        )
    };
    found.hits.iter().map(line).collect()
}

#[test]
fn texts_are_found() {
    for (text, sought, how, found) in [
        ("a b\nA ab\n", "a", "", vec!["1:1", "2:1", "2:3"]),
        ("a b\nA ab\n", "a", "Aa", vec!["1:1", "2:3"]),
        ("a b\nA ab\n", "a", "W", vec!["1:1", "2:1"]),
        ("a.b axb\n", "a.b", "", vec!["1:1"]),
        ("a.b axb\n", "a.b", ".*", vec!["1:1", "1:5"]),
        ("ÄB äb\n", "äb", "", vec!["1:1", "1:4"]),
        ("ÄB äb\n", "äb", "Aa", vec!["1:4"]),
        ("straße STRASSE\n", "straße", "", vec!["1:1"]),
        ("xäx ä\n", "ä", "W", vec!["1:5"]),
        ("$x x\n", "$x", "W", vec!["1:1"]),
        ("a\r\nb\r\n", "a$", ".*", vec!["1:1"]),
        ("a\r\nb\r\n", "^b", ".*", vec!["2:1"]),
        ("a\nb\n", "a\\nb", ".*", vec!["1:1"]),
        ("aaa", "a*", ".*", vec!["1:1"]),
        ("🎉x", "x", "", vec!["1:2"]),
        ("abc", "", "", vec![]),
        ("{{ a }} (b) [c]", "{{ a }} (B) [c]", "", vec!["1:1"]),
    ] {
        let project = project(&[("t", text.as_bytes())]);
        let hits = search::find(&project, &query(sought, how), "").unwrap();
        let places =
            shown(&hits).iter().map(|hit| hit[2..].split(' ').next().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(places, found, "{sought:?} in {text:?}, {how}");
    }
}

#[test]
fn results_stand_in_their_lines() {
    let long = format!("{}needle{}", "x".repeat(100), "y".repeat(200));
    let project = project(&[
        ("Dockerfile.j2", b"FROM a\r\n  RUN apk add a b\r\n"),
        ("bin", b"\xff\xfea"),
        ("long", long.as_bytes()),
        (".conversion/application", b"apk"),
        (".scenarios/a/expected/Dockerfile", b"apk"),
        (".scenarios/a/files.txt", b"apk"),
        (".scenarios/a/funko.yml", b"name: apk"),
        ("funko:funko.yml", b"name: apk\n"),
    ]);
    let found = search::find(&project, &query("apk add (\\w)", ".*"), "apt $1\\n").unwrap();
    assert_eq!(shown(&found), ["Dockerfile.j2:2:7 RUN [apk add a>apt a…] b"]);
    assert_eq!((found.skipped, found.total()), (1, 1));
    let found = search::find(&project, &query("needle", ""), "").unwrap();
    assert_eq!(shown(&found), [format!("long:1:101 …{}[needle>]{}…", "x".repeat(40), "y".repeat(120))]);
    let found = search::find(&project, &query("apk", ""), "").unwrap();
    let files = [
        FileId::runtime(path(".scenarios/a/funko.yml")),
        FileId::runtime(path("Dockerfile.j2")),
        FileId::funko(path("funko.yml")),
    ];
    assert_eq!(found.files, files.map(|file| (file, 1)));
}

#[test]
fn many_are_counted_and_some_listed() {
    let text = "a\n".repeat(3_000);
    let found = search::find(&project(&[("t", text.as_bytes())]), &query("a", ""), "b").unwrap();
    assert_eq!((found.hits.len(), found.total()), (MOST_LISTED, 3_000));
}

#[test]
fn a_broken_expression_is_said() {
    for text in ["(", "[a", "a{2,1}", "(?<>a)", "*"] {
        let why = search::find(&project(&[]), &query(text, ".*"), "").unwrap_err();
        assert!(!why.is_empty(), "{text}");
        assert!(search::find(&project(&[]), &query(text, ""), "").is_ok());
    }
}

#[test]
fn one_edit_replaces_and_is_undone() {
    for (before, sought, how, replacement, after) in [
        ("a b a\n", "a", "", "c", "c b c\n"),
        ("a b a", "a", "", "", " b "),
        ("a b", "a", "", "$1 \\n", "$1 \\n b"),
        ("v1 v22", "v(\\d+)", ".*", "$1.0", "1.0 22.0"),
        ("v1", "v(?<n>\\d)", ".*", "${n}$$", "1$"),
        ("a, b\r\nc\r\n", ", ", ".*", "\\n", "a\r\nb\r\nc\r\n"),
        ("a, b\n", ", ", ".*", "\\n", "a\nb\n"),
        ("aaa", "aa", "", "b", "ba"),
        ("x", "y", "", "z", "x"),
        ("no end", "end", "", "newline", "no newline"),
    ] {
        let files =
            [("Dockerfile.j2", before.as_bytes()), ("template/t", b"x\n"), ("funko:own", before.as_bytes())];
        let mut project = project(&files);
        let first = project.clone();
        let (edit, count) = search::replace(&project, &query(sought, how), replacement, &Scope::All).unwrap();
        assert_eq!(count, search::find(&project, &query(sought, how), replacement).unwrap().total());
        let back = project.apply(edit).unwrap();
        for id in [FileId::runtime(path("Dockerfile.j2")), FileId::funko(path("own"))] {
            assert_eq!(project.file(&id).unwrap().as_text(), Some(after), "{sought:?} in {before:?}");
        }
        project.apply(back).unwrap();
        assert_eq!(project, first);
    }
}

#[test]
fn one_file_or_one_result_is_replaced_alone() {
    let project = project(&[("a", b"x x x"), ("b", b"x")]);
    let a = FileId::runtime(path("a"));
    let third = search::find(&project, &query("x", ""), "").unwrap().hits[2].place.at.unwrap().span;
    for (scope, count, texts) in [
        (Scope::File(a.clone()), 3, ["y y y", "x"]),
        (Scope::One(a.clone(), third), 1, ["x x y", "x"]),
        (Scope::File(FileId::runtime(path("gone"))), 0, ["x x x", "x"]),
    ] {
        let (edit, replaced) = search::replace(&project, &query("x", ""), "y", &scope).unwrap();
        let mut now = project.clone();
        now.apply(edit).unwrap();
        let read = |name: &str| now.runtime.get(name).unwrap().as_text().unwrap().to_owned();
        assert_eq!((replaced, [&*read("a"), &*read("b")]), (count, texts));
    }
}

/// Whatever is looked for and put in its place, the edit can be made, taken back, and hits what was listed.
#[test]
fn whatever_is_replaced_can_be_taken_back() {
    let mut random = fastrand::Rng::with_seed(15);
    let letters = ["a", "B", "ä", "\r\n", "\n", "🎉", " ", "_", "(", "$1", "\\"];
    let mut text = |most: usize| {
        (0..random.usize(0..most)).map(|_| letters[random.usize(0..letters.len())]).collect::<String>()
    };
    for round in 0..20_000 {
        let (one, other, sought, new) = (text(20), text(8), text(4), text(5));
        let how = ["", "Aa", "W", "AaW", ".*", ".*Aa"][round % 6];
        let mut project = project(&[("one", one.as_bytes()), ("funko:other", other.as_bytes())]);
        let first = project.clone();
        let query = query(&sought, how);
        let Ok(found) = search::find(&project, &query, &new) else { continue };
        let (edit, count) = search::replace(&project, &query, &new, &Scope::All).unwrap();
        assert_eq!(count, found.total());
        for hit in &found.hits {
            let text = project.file(&hit.place.file).unwrap().as_text().unwrap();
            assert!(hit.place.at.unwrap().span.of(text).starts_with(hit.found.trim_end_matches('…')));
        }
        let back = project.apply(edit).unwrap();
        project.apply(back).unwrap();
        assert_eq!(project, first);
    }
}

#[test]
fn expressions_replace_as_in_other_editors() {
    for (text, sought, replacement, wanted) in [
        ("a1", r"([a-z])(\d)", "$1x$$${2}$9", "ax$1"),
        ("a.b axb", "a.b", "[$&]", "[a.b] [axb]"),
        ("a=1", r"(?P<name>\w)=(\d)", "${name}$2_", "a1_"),
        ("a=1", "a", "$", "$=1"),
        ("a\r\nb\r\n", r"a\nb", r"b\na", "b\r\na\r\n"),
        ("a\nb\n", r"a\nb", r"b\na", "b\na\n"),
        (r"a\nb", r"\\n", "-", "a-b"),
        ("a\nb", r"a[\n]b", "-", "-"),
    ] {
        let mut project = project(&[("t", text.as_bytes())]);
        let (edit, count) =
            search::replace(&project, &query(sought, ".*"), replacement, &Scope::All).unwrap();
        assert_eq!(count, 1 + usize::from(wanted.contains("axb")), "{sought}");
        project.apply(edit).unwrap();
        assert_eq!(project.runtime.get("t").unwrap().as_text(), Some(wanted), "{sought} > {replacement}");
    }
}

#[test]
fn an_expression_that_would_take_minutes_is_refused() {
    let project = project(&[("t", b"a")]);
    assert!(search::find(&project, &query("(?:a{300}){300}", ".*"), "").is_err());
    // a long text is none
    assert!(search::find(&project, &query(&"a".repeat(20_000), ""), "").is_ok());
}
