//! `striptags`: the text of an HTML document, as libxml2's forgiving parser finds it.

use super::super::call::{Call, Failure};
use super::super::error::Class;
use super::super::letters::is_regex_blank as is_blank;
use super::super::value::Value;
use super::entities;

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

/// The text between the tags, in libxml2's reading: what it cannot make sense of stays as it is, but a less-than sign
/// before the document has begun is lost.
fn inner_text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let mut begun = false;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '&' => {
                let size = out.len();
                rest = reference(after, &mut out);
                begun |= out.len() > size;
            }
            '<' if let Some((next, begins)) = markup(rest) => {
                begun = begins.unwrap_or(begun);
                rest = raw_text(rest, next, &mut out);
            }
            '<' => {
                out.push_str(if begun { "<" } else { "" });
                rest = after;
            }
            _ => {
                let (text, next) = rest.split_at(rest.find(['<', '&']).unwrap_or(rest.len()));
                begun |= !text.trim_matches(is_html_blank).is_empty();
                out.push_str(text);
                rest = next;
            }
        }
    }
    out
}

/// What follows the tag, comment or the like at the start, and whether it begins the document or ends it; none where
/// it is only a less-than sign.
fn markup(text: &str) -> Option<(&str, Option<bool>)> {
    let inner = text.get(1..)?;
    if let Some(end_tag) = inner.strip_prefix('/') {
        let name = name_length(end_tag, |c| c.is_ascii_alphabetic() || matches!(c, '_' | ':' | '.'));
        let after = &end_tag[name..];
        let next = if name > 0 { behind(after, ">") } else { after };
        return Some((next, end_tag[..name].eq_ignore_ascii_case("html").then_some(false)));
    }
    if let Some(comment) = inner.strip_prefix("!--") {
        return Some((comment_end(comment), None));
    }
    let is_doctype = |it: &str| it.get(..8).is_some_and(|it| it.eq_ignore_ascii_case("!DOCTYPE"));
    if is_doctype(inner) {
        return Some((behind(inner, ">"), None));
    }
    if let Some(instruction) = inner.strip_prefix('?') {
        let next = if starts_name(instruction) { behind(instruction, ">") } else { instruction };
        return Some((next, None));
    }
    starts_tag(inner).then(|| (start_tag_end(inner), Some(true)))
}

fn starts_tag(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':'))
}

fn starts_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'))
}

/// How long the name at the start is, in bytes.
fn name_length(text: &str, starts: fn(char) -> bool) -> usize {
    if !text.starts_with(starts) {
        return 0;
    }
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
    text.find(|c| !goes_on(c)).unwrap_or(text.len())
}

/// What is behind the first `mark`; nothing where there is none.
fn behind<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, after)| after)
}

/// What is behind a comment's end; the text begins behind `<!--`.
fn comment_end(text: &str) -> &str {
    for abrupt in [">", "->"] {
        if let Some(after) = text.strip_prefix(abrupt) {
            return after;
        }
    }
    let ends = ["-->", "--!>"].into_iter().filter_map(|mark| Some((text.find(mark)?, mark)));
    ends.min().map_or("", |(at, mark)| &text[at + mark.len()..])
}

/// What is behind a start tag: attributes may hold a greater-than sign in quotes. The text begins with the name.
fn start_tag_end(text: &str) -> &str {
    let mut rest = &text[name_length(text, |_| true)..];
    loop {
        rest = rest.trim_start_matches(is_html_blank);
        if let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("/>")) {
            return after;
        }
        if rest.is_empty() {
            return "";
        }
        let name = name_length(rest, |c| c.is_ascii_alphabetic() || matches!(c, '_' | ':' | '.'));
        rest = &rest[name..];
        if name == 0 {
            // No attribute: over it, to the next blank or the end of the tag.
            let mut ends = rest.char_indices().filter(|&(at, c)| {
                is_html_blank(c) || c == '>' || c == '/' && rest[at + 1..].starts_with('>')
            });
            rest = ends.next().map_or("", |(at, _)| &rest[at..]);
            continue;
        }
        let value = rest.trim_start_matches(is_html_blank);
        if let Some(value) = value.strip_prefix('=') {
            let value = value.trim_start_matches(is_html_blank);
            rest = match value.chars().next() {
                Some('"') => behind(&value[1..], "\""),
                Some('\'') => behind(&value[1..], "'"),
                _ => &value[value.find(|c| is_html_blank(c) || c == '>').unwrap_or(value.len())..],
            };
        }
    }
}

