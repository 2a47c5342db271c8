//! Stages and what they read, and which steps a change builds again.

use dockerfile::{
    build::{Base, Build, Shipped, Source},
    cache::{Cached, Cause, How, Side, compare},
    context::{Context, Entry},
    follow,
    images::Official,
    parse,
};
use std::collections::BTreeMap;

/// Files as `path=content`.
type Files = &'static [&'static str];

const FILES: Files = &["a.txt=1", "b.txt=1", "d/c.py=1", ".hidden=1"];

fn gone_through(text: &str, files: Files) -> Build {
    follow(&parse(text), &context(files), &Official)
}

fn context(files: Files) -> Context {
    Context::new(files.iter().map(|file| {
        let (path, bytes) = file.split_once('=').unwrap();
        Entry { path, folder: false, executable: false, bytes: bytes.as_bytes() }
    }))
}

fn source(from: &Source) -> String {
    match from {
        Source::Context => "context".to_owned(),
        Source::Stage(at) => format!("stage {at}"),
        Source::Image(name) => format!("image {name}"),
        Source::Address => "net".to_owned(),
    }
}

#[test]
fn stages_and_what_they_read() {
    for (text, wanted) in [
        ("FROM alpine\nRUN a\n", "image alpine, whole"),
        ("FROM alpine\nCOPY ./a.txt /d/ /x/\n", "image alpine, whole; 1 context a.txt; 1 context d"),
        ("FROM scratch\nADD https://a.b/c /\n", "scratch, whole; 1 net https://a.b/c"),
        // by name in any case, by number, and an image
        (
            "FROM go AS Build\nFROM alpine\nCOPY --from=BUILD /x /\nCOPY --from=0 /y /\nCOPY --from=nginx /z /\n",
            "image go build, in part | image alpine, whole; 2 stage 0 x; 3 stage 0 y; 4 image nginx z",
        ),
        // a later stage is an image to this builder
        (
            "FROM alpine\nCOPY --from=late /x /\nFROM alpine AS late\n",
            "image alpine, not; 1 image late x | image alpine late, whole",
        ),
        ("FROM a AS one\nFROM one\n", "image a one, in part | stage 0, whole"),
        ("FROM a AS one\nFROM b\n", "image a one, not | image b, whole"),
        // a stage that only an unused one uses
        (
            "FROM a AS one\nFROM b AS two\nCOPY --from=one /x /\nFROM c\n",
            "image a one, not | image b two, not; 2 stage 0 x | image c, whole",
        ),
        // variables
        (
            "ARG V=3.22\nFROM my:$V\nARG F=a.txt\nCOPY $F $NOPE /x/\n",
            "image my:3.22, whole; 3 context a.txt; 3 context $NOPE",
        ),
        // what a base waits to run reads from the context, too
        (
            "FROM alpine AS one\nONBUILD COPY a.txt /\nFROM one\n",
            "image alpine one, in part | stage 0, whole; 2 context a.txt",
        ),
        // FaaSO's builder stops at a mount; what it is for is known
        (
            "FROM a AS one\nFROM b\nRUN --mount=from=one,target=/x ls\nRUN --mount=type=cache,target=/c ls\n",
            "image a one, in part | image b, whole; 2 stage 0 .",
        ),
        // nothing is run
        ("FROM alpine\nNOPE\n", ""),
        ("", ""),
        ("ARG A=1\n", ""),
    ] {
        let build = gone_through(text, FILES);
        let stages = build.stages.iter().zip(build.shipped()).map(|(stage, shipped)| {
            let base = match &stage.base {
                Base::Scratch => "scratch".to_owned(),
                Base::Stage(at) => format!("stage {at}"),
                Base::Image(name) => format!("image {name}"),
            };
            let name = if stage.name.is_empty() { String::new() } else { format!(" {}", stage.name) };
            let shipped = match shipped {
                Shipped::Whole => "whole",
                Shipped::InPart => "in part",
                Shipped::Not => "not",
            };
            let reads = stage.steps.iter().flat_map(|step| {
                step.reads.iter().map(|it| format!("; {} {} {}", step.instruction, source(&it.from), it.path))
            });
            format!("{base}{name}, {shipped}{}", reads.collect::<String>())
        });
        assert_eq!(stages.collect::<Vec<_>>().join(" | "), wanted, "{text}");
    }
}

#[test]
fn where_the_builder_stops() {
    for (text, stops) in [
        ("FROM alpine\nRUN a\n", None),
        ("FROM alpine\nCOPY --chmod=1 a.txt /\nRUN --mount=type=cache,target=/x a\n", Some(1)),
        ("ARG A\nFROM alpine\nCOPY nope /\n", Some(2)),
        ("FROM alpine\nNOPE\n", None),
    ] {
        assert_eq!(gone_through(text, FILES).stops, stops, "{text}");
    }
}

