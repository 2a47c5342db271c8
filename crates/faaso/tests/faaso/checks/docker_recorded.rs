//! What the page says of the recorded Dockerfiles, through the rules: each as the Dockerfile of a runtime, with its files in
//! the funko.

use super::{add, analyse, docker::YML, project};
use faaso::{
    diagnostic::{Diagnostic, Severity},
    project::Project,
};
use replay::{
    Difference,
    dockerfiles::{Figure, Outcome, outcome},
};
use serde_json::Value;

/// The case as a project; none if it holds what no project can hold.
fn as_project(case: &Value) -> Option<Project> {
    let text = case["dockerfile"].as_str().filter(|_| case["dockerfileBase64"].is_null())?;
    let mut made = project(&[]);
    add(&mut made, "runtime/Dockerfile", text);
    add(&mut made, "funko/funko.yml", YML);
    for (path, content) in case["files"].as_object().into_iter().flatten() {
        let content = content.as_str()?;
        if content.starts_with("SYMLINK:") || path.contains("..") || path == "Dockerfile" {
            return None;
        }
        if path.ends_with('/') {
            // a funko has no empty folders, nor does what FaaSO sends
            continue;
        }
        add(&mut made, &format!("funko/{path}"), content);
    }
    Some(made)
}

#[test]
fn the_rules_say_what_was_recorded() {
    let recorded = include_str!("../../../../dockerfile/tests/recorded.jsonl");
    let [mut check, mut refused, mut quiet, mut different] = [(); 4].map(|()| Figure::default());
    for line in recorded.lines() {
        let case: Value = serde_json::from_str(line).expect("a case a line");
        let name = case["name"].as_str().expect("its name");
        let Some(project) = as_project(&case) else { continue };
        let problems: Vec<Diagnostic> =
            analyse(&project).problems.into_iter().filter(|it| it.rule.starts_with("docker-")).collect();
        let said: Vec<String> = problems.iter().map(|it| format!("{} {}", it.rule, it.message)).collect();
        let errors = problems.iter().any(|it| it.severity == Severity::Error);
        let difference =
            || Difference { expected: case["classic"]["error"].to_string(), got: format!("{said:#?}") };
        match outcome(&case).expect("a whole case") {
            Outcome::Network => {}
            Outcome::Refused => refused.count(name, errors, difference),
            Outcome::Different => different.count(name, !said.is_empty(), difference),
            Outcome::Same => quiet.count(name, !errors, difference),
        }
        if !errors {
            let rules = |it: &Diagnostic| {
                let rule = it.said.as_deref()?.split_once(": ")?.0.to_owned();
                let named = ["docker-check", "docker-exec-form"].contains(&&*it.rule);
                Some((rule, it.place.as_ref()?.at?.from.line as u64)).filter(|_| named)
            };
            let mut found: Vec<_> = problems.iter().filter_map(rules).collect();
            let recorded = case["check"].as_array().into_iter().flatten();
            let mut expected: Vec<_> = recorded
                .filter_map(|it| Some((it["rule"].as_str()?.to_owned(), it["line"].as_u64()?)))
                .collect();
            found.sort();
            expected.sort();
            expected.dedup();
            found.dedup();
            check.count(name, found == expected, || Difference {
                expected: format!("{expected:?}"),
                got: format!("{found:?}"),
            });
        }
    }
    let figures = [
        ("BuildKit's findings by rule and line", check, 0.99),
        ("refused, said as an error", refused, 0.98),
        ("built as written, not called an error", quiet, 0.99),
        ("built otherwise, said", different, 0.95),
    ];
    for (what, figure, least) in figures {
        println!("{what}: {} of {} ({:.1} %)", figure.right, figure.all, 100.0 * figure.share());
        for (name, Difference { expected, got }) in &figure.short {
            println!("  {name}\n    recorded {expected}\n    said     {got}");
        }
        assert!(figure.all > 50 && figure.share() >= least, "{what}: {:.3}", figure.share());
    }
}
