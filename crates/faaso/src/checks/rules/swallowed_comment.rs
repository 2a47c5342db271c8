use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, text::Span};
use crinja::ast::Node;

pub static RULE: Rule = Rule {
    id: "swallowed-comment",
    severity: Severity::Warning,
    title: "`{#` of a shell script begins a comment",
    what: "FaaSO takes `{#` for the start of a comment, also in `${#args[@]}`, and removes everything up to \
           the next `#}`.",
    why: "Part of the script is missing from the output, sometimes many lines.",
    instead: "Write `${{ \"{#\" }}args[@]}`, or put `{% raw %}` and `{% endraw %}` around that part.",
    fires: &[
        ("runtime/start.sh.j2", "#!/bin/bash\nif [ ${#args[@]} -gt 1 ]; then\n  echo ${x#}\nfi\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
    quiet: &[
        ("runtime/start.sh.j2", "#!/bin/bash\nif [ ${{ \"{#\" }}args[@]} -gt 1 ]; then\n  echo ${x#}\nfi\n"),
        ("funko/funko.yml", "name: hello\nruntime: ./example\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.sources() {
        let Some(template) = source.template else { continue };
        for span in template.nodes.iter().filter_map(|node| match node {
            Node::Comment(span) => Some(*span),
            _ => None,
        }) {
            if !template.text[..span.start].ends_with('$') || !report.wants(&source.id) {
                continue;
            }
            let open = Span::new(span.start, span.start + 2);
            let lines = span.of(&template.text).matches('\n').count();
            let message = match lines {
                0 => "`{#` begins a comment here: FaaSO removes the text up to the next `#}`.".to_owned(),
                1 => "`{#` begins a comment here: FaaSO removes the text up to the `#}` in the next line."
                    .to_owned(),
                lines => {
                    format!(
                        "`{{#` begins a comment here: FaaSO removes the text up to the `#}}` {lines} lines below."
                    )
                }
            };
            let edit = facts.splice(&source.id, open, "{{ \"{#\" }}");
            report.at(&source.id, open, message).fix = fix("Change to `{{ \"{#\" }}`", edit);
        }
    }
}
