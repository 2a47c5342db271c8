//! The options of a `funko.yml`, be it one as FaaSO reads it or the template that makes it. Text is changed in its
//! place, and what comes out is read again: no change is made that does more than it says.

use super::{output, spelling};
use crinja::Rendered;
use faaso::{
    bundle::File,
    funko::{self, Entry, Funko, OptionValue, Reading, Shape},
    path::BundlePath,
    project::{FileId, Project, Side},
    text::Span,
};

/// The template that makes a new funko's `funko.yml`, and the file that is copied where there is no such template.
pub const TEMPLATES: [&str; 2] = ["template/funko.yml.j2", "template/funko.yml"];

/// The name that the template is rendered with.
const NAME: &str = "NAME";

/// A `funko.yml` with its options.
pub struct Yml {
    pub file: FileId,
    /// As it is written.
    pub source: String,
    /// As FaaSO reads it.
    reading: Reading,
    /// Of a template: what made each part of what is read.
    rendered: Option<Rendered>,
    runtime: String,
}

/// An option as its file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    pub name: String,
    pub default: OptionValue,
    /// The comment above it, without its signs, one line after the other.
    pub about: String,
}

impl Yml {
    /// The one that a new funko's is made of; none where the runtime has none.
    pub fn of_template(project: &Project) -> Result<Option<Yml>, String> {
        let there = |path: &&&str| project.runtime.get(path).is_some();
        let Some(path) = TEMPLATES.iter().find(there) else { return Ok(None) };
        let path = BundlePath::new(path).map_err(|error| error.to_string())?;
        Yml::read(project, FileId::runtime(path)).map(Some)
    }

    /// The author's own and those of scenarios.
    pub fn others(project: &Project) -> Vec<Yml> {
        let own = project.own.keys().filter(|path| path.as_str() == funko::FILE);
        let own = own.map(|path| FileId::funko(path.clone()));
        let scenarios = project.runtime.files().map(|(path, _)| path).filter(|path| {
            path.as_str().strip_prefix(".scenarios/").is_some_and(|rest| rest.ends_with("/funko.yml"))
        });
        let files = own.chain(scenarios.map(|path| FileId::runtime(path.clone())));
        files.filter_map(|file| Yml::read(project, file).ok()).collect()
    }

    /// A template that has none of it yet.
    pub fn empty(file: FileId, project: &Project) -> Result<Yml, String> {
        let source = "name: {{ name }}\nruntime: {{ runtime }}\n".to_owned();
        Yml::new(file, source, project.runtime_name.clone())
    }

    fn read(project: &Project, file: FileId) -> Result<Yml, String> {
        let content = project.file(&file).and_then(File::as_text);
        let source = content.ok_or_else(|| format!("`{}` isn't a text file.", file.path))?;
        Yml::new(file, source.to_owned(), project.runtime_name.clone())
    }

    fn new(file: FileId, source: String, runtime: String) -> Result<Yml, String> {
        let is_template = file.side == Side::Runtime && file.path.as_str().ends_with(".j2");
        let rendered = match is_template {
            true => {
                let context = funko::new_context(NAME, &runtime);
                let rendered = output::render(&file, &source, &context).map_err(|error| {
                    format!("Fix the error in `{}` first. FaaSO says: {}", file.path, error.message)
                })?;
                Some((*rendered).clone())
            }
            false => None,
        };
        let reading = funko::read(rendered.as_ref().map_or(&source, |rendered| &rendered.text).as_bytes());
        if let Err(problem) = &reading.funko {
            return Err(format!("Fix `{}` first. {}", file.path, problem.plainly()));
        }
        Ok(Yml { file, source, reading, rendered, runtime })
    }

    fn funko(&self) -> &Funko {
        self.reading.funko.as_ref().expect("one that can't be read is not made")
    }

    pub fn option(&self, name: &str) -> Option<&OptionValue> {
        self.funko().option(name)
    }