/// In a script or style everything up to its end tag is text.
fn raw_text<'a>(tag: &str, rest: &'a str, out: &mut String) -> &'a str {
    for name in ["script", "style"] {
        let opens = tag.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && tag
                .get(name.len() + 1..)
                .is_some_and(|after| after.starts_with(|c: char| c == '>' || is_html_blank(c)));
        if opens {
            return script(name, rest, out);
        }
    }
    rest
}

/// The text of a script, up to its own end tag; end tags of other elements go where they come first.
fn script<'a>(name: &str, text: &'a str, out: &mut String) -> &'a str {
    let is_own = |rest: &str| {
        rest.get(2..2 + name.len()).is_some_and(|it| rest.starts_with("</") && it.eq_ignore_ascii_case(name))
    };
    let mut rest = text;
    while let Some((after, _)) = markup(rest).filter(|_| rest.starts_with("</") && !is_own(rest)) {
        rest = after;
    }
    let mut ends = rest.match_indices("</").map(|(at, _)| at).filter(|&at| is_own(&rest[at..]));
    let (text, after) = rest.split_at(ends.next().unwrap_or(rest.len()));
    out.push_str(text);
    after
}

/// Writes the sign an entity stands for, or what is no entity as it is, and gives what follows. The text begins behind
/// the ampersand. A number that is no sign writes nothing.
fn reference<'a>(text: &'a str, out: &mut String) -> &'a str {
    if let Some(number) = text.strip_prefix('#') {
        let (base, digits) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (16, digits),
            None => (10, number),
        };
        let (digits, rest) =
            digits.split_at(digits.find(|c: char| !c.is_digit(base)).unwrap_or(digits.len()));
        let sign = u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
        let is_allowed =
            |c: char| c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || matches!(c, '\t' | '\n' | '\r');
        out.extend(sign.filter(|&c| is_allowed(c)));
        return rest.strip_prefix(';').unwrap_or(rest);
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    if let Some(rest) = text[end..].strip_prefix(';')
        && let Some(sign) = entities::named(&text[..end])
    {
        out.push(sign);
        return rest;
    }
    out.push('&');
    text
}

/// Blank to the parser.
fn is_html_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod checks {
    use super::super::super::testing::check_all;

    #[test]
    fn the_text_stays() {
        check_all(&[
            ("{{ '<p>a</p>\n <p>b</p>' | striptags }}", "a b"),
            ("{{ '<!-- <b> -->1 &lt; 2 &amp;&#233;&nbsp;x &y' | striptags }}", "1 < 2 &é x &y"),
            ("{{ '1 < 2 <a title=\">\">x</a>' | striptags }}", "1 < 2 x"),
            (
                "{{ '&copy &copy; &Omega;&#0;&#xD800;&nosuch; <3 </>x' | striptags }}",
                "&copy © Ω&nosuch; <3 >x",
            ),
            (
                "{{ '<3' | striptags }} {{ 'a<3' | striptags }} {{ '<b c<d e=\">\">f' | striptags }}",
                "3 a<3 f",
            ),
            ("{{ '<style></p>a<b></p></STYLE>c<script>d</Script>' | striptags }}", "a<b></p>cd"),
            ("{{ 'a<![CDATA[x]]><?php y ?><!-->z' | striptags }}", "a<![CDATA[x]]>z"),
            ("{{ '' | striptags }}", "XML::Error: Document is empty"),
        ]);
    }
}
