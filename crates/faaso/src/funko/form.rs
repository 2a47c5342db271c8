//! Changing one option at a time, as a form does: only the bytes of its value are written.
//!
//! Every way to write a change is read as FaaSO would: the first that says what is wanted, and nothing else, is taken.
//! So comments, order, quotes and line ends of the rest stay as they are.
//!
//! Long because a change has a way to be written for each shape that YAML gives an option.

use super::{
    Entry, Funko, Item, OptionValue, Reading, Shape, Splice,
    edit::{Target, double_quoted, key_spelled, line_end, places, spellings, written},
    read,
};
use crate::text::Span;
use std::fmt;

/// What a form does to an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Value(OptionValue),
    Unset,
    /// It has another name. The value stays.
    Rename(String),
    /// One item of a list, from 0, says this.
    Item(usize, String),
    /// A new item, before the one at this place or at the end.
    Insert(usize, String),
    Remove(usize),
    /// The item at the first place stands at the second.
    Move(usize, usize),
}

/// Why a form can't write a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotChange {
    /// FaaSO can't read the file.
    Unread,
    /// There is no such option or item, or the new name is taken.
    Gone,
    /// The value is written for several places: an anchor, an alias, a merge.
    Shared,
}

impl fmt::Display for CannotChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CannotChange::Unread => "FaaSO can't read this funko.yml",
            CannotChange::Gone => "the option changed in the meantime",
            CannotChange::Shared => "the value is shared with other places, so edit it as YAML",
        })
    }
}

/// The splices that make this change, last place first; none where nothing need change.
pub fn change(text: &str, key: &str, change: &Change) -> Result<Vec<Splice>, CannotChange> {
    let reading = read(text.as_bytes());
    let funko = reading.funko.as_ref().map_err(|_| CannotChange::Unread)?;
    let wanted = wanted(funko, key, change).ok_or(CannotChange::Gone)?;
    if wanted == *funko {
        return Ok(Vec::new());
    }
    let near = reading.places.option(key).or(reading.places.top("options"));
    let line_end = line_end(text, near.map_or(text.len(), |entry| entry.value.span.end));
    let file = Written { text, reading: &reading, line_end };
    let adds = funko.option(key).is_none();
    let says = |splices: &Vec<Splice>| {
        let after = read(apply(text, splices).as_bytes());
        after.funko.is_ok_and(|after| after == wanted || adds && same_but_order(&after, &wanted))
    };
    file.ways(key, change, &wanted).into_iter().find(says).ok_or(CannotChange::Shared)
}

/// The change that sets an option that is not set yet, below the others. None where there is no way to write it so that
/// FaaSO reads the same.
pub fn add_option(text: &str, key: &str, value: &OptionValue) -> Option<Splice> {
    read(text.as_bytes()).funko.ok().filter(|funko| funko.option(key).is_none())?;
    change(text, key, &Change::Value(value.clone())).ok()?.pop()
}

/// `text` with these splices (last place first) made.
pub fn apply(text: &str, splices: &[Splice]) -> String {
    splices.iter().fold(text.to_owned(), |text, splice| splice.apply(&text))
}

fn wanted(funko: &Funko, key: &str, change: &Change) -> Option<Funko> {
    let mut wanted = funko.clone();
    let at = wanted.options.iter().position(|(known, _)| known == key);
    let (at, change) = match (at, change) {
        (Some(at), change) => (at, change),
        (None, Change::Value(value)) => {
            wanted.options.push((key.to_owned(), value.clone()));
            return Some(wanted);
        }
        (None, Change::Unset) => return Some(wanted),
        (None, _) => return None,
    };
    match change {
        Change::Value(value) => wanted.options[at].1 = value.clone(),
        Change::Unset => drop(wanted.options.remove(at)),
        Change::Rename(new) => {
            if funko.option(new).is_some() {
                return None;
            }
            wanted.options[at].0.clone_from(new);
        }
        Change::Item(..) | Change::Insert(..) | Change::Remove(_) | Change::Move(..) => {
            let OptionValue::List(items) = &mut wanted.options[at].1 else { return None };
            match change {
                Change::Item(at, text) => items.get_mut(*at)?.clone_from(text),
                Change::Insert(at, text) if *at <= items.len() => items.insert(*at, text.clone()),
                Change::Remove(at) if *at < items.len() => drop(items.remove(*at)),
                Change::Move(from, to) if *from < items.len() && *to < items.len() => {
                    let item = items.remove(*from);
                    items.insert(*to, item);
                }
                _ => return None,
            }
        }
    }
    Some(wanted)
}

