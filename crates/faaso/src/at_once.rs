//! What one template makes, where a key is typed: an output before the engine's answer about everything. It hangs on the template, the
//! names and `funko.yml` (or what makes that) alone, so those go along and nothing else, and FaaSO's own steps make it of them.

use crate::{
    bundle::{Bundle, File},
    fate::Fate,
    funko,
    path::BundlePath,
    project::{FileId, FunkoEntry, Group, Project, Side},
    trees::{self, Content, Tree, Verdict},
};
use crinja::{Budget, Context, Rendered};
use serde::{Deserialize, Serialize};
use std::{ops::Bound, sync::Arc};

/// The most that is parsed, in bytes: parsing isn't budgeted.
pub const LONGEST: usize = 256 << 10;
/// A few milliseconds of work on a slow machine, and no more output than is shown in that time. What needs more is the
/// engine's.
pub const BUDGET: Budget = Budget { steps: 20_000, bytes: 1 << 20, depth: 100 };

/// The runtime's folder that a new funko is made of.
const TEMPLATE: &str = "template/";

/// A template of a project, and what its output hangs on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AtOnce {
    file: FileId,
    /// Where FaaSO writes it.
    pub target: BundlePath,
    /// The project, with no other files.
    project: Project,
}

impl AtOnce {
    /// None of a file that is no template, of a long one, and where another file has a say in what becomes of it.
    pub fn of(project: &Project, file: &FileId) -> Option<AtOnce> {
        let Fate::Rendered(target) = Fate::by_name(file) else { return None };
        let mut needed = Project {
            runtime_name: project.runtime_name.clone(),
            funko_name: project.funko_name.clone(),
            ..Project::default()
        };
        let mut size = 0;
        let mut take = |file: &File| {
            size += file.bytes.len();
            size <= LONGEST
        };
        let template = project.file(file).filter(|_| file.side == Side::Runtime)?;
        (take(template) && needed.runtime.put(file.path.clone(), template.clone()).is_ok()).then_some(())?;
        if file.group() == Group::Runtime {
            let yml = BundlePath::new(funko::FILE).ok()?;
            match project.own.get(&yml) {
                Some(own @ FunkoEntry::File(file)) if take(file) => drop(needed.own.insert(yml, own.clone())),
                Some(_) => return None,
                None => {
                    for made_of in [format!("{TEMPLATE}{yml}"), format!("{TEMPLATE}{yml}.j2")] {
                        let Some(file) = project.runtime.get(&made_of) else { continue };
                        let path = BundlePath::new(&made_of).ok()?;
                        (take(file) && needed.runtime.put(path, file.clone()).is_ok()).then_some(())?;
                    }
                }
            }
        }
        is_alone(project, file, &target).then(|| AtOnce { file: file.clone(), target, project: needed })
    }

    /// The output; none where there is an error, or too much to do.
    pub fn output(&self) -> Option<Arc<Rendered>> {
        let AtOnce { file, project, .. } = self;
        let mut render =
            |_: &FileId, text: &str, context: &Context| crinja::render(text, context, &BUDGET).map(Arc::new);
        let runtime = Some(&project.runtime);
        let new = trees::new_funko(runtime, &project.runtime_name, &project.funko_name, &mut render);
        if file.group() == Group::Template {
            return output_of(new, file);
        }
        let yml = match project.own.get(funko::FILE) {
            Some(FunkoEntry::File(own)) => own.clone(),
            _ if matches!(new.verdict(), Verdict::Works) => new.files.get(funko::FILE)?.file()?,
            _ => return None,
        };
        let mut funko = Bundle::new();
        funko.put(BundlePath::new(funko::FILE).ok()?, yml).ok()?;
        output_of(trees::build_context(runtime, &funko, &mut render), file)
    }
}

fn output_of(tree: Tree, file: &FileId) -> Option<Arc<Rendered>> {
    if !matches!(tree.verdict(), Verdict::Works) {
        return None;
    }
    let output = tree.files.into_values().find(|output| output.origin == *file)?;
    match output.content {
        Content::Rendered(outcome) => outcome.ok(),
        Content::Copied(_) => None,
    }
}

/// No other file is written where this one is, or above or below it.
fn is_alone(project: &Project, file: &FileId, target: &BundlePath) -> bool {
    let runtime = &project.runtime;
    let is_met = |folder: &str| {
        let at = format!("{folder}{target}");
        let mut above = target.folders();
        runtime.get(&at).is_some()
            || runtime.is_folder(&at)
            || above.any(|above| runtime.get(&format!("{folder}{above}.j2")).is_some())
    };
    if file.group() == Group::Template {
        return !is_met(TEMPLATE);
    }
    let of_template = is_met(TEMPLATE) || runtime.get(&format!("{TEMPLATE}{target}.j2")).is_some();
    let below = format!("{target}/");
    let mut after = project.own.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded));
    let own =
        std::iter::once(target.as_str()).chain(target.folders()).any(|path| project.own.contains_key(path))
            || after.next().is_some_and(|(path, _)| path.as_str().starts_with(&below));
    !(is_met("") || of_template || own)
}
