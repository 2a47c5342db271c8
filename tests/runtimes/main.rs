//! Every bundled runtime's new funko, built by a Docker engine and run until it is healthy and answers. Skipped
//! where no engine is reachable, or not the images to build on. `cargo run --release --example verify_runtimes`
//! does the same and more, and makes the README's table.

mod engine;

use engine::{Case, Scratch, Seen};
use faaso_designer::catalog::{self, Bundled};

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
