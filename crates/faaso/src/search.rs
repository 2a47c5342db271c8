//! Finds and replaces a text in all files of a project.
//!
//! Files of the funko that the template makes are passed over: they follow what is replaced in the template. So does what is
//! expected of scenarios, once it's accepted.

use crate::{
    bundle::File,
    diagnostic::{At, Place},
    fate::{is_of_conversion, is_of_scenario},
    project::{Edit, FileId, FunkoEntry, Project},
    text::{LineColumn, Span, floor_boundary},
};
use regex_lite::{Captures, Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

/// So many results are listed; all are counted, and replaced.
pub const MOST_LISTED: usize = 1_000;
/// Bytes of a line that are shown before a result, and of the result and what is behind it.
const AROUND: (usize, usize) = (40, 120);
/// What an expression may grow to, in bytes: a larger one would take minutes.
const MOST_COMPILED: usize = 1 << 18;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    pub text: String,
    /// Capitals count.
    pub case: bool,
    /// No letter, digit or `_` goes on before or behind it.
    pub word: bool,
    /// The text is a regular expression, and `$1` in the replacement is what its first group took.
    pub regex: bool,
}

/// One result, with its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub place: Place,
    /// What stands before it on its line; cut where that is long.
    pub before: String,
    pub found: String,
    pub after: String,
    /// What would stand in its place.
    pub replacement: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// In the order of files and places; at most [`MOST_LISTED`].
    pub hits: Vec<Hit>,
    /// How many there are in each file that has any.
    pub files: Vec<(FileId, usize)>,
    /// Files that are no text.
    pub skipped: usize,
}

impl Found {
    pub fn total(&self) -> usize {
        self.files.iter().map(|(_, hits)| hits).sum()
    }
}

/// What of the results is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    All,
    File(FileId),
    /// The one at this place.
    One(FileId, Span),
}

/// Looks through all files. An error says what is wrong with the regular expression.
pub fn find(project: &Project, query: &Query, replacement: &str) -> Result<Found, String> {
    let finder = Finder::new(query, replacement)?;
    let mut found = Found::default();
    for (id, file) in files(project) {
        let Some(text) = file.as_text() else {
            found.skipped += 1;
            continue;
        };
        let mut count = 0;
        let (mut line, mut line_start) = (1, 0);
        finder.each(text, |span, new| {
            count += 1;
            if found.hits.len() < MOST_LISTED {
                let passed = &text.as_bytes()[line_start..span.start];
                line += passed.iter().filter(|&&byte| byte == b'\n').count();
                line_start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
                let from = LineColumn { line, column: 1 + text[line_start..span.start].chars().count() };
                let place = Place { file: id.clone(), at: Some(At { span, from }) };
                found.hits.push(hit(text, place, span, line_start, new));
            }
        });
        if count > 0 {
            found.files.push((id, count));
        }
    }
    Ok(found)
}

/// The edit that replaces, and how many results it replaces. One edit, so one undo.
pub fn replace(
    project: &Project,
    query: &Query,
    replacement: &str,
    scope: &Scope,
) -> Result<(Edit, usize), String> {
    let finder = Finder::new(query, replacement)?;
    let (mut edits, mut replaced) = (Vec::new(), 0);
    for (id, file) in files(project) {
        let is_meant = match scope {
            Scope::All => true,
            Scope::File(meant) | Scope::One(meant, _) => *meant == id,
        };
        let Some(text) = file.as_text().filter(|_| is_meant) else { continue };
        let mut changes: Vec<(Span, String)> = Vec::new();
        finder.each(text, |span, new| {
            if !matches!(scope, Scope::One(_, meant) if *meant != span) {
                changes.push((span, new()));
            }
        });
        replaced += changes.len();
        let (Some((first, _)), Some((last, _))) = (changes.first(), changes.last()) else { continue };
        let whole = Span::new(first.start, last.end);
        let (mut new, mut at) = (String::new(), whole.start);
        for (span, text_of_it) in &changes {
            new.push_str(&text[at..span.start]);
            new.push_str(text_of_it);
            at = span.end;
        }
        edits.push(Edit::Splice { file: id, span: whole, text: new });
    }
    Ok((Edit::All(edits), replaced))
}

/// Every file of the author's own, the runtime's first.
fn files(project: &Project) -> impl Iterator<Item = (FileId, &File)> {
    let runtime = project.runtime.files().filter(|(path, _)| {
        let path = path.as_str();
        !(is_of_conversion(path) || is_of_scenario(path) && !path.ends_with("/funko.yml"))
    });
    let runtime = runtime.map(|(path, file)| (FileId::runtime(path.clone()), file));
    let own = project.own.iter().filter_map(|(path, own)| match own {
        FunkoEntry::File(file) => Some((FileId::funko(path.clone()), file)),
        FunkoEntry::Removed => None,
    });
    runtime.chain(own)
}

struct Finder<'a> {
    how: How<'a>,
    word: bool,
    replacement: String,
}

enum How<'a> {
    Nothing,
    /// As it stands: much faster than an expression.
    Text(&'a str),
    /// An expression that was made of a text: the replacement is one, too.
    AnyCase(Regex),
    Regex(Regex),
}

impl<'a> Finder<'a> {
    fn new(query: &'a Query, replacement: &str) -> Result<Self, String> {
        let compiled = |pattern: &str, any_case: bool| {
            let mut builder = RegexBuilder::new(pattern);
            builder.case_insensitive(any_case).multi_line(true).crlf(true);
            if query.regex {
                builder.size_limit(MOST_COMPILED);
            }
            builder.build().map_err(|error| error.to_string())
        };
        let how = match &*query.text {
            "" => How::Nothing,
            text if query.regex => {
                // what is wrong is said of what was written
                compiled(text, !query.case)?;
                How::Regex(compiled(&any_line_end(text), !query.case)?)
            }
            text if query.case => How::Text(text),
            text => How::AnyCase(compiled(&in_any_case(text), false)?),
        };
        let replacement = match query.regex {
            true => with_groups(&unescaped(replacement)),
            false => replacement.to_owned(),
        };
        Ok(Finder { how, word: query.word, replacement })
    }

