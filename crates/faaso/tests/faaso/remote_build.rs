//! A build on a FaaSO server: what is sent, what answers mean, and where a failed build can be changed. The answers are
//! made after FaaSO's and Docker's own sources.

#[path = "../../../../tests/faaso_server/form.rs"]
mod form;

use faaso::{
    analysis::Analyzer,
    bundle::{Bundle, File},
    path::BundlePath,
    project::{FunkoEntry, Project},
    remote_build::{Answer, Ended, FAILED, Outcome, Server, read, sending},
};
use form::{Part, parts, unpack};

fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
}

#[test]
fn addresses_are_read_and_worked_out() {
    for (typed, read) in [
        ("https://faaso.example.org/admin/", Ok("https://faaso.example.org/admin/")),
        (" HTTP://Faaso.Example.org:8888/admin ", Ok("http://faaso.example.org:8888/admin/")),
        ("http://127.0.0.1:3000", Ok("http://127.0.0.1:3000/")),
        ("http://[::1]:3000//admin//", Ok("http://[::1]:3000/admin/")),
        ("https://host/Some/Path", Ok("https://host/Some/Path/")),
        ("faaso.example.org/admin", Err("Start")),
        ("javascript://alert(1)", Err("Start")),
        ("file:///etc", Err("Start")),
        ("", Err("Start")),
        ("https://", Err("Add the name")),
        ("https:///admin", Err("Add the name")),
        ("https://:80/", Err("Add the name")),
        ("https://admin:secret@host/admin/", Err("Remove the user")),
        ("https://host/admin/?a=b", Err("Remove `?`")),
        ("https://host/admin/#a", Err("Remove `?`")),
        ("https://ho st/", Err("Remove spaces and special")),
        ("https://host\\@evil/", Err("Remove spaces and special")),
    ] {
        match (Server::new(typed), read) {
            (Ok(server), Ok(read)) => assert_eq!(server.to_string(), read, "{typed:?}"),
            (Err(said), Err(start)) => assert!(said.starts_with(start), "{typed:?}: {said}"),
            (server, _) => panic!("{typed:?}: {server:?}"),
        }
    }
    for (page, server) in [
        ("https://host:8888/faaso/designer/", Some("https://host:8888/admin/")),
        ("https://host/faaso/designer/index.html?x#runtime=flask", Some("https://host/admin/")),
        ("https://host/below/faaso/designer/", Some("https://host/below/admin/")),
        ("https://host/faaso/designer", None),
        ("https://host/faaso/not-a-name/", None),
        ("https://host/faaso//", None),
        ("https://host/#/faaso/designer/", None),
        ("https://host/designer/", None),
        ("file:///faaso/designer/", None),
        ("about:blank", None),
    ] {
        assert_eq!(Server::near(page).map(|server| server.to_string()).as_deref(), server, "{page}");
    }
    for (address, open) in [
        ("https://faaso.example.org/", false),
        ("http://faaso.example.org/", true),
        ("http://10.0.0.7:8888/admin/", true),
        ("http://127.0.0.1:8888/admin/", false),
        ("http://localhost/", false),
        ("http://faaso.localhost:80/", false),
        ("http://localhost.example.org/", true),
        ("http://[::1]:3000/", false),
        ("http://[::2]:3000/", true),
    ] {
        assert_eq!(Server::new(address).unwrap().is_open(), open, "{address}");
    }
    let server = Server::new("http://host/admin").unwrap();
    assert_eq!(server.version(), "http://host/admin/version/");
    assert_eq!(server.build(), "http://host/admin/funkos/build/");
}

