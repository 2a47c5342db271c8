use crate::checks::{Facts, Report, Rule, report::fix_by};
use crate::{
    diagnostic::{Remedy, Severity},
    text::Span,
};

pub static RULE: Rule = Rule {
    id: "line-ends",
    severity: Severity::Warning,
    title: "Lines of a template or script end in CRLF",
    what: "To FaaSO a CR is an ordinary character. It stays at the end of every line, and a rendered file \
           that ends in CRLF ends in a single CR.",
    why: "A shell reads the CR as part of the last word of each line: `exit 0\u{240D}` is an error.",
    instead: "Use LF line endings.",
    fires: &[("runtime/start.sh.j2", "#!/bin/sh\r\nexec {{ name }}\r\n")],
    quiet: &[("runtime/start.sh.j2", "#!/bin/sh\nexec {{ name }}\n")],
};

pub fn find(facts: &Facts<'_>, report: &mut Report<'_>) {
    for source in facts.sources().filter(|source| source.rendered || source.is_script()) {
        let Some(text) = source.text.as_deref() else { continue };
        let Some(first) = text.find("\r\n").filter(|_| !source.live) else { continue };
        let lines = text.matches("\r\n").count();
        let how_many = if lines == 1 { "one line".to_owned() } else { format!("{lines} lines") };
        let end = match source.rendered && text.ends_with("\r\n") {
            true => ", and the rendered file ends in a single CR",
            false => "",
        };
        let message = format!("`{}` has {how_many} with CRLF. FaaSO keeps each CR{end}.", source.id.shown());
        // what is no text to begin with isn't made one
        let is_text = source.file.as_text().is_some();
        let remedy = is_text.then(|| Remedy::LineEnds { file: source.id.clone() });
        report.at(&source.id, Span::new(first, first + 2), message).fix =
            fix_by("Convert all lines to LF", remedy);
    }
}
