//! The table of options in a runtime's README, kept between two markers, from `template/funko.yml.j2`.

use crate::options::yml::{self, Described, Yml};
use faaso::{
    bundle::File,
    funko::OptionValue,
    path::BundlePath,
    project::{FileId, Project},
    text::Span,
};
use std::collections::BTreeMap;

/// What stands around the table.
pub const BEGIN: &str = "<!-- options: begin -->";
pub const END: &str = "<!-- options: end -->";

const README: &str = "README.md";

/// The README with a table that is up to date, where it has the markers and the table isn't.
pub fn updated(project: &Project) -> Option<(FileId, String)> {
    let (file, text) = readme(project)?;
    let span = marked(&text)?;
    let new = between(project, &text, span).ok()?;
    (new != text).then_some((file, new))
}

/// The README with the table, wherever it belongs: between the markers; in place of the table below the heading
/// *Options*; below that heading; or at the end, with a heading of its own. An error where there are no options to read.
pub fn written(project: &Project) -> Result<(FileId, String), String> {
    let file = FileId::runtime(BundlePath::new(README).map_err(|error| error.to_string())?);
    let text = match project.file(&file) {
        Some(there) => there.as_text().ok_or("README.md isn't a text file.")?.to_owned(),
        None => String::new(),
    };
    if let Some(span) = marked(&text) {
        return Ok((file, between(project, &text, span)?));
    }
    let newline = newline(&text);
    if let Some(span) = old_table(&text) {
        let table = table(project, span.of(&text), newline)?;
        return Ok((file, spliced(&text, span, &format!("{BEGIN}{newline}{table}{newline}{END}"))));
    }
    let block = format!("{BEGIN}{newline}{}{newline}{END}{newline}", table(project, "", newline)?);
    let new = match heading(&text) {
        Some(end) => spliced(&text, Span::at(end), &format!("{newline}{block}")),
        None => {
            let gap = match (text.is_empty(), text.ends_with('\n')) {
                (true, _) => String::new(),
                (false, true) => newline.to_owned(),
                (false, false) => newline.repeat(2),
            };
            format!("{text}{gap}## Options{newline}{newline}{block}")
        }
    };
    Ok((file, new))
}

/// The README with another name for an option: where it stands in the table, and as `code` anywhere.
pub fn renamed(project: &Project, old: &str, new: &str) -> Option<(FileId, String)> {
    let (file, text) = readme(project)?;
    let renamed = text.replace(&format!("`{old}`"), &format!("`{new}`"));
    (renamed != text).then_some((file, renamed))
}

fn readme(project: &Project) -> Option<(FileId, String)> {
    let file = FileId::runtime(BundlePath::new(README).ok()?);
    let text = project.file(&file).and_then(File::as_text)?.to_owned();
    Some((file, text))
}

fn newline(text: &str) -> &'static str {
    if text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r')) { "\r\n" } else { "\n" }
}

fn spliced(text: &str, span: Span, new: &str) -> String {
    format!("{}{new}{}", &text[..span.start], &text[span.end..])
}

/// What stands between the markers, the newlines beside them included.
fn marked(text: &str) -> Option<Span> {
    let begin = text.find(BEGIN)? + BEGIN.len();
    Some(Span::new(begin, begin + text[begin..].find(END)?))
}

/// The text with this table between its markers.
fn between(project: &Project, text: &str, span: Span) -> Result<String, String> {
    let newline = newline(text);
    Ok(spliced(text, span, &format!("{newline}{}{newline}", table(project, span.of(text), newline)?)))
}

/// The end of the heading's line, and the newline behind it.
fn heading(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let title = line.trim_start_matches('#').trim();
        if line.starts_with('#') && title.eq_ignore_ascii_case("options") {
            return Some(start + line.len()).filter(|_| line.ends_with('\n'));
        }
        start += line.len();
    }
    None
}

/// The first table below the heading *Options*, before the next heading.
fn old_table(text: &str) -> Option<Span> {
    let mut start = heading(text)?;
    let mut table: Option<Span> = None;
    for line in text[start..].split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        match (line.trim_start().starts_with('|'), &mut table) {
            (true, Some(table)) => table.end = end,
            (true, None) => table = Some(Span::new(start, end)),
            (false, Some(_)) => break,
            (false, None) if line.starts_with('#') => break,
            (false, None) => {}
        }
        start += line.len();
    }
    table
}

/// The table's lines. What an option does is the comment above it; where it has none, what the table says now stays.
fn table(project: &Project, now: &str, newline: &str) -> Result<String, String> {
    let yml = Yml::of_template(project)?
        .ok_or_else(|| format!("The runtime has no `{}`, so it has no options.", yml::TEMPLATES[0]))?;
    let said = said(now);
    let mut lines =
        vec!["| Option | Kind | Default | What it does |".to_owned(), "|---|---|---|---|".to_owned()];
    for Described { name, default, about } in yml.described() {
        let about = match about.is_empty() {
            true => said.get(&name).cloned().unwrap_or_default(),
            false => cell(&about.split_whitespace().collect::<Vec<_>>().join(" ")),
        };
        let (kind, default) = match &default {
            OptionValue::Text(text) if text.is_empty() => ("string", "empty".to_owned()),
            OptionValue::Text(text) => ("string", code(text)),
            OptionValue::List(items) if items.is_empty() => ("list", "none".to_owned()),
            OptionValue::List(items) => {
                ("list", items.iter().map(|item| code(item)).collect::<Vec<_>>().join(", "))
            }
        };
        lines.push(format!("| {} | {kind} | {default} | {about} |", code(&name)));
    }
    Ok(lines.join(newline))
}

/// What a table says of each option, by its last column.
fn said(table: &str) -> BTreeMap<String, String> {
    let rows = table.lines().filter_map(|line| {
        let line = line.trim().strip_prefix('|')?;
        let line = line.strip_suffix('|').unwrap_or(line);
        let mut cells = Vec::new();
        let mut from = 0;
        for (at, _) in line.match_indices('|').filter(|&(at, _)| !line[..at].ends_with('\\')) {
            cells.push(line[from..at].trim());
            from = at + 1;
        }
        cells.push(line[from..].trim());
        let name = cells.first()?.trim_matches('`').trim().to_owned();
        (cells.len() > 1).then(|| (name, cells.last().copied().unwrap_or_default().to_owned()))
    });
    rows.collect()
}

/// As code in a cell: fenced by more back-quotes than stand in it, on one line.
fn code(text: &str) -> String {
    let text = cell(&text.replace('\r', "").replace('\n', " ⏎ "));
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    match text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
