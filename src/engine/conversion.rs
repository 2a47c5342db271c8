//! A conversion lives in the runtime that it makes, below `.conversion/`: the application as it came, and what the author
//! decided. FaaSO ignores hidden files. So it has the project's own history, storage and backup, and each decision is one
//! edit. Exports and links leave it out: what the author left out of the runtime may be a secret.

use convert::{
    apply::{Proof, README},
    conversion::{self, Made, without_conversion},
    decisions::{Decision, Decisions},
    options::{Changed, changed_by},
    plan::{Finding, Plan},
    two::{Outcome, Second},
};
use faaso::{
    bundle::{Bundle, File, PLAIN},
    fate::{CONVERSION, is_of_conversion},
    path::BundlePath,
    project::{Edit, Project},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeSet;

/// Why something can't be, in a sentence for the author.
type Refusal = String;

const NONE: &str = "This project wasn't made from an application.";
const DAMAGED: &str = "The conversion can't be read: its files were changed.";

/// How the application is written: the first byte of its file.
const VERSION: u8 = 1;

/// What a conversion has come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Converted {
    pub plan: Plan,
    /// Files that couldn't be put where they should go, each with the reason.
    pub refused: Vec<(BundlePath, String)>,
    /// Options that couldn't be made, by the proposal's id, each with the reason.
    pub refused_options: Vec<(String, String)>,
    pub proof: Proof,
    /// What becomes of the second application, where there is one.
    pub second: Option<Outcome>,
    /// Files of the runtime that the author changed after the conversion made them.
    pub edited: Vec<BundlePath>,
}

/// An application becomes a runtime as proposed: that runtime, with the conversion in it. `name` is the runtime's.
pub fn begin(application: &Bundle, name: &str) -> Result<Bundle, Refusal> {
    let mut decisions = Decisions::default();
    keep_title(application, &mut decisions, name);
    let mut runtime = conversion::make(application, &decisions, name).runtime;
    for (path, bytes) in
        [(application_path(), packed(application)?), (decisions_path(), written(&decisions).into_bytes())]
    {
        runtime.put(path, File::new(bytes, PLAIN)).map_err(|error| error.to_string())?;
    }
    Ok(runtime)
}

/// The conversion of a project; none where it has none.
pub fn now(project: &Project) -> Result<Option<Converted>, Refusal> {
    let Some(kept) = kept(project)? else { return Ok(None) };
    let made = made(project, &kept);
    let changed = |path: &BundlePath| made.runtime.get(path.as_str()) != project.runtime.get(path.as_str());
    let edited: Vec<BundlePath> =
        paths(&made.runtime, &project.runtime).into_iter().filter(changed).collect();
    let theirs = kept.second.as_ref().filter(|_| !edited.is_empty());
    let theirs = theirs.and_then(|second| {
        made.second_proof(second, &kept.decisions, &project.runtime, runtime_name(project))
    });
    let proof = match made.runtime == without_conversion(&project.runtime) {
        true => made.proof,
        false => convert::apply::proof(&made.application, &made.plan, &project.runtime),
    };
    let Made { mut plan, refused, refused_options, mut second, .. } = made;
    if let (Some(outcome), Some(proof)) = (&mut second, theirs) {
        outcome.proof = proof;
    }
    plan.findings = findings(project, &kept, plan.findings, &edited);
    Ok(Some(Converted { plan, refused, refused_options, proof, second, edited }))
}

/// What FaaSO still needs with the author's own changes, besides the fixes that are made.
fn findings(project: &Project, kept: &Kept, mut all: Vec<Finding>, edited: &[BundlePath]) -> Vec<Finding> {
    let mut application = kept.application.clone();
    for path in edited {
        // a template isn't the application's text any more
        let own = path.as_str().strip_prefix("template/").unwrap_or(path.as_str());
        let (Some(file), Ok(own)) = (project.runtime.get(path.as_str()), BundlePath::new(own)) else {
            continue;
        };
        if application.get(own.as_str()).is_some()
            || !own.as_str().ends_with(".j2") && !own.as_str().starts_with('.')
        {
            // where a folder is in the way, it stays as it was
            let _ = application.put(own, file.clone());
        }
    }
    if application == kept.application {
        return all;
    }
    let is_made = |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.made);
    all.retain(is_made);
    let now = conversion::plan(&application, &kept.decisions).findings;
    all.extend(now.into_iter().filter(|finding| !is_made(finding)));
    all
}