fn said(cached: &Cached) -> String {
    let why = |cause: &Cause| match cause {
        Cause::Words => "words".to_owned(),
        Cause::Argument(name) => format!("${name}"),
        Cause::File { path, how, more } => {
            let how = match how {
                How::Changed => '~',
                How::Added => '+',
                How::Removed => '-',
            };
            format!("{how}{path}{}", if *more > 0 { format!(" {more} more") } else { String::new() })
        }
        Cause::Stage(at) => format!("stage {at}"),
        Cause::Below(stage, at) => format!("{stage}.{at}"),
    };
    match cached {
        Cached::Kept => "k".to_owned(),
        Cached::Lost(cause) => why(cause),
        Cached::Unsure(cause) => format!("{}?", why(cause)),
        Cached::NotReached => "-".to_owned(),
    }
}

fn again(before: (&str, Files), now: (&str, Files)) -> String {
    let digest = |files: Files| {
        let files: BTreeMap<&str, u64> = files
            .iter()
            .filter_map(|file| file.split_once('='))
            .map(|(path, content)| (path, content.parse().unwrap()))
            .collect();
        move |path: &str| files[path]
    };
    let (of_before, of_now) = (digest(before.1), digest(now.1));
    let (context_before, context_now) = (context(before.1), context(now.1));
    let (build_before, build_now) = (gone_through(before.0, before.1), gone_through(now.0, now.1));
    let stages = compare(
        &Side { build: &build_now, context: &context_now, digest: &of_now },
        &Side { build: &build_before, context: &context_before, digest: &of_before },
    );
    let stages = stages.iter().map(|steps| steps.iter().map(said).collect::<Vec<_>>().join(", "));
    stages.collect::<Vec<_>>().join(" | ")
}

const ONE: &str = "FROM alpine\nWORKDIR /app\nCOPY a.txt .\nRUN make\nCOPY . ./\nCMD [\"x\"]\n";
const TWO: &str = "FROM go AS build\nCOPY a.txt /\nRUN make\nFROM alpine\nRUN apk add x\nCOPY --from=build /out /\nUSER x\n";
const ARGS: &str = "ARG V=1\nFROM alpine\nARG V\nENV E=1\nRUN make $V\nRUN true\n";