fn same_but_order(one: &Funko, other: &Funko) -> bool {
    let sorted = |funko: &Funko| {
        let mut options = funko.options.clone();
        options.sort_by(|(a, _), (b, _)| a.cmp(b));
        options
    };
    one.name == other.name && one.runtime == other.runtime && sorted(one) == sorted(other)
}

struct Written<'a> {
    text: &'a str,
    reading: &'a Reading,
    /// Of the lines near by.
    line_end: &'static str,
}

/// A way to write a change.
type Way = Vec<Splice>;

impl Written<'_> {
    /// The ways to write a change, the one that touches least first.
    fn ways(&self, key: &str, change: &Change, wanted: &Funko) -> Vec<Way> {
        let value = wanted.option(key);
        let Some(entry) = self.reading.places.option(key) else {
            return value.map(|value| self.adding(key, value)).unwrap_or_default();
        };
        if entry.merge.is_some() {
            // its own entry stands over the one that came with the merge
            return value.map(|value| self.adding(key, value)).unwrap_or_default();
        }
        let one = |span: Span, text: String| vec![Splice { span, text }];
        let mut ways = match change {
            Change::Unset => return self.unsetting(key),
            Change::Rename(new) => return vec![one(entry.key_span, key_spelled(new))],
            Change::Value(_) => Vec::new(),
            Change::Item(..) | Change::Insert(..) | Change::Remove(_) | Change::Move(..) => {
                self.list(entry).map(|list| list.ways(change)).unwrap_or_default()
            }
        };
        match value {
            Some(OptionValue::Text(text)) => {
                let spelled = self.scalar(self.value(entry), text);
                ways.extend(self.replacing(entry, spelled));
            }
            Some(OptionValue::List(items)) => {
                ways.extend(self.list(entry).and_then(|list| list.rewritten(items)));
                let flow = items.iter().map(|item| double_quoted(item)).collect::<Vec<_>>().join(", ");
                ways.extend(self.replacing(entry, vec![format!("[{flow}]")]));
            }
            None => {}
        }
        ways
    }

    /// The whole value of an entry replaced: where a list of lines is, from the colon on.
    fn replacing(&self, entry: &Entry, spelled: Vec<String>) -> Vec<Way> {
        let span = self.value(entry);
        let gap = Span::new(entry.key_span.end, span.start);
        let is_lines =
            self.text[span.start..].starts_with("- ") || self.text[span.start..].starts_with("-\n");
        let from_colon = (is_lines && gap.start <= gap.end && gap.of(self.text).trim() == ":")
            .then(|| gap.start + gap.of(self.text).find(':').map_or(0, |at| at + 1));
        let mut ways = Vec::new();
        if let Some(start) = from_colon {
            let way =
                |text: &String| vec![Splice { span: Span::new(start, span.end), text: format!(" {text}") }];
            ways.extend(spelled.iter().map(way));
        }
        let blank = self.blank(span);
        ways.extend(spelled.iter().map(|text| vec![Splice { span, text: format!("{blank}{text}") }]));
        // a list may stand no deeper than its key, what takes its place below a comment may not
        ways.extend(spelled.iter().map(|text| vec![Splice { span, text: format!("  {text}") }]));
        ways
    }

    /// What must come before a value that stands where nothing stood.
    fn blank(&self, span: Span) -> &'static str {
        let before = &self.text[..span.start];
        if span.is_empty() && !before.ends_with([' ', '\t', '\n', '[', '{']) { " " } else { "" }
    }

    /// Ways to write a text where another stands: quotes as they are first.
    fn scalar(&self, span: Span, value: &str) -> Vec<String> {
        let old = span.of(self.text);
        let double = double_quoted(value);
        let single = (!value.contains(char::is_control)).then(|| format!("'{}'", value.replace('\'', "''")));
        let is_null = matches!(value, "" | "~" | "null" | "Null" | "NULL");
        let kept = match old.chars().next() {
            Some('\'') => single,
            Some('|') => self.literal(span, value),
            Some('"') | None | Some('>' | '*' | '[' | '{' | '-') => Some(double.clone()),
            Some(_) if matches!(old, "~" | "null" | "Null" | "NULL") => Some(double.clone()),
            Some(_) => {
                (!is_null && value.trim() == value && !value.contains(['\n', '\r'])).then(|| value.to_owned())
            }
        };
        kept.into_iter().chain([double]).chain(spellings(value)).collect()
    }

    /// `|` with the lines below it, indented as those are that stand there.
    fn literal(&self, span: Span, value: &str) -> Option<String> {
        let old = span.of(self.text);
        let first = old.lines().skip(1).find(|line| !line.trim().is_empty())?;
        let indent = &first[..first.len() - first.trim_start().len()];
        if value.contains('\r') || !value.contains('\n') {
            return None;
        }
        let (body, sign) = match value.strip_suffix('\n') {
            Some(body) => (body, "|"),
            None => (value, "|-"),
        };
        if body.ends_with('\n') || body.starts_with([' ', '\n']) {
            return None;
        }
        let mut text = sign.to_owned();
        for line in body.split('\n') {
            text.push_str(self.line_end);
            if !line.is_empty() {
                text.push_str(indent);
                text.push_str(line);
            }
        }
        Some(text)
    }

    /// Of an entry whose list is written here.
    fn list<'w>(&'w self, entry: &'w Entry) -> Option<List<'w>> {
        let Shape::List(items) = &entry.value.shape else { return None };
        let span = self.value(entry);
        let inside = |item: &Item| span.start <= item.span.start && item.span.end <= span.end;
        let flow = span.of(self.text).starts_with('[');
        (flow || span.of(self.text).starts_with('-'))
            .then_some(())
            .filter(|()| items.iter().all(inside))
            .map(|()| List { file: self, items, span, flow })
    }

    /// Where an entry's value is written, without the line ends that a block in it takes in.
    fn value(&self, entry: &Entry) -> Span {
        let span = entry.value.span;
        Span::new(span.start, span.start + span.of(self.text).trim_end().len())
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the line of `at` ends, before its line end.
    fn line_stop(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
        if self.text[at..end].ends_with('\r') { end - 1 } else { end }
    }

    /// The lines from `from` to `to` with the line end after them, or before them at the end of the file.
    fn lines(&self, from: usize, to: usize) -> Span {
        let (start, end) = (self.line_start(from), self.line_stop(to));
        let after = self.text[end..].find('\n').map(|at| end + at + 1);
        match after {
            Some(after) => Span::new(start, after),
            None => {
                let before = self.text[..start].trim_end_matches('\n').len();
                let before = if start - before > 1 { start - 1 } else { before };
                let before = if self.text[..before].ends_with('\r') { before - 1 } else { before };
                Span::new(before, end)
            }
        }
    }

    fn unsetting(&self, key: &str) -> Vec<Way> {
        let mut own: Vec<&Entry> =
            self.reading.places.options.iter().filter(|entry| entry.merge.is_none()).collect();
        own.sort_by_key(|entry| entry.key_span.start);
        let mut gone: Vec<usize> = (0..own.len()).filter(|&at| own[at].key == key).collect();
        gone.reverse();
        let lines = |&at: &usize| Splice {
            span: self.lines(own[at].key_span.start, self.value(own[at]).end),
            text: String::new(),
        };
        let flow = |&at: &usize| {
            let span = match (own.get(at + 1), at.checked_sub(1)) {
                (Some(next), _) => Span::new(own[at].key_span.start, next.key_span.start),
                (None, Some(before)) => Span::new(self.value(own[before]).end, self.value(own[at]).end),
                (None, None) => Span::new(own[at].key_span.start, self.value(own[at]).end),
            };
            Splice { span, text: String::new() }
        };
        let ways: [Way; 2] = [gone.iter().map(lines).collect(), gone.iter().map(flow).collect()];
        let options = self.reading.places.top("options").map(|options| options.value.span);
        let is_flow = options.is_some_and(|span| span.of(self.text).starts_with('{'));
        let mut ways = Vec::from(ways);
        if is_flow {
            ways.reverse();
        }
        // the last lines of the file, where what stands above needs its line end
        ways.extend(gone.first().map(|&at| {
            let start = self.line_start(own[at].key_span.start);
            vec![Splice { span: Span::new(start, self.value(own[at]).end), text: String::new() }]
        }));
        ways
    }

    fn adding(&self, key: &str, value: &OptionValue) -> Vec<Way> {
        let le = self.line_end;
        let pair = format!("{}: {}", key_spelled(key), written(value));
        let places_ = &self.reading.places;
        let own = places_.options.iter().filter(|entry| entry.merge.is_none());
        let mut ways = Vec::new();
        let mut way = |at: Span, text: String| ways.push(vec![Splice { span: at, text }]);
        match (own.max_by_key(|entry| entry.key_span.start), places_.top("options")) {
            (Some(last), _) => {
                let indent = Span::new(self.line_start(last.key_span.start), last.key_span.start);
                let indent = indent.of(self.text);
                if indent.chars().all(|c| c == ' ') {
                    way(Span::at(self.line_stop(self.value(last).end)), format!("{le}{indent}{pair}"));
                    // a block that ends with the file would get a line end more
                    way(Span::at(last.key_span.start), format!("{pair}{le}{indent}"));
                }
                way(Span::at(self.value(last).end), format!(", {pair}"));
            }
            (None, Some(options)) => {
                let span = options.value.span;
                let key_line = Span::new(self.line_start(options.key_span.start), options.key_span.start);
                let indent = format!("{}  ", " ".repeat(key_line.of(self.text).chars().count()));
                let merge = places_.merges.iter().rfind(|merge| merge.in_options);
                if let Some(merge) = merge {
                    let own_indent = Span::new(self.line_start(merge.span.start), merge.span.start);
                    way(Span::at(merge.span.start), format!("{pair}{le}{}", own_indent.of(self.text)));
                }
                if span.is_empty() {
                    way(Span::at(self.line_stop(span.start)), format!("{le}{indent}{pair}"));
                }
                let gap = Span::new(options.key_span.end, span.start);
                if gap.start <= gap.end && gap.of(self.text).trim() == ":" {
                    let start = gap.start + gap.of(self.text).find(':').map_or(0, |at| at + 1);
                    way(Span::new(start, span.end), format!("{le}{indent}{pair}"));
                }
                if span.of(self.text).starts_with('{') {
                    way(Span::at(span.start + 1), pair.clone());
                }
                way(span, format!("{}{{{pair}}}", self.blank(span)));
            }
            (None, None) => {
                let newline = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { le };
                way(Span::at(self.text.len()), format!("{newline}options:{le}  {pair}{le}"));
                match places(self.text, self.reading, "options") {
                    Some(Target::Missing { at, indent, flow: true }) => {
                        way(Span::at(at), format!("{indent}options: {{{pair}}}, "));
                    }
                    Some(Target::Missing { at, indent, flow: false }) => {
                        way(Span::at(at), format!("options:{le}{indent}  {pair}{le}{indent}"));
                    }
                    Some(Target::Value { .. }) | None => {}
                }
            }
        }
        ways
    }
}