/// The edit that makes a decision: the runtime's files become what it makes of them, but for those that the author has
/// changed since. Where it would change such a file, it is refused.
pub fn decide(project: &Project, decision: Decision) -> Result<Edit, Refusal> {
    let before = kept(project)?.ok_or(NONE)?;
    let mut after = before.clone();
    after.decisions.decide(decision);
    keep_title(&after.application, &mut after.decisions, runtime_name(project));
    let file = Some(File::text(&written(&after.decisions)));
    step(project, &before, &after, Edit::Runtime { path: decisions_path(), file })
}

/// The edit that adds a second application, puts it in the place of another, or takes it away.
pub fn set_second(project: &Project, second: Option<Second>) -> Result<Edit, Refusal> {
    let before = kept(project)?.ok_or(NONE)?;
    let file = match &second {
        Some(second) => Some(File::new(packed(second)?, PLAIN)),
        None => None,
    };
    let after = Kept { second, ..before.clone() };
    step(project, &before, &after, Edit::Runtime { path: second_path(), file })
}

/// The edit from what one state of the conversion makes to what another one does. `keep` writes that state down.
fn step(project: &Project, before: &Kept, after: &Kept, keep: Edit) -> Result<Edit, Refusal> {
    let (before, after) = (made(project, before).runtime, made(project, after).runtime);
    let (mut gone, mut put, mut edited) = (Vec::new(), Vec::new(), Vec::new());
    for path in paths(&before, &after) {
        let of = |bundle: &Bundle| bundle.get(path.as_str()).cloned();
        let (old, new, now) = (of(&before), of(&after), of(&project.runtime));
        if old == new || now == new {
            continue;
        }
        match (now == old, new) {
            (false, _) => edited.push(format!("`{path}`")),
            (true, None) => gone.push(Edit::Runtime { path, file: None }),
            (true, new) => put.push(Edit::Runtime { path, file: new }),
        }
    }
    if !edited.is_empty() {
        return Err(format!(
            "It would overwrite your changes to {}. Undo those first, or make this change by hand.",
            edited.join(", ")
        ));
    }
    // a folder may come where a file goes
    gone.extend(put);
    gone.push(keep);
    Ok(Edit::All(gone))
}

/// The lines that a decision would change, file by file.
pub fn preview(project: &Project, decision: Decision) -> Result<Vec<Changed>, Refusal> {
    let mut changed = changed_by(project, &decide(project, decision)?);
    changed.retain(|file| !is_of_conversion(file.file.path.as_str()));
    Ok(changed)
}

fn made(project: &Project, kept: &Kept) -> Made {
    conversion::make_of(&kept.application, kept.second.as_ref(), &kept.decisions, runtime_name(project))
}

fn runtime_name(project: &Project) -> &str {
    project.runtime_name.trim_start_matches("./")
}

/// A README that the conversion writes has the runtime's name as its title. It keeps that when the runtime is renamed:
/// another one would look like the author's own change.
fn keep_title(application: &Bundle, decisions: &mut Decisions, name: &str) {
    if application.get(README).is_none() && decisions.description.is_none() {
        decisions.description = Some(name.to_owned());
    }
}

/// What is kept of a conversion.
#[derive(Clone)]
struct Kept {
    application: Bundle,
    second: Option<Second>,
    decisions: Decisions,
}

/// None where the project wasn't made from an application.
fn kept(project: &Project) -> Result<Option<Kept>, Refusal> {
    let file = |path: BundlePath| project.runtime.get(path.as_str());
    let (application, decisions) = match (file(application_path()), file(decisions_path())) {
        (None, None) => return Ok(None),
        (Some(application), Some(decisions)) => (application, decisions),
        _ => return Err(DAMAGED.to_owned()),
    };
    let decisions = serde_json::from_slice(&decisions.bytes).map_err(|_| DAMAGED.to_owned())?;
    let second = file(second_path()).map(unpacked).transpose()?;
    Ok(Some(Kept { application: unpacked(application)?, second, decisions }))
}

fn packed(what: &impl Serialize) -> Result<Vec<u8>, Refusal> {
    postcard::to_extend(what, vec![VERSION]).map_err(|_| "It can't be kept.".to_owned())
}

fn unpacked<T: DeserializeOwned>(file: &File) -> Result<T, Refusal> {
    let kept = file.bytes.strip_prefix(&[VERSION]).and_then(|kept| postcard::from_bytes(kept).ok());
    kept.ok_or_else(|| DAMAGED.to_owned())
}

