//! The picture of a build: what is in it, where its parts are written, and what is said of them.

use faaso::{
    analysis::Analyzer,
    bundle::File,
    path::BundlePath,
    picture::{Drawn, Picture},
    project::{FileId, FunkoEntry, Project},
};
use std::collections::{BTreeMap, BTreeSet};

type Files<'a> = &'a [(&'a str, &'a str)];

const YML: (&str, &str) =
    ("funko.yml", "name: hello\nruntime: ./example\noptions:\n  pkgs: [a, b]\n  tag: '3.22'\n");

/// `funko.yml` is the funko's own, all else is the runtime's.
fn project(files: Files) -> Project {
    let mut project =
        Project { runtime_name: "example".into(), funko_name: "hello".into(), ..Project::default() };
    for (path, text) in files {
        let name = BundlePath::new(path).unwrap();
        match *path {
            "funko.yml" => drop(project.own.insert(name, FunkoEntry::File(File::text(text)))),
            _ => drop(project.runtime.put(name, File::text(text)).unwrap()),
        }
    }
    project
}

fn drawn(files: Files, before: Option<Files>) -> Drawn {
    let mut analyzer = Analyzer::default();
    analyzer.open(project(files), BTreeSet::new(), Default::default());
    let first = analyzer.picture(before.map(project));
    assert_eq!(first, analyzer.picture(before.map(project)), "asked again, it is the same");
    first
}

fn picture(files: Files, before: Option<Files>) -> Picture {
    match drawn(files, before) {
        Drawn::Picture(picture) => picture,
        Drawn::Nothing(why, _) => panic!("{why}"),
    }
}

const TWO: &str = "FROM golang:1 AS build\nCOPY go.mod /src/\n{% for p in options.pkgs -%}\nRUN add {{ p }}\n{% endfor -%}\nFROM alpine:{{ options.tag }}\n{% if options.pkgs %}USER app{% endif %}\nCOPY --from=build /out /\nCOPY --chmod=755 run.sh /\nCMD [\"/run.sh\"]\n";
const FILES: Files = &[("Dockerfile.j2", TWO), ("go.mod", "module x\n"), ("run.sh", "#!/bin/sh\n"), YML];

#[test]
fn every_step_is_said_with_its_place() {
    let picture = picture(FILES, None);
    let stages: Vec<String> = picture.stages.iter().map(|stage| picture.about(stage)).collect();
    assert_eq!(
        stages,
        [
            "Starts from the image `golang:1`. Used by stage 1.",
            "Starts from the image `alpine:3.22`. This stage is the image."
        ]
    );
    let steps = picture.stages.iter().flat_map(|stage| &stage.steps).map(|step| {
        let line = step.place.at.map_or(0, |at| at.from.line);
        let notes = picture.notes(step).join(" ");
        format!("{} {} @{}:{line} {notes}", step.number, step.text, step.place.file.path)
    });
    let steps: Vec<String> = steps.collect();
    let chmod = "FaaSO's builder stops here: `the --chmod option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`";
    assert_eq!(
        steps,
        [
            "1 FROM golang:1 AS build @Dockerfile.j2:1 ".to_owned(),
            "2 COPY go.mod /src/ @Dockerfile.j2:2 Reads `go.mod` from the build context: 1 file.".to_owned(),
            "3 RUN add a @Dockerfile.j2:4 Depends on the option `pkgs`.".to_owned(),
            "4 RUN add b @Dockerfile.j2:4 Depends on the option `pkgs`.".to_owned(),
            "5 FROM alpine:3.22 @Dockerfile.j2:6 Depends on the option `tag`.".to_owned(),
            "6 USER app @Dockerfile.j2:7 Depends on the option `pkgs`.".to_owned(),
            "7 COPY --from=build /out / @Dockerfile.j2:8 Reads `out` from stage `build`.".to_owned(),
            format!(
                "8 COPY --chmod=755 run.sh / @Dockerfile.j2:9 Reads `run.sh` from the build context: 1 file. {chmod}"
            ),
            "9 CMD [\"/run.sh\"] @Dockerfile.j2:10 Not reached: FaaSO's builder stops before it.".to_owned(),
        ]
    );
}

