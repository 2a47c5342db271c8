//! Fixes: those for what FaaSO itself refuses, where one is certain, and that every fix can be made.

use super::{Facts, likely::is_like, report::fix};
use crate::{
    bundle::File,
    diagnostic::{Diagnostic, Fix},
    funko,
    path::BundlePath,
    project::{Edit, FileId, Own},
    trees::funko_name,
};

/// Offers fixes for those of FaaSO's errors that have none yet, and leaves only fixes that can be made.
pub fn offer(facts: &Facts<'_>, problems: &mut [Diagnostic]) {
    for problem in problems.iter_mut().filter(|problem| problem.fix.is_none()) {
        problem.fix = match &*problem.rule {
            "funko-name-invalid" => other_name(facts),
            "funko-name-missing" => a_name(facts),
            "funko-yml-missing" => a_yml(facts),
            _ => None,
        };
    }
    keep_possible(facts, problems);
}

/// Takes back the fixes that cannot be made: a file may stand where one wants a folder.
fn keep_possible(facts: &Facts<'_>, problems: &mut [Diagnostic]) {
    let mut scratch = facts.project.clone();
    for problem in problems {
        let Some(fix) = &problem.fix else { continue };
        match scratch.apply(fix.edit.clone()) {
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
        return fix("Write “name”", facts.splice(&file, entry.key_span, "name"));
    }
    let name = given_name(facts)?;
    let splice = funko::set_name(&reading.text, name)?;
    fix(format!("Add “name: {name}”"), facts.splice(&file, splice.span, splice.text))
}

/// The template's, or the author's under another name, or a new one.
fn a_yml(facts: &Facts<'_>) -> Option<Fix> {
    let path = BundlePath::new(funko::FILE).ok()?;
    if facts.new_funko.files.contains_key(&path) {
        return fix("Take the template's funko.yml", Edit::Funko { path, own: None });
    }
    let elsewhere = ["funko.yaml", "Funko.yml", "funko.YML", "faaso.yml"];
    let elsewhere = elsewhere.into_iter().find(|name| facts.funko.get(name).is_some());
    if let Some(name) = elsewhere.and_then(|name| BundlePath::new(name).ok()) {
        let title = format!("Rename “{name}” to “{path}”");
        return fix(title, facts.rename(&FileId::funko(name), path));
    }
    let text = format!("name: {}\nruntime: {}\n", given_name(facts)?, facts.project.runtime_name);
    // a runtime's path may need quotes that only its author can give
    funko::read(text.as_bytes()).funko.ok()?;
    fix("Make a funko.yml", Edit::Funko { path, own: Some(Own::File(File::text(&text))) })
}

/// What `faaso new` was given, if it is a name.
fn given_name<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let name = funko_name(&facts.project.funko_name);
    funko::check_name(name).is_ok().then_some(name)
}
