//! The whole conversion: what is proposed, and the runtime that the decisions make.

use crate::{
    app::App,
    apply::{self, Proof},
    decisions::Decisions,
    fit,
    fixing::{changed, fit_together},
    languages, option_proposals,
    options::{Ask, guess, several},
    places,
    plan::{Change, Finding, Placement, Plan, Proposal, Spot},
    readme_table,
    two::{self, Compared, Outcome, Second},
};
use faaso::{
    bundle::{Bundle, File},
    fate::is_of_conversion,
    path::BundlePath,
    project::{FileId, Project},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Everything that is proposed for an application, as the decisions so far make it.
pub fn plan(application: &Bundle, decisions: &Decisions) -> Plan {
    mended(application, decisions).1
}

/// The same, for two applications: what differs between them becomes options.
pub fn plan_of(application: &Bundle, second: Option<&Second>, decisions: &Decisions) -> Plan {
    together(application, second, decisions).1
}

/// What is compared of a second application: it with its fixes, its own plan, and what differs.
type Beside = (Second, Plan, Compared);

fn together(
    application: &Bundle,
    second: Option<&Second>,
    decisions: &Decisions,
) -> (Bundle, Plan, Option<Beside>) {
    let (application, mut plan) = mended(application, decisions);
    let beside = second.map(|second| {
        let (files, its_plan) = mended(&second.files, decisions);
        let mut compared = two::compare(&application, &plan, &files, &its_plan);
        plan.options = option_proposals::decided(std::mem::take(&mut compared.options), decisions);
        (Second { name: second.name.clone(), files }, its_plan, compared)
    });
    (application, plan, beside)
}

/// The application with what is decided about it, and the plan for that.
fn mended(application: &Bundle, decisions: &Decisions) -> (Bundle, Plan) {
    let mut wanted = decisions.fixes.clone();
    if decisions.dockerfile {
        wanted.insert(fit::DOCKERFILE_FIX.to_owned());
    }
    let mut made: Vec<Finding> = Vec::new();
    let mut application = application.clone();
    let mut offered = None;
    // a fix can need another one first, or bring up something new; each is made once
    loop {
        let app = App::new(&application);
        let known = languages::recognize(&app);
        let files = places::places(&app, decisions);
        let mut findings = fit::findings(&app, known.as_ref(), &files);
        let taken = wanted.contains(fit::DOCKERFILE_FIX);
        offered = offered.or_else(|| languages::offered(&app, known.as_ref(), taken));
        let (mut changes, mut now) = (Vec::<Change>::new(), BTreeSet::new());
        for finding in &mut findings {
            let Some(fix) = finding.fix.as_mut().filter(|fix| wanted.contains(&fix.id)) else { continue };
            let fits = now.contains(&fix.id) || fit_together(changes.iter().chain(&fix.changes));
            if fits && now.insert(fix.id.clone()) {
                changes.extend(fix.changes.iter().cloned());
            }
            fix.made = now.contains(&fix.id);
        }
        if now.is_empty() {
            let open =
                findings.into_iter().filter(|finding| !finding.fix.as_ref().is_some_and(|fix| fix.made));
            made.extend(open);
            let plan = Plan {
                recognized: known.as_ref().map(languages::Known::described),
                options: option_proposals::decided(option_proposals::propose(&app), decisions),
                findings: made,
                dockerfile: offered,
                description: description(&app, decisions),
                files,
            };
            return (application, plan);
        }
        made.extend(findings.into_iter().filter(|finding| finding.fix.as_ref().is_some_and(|fix| fix.made)));
        wanted.retain(|id| !now.contains(id));
        application = changed(&application, &changes);
    }
}

fn description(app: &App<'_>, decisions: &Decisions) -> String {
    let readme = app.text(apply::README).and_then(|text| text.lines().next());
    let title = readme.and_then(|line| line.trim_start_matches('\u{feff}').strip_prefix("# "));
    let written = || title.map(|title| title.trim().to_owned()).unwrap_or_default();
    decisions.description.clone().unwrap_or_else(written)
}

/// A conversion as decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub plan: Plan,
    /// The application with the fixes that are made, and the Dockerfile that is taken.
    pub application: Bundle,
    pub runtime: Bundle,
    /// Files that couldn't be put where they should go, each with the reason.
    pub refused: Vec<(BundlePath, String)>,
    /// Options that couldn't be made, by the proposal's id, each with the reason.
    pub refused_options: Vec<(String, String)>,
    /// What a new funko of the runtime builds, held against that application.
    pub proof: Proof,
    /// What becomes of the second application, where there is one.
    pub second: Option<Outcome>,
}

/// A runtime as it is exported and passed on: without the application that it was made from, which may hold secrets.
pub fn without_conversion(runtime: &Bundle) -> Bundle {
    let mut left = runtime.clone();
    for (path, _) in runtime.files().filter(|(path, _)| is_of_conversion(path.as_str())) {
        left.remove(path.as_str());
    }
    left
}