#[test]
fn what_has_no_picture_says_why() {
    let check = |files: Files, wanted: &str, file: Option<&str>| match drawn(files, None) {
        Drawn::Nothing(why, place) => {
            assert_eq!(why, wanted);
            assert_eq!(place.map(|place| place.file.path.to_string()).as_deref(), file, "{wanted}");
        }
        Drawn::Picture(picture) => panic!("{wanted}: {picture:?}"),
    };
    check(&[YML], "There is no picture: the build context has no `Dockerfile`.", None);
    check(
        &[("Dockerfile.j2", "FROM {{ a.b.c }}"), YML],
        "There is no picture: FaaSO can't render `Dockerfile.j2`. Fix its error first.",
        Some("Dockerfile.j2"),
    );
    check(
        &[("Dockerfile", "FROM a\n"), ("funko.yml", "name: hello\nruntime: [a]\n")],
        "There is no picture: FaaSO can't make the build context. `runtime` must be a string.",
        Some("funko.yml"),
    );
    check(
        &[("Dockerfile", "FROM a\nEXPSE 1\n"), YML],
        "There is no picture: FaaSO's builder can't read the Dockerfile. It says: `dockerfile parse error on line 2: unknown instruction: EXPSE (did you mean EXPOSE?)`",
        Some("Dockerfile"),
    );
    check(&[("Dockerfile", "ARG A=1\n"), YML], "There is no picture: the Dockerfile has no `FROM`.", None);
    check(
        &[("Dockerfile", ""), YML],
        "There is no picture: FaaSO's builder can't read the Dockerfile. It says: `the Dockerfile (Dockerfile) cannot be empty`",
        Some("Dockerfile"),
    );
}

const PLAIN: &str = "FROM alpine\nRUN add {{ options.tag }}\nCOPY *.txt funko.yml /app/\nRUN make\n";

#[test]
fn what_a_change_builds_again() {
    let base: BTreeMap<&str, &str> = [("Dockerfile.j2", PLAIN), ("a.txt", "1"), ("b.txt", "1"), YML].into();
    let changed_yml = YML.1.replace("3.22", "3.23");
    let other_option = YML.1.replace("[a, b]", "[a]");
    for (change, wanted) in [
        (vec![], "No step is built again."),
        // a template that gives the same text
        (vec![("Dockerfile.j2", Some(&*PLAIN.replace("make", "{{ 'make' }}")))], "No step is built again."),
        (
            vec![("Dockerfile.j2", Some(&*PLAIN.replace("make", "test")))],
            "1 step of 4 built again, from step 4 on. It's new, or its text changed.",
        ),
        (vec![("a.txt", Some("2"))], "2 steps of 4 built again, from step 3 on. `a.txt` changed."),
        (
            vec![("a.txt", None), ("c.txt", Some("1"))],
            "2 steps of 4 built again, from step 3 on. `a.txt` was removed, and 1 file more.",
        ),
        (vec![("c.txt", Some("1"))], "2 steps of 4 built again, from step 3 on. `c.txt` was added."),
        // the Dockerfile is a file of the context as well
        (
            vec![("Dockerfile.j2", Some(&*PLAIN.replace("*.txt funko.yml", ".").replace("make", "test")))],
            "2 steps of 4 built again, from step 3 on. It's new, or its text changed.",
        ),
        // hidden files never arrive
        (vec![(".hidden", Some("1"))], "No step is built again."),
        // an option reaches a step; funko.yml itself is copied, too
        (
            vec![("funko.yml", Some(&*changed_yml))],
            "3 steps of 4 built again, from step 2 on. It's new, or its text changed.",
        ),
        (
            vec![("funko.yml", Some(&*other_option))],
            "2 steps of 4 built again, from step 3 on. `funko.yml` changed.",
        ),
        // there was nothing before
        (
            vec![("Dockerfile.j2", Some("FROM a\nNOPE\n"))],
            "There was nothing to build before, so every step is built.",
        ),
    ] {
        let mut other = base.clone();
        for (path, text) in &change {
            match text {
                Some(text) => drop(other.insert(*path, *text)),
                None => drop(other.remove(path)),
            }
        }
        let (one, two): (Vec<_>, Vec<_>) = (base.clone().into_iter().collect(), other.into_iter().collect());
        let nothing = wanted.starts_with("There was");
        let said = match nothing {
            true => picture(&one, Some(&two)).rebuilt(),
            false => picture(&two, Some(&one)).rebuilt(),
        };
        assert_eq!(said, wanted, "{change:?}");
    }
}