    /// Every result of a text in order, none over another and none empty, with what makes its replacement.
    fn each(&self, text: &str, mut take: impl FnMut(Span, &dyn Fn() -> String)) {
        let plain = || self.replacement.clone();
        match &self.how {
            How::Nothing => {}
            How::Text(sought) => {
                for (at, found) in text.match_indices(sought) {
                    let span = Span::new(at, at + found.len());
                    if self.fits(text, span) {
                        take(span, &plain);
                    }
                }
            }
            How::AnyCase(regex) => {
                for found in regex.find_iter(text) {
                    let span = Span::new(found.start(), found.end());
                    if self.fits(text, span) {
                        take(span, &plain);
                    }
                }
            }
            How::Regex(regex) => {
                for groups in regex.captures_iter(text) {
                    let Some(found) = groups.get(0).filter(|found| !found.is_empty()) else { continue };
                    let span = Span::new(found.start(), found.end());
                    if self.fits(text, span) {
                        take(span, &|| self.expanded(text, &groups));
                    }
                }
            }
        }
    }

    fn fits(&self, text: &str, span: Span) -> bool {
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let found = span.of(text);
        !self.word
            || !(part(found.chars().next()) && part(text[..span.start].chars().next_back())
                || part(found.chars().next_back()) && part(text[span.end..].chars().next()))
    }

    /// With the groups' texts, and with the line ends that the text has.
    fn expanded(&self, text: &str, groups: &Captures<'_>) -> String {
        let mut new = String::new();
        if self.replacement.contains('\n') && text.contains("\r\n") {
            groups.expand(&self.replacement.replace('\n', "\r\n"), &mut new);
        } else {
            groups.expand(&self.replacement, &mut new);
        }
        new
    }
}

/// An expression whose `\n` takes a line end of Windows, too.
fn any_line_end(expression: &str) -> String {
    let (mut all, mut in_class, mut letters) = (String::new(), false, expression.chars());
    while let Some(letter) = letters.next() {
        match (letter, letters.as_str().chars().next()) {
            ('\\', Some('n')) if !in_class => {
                all.push_str(r"(?:\r?\n)");
                letters.next();
            }
            ('\\', Some(next)) => {
                all.extend([letter, next]);
                letters.next();
            }
            _ => {
                in_class = (in_class || letter == '[') && letter != ']';
                all.push(letter);
            }
        }
    }
    all
}

/// `$1x` is the first group and an x, and `$&` is everything, as in most editors.
fn with_groups(replacement: &str) -> String {
    let (mut all, mut rest) = (String::new(), replacement);
    while let Some(at) = rest.find('$') {
        all.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (written, taken) = match rest.bytes().next() {
            Some(b'$') => ("$$".to_owned(), 1),
            Some(b'&') => ("${0}".to_owned(), 1),
            _ if digits > 0 => (format!("${{{}}}", &rest[..digits]), digits),
            _ => ("$".to_owned(), 0),
        };
        all.push_str(&written);
        rest = &rest[taken..];
    }
    all + rest
}

/// An expression that takes a text in capitals or not, beyond ASCII too.
fn in_any_case(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        let mut forms: Vec<char> =
            [c].into_iter().chain(one(c.to_lowercase())).chain(one(c.to_uppercase())).collect();
        forms.sort_unstable();
        forms.dedup();
        match forms.len() {
            1 => pattern.push_str(&regex_lite::escape(c.encode_utf8(&mut [0; 4]))),
            _ => {
                pattern.push('[');
                pattern.extend(forms);
                pattern.push(']');
            }
        }
    }
    pattern
}

/// The character, where it is a single one.
fn one(mut form: impl Iterator<Item = char>) -> Option<char> {
    let first = form.next();
    first.filter(|_| form.next().is_none())
}

/// `\n`, `\t` and `\\` of a replacement as what they stand for.
fn unescaped(replacement: &str) -> String {
    let mut text = String::new();
    let mut letters = replacement.chars();
    while let Some(letter) = letters.next() {
        match (letter, letters.as_str().chars().next()) {
            ('\\', Some(next @ ('n' | 't' | '\\'))) => {
                text.push(match next {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                });
                letters.next();
            }
            _ => text.push(letter),
        }
    }
    text
}

fn hit(text: &str, place: Place, span: Span, line_start: usize, new: &dyn Fn() -> String) -> Hit {
    let cut = |text: &str| {
        let line = text.split('\n').next().unwrap_or_default();
        let end = floor_boundary(line, AROUND.1);
        let more = if end < text.len() { "…" } else { "" };
        format!("{}{more}", line[..end].trim_end_matches('\r'))
    };
    let start = floor_boundary(text, span.start.saturating_sub(AROUND.0)).max(line_start);
    let mut before = text[start..span.start].to_owned();
    if start == line_start {
        before = before.trim_start().to_owned();
    } else {
        before.insert(0, '…');
    }
    let behind = &text[span.end..];
    let line_end = behind.find(['\r', '\n']).unwrap_or(behind.len());
    Hit {
        place,
        before,
        found: cut(span.of(text)),
        after: if span.of(text).contains('\n') { String::new() } else { cut(&behind[..line_end]) },
        replacement: cut(&new()),
    }
}
