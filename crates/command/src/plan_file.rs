//! A plan of `convert` as JSON, printed and read back.
//!
//! What an edited plan says counts: `goes` of a file; `name` and `made` of an option, and an option that is taken out of
//! the list isn't made; `made` of a problem's fix; `taken` of the Dockerfile; `description`. What it doesn't mention is
//! as proposed.

use crate::input::Application;
use convert::{
    conversion::{self, Made},
    decisions::{Choice, Decisions},
    options::Kind,
    plan::{Change, Finding, Goes, Spot},
    two::Second,
};
use faaso::{
    bundle::{Bundle, File},
    diagnostic::Severity,
    funko::OptionValue,
    path::BundlePath,
    text::{LineIndex, Span},
};
use serde_json::{Map, Value, json};

pub fn written(application: &Application, made: &Made) -> Value {
    let plan = &made.plan;
    let files = plan.files.iter().map(|placement| {
        json!({
            "path": placement.path,
            "goes": placement.goes,
            "reason": placement.reason,
            "sure": placement.sure,
            "secret": placement.secret,
        })
    });
    let skipped = application.skipped.iter().map(|(name, why)| {
        let mut why = why.clone();
        why.get_mut(..1).map(str::make_ascii_uppercase);
        json!({ "path": name, "goes": Goes::Out, "reason": format!("{why}."), "sure": true })
    });
    let options = plan.options.iter().map(|option| {
        json!({
            "id": option.id,
            "name": option.name,
            "kind": match option.kind { Kind::Text => "text", Kind::List => "list" },
            "default": value(&option.default),
            "second": option.second.as_ref().map(value),
            "about": option.about,
            "reason": option.reason,
            "sure": option.sure,
            "made": option.made,
            "places": option.places.iter().map(|spot| Value::Object(place(&made.application, spot))).collect::<Vec<_>>(),
        })
    });
    let second = made.second.as_ref().map(|second| {
        json!({
            "name": second.name,
            "same": second.proof.same,
            "of": second.proof.of,
            "differing": second.proof.differing,
            "extra": second.proof.extra,
            "own": second.own,
            "unlike": second.unlike.iter().map(|(path, why)| json!({ "path": path, "reason": why })).collect::<Vec<_>>(),
            "leftOut": second.left_out.iter().map(|it| json!({ "path": it.path, "reason": it.reason })).collect::<Vec<_>>(),
            "scenarios": second.scenarios,
        })
    });
    let problems = plan.findings.iter().map(|finding| problem(application, made, finding));
    json!({
        "description": plan.description,
        "recognized": plan.recognized,
        "dockerfile": plan.dockerfile,
        "files": files.chain(skipped).collect::<Vec<_>>(),
        "options": options.collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
        "second": second,
    })
}

fn value(value: &OptionValue) -> Value {
    match value {
        OptionValue::Text(text) => json!(text),
        OptionValue::List(items) => json!(items),
    }
}

fn problem(application: &Application, made: &Made, finding: &Finding) -> Value {
    let is_made = finding.fix.as_ref().is_some_and(|fix| fix.made);
    // what is mended already is shown where it was
    let files = if is_made { &application.files } else { &made.application };
    let mut problem = Map::new();
    problem.insert("rule".into(), json!(finding.rule));
    let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
    problem.insert("severity".into(), json!(severity));
    if let Some(first) = finding.places.first() {
        problem.append(&mut place(files, first));
    }
    problem.insert("must".into(), json!(finding.must));
    problem.insert("message".into(), json!(finding.found));
    problem.insert("help".into(), json!(finding.help));
    let places: Vec<_> = finding.places.iter().map(|spot| Value::Object(place(files, spot))).collect();
    problem.insert("places".into(), json!(places));
    if let Some(fix) = &finding.fix {
        let edits = fix.changes.iter().map(|change| match change {
            Change::Splice { file, span, line, old, new } => {
                let mut edit = place(files, &Spot { file: file.clone(), span: *span, line: *line });
                edit.insert("old".into(), json!(old));
                edit.insert("new".into(), json!(new));
                Value::Object(edit)
            }
            Change::Create { file, text } => json!({ "file": file, "create": text }),
        });
        problem.insert(
            "fix".into(),
            json!({
                "id": fix.id,
                "title": fix.title,
                "sure": fix.sure,
                "made": fix.made,
                "edits": edits.collect::<Vec<_>>(),
            }),
        );
    }
    Value::Object(problem)
}