#[test]
fn a_stage_that_may_come_out_the_same() {
    let now: Files = &[("Dockerfile.j2", TWO), ("go.mod", "module y\n"), ("run.sh", "#!/bin/sh\n"), YML];
    let text = TWO.replace(" --chmod=755", "");
    let plain = |files: Files<'static>| -> Vec<(&'static str, String)> {
        let with = |&(path, old): &(&'static str, &'static str)| match path {
            "Dockerfile.j2" => (path, text.clone()),
            _ => (path, old.to_owned()),
        };
        files.iter().map(with).collect()
    };
    let (now, before) = (plain(now), plain(FILES));
    let borrowed = |files: &'static [(&'static str, String)]| -> Vec<(&'static str, &'static str)> {
        files.iter().map(|(path, text)| (*path, text.as_str())).collect()
    };
    let (now, before) = (borrowed(now.leak()), borrowed(before.leak()));
    let picture = picture(&now, Some(&before));
    assert_eq!(
        picture.rebuilt(),
        "3 steps of 9 built again, and perhaps 3 more, from step 2 on. `go.mod` changed."
    );
    let said = |number: usize| {
        let steps = picture.stages.iter().flat_map(|stage| &stage.steps);
        let step = steps.into_iter().find(|step| step.number == number).unwrap();
        picture.notes(step).pop().unwrap_or_default()
    };
    assert_eq!(said(2), "Built again. `go.mod` changed.");
    assert_eq!(said(3), "Built again. Step 2 is built again, and this one builds on it.");
    assert_eq!(
        said(7),
        "May be built again. It copies from stage `build`, which is built again and may make other files."
    );
    assert_eq!(said(8), "May be built again. Step 7 may be built again, and this one builds on it.");
    assert_eq!(said(6), "Depends on the option `pkgs`.");
}

#[test]
fn of_very_many_steps_the_first_are_drawn_and_all_are_counted() {
    let text = |what: &str| {
        format!(
            "FROM alpine\n{{% for i in range(20000) %}}RUN {what} {{{{ i }}}}\n{{% endfor %}}FROM alpine\nRUN x\n"
        )
    };
    let (before, now) = (text("one"), text("two"));
    let began = std::time::Instant::now();
    let picture = picture(&[("Dockerfile.j2", &now), YML], Some(&[("Dockerfile.j2", &before), YML]));
    println!("{:?}", began.elapsed());
    let shown: Vec<_> = picture.stages.iter().map(|stage| (stage.steps.len(), stage.more)).collect();
    assert_eq!(shown, [(500, 19_501), (0, 2)]);
    assert_eq!(
        picture.rebuilt(),
        "20000 steps of 20003 built again, from step 2 on. It's new, or its text changed."
    );
}

#[test]
fn a_part_of_the_funko_is_written_there() {
    let mut project = project(&[YML]);
    let own = BundlePath::new("Dockerfile").unwrap();
    project.own.insert(own.clone(), FunkoEntry::File(File::text("FROM alpine\nRUN x\n")));
    let mut analyzer = Analyzer::default();
    analyzer.open(project, BTreeSet::new(), Default::default());
    let Drawn::Picture(picture) = analyzer.picture(None) else { panic!("there is a picture") };
    assert_eq!(picture.stages[0].steps[1].place.file, FileId::funko(own));
}
