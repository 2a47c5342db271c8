//! `test`: every scenario of a runtime against what it is expected to build.

use super::rendering::render;
use crate::{
    End, Stop,
    arguments::{Format, Test},
    input, output,
    report::{self, Colours, Made, Problem},
};
use faaso::{
    bundle::Bundle,
    changes::{self, Row},
    diagnostic::{Diagnostic, Place, Severity},
    project::{FileId, Project},
    scenarios::{self, Difference, Part, Ran, Verdict},
};
use std::{borrow::Cow, path::Path};

/// Where the scenarios lie in the runtime's folder.
const FOLDER: &str = faaso::fate::SCENARIOS;

pub fn run(arguments: &Test) -> Result<End, Stop> {
    let runtime = input::runtime(&arguments.runtime)?;
    let names = scenarios::names(&runtime.files);
    let wanted = wanted(arguments, &names)?;
    let mut project = Project { runtime_name: runtime.name, runtime: runtime.files, ..Project::default() };
    for name in wanted {
        accept(arguments, &mut project, &name)?;
    }
    let ran: Vec<Ran> =
        names.iter().filter_map(|name| scenarios::run(&project.runtime, name, &mut render)).collect();
    match arguments.format {
        Format::Text => output::say(&text(&ran, &arguments.runtime)),
        format => {
            let problems: Vec<Problem<'_>> =
                ran.iter().flat_map(|ran| problems(ran, &project.runtime)).collect();
            let places = report::Places { runtime: &arguments.runtime, funko: None };
            report::print(&problems, &places, &project, format);
        }
    }
    let all = ran.iter().all(|ran| ran.verdict == Verdict::Passes);
    Ok(if all { End::Well } else { End::Problems })
}

/// The scenarios that are to be accepted.
fn wanted(arguments: &Test, names: &[String]) -> Result<Vec<String>, Stop> {
    let wanted = match arguments.accept_all {
        true => names.to_vec(),
        false => arguments.accept.clone(),
    };
    if let Some(unknown) = wanted.iter().find(|wanted| !names.contains(wanted)) {
        let there =
            if names.is_empty() { "It has none".to_owned() } else { format!("It has {}", names.join(", ")) };
        let why = format!("`{}` has no scenario `{unknown}`. {there}", arguments.runtime);
        return Err(Stop::new(End::Usage, why));
    }
    if !wanted.is_empty() && !Path::new(&arguments.runtime).is_dir() {
        let why = format!("`{}` isn't a folder, so nothing can be accepted in it", arguments.runtime);
        return Err(Stop::new(End::Usage, why));
    }
    Ok(wanted)
}

/// Expects what the scenario makes now, in the runtime's folder too.
fn accept(arguments: &Test, project: &mut Project, name: &str) -> Result<(), Stop> {
    let now = scenarios::run(&project.runtime, name, &mut render).map(|ran| ran.now);
    let edit = now.and_then(|now| scenarios::accept(&project.runtime, name, &now));
    let Some(edit) = edit.filter(|_| scenarios::yml_of(&project.runtime, name).is_some()) else {
        return Ok(());
    };
    project.apply(edit).map_err(|error| Stop::new(End::Usage, error.to_string()))?;
    let inside = format!("{FOLDER}/{name}");
    output::folder(&Path::new(&arguments.runtime).join(&inside), &project.runtime.below(&inside))?;
    eprintln!("accepted: {name}");
    Ok(())
}

fn text(ran: &[Ran], runtime: &str) -> String {
    let colours = Colours::of_terminal();
    let mut text = String::new();
    // one template's error is that of many scenarios
    let mut told: Vec<(&Diagnostic, &str)> = Vec::new();
    for Ran { name, verdict, .. } in ran {
        let (word, colour) = match verdict {
            Verdict::Passes => ("passes", colours.green),
            Verdict::New => ("new", colours.yellow),
            Verdict::Differs(_) => ("differs", colours.yellow),
            Verdict::Fails(_) => ("fails", colours.red),
        };
        text += &format!("{colour}{word:<8}{}{name}\n", colours.plain);
        match verdict {
            Verdict::Passes => {}
            Verdict::New => {
                text +=
                    &format!("  Nothing is expected yet. To accept what FaaSO makes: --accept \"{name}\"\n")
            }
            Verdict::Differs(differences) => differences.iter().for_each(|difference| {
                text += &format!("  {}\n", plainly(difference));
                for line in lines(difference) {
                    let colour = match line.as_bytes().first() {
                        Some(b'-') => colours.red,
                        Some(b'+') => colours.green,
                        _ => "",
                    };
                    let plain = if colour.is_empty() { "" } else { colours.plain };
                    text += &format!("    {colour}{line}{plain}\n");
                }
            }),
            Verdict::Fails(problem) => {
                if let Some((_, first)) = told.iter().find(|(known, _)| *known == &**problem) {
                    text += &format!("  The same error as in {first}\n");
                    continue;
                }
                told.push((problem, name));
                let place = problem.place.as_ref().map(|place| place_of(place, runtime)).unwrap_or_default();
                text += &format!("  {place}FaaSO would fail: {} [{}]\n", problem.message, problem.rule);
                for line in problem.help.iter().flat_map(|help| help.lines()) {
                    text += &format!("    {line}\n");
                }
            }
        }
    }
    let count = |wanted: fn(&Verdict) -> bool| ran.iter().filter(|ran| wanted(&ran.verdict)).count();
    let counts = [
        (count(|verdict| *verdict == Verdict::Passes), "passed"),
        (count(|verdict| matches!(verdict, Verdict::Differs(_))), "different"),
        (count(|verdict| *verdict == Verdict::New), "new"),
        (count(|verdict| matches!(verdict, Verdict::Fails(_))), "failed"),
    ];
    let said: Vec<_> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    text + &match ran {
        [] => "No scenarios\n".to_owned(),
        _ => format!("{}\n", said.join(", ")),
    }
}

