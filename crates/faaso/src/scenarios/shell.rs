//! What a shell reads of a script: enough to say whether a value got out of its place.

/// The quote that a script leaves open; none where all are closed.
pub fn open_quote(script: &str) -> Option<char> {
    let mut quote = None;
    walk(script, |_, c, inside| quote = if inside == Some(c) { None } else { inside.or(is_quote(c)) });
    quote
}

/// `$` and `word` behind it stand where a shell, or Docker, puts a variable's value in their place.
pub fn expands(script: &str, word: &str) -> bool {
    let mut found = false;
    walk(script, |rest, c, inside| {
        found |= c == '$' && inside != Some('\'') && rest[1..].starts_with(word);
    });
    found
}

fn is_quote(c: char) -> Option<char> {
    matches!(c, '"' | '\'').then_some(c)
}

/// Calls `see` for every character that isn't escaped or in a comment, with the rest of the script from there and the
/// quotes that it stands in.
fn walk(script: &str, mut see: impl FnMut(&str, char, Option<char>)) {
    let mut quote: Option<char> = None;
    let mut chars = script.char_indices();
    let mut before = '\n';
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote != Some('\'') {
            before = chars.next().map_or(c, |(_, escaped)| escaped);
            continue;
        }
        if c == '#' && quote.is_none() && (before.is_whitespace() || before == ';') {
            before = chars.by_ref().map(|(_, c)| c).find(|&c| c == '\n').unwrap_or('\n');
            continue;
        }
        see(&script[at..], c, quote);
        quote = match quote {
            Some(open) if open == c => None,
            None => is_quote(c),
            open => open,
        };
        before = c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_followed() {
        for (script, quote) in [
            ("", None),
            ("echo \"a b\" 'c'", None),
            ("echo \"a", Some('"')),
            ("echo 'it\"s", Some('\'')),
            ("echo \"it's\"", None),
            (r#"echo \" \' '\'"#, None),
            ("a # it's\nb", None),
            ("a# it's", Some('\'')),
        ] {
            assert_eq!(open_quote(script), quote, "{script}");
        }
    }

    #[test]
    fn variables_are_found() {
        for (script, found) in [
            ("a$edge", true),
            ("\"a$edge\"", true),
            ("'a$edge'", false),
            ("a\\$edge", false),
            ("# $edge", false),
            ("$other", false),
        ] {
            assert_eq!(expands(script, "edge"), found, "{script}");
        }
    }
}
