//! Every bundled runtime's new funko, built by a Docker engine and run until it is healthy and answers. Skipped
//! where no engine is reachable, or not the images to build on. `cargo run --release --example verify_runtimes`
//! does the same and more, and writes the table of docs/runtimes.md.

mod engine;

use catalog::Bundled;
use crinja::{self, Budget, Context};
use engine::{Case, Scratch, Seen};
use faaso::{
    analysis::{Analysis, Analyzer},
    bundle::{Bundle, File},
    funko,
    path::BundlePath,
    project::{FileId, Project},
    trees,
};
use std::{collections::BTreeSet, sync::Arc};

/// Needs no engine: FaaSO would make each of them without a word of complaint.
#[test]
fn every_runtime_exports() {
    for runtime in catalog::bundled() {
        for case in Case::ALL {
            let export =
                engine::export(runtime, case).unwrap_or_else(|why| panic!("{}: {why}", runtime.name));
            let dockerfile = export.dockerfile();
            let whole =
                dockerfile.contains("\nCMD [") && !dockerfile.contains("{{") && !dockerfile.contains("{%");
            assert!(whole, "{}:\n{dockerfile}", runtime.name);
        }
    }
}

#[test]
fn bundled_runtimes_have_no_problems() {
    for bundled in catalog::bundled() {
        let project = Project {
            runtime_name: bundled.name.to_owned(),
            runtime: bundled.files.clone(),
            funko_name: "hello".to_owned(),
            ..Project::default()
        };
        let mut analyzer = Analyzer::default();
        analyzer.open(project, BTreeSet::new(), Analysis::default());
        let mut analysis = Analysis::default();
        analysis.apply(analyzer.analyse(1, &mut |_| {}));
        // that is so of the three that have the names of FaaSO's own, and their authors must know it
        analysis.problems.retain(|problem| problem.rule != "runtime-built-in");
        assert!(analysis.problems.is_empty(), "{}: {:#?}", bundled.name, analysis.problems);
    }
}

/// What the READMEs say: without an option, its default holds.
#[test]
fn without_options_the_defaults_hold() {
    for runtime in catalog::bundled() {
        let new = trees::new_funko(Some(&runtime.files), runtime.name, "hello", &mut render);
        let funko = new.bundle().unwrap_or_else(|why| panic!("{}: {why:?}", runtime.name));
        let yml = funko.get(funko::FILE).and_then(File::as_text).expect("the template makes it");
        let bare = format!("name: hello\nruntime: {}\n", runtime.name);
        assert_eq!(build(runtime, &funko, &bare), build(runtime, &funko, yml), "{}", runtime.name);
    }
}

/// FaaSO's page on the making of runtimes shows this `funko.yml`, and what becomes of the line.
#[test]
fn the_documented_example_renders_as_documented() {
    let yml = r#"name: historico
runtime: kemal
options:
  shard_build_options: ""
  ship_packages: ["curl", "fish"]
  devel_packages: []
  healthcheck_options: "--interval=1m --timeout=2s --start-period=2s --retries=3"
  healthcheck_command: "curl --fail http://localhost:3000/ping || exit 1"
"#;
    let kemal = catalog::find("kemal-alpine").expect("it is bundled");
    let made = build(kemal, &Bundle::new(), yml);
    let dockerfile = made.get("Dockerfile").and_then(File::as_text).expect("it is made");
    assert!(dockerfile.contains("\n    zlib-dev curl fish \n"), "{dockerfile}");
    assert!(
        dockerfile.contains("\n    CMD curl --fail http://localhost:3000/ping || exit 1"),
        "{dockerfile}"
    );
}

/// The build context of a funko with this `funko.yml`, which is left out.
fn build(runtime: &Bundled, funko: &Bundle, yml: &str) -> Bundle {
    let path = || BundlePath::new(funko::FILE).expect("it is a path");
    let mut funko = funko.clone();
    funko.put(path(), File::text(yml)).expect("at the top nothing is in the way");
    let tree = trees::build_context(Some(&runtime.files), &funko, &mut render);
    let mut made = tree.bundle().unwrap_or_else(|why| panic!("{}: {why:?}", runtime.name));
    made.remove(funko::FILE);
    made
}

fn render(_: &FileId, text: &str, context: &Context) -> trees::Outcome {
    crinja::render(text, context, &Budget::default()).map(Arc::new)
}

#[test]
fn every_runtime_builds_and_answers() {
    if let Err(why) = engine::reach() {
        println!("skipped: no Docker engine is reachable, so no runtime was built ({why})");
        return;
    }
    for runtime in catalog::bundled() {
        if let Err(why) = build_and_answer(runtime) {
            panic!("{}: {why}", runtime.name);
        }
    }
}

fn build_and_answer(runtime: &Bundled) -> Result<(), String> {
    let scratch = Scratch::new(runtime.name)?;
    let export = engine::export(runtime, Case::Default)?;
    let missing = engine::missing_base_images(export.dockerfile());
    engine::lint(&export, &missing, &scratch.folder("context")?)?;
    if let Some(missing) = missing.first() {
        println!("{}: looked at only, there is no {missing} to build on", runtime.name);
        return Ok(());
    }
    let seen = engine::build_and_run(&export, Case::Default, &scratch.folder("author")?)?;
    let Seen { image_size, healthy_after, answered } = seen;
    println!(
        "{}: {image_size} bytes, healthy after {healthy_after:.1?}, answered {answered:?}",
        runtime.name
    );
    Ok(())
}