#[test]
fn the_form_is_what_faasos_client_sends() {
    let long = format!("{}/{}.txt", "folder".repeat(20), "name".repeat(30));
    let mut context = Bundle::new();
    for (name, bytes, mode) in [
        ("Dockerfile", &b"FROM alpine\n"[..], 0o644),
        ("funko.yml", b"name: hello\n", 0o644),
        ("run.sh", b"#!/bin/sh\n", 0o755),
        ("a/b/\u{e4} \"quoted\"\u{1f389}.bin", b"\r\n--faaso-designer-0\r\n\0\xff", 0o644),
        (".hidden", b"x", 0o644),
        ("a/.git/config", b"x", 0o644),
        ("empty", b"", 0o600),
        (&long, b"x", 0o644),
    ] {
        context.put(path(name), File::new(bytes, mode)).unwrap();
    }
    context.put_folder(path("nothing")).unwrap();
    let sent = sending(&context).unwrap();
    let read = parts(&sent.content_type(), &sent.body).unwrap();
    let [file, name] = &read[..] else { panic!("{read:?}") };
    assert_eq!((file.name.as_str(), file.file_name.as_deref()), ("funko.tgz", Some("funko.tgz")));
    let plain = Part { name: "name".into(), file_name: None, kind: None, bytes: b"funko.tgz".to_vec() };
    assert_eq!(name, &plain);
    assert_eq!(file.bytes.len(), sent.packed);
    let files = unpack(&file.bytes).unwrap();
    let expected: Vec<_> = context
        .files()
        .filter(|(path, _)| ![".hidden", "a/.git/config"].contains(&path.as_str()))
        .map(|(path, file)| (path.as_str(), u32::from(file.mode), &file.bytes[..]))
        .collect();
    let files: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.mode, &file.bytes[..])).collect();
    assert_eq!(files, expected);
    assert_eq!(sent.files, expected.len());
    assert_eq!(sent.hidden, [path(".hidden"), path("a/.git/config")]);
    assert_eq!(sent.executable, [path("run.sh")]);
    assert_eq!(sent.dockerfile.as_deref(), Some("FROM alpine\n"));
    assert!(sent.missing.is_empty());
    assert_eq!(sending(&context).unwrap(), sent, "the same bytes each time");
    // nothing at all: the server would build nothing, and say so in silence
    let empty = sending(&Bundle::new()).unwrap();
    assert_eq!((empty.files, empty.missing), (0, vec!["funko.yml".to_owned(), "Dockerfile".to_owned()]));
    assert!(parts(&format!("multipart/form-data; boundary={}", empty.boundary), &empty.body).is_ok());
}

/// A line as the server logs it.
fn info(said: &str) -> String {
    format!("2024-09-09T20:31:14.123456Z   INFO - {said}\n")
}

fn log(lines: &[&str]) -> String {
    lines.iter().map(|line| info(line)).collect()
}

const BUILT: &[&str] = &[
    "Building image for hello in /tmp/x",
    "Step 1/2 : FROM alpine",
    "---> 05455a08881e",
    "Step 2/2 : RUN echo äöü",
    "Successfully built 0123456789ab",
    "Successfully tagged faaso-hello:latest",
];

/// The answer in chunks of every size: the log that is shown, and what became of the build.
fn answered(status: u16, body: &[u8], ended: &Ended) -> (String, Outcome) {
    let mut first = None;
    for size in [1, 2, 3, 7, 64, body.len().max(1)] {
        let mut answer = Answer::new(status);
        let mut shown = String::new();
        for chunk in body.chunks(size) {
            shown += &answer.push(chunk);
            assert!(!shown.ends_with(FAILED), "the mark is never shown: {shown}");
        }
        let (rest, outcome) = answer.finish(ended.clone());
        shown += &rest;
        assert_eq!(shown, answer.log());
        let result = (shown, outcome);
        assert_eq!(first.get_or_insert(result.clone()), &result, "in chunks of {size}");
    }
    first.unwrap()
}

#[test]
fn answers_of_every_kind_are_understood() {
    let built = log(BUILT);
    let failed = log(&BUILT[..4]) + "2024-09-09T20:31:15.123456Z  ERROR - Docker Build Error: no\n";
    let marked = format!("{failed}{FAILED}");
    let json =
        |code: i32, output: &str| serde_json::json!({ "exit_code": code, "output": output }).to_string();
    let oldest = serde_json::json!({ "exit_code": 1, "stdout": "out\n", "stderr": "err\n" }).to_string();
    let cut = Ended::Cut("network error".into());
    let whole = Ended::Whole;
    let refused = |start: &'static str| Outcome::Refused(start);
    for (status, body, ended, shown, outcome) in [
        (200, built.clone(), &whole, built.as_str(), Outcome::Built),
        (200, marked.clone(), &whole, &failed, Outcome::Failed),
        (200, format!("{marked}\n"), &whole, &failed, Outcome::Failed),
        // a server between the two says nothing at the end
        (200, failed.clone(), &whole, &failed, Outcome::Failed),
        (200, log(&BUILT[..4]), &whole, &log(&BUILT[..4]), Outcome::Unknown),
        (200, String::new(), &whole, "", Outcome::Unknown),
        (200, FAILED.into(), &whole, "", Outcome::Failed),
        // the mark inside is a program's
        (
            200,
            format!("a{FAILED}\n{built}"),
            &cut,
            &format!("a{FAILED}\n{built}"),
            Outcome::Cut("network error".into()),
        ),
        (200, log(&BUILT[..3]), &cut, &log(&BUILT[..3]), Outcome::Cut("network error".into())),
        (200, marked.clone(), &cut, &failed, Outcome::Failed),
        (
            200,
            format!("{}\n##--##", log(&BUILT[..3])),
            &cut,
            &format!("{}\n##--##", log(&BUILT[..3])),
            Outcome::Cut("network error".into()),
        ),
        // the old kind
        (200, json(0, &built), &whole, &built, Outcome::Built),
        (500, json(1, &failed), &whole, &failed, Outcome::Failed),
        (500, json(1, ""), &whole, "", Outcome::Failed),
        (500, oldest, &whole, "out\nerr\n", Outcome::Failed),
        // a log that only begins like JSON or a page
        (200, format!("{{a}}\n{built}"), &whole, &format!("{{a}}\n{built}"), Outcome::Built),
        (200, format!("<a>\n{built}"), &whole, &format!("<a>\n{built}"), Outcome::Built),
        // no build at all
        (
            200,
            "<!DOCTYPE html><p>Welcome".into(),
            &whole,
            "",
            refused("This address answers with a web page."),
        ),
        (200, "\n <HTML lang=en>".into(), &whole, "", refused("This address answers with a web page.")),
        (401, "Unauthorized".into(), &whole, "", refused("Wrong password.")),
        (403, String::new(), &whole, "", refused("The server doesn't allow")),
        (404, "<html>not found".into(), &whole, "", refused("There is no FaaSO")),
        (413, "too large".into(), &whole, "", refused("The funko is too large")),
        (500, "Error".into(), &whole, "", refused("The server failed before")),
        (502, "<html>Bad Gateway".into(), &whole, "", refused("A proxy answered")),
        (308, String::new(), &whole, "", refused("The server redirects")),
        (418, String::new(), &whole, "", refused("The server refused")),
    ] {
        let (text, became) = answered(status, body.as_bytes(), ended);
        assert_eq!(text, shown, "{status} {body:?}");
        match (&became, &outcome) {
            (Outcome::Refused(said), Outcome::Refused(start)) => assert!(said.starts_with(start), "{said}"),
            _ => assert_eq!(became, outcome, "{status} {body:?}"),
        }
    }
}