/// Lines and columns count from 1, columns in characters.
fn place(files: &Bundle, spot: &Spot) -> Map<String, Value> {
    let mut place = Map::new();
    place.insert("file".into(), json!(spot.file));
    place.insert("line".into(), json!(spot.line));
    if let Some(text) = files.get(spot.file.as_str()).and_then(File::as_text) {
        let index = LineIndex::new(text);
        let Span { start, end } = spot.span;
        let (from, to) = (index.line_column(text, start), index.line_column(text, end));
        place.insert("column".into(), json!(from.column));
        place.insert("endLine".into(), json!(to.line));
        place.insert("endColumn".into(), json!(to.column));
    }
    place
}

/// The decisions of an edited plan. What names nothing of this application is an error.
pub fn read(text: &str, application: &Bundle, second: Option<&Second>) -> Result<Decisions, String> {
    let plan: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut decisions = Decisions::default();
    for file in plan["files"].as_array().ok_or("it has no list `files`")? {
        let path = file["path"].as_str().ok_or("a file has no `path`")?;
        let goes = serde_json::from_value::<Goes>(file["goes"].clone())
            .map_err(|error| format!("{path}: {error}"))?;
        let there = BundlePath::new(path).ok().filter(|path| application.get(path.as_str()).is_some());
        match there {
            Some(path) => drop(decisions.places.insert(path, goes)),
            // what isn't read at all is listed, too
            None if goes == Goes::Out => {}
            None => return Err(format!("it names `{path}`, which can't be taken along")),
        }
    }
    if let Some(text) = plan["description"].as_str() {
        decisions.description = Some(text.to_owned()).filter(|text| !text.is_empty());
    }
    decisions.dockerfile = plan["dockerfile"]["taken"].as_bool().unwrap_or_default();
    if let Some(problems) = plan["problems"].as_array() {
        let fixes = problems.iter().map(|problem| &problem["fix"]).filter(|fix| fix["made"] == true);
        decisions.fixes.extend(fixes.filter_map(|fix| fix["id"].as_str().map(str::to_owned)));
    }
    // options and fixes of the application as it is with these decisions
    let proposed = conversion::plan_of(application, second, &decisions);
    let fixes =
        |id: &String| proposed.findings.iter().any(|it| it.fix.as_ref().is_some_and(|fix| fix.id == *id));
    if let Some(id) = decisions.fixes.iter().find(|id| !fixes(id)) {
        return Err(format!("there is no fix `{id}`"));
    }
    let Some(options) = plan.get("options") else { return Ok(decisions) };
    let options = options.as_array().ok_or("`options` isn't a list")?;
    let is = |option: &Value, id: &str| match option["id"].as_str() {
        Some(named) => named == id,
        None => option["name"] == id,
    };
    for option in options {
        let name = option["name"].as_str().ok_or("an option has no `name`")?;
        if !proposed.options.iter().any(|proposal| is(option, &proposal.id)) {
            return Err(format!("there is no option `{name}` to make"));
        }
    }
    for proposal in proposed.options {
        let listed = options.iter().find(|option| is(option, &proposal.id));
        let choice = match listed {
            Some(option) if option["made"].as_bool().unwrap_or(true) => {
                Choice::Make(option["name"].as_str().unwrap_or(&proposal.name).to_owned())
            }
            _ => Choice::Refuse,
        };
        decisions.options.insert(proposal.id, choice);
    }
    Ok(decisions)
}