fn place_of(place: &Place, runtime: &str) -> String {
    let at = place.at.map(|at| format!(":{}:{}", at.from.line, at.from.column)).unwrap_or_default();
    format!("{}/{}{at}: ", runtime.trim_end_matches('/'), place.file.path)
}

/// What became of one file, in a few words.
fn plainly(difference: &Difference) -> String {
    let path = difference.path.as_deref().unwrap_or("FaaSO's error");
    match (&difference.expected, &difference.now, &difference.path) {
        (Some(_), None, None) => "FaaSO is expected to fail, but it works".to_owned(),
        (_, _, None) => "FaaSO fails, but with another error".to_owned(),
        (None, _, _) => format!("{path}: not expected"),
        (_, None, _) => format!("{path}: missing"),
        (Some(Part::Copied), ..) => format!("{path}: made by a template, expected to be a copy"),
        (_, Some(Part::Copied), _) => format!("{path}: a copy, expected to be made by a template"),
        _ => format!("{path}: different"),
    }
}

fn written(part: Option<&Part>) -> &str {
    match part {
        Some(Part::Rendered(text)) => text,
        _ => "",
    }
}

/// The difference line by line, where both are texts.
fn lines(difference: &Difference) -> Vec<String> {
    let rows = changes::lines(written(difference.expected.as_ref()), written(difference.now.as_ref()));
    let row = |row: Row| match row {
        Row::Same(_, now, text) => format!(" {now:>4} {text}"),
        Row::Gone(before, text) => format!("-{before:>4} {text}"),
        Row::New(now, text) => format!("+{now:>4} {text}"),
        Row::Skipped(count) => format!("      … {count} unchanged lines"),
    };
    rows.into_iter().map(row).collect()
}

/// The first line that differs: its number in what is made, or where it was, and what became of it.
fn first_line(difference: &Difference) -> Option<(usize, String)> {
    let rows = changes::lines(written(difference.expected.as_ref()), written(difference.now.as_ref()));
    let mut rows = rows.into_iter().skip_while(|row| matches!(row, Row::Same(..) | Row::Skipped(_)));
    let mut gone = None;
    // what was removed comes before what took its place
    let new = rows.by_ref().map_while(|row| match row {
        Row::Gone(line, text) => {
            gone.get_or_insert((line, text));
            Some(None)
        }
        Row::New(line, text) => Some(Some((line, text))),
        Row::Same(..) | Row::Skipped(_) => None,
    });
    let new = new.flatten().next();
    match (gone, new) {
        (Some((_, was)), Some((line, is))) => Some((line, format!("Line {line} is `{is}`, was `{was}`."))),
        (None, Some((line, is))) => Some((line, format!("Line {line} is new: `{is}`."))),
        (Some((line, was)), None) => Some((line, format!("Line {line} was `{was}`."))),
        (None, None) => None,
    }
}

/// The same as problems, one for each file that is not as expected.
fn problems(ran: &Ran, runtime: &Bundle) -> Vec<Problem<'static>> {
    let of_scenario =
        scenarios::yml_path(&ran.name).map(|path| Place { file: FileId::runtime(path), at: None });
    let problem = |rule: &'static str, place: Option<Place>, what: String, made: Option<Made>| {
        let diagnostic = Diagnostic {
            severity: Severity::Error,
            rule: Cow::Borrowed(rule),
            place,
            message: format!("Scenario `{}`: {what}", ran.name),
            said: None,
            help: None,
            fix: None,
        };
        Problem { diagnostic: Cow::Owned(diagnostic), made }
    };
    match &ran.verdict {
        Verdict::Passes => Vec::new(),
        Verdict::New => {
            vec![problem("scenario-new", of_scenario, "nothing is expected yet.".to_owned(), None)]
        }
        Verdict::Fails(failure) => {
            let message = format!("Scenario `{}`: FaaSO would fail: {}", ran.name, failure.message);
            let diagnostic = Diagnostic { message, ..(**failure).clone() };
            vec![Problem { diagnostic: Cow::Owned(diagnostic), made: None }]
        }
        Verdict::Differs(differences) => {
            let one = |difference: &Difference| {
                let first = first_line(difference);
                let made = difference
                    .path
                    .clone()
                    .map(|file| Made { file, line: first.as_ref().map(|(line, _)| *line) });
                let more = first.map(|(_, text)| format!(" {text}")).unwrap_or_default();
                let file = difference.origin.as_ref().and_then(|origin| report::on_disk(origin, runtime));
                let place =
                    file.map(|file| Place { file, at: difference.at }).or_else(|| of_scenario.clone());
                problem("scenario-differs", place, format!("{}.{more}", plainly(difference)), made)
            };
            differences.iter().map(one).collect()
        }
    }
}
