//! How options, and values as literals, are written in a template (docs/dialect.md §5).

use faaso::funko::OptionValue;

/// Words that can't follow a dot.
const KEYWORDS: [&str; 8] = ["is", "not", "and", "or", "true", "false", "none", "in"];

/// What opens template code.
const SIGNS: [char; 3] = ['{', '%', '#'];

/// `options.name`, or `options["a name"]` where a dot can't be used.
pub fn access(name: &str) -> String {
    match can_follow_a_dot(name) {
        true => format!("options.{name}"),
        false => format!("options[{}]", literal(name, '"')),
    }
}

pub fn can_follow_a_dot(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !KEYWORDS.contains(&name.to_ascii_lowercase().as_str())
}

/// A string literal with these quotes.
pub fn literal(text: &str, quote: char) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push(quote);
    for letter in text.chars() {
        match letter {
            '\n' => written.push_str("\\n"),
            '\\' => written.push_str("\\\\"),
            letter if letter == quote => written.extend(['\\', quote]),
            letter => written.push(letter),
        }
    }
    written.push(quote);
    written
}

/// A string or a list of strings as a literal.
pub fn value(value: &OptionValue, quote: char) -> String {
    match value {
        OptionValue::Text(text) => literal(text, quote),
        OptionValue::List(items) => {
            let items: Vec<_> = items.iter().map(|item| literal(item, quote)).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// Text so written that rendering gives it back: each `{` that would open template code is printed instead. Nothing may
/// stand right before it that ends in `{`.
pub fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek()) {
            ('{', Some(next)) if SIGNS.contains(next) => written.push_str("{{ \"{\" }}"),
            _ => written.push(letter),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crinja::{Budget, Context, render};

    #[test]
    fn names_are_written_as_they_can_be_read() {
        for (name, written) in [
            ("a_1", "options.a_1"),
            ("1a", "options[\"1a\"]"),
            ("a-b", "options[\"a-b\"]"),
            ("not", "options[\"not\"]"),
            ("a\"b", "options[\"a\\\"b\"]"),
            ("é", "options[\"é\"]"),
        ] {
            assert_eq!(access(name), written);
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in
            ["", "a", "\"'\\n\n\\", "{{ x }}", "{% x %}{#", "}}%}#}", "\r\n\t", "{{{", "é🎉{", "{{%{#{{"]
        {
            let rendered = |template: &str| {
                let rendered = render(template, &Context::default(), &Budget::default());
                rendered.unwrap_or_else(|error| panic!("{template}: {}", error.message)).text
            };
            assert_eq!(rendered(&format!("{{{{ {} }}}}", literal(text, '"'))), text);
            assert_eq!(rendered(&format!("{{{{ {} }}}}", literal(text, '\''))), text);
            assert_eq!(rendered(&format!("{}.", escaped(text))), format!("{text}."));
        }
    }
}
