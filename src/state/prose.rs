//! A sentence with code in it.

/// Stretches of a text, and which of them are code: what stands between two backticks. A backtick without its fellow
/// stays as it is.
pub fn parts(text: &str) -> Vec<(bool, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`')
        && let Some((code, after)) = after.split_once('`')
    {
        parts.extend([(false, before), (true, code)]);
        rest = after;
    }
    parts.push((false, rest));
    parts.retain(|(_, part)| !part.is_empty());
    parts
}

/// The text for where code can't be set as code: a name, a tooltip.
pub fn plain(text: &str) -> String {
    parts(text).into_iter().map(|(_, part)| part).collect()
}

#[cfg(test)]
mod tests {
    use super::{parts, plain};

    #[test]
    fn what_is_between_backticks_is_code() {
        let check = |text, expected: &[(bool, &str)]| {
            assert_eq!(parts(text), expected, "{text}");
            let whole: String = expected.iter().map(|(_, part)| *part).collect();
            assert_eq!(plain(text), whole, "{text}");
        };
        check("", &[]);
        check("plain", &[(false, "plain")]);
        check("Deleted `main.py`", &[(false, "Deleted "), (true, "main.py")]);
        check("`a` and `b`.", &[(true, "a"), (false, " and "), (true, "b"), (false, ".")]);
        check("a lone ` stays", &[(false, "a lone ` stays")]);
        check("`a` and ` stays", &[(true, "a"), (false, " and ` stays")]);
    }
}
