//! Small templates as people write them: which rules speak up, and what FaaSO makes of each, which the rules claim.

mod conditions;
mod files;
mod invisible;
mod names;
mod silent;
mod values;

use super::{add, analyse, project};
use faaso::{
    path::BundlePath,
    project::{FileId, Project},
};

/// The rules about what is written in templates. Others have tests of their own.
const LANGUAGE: [&str; 26] = [
    "always-true",
    "argument-takes-rest",
    "bare-if",
    "broken-tag",
    "compare-literal",
    "curly-quotes",
    "default-empty",
    "include",
    "index-of-text",
    "invisible-character",
    "junk-in-tag",
    "list-as-text",
    "list-printed",
    "no-method",
    "not-first",
    "not-rendered",
    "option-not-set",
    "option-unused",
    "stray-trim",
    "swallowed-comment",
    "template-error",
    "text-for-list",
    "text-plus-number",
    "tojson-escaped",
    "truth-printed",
    "unknown-filter",
];
const MORE: [&str; 3] = ["template-in-name", "unknown-variable", "windows-name"];

/// A template of a runtime, and what is expected of it.
pub struct Probe {
    /// The file of the runtime that is rendered.
    file: &'static str,
    template: &'static str,
    /// Below `options:`, each line with its newline; names and values in one line are enough: `a: b`.
    options: &'static str,
    /// Each rule as often as it speaks up, in alphabetical order.
    rules: &'static [&'static str],
    /// A part of what FaaSO writes, or of its error.
    makes: &'static str,
}

/// `Dockerfile.j2`.
const fn docker(
    template: &'static str,
    options: &'static str,
    rules: &'static [&'static str],
    makes: &'static str,
) -> Probe {
    file("Dockerfile.j2", template, options, rules, makes)
}

const fn file(
    file: &'static str,
    template: &'static str,
    options: &'static str,
    rules: &'static [&'static str],
    makes: &'static str,
) -> Probe {
    Probe { file, template, options, rules, makes }
}

fn of(probe: &Probe) -> Project {
    let mut made = project(&[]);
    add(&mut made, &format!("runtime/{}", probe.file), probe.template);
    let options: String = probe.options.split("; ").map(|line| format!("  {line}\n")).collect();
    let options = if probe.options.is_empty() { String::new() } else { format!("options:\n{options}") };
    add(&mut made, "funko/funko.yml", &format!("name: hello\nruntime: ./example\n{options}"));
    made
}

fn check(probes: &[Probe]) {
    let mut wrong = Vec::new();
    for probe in probes {
        let made = of(probe);
        let analysis = analyse(&made);
        let about = |rule: &&str| LANGUAGE.contains(rule) || MORE.contains(rule);
        let mut rules: Vec<&str> = analysis.problems.iter().map(|it| &*it.rule).filter(about).collect();
        rules.sort_unstable();
        let Probe { file, template, options, .. } = probe;
        if rules != probe.rules {
            wrong.push(format!("{file}: {template:?} with {options:?}: {rules:?}, not {:?}", probe.rules));
        }
        let id = FileId::runtime(BundlePath::new(file).unwrap());
        let rendering = analysis.renderings.get(&id);
        let text = rendering.map_or(String::new(), |rendering| match (&rendering.error, &rendering.good) {
            (Some(error), _) => error.said.clone().unwrap_or_else(|| error.message.clone()),
            (None, Some(good)) => good.text.clone(),
            (None, None) => String::new(),
        });
        if !text.contains(probe.makes) {
            wrong.push(format!("{file}: {template:?} with {options:?} makes {text:?}"));
        }
        // a fix that is offered for a rule here takes its problem away and makes no error
        for problem in analysis.problems.iter().filter(|it| about(&&*it.rule)) {
            let Some(fix) = &problem.fix else { continue };
            let mut fixed = made.clone();
            fixed.apply(fix.edit(&made).unwrap()).unwrap();
            let after = analyse(&fixed);
            let count = |problems: &[faaso::diagnostic::Diagnostic], rule: &str| {
                problems.iter().filter(|it| it.rule == rule).count()
            };
            let left = count(&after.problems, &problem.rule);
            let errors = count(&after.problems, "template-error");
            if left >= count(&analysis.problems, &problem.rule)
                || errors > count(&analysis.problems, "template-error")
            {
                let texts: Vec<_> =
                    after.problems.iter().map(|it| format!("{}: {}", it.rule, it.message)).collect();
                wrong
                    .push(format!("{template:?}: “{}” does not fix {}: {texts:#?}", fix.title, problem.rule));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), probes.len(), wrong.join("\n"));
}