#[test]
fn a_terminals_bytes_become_plain_text() {
    for (bytes, text) in [
        (&b"a\r\nb\rc\n"[..], "a\nb\nc\n"),
        (b"10%\r20%\r\r\n", "10%\n20%\n"),
        (b"\x1b[31;1mred\x1b[0m\x1b]0;title\x07!\x1b(B", "red!"),
        (b"\x1b]0;t\x1b\\x", "x"),
        (b"a\x08\x07\0b", "ab"),
        (b"\xe4\xf6 \xf0\x9f\x8e\x89 \xc3", "\u{fffd}\u{fffd} \u{1f389} \u{fffd}"),
        ("\u{202e}abc\u{2066}".as_bytes(), "abc"),
        (b"end\r", "end\n"),
    ] {
        assert_eq!(answered(200, bytes, &Ended::Whole).0, text, "{bytes:?}");
    }
}

#[test]
fn of_a_log_without_end_the_beginning_goes() {
    let mut answer = Answer::new(200);
    let line = info(&"x".repeat(1000));
    let mut shown = 0;
    for _ in 0..20_000 {
        shown += answer.push(line.as_bytes()).len();
    }
    let (rest, outcome) = answer.finish(Ended::Whole);
    assert_eq!(shown + rest.len(), 20_000 * line.len(), "each part is given once");
    assert!(answer.log().len() < 17 << 20 && answer.log().starts_with("2024-"));
    assert_eq!(outcome, Outcome::Unknown);
}

const DOCKERFILE: &str = "ARG TAG=3\nFROM alpine:{{ options.tag }}\n{% for p in options.pkgs -%}\nRUN add {{ p }}\n{% endfor -%}\nCOPY app.py \\\n  /app/\nRUN python \\\n  -m compileall /app\n";
const YML: &str = "name: hello\nruntime: ./example\noptions:\n  pkgs: [a, b]\n  tag: '3.22'\n";

/// Where a log leads: the instruction's place and its text, then the files that it names.
fn blamed(said: &[&str]) -> Vec<String> {
    let mut project =
        Project { runtime_name: "example".into(), funko_name: "hello".into(), ..Project::default() };
    let files = [
        ("Dockerfile.j2", DOCKERFILE),
        ("lib/tool.py.j2", "a = 1\nb = '{{ name }}'\n"),
        ("lib/app.py", "1\n"),
    ];
    for (name, text) in files {
        project.runtime.put(path(name), File::text(text)).unwrap();
    }
    for (name, text) in [("funko.yml", YML), ("app.py", "import x\n\nmain(\n")] {
        project.own.insert(path(name), FunkoEntry::File(File::text(text)));
    }
    let mut analyzer = Analyzer::default();
    analyzer.open(project, Default::default(), Default::default());
    let made = analyzer.make(&mut |_| {});
    let context = made.build_context.bundle().unwrap();
    let sent = sending(&context).unwrap().dockerfile.unwrap();
    // with `!` before it a line is as it is, else the server logs it
    let written =
        said.iter().map(|line| line.strip_prefix('!').map_or_else(|| info(line), |line| format!("{line}\n")));
    let failure = read(&written.collect::<String>());
    let blamed = analyzer.blame(&failure, &sent);
    assert!(!blamed.changed);
    assert!(analyzer.blame(&failure, &format!("{sent}# more\n")).changed);
    let all = blamed.instruction.into_iter().chain(blamed.files);
    all.map(|named| {
        let at = named.place.at.unwrap().from;
        format!("{}:{}:{} {}", named.place.file.path, at.line, at.column, named.words)
    })
    .collect()
}