    /// Where an option is named.
    pub fn key_span(&self, name: &str) -> Option<Span> {
        self.in_source(self.reading.places.option(name)?.key_span)
    }

    /// Every option, in its order.
    pub fn described(&self) -> Vec<Described> {
        let about = |name: &str| {
            let entry = self.reading.places.option(name)?;
            let comments = self.comments(self.line_start(entry.key_span.start));
            let lines = self.read_text()[comments..entry.key_span.start].lines();
            let lines = lines.map(str::trim).filter(|line| line.starts_with('#'));
            let lines: Vec<_> = lines.map(|line| line.trim_start_matches('#').trim()).collect();
            Some(lines.join("\n"))
        };
        let options = self.funko().options.iter();
        options
            .map(|(name, default)| Described {
                name: name.clone(),
                default: default.clone(),
                about: about(name).unwrap_or_default(),
            })
            .collect()
    }

    /// The option that stands at this place of the source: its name or its value.
    pub fn named_at(&self, at: usize) -> Option<String> {
        let entries = self.reading.places.options.iter();
        let found = entries.into_iter().find(|entry| {
            let whole = entry.key_span.to(entry.value.span);
            self.in_source(whole).is_some_and(|span| span.start <= at && at <= span.end)
        });
        found.map(|entry| entry.key.clone())
    }

    /// The text with one more option behind the others; none where there is no place for it that changes nothing else.
    pub fn with(&self, name: &str, value: &OptionValue, about: &str) -> Option<String> {
        let wanted = |read: &Funko| {
            let others: Vec<_> = read.options.iter().filter(|(known, _)| known != name).cloned().collect();
            others == self.funko().options && read.option(name) == Some(value)
        };
        self.places_for(name, value, about).into_iter().flatten().find_map(|(span, text)| {
            let mut new = self.source.clone();
            new.replace_range(span.start..span.end, &text);
            self.says(&new, wanted).then_some(new)
        })
    }

    /// The text without an option, its comment included; none where it can't be cut out.
    pub fn without(&self, name: &str) -> Option<String> {
        let mut wanted = self.funko().options.clone();
        wanted.retain(|(known, _)| known != name);
        let spans = self.places_of(name)?;
        let mut new = self.source.clone();
        new.replace_range(spans.start..spans.end, "");
        self.says(&new, |read| read.options == wanted).then_some(new)
    }

    /// The text with another name for an option, in comments too; none where some of it can't be changed.
    pub fn renamed(&self, old: &str, new: &str) -> Option<String> {
        let mut wanted = self.funko().options.clone();
        for (name, _) in wanted.iter_mut().filter(|(name, _)| name == old) {
            *name = new.to_owned();
        }
        let entries = self.reading.places.options.iter();
        let mut spans: Vec<Span> =
            entries.clone().filter(|entry| entry.key == old).map(|entry| entry.key_span).collect();
        let columns: Vec<usize> =
            entries.map(|entry| entry.key_span.start - self.line_start(entry.key_span.start)).collect();
        spans.sort_by_key(|span| span.start);
        spans.dedup();
        let mut places = Vec::new();
        for span in spans {
            places.push((self.in_source(span)?, funko::key_spelled(new)));
        }
        // what no rendering shows, and comments
        let mut start = 0;
        for line in self.source.split_inclusive('\n') {
            let trimmed = line.trim_start();
            let column = line.len() - trimmed.len();
            let key = ["", "\"", "'"].into_iter().find_map(|quote| {
                let written = format!("{quote}{old}{quote}");
                let rest = trimmed.strip_prefix(&written)?;
                rest.trim_start().starts_with(':').then_some(written.len())
            });
            let line_start = start + column;
            if let Some(length) = key.filter(|_| columns.contains(&column)) {
                places.push((Span::new(line_start, line_start + length), funko::key_spelled(new)));
            } else if trimmed.starts_with('#') {
                for at in words(trimmed, old) {
                    places.push((Span::new(line_start + at, line_start + at + old.len()), new.to_owned()));
                }
            }
            start += line.len();
        }
        places.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        places.dedup_by_key(|(span, _)| span.start);
        let mut text = self.source.clone();
        for (span, name) in places {
            text.replace_range(span.start..span.end, &name);
        }
        self.says(&text, |read| read.options == wanted).then_some(text)
    }