/// A list as it is written.
struct List<'w> {
    file: &'w Written<'w>,
    items: &'w [Item],
    span: Span,
    /// In brackets, not a line an item.
    flow: bool,
}

impl List<'_> {
    fn ways(&self, change: &Change) -> Vec<Way> {
        let one = |span: Span, text: String| vec![Splice { span, text }];
        match change {
            Change::Item(at, text) => {
                let span = self.items[*at].span;
                let blank = self.file.blank(span);
                self.file
                    .scalar(span, text)
                    .into_iter()
                    .map(|text| one(span, format!("{blank}{text}")))
                    .collect()
            }
            Change::Insert(at, text) => {
                let way =
                    if self.flow { Some(self.insert_flow(*at, text)) } else { self.insert_line(*at, text) };
                way.into_iter().collect()
            }
            Change::Remove(at) if self.flow => {
                let item = self.items[*at].span;
                let span = match (self.items.get(at + 1), at.checked_sub(1)) {
                    (Some(next), _) => Span::new(item.start, next.span.start),
                    (None, Some(before)) => Span::new(self.items[before].span.end, item.end),
                    (None, None) => item,
                };
                vec![one(span, String::new())]
            }
            Change::Remove(at) if self.items.len() > 1 => self
                .dash(*at)
                .map(|dash| one(self.file.lines(dash, self.items[*at].span.end), String::new()))
                .into_iter()
                .collect(),
            Change::Move(from, to) => vec![self.moved(*from, *to)],
            Change::Value(_) | Change::Unset | Change::Rename(_) | Change::Remove(_) => Vec::new(),
        }
    }

    fn insert_flow(&self, at: usize, text: &str) -> Way {
        let written = double_quoted(text);
        vec![match (self.items.get(at), self.items.last()) {
            (Some(next), _) => Splice { span: Span::at(next.span.start), text: format!("{written}, ") },
            (None, Some(last)) => Splice { span: Span::at(last.span.end), text: format!(", {written}") },
            (None, None) => Splice { span: Span::at(self.span.start + 1), text: written },
        }]
    }

    fn insert_line(&self, at: usize, text: &str) -> Option<Way> {
        let (file, written) = (self.file, double_quoted(text));
        let indent = Span::new(file.line_start(self.span.start), self.span.start).of(file.text);
        Some(vec![match at < self.items.len() {
            true => {
                let line = file.line_start(self.dash(at)?);
                Splice { span: Span::at(line), text: format!("{indent}- {written}{}", file.line_end) }
            }
            false => {
                let stop = file.line_stop(self.items.last()?.span.end);
                Splice { span: Span::at(stop), text: format!("{}{indent}- {written}", file.line_end) }
            }
        }])
    }

    /// What the items say changes places; what stands between them stays.
    fn moved(&self, from: usize, to: usize) -> Way {
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        let item = order.remove(from);
        order.insert(to, item);
        let mut way: Way = order
            .iter()
            .enumerate()
            .filter(|(at, from)| at != *from)
            .map(|(at, &from)| {
                let text = self.items[from].span.of(self.file.text);
                let span = self.items[at].span;
                Splice { span, text: format!("{}{text}", self.file.blank(span)) }
            })
            .collect();
        way.reverse();
        way
    }

    /// Where the dash of an item in lines is.
    fn dash(&self, at: usize) -> Option<usize> {
        let Some(before) = at.checked_sub(1) else { return Some(self.span.start) };
        let mut line = self.file.line_stop(self.items[before].span.end);
        loop {
            line += self.file.text[line..].find('\n')? + 1;
            let rest = &self.file.text[line..];
            let dash = rest.len() - rest.trim_start_matches(' ').len();
            if line + dash > self.items[at].span.end {
                return None;
            }
            if rest[dash..].starts_with('-') {
                return Some(line + dash);
            }
        }
    }

    /// All items anew, in the way the list is written.
    fn rewritten(&self, items: &[String]) -> Option<Way> {
        if self.flow || items.is_empty() {
            return None;
        }
        let file = self.file;
        let indent = Span::new(file.line_start(self.span.start), self.span.start).of(file.text);
        let between = format!("{}{indent}", file.line_end);
        let text = items.iter().map(|item| format!("- {}", double_quoted(item)));
        Some(vec![Splice { span: self.span, text: text.collect::<Vec<_>>().join(&between) }])
    }
}
