use crate::checks::{Facts, Report, Rule, report::fix};
use crate::{diagnostic::Severity, text::Span};
use crinja::{
    Template,
    ast::{ExprKind, Form, Tag, TagKind},
    token::Kind,
};

pub static RULE: Rule = Rule {
    id: "junk-in-tag",
    severity: Severity::Warning,
    title: "FaaSO ignores part of a tag",
    what: "FaaSO ignores whatever follows `else`, and one word too many at the end of any other tag. A filter \
           without parentheses takes the word `if` of a loop as its argument.",
    why: "`{% else if x %}` is a plain `else`, and `{% for x in xs | sort if x %}` has no condition.",
    instead: "Write `{% elif x %}`, and `{% for x in xs | sort() if x %}`.",
    fires: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.mode == \"dev\" %}\nRUN echo dev\n{% else if options.mode == \"test\" %}\n\
             RUN echo test\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: dev\n"),
    ],
    quiet: &[
        (
            "runtime/Dockerfile.j2",
            "FROM alpine\n{% if options.mode == \"dev\" %}\nRUN echo dev\n{% elif options.mode == \"test\" %}\n\
             RUN echo test\n{% endif %}\n",
        ),
        ("funko/funko.yml", "name: hello\nruntime: ./example\noptions:\n  mode: dev\n"),
    ],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for (source, meaning) in facts.templates() {
        for &tag in &meaning.tags {
            let Some(junk) = junk(meaning.template, tag) else { continue };
            if !report.wants(&source.id) {
                break;
            }
            let message = match tag.kind {
                TagKind::Else => {
                    format!("FaaSO ignores the condition `{}`: this is a plain `else`.", junk.ignored)
                }
                _ => {
                    "FaaSO takes `if` as an argument of the filter, so the loop has no condition.".to_owned()
                }
            };
            let edit = junk.splice.and_then(|(span, text)| facts.splice(&source.id, span, text));
            let title = format!("Change to `{}`", junk.title);
            report.at(&source.id, tag.span, message).fix = fix(title, edit);
        }
    }
}

struct Junk<'a> {
    ignored: &'a str,
    title: String,
    splice: Option<(Span, String)>,
}

fn junk<'a>(template: &'a Template, tag: &Tag) -> Option<Junk<'a>> {
    let text: &'a str = &template.text;
    match (&tag.kind, &tag.form) {
        (TagKind::Else, _) => {
            let tokens = template.arguments(tag);
            let (first, last) = (tokens.first()?, tokens.iter().rfind(|token| token.kind != Kind::Eof)?);
            if first.value(text) != "if" || first.span == last.span {
                return None;
            }
            let condition = Span::new(tokens.get(1)?.span.start, last.span.end);
            let replaced = Span::new(tag.name_span.start, condition.start);
            let ignored = condition.of(text);
            let title = format!("elif {ignored}");
            Some(Junk { ignored, title, splice: Some((replaced, "elif ".to_owned())) })
        }
        (TagKind::For, Ok(Form::For(form))) => {
            let items = template.expr(form.items);
            let ExprKind::Filter { name, arguments, .. } = &items.kind else { return None };
            let swallowed = template.expr(*arguments.positional.first()?);
            let takes = matches!(&swallowed.kind, ExprKind::Name { name, .. } if &**name == "if");
            let bare = !name.span.to(swallowed.span).of(text).contains('(');
            let here = Span::at(name.span.end);
            (takes && bare && form.condition.is_none()).then(|| Junk {
                ignored: swallowed.span.of(text),
                title: format!("{}() if", name.text),
                splice: Some((here, "()".to_owned())),
            })
        }
        _ => None,
    }
}
