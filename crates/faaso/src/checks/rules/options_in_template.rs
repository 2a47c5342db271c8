use crate::checks::{Facts, Report, Rule};
use crate::{diagnostic::Severity, project::Group};
use crinja::{ast::ExprKind, visit};

pub static RULE: Rule = Rule {
    id: "options-in-template",
    severity: Severity::Warning,
    title: "A new funko has no options",
    what: "`faaso new` renders the files of a template with `name` and `runtime` only. `{{ options }}` \
           prints nothing there, and `{{ options.x }}` is an error.",
    why: "Nobody can create a funko with this runtime.",
    instead: "Write the value itself in the template, or use the option in a file of the runtime.",
    fires: &[("template/README.md.j2", "Listens at {{ options.port }}.\n")],
    quiet: &[("template/README.md.j2", "{{ name }} listens at 3000.\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates().filter(|(source, _)| source.id.group() == Group::Template) {
        let template = meaning.template;
        for place in meaning.places.iter().filter(|place| visit::is_name(template, place.id, "options")) {
            if !report.wants(&source.id) {
                break;
            }
            let parent = meaning.parent(place);
            let (span, effect) = match parent.map(|parent| &parent.expr.kind) {
                Some(ExprKind::Test { name, .. }) if matches!(&*name.text, "defined" | "undefined") => {
                    continue;
                }
                Some(ExprKind::Member { .. } | ExprKind::Index { .. }) => {
                    (parent.map_or(place.expr.span, |parent| parent.expr.span), "fails here")
                }
                _ => (place.expr.span, "writes nothing"),
            };
            let written = span.of(&template.text);
            let message = format!("`faaso new` has no options for `{written}`, so FaaSO {effect}.");
            report.at(&source.id, span, message);
        }
    }
}
