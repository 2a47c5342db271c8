//! Why there is no output, and what is shown where there is no funko.yml.

use super::*;

/// What the page says of a file without the engine's memory: as after a reload, or from a link or zip.
fn fresh(project: &Project) -> Analysis {
    let open = Request::Open { revision: 1, project: project.clone(), guilty: BTreeSet::new(), known: None };
    let Answer::Analysis(all) = Service::default().answer(open, &mut |_| {}) else { unreachable!() };
    let mut analysis = Analysis::default();
    analysis.apply(all);
    analysis
}

fn project(runtime: &[(&str, &str)], own: &[(&str, &str)]) -> Project {
    let mut project =
        Project { runtime_name: "./web".into(), funko_name: "shop".into(), ..Project::default() };
    for (at, text) in runtime {
        project.runtime.put(path(at), File::text(text)).unwrap();
    }
    for (at, text) in own {
        project.own.insert(path(at), FunkoEntry::File(File::text(text)));
    }
    project
}

/// The first is the template; what stands of it: the output, then the reason, each if there is one.
#[test]
fn no_output_is_without_its_reason() {
    const TEXT: &str = "{{ name }} {{ runtime }} {{ options.x }}";
    let docker = ("Dockerfile.j2", TEXT);
    let yml = ("template/funko.yml.j2", "name: {{ name }}\nruntime: {{ runtime }}\noptions: {x: a}\n");
    let ping = ("template/public/ping", "OK");
    for (runtime, own, output, reason) in [
        // as a new funko
        (vec![docker], vec![], Some("new: shop ./web "), None),
        (vec![docker, ping], vec![("funko.yaml", "name: b\n")], Some("new: shop ./web "), None),
        (
            vec![("Dockerfile.j2", "{{ options.x | join(' ') }}")],
            vec![],
            None,
            Some("Dockerfile.j2:1:4 `join` needs"),
        ),
        // what FaaSO cannot make or read
        (
            vec![docker, ("template/funko.yml.j2", "name: {{ nope. }}")],
            vec![],
            None,
            Some("template/funko.yml.j2:1:"),
        ),
        (
            vec![docker, ("template/funko.yml.j2", "name: {{ name }}: a\n")],
            vec![],
            None,
            Some("funko.yml:1:11 `: ` isn't"),
        ),
        (vec![docker, yml], vec![("funko.yml", "name: a\noptions: [\n")], None, Some("funko.yml:3:1 ")),
        (
            vec![docker, yml],
            vec![("funko.yml", "runtime: a\n")],
            None,
            Some("funko.yml:1:1 funko.yml has no `name`"),
        ),
        (
            vec![docker, yml],
            vec![("funko.yml", "name: a\nruntime: ''\n")],
            None,
            Some("funko.yml:2:10 The runtime's name"),
        ),
        // nothing is wrong with it, but FaaSO does not render the runtime
        (
            vec![docker, yml],
            vec![("funko.yml", "name: a\n")],
            None,
            Some("funko.yml This funko has no runtime"),
        ),
        // a file and a folder in one place
        (vec![docker, yml, ("Dockerfile/a", "")], vec![], Some("shop ./web a"), None),
        // and where all is well
        (vec![docker, yml], vec![], Some("shop ./web a"), None),
        (vec![docker, yml], vec![("funko.yml", "name: b-c\nruntime: r\n")], Some("b-c r "), None),
    ] {
        let analysis = fresh(&project(&runtime, &own));
        let rendering = &analysis.renderings[&FileId::runtime(path("Dockerfile.j2"))];
        let good = rendering.good.as_ref().map(|good| match rendering.as_new {
            true => format!("new: {}", good.text),
            false => good.text.clone(),
        });
        let why = rendering.error.as_ref().map(|error| {
            let place = error.place.as_ref().expect("it can be gone to");
            let at = place.at.map_or(String::new(), |at| format!(":{}:{}", at.from.line, at.from.column));
            format!("{}{at} {}", place.file.path, error.message)
        });
        let told = format!("{runtime:?} {own:?}: {good:?} {why:?}");
        assert_eq!(good.as_deref(), output, "{told}");
        match (why, reason) {
            (Some(why), Some(reason)) => assert!(why.starts_with(reason), "{told}"),
            (None, None) => {}
            _ => panic!("{told}"),
        }
        assert_eq!(analysis.build_context.as_new, rendering.as_new, "{told}");
    }
}

#[test]
fn what_is_shown_as_a_new_funko_is_never_exported() {
    let project = project(&[("Dockerfile.j2", "FROM {{ name }}")], &[]);
    let mut service = Service::default();
    let open = Request::Open { revision: 1, project, guilty: BTreeSet::new(), known: None };
    service.answer(open, &mut |_| {});
    let why = service.export(Export::FunkoReady).unwrap_err();
    assert_eq!(why, "FaaSO would fail. This funko has no funko.yml.");
}

/// FaaSO reads it, so it counts: also for the place of what is wrong with it.
#[test]
fn a_funko_yml_in_utf_16_counts() {
    let utf16 = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        File::new([0xFF, 0xFE].into_iter().chain(units).collect::<Vec<_>>(), 0o644)
    };
    let mut project = project(&[("Dockerfile.j2", "FROM {{ options.base }}")], &[]);
    project.own.insert(
        path("funko.yml"),
        FunkoEntry::File(utf16("# é\nname: a\nruntime: ./web\noptions: {base: b, é: c}\n")),
    );
    let analysis = fresh(&project);
    let rendering = &analysis.renderings[&runtime("Dockerfile.j2")];
    assert_eq!((rendering.good.as_ref().unwrap().text.as_str(), rendering.as_new), ("FROM b", false));
    let place = |rule: &str, analysis: &Analysis| {
        let problem = analysis.problems.iter().find(|problem| problem.rule == rule).expect(rule);
        let at = problem.place.as_ref().and_then(|place| place.at).expect("its place");
        (at.from.line, at.from.column)
    };
    assert_eq!(place("option-unused", &analysis), (4, 20));
    assert!(analysis.problems.iter().all(|problem| problem.rule != "funko-yml-missing"));
    project.own.insert(path("funko.yml"), FunkoEntry::File(utf16("# é\nname: a: b\n")));
    assert_eq!(place("funko-yml-syntax", &fresh(&project)), (2, 8));
}