    /// This text makes the same `funko.yml`, with these options.
    fn says(&self, source: &str, options: impl Fn(&Funko) -> bool) -> bool {
        let read = Yml::new(self.file.clone(), source.to_owned(), self.runtime.clone());
        read.is_ok_and(|read| {
            let (before, after) = (self.funko(), read.funko());
            before.name == after.name && before.runtime == after.runtime && options(after)
        })
    }

    /// Where a new option can stand, and how it is written there, best place first.
    fn places_for(&self, name: &str, value: &OptionValue, about: &str) -> Vec<Option<(Span, String)>> {
        let text = self.read_text();
        let newline =
            if text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')) { "\r\n" } else { "\n" };
        let written = |indent: &str| {
            // YAML has more line ends than most
            let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}');
            let about = about.split(ends).map(str::trim).filter(|line| !line.is_empty());
            let about: String = about.map(|line| format!("{newline}{indent}# {line}")).collect();
            self.escape(&format!(
                "{about}{newline}{indent}{}: {}",
                funko::key_spelled(name),
                funko::written(value)
            ))
        };
        let options = self.reading.places.top("options");
        let own = self.reading.places.options.iter().filter(|entry| entry.merge.is_none());
        let Some(options) = options else {
            // at the end, on a line of its own
            let end = text.trim_end_matches(['\n', '\r']).len();
            let at = self.at(end);
            return vec![at.map(|at| (Span::at(at), format!("{newline}options:{}", written("  "))))];
        };
        let value_span = options.value.span;
        let is_flow = value_span.of(text).starts_with('{');
        match own.clone().max_by_key(|entry| entry.key_span.start) {
            Some(last) if is_flow => {
                let entry = format!(", {}: {}", funko::key_spelled(name), funko::written(value));
                vec![self.at(last.value.span.end).map(|at| (Span::at(at), self.escape(&entry)))]
            }
            None if is_flow => {
                let entry = format!("{}: {}", funko::key_spelled(name), funko::written(value));
                vec![self.at(value_span.start + 1).map(|at| (Span::at(at), self.escape(&entry)))]
            }
            Some(last) => {
                let line = self.line_start(last.key_span.start);
                let indent = &text[line..last.key_span.start];
                let indent = if indent.trim().is_empty() { indent } else { "  " };
                let behind = self.line_end(last).and_then(|end| self.at(end));
                let first = self.at(self.end_of_line(options.key_span.end));
                let put = |at: Option<usize>| at.map(|at| (Span::at(at), written(indent)));
                vec![put(behind), put(first)]
            }
            // Four spaces say that the key was there before: see `places_of`.
            None if value_span.is_empty() => {
                let at = self.at(self.end_of_line(options.key_span.end));
                vec![at.map(|at| (Span::at(at), written("    ")))]
            }
            None => vec![self.in_source(value_span).map(|span| (span, written("    ")))],
        }
    }

    /// What of the source belongs to an option. The last one that stands two spaces behind `options:` takes that key
    /// along, as it came with it.
    fn places_of(&self, name: &str) -> Option<Span> {
        let text = self.read_text();
        let mut entries = self.reading.places.options.iter().filter(|entry| entry.key == name);
        let entry = entries.next().filter(|entry| entry.merge.is_none())?;
        if entries.next().is_some() {
            return None;
        }
        let options = self.reading.places.top("options")?;
        if options.value.span.of(text).starts_with('{') {
            let before = text[..entry.key_span.start].trim_end();
            let after = &text[entry.value.span.end..];
            let span = match (before.ends_with(','), after.trim_start().starts_with(',')) {
                (true, _) => Span::new(before.len() - 1, entry.value.span.end),
                (false, true) => {
                    let rest = after.trim_start()[1..].trim_start_matches(' ');
                    Span::new(entry.key_span.start, text.len() - rest.len())
                }
                (false, false) => Span::new(entry.key_span.start, entry.value.span.end),
            };
            return self.in_source(span);
        }
        let line = self.line_start(entry.key_span.start);
        let mut start = self.comments(line);
        let is_last = self.funko().options.len() == 1;
        let (above, below) = (text[..start].trim_end_matches(['\n', '\r']), entry.key_span.start - line);
        if is_last && below == 2 && above.ends_with("options:") {
            start = self.line_start(above.len());
        }
        let end = self.line_end(entry)?;
        // with the newline before it, or, of the first line, the one behind it
        let before =
            text[..start].strip_suffix('\n').map(|before| before.strip_suffix('\r').unwrap_or(before));
        match before {
            Some(before) => self.in_source(Span::new(before.len(), end)),
            None => {
                let end = (end + text[end..].find('\n').map_or(0, |at| at + 1)).min(text.len());
                self.in_source(Span::new(start, end))
            }
        }
    }

    /// Where the comment lines right above a line begin.
    fn comments(&self, line: usize) -> usize {
        let text = self.read_text();
        let mut start = line;
        while start > 0 {
            let above = self.line_start(start - 1);
            if !text[above..start].trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// The end of an entry's last line, before its newline.
    fn line_end(&self, entry: &Entry) -> Option<usize> {
        let text = self.read_text();
        let end = match &entry.value.shape {
            Shape::List(items) => items.iter().map(|item| item.span.end).max().unwrap_or_default(),
            _ => 0,
        };
        let end = end.max(entry.value.span.end).max(entry.key_span.end);
        // a value in several lines may end where the next one begins
        let end = text[..end].trim_end().len().max(entry.key_span.end);
        Some(self.end_of_line(end))
    }

    fn end_of_line(&self, from: usize) -> usize {
        let text = self.read_text();
        let end = text[from..].find('\n').map_or(text.len(), |at| from + at);
        from + text[from..end].trim_end_matches('\r').len()
    }

    fn line_start(&self, at: usize) -> usize {
        self.read_text()[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// What FaaSO reads.
    fn read_text(&self) -> &str {
        &self.reading.text
    }

    fn escape(&self, text: &str) -> String {
        if self.rendered.is_some() { spelling::escaped(text) } else { text.to_owned() }
    }

    /// Where something that stands at this place of what is read is written.
    fn at(&self, at: usize) -> Option<usize> {
        self.offset(at, false)
    }

    fn in_source(&self, span: Span) -> Option<Span> {
        let (start, end) = (self.offset(span.start, true)?, self.offset(span.end, false)?);
        (start <= end).then(|| Span::new(start, end))
    }

    /// `begins`: what comes behind the place counts, else what stands before it.
    fn offset(&self, at: usize, begins: bool) -> Option<usize> {
        let Some(rendered) = &self.rendered else { return Some(at) };
        let mut start = 0;
        for piece in &rendered.pieces {
            let inside = match begins {
                true => start <= at && at < piece.end,
                false => start < at && at <= piece.end,
            };
            if inside {
                let verbatim = piece.source.of(&self.source) == &rendered.text[start..piece.end];
                return match (verbatim, begins) {
                    (true, _) => Some(piece.source.start + (at - start)),
                    (false, false) if at == piece.end => Some(piece.source.end),
                    (false, true) if at == start => Some(piece.source.start),
                    _ => None,
                };
            }
            start = piece.end;
        }
        match at == 0 || begins {
            // before the first character, and behind the last
            true if at == 0 => Some(0),
            _ => None,
        }
    }
}

/// Where a word stands in a text, not as a part of another.
pub fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let before = text[..at].chars().next_back().is_some_and(part);
        let after = text[at + word.len()..].chars().next().is_some_and(part);
        !before && !after && !word.is_empty()
    })
}
