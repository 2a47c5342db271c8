//! A second application of the same kind: what differs becomes options, what is the same stays, and each of the two is a
//! scenario of the runtime.
//!
//! Only files of the runtime are compared: each funko has its own of the others. What can't be an option (a file that
//! isn't text, or has little in common with the first one's) comes with the second application's funko, which FaaSO lays
//! over the runtime.

mod hunks;
mod options;

use crate::{
    apply::{Proof, of_build, rendered},
    plan::{Goes, Placement, Plan, Proposal},
};
use faaso::{
    bundle::{Bundle, File},
    funko::{self, Funko},
    path::BundlePath,
    project::Project,
    scenarios,
};
use serde::{Deserialize, Serialize};

pub(crate) use options::{Compared, compare};

/// A second application, as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Second {
    pub name: String,
    pub files: Bundle,
}

/// What becomes of the second application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub name: String,
    /// What a funko of the runtime with its options and its own files builds, held against it.
    pub proof: Proof,
    /// Files that its funko brings along.
    pub own: Vec<BundlePath>,
    /// Files of the runtime that no options were proposed for, each with the reason.
    pub unlike: Vec<(BundlePath, String)>,
    /// Its files that aren't taken along, each with the reason.
    pub left_out: Vec<Placement>,
    /// The scenarios that were made of the two, the first application's first.
    pub scenarios: Vec<String>,
}

/// One of the two as a funko: the value that it gives each option that is made.
pub(crate) fn described(name: &str, runtime: &str, options: &[&Proposal], second: bool) -> Funko {
    let value = |option: &&Proposal| {
        let its = option.second.as_ref().filter(|_| second).unwrap_or(&option.default);
        (option.name.trim().to_owned(), its.clone())
    };
    // the name that an application came under may be none that a funko can have
    let name = name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' });
    let name: String = name.collect::<String>().trim_matches('-').to_lowercase();
    let name = if funko::check_name(&name).is_ok() { name } else { "funko".to_owned() };
    Funko { name, runtime: Some(runtime.to_owned()), options: options.iter().map(value).collect() }
}

/// Adds the two as scenarios, each of which expects what it builds now. Gives their names.
pub(crate) fn add_scenarios(runtime: &mut Bundle, funkos: [(&str, &Funko); 2]) -> Vec<String> {
    let mut added = Vec::new();
    for (name, funko) in funkos {
        let Some(text) = funko::whole(funko) else { continue };
        let name = scenarios::free_name(runtime, &scenario_name(name));
        let edit = scenarios::create_as_it_is(runtime, &name, File::text(&text), &mut rendered);
        let mut tried = Project { runtime: runtime.clone(), ..Default::default() };
        if edit.is_ok_and(|edit| tried.apply(edit).is_ok()) {
            *runtime = tried.runtime;
            added.push(name);
        }
    }
    added
}

fn scenario_name(name: &str) -> String {
    let allowed = |letter: &char| !letter.is_control() && !"/\\<>:\"|?*".contains(*letter);
    let name: String = name.chars().filter(allowed).take(50).collect();
    let name = name.trim_matches([' ', '.']);
    if scenarios::check_name(name).is_ok() { name.to_owned() } else { "application".to_owned() }
}

/// What the second application's funko builds, held against it. `plan` is its own.
pub(crate) fn outcome(
    second: &Second,
    plan: &Plan,
    runtime: &Bundle,
    funko: &Funko,
    compared: Compared,
    scenarios: Vec<String>,
) -> Outcome {
    let left_out = plan.files.iter().filter(|placement| placement.goes == Goes::Out);
    let Compared { own, unlike, .. } = compared;
    let proof = proof(second, plan, runtime, funko, &own);
    Outcome {
        name: second.name.clone(),
        proof,
        own,
        unlike,
        left_out: left_out.cloned().collect(),
        scenarios,
    }
}

/// What its funko builds with this runtime, held against it. `own` are the files that it brings along.
pub(crate) fn proof(
    second: &Second,
    plan: &Plan,
    runtime: &Bundle,
    funko: &Funko,
    own: &[BundlePath],
) -> Proof {
    let mut bundle = Bundle::new();
    for path in own {
        if let Some(file) = second.files.get(path.as_str()) {
            // no two of its paths clash: they come from one bundle
            let _ = bundle.put(path.clone(), file.clone());
        }
    }
    if let (Some(text), Ok(path)) = (funko::whole(funko), BundlePath::new(funko::FILE)) {
        let _ = bundle.put(path, File::text(&text));
    }
    of_build(&second.files, plan, runtime, &bundle)
}
