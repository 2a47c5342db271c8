use super::*;
use convert::options::{Extracted, Kind, Selection, Wanted, Within, extract, inline, option_at, rename};

fn select(project: &Project, name: &str, wanted: &str) -> Selection {
    Selection { file: runtime(name), span: find(project, name, wanted), within: Within::File }
}

fn made(project: &mut Project, name: &str, wanted: &str) -> Extracted {
    let made = extract(project, &select(project, name, wanted), &Wanted::default());
    let made = made.unwrap_or_else(|why| panic!("{wanted:?}: {why}"));
    let edit = made.edit.clone().unwrap_or_else(|why| panic!("{wanted:?}: {why}"));
    project.apply(edit).expect("it fits");
    made
}

#[test]
fn of_every_bundled_runtime_an_image_becomes_an_option_and_goes_back() {
    for runtime in catalog::bundled() {
        let before = bundled(runtime.name);
        let dockerfile = text(&before, "Dockerfile.j2");
        let image = dockerfile.lines().find_map(|line| line.strip_prefix("FROM ")).expect("an image");
        let image = image.split(' ').next().expect("a word");
        let mut project = before.clone();
        let made = made(&mut project, "Dockerfile.j2", image);
        assert_eq!(made.name, "base_image", "{}", runtime.name);
        assert_eq!(rest(&project), rest(&before), "{}", runtime.name);
        assert_eq!(default(&project, "base_image"), Some(OptionValue::Text(image.to_owned())));
        let back = inline(&project, "base_image").unwrap().edit.unwrap();
        project.apply(back).unwrap();
        assert_eq!(project, before, "{}", runtime.name);
    }
}

