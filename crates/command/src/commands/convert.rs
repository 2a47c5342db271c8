//! `convert`: a runtime from an application, as it is proposed or as an edited plan has it.

use crate::{End, Stop, arguments::Convert, input, output, plan_file};
use convert::{
    conversion::{Made, make_of},
    decisions::Decisions,
    plan::{Finding, Goes},
    two::{Outcome, Second},
};
use faaso::{archive, diagnostic::Severity, path::last_part};
use std::fs;

pub fn run(arguments: &Convert) -> Result<End, Stop> {
    if let Some(out) = &arguments.out {
        output::is_free(out, arguments.force)?;
    }
    let application = input::application(&arguments.application)?;
    let second = match &arguments.second {
        Some(given) => {
            let application = input::application(given)?;
            skipped(given, &application);
            Some(Second { name: archive::folder_name(given.trim_end_matches('/')), files: application.files })
        }
        None => None,
    };
    let given = last_part(arguments.application.trim_end_matches('/'));
    let name = arguments.out.as_ref().map_or(given, |out| last_part(out.to_str().unwrap_or_default()));
    let decisions = match &arguments.plan {
        Some(file) => {
            let text = fs::read_to_string(file).map_err(|error| {
                Stop::new(End::Usage, format!("can't read `{}`: {error}", file.display()))
            })?;
            plan_file::read(&text, &application.files, second.as_ref()).map_err(|why| {
                Stop::new(End::Usage, format!("can't use the plan `{}`: {why}", file.display()))
            })?
        }
        None => Decisions::default(),
    };
    let made = make_of(&application.files, second.as_ref(), &decisions, name);
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
    let unlike = made
        .second
        .as_ref()
        .is_some_and(|second| !second.proof.differing.is_empty() || second.proof.failure.is_some());
    let wrong = !made.proof.holds()
        || unlike
        || !made.refused_options.is_empty()
        || made.plan.findings.iter().any(counts);
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
    if let Some(second) = &made.second {
        report_second(second);
    }
}

fn report_second(second: &Outcome) {
    let name = &second.name;
    for placement in &second.left_out {
        eprintln!("{name}: left out: {}: {}", placement.path, placement.reason);
    }
    for (path, why) in &second.unlike {
        eprintln!("{name}: no options for {path}: {why}");
    }
    for path in &second.own {
        eprintln!("{name}: its funko has its own {path}");
    }
    for path in &second.proof.extra {
        eprintln!("{name}: gets this file too: {path}");
    }
    for path in &second.proof.differing {
        eprintln!("{name}: not the same in a build: {path}");
    }
    if let Some(failure) = &second.proof.failure {
        eprintln!("{name}: FaaSO would fail: {failure}");
    }
    for scenario in &second.scenarios {
        eprintln!("scenario: {scenario}");
    }
    eprintln!(
        "With its options and its own files, a funko builds {name}: {} of {} files the same",
        second.proof.same, second.proof.of
    );
}

fn skipped(name: &str, application: &input::Application) {
    for (path, why) in &application.skipped {
        eprintln!("{name}: left out: {path}: {why}");
    }
}