/// Makes the runtime. `name` is its own, for the first line of a README where the application has none.
pub fn make(application: &Bundle, decisions: &Decisions, name: &str) -> Made {
    make_of(application, None, decisions, name)
}

/// The same, for two applications: what differs between them becomes options.
pub fn make_of(application: &Bundle, second: Option<&Second>, decisions: &Decisions, name: &str) -> Made {
    let (application, plan, beside) = together(application, second, decisions);
    let applied = apply::apply(&application, &plan, name);
    let (mut runtime, refused_options) = with_options(applied.runtime, &plan, name);
    let second = beside.map(|(second, its_plan, compared)| {
        let options = options_made(&plan, &refused_options);
        let called = format!("./{name}");
        let [one, other] = [false, true].map(|is_second| {
            two::described(if is_second { &second.name } else { name }, &called, &options, is_second)
        });
        let scenarios = two::add_scenarios(&mut runtime, [(name, &one), (&second.name, &other)]);
        two::outcome(&second, &its_plan, &runtime, &other, compared, scenarios)
    });
    let proof = apply::proof(&application, &plan, &runtime);
    Made { plan, application, runtime, refused: applied.refused, refused_options, proof, second }
}

impl Made {
    /// What a funko of the second application builds with this runtime, which the author may have changed; none where there
    /// is no second application.
    pub fn second_proof(
        &self,
        second: &Second,
        decisions: &Decisions,
        runtime: &Bundle,
        name: &str,
    ) -> Option<Proof> {
        let outcome = self.second.as_ref()?;
        let (files, its_plan) = mended(&second.files, decisions);
        let second = Second { name: second.name.clone(), files };
        let funko = two::described(
            &second.name,
            &format!("./{name}"),
            &options_made(&self.plan, &self.refused_options),
            true,
        );
        Some(two::proof(&second, &its_plan, runtime, &funko, &outcome.own))
    }
}

/// The options that the runtime has.
fn options_made<'a>(plan: &'a Plan, refused: &[(String, String)]) -> Vec<&'a Proposal> {
    let is_refused = |option: &Proposal| refused.iter().any(|(id, _)| *id == option.id);
    plan.options.iter().filter(|option| option.made && !is_refused(option)).collect()
}

/// The runtime with the options that are made, and those that couldn't be.
fn with_options(runtime: Bundle, plan: &Plan, name: &str) -> (Bundle, Vec<(String, String)>) {
    let mut project = Project {
        runtime_name: format!("./{name}"),
        runtime,
        funko_name: "funko".to_owned(),
        ..Project::default()
    };
    let wanted: Vec<(&str, Ask)> = plan
        .options
        .iter()
        .filter(|proposal| proposal.made)
        .map(|proposal| (proposal.id.as_str(), ask(&project, proposal)))
        .collect();
    let all = |wanted: &[(&str, Ask)]| wanted.iter().map(|(_, ask)| ask.clone()).collect::<Vec<_>>();
    let (mut refused, mut taken) = (Vec::new(), wanted.clone());
    if let Err((_, why)) = several(&project, &all(&taken)) {
        // one of them is to blame: found by adding one after the other
        taken.clear();
        for (id, ask) in wanted {
            taken.push((id, ask));
            if let Err((_, why)) = several(&project, &all(&taken)) {
                taken.pop();
                refused.push((id.to_owned(), why));
            }
        }
        if refused.is_empty() {
            refused.push((String::new(), why));
        }
    }
    if !taken.is_empty()
        && let Ok((edit, _)) = several(&project, &all(&taken))
        && project.apply(edit).is_ok()
        && let Ok((file, text)) = readme_table::written(&project)
    {
        // the README is a file at the top, where no folder lies
        let _ = project.runtime.put(file.path, File::text(&text));
    }
    (project.runtime, refused)
}

fn ask(project: &Project, proposal: &Proposal) -> Ask {
    let text = |spot: &Spot| project.runtime.get(spot.file.as_str()).and_then(File::as_text);
    let written = proposal.places.first().and_then(|spot| text(spot)?.get(spot.span.start..spot.span.end));
    Ask {
        name: proposal.name.trim().to_owned(),
        value: proposal.default.clone(),
        separator: written.and_then(guess::words).map_or_else(|| " ".to_owned(), |(_, separator)| separator),
        about: proposal.about.clone(),
        places: proposal.places.iter().map(|spot| (FileId::runtime(spot.file.clone()), spot.span)).collect(),
    }
}

impl Plan {
    pub fn placement(&self, path: &str) -> Option<&Placement> {
        let at = self.files.binary_search_by(|placement| placement.path.as_str().cmp(path)).ok()?;
        self.files.get(at)
    }
}
