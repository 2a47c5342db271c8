//! Patterns over texts, as data: a piece of text that must be there, so that most texts are passed over quickly, and a
//! regular expression around it.

use faaso::text::{Span, floor_boundary};
use regex_lite::Regex;
use std::{cell::RefCell, collections::HashMap, rc::Rc};

/// What is looked for. The first is in every text that the second takes.
#[derive(Clone, Copy, Debug)]
pub struct Pattern(pub &'static str, pub &'static str);

/// Where a pattern was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Bytes of everything that the expression takes.
    pub span: Span,
    /// Of its groups, by their number from 1.
    groups: Vec<Option<Span>>,
}

impl Hit {
    /// Where a group stands.
    pub fn group(&self, number: usize) -> Option<Span> {
        self.groups.get(number - 1).copied().flatten()
    }
}

thread_local! {
    static COMPILED: RefCell<HashMap<&'static str, Rc<Regex>>> = RefCell::default();
}

/// How much of a text is looked at around the piece that must be there, in bytes: before it, and after it.
const AROUND: (usize, usize) = (300, 600);

impl Pattern {
    /// Every place that isn't in a line of comment, in order; none overlaps another.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        self.some(text, usize::MAX)
    }

    fn some(&self, text: &str, most: usize) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut from = 0;
        while hits.len() < most
            && let Some(at) = text.get(from..).and_then(|rest| rest.find(self.0)).map(|at| from + at)
        {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let start = floor_boundary(text, line.max(at.saturating_sub(AROUND.0))).max(from.min(at));
            let far = at + self.0.len() + AROUND.1;
            let end = if self.goes_on() { far } else { far.min(line_end + 1) };
            let end = floor_boundary(text, end.min(text.len()));
            let next = at + self.0.len().max(1);
            from = next;
            if is_comment(&text[line..line_end]) {
                from = next.max(line_end);
                continue;
            }
            let Some(found) = compiled(self.1).captures(&text[start..end]) else {
                // neither would it be found for another such piece on this line
                if !self.goes_on() && at - start < AROUND.0 && line_end < far {
                    from = next.max(line_end);
                }
                continue;
            };
            let whole = found.get(0).expect("the group of everything is always there").range();
            // another place, which has its turn
            if !(start + whole.start..start + whole.end).contains(&at) {
                continue;
            }
            let span = |range: std::ops::Range<usize>| Span::new(start + range.start, start + range.end);
            from = next.max(start + whole.end);
            while !text.is_char_boundary(from) && from < text.len() {
                from += 1;
            }
            let groups = (1..found.len()).map(|at| found.get(at).map(|group| span(group.range())));
            hits.push(Hit { groups: groups.collect(), span: span(whole) });
        }
        hits
    }

    /// It can go over several lines: it has what doesn't end with one.
    fn goes_on(&self) -> bool {
        ["[^)]*", "[^}]*", r"\n\s", "[^{]*"].iter().any(|part| self.1.contains(part))
    }

    pub fn first(&self, text: &str) -> Option<Hit> {
        self.some(text, 1).pop()
    }

    pub fn is_in(&self, text: &str) -> bool {
        text.contains(self.0) && self.first(text).is_some()
    }
}

/// Compiled once a thread.
pub fn compiled(expression: &'static str) -> Rc<Regex> {
    COMPILED.with_borrow_mut(|all| {
        let new = || Rc::new(Regex::new(expression).expect("a test compiles every pattern"));
        all.entry(expression).or_insert_with(new).clone()
    })
}

/// The line is a comment in most languages.
fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    let hash = line.starts_with('#') && !line.starts_with("#[") && !line.starts_with("#!");
    hash || line.starts_with("//")
        || line.starts_with("* ")
        || line.starts_with("/*")
        || line.starts_with("<!--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_with_its_groups() {
        let text = "port = 1\r\nx\n# port = 5\nport = 22; port = 3\nreport = 4";
        let found = Pattern("port", r"\bport = (\d+)(x)?").find(text);
        let found: Vec<_> =
            found.iter().map(|hit| (hit.group(1).map(|at| at.of(text)), hit.group(2))).collect();
        assert_eq!(found, [(Some("1"), None), (Some("22"), None), (Some("3"), None)]);
        assert!(!Pattern("port", "^sport").is_in(text));
        let long = format!("{}é port = 7 é{}", "ü".repeat(400), "ö".repeat(900));
        assert_eq!(Pattern("port", r"port = (\d+)").find(&long).len(), 1);
    }
}
