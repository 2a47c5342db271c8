//! Characters that an author can't see or tell apart: where they stand, and what they are called.

use crate::text::Span;

/// A run of one such character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odd {
    pub span: Span,
    /// With its code point: `no-break space (U+00A0)`.
    pub name: String,
    pub count: usize,
    /// What to write for each.
    pub instead: &'static str,
    character: char,
}

/// All in a YAML text but for its comments, and the byte order mark at its start, which YAML reads.
pub fn in_yaml(text: &str) -> Vec<Odd> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let code = match comment(line) {
            Some(at) => &line[..at],
            None => line,
        };
        for (at, c) in code.char_indices() {
            let at = line_start + at;
            if !(at == 0 && c == '\u{feff}') {
                add(&mut found, text, at, c, false);
            }
        }
        line_start += line.len();
    }
    found
}

/// All in a template; in prose, only those between the braces of tags and expressions.
pub fn in_template(text: &str, is_prose: bool) -> Vec<Odd> {
    let mut found = Vec::new();
    let insides = insides(text);
    let mut next = insides.iter().peekable();
    for (at, c) in text.char_indices() {
        while next.peek().is_some_and(|inside| inside.end <= at) {
            next.next();
        }
        let inside = next.peek().is_some_and(|inside| inside.start <= at);
        if inside || !is_prose || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
            add(&mut found, text, at, c, inside);
        }
    }
    found
}

/// What stands between the braces of every tag and expression. One that isn't closed goes to the end of its line.
pub fn insides(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut from = 0;
    // what isn't found once isn't found further on
    let mut missing: Vec<&str> = Vec::new();
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        let close = match text[at + 1..].chars().next() {
            Some('{') => "}}",
            Some('%') => "%}",
            Some('#') => {
                from = text[at..].find("#}").map_or(text.len(), |end| at + end + 2);
                continue;
            }
            _ => {
                from = at + 1;
                continue;
            }
        };
        let start = at + 2;
        let line = text[start..].find('\n').map_or(text.len(), |end| start + end);
        let closed = if missing.contains(&close) { None } else { text[start..].find(close) };
        if closed.is_none() {
            missing.push(close);
        }
        let end = closed.map_or(line, |end| start + end);
        found.push(Span::new(start, end));
        from = end;
    }
    found
}

/// Where a YAML line's comment begins. Quotes are taken for what they look like.
fn comment(line: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (c, quote) {
            ('#', None) if before == ' ' || before == '\t' => return Some(at),
            ('"' | '\'', None) if matches!(before, ' ' | '[' | ',' | ':' | '{') => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
        before = c;
    }
    None
}

fn add(found: &mut Vec<Odd>, text: &str, at: usize, c: char, inside: bool) {
    let Some((name, instead)) = odd(c) else { return };
    if !inside && is_part_of_writing(text, at, c) {
        return;
    }
    let span = Span::new(at, at + c.len_utf8());
    match found.last_mut() {
        Some(last) if last.character == c && last.span.end == at => {
            last.span = last.span.to(span);
            last.count += 1;
        }
        _ => {
            let name = format!("{name} (U+{:04X})", u32::from(c));
            found.push(Odd { span, name, count: 1, instead, character: c });
        }
    }
}

/// Joiners in emoji, and marks that Arabic, Hebrew or Indian scripts need.
fn is_part_of_writing(text: &str, at: usize, c: char) -> bool {
    let joins = matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    let far = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && odd(c).is_none());
    joins && c != '\u{feff}' && far(before) && (far(after) || after.is_none_or(|c| c.is_whitespace()))
}

/// What a character is called, and what to write instead.
fn odd(c: char) -> Option<(&'static str, &'static str)> {
    Some(match c {
        '\u{a0}' => ("no-break space", " "),
        '\u{202f}' => ("narrow no-break space", " "),
        '\u{2007}' => ("figure space", " "),
        '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' => ("wide space", " "),
        '\u{3000}' => ("ideographic space", " "),
        '\u{85}' => ("next line character", " "),
        '\u{2028}' => ("line separator", " "),
        '\u{2029}' => ("paragraph separator", " "),
        '\u{ad}' => ("soft hyphen", ""),
        '\u{200b}' => ("zero-width space", ""),
        '\u{200c}' => ("zero-width non-joiner", ""),
        '\u{200d}' => ("zero-width joiner", ""),
        '\u{200e}' => ("left-to-right mark", ""),
        '\u{200f}' => ("right-to-left mark", ""),
        '\u{2060}' => ("word joiner", ""),
        '\u{202a}' | '\u{202d}' => ("left-to-right override", ""),
        '\u{202b}' | '\u{202e}' => ("right-to-left override", ""),
        '\u{202c}' | '\u{2069}' => ("end of a text direction", ""),
        '\u{2066}'..='\u{2068}' => ("change of text direction", ""),
        '\u{feff}' => ("byte order mark", ""),
        _ => return None,
    })
}
