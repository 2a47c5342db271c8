//! Blanks, quoting and edit distance as the builders have them.

/// Splits at runs of the blanks that separate words on an instruction's line, into at most `most` parts, each with
/// its place.
pub(crate) fn split_blanks(text: &str, most: usize) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if parts.len() + 1 < most && is_blank(c) {
            let mut end = at + c.len_utf8();
            while let Some(&(at, c)) = rest.peek()
                && is_blank(c)
            {
                end = at + c.len_utf8();
                rest.next();
            }
            parts.push((start, &text[start..at]));
            start = end;
        }
    }
    parts.push((start, &text[start..]));
    parts
}

fn is_blank(c: char) -> bool {
    matches!(c, '\t' | '\u{b}' | '\u{c}' | '\r' | ' ')
}

/// A text in double quotes, as Go's `%q` writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if (c as u32) < 0x20 || c == '\u{7f}' => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// How many characters have to be put in, taken out or replaced.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let replaced = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

/// The nearest of the options, if one is nearer than three edits and none is the word itself.
pub(crate) fn nearest<'a>(word: &str, options: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut best = None;
    let mut least = 3;
    for option in options {
        if option == word {
            return None;
        }
        let far = distance(word, option);
        if far < least {
            (best, least) = (Some(option), far);
        }
    }
    best
}

/// “ (did you mean X?)”, or nothing.
pub(crate) fn did_you_mean<'a>(word: &str, options: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, options).map_or_else(String::new, |near| format!(" (did you mean {near}?)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_near_or_not() {
        for (word, near) in [
            ("RUNN", Some("RUN")),
            ("EXPSE", Some("EXPOSE")),
            ("HELLO", Some("SHELL")),
            ("", None),
            ("RUN", None),
        ] {
            assert_eq!(nearest(word, ["ADD", "RUN", "EXPOSE", "SHELL"]), near, "{word}");
        }
    }
}
