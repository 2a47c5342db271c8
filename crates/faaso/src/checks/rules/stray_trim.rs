//! Crinja's lexer does not take its trim marks back: a “-” can act further down, or further out, than where it stands
//! (docs/dialect.md §2).

use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, text::Span};
use crinja::{
    self, Template,
    ast::{Node, Text},
};

/// Up to this size of a template, in bytes, a fix is looked for.
const TRIED: usize = 64 << 10;

pub static RULE: Rule = Rule {
    id: "stray-trim",
    severity: Severity::Warning,
    title: "A `-` removes spaces in another place",
    what: "In FaaSO the `-` of a tag without arguments, such as `{%- endfor %}`, applies once more at the \
           next tag or expression. The `-` of a tag inside another one applies to the text before the \
           outer one.",
    why: "Words run together: `HEALTHCHECK {{ options.check }}` becomes `HEALTHCHECK--interval=1m`.",
    instead: "Remove a `-` at the start of a line: it has no effect there, because FaaSO doesn't trim \
              newlines.",
    fires: &[(
        "runtime/Dockerfile.j2",
        "FROM alpine\n{% for item in options.files %}\nCOPY {{ item }}\n{%- endfor %}\nUSER app\n\
         CMD {{ options.command }}\n",
    )],
    quiet: &[(
        "runtime/Dockerfile.j2",
        "FROM alpine\n{% for item in options.files %}\nCOPY {{ item }}\n{% endfor %}\nUSER app\n\
         CMD {{ options.command }}\n",
    )],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.sources() {
        let Some(template) = source.template else { continue };
        for lost in lost(template) {
            if !report.wants(&source.id) {
                break;
            }
            let line = &template.text[..lost.end];
            let word = line[..lost.start].split_whitespace().next_back().unwrap_or_default();
            let next: String =
                template.text[lost.end..].chars().take_while(|c| *c != '\n').take(24).collect();
            let message = format!(
                "The space between `{word}` and `{next}` is lost: FaaSO applies the `-` of an earlier tag here again."
            );
            let dash = needless_dash(template, lost);
            let edit = dash.and_then(|dash| facts.splice(&source.id, dash, ""));
            report.at(&source.id, lost, message).fix = fix("Remove that `-`", edit);
        }
    }
}

/// Blanks at the end of a text that are trimmed though what follows does not begin with a “-”.
fn lost(template: &Template) -> Vec<Span> {
    let texts = template.nodes.iter().filter_map(|node| match node {
        Node::Text(text) => Some(text),
        _ => None,
    });
    texts.filter_map(|text| lost_end(template, text)).collect()
}

fn lost_end(template: &Template, text: &Text) -> Option<Span> {
    let kept = text.kept.iter().filter(|kept| !kept.is_empty()).map(|kept| kept.end).max()?;
    let follows = &template.text[text.span.end..];
    let says_so = follows.get(2..).is_some_and(|rest| rest.starts_with('-'));
    let lost = Span::new(kept, text.span.end);
    (!lost.is_empty() && !says_so && !follows.is_empty()).then_some(lost)
}

/// The “-” before the blanks that takes them, if it has no other effect: it stands at the beginning of a line.
fn needless_dash(template: &Template, lost: Span) -> Option<Span> {
    let text = &*template.text;
    // each is tried by parsing the whole
    if text.len() > TRIED {
        return None;
    }
    let at = ["{%-", "{#-"].into_iter().filter_map(|open| text[..lost.start].rfind(open)).max()?;
    let dash = Span::new(at + 2, at + 3);
    let fixed = format!("{}{}", &text[..dash.start], &text[dash.end..]);
    let fixed = crinja::parse(&fixed).ok()?;
    let still = self::lost(&fixed).into_iter().any(|other| other.end + 1 == lost.end);
    let does_nothing = at == 0 || text[..at].ends_with(|c: char| !c.is_whitespace() || c == '\n');
    (does_nothing && !still).then_some(dash)
}
