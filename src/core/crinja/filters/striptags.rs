//! `striptags`: the text of an HTML document, as libxml2's forgiving parser finds it.

use super::super::call::{Call, Failure};
use super::super::error::Class;
use super::super::letters::is_regex_blank as is_blank;
use super::super::value::Value;

/// Tags, comments and declarations go, entities become their signs, runs of blanks one blank.
pub fn striptags(call: &Call) -> Result<Value, Failure> {
    let text = call.target.to_text_ref(call.env.meter)?;
    call.env.meter.bytes(text.len())?;
    if text.is_empty() {
        return Err(Failure::new(Class::XmlError, "Document is empty"));
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in inner_text(&text).chars() {
        if is_blank(c) {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    Ok(Value::text(out))
}

fn inner_text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        rest = match found.strip_prefix('&') {
            Some(after) => match entity(after) {
                Some((sign, rest)) => {
                    out.push(sign);
                    rest
                }
                None => {
                    out.push('&');
                    after
                }
            },
            None => match markup_end(found) {
                Some(rest) => raw_text(found, rest, &mut out),
                None => {
                    out.push('<');
                    found.get(1..).unwrap_or_default()
                }
            },
        };
    }
    out.push_str(rest);
    out
}

/// What follows the tag, comment or declaration at the start; none if it is only a less-than sign.
fn markup_end(text: &str) -> Option<&str> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some(comment.split_once("-->").map_or("", |(_, rest)| rest));
    }
    let mut chars = text.chars().skip(1);
    let starts_tag = match chars.next()? {
        '/' => chars.next().is_some_and(|c| c.is_ascii_alphabetic()),
        '!' | '?' => true,
        c => c.is_ascii_alphabetic() || c == '_' || c == ':',
    };
    if !starts_tag {
        return None;
    }
    let mut quote = None;
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return text.get(at + 1..),
            // A quote opens a value only behind an equals sign.
            (None, '"' | '\'') if previous == '=' => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        if !is_blank(c) {
            previous = c;
        }
    }
    Some("")
}

/// In a script or style everything up to its end tag is text.
fn raw_text<'a>(tag: &str, rest: &'a str, out: &mut String) -> &'a str {
    for name in ["script", "style"] {
        let opens = tag.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && tag
                .get(name.len() + 1..)
                .is_some_and(|after| after.starts_with(|c: char| c == '>' || is_blank(c)));
        if opens {
            let end = rest.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            out.push_str(text);
            return after;
        }
    }
    rest
}

/// The sign an entity stands for and what follows it; the text begins behind the ampersand.
fn entity(text: &str) -> Option<(char, &str)> {
    if let Some(number) = text.strip_prefix('#') {
        let (base, digits) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (16, digits),
            None => (10, number),
        };
        let end = digits.find(|c: char| !c.is_digit(base)).unwrap_or(digits.len());
        let (digits, rest) = digits.split_at(end);
        let sign = char::from_u32(u32::from_str_radix(digits, base).ok()?)?;
        return Some((sign, rest.strip_prefix(';').unwrap_or(rest)));
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let (_, sign) = ENTITIES.iter().find(|(entity, _)| *entity == name)?;
    Some((*sign, rest.strip_prefix(';').unwrap_or(rest)))
}

/// The named entities a template is likely to meet.
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("bull", '•'),
    ("cent", '¢'),
    ("copy", '©'),
    ("deg", '°'),
    ("euro", '€'),
    ("gt", '>'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("larr", '←'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{A0}'),
    ("ndash", '–'),
    ("para", '¶'),
    ("plusmn", '±'),
    ("pound", '£'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rarr", '→'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("sect", '§'),
    ("times", '×'),
    ("trade", '™'),
    ("yen", '¥'),
];

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn the_text_stays() {
        check_all(&[
            ("{{ '<p>a</p>\n <p>b</p>' | striptags }}", "a b"),
            ("{{ '<!-- <b> -->1 &lt; 2 &amp;&#233;&nbsp;x &y' | striptags }}", "1 < 2 &é x &y"),
            ("{{ '1 < 2 <a title=\">\">x</a>' | striptags }}", "1 < 2 x"),
            ("{{ '' | striptags }}", "XML::Error: Document is empty"),
        ]);
    }
}
