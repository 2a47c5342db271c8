//! `convert`: a runtime from an application, as it is proposed or as an edited plan has it.

use crate::{End, Stop, arguments::Convert, input, output, plan_file};
use convert::{
    conversion::{Made, make},
    decisions::Decisions,
    plan::{Finding, Goes},
};
use faaso::{diagnostic::Severity, path::last_part};
use std::fs;

pub fn run(arguments: &Convert) -> Result<End, Stop> {
    if let Some(out) = &arguments.out {
        output::is_free(out, arguments.force)?;
    }
    let application = input::application(&arguments.application)?;
    let given = last_part(arguments.application.trim_end_matches('/'));
    let name = arguments.out.as_ref().map_or(given, |out| last_part(out.to_str().unwrap_or_default()));
    let decisions = match &arguments.plan {
        Some(file) => {
            let text = fs::read_to_string(file).map_err(|error| {
                Stop::new(End::Usage, format!("can't read `{}`: {error}", file.display()))
            })?;
            plan_file::read(&text, &application.files).map_err(|why| {
                Stop::new(End::Usage, format!("can't use the plan `{}`: {why}", file.display()))
            })?
        }
        None => Decisions::default(),
    };
    let made = make(&application.files, &decisions, name);
    if arguments.json {
        output::say(&format!("{:#}\n", plan_file::written(&application, &made)));
    }
    let end = end(&made, arguments.strict);
    let Some(out) = &arguments.out else { return Ok(end) };
    if let Some((path, why)) = made.refused.first() {
        return Err(Stop::new(End::Problems, format!("can't place `{path}`: {why}. Nothing was written")));
    }
    output::folder(out, &made.runtime)?;
    report(&application, &made);
    Ok(end)
}

fn end(made: &Made, strict: bool) -> End {
    let counts = |finding: &Finding| is_open(finding) && (strict || finding.severity == Severity::Error);
    let wrong =
        !made.proof.holds() || !made.refused_options.is_empty() || made.plan.findings.iter().any(counts);
    if wrong { End::Problems } else { End::Well }
}

fn is_open(finding: &Finding) -> bool {
    !finding.fix.as_ref().is_some_and(|fix| fix.made)
}

/// What a person wants to know of a runtime that was made.
fn report(application: &input::Application, made: &Made) {
    for (name, why) in &application.skipped {
        eprintln!("left out: {name}: {why}");
    }
    for placement in made.plan.files.iter().filter(|placement| placement.goes == Goes::Out) {
        eprintln!("left out: {}: {}", placement.path, placement.reason);
    }
    for option in made.plan.options.iter().filter(|option| option.made) {
        eprintln!("option: {}", option.name);
    }
    for (id, why) in &made.refused_options {
        eprintln!("not made an option: {id}: {why}");
    }
    for finding in &made.plan.findings {
        let place =
            finding.places.first().map_or(String::new(), |spot| format!("{}:{}: ", spot.file, spot.line));
        match &finding.fix {
            Some(fix) if fix.made => eprintln!("fixed: {place}{}", fix.title),
            fix => {
                let word = if finding.severity == Severity::Error { "error" } else { "warning" };
                eprintln!("{word}: {place}{} {} [{}]", finding.found, finding.help, finding.rule);
                if let Some(fix) = fix {
                    eprintln!("  fix: {} (set `made` of its fix in the plan)", fix.title);
                }
            }
        }
    }
    for path in &made.proof.not_executable {
        eprintln!("not executable in a build: {path}");
    }
    for path in &made.proof.differing {
        eprintln!("not the same in a build: {path}");
    }
    if let Some(failure) = &made.proof.failure {
        eprintln!("FaaSO would fail: {failure}");
    }
    eprintln!(
        "With the defaults, a new funko builds your application: {} of {} files the same",
        made.proof.same, made.proof.of
    );
}