fn written(decisions: &Decisions) -> String {
    serde_json::to_string_pretty(decisions).unwrap_or_default()
}

/// All files of both, but for those of the conversion.
fn paths(one: &Bundle, other: &Bundle) -> BTreeSet<BundlePath> {
    let all = one.files().chain(other.files()).map(|(path, _)| path);
    all.filter(|path| !is_of_conversion(path.as_str())).cloned().collect()
}

fn application_path() -> BundlePath {
    below("application")
}

fn second_path() -> BundlePath {
    below("second")
}

fn decisions_path() -> BundlePath {
    below("decisions.json")
}

fn below(name: &str) -> BundlePath {
    BundlePath::new(&format!("{CONVERSION}/{name}")).expect("an ordinary path")
}

#[cfg(test)]
mod tests {
    use super::*;
    use convert::plan::Goes;

    fn bundle(files: &[(&str, &str)]) -> Bundle {
        let mut bundle = Bundle::new();
        for (path, text) in files {
            bundle.put(BundlePath::new(path).unwrap(), File::text(text)).unwrap();
        }
        bundle
    }

    fn begun() -> Project {
        let application = bundle(&[
            ("Dockerfile", "FROM python:3.13-slim\nCOPY . .\nEXPOSE 3000\nCMD [\"python\", \"app.py\"]\n"),
            ("app.py", "print('hi')\n"),
            ("notes.txt", "a\n"),
            (".env", "TOKEN=1\n"),
        ]);
        let runtime = begin(&application, "shop").unwrap();
        Project { runtime_name: "shop".to_owned(), runtime, ..Project::default() }
    }

    fn place(path: &str, goes: Goes) -> Decision {
        Decision::Place { path: BundlePath::new(path).unwrap(), goes: Some(goes) }
    }

    fn now(project: &Project) -> Converted {
        super::now(project).unwrap().unwrap()
    }

    #[test]
    fn a_decision_is_one_edit_that_can_be_taken_back() {
        let mut project = begun();
        let first = project.clone();
        assert!(now(&project).proof.holds());
        let edit = decide(&project, place("notes.txt", Goes::Out)).unwrap();
        let back = project.apply(edit).unwrap();
        assert_eq!(now(&project).plan.placement("notes.txt").unwrap().goes, Goes::Out);
        assert!(now(&project).edited.is_empty());
        let has =
            |project: &Project| project.runtime.files().any(|(path, _)| path.as_str().ends_with("notes.txt"));
        assert!(!has(&project));
        project.apply(back).unwrap();
        assert_eq!(project, first);
    }

    #[test]
    fn a_preview_says_what_the_decision_changes() {
        let project = begun();
        let fix = Decision::Fix { id: "health-check".to_owned(), make: true };
        let changed = preview(&project, fix).unwrap();
        let shown: Vec<_> = changed.iter().map(|file| (file.file.path.as_str(), file.gone.len())).collect();
        // a health check brings its options, and with them their rows in the README
        assert_eq!(shown, [("Dockerfile.j2", 0), ("README.md", 0), ("template/funko.yml.j2", 0)]);
        assert!(changed[0].new.iter().any(|(line, text)| *line == 5 && text.starts_with("HEALTHCHECK")));
        assert_eq!(preview(&project, place("app.py", Goes::Template)), Ok(Vec::new()));
    }

    #[test]
    fn the_authors_own_changes_are_never_overwritten() {
        let mut project = begun();
        let path = project
            .runtime
            .files()
            .map(|(path, _)| path.clone())
            .find(|path| path.as_str().ends_with("notes.txt"));
        let edit = Edit::Runtime { path: path.unwrap(), file: Some(File::text("mine\n")) };
        project.apply(edit).unwrap();
        assert_eq!(now(&project).edited.len(), 1);
        assert_eq!(now(&project).proof.differing.len(), 1);
        let refused = decide(&project, place("notes.txt", Goes::Out)).unwrap_err();
        assert!(refused.contains("overwrite your changes to"), "{refused}");
        // what is about another file works
        let edit = decide(&project, place("app.py", Goes::Out)).unwrap();
        project.apply(edit).unwrap();
        assert!(project.runtime.files().any(|(_, file)| &*file.bytes == b"mine\n"));
    }