#[test]
fn words_of_an_install_line_become_a_list() {
    let mut project = project(&[
        ("Dockerfile.j2", "FROM a\nRUN apt-get update && apt-get install -y curl git\nEXPOSE 3000\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
    ]);
    let before = project.clone();
    let made = made(&mut project, "Dockerfile.j2", "curl git");
    assert_eq!((made.name.as_str(), made.kind), ("ship_packages", Kind::List));
    assert_eq!(
        text(&project, "Dockerfile.j2").lines().nth(1),
        Some(
            "RUN apt-get update && apt-get install -y {{ options.ship_packages | default([\"curl\", \"git\"]) | join(\" \") }}"
        )
    );
    assert_eq!(
        text(&project, "template/funko.yml.j2"),
        "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  # Packages in the image.\n  ship_packages: [\"curl\", \"git\"]\n"
    );
    project.apply(inline(&project, "ship_packages").unwrap().edit.unwrap()).unwrap();
    assert_eq!(project, before);
}

#[test]
fn what_is_selected_in_the_output_is_found_in_the_template() {
    let project = project(&[
        ("Dockerfile.j2", "FROM a:{{ options.tag | default(\"1\") }}\nENV MODE=fast\nUSER {{ name }}\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  tag: \"1\"\n"),
    ]);
    let output = "FROM a:1\nENV MODE=fast\nUSER hello";
    let select = |wanted: &str| {
        let start = output.find(wanted).unwrap();
        let span = Span::new(start, start + wanted.len());
        let selection = Selection { file: runtime("Dockerfile.j2"), span, within: Within::Output };
        extract(&project, &selection, &Wanted::default())
    };
    let made = select(" fast\n".trim()).unwrap();
    assert_eq!((made.name.as_str(), made.default.as_str()), ("mode", "fast"));
    assert_eq!(made.at.1, 2);
    assert!(made.edit.is_ok());
    assert!(select("hello").unwrap_err().contains("A template tag makes this text"));
    assert!(select("a:1\n").unwrap_err().contains("comes from the option `tag`"));
    assert_eq!(select("MODE=fast\nUSER").unwrap().default, "MODE=fast\nUSER");
}

#[test]
fn a_copied_file_becomes_a_template_and_plain_again() {
    let mut project = project(&[
        ("Dockerfile", "FROM a:1\nRUN echo ${#x} {{ y }} ${V}\n"),
        ("app.py", "port = 3000\n"),
        ("template/funko.yml", "name: hello\nruntime: mine\n"),
    ]);
    let before = project.clone();
    made(&mut project, "Dockerfile", "V}");
    assert!(project.runtime.get("Dockerfile").is_none());
    assert!(text(&project, "Dockerfile.j2").contains("$"));
    assert_eq!(rest(&project), rest(&before));
    made(&mut project, "app.py", "3000");
    assert_eq!(text(&project, "app.py.j2"), "port = {{ options.port | default('3000') }}\n\n");
    assert_eq!(rest(&project), rest(&before));
    for option in convert::options::all(&project) {
        project.apply(inline(&project, &option).unwrap().edit.unwrap()).unwrap();
    }
    assert_eq!(project, before);
}

#[test]
fn the_same_text_elsewhere_is_offered() {
    let project = project(&[
        (
            "Dockerfile.j2",
            "FROM python:3.13-slim AS build\nFROM python:3.13-slim\nENV PORT=3000\nEXPOSE 3000\n",
        ),
        ("main.py.j2", "run(port=3000, limit=3000)\nx = 13000\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\n"),
    ]);
    let selection = select(&project, "Dockerfile.j2", "3000");
    let made = extract(&project, &selection, &Wanted::default()).unwrap();
    let places: Vec<_> = made.places.iter().map(|it| (it.file.path.as_str(), it.line, it.taken)).collect();
    assert_eq!(
        places,
        [("Dockerfile.j2", 4, true), ("main.py.j2", 1, true), ("main.py.j2", 1, false)],
        "{places:?}"
    );
    let all = Wanted { places: Some(vec![0, 1, 2]), name: Some("the port".into()), ..Wanted::default() };
    let made = extract(&project, &selection, &all).unwrap();
    let mut after = project.clone();
    after.apply(made.edit.unwrap()).unwrap();
    assert_eq!(
        text(&after, "main.py.j2").lines().next(),
        Some(
            "run(port={{ options[\"the port\"] | default(\"3000\") }}, limit={{ options[\"the port\"] | default(\"3000\") }})"
        )
    );
    assert_eq!(rest(&after), rest(&project));
    assert_eq!(made.changes.len(), 3);
    let image = extract(&project, &select(&project, "Dockerfile.j2", "python:3.13-slim"), &Wanted::default());
    assert!(image.unwrap().places[0].taken);
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let project = project(&[
        ("Dockerfile.j2", "FROM a\n{# x -#} b {{ options.o }}\n{% if name %}yes{% endif %}\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  o: \"1\"\n"),
        ("template/app.py", "x\n"),
        (".hidden", "x\n"),
    ]);
    let why = |name: &str, wanted: &str, option: &str| {
        let wanted = extract(
            &project,
            &select(&project, name, wanted),
            &Wanted { name: Some(option.into()), ..Wanted::default() },
        );
        wanted.and_then(|made| made.edit).unwrap_err()
    };
    assert!(why("Dockerfile.j2", "{% if name %}", "x").contains("template tag"));
    assert!(why("Dockerfile.j2", "a", "o").contains("another default"));
    assert!(why("Dockerfile.j2", "a", " ").contains("Enter a name"));
    assert!(why("template/app.py", "x", "x").contains("new funko"));
    assert!(why(".hidden", "x", "x").contains("FaaSO ignores"));
}

#[test]
fn an_option_is_renamed_everywhere() {
    let before = with_yml(
        project(&[
            (
                "Dockerfile.j2",
                "{% for p in options.pkgs | default([]) %}{{ p }}{% endfor %}{{ options['pkgs'] | join(',') }}{{ options.pkgs2 }}\n",
            ),
            (
                "template/funko.yml.j2",
                "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  # see pkgs and pkgs2\n  pkgs: [a]\n  pkgs2: b\n",
            ),
            ("README.md", "# x\n\n`pkgs` and pkgs\n"),
            (".scenarios/one/funko.yml", "name: one\noptions:\n  pkgs: [c]\n"),
        ]),
        "name: hello\nruntime: mine\noptions:\n  pkgs: [z] # pkgs\n",
    );
    let mut after = before.clone();
    let renamed = rename(&before, "pkgs", "packages").unwrap();
    assert_eq!(renamed.changes.len(), 5);
    after.apply(renamed.edit.unwrap()).unwrap();
    assert_eq!(
        text(&after, "Dockerfile.j2"),
        "{% for p in options.packages | default([]) %}{{ p }}{% endfor %}{{ options['packages'] | join(',') }}{{ options.pkgs2 }}\n"
    );
    assert!(
        text(&after, "template/funko.yml.j2")
            .ends_with("  # see packages and pkgs2\n  packages: [a]\n  pkgs2: b\n")
    );
    assert_eq!(text(&after, "README.md"), "# x\n\n`packages` and pkgs\n");
    assert!(text(&after, ".scenarios/one/funko.yml").contains("  packages: [c]"));
    assert_eq!(rest(&after), rest(&before));
    let back = rename(&after, "packages", "pkgs").unwrap().edit.unwrap();
    after.apply(back).unwrap();
    assert_eq!(after, before);
    let odd = rename(&before, "pkgs", "a-b").unwrap().edit.unwrap();
    after.apply(odd).unwrap();
    assert!(
        text(&after, "Dockerfile.j2").contains("options[\"a-b\"] | default")
            && text(&after, "Dockerfile.j2").contains("options['a-b']")
    );
    assert!(rename(&before, "pkgs", "pkgs2").unwrap_err().contains("already"));
    assert!(rename(&before, "nope", "x").unwrap_err().contains("no option"));
}

/// What no search finds is found by rendering.
#[test]
fn a_name_behind_another_one_is_refused() {
    let project = project(&[
        ("Dockerfile.j2", "{% set o = options %}{{ o.x }}{{ options.x }}\n"),
        ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n  x: b\n"),
    ]);
    let why = rename(&project, "x", "y").unwrap().edit.unwrap_err();
    assert!(why.contains("`Dockerfile` would change"), "{why}");
}

#[test]
fn options_in_tags_are_inlined_as_literals() {
    let mut project = bundled("fastapi");
    let before = project.clone();
    for option in ["ship_packages", "copy_from_build", "workers", "healthcheck_command", "devel_packages"] {
        let inlined = inline(&project, option).unwrap();
        project.apply(inlined.edit.unwrap_or_else(|why| panic!("{option}: {why}"))).unwrap();
        assert_eq!(rest(&project), rest(&before), "{option}");
        assert_eq!(default(&project, option), None);
    }
    assert!(!text(&project, "Dockerfile.j2").contains("ship_packages"));
}

#[test]
fn the_option_at_a_place_is_known() {
    let project = bundled("fastapi");
    let at = |name: &str, text: &str| {
        let span = find(&project, name, text);
        option_at(&project, &runtime(name), span.start + 1)
    };
    assert_eq!(at("Dockerfile.j2", "options.devel_packages").as_deref(), Some("devel_packages"));
    assert_eq!(at("Dockerfile.j2", "FROM"), None);
    assert_eq!(at("template/funko.yml.j2", "workers: ").as_deref(), Some("workers"));
}

#[test]
fn the_authors_own_funko_yml_goes_along() {
    let mut project = with_yml(
        project(&[
            ("Dockerfile.j2", "FROM a:1\n"),
            ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions:\n"),
        ]),
        "name: hello\nruntime: mine\n",
    );
    let before = project.clone();
    made(&mut project, "Dockerfile.j2", "a:1");
    let FunkoEntry::File(own) = &project.own["funko.yml"] else { panic!("it is there") };
    assert!(own.as_text().unwrap().contains("base_image: \"a:1\""));
    project.apply(inline(&project, "base_image").unwrap().edit.unwrap()).unwrap();
    assert_eq!(project, before);
    // another value than the default is not lost
    made(&mut project, "Dockerfile.j2", "a:1");
    let project = with_yml(project, "name: hello\nruntime: mine\noptions:\n  base_image: \"b\"\n");
    let why = inline(&project, "base_image").unwrap().edit.unwrap_err();
    assert!(why.contains("this funko's `funko.yml`"), "{why}");
}