#[test]
fn steps_that_are_built_again() {
    let changed: Files = &["a.txt=2", "b.txt=1", "d/c.py=1", ".hidden=1"];
    let other: Files = &["a.txt=1", "b.txt=1", "d/c.py=2", ".hidden=1"];
    let more: Files = &["a.txt=1", "b.txt=1", "d/c.py=1", "d/d.py=1", ".hidden=1"];
    let fewer: Files = &["a.txt=1", ".hidden=1"];
    let hidden: Files = &["a.txt=1", "b.txt=1", "d/c.py=1", ".hidden=2"];
    for (before, text, files, wanted) in [
        (ONE, ONE.to_owned(), FILES, "k, k, k, k, k, k"),
        // the first lost step takes all that stand on it with it
        (ONE, ONE.replace("make", "make x"), FILES, "k, k, k, words, 0.3, 0.3"),
        (ONE, ONE.replace("alpine", "debian"), FILES, "words, 0.0, 0.0, 0.0, 0.0, 0.0"),
        (ONE, ONE.replace("RUN make", "RUN nope\nRUN make"), FILES, "k, k, k, words, 0.3, 0.3, 0.3"),
        (ONE, ONE.replace("RUN make\n", ""), FILES, "k, k, k, words, 0.3"),
        // files: the first step that copies one
        (ONE, ONE.to_owned(), changed, "k, k, ~a.txt, 0.2, 0.2, 0.2"),
        (ONE, ONE.to_owned(), other, "k, k, k, k, ~d/c.py, 0.4"),
        (ONE, ONE.to_owned(), more, "k, k, k, k, +d/d.py, 0.4"),
        (ONE, ONE.to_owned(), fewer, "k, k, k, k, -b.txt 1 more, 0.4"),
        // what never arrives changes nothing
        (ONE, ONE.to_owned(), hidden, "k, k, k, k, k, k"),
        // spelling, comments and line breaks are nothing to the cache
        (ONE, ONE.replace("RUN make", "# c\nrun \\\n  # d\n  make"), FILES, "k, k, k, k, k, k"),
        (ONE, ONE.replace("COPY a.txt", "COPY ./a.txt"), FILES, "k, k, k, k, k, k"),
        (ONE, ONE.replace("COPY a.txt", "COPY b.txt"), FILES, "k, k, words, 0.2, 0.2, 0.2"),
        (ONE, ONE.replace("a.txt .", "a.txt ./x"), FILES, "k, k, words, 0.2, 0.2, 0.2"),
        (ONE, ONE.replace("COPY a.txt", "COPY --chown=1 a.txt"), FILES, "k, k, words, 0.2, 0.2, 0.2"),
        (ONE, ONE.replace("COPY . .", "COPY [abd]* ."), FILES, "k, k, k, k, k, k"),
        // stages: names and their order are nothing to the cache
        (TWO, TWO.replace("build", "b"), FILES, "k, k, k | k, k, k, k"),
        (TWO, TWO.to_owned(), FILES, "k, k, k | k, k, k, k"),
        // what a stage makes may come out the same
        (TWO, TWO.to_owned(), changed, "k, ~a.txt, 0.1 | k, k, stage 0?, 1.2?"),
        (TWO, TWO.replace("apk add x", "apk add y"), FILES, "k, k, k | k, words, 1.1, 1.1"),
        (TWO, TWO.replace("RUN make", "RUN make x"), changed, "k, ~a.txt, 0.1 | k, k, stage 0?, 1.2?"),
        (TWO, TWO.replace("/out", "/other"), FILES, "k, k, k | k, k, words, 1.2"),
        (TWO, TWO.replace("FROM alpine", "FROM build"), FILES, "k, k, k | k, words, 1.1, 1.1"),
        // arguments
        (ARGS, ARGS.to_owned(), FILES, "k, k, k, k, k"),
        (ARGS, ARGS.replace("V=1", "V=2"), FILES, "k, k, k, $V, 0.3"),
        (ARGS, ARGS.replace("ARG V\n", "ARG V=2\n"), FILES, "k, words, 0.1, 0.1, 0.1"),
        (ARGS, ARGS.replace("E=1", "E=$V"), FILES, "k, k, k, k, k"),
        // what was never built is in no cache
        ("FROM alpine\nCOPY nope /\nRUN a\n", "FROM alpine\nRUN b\n".to_owned(), FILES, "k, words"),
        ("FROM alpine\nRUN b\n", "FROM alpine\nRUN b\nCOPY nope /\nRUN c\n".to_owned(), FILES, "k, k, -, -"),
        ("FROM alpine\nNOPE\n", "FROM alpine\nRUN b\n".to_owned(), FILES, "words, 0.0"),
        ("FROM alpine\nRUN b\n", "FROM alpine\nNOPE\n".to_owned(), FILES, ""),
        // a here-document's body is thrown away
        ("FROM alpine\nRUN <<E\na\nE\n", "FROM alpine\nRUN <<E\nb\nE\n".to_owned(), FILES, "k, k"),
        // a stage on a stage that was lost
        (
            "FROM a AS x\nRUN 1\nFROM x\nRUN 2\n",
            "FROM a AS x\nRUN 3\nFROM x\nRUN 2\n".to_owned(),
            FILES,
            "k, words | 0.1, 0.1",
        ),
    ] {
        assert_eq!(again((before, FILES), (&text, files)), wanted, "{before}---\n{text}");
    }
}

/// Whatever becomes another one: the same is kept whole, a stage loses a step and all that stand on it or none, and what
/// is copied nowhere changes nothing.
#[test]
fn lost_steps_take_with_them_what_stands_on_them() {
    let recorded = include_str!("recorded.jsonl").lines();
    let texts = recorded.map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let texts: Vec<String> = texts.map(|case| case["dockerfile"].as_str().unwrap().to_owned()).collect();
    for pair in texts.windows(2) {
        let [one, two] = pair else { unreachable!() };
        let same = again((one, FILES), (one, FILES));
        let all_kept = same.split([',', '|']).all(|fate| matches!(fate.trim(), "k" | "-" | ""));
        assert!(all_kept, "{one}\n{same}");
        for stage in again((one, FILES), (two, FILES)).split(" | ") {
            let fates: Vec<&str> = stage.split(", ").collect();
            let lost = fates.iter().position(|fate| *fate != "k").unwrap_or(fates.len());
            let rest = &fates[lost..];
            assert!(rest.iter().all(|fate| *fate != "k"), "{one}---\n{two}\n{stage}");
            assert!(rest.iter().skip(1).all(|fate| *fate == "-" || fate.contains('.')), "{two}\n{stage}");
        }
    }
}