    #[test]
    fn what_the_author_fixes_by_hand_is_no_finding() {
        let application = bundle(&[
            ("Dockerfile", "FROM python:3.13-slim\nCOPY . .\nEXPOSE 3000\nCMD [\"python\", \"app.py\"]\n"),
            ("app.py", "import flask\napp = flask.Flask(__name__)\napp.run(host='0.0.0.0', port=3000)\n"),
        ]);
        let runtime = begin(&application, "shop").unwrap();
        let mut project = Project { runtime_name: "shop".to_owned(), runtime, ..Project::default() };
        let has = |project: &Project, rule: &str| now(project).plan.findings.iter().any(|it| it.rule == rule);
        assert!(has(&project, "ping") && has(&project, "health-check"));
        let path = BundlePath::new("template/app.py").unwrap();
        let text = project.runtime.get(path.as_str()).unwrap().as_text().unwrap();
        let text = text.replace("app.run", "@app.get('/ping')\ndef ping(): return 'OK'\napp.run");
        project.apply(Edit::Runtime { path, file: Some(File::text(&text)) }).unwrap();
        assert!(!has(&project, "ping") && has(&project, "health-check"));
    }

    #[test]
    fn a_renamed_runtime_can_be_decided_about() {
        let mut project = begun();
        project.apply(Edit::RuntimeName("store".to_owned())).unwrap();
        assert_eq!(now(&project).edited, []);
        for text in [Some("A shop".to_owned()), None] {
            let edit = decide(&project, Decision::Describe { text }).unwrap();
            project.apply(edit).unwrap();
            assert_eq!(now(&project).edited, []);
        }
    }

    #[test]
    fn a_second_application_comes_and_goes_in_one_step_each() {
        let mut project = begun();
        let first = project.clone();
        let files = bundle(&[
            ("Dockerfile", "FROM python:3.12-slim\nCOPY . .\nEXPOSE 3000\nCMD [\"python\", \"app.py\"]\n"),
            ("app.py", "print('ho')\n"),
        ]);
        let add = |project: &Project, name: &str| {
            let second = Second { name: name.to_owned(), files: files.clone() };
            set_second(project, Some(second)).unwrap()
        };
        let back = project.apply(add(&project, "blog")).unwrap();
        let with = now(&project);
        let second = with.second.as_ref().unwrap();
        assert_eq!((second.proof.same, second.proof.of), (2, 2));
        assert_eq!(second.scenarios, ["shop", "blog"]);
        assert!(with.proof.holds() && with.edited.is_empty(), "{:?}", with.edited);
        // the author's own changes count for both
        let mut edited = project.clone();
        let path = edited
            .runtime
            .files()
            .map(|(path, _)| path.clone())
            .find(|path| path.as_str() == "Dockerfile.j2");
        let path = path.unwrap();
        let text = format!("# mine\n{}", edited.runtime.get(path.as_str()).unwrap().as_text().unwrap());
        edited.apply(Edit::Runtime { path, file: Some(File::text(&text)) }).unwrap();
        assert_eq!(now(&edited).second.unwrap().proof.differing[0].as_str(), "Dockerfile");
        // another one takes its place
        project.apply(add(&project, "news")).unwrap();
        assert_eq!(now(&project).second.unwrap().scenarios, ["shop", "news"]);
        assert!(project.runtime.get(".scenarios/blog/funko.yml").is_none());
        let gone = set_second(&project, None).unwrap();
        project.apply(gone).unwrap();
        assert_eq!(project, first);
        let mut again = first.clone();
        let edit = add(&again, "blog");
        again.apply(edit).unwrap();
        again.apply(back).unwrap();
        assert_eq!(again, first);
    }

    #[test]
    fn decisions_of_an_older_version_are_read() {
        let mut project = begun();
        project.runtime.put(decisions_path(), File::text("{\"dockerfile\":false}")).unwrap();
        assert_eq!(now(&project).plan.files.len(), 4);
    }

    #[test]
    fn what_is_damaged_is_said() {
        let mut project = begun();
        project.runtime.put(decisions_path(), File::text("{")).unwrap();
        assert_eq!(super::now(&project), Err(DAMAGED.to_owned()));
    }

    #[test]
    fn exports_leave_the_application_out() {
        let runtime = without_conversion(&begun().runtime);
        assert!(runtime.files().all(|(path, file)| {
            !is_of_conversion(path.as_str()) && !String::from_utf8_lossy(&file.bytes).contains("TOKEN=1")
        }));
    }
}
