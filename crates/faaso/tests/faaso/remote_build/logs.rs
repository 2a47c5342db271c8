//! What the log of a failed build means: its step, its error, and where the author can change that.

use super::{BUILT, info, log, path};
use faaso::{
    analysis::Analyzer,
    bundle::File,
    project::{FunkoEntry, Project},
    remote_build::{read, sending},
};

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

/// Docker names no line of a file that it can't read: the same error is found here, with its place.
#[test]
fn an_unreadable_dockerfile_has_its_place() {
    for (dockerfile, error, line) in [
        (
            "FROM a\nENV A=1 B\n",
            "Syntax error - can't find = in \"B\". Must be of the form: name=value",
            Some(2),
        ),
        ("FROM a\n\nENV A\n", "ENV must have two arguments", Some(3)),
        ("# escape=x\nFROM a\n", "invalid escape token 'x' does not match ` or \\", Some(1)),
        ("FROM a\nRUN <<EOF\nx\n", "unterminated heredoc", Some(2)),
        ("FROM a\nENV A\n", "another error", None),
        ("FROM a\n", "unterminated heredoc", None),
    ] {
        let said = format!(
            "2024-09-09T20:31:15.123456Z  ERROR - Docker Build Error: failed to parse Dockerfile: {error}\n"
        );
        let spot = read(&said).spot(dockerfile);
        assert_eq!(spot.map(|spot| spot.line), line, "{dockerfile:?} {error}");
    }
}
