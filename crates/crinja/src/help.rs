//! What Crinja means by its errors, in plain words, and what to write instead. Its own words stay the message, since they
//! are what FaaSO prints; an error is recognised by them.

use super::{Class, Error};

/// None where the message says it all, or nothing more is known.
pub fn help(error: &Error) -> Option<String> {
    let message = error.message.as_str();
    match error.class {
        Class::TemplateSyntaxError => syntax(message),
        Class::UndefinedError => Some(undefined(message.strip_suffix(" is undefined.")?)),
        Class::UnknownFeatureError => {
            let kind = message.strip_prefix("no ")?.split(' ').next()?;
            Some(format!("In an editor Ctrl Space lists every {kind} there is."))
        }
        Class::TypeError if message.ends_with("must be a sequence to join it") => Some(
            "“join” takes a list. For an option that may be missing: “options.x | default([]) | join(…)”."
                .into(),
        ),
        Class::TypeError if message.ends_with(" is undefined") => {
            Some("It is not set, or no function: there are no methods such as “.items()”.".into())
        }
        Class::TypeError if message.ends_with(" is not iterable") => {
            Some("“for” takes a list or a mapping.".into())
        }
        Class::ArgumentsError if message.contains("to be numeric") => {
            Some("Options are texts: write “options.n | int” to count with one.".into())
        }
        _ => None,
    }
}

fn syntax(message: &str) -> Option<String> {
    let instead = |rest: &str, between: &str| {
        let (wanted, found) = rest.split_once(between)?;
        Some(format!("Here has to come {}, not {}.", sign(wanted)?, sign(found)?))
    };
    if let Some(wanted) = message.strip_prefix("Unexpected end of file, expected ") {
        return Some(format!("It ends where {} has to come.", sign(wanted).unwrap_or(wanted.into())));
    }
    if let Some(rest) = message.strip_prefix("Expected ") {
        return instead(rest, ", got ");
    }
    if let Some(rest) = message.strip_prefix("Expecting ") {
        return instead(rest, ", instead found ");
    }
    if let Some(found) = message.strip_prefix("expression was not fully parsed: ") {
        let found = sign(found)?;
        return Some(format!(
            "The expression is complete before {found}: an operator or “|” may be missing."
        ));
    }
    if let Some(found) = message.strip_prefix("Did not expect any more tokens, found: ") {
        return Some(format!("The tag is complete before {}.", sign(found)?));
    }
    if let Some(found) = message.strip_prefix("Not expecting closing symbol ") {
        return Some(format!("There is nothing open that {} closes.", sign(found)?));
    }
    if let Some(found) = message.strip_prefix("Unexpected ") {
        return Some(format!("{} cannot stand here.", capital(&sign(found)?)));
    }
    if let Some(rest) = message.strip_prefix("Terminated <State:") {
        let (state, end) = rest.split_once("> with '")?;
        let (open, close) = brackets(state)?;
        let end = end.trim_end_matches('\'');
        return Some(match state {
            "note" => {
                format!("A comment, “{open} … {close}”, cannot hold “{end}”: take what it ends out of it.")
            }
            _ => format!("“{open}” is closed by “{close}”, not by “{end}”."),
        });
    }
    if let Some(state) = message.strip_prefix("Unterminated ") {
        return match brackets(state) {
            Some((open, close)) => Some(format!("“{open}” is not closed by “{close}”.")),
            None if state == "string literal" => Some("The text is not closed by its quote.".into()),
            None => None,
        };
    }
    if let Some(end) = message.strip_prefix("Unclosed tag, missing: ") {
        return Some(format!("“{{% {end} %}}” is missing."));
    }
    if let Some(end) = message.strip_prefix("Mismatched end tag: ") {
        return Some(format!("Another block is still open where “{end}” stands."));
    }
    let end = message.strip_prefix("End tag without start: ")?;
    Some(format!("There is no “{}” open here.", end.strip_prefix("end").unwrap_or(end)))
}

