//! What is wrong with a `funko.yml`, in plain words. libyaml's and Crystal's own say it in theirs, and stand beside.

use super::{Code, Problem, help};

/// What libyaml says, by how it begins, and what that means to an author. The first that fits counts.
const SYNTAX: &[(&str, &str)] = &[
    (
        "mapping values are not allowed",
        "`: ` isn't allowed here. Put quotes around a value that contains it.",
    ),
    ("mapping keys are not allowed", "A key isn't allowed here. Check the indentation."),
    (
        "block sequence entries are not allowed",
        "A list item isn't allowed here. Start the list on its own line.",
    ),
    (
        "did not find expected key",
        "This line doesn't fit the lines around it. Check its indentation and quotes.",
    ),
    ("did not find expected '-'", "Expected a list item here. Check the indentation."),
    ("did not find expected ',' or ']'", "A list isn't closed: `,` or `]` is missing."),
    ("did not find expected ',' or '}'", "A mapping isn't closed: `,` or `}` is missing."),
    ("did not find expected node content", "A value is missing here."),
    ("did not find expected <document start>", "Nothing is allowed here. Check the lines before it."),
    ("could not find expected ':'", "`:` is missing after this key."),
    ("could not find expected directive name", "A line can't start with `%`. Put quotes around the value."),
    ("found unexpected end of stream", "A quote isn't closed."),
    ("found unexpected document indicator", "A quote isn't closed before the document ends."),
    (
        "found unknown escape character",
        "Unknown escape sequence. In double quotes, write `\\\\` for a backslash.",
    ),
    (
        "did not find expected hexdecimal number",
        "An escape sequence isn't complete: hexadecimal digits are missing.",
    ),
    (
        "found character that cannot start any token",
        "A value can't start with this character. Put quotes around it.",
    ),
    ("found a tab character", "Tabs can't be used for indentation. Use spaces."),
    ("found an indentation indicator", "The indentation after `|` or `>` can't be 0."),
    ("did not find expected comment or line break", "Only a comment is allowed after this."),
    (
        "did not find expected alphabetic or numeric",
        "The name of an anchor or alias is missing after `&` or `*`.",
    ),
    ("found unexpected ':'", "`:` isn't allowed here. Put quotes around the value."),
    ("found undefined tag handle", "This tag isn't defined. Put quotes around a value that starts with `!`."),
    ("Unknown anchor", "This alias has no anchor before it. Put quotes around a value that starts with `*`."),
    ("control characters are not allowed", "Control characters aren't allowed."),
    ("found incompatible YAML document", "FaaSO reads YAML 1.1 and 1.2 only."),
    ("Expected scalar as key", "A key must be a string."),
];

/// What is said of bytes that are no text, and of lines that begin with `%` or values that begin with `!`.
const ENCODING: &[&str] = &["UTF-8", "UTF-16", "surrogate", "Unicode character"];
const DIRECTIVES: &[&str] = &["directive", "tag"];

impl Problem {
    /// In plain words, as a sentence.
    pub fn plainly(&self) -> String {
        match self.code {
            Code::Syntax => syntax(&self.message).to_owned(),
            Code::Type => shape(self.help).to_owned(),
            Code::NameMissing => "funko.yml has no `name`.".to_owned(),
            Code::NameInvalid => "The funko's name isn't valid.".to_owned(),
            // our own words
            Code::TooBig => sentence(&self.message),
        }
    }

    /// As FaaSO says it; none where it says nothing of the kind.
    pub fn in_faasos_words(&self) -> Option<String> {
        (self.code != Code::TooBig).then(|| self.message.clone())
    }
}

fn syntax(message: &str) -> &'static str {
    // the place and what was being read come after the first comma
    let what = message.split(" at line ").next().unwrap_or(message);
    if let Some((_, plain)) = SYNTAX.iter().find(|(begins, _)| what.starts_with(begins)) {
        return plain;
    }
    if ENCODING.iter().any(|word| what.contains(word)) {
        return "This file isn't valid UTF-8 or UTF-16 text.";
    }
    if DIRECTIVES.iter().any(|word| message.contains(word)) {
        return "This YAML tag or directive isn't valid. Put quotes around a value that starts with `!` or `%`.";
    }
    "This isn't valid YAML."
}

fn shape(hint: Option<&str>) -> &'static str {
    match hint {
        Some(help::TOP) => "funko.yml must be a mapping.",
        Some(help::KEY) => "A key must be a string.",
        Some(help::NAME | help::NAME_BRACES) => "`name` must be a string.",
        Some(help::RUNTIME) => "`runtime` must be a string.",
        Some(help::OPTIONS | help::OPTIONS_ALIAS) => "`options` must be a mapping.",
        Some(help::OPTION) => "An option must be a string or a list of strings.",
        Some(help::ITEM) => "The items of an option's list must be strings.",
        Some(help::ALIAS) => "This alias can't be used here.",
        _ => "This value has a type that FaaSO can't use here.",
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use crate::funko;

    #[test]
    fn plain_words_come_first() {
        for (yml, plain, said) in [
            ("name: a: b\n", "`: ` isn't allowed here.", "mapping values are not allowed in this context"),
            ("name: [a\n", "A list isn't closed", "did not find expected ',' or ']'"),
            (
                "options:\n\tx: 1\n",
                "A value can't start with this",
                "found character that cannot start any token",
            ),
            ("name: \"a\n", "A quote isn't closed.", "found unexpected end of stream"),
            ("name: *a\n", "This alias has no anchor", "Unknown anchor 'a'"),
            ("name: a\noptions: []\n", "`options` must be a mapping.", "Expected mapping, not "),
            ("name: a\noptions:\n  x: {}\n", "An option must be a string or a list", "Couldn't parse "),
            ("name: {{ name }}\n", "`name` must be a string.", "Expected String, not mapping"),
            ("runtime: x\n", "funko.yml has no `name`.", "Missing YAML attribute: name"),
            ("", "funko.yml has no `name`.", "Missing YAML attribute: name"),
            ("- a\n", "funko.yml must be a mapping.", "Expected mapping, not "),
        ] {
            let problem = funko::read(yml.as_bytes()).funko.expect_err(yml);
            let (first, second) = (problem.plainly(), problem.in_faasos_words().expect("it is FaaSO's"));
            assert!(first.starts_with(plain) && second.starts_with(said), "{yml:?}: {first} / {second}");
        }
    }

    /// Whatever libyaml says, its words are never the first.
    #[test]
    fn no_word_of_libyamls_is_left() {
        for line in include_str!("../../tests/recorded-funko.jsonl").lines() {
            let case: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
            let (Some(yml), Some(_)) = (case["yml"].as_str(), case["err"].as_str()) else { continue };
            if let Err(problem) = funko::read(yml.as_bytes()).funko {
                let plain = problem.plainly();
                for word in ["did not find", "could not find", " at line ", "octet", "YAML::", "deserializ"] {
                    assert!(!plain.contains(word), "{yml:?}: {plain}");
                }
            }
        }
    }
}
