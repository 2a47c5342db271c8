//! `convert`: a runtime from an application, with every file where it is proposed or where an edited plan has it.

use crate::{End, Stop, arguments::Convert, input, output};
use convert::{
    apply::{apply, proof},
    conversion::plan,
    decisions::Decisions,
    plan::{Goes, Plan},
};
use faaso::path::{BundlePath, last_part};
use serde_json::{Value, json};
use std::fs;

pub fn run(arguments: &Convert) -> Result<End, Stop> {
    if let Some(out) = &arguments.out {
        output::is_free(out, arguments.force)?;
    }
    let application = input::application(&arguments.application)?;
    let decisions = match &arguments.plan {
        Some(file) => {
            let text = fs::read_to_string(file).map_err(|error| {
                Stop::new(End::Usage, format!("can't read `{}`: {error}", file.display()))
            })?;
            edited(&text).map_err(|why| {
                Stop::new(End::Usage, format!("can't use the plan `{}`: {why}", file.display()))
            })?
        }
        None => Decisions::default(),
    };
    if let Some(path) = decisions.places.keys().find(|path| application.get(path.as_str()).is_none()) {
        return Err(Stop::new(
            End::Usage,
            format!("the plan names `{path}`, which the application doesn't have"),
        ));
    }
    let plan = plan(&application, &decisions);
    if arguments.json {
        println!("{:#}", as_json(&plan));
    }
    let Some(out) = &arguments.out else { return Ok(End::Well) };
    let name = last_part(out.to_str().unwrap_or_default());
    let made = apply(&application, &plan, name);
    if let Some((path, why)) = made.refused.first() {
        return Err(Stop::new(End::Problems, format!("can't place `{path}`: {why}. Nothing was written")));
    }
    let proof = proof(&application, &plan, &made.runtime);
    output::folder(out, &made.runtime)?;
    for placement in plan.files.iter().filter(|placement| placement.goes == Goes::Out) {
        eprintln!("left out: {}: {}", placement.path, placement.reason);
    }
    for path in &proof.not_executable {
        eprintln!("not executable in a build: {path}");
    }
    for path in &proof.differing {
        eprintln!("not the same in a build: {path}");
    }
    if let Some(failure) = &proof.failure {
        eprintln!("FaaSO would fail: {failure}");
    }
    eprintln!(
        "With the defaults, a new funko builds your application: {} of {} files the same",
        proof.same, proof.of
    );
    Ok(if proof.holds() { End::Well } else { End::Problems })
}

fn as_json(plan: &Plan) -> Value {
    let files = plan.files.iter().map(|placement| {
        json!({
            "path": placement.path,
            "goes": placement.goes,
            "reason": placement.reason,
            "sure": placement.sure,
        })
    });
    json!({ "files": files.collect::<Vec<_>>(), "options": [], "problems": [] })
}

/// The places of an edited plan. What it leaves out goes where it is proposed.
fn edited(text: &str) -> Result<Decisions, String> {
    let plan: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let files = plan["files"].as_array().ok_or("it has no list `files`")?;
    let mut decisions = Decisions::default();
    for file in files {
        let path = file["path"].as_str().ok_or("a file has no `path`")?;
        let path = BundlePath::new(path).map_err(|error| format!("{path}: {error}"))?;
        let goes = serde_json::from_value::<Goes>(file["goes"].clone())
            .map_err(|error| format!("{path}: {error}"))?;
        decisions.places.insert(path, goes);
    }
    Ok(decisions)
}
