//! `convert`: a runtime from an application, as it is proposed or as an edited plan has it.

use crate::{End, Stop, arguments::Convert, input, output, plan_file};
use convert::{
    conversion::{Made, make_of, plan_of},
    decisions::Decisions,
    plan::{Finding, Goes},
    two::{Outcome, Second},
};
use faaso::{archive, bundle::Bundle, diagnostic::Severity, path::last_part};
use std::{collections::BTreeSet, fs};

pub fn run(arguments: &Convert) -> Result<End, Stop> {
    if arguments.out.is_none() && !arguments.json {
        let why = "say which folder to create with --out RUNTIME, or print the plan with --json";
        return Err(Stop::new(End::Usage, why));
    }
    if let Some(out) = &arguments.out {
        output::is_free(out, arguments.force)?;
    }
    let application = input::application(&arguments.application)?;
    if application.files.is_empty() {
        let why = format!("`{}` has no files to make a runtime of", arguments.application);
        return Err(Stop::new(End::Usage, why));
    }
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
    let decisions = with_fixes(arguments, decisions, &application.files, second.as_ref())?;
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

/// The fixes that the arguments ask for are made, and those that only come up with others.
fn with_fixes(
    arguments: &Convert,
    mut decisions: Decisions,
    application: &Bundle,
    second: Option<&Second>,
) -> Result<Decisions, Stop> {
    let Convert { fix: rules, fix_all, .. } = arguments;
    let mut offered = BTreeSet::new();
    while *fix_all || !rules.is_empty() {
        let before = decisions.fixes.len();
        for Finding { rule, fix, .. } in plan_of(application, second, &decisions).findings {
            let Some(fix) = fix else { continue };
            if *fix_all || rules.contains(&rule) {
                decisions.fixes.insert(fix.id);
            }
            offered.insert(rule);
        }
        if decisions.fixes.len() == before {
            break;
        }
    }
    match rules.iter().find(|rule| !offered.contains(*rule)) {
        None => Ok(decisions),
        Some(rule) => {
            let offered: Vec<_> = offered.into_iter().collect();
            let there = if offered.is_empty() { "none".to_owned() } else { offered.join(", ") };
            Err(Stop::new(End::Usage, format!("there is no fix of the rule `{rule}`. Fixes: {there}")))
        }
    }
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
                    eprintln!("  fix: {} (--fix {})", fix.title, finding.rule);
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
        "With the defaults, a new funko has your application's files: {} of {} the same",
        made.proof.same, made.proof.of
    );
    let open = made.plan.findings.iter().filter(|it| is_open(it) && it.severity == Severity::Error);
    let (errors, fixes) =
        open.fold((0, 0), |(all, fixes), it| (all + 1, fixes + usize::from(it.fix.is_some())));
    if errors > 0 {
        let errors = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
        let help = if fixes > 0 { ". --fix-all makes the fixes above" } else { "" };
        eprintln!("FaaSO can't build it yet: {errors}{help}");
    }
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