#[test]
fn a_failed_build_leads_to_its_place() {
    let no = "The command '/bin/sh -c add b' returned a non-zero code: 1";
    for (said, places) in [
        // the loop's second round
        (
            &[
                "Step 1/6 : ARG TAG=3",
                "Step 2/6 : FROM alpine:3.22",
                "Step 3/6 : RUN add a",
                "Step 4/6 : RUN add b",
                no,
            ][..],
            &["Dockerfile.j2:4:1 RUN add b"][..],
        ),
        // an instruction of several lines; the file that it names
        (
            &[
                "Step 6/6 : RUN python   -m compileall /app",
                "!  File \"/app/app.py\", line 3",
                "!    main(",
                no,
            ],
            &["Dockerfile.j2:8:1 RUN python -m compileall /app", "app.py:3:1 /app/app.py:3"],
        ),
        // of files with the same end the whole path counts; a template's line
        (
            &[
                "Step 6/6 : RUN python   -m compileall /app",
                "!/srv/lib/tool.py:2:5: error",
                "!lib/app.py:1: warning",
                no,
            ],
            &[
                "Dockerfile.j2:8:1 RUN python -m compileall /app",
                "lib/tool.py.j2:2:1 /srv/lib/tool.py:2",
                "lib/app.py:1:1 lib/app.py:1",
            ],
        ),
        // what an earlier step named is not to blame
        (
            &["Step 3/6 : RUN add a", "!app.py:1: hm", "Step 4/6 : RUN add b", no],
            &["Dockerfile.j2:4:1 RUN add b"],
        ),
        // a program that prints steps of its own
        (
            &["Step 3/6 : RUN add a", "Step 1/2 : FROM other", "Step 9/6 : x", no],
            &["Dockerfile.j2:4:1 RUN add a"],
        ),
        // numbers of another Dockerfile: by its text, if that is there once
        (&["Step 3/9 : RUN add b", no], &["Dockerfile.j2:4:1 RUN add b"]),
        (&["Step 3/9 : RUN nothing of it", no], &[]),
        // nothing but the error
        (
            &["Docker Build Error: dockerfile parse error on line 3: unknown instruction: ADDD"],
            &["Dockerfile.j2:4:1 RUN add a"],
        ),
        (
            &["!2024-09-09T20:31:14.123456Z  ERROR - Code: 400 Message: dockerfile parse error line 6: x"],
            &["Dockerfile.j2:6:1 COPY app.py /app/"],
        ),
        // another builder
        (
            &[
                "!------",
                "!Dockerfile:7-8",
                "!--------------------",
                "!ERROR: failed to solve: process \"/bin/sh -c python\" did not complete",
            ],
            &["Dockerfile.j2:8:1 RUN python -m compileall /app"],
        ),
        // a program of the classic builder's may print that, too
        (&["Step 4/6 : RUN add b", "!Dockerfile:1", no], &["Dockerfile.j2:4:1 RUN add b"]),
        (&["pulling"], &[]),
    ] {
        assert_eq!(blamed(said), places, "{said:#?}");
    }
}

#[test]
fn the_end_of_a_log_says_what_became_of_it() {
    for (lines, error, built) in [
        (&BUILT.to_vec()[..], None, true),
        (&["Step 1/1 : RUN pip install flask", "Successfully built MarkupSafe"], None, false),
        (&["Docker Build Error: no (Docr::Errors::DockerBuildError)"], Some("no"), false),
        (&["Docker Build Error: no", "Successfully tagged faaso-hello:latest"], None, true),
        (&["Successfully tagged faaso-hello:latest", "Docker Build Error: no"], Some("no"), false),
        (&["Step 1/1 : RUN x", "Code: 400 Message: of a program"], None, false),
        (&["ERROR: failed to solve: no"], Some("no"), false),
    ] {
        let failure = read(&log(lines));
        assert_eq!((failure.error.as_deref(), failure.built), (error, built), "{lines:#?}");
    }
    let of_server = "2024-09-09T20:31:15.123456Z  ERROR - Invalid funko name: a-b\n";
    assert_eq!(read(of_server).error.as_deref(), Some("Invalid funko name: a-b"));
}
