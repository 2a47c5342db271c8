use crate::checks::{
    Facts, Report, Rule, Source,
    characters::{self, Odd},
    report::fix,
};
use crate::{diagnostic::Severity, funko, text::Span};

pub static RULE: Rule = Rule {
    id: "invisible-character",
    severity: Severity::Warning,
    title: "A character that can't be seen",
    what: "Text copied from a web page or a document can have no-break spaces, zero-width characters and \
           characters that change the direction of text. YAML and FaaSO's templates don't take them for spaces.",
    why: "An indented line isn't indented for FaaSO, so its options are lost; an expression is an error; a \
          command isn't found.",
    instead: "Replace the character with a space, or delete it.",
    fires: &[("funko/funko.yml", "name: hello\noptions:\n\u{a0}\u{a0}packages: [curl]\n")],
    quiet: &[("funko/funko.yml", "name: hello\noptions:\n  packages: [curl]\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.sources().filter(|source| !source.live) {
        let Some(text) = source.text.as_deref().filter(|text| !text.is_ascii()) else { continue };
        let is_yml = source.id.shown().trim_end_matches(".j2") == funko::FILE;
        let found = match (is_yml, source.rendered) {
            (true, _) => characters::in_yaml(text),
            (false, true) => characters::in_template(text, is_prose(source)),
            (false, false) => continue,
        };
        let all = found.iter().map(|odd| odd.span).reduce(Span::to);
        let instead = all.map(|all| (all, without(text, all, &found)));
        for odd in &found {
            if !report.wants(&source.id) {
                break;
            }
            let Odd { span, name, count, .. } = odd;
            let message = match count {
                1 => format!("There's a {name} here."),
                count => format!("There are {count} of these here: {name}."),
            };
            let edit = instead.as_ref().and_then(|(all, text)| facts.splice(&source.id, *all, text.as_str()));
            report.at(&source.id, *span, message).fix = fix(title(&found), edit);
        }
    }
}

/// In prose such a character is often meant.
fn is_prose(source: &Source<'_>) -> bool {
    let path = source.id.path.as_str().trim_end_matches(".j2");
    [".md", ".html", ".htm", ".txt", ".rst", ".adoc", ".json", ".po"]
        .iter()
        .any(|ending| path.ends_with(ending))
}

fn title(found: &[Odd]) -> String {
    let spaces = found.iter().all(|odd| odd.instead == " ");
    match (spaces, found.len()) {
        (true, 1) => "Replace with a space".to_owned(),
        (true, _) => "Replace all in this file with spaces".to_owned(),
        (false, 1) => "Remove it".to_owned(),
        (false, _) => "Remove all in this file".to_owned(),
    }
}

/// The text with every character replaced.
fn without(text: &str, all: Span, found: &[Odd]) -> String {
    let mut made = String::new();
    let mut at = all.start;
    for odd in found {
        made.push_str(&text[at..odd.span.start]);
        made.push_str(&odd.instead.repeat(odd.count));
        at = odd.span.end;
    }
    made
}