fn undefined(name: &str) -> String {
    match name {
        "options" => "A template of “faaso new” knows “name” and “runtime” only.".into(),
        "" => "There is no function of that name.".into(),
        name if name.contains(['.', '[']) => {
            format!("It is not set: set it in “funko.yml”, or write “{name} | default(…)”.")
        }
        _ => {
            "There is no such variable. A template knows “name”, “runtime” and, in a build, “options”.".into()
        }
    }
}

/// A token as Crinja names it (`RIGHT_CURLY`, `IDENTIFIER:"x"[3:4]`), as an author knows it.
fn sign(token: &str) -> Option<String> {
    let (kind, value) = token.split_once(':').unwrap_or((token, ""));
    if let Some((value, _)) = value.strip_prefix('"').and_then(|value| value.rsplit_once('"')) {
        return Some(format!("“{value}”"));
    }
    let known = match kind {
        "IDENTIFIER" => "a name",
        "EXPR_END" => "“}}”",
        "TAG_END" => "“%}”",
        "EOF" => "the end",
        "PIPE" => "“|”",
        "TEST" => "“is”",
        "OPERATOR" => "an operator",
        "STRING" => "a text",
        "FLOAT" | "INTEGER" => "a number",
        "BOOL" => "“true” or “false”",
        "NONE" => "“none”",
        "LEFT_BRACKET" => "“[”",
        "RIGHT_BRACKET" => "“]”",
        "LEFT_CURLY" => "“{”",
        "RIGHT_CURLY" => "“}”",
        "LEFT_PAREN" => "“(”",
        "RIGHT_PAREN" => "“)”",
        "DICT_ASSIGN" => "“:”",
        "KW_ASSIGN" => "“=”",
        "POINT" => "“.”",
        "COMMA" => "“,”",
        "in" => "“in”",
        _ => return None,
    };
    Some(known.into())
}

fn brackets(state: &str) -> Option<(&'static str, &'static str)> {
    match state {
        "expression" => Some(("{{", "}}")),
        "tag" => Some(("{%", "%}")),
        "note" => Some(("{#", "#}")),
        _ => None,
    }
}

fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or(String::new(), |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use crate::{Budget, Context, render};

    /// What is said besides FaaSO's own words; empty where nothing is.
    #[track_caller]
    fn check(template: &str, words: &str, plain: &str) {
        let error = render(template, &Context::default(), &Budget::default()).expect_err("it is broken");
        assert_eq!((error.message.as_str(), super::help(&error).as_deref().unwrap_or("")), (words, plain));
    }

    #[test]
    fn plain_words() {
        check("{{ a. }}", "Expected IDENTIFIER, got EXPR_END", "Here has to come a name, not “}}”.");
        check(
            "{{ ) }}",
            "Not expecting closing symbol RIGHT_PAREN",
            "There is nothing open that “)” closes.",
        );
        check("{{ a + }}", "Unexpected EXPR_END", "“}}” cannot stand here.");
        check(
            "{{ a b }}",
            "expression was not fully parsed: IDENTIFIER:\"b\"[1:6]",
            "The expression is complete before “b”: an operator or “|” may be missing.",
        );
        check(
            "{# {{ x }} #}",
            "Terminated <State:note> with '}}'",
            "A comment, “{# … #}”, cannot hold “}}”: take what it ends out of it.",
        );
        check("{% if a }}", "Terminated <State:tag> with '}}'", "“{%” is closed by “%}”, not by “}}”.");
        check("{% if a %}", "Unclosed tag, missing: endif", "“{% endif %}” is missing.");
        check("{% endif %}", "End tag without start: endif", "There is no “if” open here.");
        check("{{ 'a }}", "Unterminated string literal", "The text is not closed by its quote.");
        check(
            "{{ a | nope }}",
            "no filter with name \"nope\" registered",
            "In an editor Ctrl Space lists every filter there is.",
        );
        check("{{ 1 // 0 }}", "Division by 0", "");
    }
}
