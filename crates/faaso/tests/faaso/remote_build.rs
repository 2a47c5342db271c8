//! A build on a FaaSO server: what is sent, and what answers mean. The answers are
//! made after FaaSO's and Docker's own sources.

mod addresses;
mod ends;
#[path = "../../../../tests/faaso_server/form.rs"]
mod form;
mod logs;

use faaso::{
    bundle::{Bundle, File},
    path::BundlePath,
    remote_build::{Answer, Ended, FAILED, Outcome, read, sending},
};
use form::{Part, parts, unpack};

fn path(text: &str) -> BundlePath {
    BundlePath::new(text).unwrap()
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
    let refused = |start: &str| Outcome::Refused(start.to_owned());
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
        (418, String::new(), &whole, "", refused("The server refused the request with status 418. Check")),
        (
            429,
            String::new(),
            &whole,
            "",
            refused("The server refused the request: there were too many. Wait"),
        ),
        (
            204,
            String::new(),
            &whole,
            "",
            refused("The server answered with status 204, as FaaSO never does. Check"),
        ),
    ] {
        let (text, became) = answered(status, body.as_bytes(), ended);
        assert_eq!(text, shown, "{status} {body:?}");
        match (&became, &outcome) {
            (Outcome::Refused(said), Outcome::Refused(start)) => {
                assert!(said.starts_with(start.as_str()), "{said}")
            }
            _ => assert_eq!(became, outcome, "{status} {body:?}"),
        }
    }
}

/// A log is shown as it comes, whatever it begins with, and nothing that isn't one is waited for.
#[test]
fn only_what_is_unsure_is_held_back() {
    for (status, body, shown, decided) in [
        (200, "Step 1/2", "Step 1/2", false),
        (200, "<no", "<no", false),
        (200, "<a>\nStep", "<a>\nStep", false),
        (200, " <!doctor", " <!doctor", false),
        (200, "{a}", "{a}", false),
        (200, "{\"a\": 1}\nStep", "{\"a\": 1}\nStep", false),
        (200, "{ \"output\": \"", "", false),
        (200, "{\"exit_co", "", false),
        (200, " <!doc", "", false),
        (200, "<", "", false),
        (200, "<!DOCTYPE html>", "", true),
        (401, "", "", true),
        (204, "", "", true),
        (500, "{\"exit_code\": 1", "", false),
        (502, "<html>", "", false),
    ] {
        let mut answer = Answer::new(status);
        assert_eq!(answer.push(body.as_bytes()), shown, "{status} {body:?}");
        assert_eq!(answer.is_decided(), decided, "{status} {body:?}");
    }
    // what is held back has an end
    for (status, begins) in [(200, "{\"output\": \""), (500, "Error")] {
        let mut answer = Answer::new(status);
        answer.push(begins.as_bytes());
        let mut came = 0;
        while !answer.is_decided() && came < 40 {
            answer.push(&[b'x'; 1 << 20]);
            came += 1;
        }
        assert!((1..40).contains(&came), "{status} {begins}: {came}");
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

/// Whatever comes, in whatever chunks, gives the same, and its places lie in the Dockerfile.
#[test]
fn chunks_of_chance_change_nothing() {
    const PARTS: &[&[u8]] = &[
        b"\n##--##--##--##ERROR",
        b"##--##",
        b"\n",
        b"\r",
        b"\r\n",
        b"\x1b",
        b"\x1b[31m",
        b"\x1b]0;t\x07",
        b"\xc3",
        b"\xa4",
        "\u{1f389}".as_bytes(),
        b"{\"exit_code\":1,\"output\":\"",
        b"\"}",
        b"<html>",
        b"Step 1/3 : FROM alpine",
        b"Step 2/3 : RUN a",
        b"Step 99999999999999999999/3 : x",
        b"Dockerfile:",
        b"2",
        b"0",
        b"dockerfile parse error on line ",
        b"Docker Build Error: ",
        b"2024-09-09T20:31:14.123456Z   INFO - ",
        b"2024-09-09T20:31:14.123456Z  ERROR - ",
        b"File \"",
        b"\", line ",
        b"app.py:",
        b"Successfully built 0123456789ab",
    ];
    let mut random = fastrand::Rng::with_seed(7);
    for round in 0..20_000 {
        let parts = (0..random.usize(0..12)).map(|_| PARTS[random.usize(0..PARTS.len())]);
        let body: Vec<u8> = parts.collect::<Vec<_>>().concat();
        let status = [200, 200, 200, 500, 401][random.usize(0..5)];
        let ended = if random.bool() { Ended::Whole } else { Ended::Cut("cut".into()) };
        let mut whole = Answer::new(status);
        let text = whole.push(&body);
        let (rest, outcome) = whole.finish(ended.clone());
        let mut answer = Answer::new(status);
        let (mut shown, mut at) = (String::new(), 0);
        while at < body.len() {
            let end = (at + random.usize(1..9)).min(body.len());
            shown += &answer.push(&body[at..end]);
            at = end;
        }
        let (last, became) = answer.finish(ended);
        let context = format!("round {round}: {:?}", String::from_utf8_lossy(&body));
        assert_eq!((shown + &last, &became), (text + &rest, &outcome), "{context}");
        assert!(!answer.log().contains('\x1b') && !answer.log().contains('\r'), "{context}");
        for dockerfile in ["", "FROM alpine\nRUN a\nRUN \u{e4} \\\n  b\n"] {
            if let Some(spot) = read(answer.log()).spot(dockerfile) {
                assert!(dockerfile.get(spot.span.start..spot.span.end).is_some(), "{context}");
            }
        }
    }
}
