//! Makes the runtime of an application and its plan, and proves that a new funko of it builds the application.

use crate::{
    plan::{Goes, Plan},
    template_text::file_as_template,
};
use crinja::{Budget, Context};
use faaso::{
    bundle::{Bundle, File},
    funko,
    path::BundlePath,
    project::FileId,
    trees,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub const README: &str = "README.md";
const YML: &str = "name: {{ name }}\nruntime: {{ runtime }}\n";

/// The runtime, and the files that could not be put where they should go, each with the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub runtime: Bundle,
    pub refused: Vec<(BundlePath, String)>,
}

/// Makes the runtime. `name` is its own, for the first line of a README where the application has none.
pub fn apply(application: &Bundle, plan: &Plan, name: &str) -> Applied {
    let mut applied = Applied::default();
    for placement in &plan.files {
        let Some(file) = application.get(placement.path.as_str()) else { continue };
        let made = match placement.goes {
            Goes::Out => continue,
            Goes::Template => made(&placement.path, file, "template/"),
            Goes::Runtime => made(&placement.path, file, ""),
        };
        let put = made.and_then(|(path, file)| match applied.runtime.put(path, file) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        });
        if let Err(why) = put {
            applied.refused.push((placement.path.clone(), why));
        }
    }
    let title = if plan.description.is_empty() { name } else { &plan.description };
    for (path, text) in [(README, format!("# {title}\n")), ("template/funko.yml.j2", YML.to_owned())] {
        let Ok(path) = BundlePath::new(path) else { continue };
        if applied.runtime.get(path.as_str()).is_none()
            && let Err(error) = applied.runtime.put(path.clone(), File::text(&text))
        {
            applied.refused.push((path, error.to_string()));
        }
    }
    describe(&mut applied.runtime, &plan.description);
    applied
}

/// Gives the README this first line, where it has another.
fn describe(runtime: &mut Bundle, description: &str) {
    let Some(file) = runtime.get(README) else { return };
    let Some(text) = file.as_text().filter(|_| !description.is_empty()) else { return };
    let (mark, rest) = match text.strip_prefix('\u{feff}') {
        Some(rest) => ("\u{feff}", rest),
        None => ("", text),
    };
    let first = rest.lines().next().unwrap_or_default();
    if first.strip_prefix("# ").is_some_and(|title| title.trim() == description) {
        return;
    }
    let text = match first.starts_with("# ") {
        true => format!("{mark}# {description}{}", &rest[first.len()..]),
        false => format!("{mark}# {description}\n\n{rest}"),
    };
    let file = File::new(text.into_bytes(), file.mode);
    if let Ok(path) = BundlePath::new(README) {
        // it replaces a file that is there
        let _ = runtime.put(path, file);
    }
}

/// FaaSO renders what ends in `.j2`, so a file of that name becomes a template that prints it.
fn made(path: &BundlePath, file: &File, below: &str) -> Result<(BundlePath, File), String> {
    let (ending, file) = match path.as_str().ends_with(".j2") {
        true => {
            let text = file_as_template(&file.bytes).map_err(|why| why.to_string())?;
            (".j2", File::new(text.into_bytes(), file.mode))
        }
        false => ("", file.clone()),
    };
    let path = BundlePath::new(&format!("{below}{path}{ending}")).map_err(|error| error.to_string())?;
    Ok((path, file))
}

/// What a new funko of the runtime builds, held against the application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Files that are the same, byte for byte.
    pub same: usize,
    /// Files that should be: all that were not left out, but for `README.md` and `funko.yml`.
    pub of: usize,
    /// Files that are missing or have other bytes.
    pub differing: Vec<BundlePath>,
    /// Files that the application doesn't have.
    pub extra: Vec<BundlePath>,
    /// Executable files: FaaSO makes them 644.
    pub not_executable: Vec<BundlePath>,
    /// Why FaaSO would fail, if it would.
    pub failure: Option<String>,
}

impl Proof {
    pub fn holds(&self) -> bool {
        self.failure.is_none() && self.differing.is_empty() && self.extra.is_empty()
    }
}

/// Makes a new funko and its build as FaaSO would, and compares.
pub fn proof(application: &Bundle, plan: &Plan, runtime: &Bundle) -> Proof {
    let new = trees::new_funko(Some(runtime), "./runtime", "proof", &mut rendered);
    let mut proof = of_build(application, plan, runtime, &new.partial_bundle());
    if let Some(failure) = new.failures.first() {
        proof.failure = Some(failure.to_string());
    }
    proof
}

/// What a funko of the runtime builds, held against an application with its plan.
pub(crate) fn of_build(application: &Bundle, plan: &Plan, runtime: &Bundle, funko: &Bundle) -> Proof {
    let built = trees::build_context(Some(runtime), funko, &mut rendered);
    let failure = built.failures.first().map(|failure| failure.to_string());
    let mut proof = Proof { failure, ..Proof::default() };
    let built = built.partial_bundle();
    let excepted = |path: &str| path == README || path == funko::FILE;
    for placement in &plan.files {
        let path = &placement.path;
        let Some(file) = application.get(path.as_str()) else { continue };
        if placement.goes == Goes::Out || excepted(path.as_str()) {
            continue;
        }
        proof.of += 1;
        match built.get(path.as_str()) {
            Some(other) if other.bytes == file.bytes => {
                proof.same += 1;
                if file.is_executable() && !other.is_executable() {
                    proof.not_executable.push(path.clone());
                }
            }
            _ => proof.differing.push(path.clone()),
        }
    }
    let kept = |path: &BundlePath| {
        plan.placement(path.as_str()).is_some_and(|placement| placement.goes != Goes::Out)
    };
    let extra = built.files().map(|(path, _)| path).filter(|path| !excepted(path.as_str()));
    proof.extra =
        extra.filter(|path| application.get(path.as_str()).is_none() || !kept(path)).cloned().collect();
    proof
}

/// A template as FaaSO renders it.
pub(crate) fn rendered(_: &FileId, text: &str, context: &Context) -> trees::Outcome {
    crinja::render(text, context, &Budget::default()).map(Arc::new)
}
