//! Where a place in the output comes from.

use crate::workspace::{id, with_workbench};
use crinja::{Budget, Context};
use faaso::{
    analysis::{Delta, Rendering},
    bundle::File,
    diagnostic::Place,
    funko,
    path::BundlePath,
};
use faaso_designer::state::Workbench;
use std::sync::Arc;

const TEMPLATE: &str = "FROM {{ options.image }}\n{% for p in options.pkgs %}RUN {{ p | upper }}\n{% endfor %}# é{{ options.no }}\n\n";
const YML: &str = "name: hello\noptions:\n  image: alpine\n  pkgs: [curl, git]\n";
const NEW_YML: &str = "name: {{ name }}\noptions:\n  # which\n  image: \"{{ runtime }}\"\n";

fn with_output(test: impl FnOnce(Workbench)) {
    with_workbench(|bench| {
        bench
            .put_files(vec![
                (id("runtime:Dockerfile.j2"), File::text(TEMPLATE)),
                (id("runtime:template/funko.yml.j2"), File::text(NEW_YML)),
                (id("funko:funko.yml"), File::text(YML)),
            ])
            .unwrap();
        let rendering = |template: &str, output: &str, context: &Context| Rendering {
            output: BundlePath::new(output).unwrap(),
            good: Some(Arc::new(crinja::render(template, context, &Budget::default()).unwrap())),
            good_revision: 0,
            error: None,
            as_new: false,
        };
        let context = funko::read(YML.as_bytes()).funko.unwrap().context();
        let mut delta = Delta { revision: bench.workspace.revision_now(), ..Delta::default() };
        let docker = rendering(TEMPLATE, "Dockerfile", &context);
        delta.renderings.insert(id("runtime:Dockerfile.j2"), Some(docker));
        let yml = rendering(NEW_YML, "funko.yml", &funko::new_context("hello", "kemal"));
        delta.renderings.insert(id("runtime:template/funko.yml.j2"), Some(yml));
        bench.take_in(delta);
        test(bench);
    });
}

/// A place as file, line and the text there.
fn shown(place: &Place) -> String {
    let at = place.at.unwrap();
    let text = match place.file.path.as_str() {
        "funko.yml" => YML,
        "Dockerfile.j2" => TEMPLATE,
        _ => NEW_YML,
    };
    format!("{}:{} {}", place.file.path, at.from.line, at.span.of(text))
}

#[test]
fn output_is_made_by_the_template_and_an_option() {
    with_output(|bench| {
        let output = "FROM alpine\nRUN CURL\nRUN GIT\n# é\n";
        let check = |part: &str, wanted: &[&str]| {
            let made = bench.made_by(&id("runtime:Dockerfile.j2"), output.find(part).unwrap()).unwrap();
            let mut found = vec![shown(&made.template)];
            for option in &made.options {
                found.push(option.words.clone());
                found.extend(option.place.as_ref().map(shown));
            }
            assert_eq!(found, wanted, "{part}");
        };
        check("FROM", &["Dockerfile.j2:1 "]);
        check("alpine", &["Dockerfile.j2:1 {{ options.image }}", "options.image", "funko.yml:3 alpine"]);
        check("pine", &["Dockerfile.j2:1 {{ options.image }}", "options.image", "funko.yml:3 alpine"]);
        check("RUN GIT", &["Dockerfile.j2:2 "]);
        check("GIT", &["Dockerfile.j2:2 {{ p | upper }}", "options.pkgs[1]", "funko.yml:4 git"]);
        check("é", &["Dockerfile.j2:3 "]);
        // text of the template: the very character
        let made = bench.made_by(&id("runtime:Dockerfile.j2"), output.find("é").unwrap()).unwrap();
        assert_eq!(made.template.at.unwrap().span.start, TEMPLATE.find("é").unwrap());
        let end = bench.made_by(&id("runtime:Dockerfile.j2"), output.len());
        assert_eq!(end.unwrap().template.at.unwrap().from.line, 4);
    });
}

#[test]
fn each_step_back_has_a_place() {
    with_output(|bench| {
        let check = |file: &str, text: &str, part: &str, wanted: Option<&str>| {
            let found = bench.workspace.source_of(&id(file), text.find(part).unwrap()).ok();
            assert_eq!(found.as_ref().map(shown).as_deref(), wanted, "{part}");
        };
        check("runtime:Dockerfile.j2", TEMPLATE, "options.image", Some("funko.yml:3 alpine"));
        check("runtime:Dockerfile.j2", TEMPLATE, "p | upper", Some("funko.yml:4 curl"));
        check("runtime:Dockerfile.j2", TEMPLATE, "endfor", None);
        check("funko:funko.yml", YML, "alpine", Some("template/funko.yml.j2:4 "));
        check("funko:funko.yml", YML, "name", Some("template/funko.yml.j2:1 "));
        check("funko:funko.yml", YML, "curl", None);
    });
}

/// While the engine is at work a place in the output may be another place in the template.
#[test]
fn nothing_is_said_of_an_old_output() {
    with_output(|bench| {
        let splices = [(faaso::text::Span::at(0), "# new\n".to_owned())];
        bench.type_into(&id("runtime:Dockerfile.j2"), splices, false).unwrap();
        assert_eq!(bench.made_by(&id("runtime:Dockerfile.j2"), 0), None);
        assert!(bench.workspace.source_of(&id("runtime:Dockerfile.j2"), 10).is_err());
    });
}
