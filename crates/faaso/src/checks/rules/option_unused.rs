use crate::checks::{Facts, Report, Rule, likely::is_like, report::fix};
use crate::{diagnostic::Severity, project::Group};
use crinja::visit::{self, Place};

pub static RULE: Rule = Rule {
    id: "option-unused",
    severity: Severity::Warning,
    title: "No template uses this option",
    what: "FaaSO accepts any option, whether or not a template of the runtime uses it.",
    why: "A typo in the name has no effect, and the option that was meant keeps its default.",
    instead: "Check the spelling, or remove the option.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nRUN apk add git {{ options.packages | default([]) | join(\" \") }}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  package: [curl]\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\nRUN apk add git {{ options.packages | default([]) | join(\" \") }}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  packages: [curl]\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    let Some((file, reading, _)) = facts.built() else { return };
    // of a template that cannot be parsed nobody knows what it uses
    let mut templates = facts.group(Group::Runtime).filter(|source| source.rendered).peekable();
    if templates.peek().is_none() || templates.any(|source| source.template.is_none()) || all_are_used(facts)
    {
        return;
    }
    let unused = reading.places.options.iter().filter(|it| it.merge.is_none() && !facts.is_used(&it.key));
    for entry in unused {
        if !report.wants(&file) {
            return;
        }
        let key = &entry.key;
        let missing = facts.uses.iter().map(|found| &*found.key).filter(|used| facts.option(used).is_none());
        let meant = missing.filter(|used| is_like(key, used)).min();
        let finding = report.at(
            &file,
            entry.key_span,
            format!("No template uses option `{key}`, so it has no effect."),
        );
        if let Some(meant) = meant {
            finding.fix = fix(format!("Change to `{meant}`"), facts.splice(&file, entry.key_span, meant));
        }
    }
}

/// A template takes the options as a whole, or by a key that is worked out.
fn all_are_used(facts: &Facts<'_>) -> bool {
    let templates = facts.templates().filter(|(source, _)| source.id.group() == Group::Runtime);
    let named = templates.map(|(_, meaning)| {
        let is_whole = |place: &&Place<'_>| visit::is_name(meaning.template, place.id, "options");
        meaning.places.iter().filter(is_whole).count()
    });
    named.sum::<usize>() > facts.uses.len()
}
