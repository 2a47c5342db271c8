//! Fixes: those for what FaaSO itself refuses, where one is certain, and that every fix can be made.

use super::{
    Facts, errors,
    likely::is_like,
    new_yml,
    report::{fix, fix_by},
    rules,
};
use crate::{
    bundle::File,
    diagnostic::{Diagnostic, Fix},
    funko,
    path::BundlePath,
    project::{Edit, FileId, FunkoEntry, Project},
    text::Span,
    trees::funko_name,
};

/// What FaaSO fails at once it gets there. Where it does so now, the error says it, with the rule's fix.
static FAILING: [&str; 7] = [
    rules::argument_takes_rest::RULE.id,
    rules::broken_tag::RULE.id,
    rules::index_of_text::RULE.id,
    rules::no_method::RULE.id,
    rules::text_plus_number::RULE.id,
    rules::unknown_filter::RULE.id,
    rules::unknown_variable::RULE.id,
];

/// Offers fixes for those of FaaSO's errors that have none yet, and leaves only fixes that can be made.
pub fn offer(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    say_once(problems);
    for problem in problems.iter_mut().filter(|problem| problem.fix.is_none()) {
        problem.fix = match () {
            () if problem.is(&errors::FUNKO_NAME_INVALID) => other_name(facts),
            () if problem.is(&errors::FUNKO_NAME_MISSING) => a_name(facts),
            () if problem.is(&errors::FUNKO_YML_MISSING) => a_yml(facts),
            () if problem.is(&rules::no_template::RULE) || problem.is(&rules::template_yml::RULE) => {
                new_yml::fix_template(facts)
            }
            () => None,
        };
    }
    keep_possible(facts, problems);
}

/// Gives an error the fix of the rule that found its cause, in place of what the rule says.
fn say_once(problems: &mut Vec<Diagnostic>) {
    let errors: Vec<usize> =
        (0..problems.len()).filter(|&at| problems[at].is(&errors::TEMPLATE_ERROR)).collect();
    if errors.is_empty() {
        return;
    }
    let mut said = vec![false; problems.len()];
    for at in 0..problems.len() {
        let Some((file, span)) = place(&problems[at]) else { continue };
        if !FAILING.contains(&&*problems[at].rule) {
            continue;
        }
        let same = errors.iter().find(|&&error| {
            place(&problems[error]).is_some_and(|(other, place)| {
                other == file && place.start <= span.end && span.start <= place.end
            })
        });
        if let Some(&error) = same {
            said[at] = true;
            let (fix, help) = (problems[at].fix.take(), problems[at].help.take());
            let problem = &mut problems[error];
            problem.fix = problem.fix.take().or(fix);
            problem.help = problem.help.take().or(help);
        }
    }
    let mut said = said.into_iter();
    problems.retain(|_| !said.next().unwrap_or_default());
}

fn place(problem: &Diagnostic) -> Option<(&FileId, Span)> {
    let place = problem.place.as_ref()?;
    Some((&place.file, place.at?.span))
}

/// Takes back the fixes that cannot be made: a file may stand where one wants a folder.
fn keep_possible(facts: &Facts<'_>, problems: &mut [Diagnostic]) {
    let mut whole: Option<Project> = None;
    for problem in problems {
        let Some(fix) = &problem.fix else { continue };
        let Some(edit) = fix.edit(facts.shape().project) else {
            problem.fix = None;
            continue;
        };
        let mut part = facts.part(&edit);
        let scratch =
            part.as_mut().unwrap_or_else(|| whole.get_or_insert_with(|| facts.shape().project.clone()));
        match scratch.apply(edit) {
            Ok(back) => {
                scratch.apply(back).expect("an edit just made can be taken back");
            }
            Err(_) => problem.fix = None,
        }
    }
}

/// The letters and digits of the name.
fn other_name(facts: &Facts<'_>) -> Option<Fix> {
    let (_, reading) = facts.yml()?;
    let name = &reading.funko.as_ref().ok()?.name;
    let good: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    facts.rename_funko(&good).filter(|_| !good.is_empty())
}

fn a_name(facts: &Facts<'_>) -> Option<Fix> {
    let (file, reading) = facts.yml()?;
    if let Some(entry) = reading.places.unknown().find(|entry| is_like(&entry.key, "name")) {
        return fix("Change to `name`", facts.splice(&file, entry.key_span, "name"));
    }
    let name = given_name(facts)?;
    let splice = funko::set_name(&reading.text, name)?;
    fix(format!("Add `name: {name}`"), facts.splice(&file, splice.span, splice.text))
}

/// The template's, or the author's under another name, or a new one.
fn a_yml(facts: &Facts<'_>) -> Option<Fix> {
    let path = BundlePath::new(funko::FILE).ok()?;
    let removed = facts.shape().project.own.contains_key(&path);
    if facts.shape().new_funko.files.contains_key(&path) {
        // not removed, it is missing since its template does not render: that is another problem
        return fix("Restore the template's funko.yml", Edit::Funko { path, own: None }).filter(|_| removed);
    }
    let elsewhere = ["funko.yaml", "Funko.yml", "funko.YML", "faaso.yml"];
    let elsewhere = elsewhere.into_iter().filter_map(|name| BundlePath::new(name).ok());
    if let Some(name) = elsewhere.into_iter().find(|name| facts.shape().project.own.contains_key(name)) {
        let title = format!("Rename `{name}` to `{path}`");
        return fix_by(title, facts.rename(&FileId::funko(name), path));
    }
    // a runtime is being written: its template's funko.yml is what is missing. One of the funko's own would hide it.
    if let Some(template) = new_yml::fix_template(facts) {
        if !removed {
            return Some(template);
        }
        let edit = template.edit(facts.shape().project)?;
        return fix(template.title, Edit::All(vec![edit, Edit::Funko { path, own: None }]));
    }
    let text = format!("name: {}\nruntime: {}\n", given_name(facts)?, facts.runtime_name());
    // a runtime's path may need quotes that only its author can give
    funko::read(text.as_bytes()).funko.ok()?;
    fix("Create funko.yml", Edit::Funko { path, own: Some(FunkoEntry::File(File::text(&text))) })
}

/// What `faaso new` was given, if it is a name.
fn given_name<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let name = funko_name(facts.funko_name());
    funko::check_name(name).is_ok().then_some(name)
}
